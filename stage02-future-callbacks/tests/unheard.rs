//! An exception that is never retrieved, while standard error takes nothing. The test runs its own program in that way.

use stage02::{EventLoop, Future};
use std::{
    env, fs, io,
    panic::{AssertUnwindSafe, catch_unwind, set_hook},
    process::{Command, Stdio},
    time::Duration,
};

/// Set for the program that is run.
const CHILD: &str = "STAGE02_UNHEARD";

#[test]
fn an_exception_that_cannot_be_printed_is_no_panic() {
    if env::var_os(CHILD).is_some() {
        return drop_unseen();
    }
    let (reader, closed) = io::pipe().unwrap();
    drop(reader);
    run_myself(closed.into());
    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        run_myself(full.into());
    }
}

fn run_myself(stderr: Stdio) {
    testkit::within(Duration::from_secs(60), "the program", || {
        let child = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "an_exception_that_cannot_be_printed_is_no_panic",
                "--nocapture",
            ])
            .env(CHILD, "1")
            .stderr(stderr)
            .output();
        let output = child.unwrap();
        assert!(output.status.success(), "{output:?}");
    });
}

/// Drops unseen exceptions: with their loop, after it, and while the thread unwinds.
fn drop_unseen() {
    set_hook(Box::new(|_| {})); // so that the panics below are those of a fault only
    let event_loop = EventLoop::new().unwrap();
    let unseen = || {
        let future = Future::<()>::new(&event_loop);
        future.set_exception(io::Error::other("unseen")).unwrap();
        future
    };
    assert!(catch_unwind(AssertUnwindSafe(|| drop(unseen()))).is_ok());
    let unwound = catch_unwind(AssertUnwindSafe(|| {
        let _dropped = unseen();
        panic!("as planned");
    }));
    assert!(unwound.is_err());
    event_loop.call_exception_handler(&io::Error::other("reported").into());
    let late = unseen();
    drop(event_loop);
    drop(late);
}
