//! An error that no code has seen is reported on standard error. If that is gone, it is not reported.

mod support;

use stage01::{Result, co};
use stage04::{EventLoop, Simulated, sleep};
use std::{
    env, io,
    panic::{AssertUnwindSafe, catch_unwind},
    process::Command,
};
use support::{ms, promptly};

const CHILD: &str = "STAGE04_STDERR_IS_GONE";

/// What runs in a process whose standard error is not read.
fn program() {
    let failing = || co(async |_| -> Result { Err(std::fmt::Error.into()) });
    let mut event_loop = EventLoop::with(Simulated::new());
    for _ in 0..3 {
        drop(event_loop.spawn(failing()));
    }
    let good = event_loop.spawn(sleep(ms(1)));
    let kept = event_loop.spawn(failing());
    event_loop.run().unwrap();
    assert!(good.done());
    let unwinding = catch_unwind(AssertUnwindSafe(|| {
        let _kept = kept;
        panic!("on purpose");
    }));
    assert!(unwinding.is_err());
}

#[test]
fn without_standard_error_an_unseen_error_is_no_panic() {
    if env::var_os(CHILD).is_some() {
        return program();
    }
    promptly("the program", || {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let status = Command::new(env::current_exe().unwrap())
            .args(["--nocapture", "--exact"])
            .arg("without_standard_error_an_unseen_error_is_no_panic")
            .env(CHILD, "1")
            .stderr(writer)
            .output()
            .unwrap()
            .status;
        assert!(status.success(), "{status}");
    });
}
