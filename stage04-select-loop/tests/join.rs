//! Spawn and join: values, errors, and ends that come before the join.

mod support;

use stage01::co;
use stage04::{
    Asks, EventLoop, Simulated, Stream, ended, join, read, readable, sleep, spawn, yield_now,
};
use std::fmt;
use support::{Log, ms, pair, promptly, simulated};

/// Ends after this many milliseconds, with that number.
fn after(n: u64) -> impl Asks<u64> {
    co(async move |y| {
        y.yield_from(sleep(ms(n))).await?;
        Ok(n)
    })
}

fn failing() -> impl Asks {
    co(async |y| {
        y.yield_from(yield_now()).await?;
        Err(fmt::Error.into())
    })
}

#[test]
fn the_value_of_the_main_task_comes_out() {
    promptly("a value", || {
        assert_eq!(simulated(after(7)).0.unwrap(), 7);
        assert_eq!(simulated(co(async |_| Ok("at once"))).0.unwrap(), "at once");
    });
}

#[test]
fn the_error_of_the_main_task_comes_out() {
    promptly("an error", || {
        assert!(simulated(failing()).0.unwrap_err().is::<fmt::Error>());
    });
}

#[test]
fn a_child_reads_from_a_real_socket_while_its_parent_writes() {
    promptly("hello", || {
        let (ours, theirs) = pair();
        let heard = EventLoop::new()
            .unwrap()
            .run_until_complete(co(async move |y| {
                let reading = y.yield_from(spawn(read(&ours, 100))).await?;
                y.yield_from(yield_now()).await?;
                assert!(!reading.done());
                y.yield_from(stage04::write_all(&theirs, b"hello".to_vec()))
                    .await?;
                y.yield_from(join(&reading)).await
            }));
        assert_eq!(heard.unwrap(), b"hello");
    });
}

#[test]
fn a_child_that_has_ended_long_ago_can_be_joined() {
    promptly("the parent of a quick child", || {
        let parent = co(async |y| {
            let quick = y.yield_from(spawn(after(1))).await?;
            y.yield_from(sleep(ms(100))).await?;
            assert!(quick.done());
            Ok((
                y.yield_from(join(&quick)).await?,
                y.yield_from(join(&quick)).await?,
            ))
        });
        assert_eq!(simulated(parent).0.unwrap(), (1, 1));
    });
}

#[test]
fn the_documents_program_comes_to_its_end() {
    promptly("main", || {
        let stream = |name, cycles| {
            co(async move |y| {
                let stream = Stream::new(name, cycles);
                y.yield_from(readable(&stream)).await?;
                Ok(name)
            })
        };
        let main = stage04::gather(vec![stream("A", 20), stream("B", 1)]);
        assert_eq!(simulated(main).0.unwrap(), ["A", "B"]);
    });
}

#[test]
fn the_error_of_a_child_is_raised_in_the_task_that_joins_it() {
    promptly("the error", || {
        for wait in [0, 10] {
            let parent = co(async move |y| {
                let child = y.yield_from(spawn(failing())).await?;
                y.yield_from(sleep(ms(wait))).await?;
                let raised = y.yield_from(join(&child)).await;
                assert!(raised.unwrap_err().is::<fmt::Error>());
                Ok(y.yield_from(ended(&child)).await.is_ok())
            });
            assert!(simulated(parent).0.unwrap());
        }
    });
}

#[test]
fn two_tasks_join_one_in_the_order_in_which_they_asked() {
    promptly("both joiners", || {
        let log = Log::default();
        let seen = log.clone();
        let main = co(async move |y| {
            let slow = y.yield_from(spawn(after(5))).await?;
            let joiner = |name: &'static str| {
                let (slow, log) = (slow.clone(), log.clone());
                co(async move |y| {
                    log.add(format!("{name} {}", y.yield_from(join(&slow)).await?));
                    Ok(())
                })
            };
            y.yield_from(stage04::gather(vec![joiner("first"), joiner("second")]))
                .await
        });
        simulated(main).0.unwrap();
        assert_eq!(seen.lines(), ["first 5", "second 5"]);
    });
}

#[test]
fn tasks_that_are_not_joined_end_too() {
    promptly("a task without a handle", || {
        let log = Log::default();
        let seen = log.clone();
        let mut event_loop = EventLoop::with(Simulated::new());
        drop(event_loop.spawn(co(async move |y| {
            y.yield_from(sleep(ms(5))).await?;
            log.add("ended");
            Ok(())
        })));
        event_loop.run().unwrap();
        assert_eq!(seen.lines(), ["ended"]);
        assert_eq!(event_loop.tasks(), 0);
    });
}

#[test]
fn the_others_stay_when_the_main_task_ends() {
    promptly("the main task", || {
        let main = co(async |y| {
            let _ = y.yield_from(spawn(after(1000))).await?;
            Ok(())
        });
        let (result, mut event_loop) = simulated(main);
        result.unwrap();
        assert_eq!(event_loop.tasks(), 1);
        assert_eq!(event_loop.run_until_complete(after(2000)).unwrap(), 2000);
        assert_eq!(event_loop.tasks(), 0);
    });
}

#[test]
fn a_long_chain_of_joins_ends_and_needs_no_deep_stack() {
    promptly("ten thousand tasks", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        let mut last = event_loop.spawn(after(1));
        for _ in 0..10_000 {
            let previous = last.clone();
            last = event_loop.spawn(co(async move |y| y.yield_from(join(&previous)).await));
        }
        event_loop.run().unwrap();
        assert_eq!(last.result().unwrap().unwrap(), 1);
    });
}

#[test]
fn a_long_chain_of_joins_is_no_deep_recursion() {
    promptly("the last of the chain", || {
        for ends in [true, false] {
            let mut event_loop = EventLoop::with(Simulated::new());
            let never = Stream::never("A");
            let mut last = match ends {
                true => event_loop.spawn(sleep(ms(1))),
                false => event_loop.spawn(readable(&never)),
            };
            for _ in 0..50_000 {
                last = event_loop.spawn(join(&last));
            }
            assert_eq!(event_loop.run().is_ok(), ends);
            assert_eq!(last.done(), ends);
        }
    });
}
