//! Both children raise: what the first raised comes out.

use super::*;

/// Raises another exception when it is cancelled.
async fn stubborn(y: Yielder<Wait>, wait: Await<u32>) -> Result<u32> {
    y.yield_from(wait).await.map_err(|_| std::fmt::Error.into())
}

#[test]
fn what_the_first_raises_wins_over_what_the_second_raises_then() {
    check(|family| {
        let event_loop = family.event_loop.clone();
        let (first, wait) = (
            Await::new(&family.a),
            Await::new(&Future::<u32>::new(&event_loop)),
        );
        let second = Box::new(co(|y| stubborn(y, wait)));
        let own = event_loop.clone();
        let task = Task::spawn(&event_loop, co(|y| both(y, own, Box::new(first), second)));
        family.turns();
        family.a.set_exception(Oops).expect("set once");
        family.turns();
        assert_eq!(
            format!("{:?}", task.future().result()),
            "Some(Err(Oops))",
            "the first child raised Oops, and the second, when it was cancelled, raised another exception"
        );
    });
}

#[test]
fn what_the_first_raises_wins_over_what_the_second_has_raised_before() {
    check(|family| {
        family.b.set_exception(std::fmt::Error).expect("set once");
        family.turns();
        family.a.set_exception(Oops).expect("set once");
        family.turns();
        assert_eq!(
            family.result(),
            "Some(Err(Oops))",
            "the second child raised another exception, and later the first raised Oops"
        );
    });
}
