//! Waits that look at the wrong thing, or at the wrong time: `cargo run -p stage05 --example naive_waits -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod channel;

use stage01::{Result, Yielder, co, println};
use stage05::{Loop, Task, until, yield_now};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    env, io, panic,
    rc::Rc,
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

fn main() -> Result {
    panic::set_hook(Box::new(|panic| {
        println!("panicked: {}", panic.payload_as_str().unwrap_or_default());
    }));
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["by_hand"] => by_hand(),
        ["thread"] => from_a_thread(),
        ["blocks"] => blocks(),
        ["gone", "naive"] => gone(|inbox| co(|y| channel::naive(y, inbox))),
        ["gone", "checked"] => gone(|inbox| co(|y| channel::checked(y, inbox))),
        ["pulse"] => pulse(),
        ["between"] => between(),
        [] => {
            println!("by_hand; thread; blocks; gone naive or checked; pulse; between");
            Ok(())
        }
        _ => Err(io::Error::other("no such program").into()),
    }
}

// ANCHOR: by_hand
fn by_hand() -> Result {
    let event_loop = Loop::new();
    let (door, mail) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(0)));
    let (opened, arrived) = (door.clone(), mail.clone());
    event_loop.add_task(co(async move |y| {
        while !opened.get() {
            y.yield_from(yield_now()).await?;
        }
        println!("the door is open");
        while arrived.get() == 0 {
            y.yield_from(yield_now()).await?;
        }
        println!("{} messages", arrived.get());
        Ok(())
    }));
    event_loop.add_task(co(async move |y| {
        door.set(true);
        y.yield_from(yield_now()).await?;
        mail.set(3);
        Ok(())
    }));
    event_loop.run();
    Ok(())
}
// ANCHOR_END: by_hand

// ANCHOR: from_a_thread
fn from_a_thread() -> Result {
    let (sender, inbox) = mpsc::channel();
    let producer = thread::spawn(move || sender.send("hello"));
    let message = Loop::new().run_task(until(move || inbox.try_recv().ok()))?;
    println!("from another thread: {message}");
    Ok(producer.join().expect("it does not panic")?)
}
// ANCHOR_END: from_a_thread

// ANCHOR: blocks
fn blocks() -> Result {
    let (done, result) = mpsc::channel();
    thread::spawn(move || {
        let (sender, inbox) = mpsc::channel();
        let event_loop = Loop::new();
        event_loop.add_task(until(move || inbox.recv().ok()));
        event_loop.add_task(co(async move |_| Ok(sender.send("hello")?)));
        event_loop.run();
        done.send(())
    });
    match result.recv_timeout(Duration::from_secs(1)) {
        Ok(()) => println!("the loop has ended"),
        Err(_) => println!("the loop has not ended after a second"),
    }
    Ok(())
}
// ANCHOR_END: blocks

// ANCHOR: gone
/// The sender is dropped without a message. Another task takes a thousand steps meanwhile.
fn gone<T: Task<Option<u32>> + 'static>(receive: impl FnOnce(Receiver<u32>) -> T) -> Result {
    let (sender, inbox) = mpsc::channel();
    drop(sender);
    let event_loop = Loop::new();
    let message = event_loop.add_task(receive(inbox));
    event_loop.run_task(steps(1000))?;
    println!("after a thousand turns: {:?}", message.result());
    Ok(())
}
// ANCHOR_END: gone

fn steps(count: u32) -> impl Task {
    co(async move |y| {
        for _ in 1..count {
            y.yield_from(yield_now()).await?;
        }
        Ok(())
    })
}

// ANCHOR: pulse
/// A bell rings three times, each time for a moment.
fn pulse() -> Result {
    let rings = Rc::new(Cell::new(false));
    let heard = rings.clone();
    let event_loop = Loop::new();
    let listener = event_loop.add_task(until(move || heard.get().then_some("heard")));
    event_loop.run_task(co(async move |y| {
        for _ in 0..3 {
            rings.set(true);
            rings.set(false);
            y.yield_from(yield_now()).await?;
        }
        Ok(())
    }))?;
    println!("after three rings: {:?}", listener.result());
    Ok(())
}
// ANCHOR_END: pulse

// ANCHOR: between
type Values = Rc<RefCell<VecDeque<u32>>>;

async fn take(y: Yielder<()>, name: &str, values: Values) -> Result {
    y.yield_from(until(|| (!values.borrow().is_empty()).then_some(())))
        .await?;
    println!("{name}: there is a value");
    y.yield_from(yield_now()).await?; // a log entry, say, that is written to a socket
    let value = values.borrow_mut().pop_front();
    println!("{name}: {}", value.expect("there was a value"));
    Ok(())
}

fn between() -> Result {
    let values = Values::default();
    let event_loop = Loop::new();
    for name in ["ada", "bea"] {
        let values = values.clone();
        event_loop.add_task(co(move |y| take(y, name, values)));
    }
    values.borrow_mut().push_back(7);
    event_loop.run();
    Ok(())
}
// ANCHOR_END: between
