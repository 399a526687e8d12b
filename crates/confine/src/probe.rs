//! Tries what is forbidden.
