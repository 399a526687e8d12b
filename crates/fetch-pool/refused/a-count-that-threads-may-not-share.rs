//! `Rc` counts its owners without a lock, which is faster and not for threads.

use std::rc::Rc;
use std::thread;

fn main() {
    let url = Rc::new(String::from("http://httpbin.org/ip"));
    let theirs = Rc::clone(&url);
    let worker = thread::spawn(move || theirs.len());
    worker.join().unwrap();
    println!("{url}");
}
