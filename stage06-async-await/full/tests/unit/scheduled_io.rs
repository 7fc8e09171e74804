use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::Wake;

/// Counts its wakes.
#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

/// One task has begun a try, and has taken the readiness. Another looks before the try has ended.
fn look_during_a_try(
    ended: bool,
    second: impl Fn(&Direction) -> Waiter<'_>,
    end: fn(&Direction),
) -> usize {
    let (direction, wakes) = (Direction::default(), Arc::new(Wakes::default()));
    direction.set_edge(ended, &mut Vec::new());
    assert!(direction.waiter().poll_readiness(Waker::noop()).is_ready());
    let mut second = second(&direction);
    let waker = Waker::from(wakes.clone());
    assert!(second.poll_readiness(&waker).is_pending());
    end(&direction);
    let woken = wakes.0.load(SeqCst);
    assert_eq!(second.poll_readiness(&waker).is_ready(), woken > 0);
    woken
}

#[test]
fn a_task_that_looks_during_the_try_of_another_is_woken_if_there_may_be_more() {
    for second in [Direction::waiter, Direction::latest] {
        assert_eq!(
            look_during_a_try(false, second, Direction::keep_readiness),
            1
        );
        assert_eq!(
            look_during_a_try(false, second, Direction::clear_readiness),
            0
        );
        assert_eq!(
            look_during_a_try(true, second, Direction::clear_readiness),
            1
        );
    }
}
