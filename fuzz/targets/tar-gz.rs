#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| untrusted::archives::tar_gz(bytes));
