//! Programs whose orders can be counted by hand.

use std::collections::HashSet;

use explorer::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use explorer::sync::thread::{Thread, park};
use explorer::sync::{Arc, Mutex};
use explorer::{Chooser, Report, Threads, explore, orders, replay};

/// Threads that each read a counter and write one more, in one step or in two.
fn count_up(threads: usize, one_step: bool) -> impl Fn(&Chooser) -> Result<(), String> {
    move |chooser| {
        let counter = Arc::new(AtomicUsize::new(0));
        let names = ["first", "second", "third", "fourth"];
        let mut all = Threads::new();
        for name in &names[..threads] {
            let counter = counter.clone();
            all = all.spawn(name, move || match one_step {
                true => drop(counter.fetch_add(1, SeqCst)),
                false => counter.store(counter.load(SeqCst) + 1, SeqCst),
            });
        }
        all.run(chooser)?;
        match counter.peek() {
            n if n == threads => Ok(()),
            n => Err(format!("{n} instead of {threads}")),
        }
    }
}

fn counts(report: &Report) -> (usize, usize) {
    (report.orders, report.lost)
}

#[test]
fn a_lost_update_is_lost_in_four_of_six_orders() {
    let report = explore(count_up(2, false));
    assert_eq!(counts(&report), (6, 4)); // 4! / (2! 2!)
    let shortest = report.shortest.expect("four are lost");
    assert_eq!(shortest.end, Err("1 instead of 2".into()));
    assert_eq!(shortest.steps.len(), 5, "the start, and two steps each");
}

#[test]
fn three_threads_of_two_steps_have_ninety_orders() {
    // 6! / (2! 2! 2!), and only the 3! orders without an interruption count right.
    assert_eq!(counts(&explore(count_up(3, false))), (90, 84));
}

#[test]
fn threads_of_one_step_have_as_many_orders_as_permutations() {
    assert_eq!(counts(&explore(count_up(1, true))), (1, 0));
    assert_eq!(counts(&explore(count_up(3, true))), (6, 0));
    assert_eq!(counts(&explore(count_up(4, true))), (24, 0));
}

