//! Wakers are unknown code: what they may do when they are called, and when they are dropped.

use super::*;
use std::pin::Pin;

thread_local! {
    /// What the waker does.
    static ACT: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

fn act() {
    let act = ACT.try_with(RefCell::take); // the thread may have ended
    act.ok().flatten().into_iter().for_each(|act| act());
}

/// A waker that acts when it is called, as an executor may that polls at once.
struct WhenCalled;

impl Wake for WhenCalled {
    fn wake(self: Arc<Self>) {
        act();
    }
}

/// A waker that acts when it is dropped, as one does that owns its task.
struct WhenDropped;

impl Wake for WhenDropped {
    fn wake(self: Arc<Self>) {}
}

impl Drop for WhenDropped {
    fn drop(&mut self) {
        act();
    }
}

type Waiting<F> = Calm<Pin<Box<F>>>;

/// A future that waits, with this waker.
fn waits<F: Future>(future: F, waker: impl Wake + Send + Sync + 'static) -> Waiting<F> {
    let (mut future, waker) = (Calm::new(Box::pin(future)), Waker::from(Arc::new(waker)));
    let poll = future.as_mut().poll(&mut Context::from_waker(&waker));
    assert!(poll.is_pending(), "it has to wait");
    future
}

/// Does something that calls or drops the waker, which then acts.
fn lets_act(what: &str, then: impl FnOnce() + 'static, cause: impl FnOnce()) {
    ACT.set(Some(Box::new(then)));
    let calm = catch_unwind(AssertUnwindSafe(cause)).is_ok();
    let left = ACT.take().map(Calm::new);
    assert!(
        calm,
        "{what} cannot use the channel: what is borrowed in the line that calls or drops it?"
    );
    assert!(left.is_none(), "{what} was neither called nor dropped");
}

#[test]
fn a_receiver_that_is_polled_as_soon_as_it_is_woken_finds_the_message_or_the_end() {
    check("a waker that receives", || {
        for message in [Some(1), None] {
            let wakes = |sender: Calm<Sender<u8>>| match message {
                Some(message) => send(&sender, message),
                None => drop(sender),
            };
            let what = "the waker of a receiver";
            let (sender, mut receiver) = channel(1);
            std::mem::forget(waits(receiver.recv(), WhenCalled)); // it waits on
            lets_act(what, || drop(receiver), || wakes(sender));

            let (sender, mut receiver) = channel(1);
            std::mem::forget(waits(receiver.recv(), WhenCalled));
            let seen = Rc::new(Cell::new(None));
            let found = seen.clone();
            let receives = move || found.set(Some(recv(&mut receiver)));
            lets_act(what, receives, || wakes(sender));
            assert_eq!(
                seen.take(),
                Some(Poll::Ready(message)),
                "what the receiver finds that is polled as soon as it is woken"
            );
        }
    });
}

#[test]
fn the_waker_of_a_send_may_send_as_soon_as_it_is_called() {
    check("a waker that sends", || {
        let full = || {
            let (sender, receiver) = channel(1);
            send(&sender, 0);
            (sender, receiver)
        };
        let seen = Rc::new(Cell::new(None));
        let sends = |sender: &Calm<Sender<u8>>| {
            let (sender, seen) = (sender.clone(), seen.clone());
            move || seen.set(Some(by_hand(sender.send(2)).poll()))
        };
        let what = "the waker of a send that waits";

        let (sender, mut receiver) = full();
        std::mem::forget(waits(sender.send(1), WhenCalled));
        lets_act(what, sends(&sender), || {
            assert!(recv(&mut receiver).is_ready(), "there is a message");
        });

        let (sender, mut receiver) = full();
        let first = waiting(sender.send(1), "send on a full channel");
        std::mem::forget(waits(sender.send(1), WhenCalled));
        assert!(recv(&mut receiver).is_ready(), "there is a message");
        lets_act(what, sends(&sender), || drop(first));

        let (sender, receiver) = full();
        std::mem::forget(waits(sender.send(1), WhenCalled));
        lets_act(what, sends(&sender), || drop(receiver));
        assert_eq!(
            seen.take(),
            Some(Poll::Ready(Err(SendError(2)))),
            "what a send finds as soon as another is woken because the receiver is gone"
        );
    });
}

#[test]
fn a_waker_may_drop_a_sender_when_it_is_dropped() {
    check("a waker that owns a sender", || {
        let noop = || Context::from_waker(Waker::noop());
        let (sender, mut receiver) = channel::<u8>(1);
        let owned = || {
            let sender = sender.clone();
            move || drop(sender)
        };
        let what = "the old waker of a recv that is polled again";
        let mut message = waits(receiver.recv(), WhenDropped);
        let replaces = || assert!(message.as_mut().poll(&mut noop()).is_pending());
        lets_act(what, owned(), replaces);
        drop(message);

        let message = waits(receiver.recv(), WhenDropped);
        lets_act("the waker of a recv that is dropped", owned(), || {
            drop(message)
        });

        send(&sender, 0);
        let what = "the old waker of a send that is polled again";
        let mut sends = waits(sender.send(1), WhenDropped);
        let replaces = || assert!(sends.as_mut().poll(&mut noop()).is_pending());
        lets_act(what, owned(), replaces);
        drop(sends);

        let sends = waits(sender.send(1), WhenDropped);
        lets_act("the waker of a send that is dropped", owned(), || {
            drop(sends)
        });

        assert!(recv(&mut receiver).is_ready(), "there is a message");
        std::mem::forget(waits(receiver.recv(), WhenDropped)); // it has never been dropped
        let what = "the waker that a receiver holds when it is dropped";
        lets_act(what, owned(), || drop(receiver));
    });
}
