//! The document's loop, rebuilt with its faults: a join that comes too late is lost. Then ours.
//!
//! `main` spawns a slow reader and a quick writer, and joins them one after the other. When it comes to the writer, that has
//! ended, and nobody will ever wake `main`.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Generator, GeneratorState, Result, Routine, co, println,
};
use stage04::{Asks, EventLoop, Simulated, Stream, gather, readable};
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    mem,
    rc::Rc,
};

/// The document's stream: every look at it is a cycle.
struct MyStream {
    name: &'static str,
    wait_cycles: Cell<i32>,
}

impl MyStream {
    fn ready(&self) -> bool {
        self.wait_cycles.set(self.wait_cycles.get() - 1);
        self.wait_cycles.get() <= 0
    }
}

/// A task of the document's loop. The loop and whoever joins it hold the same one.
type Task = Rc<RefCell<Generator<Routine<Trap>>>>;

// ANCHOR: run_until_complete
/// What the document's tasks yield.
enum Trap {
    Spawn(Task),
    Join(Task),
    /// `EVENT_READ` and `EVENT_WRITE`: the document's `select` does not tell them apart.
    Wait(Rc<MyStream>),
}

/// The document's loop. Gives how often it looked whether a stream is ready.
fn run_until_complete(main: Task) -> usize {
    let mut tasks = vec![main];
    let mut selector: Vec<(Rc<MyStream>, Task)> = Vec::new();
    let mut watch: HashMap<*const (), Vec<Task>> = HashMap::new();
    let mut selects = 0;
    while !tasks.is_empty() || !selector.is_empty() {
        selects += 1; // it does not wait: it asks, and asks again
        let ready = selector.extract_if(.., |(stream, _)| stream.ready());
        tasks.extend(ready.map(|(_, task)| task));
        for task in mem::take(&mut tasks) {
            let turn = task.borrow_mut().next();
            match turn {
                Complete(_) => tasks.extend(watch.remove(&name(&task)).into_iter().flatten()),
                Yielded(Trap::Spawn(child)) => tasks.extend([child, task]),
                Yielded(Trap::Join(child)) => watch.entry(name(&child)).or_default().push(task),
                Yielded(Trap::Wait(stream)) => selector.push((stream, task)),
            }
        }
    }
    selects
}
// ANCHOR_END: run_until_complete

fn name(task: &Task) -> *const () {
    Rc::as_ptr(task).cast()
}

fn task(body: impl Coroutine<Result, Yield = Trap, Return = Result> + 'static) -> Task {
    let body: Routine<Trap> = Box::new(body);
    Rc::new(RefCell::new(Generator::new(body)))
}

/// Waits for a stream, and says what it does with it then.
fn on_stream(name: &'static str, wait_cycles: i32, does: &'static str) -> Task {
    task(co(async move |y| {
        let wait_cycles = Cell::new(wait_cycles);
        let stream = Rc::new(MyStream { name, wait_cycles });
        let () = y.yield_(Trap::Wait(stream.clone())).await?;
        println!("Stream {} {does}...", stream.name);
        Ok(())
    }))
}

/// The document's `gather`.
fn hello_world(children: [Task; 2]) -> Task {
    task(co(async move |y| {
        for child in &children {
            let () = y.yield_(Trap::Spawn(child.clone())).await?;
        }
        for child in &children {
            y.yield_(Trap::Join(child.clone())).await?;
        }
        Ok(())
    }))
}

fn reader() -> Task {
    on_stream("A", 20, "is reading")
}

fn writer() -> Task {
    on_stream("B", 1, "writing Hello World!")
}

/// The same with ours.
fn ours(name: &'static str, cycles: u32, does: &'static str) -> impl Asks {
    co(async move |y| {
        let stream = Stream::new(name, cycles);
        y.yield_from(readable(&stream)).await?;
        println!("  Stream {name} {does}...");
        Ok(())
    })
}

fn main() -> Result {
    println!("[002i] the document's loop loses its main task");
    let main = hello_world([reader(), writer()]);
    let selects = run_until_complete(main.clone());
    println!(
        "main state after the loop returned: {:?}",
        main.borrow().state()
    );
    println!();

    println!("and its loop turned {selects} times, to wait for 20 cycles");
    println!("with the slow child last, main goes on:");
    let main = hello_world([writer(), reader()]);
    run_until_complete(main.clone());
    let ended = main.borrow().state() == GeneratorState::Closed;
    println!("main has ended: {ended}");
    println!();

    println!("ours, in the same order:");
    let mut event_loop = EventLoop::with(Simulated::new());
    event_loop.run_until_complete(gather(vec![
        ours("A", 20, "is reading"),
        ours("B", 1, "writing Hello World!"),
    ]))?;
    println!(
        "  main has ended, after {} calls of select",
        event_loop.world().selects()
    );
    Ok(())
}
