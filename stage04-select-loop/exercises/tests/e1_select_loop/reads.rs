//! Tasks that wait for sources.

use super::*;

#[test]
fn two_tasks_may_wait_for_one_stream() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let stream = Stream::new("A", 5);
                let ada = y.yield_from(spawn(reader(&seen, "ada", &stream))).await?;
                let bea = y.yield_from(spawn(reader(&seen, "bea", &stream))).await?;
                join_all(&y, &[ada, bea]).await
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "ada, bea"),
                "result and log of two tasks that wait for one stream"
            );
        },
    );
}

#[test]
fn each_of_several_streams_wakes_its_own_task() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let mut tasks = Vec::new();
                for (name, cycles) in [("a", 9), ("b", 3), ("c", 3), ("d", 6)] {
                    let reader = reader(&seen, name, &Stream::new(name, cycles));
                    tasks.push(y.yield_from(spawn(reader)).await?);
                }
                join_all(&y, &tasks[1..3]).await?;
                seen.add(if tasks[0].done() {
                    "a was woken too early"
                } else {
                    "b and c"
                });
                join_all(&y, &tasks).await
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "a, b, b and c, c, d"),
                "result and log of four tasks, each with a stream of its own"
            );
        },
    );
}

#[test]
fn a_stream_may_be_read_again() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let stream = Stream::new("A", 5);
                y.yield_from(readable(&stream)).await?;
                seen.add("once");
                stream.again_after(5);
                y.yield_from(readable(&stream)).await?;
                seen.add("twice");
                Ok(())
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "once, twice"),
                "result and log of a main task that waits for one stream twice"
            );
        },
    );
}

#[test]
fn a_wait_that_is_over_wakes_no_task() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let (first, second) = (Stream::new("A", 3), Stream::new("B", 90));
                let (a, b, log) = (readable(&first), readable(&second), seen.clone());
                let waits_again = co(async move |y: Yielder<Request>| {
                    y.yield_from(a).await?;
                    log.add("ada: first stream");
                    y.yield_from(b).await?;
                    log.add("ada: second stream");
                    Ok(())
                });
                let ada = y.yield_from(spawn(waits_again)).await?;
                y.yield_from(readable(&first)).await?;
                y.yield_from(yield_now()).await?;
                first.again_after(5);
                y.yield_from(readable(&first)).await?; // ada waits for the second stream
                for _ in 0..3 {
                    y.yield_from(yield_now()).await?;
                }
                assert!(
                    !ada.done(),
                    "a task waits for a second stream, and was woken by the first one, for which another task waited"
                );
                join_all(&y, &[ada]).await
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "ada: first stream, ada: second stream"),
                "result and log of a task that waits for two streams, while main waits for the first one again"
            );
        },
    );
}

#[test]
fn a_source_that_cannot_be_watched_is_an_error_of_the_task_that_asked() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let good = reader(&seen, "the other task", &Stream::new("A", 5));
                let good = y.yield_from(spawn(good)).await?;
                let refused = y.yield_from(readable(&Stream::new("refused", 1))).await;
                match refused {
                    Ok(()) => seen.add("told that the refused stream is ready"),
                    Err(error) => seen.add(&format!("main: {error}")),
                }
                join_all(&y, &[good]).await
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "main: this stream cannot be watched, the other task"),
                "result and log of a program in which `watch` refuses the stream of the main task, which catches the error"
            );
        },
    );
}

#[test]
fn a_task_that_was_refused_may_fail_or_wait_again() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let fails = reader(&seen, "told that it is ready", &Stream::new("refused", 1));
                let fails = y.yield_from(spawn(fails)).await?;
                join_all(&y, std::slice::from_ref(&fails)).await?;
                let failed = matches!(fails.result(), Some(Err(_)));
                seen.add(if failed {
                    "the child failed"
                } else {
                    "the child returned"
                });
                let _ = y.yield_from(readable(&Stream::new("refused", 1))).await;
                y.yield_from(readable(&Stream::new("A", 3))).await?;
                seen.add("then main");
                Ok(())
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "the child failed, then main"),
                "result and log of a child that is refused and does not catch that, and a main task that does and waits again"
            );
        },
    );
}

#[test]
fn a_stream_that_never_comes_ends_the_loop_with_the_error_of_select() {
    run(
        |seen| reader(&seen, "ready", &Stream::never("A")),
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Err: deadlock", ""),
                "result and log of a main task that waits for a stream that is never ready: `select` returns an error then"
            );
        },
    );
}

#[test]
fn two_tasks_that_are_refused_in_one_turn_are_both_told() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let (gate, refused) = (Stream::new("gate", 5), Stream::new("refused", 1));
                let mut tasks = Vec::new();
                for name in ["ada: ready", "bea: ready"] {
                    let (gate, reads) = (gate.clone(), reader(&seen, name, &refused));
                    let both = co(async move |y: Yielder<Request>| {
                        y.yield_from(readable(&gate)).await?; // both go on in the same turn
                        y.yield_from(reads).await
                    });
                    tasks.push(y.yield_from(spawn(both)).await?);
                }
                join_all(&y, &tasks).await?;
                for (name, task) in ["ada", "bea"].iter().zip(&tasks) {
                    let failed = matches!(task.result(), Some(Err(_)));
                    seen.add(&format!(
                        "{name} {}",
                        if failed { "failed" } else { "returned" }
                    ));
                }
                Ok(())
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "ada failed, bea failed"),
                "result and log of two tasks that wait for one stream, which `watch` refuses to both"
            );
        },
    );
}

#[test]
fn a_stream_that_was_refused_is_refused_to_the_next_task_too() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let refused = Stream::new("refused", 1);
                for name in ["first", "second"] {
                    let told = match y.yield_from(readable(&refused)).await {
                        Ok(()) => "is told that it is ready",
                        Err(_) => "is refused",
                    };
                    seen.add(&format!("{name} {told}"));
                }
                Ok(())
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "first is refused, second is refused"),
                "result and log of a task that waits twice for a stream that `watch` refuses"
            );
        },
    );
}
