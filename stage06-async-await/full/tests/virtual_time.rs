//! Time that jumps, and sockets that do not.

mod support;

use futures::{AsyncReadExt, AsyncWriteExt};
use stage06_full::{Runtime, now, sleep, spawn, timeout};
use std::{io::Write, time::Duration};
use support::{half_pair, ms, pair, promptly};

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn a_socket_that_is_ready_is_served_before_time_jumps() {
    promptly("the byte", || {
        Runtime::with_virtual_time().block_on(async {
            let begin = now();
            for _ in 0..20 {
                let (mut ours, mut theirs) = half_pair();
                theirs.write_all(b"x").unwrap();
                let read = timeout(ms(1), ours.read_exact(&mut [0])).await;
                read.expect("no time passes").unwrap();
            }
            assert_eq!(now(), begin);
        });
    });
}

#[test]
fn two_tasks_talk_for_as_long_as_they_like_and_no_time_passes() {
    promptly("the talk", || {
        Runtime::with_virtual_time().block_on(async {
            let begin = now();
            let (a, b) = pair();
            let [mut one, mut two] =
                [a, b].map(|end| stage06_full::net::TcpStream::from_std(end).unwrap());
            let answering = spawn(async move {
                let mut byte = [0];
                while two.read(&mut byte).await.unwrap() > 0 {
                    two.write_all(&byte).await.unwrap();
                }
            });
            let talk = timeout(HOUR, async {
                for n in 0..100 {
                    one.write_all(&[n]).await.unwrap();
                    one.read_exact(&mut [0]).await.unwrap();
                }
                one.close().await.unwrap();
                answering.await.unwrap();
            });
            talk.await.unwrap();
            assert_eq!(now(), begin);
        });
    });
}

#[test]
fn time_jumps_while_a_socket_is_silent() {
    promptly("the hour", || {
        let runtime = Runtime::with_virtual_time();
        runtime.block_on(async {
            let begin = now();
            let (mut ours, _theirs) = half_pair();
            assert!(timeout(HOUR, ours.read(&mut [0])).await.is_err());
            assert_eq!(now() - begin, HOUR);
        });
        assert_eq!(runtime.metrics().timers, 0);
    });
}

#[test]
fn the_same_program_takes_the_same_time_in_every_run() {
    promptly("the runs", || {
        let run = || {
            Runtime::with_virtual_time().block_on(async {
                let begin = now();
                let task = |n: u64| {
                    spawn(async move {
                        for turn in 0..5 {
                            sleep(ms(n * 7 % 5 + turn)).await;
                        }
                        now() - begin
                    })
                };
                let tasks: Vec<_> = (0..10).map(task).collect();
                let mut ends = Vec::new();
                for task in tasks {
                    ends.push(task.await.unwrap());
                }
                ends
            })
        };
        assert_eq!(run(), run());
    });
}
