//! What the tests of this stage share.
#![allow(dead_code)]

use stage06_full::{Runtime, yield_now};
use std::{
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    net::{SocketAddr, TcpListener, TcpStream},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

/// Runs a check that must not hang.
pub(crate) fn promptly<T: Send + 'static>(
    awaited: &str,
    check: impl FnOnce() -> T + Send + 'static,
) -> T {
    testkit::within(Duration::from_secs(20), awaited, check)
}

pub(crate) fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Any free port of this machine.
pub(crate) fn any() -> SocketAddr {
    ([127, 0, 0, 1], 0).into()
}

/// Two sockets of std's that are connected.
pub(crate) fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind(any()).expect("loopback");
    let address = listener.local_addr().expect("bound");
    let ours = TcpStream::connect(address).expect("a listener");
    let (theirs, _) = listener.accept().expect("a client");
    (ours, theirs)
}

/// Two sockets, the first of which belongs to the runtime.
pub(crate) fn half_pair() -> (stage06_full::net::TcpStream, TcpStream) {
    let (ours, theirs) = pair();
    let ours = stage06_full::net::TcpStream::from_std(ours).expect("a descriptor");
    (ours, theirs)
}

/// Lets all tasks run until they wait, with a few looks at what happened outside. What wakes them must have happened
/// already.
pub(crate) fn settle(runtime: &Runtime) {
    runtime.block_on(async {
        for _ in 0..200 {
            yield_now().await;
        }
    });
}

/// The message of a panic.
pub(crate) fn panic_of<T>(check: impl FnOnce() -> T) -> String {
    match catch_unwind(AssertUnwindSafe(check)) {
        Ok(_) => panic!("it did not panic"),
        Err(panic) => match panic.downcast::<String>() {
            Ok(text) => *text,
            Err(panic) => panic.downcast::<&str>().expect("a message").to_string(),
        },
    }
}

/// A gate that futures wait at: it counts their polls, and keeps the waker of the last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate(Rc<GateState>);

#[derive(Debug, Default)]
struct GateState {
    polls: Cell<u32>,
    open: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Gate {
    pub(crate) fn polls(&self) -> u32 {
        self.0.polls.get()
    }

    /// Opens it, and wakes no task.
    pub(crate) fn unlock(&self) {
        self.0.open.set(true);
    }

    /// Opens it, and wakes the last who came.
    pub(crate) fn open(&self) {
        self.unlock();
        self.waker().wake();
    }

    pub(crate) fn waker(&self) -> Waker {
        self.0.waker.borrow().clone().expect("it has been polled")
    }

    /// Waits until the gate is open.
    pub(crate) async fn wait(self) {
        poll_fn(|context| {
            self.0.polls.set(self.polls() + 1);
            self.0.waker.replace(Some(context.waker().clone()));
            match self.0.open.get() {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        })
        .await
    }
}

/// Counts the polls of a future.
pub(crate) struct Counted<F>(pub(crate) F, pub(crate) Rc<Cell<u32>>);

impl<F: Future + Unpin> Future for Counted<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.1.set(self.1.get() + 1);
        Pin::new(&mut self.0).poll(context)
    }
}

/// What the tasks of a test write down, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Log<T>(Rc<RefCell<Vec<T>>>);

impl<T: Clone> Log<T> {
    pub(crate) fn new() -> Self {
        Log(Rc::default())
    }

    pub(crate) fn add(&self, line: T) {
        self.0.borrow_mut().push(line);
    }

    pub(crate) fn lines(&self) -> Vec<T> {
        self.0.borrow().clone()
    }
}

/// Does something when it is dropped.
pub(crate) struct OnDrop<F: FnMut()>(pub(crate) F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
