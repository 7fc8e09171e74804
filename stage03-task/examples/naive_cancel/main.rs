//! Cancel, and the programs that break the naive ways to do it: `cargo run -p stage03 --example naive_cancel -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod at_once;
mod queued;

use stage01::{Result, Routine, Yielder, co, println};
use stage02::{EventLoop, Future};
use stage03::{Task, Wait};
use std::{cell::OnceCell, env, io, rc::Rc};

type Text = &'static str;

/// What the versions have in common.
trait Cancel: Clone + 'static {
    fn spawn(event_loop: &EventLoop, body: Routine<Wait>) -> Self;
    fn cancel(&self);
    fn future(&self) -> Future;
}

macro_rules! cancels {
    ($version:ty) => {
        impl Cancel for $version {
            fn spawn(event_loop: &EventLoop, body: Routine<Wait>) -> Self {
                <$version>::spawn(event_loop, body)
            }
            fn cancel(&self) {
                let _ = self.cancel();
            }
            fn future(&self) -> Future {
                self.future()
            }
        }
    };
}

cancels!(at_once::Task);
cancels!(queued::Task);
cancels!(Task);

fn main() -> Result {
    let args: Vec<String> = env::args().skip(1).collect();
    let [program, version] = &args[..] else {
        return Err(io::Error::other("name a program and a version").into());
    };
    let event_loop = EventLoop::new()?;
    event_loop.set_exception_handler(|_| {}); // a cancelled task is no surprise here
    match version.as_str() {
        "at_once" => run::<at_once::Task>(program, &event_loop),
        "queued" => run::<queued::Task>(program, &event_loop),
        "ours" => run::<Task>(program, &event_loop),
        _ => Err(io::Error::other("no such version").into()),
    }
}

fn run<T: Cancel>(program: &str, event_loop: &EventLoop) -> Result {
    match program {
        "paused" => paused::<T>(event_loop),
        "itself" => itself::<T>(event_loop),
        "stale" => stale::<T>(event_loop),
        "race" => race::<T>(event_loop),
        _ => Err(io::Error::other("no such program").into()),
    }
}

/// Waits until the future is done, and takes its value out.
async fn value_of<T: Clone + 'static>(y: &Yielder<Wait>, future: &Future<T>) -> Result<T> {
    y.yield_(Box::new(future.clone())).await?;
    future.result().expect("resumed, so it is done")
}

// ANCHOR: Connection
struct Connection;

impl Drop for Connection {
    fn drop(&mut self) {
        println!("the connection is closed");
    }
}
// ANCHOR_END: Connection

// ANCHOR: download
async fn download(y: Yielder<Wait>, part: Future<Text>) -> Result {
    let _connection = Connection;
    let part = value_of(&y, &part).await?;
    println!("{part}");
    Ok(())
}
// ANCHOR_END: download

// ANCHOR: paused
fn paused<T: Cancel>(event_loop: &EventLoop) -> Result {
    let part = Future::new(event_loop);
    let task = T::spawn(event_loop, Box::new(co(|y| download(y, part))));
    event_loop.run()?;
    println!("the download waits; cancel");
    task.cancel();
    event_loop.run()?;
    println!("the task: {:?}", task.future().result());
    Ok(())
}
// ANCHOR_END: paused

// ANCHOR: itself
fn itself<T: Cancel>(event_loop: &EventLoop) -> Result {
    let own: Rc<OnceCell<T>> = Rc::default();
    let (me, never) = (own.clone(), Future::<Text>::new(event_loop));
    let body = async move |y: Yielder<Wait>| {
        println!("shutting down: cancel every task, also this one");
        me.get().expect("spawned").cancel();
        let _never = value_of(&y, &never).await?;
        Ok(())
    };
    let task = T::spawn(event_loop, Box::new(co(body)));
    let _ = own.set(task.clone());
    event_loop.run()?;
    println!("the task: {:?}", task.future().result());
    Ok(())
}
// ANCHOR_END: itself

// ANCHOR: polite
async fn polite(y: Yielder<Wait>, reply: Future<Text>, goodbye: Future) -> Result {
    match value_of(&y, &reply).await {
        Ok(reply) => println!("reply: {reply}"),
        Err(error) => println!("{error}; saying goodbye"),
    }
    y.yield_(Box::new(goodbye.clone())).await?;
    println!("goodbye sent: {}", goodbye.done());
    Ok(())
}
// ANCHOR_END: polite

// ANCHOR: stale
fn stale<T: Cancel>(event_loop: &EventLoop) -> Result {
    let (reply, goodbye) = (Future::new(event_loop), Future::new(event_loop));
    let (answer, sent) = (reply.clone(), goodbye.clone());
    let task = T::spawn(event_loop, Box::new(co(|y| polite(y, reply, goodbye))));
    event_loop.run()?;
    task.cancel();
    event_loop.run()?;
    println!("the reply comes, too late");
    answer.set_result("hello")?;
    event_loop.run()?;
    println!("the goodbye goes out");
    sent.set_result(())?;
    event_loop.run()?;
    Ok(())
}
// ANCHOR_END: stale

// ANCHOR: race
fn race<T: Cancel>(event_loop: &EventLoop) -> Result {
    let (reply, goodbye) = (Future::new(event_loop), Future::new(event_loop));
    let answer = reply.clone();
    let task = T::spawn(event_loop, Box::new(co(|y| polite(y, reply, goodbye))));
    event_loop.run()?;
    answer.set_result("hello")?; // queues a step of the task
    task.cancel(); // before that step has run
    event_loop.run()?;
    Ok(())
}
// ANCHOR_END: race
