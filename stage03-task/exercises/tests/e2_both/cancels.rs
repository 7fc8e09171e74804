//! The one that waits for both is cancelled.

use super::*;

#[test]
fn while_it_waits_the_loop_has_nothing_to_do() {
    check(|family| {
        assert!(
            family.event_loop.is_idle(),
            "both children wait, and the loop is kept busy"
        );
        family.a.set_result(1).expect("set once");
        family.turns();
        assert!(
            family.event_loop.is_idle(),
            "the second child waits, and the loop is kept busy"
        );
    });
}

#[test]
fn when_it_is_cancelled_so_are_both() {
    check(|family| {
        family.task.cancel();
        family.turns();
        assert_eq!(
            family.ended(),
            "a is cancelled, b is cancelled",
            "their parent was cancelled while it waited"
        );
        assert_eq!(
            family.result(),
            "Some(Err(Cancelled))",
            "the parent was cancelled"
        );
    });
}

#[test]
fn when_it_is_cancelled_while_it_waits_for_the_second_so_is_the_second() {
    check(|family| {
        family.a.set_result(1).expect("set once");
        family.turns();
        family.task.cancel();
        family.turns();
        assert_eq!(
            (family.ended().as_str(), family.result().as_str()),
            ("a has 1, b is cancelled", "Some(Err(Cancelled))"),
            "the first child had returned when their parent was cancelled"
        );
    });
}

/// A task of `both`, whose children wait forever and make this of a cancel.
fn with(family: &Family, child: fn(Yielder<Wait>, Await<u32>) -> Made) -> Task<(u32, u32)> {
    let own = family.event_loop.clone();
    let children = [(); 2].map(|()| {
        let wait = Await::new(&Future::<u32>::new(&own));
        Box::new(co(move |y| child(y, wait)))
    });
    let [first, second] = children;
    let task = Task::spawn(&family.event_loop, co(|y| both(y, own, first, second)));
    family.turns();
    task.cancel();
    family.turns();
    task
}

type Made = std::pin::Pin<Box<dyn std::future::Future<Output = Result<u32>>>>;

#[test]
fn children_that_catch_the_cancel_do_not_undo_it() {
    check(|family| {
        let task = with(&family, |y, wait| {
            Box::pin(async move { Ok(y.yield_from(wait).await.unwrap_or(7)) })
        });
        assert_eq!(
            format!("{:?}", task.future().result()),
            "Some(Err(Cancelled))",
            "the parent was cancelled, and its children caught their cancel and returned"
        );
    });
}

#[test]
fn children_that_raise_something_else_do_not_hide_the_cancel() {
    check(|family| {
        let task = with(&family, |y, wait| Box::pin(stubborn(y, wait)));
        assert_eq!(
            format!("{:?}", task.future().result()),
            "Some(Err(Cancelled))",
            "the parent was cancelled, and its children made another exception of their cancel"
        );
    });
}

#[test]
fn a_cancel_ends_the_wait_for_a_second_that_takes_its_time() {
    check(|family| {
        let event_loop = family.event_loop.clone();
        let [never, nor_then] = [(); 2].map(|()| Await::new(&Future::<u32>::new(&event_loop)));
        let first = Await::new(&family.a);
        let second = co(async move |y| {
            let _caught = y.yield_from(never).await;
            y.yield_from(nor_then).await
        });
        let own = event_loop.clone();
        let task = Task::spawn(
            &event_loop,
            co(|y| both(y, own, Box::new(first), Box::new(second))),
        );
        family.turns();
        family.a.set_exception(Oops).expect("set once");
        family.turns();
        task.cancel();
        family.turns();
        assert!(
            task.done(),
            "the first child raised, the second caught its cancel and waits again, and now the parent was cancelled: \
             it still waits"
        );
    });
}
