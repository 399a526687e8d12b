//! A job that borrows an address from the thread that submits it: the worker may still need it when it is gone.

use std::thread;

fn main() {
    let url = String::from("http://httpbin.org/ip");
    let worker = thread::spawn(|| url.len());
    worker.join().unwrap();
}
