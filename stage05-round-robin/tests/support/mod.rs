//! What the tests of this stage share.
#![allow(dead_code)]

use stage01::{Result, co};
use stage05::{AioSocket, Loop, Task, Virtual, yield_now};
use std::{
    cell::{Cell, RefCell},
    net::{SocketAddr, TcpListener, TcpStream},
    rc::Rc,
    time::Duration,
};

/// Any free port of this machine.
pub(crate) fn any() -> SocketAddr {
    ([127, 0, 0, 1], 0).into()
}

/// Runs a check that must not hang.
pub(crate) fn promptly<T: Send + 'static>(
    awaited: &str,
    check: impl FnOnce() -> T + Send + 'static,
) -> T {
    testkit::within(Duration::from_secs(20), awaited, check)
}

/// A loop in virtual time: a turn is a millisecond.
pub(crate) fn virtual_loop() -> Loop {
    Loop::with_clock(Virtual::new())
}

pub(crate) fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Takes this many turns, and counts them.
pub(crate) fn turns(times: u32, counter: &Rc<Cell<u32>>) -> impl Task + use<> {
    let counter = counter.clone();
    co(async move |y| {
        for _ in 0..times {
            counter.set(counter.get() + 1);
            y.yield_from(yield_now()).await?;
        }
        Ok(())
    })
}

/// Fails in its second turn.
pub(crate) fn failing() -> impl Task {
    co(async |y| {
        y.yield_from(yield_now()).await?;
        Err(std::fmt::Error.into())
    })
}

/// Panics in its second turn.
pub(crate) fn panicking() -> impl Task {
    co(async |y| -> Result {
        y.yield_from(yield_now()).await?;
        panic!("on purpose")
    })
}

/// Two sockets that are connected: one of this stage, and a blocking one.
pub(crate) fn pair() -> (AioSocket, TcpStream) {
    let listener = TcpListener::bind(any()).expect("loopback");
    let address = listener.local_addr().expect("bound");
    let theirs = TcpStream::connect(address).expect("a listener");
    let (ours, _) = listener.accept().expect("a client");
    let ours = AioSocket::from_std(ours).expect("it can be nonblocking");
    (ours, theirs)
}

/// What the tasks of a test write down, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    pub(crate) fn add(&self, line: impl Into<String>) {
        self.0.borrow_mut().push(line.into());
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.borrow().clone()
    }
}
