//! Programs of a few lines, for each version of the loop.

use crate::Loop;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete},
    Result, Routine, Yielder, co, println,
};
use stage02::{EventLoop, Future};
use stage03::{Await, Task, Wait};
use stage04::{Ask, Asks, Request, Stream, cancel, join, readable, spawn, yield_now};
use std::{cell::Cell, io, net::UdpSocket, rc::Rc};

// ANCHOR: wall
pub fn wall() -> Result {
    let event_loop = EventLoop::new()?;
    let (tea, coffee) = (Future::new(&event_loop), Future::new(&event_loop));
    let ada = after(&tea, &coffee);
    let bea = after(&coffee, &tea);
    let (ada, bea) = (Task::spawn(&event_loop, ada), Task::spawn(&event_loop, bea));
    event_loop.run()?;
    println!("the loop ends without an error");
    println!("is ada done? {}; is bea done? {}", ada.done(), bea.done());
    Ok(())
}

/// Waits for the first, and then makes the second.
fn after(first: &Future, second: &Future) -> Routine<Wait> {
    let (first, second) = (Await::new(first), second.clone());
    Box::new(co(async move |y: Yielder<Wait>| {
        y.yield_from(first).await?;
        Ok(second.set_result(())?)
    }))
}
// ANCHOR_END: wall

// ANCHOR: both
/// Waits until the stream is ready, and says so.
fn on_stream(name: &'static str, cycles: u32, does: &'static str) -> impl Asks {
    co(async move |y: Yielder<Request>| {
        let stream = Stream::new(name, cycles);
        y.yield_from(readable(&stream)).await?;
        println!("Stream {name} {does}...");
        Ok(())
    })
}

/// Starts two tasks, and waits for the first, and then for the second.
fn both(first: impl Asks + 'static, second: impl Asks + 'static) -> impl Asks {
    co(async move |y: Yielder<Request>| {
        let first = y.yield_from(spawn(first)).await?;
        let second = y.yield_from(spawn(second)).await?;
        y.yield_from(join(&first)).await?;
        y.yield_from(join(&second)).await
    })
}
// ANCHOR_END: both

// ANCHOR: slow
pub fn slow(event_loop: &mut impl Loop) {
    let reader = on_stream("A", 20, "is reading");
    let writer = on_stream("B", 1, "writing Hello World!");
    report(event_loop.run_main(both(writer, reader)));
}
// ANCHOR_END: slow

// ANCHOR: lost
pub fn lost(title: &str, event_loop: &mut impl Loop) -> Result {
    println!("{title}");
    let reader = on_stream("A", 20, "is reading");
    let writer = on_stream("B", 1, "writing Hello World!");
    let state = Rc::new(Cell::new("Created"));
    event_loop.run_main(Watched(both(reader, writer), state.clone()))?;
    println!("main state after the loop returned: {}", state.get());
    println!();
    Ok(())
}
// ANCHOR_END: lost

/// A coroutine, and its state for the program that has given it away.
struct Watched<C>(C, Rc<Cell<&'static str>>);

impl<C: Asks> Coroutine<Result> for Watched<C> {
    type Yield = Request;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<Request, Result> {
        let state = self.0.resume(sent);
        let ended = matches!(state, Complete(_));
        self.1.set(if ended { "Closed" } else { "Suspended" });
        state
    }
}

// ANCHOR: shared
pub fn shared(event_loop: &mut impl Loop) {
    let stream = Stream::new("A", 3);
    let reader = |name: &'static str| {
        let ready: Ask = readable(&stream);
        co(async move |y: Yielder<Request>| {
            y.yield_from(ready).await?;
            println!("{name} reads");
            Ok(())
        })
    };
    report(event_loop.run_main(both(reader("ada"), reader("bea"))));
    println!("tasks that have not ended: {}", event_loop.left());
}
// ANCHOR_END: shared

// ANCHOR: refused
pub fn refused(event_loop: &mut impl Loop) {
    let socket = UdpSocket::bind("127.0.0.1:0").map(Rc::new);
    let careful = co(async move |y: Yielder<Request>| {
        match y.yield_from(readable(&socket?)).await {
            Ok(()) => println!("a packet has come"),
            Err(error) => println!("this task is told: {error}"),
        }
        Ok(())
    });
    let innocent = co(async |y: Yielder<Request>| {
        y.yield_from(yield_now()).await?;
        println!("the other task ends");
        Ok(())
    });
    report(event_loop.run_main(both(careful, innocent)));
}
// ANCHOR_END: refused

// ANCHOR: error
pub fn error(event_loop: &mut impl Loop) {
    let main = co(async |_: Yielder<Request>| Err(io::Error::other("the disk is full").into()));
    report(event_loop.run_main(main));
}
// ANCHOR_END: error

// ANCHOR: cancelled
pub fn cancelled(event_loop: &mut impl Loop) {
    let main = co(async |y: Yielder<Request>| {
        let silent = Stream::never("A");
        let reader = y.yield_from(spawn(readable(&silent))).await?;
        y.yield_from(cancel(&reader)).await?;
        y.yield_from(join(&reader)).await
    });
    report(event_loop.run_main(main));
}
// ANCHOR_END: cancelled

fn report(result: Result) {
    match result {
        Ok(()) => println!("the loop returns Ok"),
        Err(error) => println!("the loop returns an error: {error}"),
    }
}
