//! Coroutines that resume each other, more of them than the stack has room for. A test's thread has 2 MiB.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Generator, RecursionError, Result, Routine, Yielder, co, raising, yield_from,
};
use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
};

/// More than fit. The drop of a chain takes stack, too, and on Windows more of it.
const DEEP: usize = if cfg!(windows) { 5_000 } else { 20_000 };

/// Delegates by the macro.
struct ByMacro(Routine<u32, u32>);

impl Coroutine<Result> for ByMacro {
    type Yield = u32;
    type Return = Result<u32>;

    fn resume(&mut self, mut sent: Result) -> CoroutineState<u32, Result<u32>> {
        raising(|| {
            let below = yield_from!(self.0, sent)?;
            Ok(Complete(Ok(below + 1)))
        })
    }
}

/// Delegates by hand. The array is what a coroutine keeps on the stack while it runs.
struct ByHand(Routine<u32, u32>);

impl Coroutine<Result> for ByHand {
    type Yield = u32;
    type Return = Result<u32>;

    fn resume(&mut self, sent: Result) -> CoroutineState<u32, Result<u32>> {
        let kept = std::hint::black_box([0_u8; 200]);
        match self.0.resume(sent) {
            Yielded(value) => Yielded(value + u32::from(kept[0])),
            Complete(result) => Complete(result.map(|below| below + 1)),
        }
    }
}

/// Runs a closure when it is dropped.
struct OnDrop<F: FnMut()>(F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

fn bottom() -> Routine<u32, u32> {
    Box::new(co(async |y| {
        let () = y.yield_(7).await?;
        Ok(0)
    }))
}

fn chain<C>(levels: usize, level: impl Fn(Routine<u32, u32>) -> C) -> Routine<u32, u32>
where
    C: Coroutine<Result, Yield = u32, Return = Result<u32>> + 'static,
{
    (0..levels).fold(bottom(), |below, _| Box::new(level(below)))
}

#[track_caller]
fn too_deep(turn: CoroutineState<u32, Result<u32>>) {
    assert!(
        matches!(&turn, Complete(Err(error)) if error.is::<RecursionError>()),
        "{turn:?}"
    );
}

#[test]
fn a_chain_that_does_not_fit_the_stack_raises_and_can_be_dropped() {
    too_deep(chain(DEEP, ByMacro).resume(Ok(())));
    // Each one of these is dropped while the exception is on its way up.
    too_deep(chain(DEEP, |below| Generator::new(ByMacro(below))).resume(Ok(())));
    let compiled = |below| co(async |y: Yielder<u32>| y.yield_from(below).await);
    too_deep(chain(DEEP, compiled).resume(Ok(())));
}

#[test]
fn a_chain_whose_drop_does_not_fit_the_stack_can_be_dropped_and_its_outer_part_is() {
    const DEEPER: usize = 10 * DEEP;
    let drops = Rc::new(Cell::new(0));
    let note = || {
        let drops = drops.clone();
        OnDrop(move || drops.set(drops.get() + 1))
    };
    drop(chain(DEEPER, |below| {
        let note = note();
        co(async move |y: Yielder<u32>| {
            let _note = note;
            y.yield_from(below).await
        })
    }));
    assert!((1_000..DEEPER).contains(&drops.take()));
    drop(chain(DEEPER, |below| Generator::new(ByMacro(below))));
    drop(chain(1_000, |below| {
        co(async |y: Yielder<u32>| y.yield_from(below).await)
    }));
}

#[test]
fn what_raised_once_leaves_the_stack_to_the_next() {
    too_deep(chain(DEEP, ByMacro).resume(Ok(())));
    let mut top = chain(2_000, ByMacro);
    assert!(matches!(top.resume(Ok(())), Yielded(7)));
    assert!(matches!(top.resume(Ok(())), Complete(Ok(2_000))));
}

#[test]
fn a_level_may_catch_it_and_go_on() {
    let deep = chain(DEEP, ByMacro);
    let mut body = co(async |y: Yielder<u32>| -> Result<&str> {
        let raised = y.yield_from(deep).await;
        Ok(if raised.is_err() { "caught" } else { "it fits" })
    });
    assert!(matches!(body.resume(Ok(())), Complete(Ok("caught"))));
}

#[test]
fn delegation_by_hand_panics_with_the_same_sentence() {
    let mut top = chain(DEEP, ByHand);
    let panic = catch_unwind(AssertUnwindSafe(|| top.resume(Ok(())))).expect_err("too deep");
    let message = panic.downcast::<String>().expect("a sentence");
    assert_eq!(*message, RecursionError.to_string());
    drop(top);
    assert!(matches!(chain(1_000, ByHand).resume(Ok(())), Yielded(7)));
}

#[test]
fn coroutines_side_by_side_are_not_nested() {
    let mut many: Vec<_> = (0..DEEP).map(|_| bottom()).collect();
    assert!(
        many.iter_mut()
            .all(|one| matches!(one.resume(Ok(())), Yielded(7)))
    );
}
