//! Version 0: it polls until the future is ready.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

// ANCHOR: block_on
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}
// ANCHOR_END: block_on
