//! A signal ends the system's wait too early, and no task notices. Alone in its file, because it stops the whole
//! process.
#![cfg(target_os = "linux")]

mod support;

use futures::AsyncReadExt;
use stage06_full::{Runtime, spawn};
use std::{
    cell::Cell,
    io::Write,
    process::{self, Command},
    rc::Rc,
    thread,
};
use support::{Counted, half_pair, promptly};

#[test]
fn a_wait_that_a_signal_ends_goes_on() {
    promptly("the byte", || {
        let runtime = Runtime::new();
        runtime.block_on(async {
            let (mut ours, mut theirs) = half_pair();
            let polls = Rc::new(Cell::new(0));
            let read = Box::pin(async move { ours.read(&mut [0]).await.unwrap() });
            let reading = spawn(Counted(read, polls.clone()));
            let stopping = thread::spawn(move || {
                // Of a process that is stopped and goes on, `epoll_wait` says that it was interrupted.
                let stop = format!(
                    "for n in 1 2 3 4 5 6 7 8 9; do
                        kill -STOP {0}
                        until grep -q 'State:.*T' /proc/{0}/status; do :; done
                        kill -CONT {0}
                    done",
                    process::id()
                );
                let stopped = Command::new("sh").args(["-c", &stop]).status().unwrap();
                assert!(stopped.success());
                theirs.write_all(b"x").unwrap();
            });
            assert_eq!(reading.await.unwrap(), 1);
            stopping.join().unwrap();
            assert_eq!(polls.get(), 2);
        });
        let sleeps = runtime.metrics().parks;
        assert!(sleeps > 2, "it was interrupted: {sleeps} sleeps");
    });
}
