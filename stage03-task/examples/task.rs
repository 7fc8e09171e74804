//! A task and two futures: the document's, which steps inside `set_result`, and ours. Then what becomes of its faults.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine, Yielder, co, println,
};
use stage02::{EventLoop, Future};
use stage03::{Await, Task, Wait};
use std::{
    cell::{Cell, RefCell},
    io,
    rc::Rc,
};

type Sent = Option<&'static str>;
type Body = Box<dyn Coroutine<Result<Sent>, Yield = Rc<NaiveFuture>, Return = Result<Sent>>>;
type Callback = Rc<dyn Fn(&NaiveFuture) -> Result>;

/// The document's future: no mark that it is done, and its callbacks run where it is set.
#[derive(Default)]
struct NaiveFuture {
    result: Cell<Sent>,
    callbacks: RefCell<Vec<Callback>>,
}

impl NaiveFuture {
    fn add_done_callback(&self, callback: impl Fn(&NaiveFuture) -> Result + 'static) {
        self.callbacks.borrow_mut().push(Rc::new(callback));
    }

    /// In Python, what a callback raises comes out here.
    fn set_result(&self, result: &'static str) -> Result {
        self.result.set(Some(result));
        let callbacks = self.callbacks.borrow().clone();
        callbacks.iter().try_for_each(|callback| callback(self))
    }
}

/// The document's task: it resumes its coroutine with the result of whichever future calls.
struct NaiveTask(RefCell<Body>);

impl NaiveTask {
    fn start(body: Body) -> Result<Rc<NaiveTask>> {
        let task = Rc::new(NaiveTask(RefCell::new(body)));
        task.step(&NaiveFuture::default())?;
        Ok(task)
    }

    fn step(self: &Rc<Self>, future: &NaiveFuture) -> Result {
        let turn = self.0.borrow_mut().resume(Ok(future.result.get()));
        let next_future = match turn {
            Yielded(next_future) => next_future,
            Complete(returned) => return returned.map(drop), // lost
        };
        let task = self.clone();
        next_future.add_done_callback(move |future| task.step(future));
        Ok(())
    }
}

/// Waits for two futures, one after the other.
fn naive(futures: &[Rc<NaiveFuture>; 2]) -> Body {
    let [f1, f2] = futures.clone();
    let text = |sent: Sent| sent.unwrap_or("None");
    Box::new(co(async move |y: Yielder<_, Sent>| {
        println!("step 1: yield f1");
        let r = y.yield_(f1).await?;
        println!("step 2: f1 gave {}", text(r));
        let r = y.yield_(f2).await?;
        println!("step 3: f2 gave {}", text(r));
        Ok(Some("lost"))
    }))
}

fn main() -> Result {
    println!("[000c] a task, and who resumes it");
    the_documents()?;
    println!();
    ours()?;
    println!();
    faults_of_the_documents()?;
    println!();
    the_same_with_ours()
}

fn the_documents() -> Result {
    let futures: [Rc<NaiveFuture>; 2] = Default::default();
    println!("creating task");
    let _task = NaiveTask::start(naive(&futures))?;
    println!("task created");
    futures[0].set_result("one")?;
    println!("f1 resolved");
    futures[1].set_result("two")?;
    println!("f2 resolved");
    Ok(())
}

/// The same coroutine, on the loop.
fn both(f1: &Future<&'static str>, f2: &Future<&'static str>) -> Routine<Wait, &'static str> {
    let (f1, f2) = (Await::new(f1), Await::new(f2));
    Box::new(co(async move |y| {
        println!("  step 1: yield f1");
        println!("  step 2: f1 gave {}", y.yield_from(f1).await?);
        println!("  step 3: f2 gave {}", y.yield_from(f2).await?);
        Ok("found")
    }))
}

fn ours() -> Result {
    println!("ours, in the same order:");
    let event_loop = EventLoop::new()?;
    let (f1, f2) = (Future::new(&event_loop), Future::new(&event_loop));
    println!("  creating task");
    let task = Task::spawn(&event_loop, both(&f1, &f2));
    println!("  task created");
    f1.set_result("one")?;
    println!("  f1 resolved");
    f2.set_result("two")?;
    println!("  f2 resolved");
    event_loop.run()?;
    println!("  the task returned {:?}", task.future().result());
    Ok(())
}

fn faults_of_the_documents() -> Result {
    println!("the document's, with a future that is done already:");
    let futures: [Rc<NaiveFuture>; 2] = Default::default();
    futures[0].set_result("one")?;
    let _task = NaiveTask::start(naive(&futures))?;
    println!("and no more");

    println!("the document's, with a future that is set twice:");
    let futures: [Rc<NaiveFuture>; 2] = Default::default();
    let _task = NaiveTask::start(naive(&futures))?;
    futures[0].set_result("one")?;
    futures[0].set_result("again")?;

    println!("the document's, with a coroutine that raises:");
    let future = Rc::<NaiveFuture>::default();
    let waited = future.clone();
    let _task = NaiveTask::start(Box::new(co(async |y: Yielder<_, Sent>| {
        y.yield_(waited).await?;
        Err(io::Error::other("boom").into())
    })))?;
    println!("set_result: {:?}", future.set_result("one").map_err(text));
    Ok(())
}

fn the_same_with_ours() -> Result {
    let event_loop = EventLoop::new()?;
    let future = || Future::new(&event_loop);
    println!("ours, with a future that is done already, and set again:");
    let (f1, f2) = (future(), future());
    f1.set_result("one")?;
    let _task = Task::spawn(&event_loop, both(&f1, &f2));
    event_loop.run()?;
    if let Err(error) = f1.set_result("again") {
        println!("  set_result: {error}");
    }
    event_loop.run()?;
    f2.set_result("two")?;
    event_loop.run()?;

    println!("ours, with a coroutine that raises:");
    let f1 = future();
    let wait = Await::new(&f1);
    let task = Task::<()>::spawn(
        &event_loop,
        co(async |y| {
            y.yield_from(wait).await?;
            Err(io::Error::other("boom").into())
        }),
    );
    println!("  set_result: {:?}", f1.set_result("one"));
    event_loop.run()?;
    println!(
        "  the task: {:?}",
        task.future().result().map(|r| r.map_err(text))
    );
    Ok(())
}

fn text(error: stage01::Exception) -> String {
    error.to_string()
}
