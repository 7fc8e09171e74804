//! The naive task, and the programs that break it: `cargo run -p stage03 --example naive_task -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod first;
mod naive;
mod shortcut;

use stage01::{Coroutine, CoroutineState::Yielded, Result, Routine, Yielder, co, println};
use stage02::{EventLoop, Future};
use stage03::{Await, Task, Wait};
use std::{cell::OnceCell, env, io, panic, rc::Rc};

type Text = &'static str;

fn main() -> Result {
    panic::set_hook(Box::new(|panic| {
        println!("panicked: {}", panic.payload_as_str().unwrap_or_default());
    }));
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let event_loop = EventLoop::new()?;
    let event_loop = &event_loop;
    match args[..] {
        ["wall"] => wall(event_loop),
        ["two", "first"] => two(event_loop, false),
        ["done", "first"] => two(event_loop, true),
        ["many", "first"] => first::Task::spawn(event_loop, many(event_loop)?).run(event_loop),
        ["many", "shortcut"] => {
            shortcut::Task::spawn(event_loop, many(event_loop)?).run(event_loop)
        }
        ["types", "naive"] => naive::Task::spawn(event_loop, types(event_loop)?).run(event_loop),
        ["lost", "naive"] => naive::Task::spawn(event_loop, raises()).run(event_loop),
        ["lost", "ours"] => {
            let task = Task::spawn(event_loop, raises());
            task.run(event_loop)?;
            println!("the task: {:?}", task.future().result());
            Ok(())
        }
        ["ended", "naive"] => ended(event_loop),
        ["inside", "naive"] => inside(event_loop),
        ["panic", "naive"] => panics(event_loop, naive::Task::spawn),
        ["panic", "ours"] => panics(event_loop, Task::spawn),
        ["forgotten", "ours"] => forgotten(event_loop),
        _ => Err(io::Error::other("no such program").into()),
    }
}

/// Runs the loop to its end.
trait Run: Sized {
    fn run(&self, event_loop: &EventLoop) -> Result {
        event_loop.run()?;
        println!("the loop has nothing left to do");
        Ok(())
    }
}

impl Run for first::Task {}
impl Run for shortcut::Task {}
impl Run for naive::Task {}
impl Run for Task {}

// ANCHOR: greeter
fn greeter(name: &Future<Text>, city: &Future<Text>) -> Routine<Future<Text>> {
    let (name, city) = (name.clone(), city.clone());
    Box::new(co(async move |y: Yielder<_>| {
        println!("step 1: waiting for the name");
        y.yield_(name.clone()).await?;
        println!("step 2: {:?}; waiting for the city", name.result());
        y.yield_(city.clone()).await?;
        println!("step 3: {:?}; done", city.result());
        Ok(())
    }))
}
// ANCHOR_END: greeter

// ANCHOR: wall
fn wall(event_loop: &EventLoop) -> Result {
    let (name, city) = (Future::new(event_loop), Future::new(event_loop));
    let mut greeter = greeter(&name, &city);
    if let Yielded(future) = greeter.resume(Ok(())) {
        future.add_done_callback(move |_| {
            let _second_pause = greeter.resume(Ok(()));
        });
    }
    name.set_result("Ada")?;
    city.set_result("London")?;
    event_loop.run()?;
    println!("the loop has nothing left to do");
    Ok(())
}
// ANCHOR_END: wall

fn two(event_loop: &EventLoop, early: bool) -> Result {
    let (name, city) = (Future::new(event_loop), Future::new(event_loop));
    if early {
        name.set_result("Ada")?;
        println!("the name is set");
    }
    let task = first::Task::spawn(event_loop, greeter(&name, &city));
    println!("spawned");
    event_loop.run()?;
    if !early {
        name.set_result("Ada")?;
        println!("the name is set");
        event_loop.run()?;
    }
    city.set_result("London")?;
    println!("the city is set");
    task.run(event_loop)
}

