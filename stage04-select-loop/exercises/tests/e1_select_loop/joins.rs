//! Tasks that wait for the end of others.

use super::*;

#[test]
fn a_join_waits_for_the_end() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let child = y.yield_from(spawn(steps(&seen, "child", 5))).await?;
                y.yield_from(join(&child)).await?;
                seen.add(if child.done() {
                    "then main"
                } else {
                    "too early"
                });
                Ok(())
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "child, then main"),
                "result and log of a main task that joins a child of five steps"
            );
        },
    );
}

#[test]
fn the_documents_main_ends() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let slow = reader(&seen, "slow", &Stream::new("A", 20));
                let quick = reader(&seen, "quick", &Stream::new("B", 1));
                let slow = y.yield_from(spawn(slow)).await?;
                let quick = y.yield_from(spawn(quick)).await?;
                join_all(&y, &[slow, quick]).await?;
                seen.add("then main");
                Ok(())
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "quick, slow, then main"),
                "result and log of a main task that joins a slow child, and then one that has ended meanwhile"
            );
        },
    );
}

#[test]
fn a_task_may_be_joined_again_long_after_its_end() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let child = y.yield_from(spawn(steps(&seen, "child", 1))).await?;
                for _ in 0..5 {
                    y.yield_from(yield_now()).await?;
                }
                join_all(&y, &[child.clone(), child]).await?;
                seen.add("then main");
                Ok(())
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "child, then main"),
                "result and log of a main task that joins a child twice, five turns after its end"
            );
        },
    );
}

#[test]
fn several_tasks_may_join_one() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let child = y.yield_from(spawn(steps(&seen, "child", 5))).await?;
                let mut joiners = Vec::new();
                for name in ["joiner a", "joiner b", "joiner c"] {
                    let (child, seen) = (child.clone(), seen.clone());
                    let joiner = co(async move |y: Yielder<Request>| {
                        y.yield_from(join(&child)).await?;
                        seen.add(name);
                        Ok(())
                    });
                    joiners.push(y.yield_from(spawn(joiner)).await?);
                }
                join_all(&y, &joiners).await
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "child, joiner a, joiner b, joiner c"),
                "result and log of a program in which three tasks join one child"
            );
        },
    );
}

#[test]
fn a_child_that_fails_has_ended() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let fails = co(async |y: Yielder<Request>| -> Result {
                    y.yield_from(yield_now()).await?;
                    y.yield_from(yield_now()).await?;
                    Err(Oops.into())
                });
                let fails = y.yield_from(spawn(fails)).await?;
                let joined = y.yield_from(join(&fails)).await;
                seen.add(if joined.is_err() {
                    "raised"
                } else {
                    "returned"
                });
                Ok(())
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "raised"),
                "result and log of a main task that joins a child that raises"
            );
        },
    );
}

#[test]
fn two_tasks_that_join_each_other_are_an_error_and_no_silence() {
    run(
        |_| {
            co(async move |y: Yielder<Request>| {
                let bea: Rc<RefCell<Option<Handle>>> = Rc::default();
                let found = bea.clone();
                let joins_bea = co(async move |y: Yielder<Request>| {
                    let bea = found.borrow().clone().expect("main left it here");
                    y.yield_from(join(&bea)).await
                });
                let joins_bea = co(async move |y: Yielder<Request>| {
                    y.yield_from(yield_now()).await?;
                    y.yield_from(yield_now()).await?;
                    y.yield_from(joins_bea).await
                });
                let ada = y.yield_from(spawn(joins_bea)).await?;
                bea.replace(Some(y.yield_from(spawn(join(&ada))).await?));
                y.yield_from(join(&ada)).await
            })
        },
        |result, _| {
            assert_ne!(
                result, "Ok",
                "what `run` returns when all tasks wait for each other, so that the main task cannot end"
            );
        },
    );
}

#[test]
fn a_task_that_waited_for_an_end_goes_on_in_the_next_turn() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let (end, inside) = (Rc::new(Cell::new(0)), seen.clone());
                let noted = end.clone();
                let child = co(async move |y: Yielder<Request>| {
                    for _ in 0..4 {
                        y.yield_from(yield_now()).await?;
                    }
                    noted.set(inside.selects());
                    Ok(())
                });
                let child = y.yield_from(spawn(child)).await?;
                y.yield_from(join(&child)).await?;
                assert_eq!(
                    seen.selects() - end.get(),
                    1,
                    "calls of `select` between the end of a task and the next step of the task that waited for it"
                );
                Ok(())
            })
        },
        |result, _| assert_eq!(result, "Ok", "what `run` returns"),
    );
}
