//! The naive loop, and the programs that break it: `cargo run -p stage05 --example naive_current -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod first;
mod naive;
mod restores;

use stage01::{Result, Routine, co, println};
use stage05::{run_tasks, yield_now};
use std::{
    cell::{Cell, RefCell},
    env, io,
    panic::{self, AssertUnwindSafe, catch_unwind},
    rc::Rc,
};

fn main() -> Result {
    panic::set_hook(Box::new(|panic| {
        println!("panicked: {}", panic.payload_as_str().unwrap_or_default());
    }));
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["wall"] => wall(),
        ["adds", "first"] => adds::<first::Loop>(),
        ["adds", "naive"] => adds::<naive::Loop>(),
        ["nested", "naive"] => nested::<naive::Loop>(),
        ["nested", "restores"] => nested::<restores::Loop>(),
        ["nested", "ours"] => nested::<stage05::Loop>(),
        ["panics", "restores"] => panics::<restores::Loop>(),
        ["panics", "ours"] => panics::<stage05::Loop>(),
        ["gather", "naive"] => gathers_naively(),
        ["gather", "ours"] => gathers(),
        [] => {
            println!(
                "wall; adds first or naive; nested naive, restores or ours; panics restores or ours; gather naive or ours"
            );
            Ok(())
        }
        _ => Err(io::Error::other("no such program").into()),
    }
}

/// What all versions have.
trait AnyLoop: Clone + Default + 'static {
    fn add(&self, task: Routine<()>);
    fn current() -> Self;
    fn run(&self);
}

macro_rules! any_loop {
    ($($module:ident),*) => {$(
        impl AnyLoop for $module::Loop {
            fn add(&self, task: Routine<()>) {
                self.add_task(task);
            }
            fn current() -> Self {
                $module::Loop::current()
            }
            fn run(&self) {
                $module::Loop::run(self);
            }
        }
    )*};
}
any_loop!(first, naive, restores);

impl AnyLoop for stage05::Loop {
    fn add(&self, task: Routine<()>) {
        self.add_task(task);
    }
    fn current() -> Self {
        stage05::Loop::current().expect("a loop runs")
    }
    fn run(&self) {
        stage05::Loop::run(self);
    }
}

// ANCHOR: wall
/// Clients come in the first three steps. Each needs three steps to be served.
fn wall() -> Result {
    let serve = |name: &'static str| {
        co(async move |y| {
            y.yield_from(yield_now()).await?;
            y.yield_from(yield_now()).await?;
            println!("{name} is served");
            Ok(())
        })
    };
    run_tasks(vec![Box::new(co(async move |y| {
        for name in ["ada", "bea"] {
            println!("{name} comes");
            y.yield_from(serve(name)).await?;
        }
        Ok(())
    }))]);
    Ok(())
}
// ANCHOR_END: wall

// ANCHOR: adds
/// The server adds a task for each client, and goes on.
fn adds<Loop: AnyLoop>() -> Result {
    let serve = |name: &'static str| {
        co(async move |y| {
            y.yield_from(yield_now()).await?;
            println!("{name} is served");
            Ok(())
        })
    };
    let event_loop = Loop::default();
    event_loop.add(Box::new(co(async move |y| {
        for name in ["ada", "bea"] {
            println!("{name} comes");
            Loop::current().add(Box::new(serve(name)));
            y.yield_from(yield_now()).await?;
        }
        Ok(())
    })));
    event_loop.run();
    Ok(())
}
// ANCHOR_END: adds

// ANCHOR: nested
/// A task runs a loop of its own, for a moment. Then it adds a task.
fn nested<Loop: AnyLoop>() -> Result {
    let event_loop = Loop::default();
    event_loop.add(Box::new(co(async |_| {
        Loop::default().run();
        Loop::current().add(Box::new(co(async |_| {
            println!("the added task runs");
            Ok(())
        })));
        println!("a task is added");
        Ok(())
    })));
    event_loop.run();
    println!("the loop has ended");
    Ok(())
}
// ANCHOR_END: nested

// ANCHOR: panics
/// As before, but the inner loop panics, and the outer task catches that.
fn panics<Loop: AnyLoop>() -> Result {
    let event_loop = Loop::default();
    let outer = event_loop.clone();
    event_loop.add(Box::new(co(async move |_| {
        let inner = Loop::default();
        inner.add(Box::new(co(async |_| panic!("the inner task"))));
        let _ = catch_unwind(AssertUnwindSafe(|| inner.run()));
        let added = Rc::new(Cell::new(false));
        let ran = added.clone();
        Loop::current().add(Box::new(co(async move |_| {
            ran.set(true);
            Ok(())
        })));
        outer.run();
        println!("the added task has run: {}", added.get());
        Ok(())
    })));
    event_loop.run();
    Ok(())
}
// ANCHOR_END: panics

fn good_and_bad() -> Vec<Routine<()>> {
    vec![
        Box::new(co(async |_| {
            println!("the good task ends");
            Ok(())
        })),
        Box::new(co(async |_| {
            "http".parse::<u16>()?;
            Ok(())
        })),
    ]
}

/// Gathers a task that ends and one that fails, beside a task that stops the program after a thousand steps.
fn gathers_naively() -> Result {
    let event_loop = naive::Loop::default();
    let ended = Rc::new(RefCell::new(None));
    let end = ended.clone();
    event_loop.add_task(Box::new(co(async move |y| {
        let result = naive::gather(y, good_and_bad()).await;
        end.replace(Some(result));
        Ok(())
    })));
    event_loop.add_task(Box::new(co(async move |y| {
        for _ in 0..1000 {
            y.yield_from(yield_now()).await?;
        }
        println!("after a thousand turns: {:?}", ended.borrow());
        std::process::exit(0)
    })));
    event_loop.run();
    Ok(())
}

fn gathers() -> Result {
    let gathered = stage05::Loop::new().run_task(stage05::gather(good_and_bad()));
    println!("{gathered:?}");
    Ok(())
}
