//! The document's fourteen steps of one connect, each printed when it happens.

use stage01::{Result, Routine, co, println};
use stage02::EventLoop;
use stage03::{
    Fetcher, Task, Wait,
    observe::{Happening, observe},
};
use std::{
    net::{SocketAddr, TcpListener},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

fn main() -> Result {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;

    println!("[000d] a task, and no loop");
    announced(|| begin(address))?;
    println!();
    println!("[000e] a task, and the loop that carries it to its end");
    announced(|| begin_and_run(address))?;
    println!();
    println!("the fourteen steps:");
    steps(|step| println!("{step}"), || connect(address))
}

/// The document's task takes its first step in its constructor. Ours takes it from the queue: that is one turn of the
/// loop, which waits for nothing.
fn begin(address: SocketAddr) -> Result {
    let event_loop = EventLoop::new()?;
    let task = Task::spawn(&event_loop, documents_connect(&event_loop, address));
    event_loop.run_once()?;
    println!("no loop: registered fds = {}", event_loop.registered());
    task.cancel();
    Ok(event_loop.run()?)
}

fn begin_and_run(address: SocketAddr) -> Result {
    let event_loop = EventLoop::new()?;
    Task::spawn(&event_loop, documents_connect(&event_loop, address));
    event_loop.run_once()?;
    println!("enter loop");
    event_loop.run()?;
    println!("loop ended");
    Ok(())
}

/// The document's `_connect`.
fn documents_connect(event_loop: &EventLoop, address: SocketAddr) -> Routine<Wait> {
    let connect = Fetcher::new(event_loop).connect(address);
    Box::new(co(async |y| {
        let _socket = y.yield_from(connect).await?;
        println!("connected");
        Ok(())
    }))
}

/// Prints what the document's `_connect` prints, where it does so.
fn announced(program: impl FnOnce() -> Result) -> Result {
    let print = |did: &Happening| match &*did.name {
        "register" => println!("connect started"),
        "ready" => println!("on_connected callback"),
        _ => {}
    };
    observe(print, program)
}

/// What is watched.
pub(crate) fn connect(address: SocketAddr) -> Result {
    let event_loop = EventLoop::new()?;
    let connect = Fetcher::new(&event_loop).connect(address);
    if event_loop.is_idle() {
        println!(" 1 the coroutine is made; nothing of it has run");
    }
    let task = Task::spawn(&event_loop, connect);
    event_loop.run()?;
    task.future().result().expect("it ended").map(drop)
}

/// Runs a program, and hands over the document's steps as its task takes them.
pub(crate) fn steps<T>(
    line: impl Fn(&str) + Send + Sync + 'static,
    program: impl FnOnce() -> T,
) -> T {
    let started = AtomicBool::new(false);
    let observer = move |did: &Happening| {
        if let Some(step) = step(did, started.load(Relaxed)) {
            line(step);
        }
        started.fetch_or(did.name == "step", Relaxed);
    };
    observe(observer, program)
}

/// The document's words for what happened, before or after the first step of the task.
fn step(did: &Happening, started: bool) -> Option<&'static str> {
    let of_a_task = did.field("task").is_some();
    let waited_for = did.field("callbacks") != Some("0");
    Some(match (&*did.name, started) {
        ("spawn", _) => " 2 the task is made, around the coroutine",
        ("complete", false) => " 3 the task makes a first future, which is done at once",
        ("step", false) => " 4 that one calls step",
        ("register", _) => " 5 step resumes the coroutine; it connects and registers a callback",
        ("yield", _) => " 6 the coroutine yields a new future",
        ("wait", true) => " 7 step adds itself to the callbacks of that",
        ("ready", _) => " 8 the socket is writable: the loop calls the callback",
        ("unregister", _) => " 9 the callback unregisters the socket",
        ("complete", true) if of_a_task => {
            "13 step has resumed the coroutine, and that has returned"
        }
        ("complete", true) if waited_for => "10 the future has its result",
        ("call_soon", true) => "11 the future queues its callbacks",
        ("step", true) => "12 one of them is step",
        ("complete", true) => "14 the task is done; nothing has blocked in between",
        _ => return None,
    })
}
