//! A value that comes later: the document's `Future` calls back from inside `set_result`, ours from the loop.

use stage01::println;
use stage02::{EventLoop, Future};
use std::{
    cell::{Cell, RefCell},
    io,
    rc::Rc,
};

type Callback = Rc<dyn Fn(&Naive)>;

/// The document's: no mark that it is done, and its callbacks run where it is set.
#[derive(Default)]
struct Naive {
    result: Cell<Option<i32>>,
    callbacks: RefCell<Vec<Callback>>,
}

impl Naive {
    fn add_done_callback(&self, callback: impl Fn(&Naive) + 'static) {
        self.callbacks.borrow_mut().push(Rc::new(callback));
    }

    fn set_result(&self, result: i32) {
        self.result.set(Some(result));
        let callbacks = self.callbacks.borrow().clone();
        callbacks.iter().for_each(|callback| callback(self));
    }
}

fn main() -> io::Result<()> {
    println!("[000b] a future and its callbacks");
    the_documents();
    println!();
    ours()?;
    println!();
    set_again_the_documents();
    set_again_ours()?;
    println!();
    chains_of(1000)
}

fn the_documents() {
    let python = |result: Option<i32>| result.map_or("None".into(), |value| value.to_string());
    let f = Naive::default();
    f.add_done_callback(move |f| println!("cb1 {}", python(f.result.get())));
    f.add_done_callback(move |f| println!("cb2 {}", python(f.result.get())));
    println!("before {}", python(f.result.get()));
    f.set_result(42);
    println!("after {}", python(f.result.get()));
    let fired = Rc::new(Cell::new(false));
    let noted = fired.clone();
    f.add_done_callback(move |f| {
        noted.set(true);
        println!("late cb {}", python(f.result.get()));
    });
    let verb = if fired.get() { "fired" } else { "did not fire" };
    println!("late callback registered after completion: {verb}");
    f.set_result(43);
}

fn ours() -> io::Result<()> {
    println!("ours, in the same order:");
    let event_loop = EventLoop::new()?;
    let f = Future::new(&event_loop);
    f.add_done_callback(|f| println!("  cb1 {:?}", f.result()));
    f.add_done_callback(|f| println!("  cb2 {:?}", f.result()));
    println!("  before {:?}", f.result());
    println!("  set_result(42): {:?}", f.set_result(42));
    println!("  after {:?}", f.result());
    f.add_done_callback(|f| println!("  late cb {:?}", f.result()));
    if let Err(error) = f.set_result(43) {
        println!("  set_result(43): {error}");
    }
    event_loop.run()
}

/// A callback that sets its own future once more. The next callback never hears of the first result.
fn set_again_the_documents() {
    println!("a callback sets its own future again; the document's:");
    let f = Naive::default();
    let value = |f: &Naive| f.result.get().unwrap_or(0);
    f.add_done_callback(move |f| {
        println!("  cb1 begins with {}", value(f));
        if value(f) == 1 {
            f.set_result(2);
        }
        println!("  cb1 ends with {}", value(f));
    });
    f.add_done_callback(move |f| println!("  cb2 {}", value(f)));
    f.set_result(1);
}

fn set_again_ours() -> io::Result<()> {
    println!("ours:");
    let event_loop = EventLoop::new()?;
    let f = Future::new(&event_loop);
    f.add_done_callback(|f| {
        println!("  cb1 begins with {:?}", f.result());
        if let Err(error) = f.set_result(2) {
            println!("  set_result(2): {error}");
        }
        println!("  cb1 ends with {:?}", f.result());
    });
    f.add_done_callback(|f| println!("  cb2 {:?}", f.result()));
    f.set_result(1).expect("set once");
    event_loop.run()
}

/// Each future sets the next one. How many callbacks are on the stack at once?
fn chains_of(length: usize) -> io::Result<()> {
    println!("a chain of {length} futures, each set by the callback of the one before:");
    println!(
        "  the document's: {} callbacks on the stack at once",
        chain_the_documents(length)
    );
    println!("  ours:           {}", chain_ours(length)?);
    Ok(())
}

fn chain_the_documents(length: usize) -> usize {
    let depth = Depth::default();
    let first = Rc::new(Naive::default());
    (0..length).fold(first.clone(), |previous, _| {
        let (next, depth) = (Rc::new(Naive::default()), depth.clone());
        let following = next.clone();
        previous.add_done_callback(move |f| {
            depth.inside(|| following.set_result(f.result.get().unwrap_or(0)))
        });
        next
    });
    first.set_result(1);
    depth.deepest.get()
}

fn chain_ours(length: usize) -> io::Result<usize> {
    let event_loop = EventLoop::new()?;
    let depth = Depth::default();
    let first = Future::new(&event_loop);
    (0..length).fold(first.clone(), |previous, _| {
        let (next, depth) = (Future::new(&event_loop), depth.clone());
        let following = next.clone();
        previous.add_done_callback(move |_| {
            depth.inside(|| following.set_result(1).expect("set once"))
        });
        next
    });
    first.set_result(1).expect("set once");
    event_loop.run()?;
    Ok(depth.deepest.get())
}

/// Counts how many calls are inside each other.
#[derive(Clone, Default)]
struct Depth {
    now: Rc<Cell<usize>>,
    deepest: Rc<Cell<usize>>,
}

impl Depth {
    fn inside(&self, callback: impl FnOnce()) {
        self.now.set(self.now.get() + 1);
        self.deepest.set(self.deepest.get().max(self.now.get()));
        callback();
        self.now.set(self.now.get() - 1);
    }
}
