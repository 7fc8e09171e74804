//! Timers against a model: a sorted list.

mod support;

use proptest::{collection::vec, prelude::*};
use stage06_full::{Runtime, now, sleep_until, spawn, timeout, yield_now};
use std::time::Duration;
use support::{Log, ms, promptly};

/// What becomes of a timer.
#[derive(Clone, Debug)]
struct Plan {
    deadline: u16,
    /// Another deadline that it gets after its first poll.
    reset: Option<u16>,
    /// Whether it is dropped then.
    cancelled: bool,
}

fn plan() -> impl Strategy<Value = Plan> {
    (0..200_u16, any::<Option<u8>>(), 0..4).prop_map(|(deadline, reset, fate)| Plan {
        deadline,
        reset: reset.map(u16::from),
        cancelled: fate == 0,
    })
}

/// When which timer fired; for each moment in the order in which they were set.
fn fired(plans: Vec<Plan>) -> Vec<(u128, usize)> {
    let runtime = Runtime::with_virtual_time();
    runtime.block_on(async {
        let (log, begin) = (Log::new(), now());
        let run = |(n, plan): (usize, Plan)| {
            let log = log.clone();
            spawn(async move {
                let mut timer = sleep_until(begin + ms(plan.deadline.into()));
                let _ = timeout(Duration::ZERO, &mut timer).await;
                if plan.cancelled {
                    return;
                }
                if let Some(reset) = plan.reset {
                    timer.reset(begin + ms(reset.into()));
                }
                timer.await;
                log.add(((now() - begin).as_millis(), n));
            })
        };
        let tasks: Vec<_> = plans.into_iter().enumerate().map(run).collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(runtime.metrics().timers, 0);
        log.lines()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_timer_fires_when_it_should_and_those_that_were_cancelled_never(plans in vec(plan(), 0..60)) {
        let mut expected: Vec<(u128, usize)> = Vec::new();
        for (n, plan) in plans.iter().enumerate().filter(|(_, plan)| !plan.cancelled) {
            expected.push((plan.reset.unwrap_or(plan.deadline).into(), n));
        }
        expected.sort_unstable();
        let mut fired = promptly("the timers", move || fired(plans));
        prop_assert!(fired.is_sorted_by_key(|(time, _)| *time));
        fired.sort_unstable();
        prop_assert_eq!(fired, expected);
    }
}

#[test]
fn a_hundred_thousand_in_random_order() {
    const TIMERS: usize = 100_000;
    promptly("the timers", || {
        let runtime = Runtime::with_virtual_time();
        runtime.block_on(async {
            let (log, begin) = (Log::new(), now());
            let mut random = 1_u64;
            let mut expected = Vec::new();
            for n in 0..TIMERS {
                random = random
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let deadline = begin + ms((random >> 48) % 10_000);
                let log = log.clone();
                expected.push((deadline, n));
                spawn(async move {
                    sleep_until(deadline).await;
                    assert_eq!(now(), deadline);
                    log.add((deadline, n));
                });
            }
            yield_now().await;
            sleep_until(begin + ms(20_000)).await;
            expected.sort_unstable();
            assert!(log.lines() == expected);
        });
        assert_eq!((runtime.metrics().timers, runtime.metrics().tasks), (0, 0));
        let polls = runtime.metrics().polls as usize;
        assert!(polls <= 2 * TIMERS + 10, "{polls}");
    });
}
