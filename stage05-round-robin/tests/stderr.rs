//! An error that was never seen is reported on standard error. If that is gone, it is not reported.

mod support;

use stage01::{Result, co};
use stage05::{Loop, yield_now};
use std::{
    env, io,
    panic::{AssertUnwindSafe, catch_unwind},
    process::Command,
};
use support::promptly;

const CHILD: &str = "STAGE05_STDERR_IS_GONE";

/// What runs in a process whose standard error has no reader.
fn program() {
    let failing = || co(async |_| -> Result { Err(std::fmt::Error.into()) });
    let event_loop = Loop::new();
    for _ in 0..3 {
        drop(event_loop.add_task(failing()));
    }
    let good = event_loop.add_task(yield_now());
    let kept = event_loop.add_task(failing());
    event_loop.run();
    assert!(good.done());
    let unwinding = catch_unwind(AssertUnwindSafe(|| {
        let _kept = kept;
        panic!("on purpose");
    }));
    assert!(unwinding.is_err());
}

#[test]
fn without_standard_error_an_error_that_was_never_seen_is_no_panic() {
    if env::var_os(CHILD).is_some() {
        return program();
    }
    promptly("the program", || {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let status = Command::new(env::current_exe().unwrap())
            .args(["--nocapture", "--exact"])
            .arg("without_standard_error_an_error_that_was_never_seen_is_no_panic")
            .env(CHILD, "1")
            .stderr(writer)
            .output()
            .unwrap()
            .status;
        assert!(status.success(), "{status}");
    });
}
