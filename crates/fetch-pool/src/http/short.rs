//! The head that ureq reads in place of the server's.

use ureq::unversioned::transport::Buffers;

/// A head to read from. It cannot be written to.
#[derive(Debug, Default)]
pub struct Short {
    bytes: Vec<u8>,
    at: usize,
}

impl Short {
    pub fn new(bytes: Vec<u8>) -> Self {
        Short { bytes, at: 0 }
    }
}

impl Buffers for Short {
    fn output(&mut self) -> &mut [u8] {
        &mut []
    }

    fn input(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    fn input_append_buf(&mut self) -> &mut [u8] {
        &mut []
    }

    fn input_appended(&mut self, _: usize) {}

    fn input_consume(&mut self, amount: usize) {
        self.at += amount;
    }

    fn tmp_and_output(&mut self) -> (&mut [u8], &mut [u8]) {
        (&mut [], &mut [])
    }

    fn can_use_input(&self) -> bool {
        false
    }
}
