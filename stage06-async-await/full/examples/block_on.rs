//! One future, one thread: it sleeps while the future waits, and another thread wakes it.

use futures::channel::oneshot;
use stage01::println;
use stage06_full::block_on;
use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::pin,
    thread,
};

fn main() {
    let (sender, answer) = oneshot::channel();
    let (asked, polls) = (oneshot::channel(), Cell::new(0));
    let (ask, question) = asked;

    let worker = thread::spawn(move || {
        let question: &str = block_on(question).expect("it will be asked");
        println!("  worker: somebody asks {question:?}");
        sender.send(6 * 7).expect("somebody waits for it");
    });

    println!("the thread waits, and is not busy:");
    ask.send("what is 6 * 7?").expect("the worker waits for it");
    let mut answer = pin!(answer);
    let counted = poll_fn(|context| {
        polls.set(polls.get() + 1);
        answer.as_mut().poll(context)
    });
    println!("  main: {}", block_on(counted).expect("it is answered"));
    println!("  at most two polls: {}", polls.get() <= 2);
    worker.join().expect("the worker does not panic");
}
