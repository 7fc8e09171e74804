//! A cancel that comes while the body or the cleanup runs.

use super::*;

#[test]
fn a_cancel_while_it_cleans_up_is_for_the_cleanup() {
    check(|scene| {
        scene.work.set_result(42).expect("set once");
        scene.turns();
        scene.task.cancel();
        scene.turns();
        assert_eq!(
            scene.log(),
            "body begins, body ends, cleanup begins, cleanup is cancelled",
            "a cancel while the cleanup waits"
        );
        assert_eq!(
            scene.result(),
            "Some(Err(Cancelled))",
            "the cleanup was cancelled"
        );
    });
}

#[test]
fn a_cleanup_that_catches_the_cancel_goes_on() {
    check(|scene| {
        let (never, sent) = (
            Await::new(&Future::<()>::new(&scene.event_loop)),
            Await::new(&scene.goodbye),
        );
        let cleanup = co(async move |y| {
            let _caught = y.yield_from(never).await;
            y.yield_from(sent).await
        });
        let body = Box::new(co(async |_| Ok(42)));
        let task = Task::spawn(&scene.event_loop, Finally::new(body, Box::new(cleanup)));
        scene.turns();
        task.cancel();
        scene.turns();
        assert!(
            !task.done(),
            "the cleanup caught the cancel, and still waits"
        );
        scene.goodbye.set_result(()).expect("set once");
        scene.turns();
        assert_eq!(
            format!("{:?}", task.future().result()),
            "Some(Ok(42))",
            "the cleanup caught the cancel and ended: then the body's value comes out"
        );
    });
}

#[test]
fn a_body_that_catches_the_cancel_goes_on() {
    check(|scene| {
        let (never, rest) = (
            Await::new(&Future::<()>::new(&scene.event_loop)),
            Await::new(&scene.work),
        );
        let body = co(async move |y| {
            let _caught = y.yield_from(never).await;
            y.yield_from(rest).await
        });
        let cleanup = part(&scene.log, "second cleanup", &scene.goodbye);
        let task = Task::spawn(&scene.event_loop, Finally::new(Box::new(body), cleanup));
        scene.turns();
        task.cancel();
        scene.turns();
        assert!(
            !scene.log().contains("second cleanup begins"),
            "the body caught the cancel and waits again: the cleanup must wait for its end"
        );
        scene.work.set_result(42).expect("set once");
        scene.goodbye.set_result(()).expect("set once");
        scene.turns();
        assert_eq!(
            format!("{:?}", task.future().result()),
            "Some(Ok(42))",
            "the body caught the cancel, waited again, and returned"
        );
    });
}

/// Catches the first exception that is thrown in, and waits again.
fn polite(event_loop: &EventLoop) -> Routine<Wait> {
    let [first, second] = [(); 2].map(|()| Await::new(&Future::<()>::new(event_loop)));
    Box::new(co(async move |y| {
        let _caught = y.yield_from(first).await;
        y.yield_from(second).await
    }))
}

#[test]
fn a_second_cancel_reaches_the_body_too() {
    check(|scene| {
        let done = Box::new(co(async |_| Ok(())));
        let task = Task::spawn(
            &scene.event_loop,
            Finally::new(polite(&scene.event_loop), done),
        );
        scene.turns();
        for _ in 0..2 {
            task.cancel();
            scene.turns();
        }
        assert_eq!(
            format!("{:?}", task.future().result()),
            "Some(Err(Cancelled))",
            "the body caught the first cancel and lets the second one through"
        );
    });
}

#[test]
fn a_second_cancel_reaches_the_cleanup_too() {
    check(|scene| {
        let body = Box::new(co(async |_| Ok(42)));
        let task = Task::spawn(
            &scene.event_loop,
            Finally::new(body, polite(&scene.event_loop)),
        );
        scene.turns();
        for _ in 0..2 {
            task.cancel();
            scene.turns();
        }
        assert_eq!(
            format!("{:?}", task.future().result()),
            "Some(Err(Cancelled))",
            "the cleanup caught the first cancel and lets the second one through"
        );
    });
}

#[test]
fn what_is_thrown_in_is_passed_on_as_it_is() {
    check(|scene| {
        let body = Await::new(&Future::<u32>::new(&scene.event_loop));
        let cleanup = co(async |_| Ok(()));
        let mut finally = Finally::new(Box::new(body), Box::new(cleanup));
        let _wait = finally.resume(Ok(()));
        let Complete(ended) = finally.resume(Err(Oops("thrown in").into())) else {
            panic!(
                "the body let an exception through, and the cleanup does not wait: `Finally` must end"
            )
        };
        assert_eq!(
            format!("{ended:?}"),
            "Err(Oops(\"thrown in\"))",
            "an exception that is no cancel was thrown into the body, which let it through"
        );

        let cleanup = Await::new(&scene.goodbye);
        let body = Box::new(co(async |_| Ok(42)));
        let mut finally = Finally::new(body, Box::new(cleanup));
        let _wait = finally.resume(Ok(()));
        let ended = finally.resume(Err(Oops("thrown in").into()));
        assert!(
            matches!(&ended, Complete(Err(e)) if e.to_string() == "thrown in"),
            "an exception that is no cancel was thrown into the cleanup, which lets it through: that one comes out"
        );
    });
}
