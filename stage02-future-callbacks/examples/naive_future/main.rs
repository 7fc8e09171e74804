//! Programs that break the first version of a future, and do not break ours: `naive_future PROGRAM VERSION`.

mod first;

use first::MyFuture;
use stage01::{Result, println};
use stage02::{EventLoop, Future, Interest};
use std::{cell::RefCell, env, io, net::UdpSocket, rc::Rc};

/// What the programs use of a future. `set` says whether the result was taken.
trait Settable: Clone + 'static {
    fn new(event_loop: &EventLoop) -> Self;
    fn set(&self, value: u32) -> bool;
    fn result(&self) -> Option<Result<u32>>;
    fn add_done_callback(&self, callback: impl FnOnce(&Self) + 'static);
}

impl Settable for MyFuture<u32> {
    fn new(_: &EventLoop) -> Self {
        MyFuture::new()
    }
    fn set(&self, value: u32) -> bool {
        self.settle(Ok(value));
        true
    }
    fn result(&self) -> Option<Result<u32>> {
        MyFuture::result(self)
    }
    fn add_done_callback(&self, callback: impl FnOnce(&Self) + 'static) {
        MyFuture::add_done_callback(self, callback);
    }
}

impl Settable for Future<u32> {
    fn new(event_loop: &EventLoop) -> Self {
        Future::new(event_loop)
    }
    fn set(&self, value: u32) -> bool {
        self.set_result(value).is_ok()
    }
    fn result(&self) -> Option<Result<u32>> {
        Future::result(self)
    }
    fn add_done_callback(&self, callback: impl FnOnce(&Self) + 'static) {
        Future::add_done_callback(self, callback);
    }
}

fn main() -> io::Result<()> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let event_loop = EventLoop::new()?;
    match arguments[..] {
        ["wall"] => wall(&event_loop)?,
        [program, "first"] => play::<MyFuture<u32>>(program, &event_loop)?,
        [program, "ours"] => play::<Future<u32>>(program, &event_loop)?,
        _ => return Err(io::Error::other("naive_future PROGRAM VERSION")),
    }
    event_loop.run()
}

fn play<F: Settable>(program: &str, event_loop: &EventLoop) -> io::Result<()> {
    let future = F::new(event_loop);
    match program {
        "answer" => answer(future),
        "late" => late(future),
        "twice" => twice(future),
        "chain" => chain(event_loop, future),
        "account" => account(future),
        _ => return Err(io::Error::other("there is no such program")),
    }
    Ok(())
}

// ANCHOR: wall
fn wall(event_loop: &EventLoop) -> io::Result<()> {
    let inbox = Rc::new(UdpSocket::bind("127.0.0.1:0")?);
    let log = |_: &EventLoop, _| println!("the log has heard of it");
    let game = |_: &EventLoop, _| println!("the game has heard of it");
    let first = event_loop.register(inbox.clone(), Interest::Read, log)?;
    let second = event_loop.register(inbox, Interest::Read, game);
    println!("the second handler: {:?}", second.map_err(|e| e.kind()));
    event_loop.unregister(first)
}
// ANCHOR_END: wall

// ANCHOR: answer
fn answer(future: impl Settable) {
    future.add_done_callback(|future| println!("the answer: {:?}", future.result()));
    println!("no result yet: {:?}", future.result());
    future.set(42);
    println!("it is set");
}
// ANCHOR_END: answer

// ANCHOR: late
fn late(future: impl Settable) {
    future.set(42);
    future.add_done_callback(|future| println!("the answer: {:?}", future.result()));
    println!("the callback is added");
}
// ANCHOR_END: late

// ANCHOR: twice
fn twice(future: impl Settable) {
    let also = future.clone();
    future.add_done_callback(move |_| println!("cancelled: {}", also.set(0)));
    future.add_done_callback(|future| println!("the answer: {:?}", future.result()));
    future.set(42);
}
// ANCHOR_END: twice

// ANCHOR: chain
fn chain<F: Settable>(event_loop: &EventLoop, first: F) {
    let mut last = first.clone();
    for _ in 0..100_000 {
        let next = F::new(event_loop);
        let following = next.clone();
        last.add_done_callback(move |_| {
            following.set(1);
        });
        last = next;
    }
    last.add_done_callback(|_| println!("the end of the chain"));
    first.set(1);
}
// ANCHOR_END: chain

// ANCHOR: account
fn account(payment: impl Settable) {
    let account = Rc::new(RefCell::new(100));
    let shown = account.clone();
    payment.add_done_callback(move |_| println!("balance: {}", shown.borrow()));

    let mut balance = account.borrow_mut();
    payment.set(1);
    *balance += 50; // the rest of the same booking
    println!("booked");
}
// ANCHOR_END: account
