//! `Rc` counts its owners with a plain integer, which is faster, but must not be shared between threads.

use std::rc::Rc;
use std::thread;

fn main() {
    let url = Rc::new(String::from("http://httpbin.org/ip"));
    let theirs = Rc::clone(&url);
    let worker = thread::spawn(move || theirs.len());
    worker.join().unwrap();
    println!("{url}");
}