// ANCHOR: many
/// Waits a million times for a future that is done.
fn many(event_loop: &EventLoop) -> Result<Routine<Future<Text>>> {
    let done = Future::new(event_loop);
    done.set_result("here already")?;
    Ok(Box::new(co(async move |y| {
        for _ in 0..1_000_000 {
            y.yield_(done.clone()).await?;
        }
        println!("waited a million times");
        Ok(())
    })))
}
// ANCHOR_END: many

// ANCHOR: value_of
/// Waits until the future is done, and takes its value out.
async fn value_of<T: Clone + 'static>(y: &Yielder<Wait>, future: &Future<T>) -> Result<T> {
    y.yield_(Box::new(future.clone())).await?; // hands out the when
    future.result().expect("resumed, so it is done") // keeps the what
}
// ANCHOR_END: value_of

// ANCHOR: name_and_age
async fn name_and_age(y: Yielder<Wait>, name: Future<Text>, age: Future<u32>) -> Result {
    let name: Text = value_of(&y, &name).await?;
    let age: u32 = value_of(&y, &age).await?;
    println!("{name} is {age}");
    Ok(())
}
// ANCHOR_END: name_and_age

fn types(event_loop: &EventLoop) -> Result<Routine<Wait>> {
    let (name, age) = (Future::new(event_loop), Future::new(event_loop));
    name.set_result("Ada")?;
    age.set_result(36)?;
    Ok(Box::new(co(|y| name_and_age(y, name, age))))
}

fn raises() -> Routine<Wait> {
    Box::new(co(port))
}

// ANCHOR: port
async fn port(_: Yielder<Wait>) -> Result {
    let port: u16 = "http".parse()?;
    println!("port {port}");
    Ok(())
}
// ANCHOR_END: port

// ANCHOR: ended
fn ended(event_loop: &EventLoop) -> Result {
    let task = naive::Task::spawn(event_loop, Box::new(co(async |_| Ok(()))));
    event_loop.run()?;
    println!("the task has ended");
    task.step();
    Ok(())
}
// ANCHOR_END: ended

// ANCHOR: inside
fn inside(event_loop: &EventLoop) -> Result {
    let own: Rc<OnceCell<naive::Task>> = Rc::default();
    let me = own.clone();
    let hurries = async move |_: Yielder<Wait>| {
        println!("a coroutine calls step on its own task");
        me.get().expect("spawned").step();
        Ok(())
    };
    let task = naive::Task::spawn(event_loop, Box::new(co(hurries)));
    let _ = own.set(task);
    Ok(event_loop.run()?)
}
// ANCHOR_END: inside

// ANCHOR: panics
fn panics<K>(event_loop: &EventLoop, spawn: fn(&EventLoop, Routine<Wait>) -> K) -> Result {
    let first = async |_: Yielder<Wait>| {
        let empty: Vec<u32> = Vec::new();
        println!("first: {}", empty[0]);
        Ok(())
    };
    let second = async |_: Yielder<Wait>| {
        println!("the second task runs");
        Ok(())
    };
    let _first = spawn(event_loop, Box::new(co(first)));
    let _second = spawn(event_loop, Box::new(co(second)));
    Ok(event_loop.run()?)
}
// ANCHOR_END: panics

// ANCHOR: Held
struct Held;

impl Drop for Held {
    fn drop(&mut self) {
        println!("the coroutine is dropped");
    }
}
// ANCHOR_END: Held

// ANCHOR: forgotten
fn forgotten(event_loop: &EventLoop) -> Result {
    let reply = Await::new(&Future::<Text>::new(event_loop));
    let waits = async move |y: Yielder<Wait>| {
        let _held = Held;
        println!("waiting for a reply that never comes");
        y.yield_from(reply).await
    };
    let task = Task::spawn(event_loop, co(waits));
    event_loop.run()?;
    println!("the loop ends; is the task done? {}", task.done());
    drop(task);
    println!("the last handle is dropped");
    Ok(())
}
// ANCHOR_END: forgotten
