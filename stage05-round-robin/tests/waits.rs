//! Waiting by looking: how often, until when, and by which clock.

mod support;

use stage01::{Coroutine, CoroutineState::Complete, Exception, co};
use stage05::{Clock, Loop, Monotonic, Task, Virtual, sleep, sleep_until, until, yield_now};
use std::{
    cell::Cell,
    rc::Rc,
    time::{Duration, Instant},
};
use support::{Log, ms, promptly, turns, virtual_loop};

/// Sleeps, and writes down its name and when it woke.
fn sleeper(log: &Log, name: &'static str, time: Duration) -> impl Task + use<> {
    let log = log.clone();
    co(async move |y| {
        y.yield_from(sleep(time)).await?;
        log.add(format!("{name} {:?}", Loop::current()?.now()));
        Ok(())
    })
}

#[test]
fn until_looks_once_a_step_and_returns_what_it_saw() {
    promptly("the fifth look", || {
        let looks = Rc::new(Cell::new(0));
        let looking = looks.clone();
        let event_loop = Loop::new();
        let fifth = event_loop.run_task(until(move || {
            looking.set(looking.get() + 1);
            (looking.get() == 5).then_some("seen")
        }));
        assert_eq!(fifth.unwrap(), "seen");
        assert_eq!((looks.get(), event_loop.steps()), (5, 5));
    });
}

#[test]
fn what_is_thrown_into_a_wait_ends_it() {
    promptly("the error", || {
        let thrown = Exception::from(std::fmt::Error);
        let mut wait = until(|| -> Option<()> { panic!("it looked") });
        assert!(matches!(wait.resume(Err(thrown)), Complete(Err(e)) if e.is::<std::fmt::Error>()));
    });
}

#[test]
fn sleepers_wake_in_the_order_of_their_deadlines() {
    promptly("three sleepers", || {
        let log = Log::default();
        let event_loop = virtual_loop();
        for (name, time) in [("c", 30), ("a", 10), ("b", 20)] {
            event_loop.add_task(sleeper(&log, name, ms(time)));
        }
        event_loop.run();
        assert_eq!(log.lines(), ["a 10ms", "b 20ms", "c 30ms"]);
    });
}

#[test]
fn two_print_messages_interleave_by_time_and_nothing_else() {
    promptly("six messages", || {
        let log = Log::default();
        let event_loop = virtual_loop();
        for (messages, pause) in [(["foo", "bar", "baz"], 1000), (["aaa", "bbb", "ccc"], 700)] {
            let log = log.clone();
            event_loop.add_task(co(async move |y| {
                for message in messages {
                    log.add(message);
                    y.yield_from(sleep(ms(pause))).await?;
                }
                Ok(())
            }));
        }
        event_loop.run();
        assert_eq!(log.lines(), ["foo", "aaa", "bbb", "bar", "ccc", "baz"]);
        assert_eq!(event_loop.now(), ms(3001), "the turn that ends it, too");
    });
}

#[test]
fn both_ends_of_time() {
    promptly("short sleeps", || {
        let event_loop = virtual_loop();
        event_loop.run_task(sleep(Duration::ZERO)).unwrap();
        assert_eq!(event_loop.steps(), 1, "there is nothing to wait for");
        event_loop.run_task(sleep_until(Duration::ZERO)).unwrap();
        event_loop.run_task(sleep_until(ms(7))).unwrap();
        assert_eq!(event_loop.now(), ms(8));
        let forever = event_loop.add_task(sleep(Duration::MAX));
        event_loop.run_task(sleep(ms(100))).unwrap();
        assert!(!forever.done());
    });
}

#[test]
fn at_the_end_of_virtual_time_a_sleep_ends_at_once() {
    promptly("three sleeps", || {
        let event_loop = Loop::with_clock(Virtual::with_tick(Duration::MAX - ms(1)));
        for _ in 0..3 {
            event_loop.run_task(sleep(Duration::from_secs(1))).unwrap();
        }
        assert_eq!(event_loop.now(), Duration::MAX);
    });
}

#[test]
fn a_sleep_of_a_second_is_a_thousand_looks_in_vain() {
    promptly("a virtual second", || {
        let event_loop = virtual_loop();
        event_loop.run_task(sleep(ms(1000))).unwrap();
        assert_eq!(event_loop.steps(), 1001);
    });
}

#[test]
fn the_first_step_starts_a_sleep_and_not_the_call() {
    promptly("a late sleep", || {
        let event_loop = virtual_loop();
        let made_early = sleep(ms(10));
        event_loop.run_task(sleep(ms(50))).unwrap();
        event_loop.run_task(made_early).unwrap();
        assert_eq!(event_loop.now(), ms(62), "51 turns, then 11");
    });
}

/// The time of day, set back by a second after a tenth.
#[derive(Debug, Default)]
struct SetBack(Virtual);

impl Clock for SetBack {
    fn now(&self) -> Duration {
        let now = self.0.now();
        ms(1000) + now - if now > ms(100) { ms(1000) } else { ms(0) }
    }
    fn turn_ended(&self) {
        self.0.turn_ended();
    }
}

#[test]
fn a_clock_that_is_set_back_stretches_a_sleep_and_ours_never_goes_back() {
    promptly("a sleep", || {
        let by_the_time_of_day = Loop::with_clock(SetBack::default());
        by_the_time_of_day.run_task(sleep(ms(200))).unwrap();
        assert_eq!(by_the_time_of_day.steps(), 1201, "the document's fault");

        let clock = Monotonic::new();
        let mut last = clock.now();
        for _ in 0..100_000 {
            let now = clock.now();
            assert!(now >= last);
            last = now;
        }
        let start = Instant::now();
        Loop::new().run_task(sleep(ms(5))).unwrap();
        assert!(start.elapsed() >= ms(5), "it woke too early");
    });
}

#[test]
#[should_panic = "a clock whose tick is zero stands still"]
fn a_clock_that_stands_still_is_refused() {
    Virtual::with_tick(Duration::ZERO);
}

#[test]
fn a_task_that_yields_without_need_takes_no_more_steps_than_others() {
    promptly("two tasks", || {
        let (polite, greedy) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let event_loop = Loop::new();
        event_loop.add_task(turns(1000, &greedy));
        event_loop.run_task(turns(10, &polite)).unwrap();
        assert_eq!((polite.get(), greedy.get()), (10, 11));
    });
}

#[test]
fn a_task_that_never_yields_stops_all_others() {
    promptly("the others", || {
        let others = Rc::new(Cell::new(0));
        let event_loop = Loop::new();
        let seen = others.clone();
        event_loop.add_task(turns(100, &others));
        let selfish = co(async move |y| {
            y.yield_from(yield_now()).await?;
            let before = seen.get();
            let worked = (0..1_000_000).filter(|_| seen.get() == before).count();
            Ok((before, worked))
        });
        let (before, worked) = event_loop.run_task(selfish).unwrap();
        assert_eq!((before, worked), (2, 1_000_000), "another task took a step");
        event_loop.run();
        assert_eq!(others.get(), 100, "and they go on afterwards");
    });
}
