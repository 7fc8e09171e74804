//! The provided tests of s3e3.

#[path = "e3_finally/cancels.rs"]
mod cancels;

use super::*;
use stage01::co;
use stage02::{EventLoop, Future};
use stage03::{Await, Cancelled, Task};
use std::{cell::RefCell, rc::Rc, time::Duration};
use testkit::within;

#[derive(Debug)]
struct Oops(&'static str);

impl std::fmt::Display for Oops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}
impl std::error::Error for Oops {}

type Log = Rc<RefCell<Vec<String>>>;

/// A task with a body that waits for `work` and a cleanup that waits for `goodbye`.
struct Scene {
    event_loop: EventLoop,
    log: Log,
    work: Future<u32>,
    goodbye: Future,
    task: Task<u32>,
}

fn part<T: Clone + 'static>(log: &Log, name: &'static str, future: &Future<T>) -> Routine<Wait, T> {
    let (log, wait) = (log.clone(), Await::new(future));
    Box::new(co(async move |y| {
        log.borrow_mut().push(format!("{name} begins"));
        let result = y.yield_from(wait).await;
        let how = match &result {
            Ok(_) => "ends",
            Err(e) if e.is::<Cancelled>() => "is cancelled",
            Err(_) => "raises",
        };
        log.borrow_mut().push(format!("{name} {how}"));
        result
    }))
}

fn check(test: impl FnOnce(Scene) + Send + 'static) {
    within(Duration::from_secs(5), "a body and its cleanup", || {
        let event_loop = EventLoop::new().expect("a loop");
        event_loop.set_exception_handler(|_| {});
        let (log, work, goodbye) = (
            Log::default(),
            Future::new(&event_loop),
            Future::new(&event_loop),
        );
        let (body, cleanup) = (part(&log, "body", &work), part(&log, "cleanup", &goodbye));
        let task = Task::spawn(&event_loop, Finally::new(body, cleanup));
        let scene = Scene {
            event_loop,
            log,
            work,
            goodbye,
            task,
        };
        scene.turns();
        test(scene);
    });
}

impl Scene {
    /// As many turns as it may need.
    fn turns(&self) {
        (0..6).for_each(|_| self.event_loop.run_once().expect("the loop runs"));
        assert!(
            !self.result().contains("resumed after the end"),
            "the body had ended, and was resumed again while the cleanup waits"
        );
    }

    fn log(&self) -> String {
        self.log.borrow().join(", ")
    }

    fn result(&self) -> String {
        format!("{:?}", self.task.future().result())
    }
}

#[test]
fn then_the_cleanup_and_then_the_bodys_value() {
    check(|scene| {
        scene.work.set_result(42).expect("set once");
        scene.turns();
        assert_eq!(
            scene.log(),
            "body begins, body ends, cleanup begins",
            "the body has ended, so the cleanup begins"
        );
        assert_eq!(
            scene.result(),
            "None",
            "the cleanup has begun, and must run to its end first"
        );
        scene.goodbye.set_result(()).expect("set once");
        scene.turns();
        assert_eq!(
            scene.log(),
            "body begins, body ends, cleanup begins, cleanup ends",
            "the cleanup goes on when its future is done"
        );
        assert_eq!(scene.result(), "Some(Ok(42))", "what the body returned");
    });
}

#[test]
fn a_body_that_raises_is_cleaned_up_too() {
    check(|scene| {
        scene.work.set_exception(Oops("work")).expect("set once");
        scene.turns();
        assert_eq!(
            scene.log(),
            "body begins, body raises, cleanup begins",
            "the body raised: clean up all the same"
        );
        scene.goodbye.set_result(()).expect("set once");
        scene.turns();
        assert_eq!(
            scene.result(),
            "Some(Err(Oops(\"work\")))",
            "what the body raised"
        );
    });
}

#[test]
fn a_cancelled_body_is_cleaned_up_too() {
    check(|scene| {
        scene.task.cancel();
        scene.turns();
        assert_eq!(
            scene.log(),
            "body begins, body is cancelled, cleanup begins",
            "the cancel is for the body; then the cleanup starts, with nothing thrown in"
        );
        scene.goodbye.set_result(()).expect("set once");
        scene.turns();
        assert_eq!(
            scene.result(),
            "Some(Err(Cancelled))",
            "what the body raised: it was cancelled"
        );
    });
}

#[test]
fn the_body_may_catch_the_cancel() {
    check(|scene| {
        let (log, event_loop) = (scene.log.clone(), &scene.event_loop);
        let wait = Await::new(&Future::<u32>::new(event_loop));
        let body = Box::new(co(async move |y| Ok(y.yield_from(wait).await.unwrap_or(7))));
        let cleanup = part(&log, "second cleanup", &scene.goodbye);
        let task = Task::spawn(event_loop, Finally::new(body, cleanup));
        scene.turns();
        task.cancel();
        scene.goodbye.set_result(()).expect("set once");
        scene.turns();
        assert_eq!(
            format!("{:?}", task.future().result()),
            "Some(Ok(7))",
            "the body caught it and returned"
        );
    });
}

#[test]
fn a_cleanup_that_raises_wins() {
    check(|scene| {
        scene.work.set_result(42).expect("set once");
        scene.turns();
        scene
            .goodbye
            .set_exception(Oops("goodbye"))
            .expect("set once");
        scene.turns();
        assert_eq!(
            scene.result(),
            "Some(Err(Oops(\"goodbye\")))",
            "what the cleanup raised"
        );
    });
}

#[test]
fn when_both_raise_the_cleanup_wins() {
    check(|scene| {
        scene.work.set_exception(Oops("work")).expect("set once");
        scene.turns();
        scene
            .goodbye
            .set_exception(Oops("goodbye"))
            .expect("set once");
        scene.turns();
        assert_eq!(
            scene.result(),
            "Some(Err(Oops(\"goodbye\")))",
            "body and cleanup have raised: what the cleanup raised comes out"
        );
    });
}

#[test]
fn a_cleanup_that_raises_wins_over_a_cancel() {
    check(|scene| {
        scene.task.cancel();
        scene.turns();
        scene
            .goodbye
            .set_exception(Oops("goodbye"))
            .expect("set once");
        scene.turns();
        assert_eq!(
            scene.result(),
            "Some(Err(Oops(\"goodbye\")))",
            "the body was cancelled, and the cleanup raised: what the cleanup raised comes out"
        );
    });
}

#[test]
fn the_body_may_raise_another_exception_than_the_one_thrown_in() {
    check(|scene| {
        let (wait, sent) = (
            Await::new(&Future::<u32>::new(&scene.event_loop)),
            Await::new(&scene.goodbye),
        );
        let body = co(async move |y| y.yield_from(wait).await.map_err(|_| Oops("other").into()));
        let finally = Finally::new(Box::new(body), Box::new(sent));
        let task = Task::spawn(&scene.event_loop, finally);
        scene.turns();
        task.cancel();
        scene.goodbye.set_result(()).expect("set once");
        scene.turns();
        assert_eq!(
            format!("{:?}", task.future().result()),
            "Some(Err(Oops(\"other\")))",
            "the body caught the cancel and raised another exception: that one comes out"
        );
    });
}
