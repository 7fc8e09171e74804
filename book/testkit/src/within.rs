//! A limit on how long a check may take.

use std::{
    panic::resume_unwind,
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

/// Runs `check` and fails if it takes longer than `limit`, naming what never happened.
///
/// A wrong event loop does not fail: it hangs. libtest has no timeout of its own, so every check of a loop runs in here. A
/// check that panics panics here with the same message. One that hangs is left behind on its thread; it ends with the test
/// process.
///
/// ```should_panic
/// use std::{sync::mpsc::channel, time::Duration};
///
/// let (_keep, nothing) = channel::<()>();
/// testkit::within(Duration::from_millis(20), "a message", move || nothing.recv());
/// ```
///
/// # Panics
///
/// When the limit passes (`after 20ms still waiting for a message: …`), and when `check` does.
pub fn within<T: Send + 'static>(
    limit: Duration,
    awaited: &str,
    check: impl FnOnce() -> T + Send + 'static,
) -> T {
    // An interpreter is some hundred times slower.
    let limit = limit * if cfg!(miri) { 100 } else { 1 };
    let (done, finished) = channel();
    // The name of the test, which the explorer tells.
    let name = thread::current().name().unwrap_or("test").to_string();
    let checking = thread::Builder::new().name(name).spawn(move || {
        let value = check();
        let _ = done.send(());
        value
    });
    let checking = checking.expect("a thread can be started");
    if finished.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
        panic!(
            "after {limit:?} still waiting for {awaited}: something runs in circles, or waits for what never happens"
        );
    }
    checking.join().unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{UnwindSafe, catch_unwind};

    fn message(limit_ms: u64, check: impl FnOnce() + Send + UnwindSafe + 'static) -> String {
        let limit = Duration::from_millis(limit_ms);
        let panic = catch_unwind(|| within(limit, "the bell", check)).expect_err("it ended");
        match panic.downcast::<String>() {
            Ok(text) => *text,
            Err(panic) => panic.downcast::<&str>().expect("a message").to_string(),
        }
    }

    #[test]
    fn a_hang_is_named() {
        let hang = || loop {
            thread::park();
        };
        assert!(message(30, hang).starts_with("after 30ms still waiting for the bell"));
    }

    #[test]
    fn a_panic_keeps_its_message() {
        assert_eq!(message(10_000, || panic!("no bell")), "no bell");
    }

    #[test]
    fn a_value_comes_back() {
        assert_eq!(within(Duration::from_secs(10), "the answer", || 42), 42);
    }
}
