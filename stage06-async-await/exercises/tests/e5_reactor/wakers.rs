//! Wakers that are dropped: their destructors are unknown code.

use super::*;

thread_local! {
    static SCENE: RefCell<Option<(Rc<Reactor>, Stream)>> = const { RefCell::new(None) };
}

/// A waker that owns a socket, as one does that owns its task. Its destructor drops that socket, and makes another.
struct OwnsASocket;

impl Wake for OwnsASocket {
    fn wake(self: Arc<Self>) {}
}

impl Drop for OwnsASocket {
    fn drop(&mut self) {
        let scene = SCENE.try_with(RefCell::take); // the thread may have ended
        let Some((reactor, old)) = scene.ok().flatten() else {
            return;
        };
        // If it panics: a socket that is dropped meanwhile may panic as well, and two panics at once abort.
        let old = ManuallyDrop::new(old);
        let new = ManuallyDrop::new(connected(&reactor));
        drop(ManuallyDrop::into_inner(new));
        drop(ManuallyDrop::into_inner(old));
    }
}

/// Leaves such a waker with a socket, whose reader waits.
fn leave_a_waker(reactor: &Rc<Reactor>, stream: &Stream) {
    let waker = Waker::from(Arc::new(OwnsASocket));
    let read = |mut io: &net::TcpStream| io.read(&mut [0; 8]);
    let poll = stream.poll_io(Direction::Read, &mut Context::from_waker(&waker), read);
    assert!(poll.is_pending(), "no bytes have come");
    drop(waker);
    SCENE.set(Some((reactor.clone(), connected(reactor).0)));
}

/// Does what lets go of that waker.
fn lets_go(act: impl FnOnce(), what: &str) {
    let calm = catch_unwind(AssertUnwindSafe(act)).is_ok();
    let kept = SCENE.take();
    assert!(
        calm,
        "{what}, and its waker cannot drop or make a socket: what is borrowed in the line that drops the waker?"
    );
    assert!(kept.is_none(), "{what}, and its waker is kept");
}

#[test]
fn a_waker_that_is_replaced_may_own_a_socket() {
    check(|reactor, stream, _peer| {
        leave_a_waker(&reactor, &stream);
        let replaces = || {
            let poll = wants_to_read(&stream, &Arc::default());
            assert!(poll.is_pending(), "no bytes have come");
        };
        lets_go(replaces, "a task was replaced by another");
    });
}

#[test]
fn the_waker_of_a_dropped_socket_may_own_a_socket() {
    check(|reactor, stream, _peer| {
        leave_a_waker(&reactor, &stream);
        lets_go(|| drop(stream), "a socket was dropped");
    });
}
