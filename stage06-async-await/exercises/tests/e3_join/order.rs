//! What is done before the join waker is called.

use super::*;

/// Polls the handle as soon as it is woken: std does not promise that a waker only queues a task.
struct AtOnce;

type Outcome = Result<u8, JoinError>;
type Task = Box<dyn Future<Output = ()> + Unpin>;
/// The outcome that the joiner saw, and true if the future was dropped by then.
type Seen = (Poll<Outcome>, bool);

thread_local! {
    static SCENE: RefCell<Option<(JoinHandle<u8>, Rc<()>)>> = const { RefCell::new(None) };
    static SEEN: Cell<Option<Seen>> = const { Cell::new(None) };
}

impl Wake for AtOnce {
    fn wake(self: Arc<Self>) {
        let (mut handle, held) = SCENE.take().expect("it was left there");
        let outcome = poll(&mut handle, &Arc::default());
        SEEN.set(Some((outcome, Rc::strong_count(&held) == 1)));
    }
}

/// Ends a task that holds something, and looks at the moment when its joiner is woken: is this outcome there, and is the
/// future dropped?
fn looks(
    future: impl FnOnce(Rc<()>) -> Pin<Box<dyn Future<Output = u8>>>,
    end: fn(Task),
    expected: Outcome,
) {
    let held = Rc::new(());
    let (task, mut handle) = joinable(future(held.clone()));
    assert!(poll(&mut handle, &Arc::default()).is_pending());
    let waker = Waker::from(Arc::new(AtOnce));
    let pending = Pin::new(&mut handle).poll(&mut Context::from_waker(&waker));
    assert!(pending.is_pending());
    SCENE.set(Some((handle, held)));
    end(Box::new(task));
    let (outcome, dropped) = SEEN.take().expect("the joiner was not woken");
    assert_eq!(
        outcome,
        Poll::Ready(expected),
        "the joiner was woken, and the outcome was not there yet"
    );
    assert!(
        dropped,
        "the joiner was woken, and the future was not dropped yet"
    );
}

#[test]
fn a_result_is_there_before_the_join_waker_is_called() {
    check(|| {
        looks(
            |holds| {
                Box::pin(poll_fn(move |_| {
                    Poll::Ready(5 + Rc::strong_count(&holds) as u8)
                }))
            },
            |mut task| assert!(poll(&mut task, &Arc::default()).is_ready()),
            Ok(7),
        );
    });
}

#[test]
fn a_cancellation_is_there_before_the_join_waker_is_called() {
    check(|| {
        looks(
            |holds| {
                Box::pin(async move {
                    let _holds = holds;
                    pending().await
                })
            },
            drop,
            Err(JoinError::Cancelled),
        );
    });
}
