//! A job that borrows a URL from the thread that submits it: the worker may still need the URL when it is gone.

use std::thread;

fn main() {
    let url = String::from("http://httpbin.org/ip");
    let worker = thread::spawn(|| url.len());
    worker.join().unwrap();
}
