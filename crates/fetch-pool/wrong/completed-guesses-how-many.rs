//! Reports that it does not know how many futures are left.
//!
//! expect: completed-tells-how-many = wrong result

// REPLACE completed-left
(0, None)
// END REPLACE