#[test]
fn no_order_comes_twice() {
    let of_three: Vec<_> = orders(count_up(3, false)).collect();
    let scripts: HashSet<_> = of_three.iter().map(|order| order.script()).collect();
    let stories: HashSet<_> = of_three
        .iter()
        .map(|order| {
            order
                .steps
                .iter()
                .map(|step| step.who.clone())
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!((scripts.len(), stories.len()), (90, 90));
}

#[test]
fn a_lock_makes_one_step_of_what_happens_under_it() {
    let report = explore(|chooser| {
        let counter = Arc::new(Mutex::new(0));
        let add = |counter: Arc<Mutex<u32>>| move || *counter.lock().expect("never poisoned") += 1;
        Threads::new()
            .spawn("left", add(counter.clone()))
            .spawn("right", add(counter.clone()))
            .run(chooser)?;
        match counter.peek(|n| *n) {
            Some(2) => Ok(()),
            n => Err(format!("{n:?}")),
        }
    });
    assert_eq!(counts(&report), (2, 0));
    assert_eq!(report.contended, 0);
}

#[test]
fn two_locks_in_two_orders_are_a_deadlock() {
    let report = explore(|chooser| {
        let locks = [Arc::new(Mutex::new(())), Arc::new(Mutex::new(()))];
        let take = |first: Arc<Mutex<()>>, second: Arc<Mutex<()>>| {
            move || {
                let _first = first.lock().expect("never poisoned");
                let _second = second.lock().expect("never poisoned");
            }
        };
        let [a, b] = locks;
        Threads::new()
            .spawn("left", take(a.clone(), b.clone()))
            .spawn("right", take(b, a))
            .run(chooser)
    });
    // Each takes its two locks and releases the outer one. left left …, left right: deadlock, and the same from the right.
    assert!(report.lost > 0 && report.lost < report.orders, "{report}");
    let end = report
        .shortest
        .expect("a deadlock")
        .end
        .expect_err("a deadlock");
    assert!(end.contains("left waits forever at `let _second"), "{end}");
    assert!(end.contains("right waits forever at `let _second"), "{end}");
}

#[test]
fn an_unpark_before_the_park_is_kept_and_only_once() {
    let unparked = |times: usize, parks: usize| {
        explore(move |chooser| {
            let sleeper = Thread::new("sleeper");
            let of_waker = sleeper.clone();
            Threads::new()
                .spawn_as(sleeper, move || (0..parks).for_each(|_| park()))
                .spawn("waker", move || (0..times).for_each(|_| of_waker.unpark()))
                .run(chooser)
        })
    };
    // park, unpark, wake up; or unpark, park.
    assert_eq!(counts(&unparked(1, 1)), (2, 0));
    // Both tokens may come before the first park: they are one.
    let report = unparked(2, 2);
    assert!(report.lost > 0 && report.lost < report.orders, "{report}");
    let end = report.shortest.expect("a sleeper is left").end;
    assert_eq!(end, Err("sleeper is parked forever".into()));
}

#[test]
fn an_order_can_be_run_again_by_its_number_or_its_script() {
    let program = count_up(2, false);
    let lost = orders(&program)
        .find(|order| order.end.is_err())
        .expect("four");
    let by_number = orders(&program).nth(lost.number - 1).expect("the same");
    let by_script = replay(&lost.script(), &program);
    for again in [by_number, by_script] {
        assert_eq!(again.end, lost.end);
        let said = |order: &explorer::Order| {
            order
                .steps
                .iter()
                .map(|step| step.say.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(said(&again), said(&lost));
    }
}

#[test]
fn the_step_names_its_line_and_its_function() {
    let order = orders(count_up(1, false)).next().expect("one order");
    let line = order.steps[1].line.as_ref().expect("a step has a line");
    assert_eq!(line.function, "count_up");
    assert_eq!(
        line.text,
        "false => counter.store(counter.load(SeqCst) + 1, SeqCst),"
    );
}

#[test]
fn a_panic_of_a_thread_is_an_end_like_others() {
    let report = explore(|chooser| {
        let flag = Arc::new(AtomicUsize::new(0));
        let set = flag.clone();
        Threads::new()
            .spawn("reader", move || {
                assert_eq!(flag.load(SeqCst), 0, "it was set")
            })
            .spawn("writer", move || set.store(1, SeqCst))
            .run(chooser)
    });
    assert_eq!(counts(&report), (2, 1));
    let end = report.shortest.expect("one").end.expect_err("one");
    assert!(
        end.starts_with("reader panicked: ") && end.contains("it was set"),
        "{end}"
    );
}

#[test]
#[should_panic(expected = "the threads take a thousand steps and do not end")]
fn a_program_that_does_not_end_is_refused() {
    explore(|chooser| {
        let counter = AtomicUsize::new(0);
        let forever = move || loop {
            counter.load(SeqCst);
        };
        Threads::new().spawn("spinner", forever).run(chooser)
    });
}

#[test]
fn a_program_that_depends_on_more_than_the_choices_is_refused() {
    for then in [1, 2] {
        let runs = AtomicUsize::new(0);
        let moody = |chooser: &Chooser| {
            let first = runs.fetch_add(1, SeqCst) < 2;
            let options = if first { 3 } else { then };
            let options: Vec<_> = (0..options).map(|n| n.to_string()).collect();
            chooser.choose(&options);
            Ok(())
        };
        let ends: Vec<_> = orders(moody).map(|order| order.end).collect();
        let last = ends
            .last()
            .expect("orders")
            .clone()
            .expect_err("it is refused");
        assert!(last.contains("depends on more than the choices"), "{last}");
    }
}

#[test]
#[should_panic(expected = "a thread waits for something that the explorer does not know")]
fn a_thread_that_waits_for_something_else_ends_the_exploration() {
    explore(|chooser| {
        let (sender, receiver) = std::sync::mpsc::channel::<()>();
        let end = Threads::new()
            .patience(std::time::Duration::from_millis(50))
            .spawn("receiver", move || {
                let _ = receiver.recv();
            })
            .run(chooser);
        drop(sender);
        end
    });
}
