//! Version 0: the server ends as soon as it is told to.

use crate::Listener;
use stage01::co;
use stage04::{Asks, spawn};

// ANCHOR: serve
pub fn serve(listener: impl Listener + 'static, stop: impl Asks + 'static) -> impl Asks {
    co(async move |y| {
        let acceptor = co(async move |y| {
            loop {
                let connection = y.yield_from(listener.accept()).await?;
                drop(y.yield_from(spawn(connection)).await?);
            }
        });
        let _acceptor = y.yield_from(spawn::<()>(acceptor)).await?;
        y.yield_from(stop).await
    })
}
// ANCHOR_END: serve
