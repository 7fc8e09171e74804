//! Ctrl-C, as something to wait for.

use crate::util::lock::lock;
use crate::util::panic::catch_panic;
use futures::channel::oneshot::{self, Sender};
use std::sync::Mutex;
use std::{io, mem};

/// The tasks that wait for Ctrl-C.
struct Waiting {
    /// True if Ctrl-C comes here, and does not end the program.
    installed: bool,
    waiting: Vec<Sender<()>>,
}

static CTRL_C: Mutex<Waiting> = Mutex::new(Waiting {
    installed: false,
    waiting: Vec::new(),
});

/// Waits for the next Ctrl-C: for one that comes after this call. One that comes while no task waits is forgotten.
///
/// From the first call on Ctrl-C does not end the program by itself any more, also when no task waits. All that wait
/// are woken, in whatever runtime; dropping the future stops waiting.
///
/// In a program that turns on the feature `termination` of the crate `ctrlc`, as `programs` does, SIGTERM and SIGHUP
/// count as Ctrl-C.
///
/// ```no_run
/// use stage01::println;
/// use stage06_full::{Runtime, signal::ctrl_c};
///
/// Runtime::new().block_on(async {
///     println!("Press Ctrl-C.");
///     ctrl_c().await?;
///     println!("Thank you.");
///     Ok(())
/// })
/// # as std::io::Result<()>;
/// ```
///
/// # Errors
///
/// When the handler cannot be installed, for example because the program has used the crate `ctrlc` itself. On Unix
/// it is a handler for SIGINT, and replaces what there was, also where that was to ignore it.
// ANCHOR: ctrl_c
pub fn ctrl_c() -> impl Future<Output = io::Result<()>> + Send {
    let (sender, pressed) = oneshot::channel();
    let waits = wait(sender);
    async move {
        waits?;
        pressed.await.map_err(io::Error::other)
    }
}

fn wait(sender: Sender<()>) -> io::Result<()> {
    let mut ctrl_c = lock(&CTRL_C);
    if !ctrl_c.installed {
        ctrlc::set_handler(press).map_err(io::Error::other)?;
        ctrl_c.installed = true;
    }
    let waiting = mem::take(&mut ctrl_c.waiting).into_iter();
    let (gone, mut stay): (Vec<_>, Vec<_>) = waiting.partition(Sender::is_canceled);
    stay.push(sender);
    ctrl_c.waiting = stay;
    drop(ctrl_c);
    drop(gone); // they may have a waker, which is user code
    Ok(())
}

/// Ctrl-C was pressed. This runs on a thread of the crate's, not inside of the signal handler, so a lock may
/// be taken.
fn press() {
    let waiting = mem::take(&mut lock(&CTRL_C).waiting);
    for sender in waiting {
        catch_panic(|| sender.send(()));
    }
}
// ANCHOR_END: ctrl_c
