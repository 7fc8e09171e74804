//! The coroutine that the compiler writes.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Yielder, co,
};
use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
};

#[test]
fn locals_live_across_a_pause() {
    let mut fibonacci = co(async |y| -> Result {
        let (mut a, mut b) = (0, 1);
        loop {
            let () = y.yield_(a).await?;
            (a, b) = (b, a + b);
        }
    });
    let mut next = || match fibonacci.resume(Ok(())) {
        Yielded(n) => n,
        Complete(_) => unreachable!("it has no end"),
    };
    assert_eq!(
        [next(), next(), next(), next(), next(), next(), next()],
        [0, 1, 1, 2, 3, 5, 8]
    );
}

#[test]
fn what_is_thrown_comes_out_of_the_yield() {
    let mut body = co(async |y| -> Result<&str> {
        let sent: Result = y.yield_(()).await;
        Ok(if sent.is_err() { "caught" } else { "sent" })
    });
    body.resume(Ok(()));
    assert!(matches!(
        body.resume(Err(std::fmt::Error.into())),
        Complete(Ok("caught"))
    ));
}

#[test]
fn thrown_before_the_start_the_body_never_runs() {
    let mut body = co(async |y: Yielder<()>| -> Result {
        y.yield_(()).await?;
        panic!("the body ran");
    });
    assert!(
        matches!(body.resume(Err(std::fmt::Error.into())), Complete(Err(e)) if e.is::<std::fmt::Error>())
    );
}

#[test]
fn resumed_after_the_end_it_panics_and_runs_nothing() {
    let mut body = co(async |_: Yielder<()>| -> Result { panic!("the body ran") });
    body.resume(Err(std::fmt::Error.into()));
    let panic = catch_unwind(AssertUnwindSafe(|| body.resume(Ok(())))).expect_err("refused");
    assert_eq!(
        panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or(panic.downcast_ref::<&str>().copied()),
        Some("resumed after the end")
    );
}

#[test]
fn dropped_while_it_is_paused_it_drops_its_locals() {
    struct Guard(Rc<Cell<u32>>);
    impl Drop for Guard {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }
    let drops = Rc::new(Cell::new(0));
    let guard = Guard(drops.clone());
    let mut body = co(async move |y: Yielder<()>| {
        let _held = guard;
        y.yield_(()).await
    });
    body.resume(Ok(()));
    assert_eq!(drops.get(), 0);
    drop(body);
    assert_eq!(drops.get(), 1);
}

#[test]
fn awaiting_a_real_event_is_refused_with_a_sentence() {
    let mut body = co(async |_: Yielder<()>| -> Result { std::future::pending().await });
    let panic = catch_unwind(AssertUnwindSafe(|| body.resume(Ok(())))).expect_err("refused");
    let message = panic
        .downcast_ref::<&str>()
        .map(|s| s.to_string())
        .or(panic.downcast_ref::<String>().cloned());
    assert_eq!(
        message.as_deref(),
        Some("awaited something other than a Yielder")
    );
}
