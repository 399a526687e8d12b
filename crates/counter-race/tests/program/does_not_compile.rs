//! The literal translation of the lecture's `UnsafeCounter` does not compile, and the compiler says why.

#[test]
fn two_threads_may_not_change_one_plain_integer() {
    trybuild::TestCases::new().compile_fail("tests/program/literal_translation.rs");
}
