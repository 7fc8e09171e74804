//! When the loop waits, and what a turn is.

use super::*;

#[test]
fn it_waits_while_no_task_is_ready() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                y.yield_from(readable(&Stream::new("A", 50))).await?;
                seen.add("A");
                y.yield_from(readable(&Stream::new("B", 50))).await
            })
        },
        |result, seen| {
            assert_eq!(result, "Ok", "what `run` returns");
            let selects = seen.selects();
            assert!(
                selects <= 5,
                "a single task waits for two streams, one after the other, and `select` was called {selects} times: it should wait"
            );
        },
    );
}

#[test]
fn it_does_not_wait_while_a_task_is_ready() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let reader = reader(&seen, "reader", &Stream::new("A", 200));
                drop(y.yield_from(spawn(reader)).await?);
                for _ in 0..10 {
                    y.yield_from(yield_now()).await?;
                    let timeout = seen.timeouts.borrow().last().copied().flatten();
                    assert_eq!(
                        timeout,
                        Some(Duration::ZERO),
                        "the timeout of `select` while a task has asked for `YieldNow` and is ready"
                    );
                }
                Ok(())
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", ""),
                "result and log of a main task that ends long before its child's stream is ready"
            );
        },
    );
}

#[test]
fn a_busy_task_does_not_keep_a_reader_waiting() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let reader = reader(&seen, "reader", &Stream::new("A", 5));
                let reader = y.yield_from(spawn(reader)).await?;
                let mut steps = 0;
                while !reader.done() {
                    steps += 1;
                    assert!(
                        steps < 100,
                        "a task asks for `YieldNow` again and again, and another task's stream, which is ready after five \
                         calls of `select`, is not seen: is `select` called in each turn?"
                    );
                    y.yield_from(yield_now()).await?;
                }
                Ok(())
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "reader"),
                "result and log of a busy main task and a reader"
            );
        },
    );
}

#[test]
fn each_ready_task_takes_one_step_in_each_turn() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let mut tasks = Vec::new();
                for _ in 0..3 {
                    let seen = seen.clone();
                    let counting = co(async move |y: Yielder<Request>| {
                        for _ in 0..5 {
                            let before = seen.selects();
                            y.yield_from(yield_now()).await?;
                            assert_eq!(
                                seen.selects() - before,
                                1,
                                "calls of `select` between `YieldNow` and the next step"
                            );
                        }
                        Ok(())
                    });
                    tasks.push(y.yield_from(spawn(counting)).await?);
                }
                join_all(&y, &tasks).await?;
                tasks
                    .iter()
                    .try_for_each(|task| task.result().expect("it ended"))
            })
        },
        |result, _| {
            assert_eq!(
                result, "Ok",
                "what became of three tasks that count the turns"
            );
        },
    );
}

#[test]
fn a_new_task_takes_its_first_step_in_the_next_turn() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let (first_step, inside) = (Rc::new(Cell::new(0)), seen.clone());
                let noted = first_step.clone();
                let before = seen.selects();
                let child = co(async move |_: Yielder<Request>| {
                    noted.set(inside.selects());
                    Ok(())
                });
                let child = y.yield_from(spawn(child)).await?;
                y.yield_from(join(&child)).await?;
                assert_eq!(
                    first_step.get() - before,
                    1,
                    "calls of `select` between `Spawn` and the new task's first step"
                );
                Ok(())
            })
        },
        |result, _| assert_eq!(result, "Ok", "what became of a child that counts the turns"),
    );
}

#[test]
fn a_source_is_watched_no_longer_than_a_task_waits_for_it() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                y.yield_from(readable(&Stream::new("A", 3))).await?;
                let before = seen.selects();
                y.yield_from(readable(&Stream::new("B", 100))).await?;
                let selects = seen.selects() - before;
                assert!(
                    selects <= 3,
                    "`select` was called {selects} times while the only task waited for a second stream: is the first one, which \
                     is still ready, still watched?"
                );
                Ok(())
            })
        },
        |result, _| assert_eq!(result, "Ok", "what `run` returns"),
    );
}

#[test]
fn all_sources_that_are_reported_wake_their_tasks_in_that_turn() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let mut tasks = Vec::new();
                let turns: Rc<RefCell<Vec<usize>>> = Rc::default();
                for name in ["A", "B", "C"] {
                    let (stream, seen, turns) =
                        (Stream::new(name, 50), seen.clone(), turns.clone());
                    let reader = co(async move |y: Yielder<Request>| {
                        // All three begin to wait in one turn.
                        while seen.selects() < 10 {
                            y.yield_from(yield_now()).await?;
                        }
                        y.yield_from(readable(&stream)).await?;
                        turns.borrow_mut().push(seen.selects());
                        Ok(())
                    });
                    tasks.push(y.yield_from(spawn(reader)).await?);
                }
                join_all(&y, &tasks).await?;
                let turns = turns.take();
                assert!(
                    turns.len() == 3 && turns.iter().all(|turn| *turn == turns[0]),
                    "one call of `select` reports three streams, and their tasks take a step after these calls of `select`: {turns:?}"
                );
                Ok(())
            })
        },
        |result, _| assert_eq!(result, "Ok", "what `run` returns"),
    );
}
