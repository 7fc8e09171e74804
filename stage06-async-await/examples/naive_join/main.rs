//! A join handle in its first versions, and the programs that break them:
//! `cargo run -p stage06 --example naive_join -- PROGRAM VERSION`.

mod at_once;
mod cell;
mod flag;
#[allow(dead_code)] // the book's explorer runs these readers
mod word;

use alloc_count::count;
use stage01::{eprintln, println};
use stage06::{executor::Executor, join};
use std::{
    cell::RefCell,
    fmt::Debug,
    future::{Future, pending, poll_fn},
    pin::Pin,
    process::ExitCode,
    rc::Rc,
    task::Poll,
};

type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// What the programs ask of a version: it spawns the task, and gives the handle.
trait Version {
    type Handle<T: Debug + 'static>: Future<Output: Debug> + 'static;

    fn spawn<T: Debug + 'static>(executor: &Executor, future: BoxFuture<T>) -> Self::Handle<T>;
}

/// A version with `abort`.
trait Aborts: Version {
    fn abort<T: Debug + 'static>(handle: &Self::Handle<T>);
}

macro_rules! versions {
    ($($version:ident: $joinable:path, $handle:ty;)*) => { $(
        struct $version;

        impl Version for $version {
            type Handle<T: Debug + 'static> = $handle;

            fn spawn<T: Debug + 'static>(executor: &Executor, future: BoxFuture<T>) -> $handle {
                let (task, handle) = $joinable(future);
                executor.spawn(task);
                handle
            }
        }
    )* };
}
versions! {
    Cell: cell::joinable, cell::JoinHandle<T>;
    AtOnce: at_once::joinable, at_once::JoinHandle<BoxFuture<T>>;
    Flag: flag::joinable, flag::JoinHandle<T>;
    Ours: join::joinable, join::JoinHandle<T>;
}

macro_rules! abort {
    ($($version:ident)*) => { $(
        impl Aborts for $version {
            fn abort<T: Debug + 'static>(handle: &Self::Handle<T>) {
                handle.abort();
            }
        }
    )* };
}
abort!(AtOnce Flag Ours);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["panics", "bare"] => panics_bare(),
        ["panics", "ours"] => panics::<Ours>(),
        ["result", "cell"] => result::<Cell>(),
        ["dropped", "cell"] => dropped::<Cell>(),
        ["dropped", "ours"] => dropped::<Ours>(),
        ["itself", "at-once"] => itself::<AtOnce>(),
        ["itself", "ours"] => itself::<Ours>(),
        ["aborts", "flag"] => aborts::<Flag>(),
        ["aborts", "ours"] => aborts::<Ours>(),
        ["costs", "ours"] => costs(),
        _ => {
            eprintln!("usage: naive_join panics bare|ours");
            eprintln!("       naive_join result cell");
            eprintln!("       naive_join dropped cell|ours");
            eprintln!("       naive_join itself at-once|ours");
            eprintln!("       naive_join aborts flag|ours");
            eprintln!("       naive_join costs ours");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Runs the tasks until none is ready.
fn run(executor: &Executor) {
    while !executor.begin_park() {
        executor.run_ready();
    }
}

// ANCHOR: panics_bare
fn panics_bare() {
    let executor = Executor::new(|| ());
    executor.spawn(async { panic!("the milk is sour") });
    executor.spawn(async { println!("the other task runs") });
    run(&executor);
}
// ANCHOR_END: panics_bare

fn panics<V: Version>() {
    let executor = Executor::new(|| ());
    let handle = V::spawn(&executor, Box::pin(async { panic!("the milk is sour") }));
    let _: &V::Handle<()> = &handle;
    executor.spawn(async { println!("the other task runs") });
    executor.spawn(async { println!("outcome: {:?}", handle.await) });
    run(&executor);
}

// ANCHOR: result
fn result<V: Version>() {
    let executor = Executor::new(|| ());
    let handle = V::spawn(&executor, Box::pin(async { 6 * 7 }));
    executor.spawn(async { println!("outcome: {:?}", handle.await) });
    run(&executor);
}
// ANCHOR_END: result

// ANCHOR: dropped
fn dropped<V: Version>() {
    let [one, other] = [(); 2].map(|()| Executor::new(|| ()));
    let handle = V::spawn(&one, Box::pin(pending::<()>()));
    other.spawn(async { println!("outcome: {:?}", handle.await) });
    run(&one);
    run(&other);
    drop(one); // and its tasks
    println!("the task is dropped");
    run(&other);
    println!("all have ended: {}", other.is_empty());
}
// ANCHOR_END: dropped

/// Says when it is dropped.
struct Connection;

impl Drop for Connection {
    fn drop(&mut self) {
        println!("the connection is closed");
    }
}

// ANCHOR: aborts
fn aborts<V: Aborts>() {
    let executor = Executor::new(|| ());
    let serve = async {
        let _connection = Connection;
        pending::<()>().await // for a request that never comes
    };
    let handle = V::spawn(&executor, Box::pin(serve));
    run(&executor);
    V::abort(&handle);
    println!("abort was called");
    executor.spawn(async { println!("outcome: {:?}", handle.await) });
    run(&executor);
    println!("that was all");
}
// ANCHOR_END: aborts

// ANCHOR: itself
fn itself<V: Aborts>() {
    let executor = Executor::new(|| ());
    let own = Rc::new(RefCell::new(None::<V::Handle<()>>));
    let task = own.clone();
    let future = poll_fn(move |_| {
        println!("the client says goodbye");
        if let Some(own) = &*task.borrow() {
            V::abort(own);
        }
        Poll::Pending
    });
    own.replace(Some(V::spawn(&executor, Box::pin(future))));
    run(&executor);
    println!("the task has ended: {}", executor.is_empty());
}
// ANCHOR_END: itself

// ANCHOR: costs
fn costs() {
    let executor = Executor::new(|| ());
    executor.spawn(pending()); // so that map and queue have room
    run(&executor);

    let (handle, allocations) = count(|| {
        let (task, handle) = join::joinable(async { pending::<()>().await });
        executor.spawn(task);
        handle
    });
    println!("joinable and spawn: {allocations}");
    run(&executor);
    let ((), allocations) = count(|| handle.abort());
    println!("abort:              {allocations}");
    let ((), allocations) = count(|| run(&executor));
    println!("the end:            {allocations}");
}
// ANCHOR_END: costs
