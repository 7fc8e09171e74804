//! The events that a loop emits: what a replay is made of.

mod support;

use stage01::co;
use stage04::{Stream, gather, join, readable, sleep, spawn_named};
use support::{ms, simulated};
use testkit::recorded;

#[test]
fn a_program_leaves_its_events_in_order() {
    let program = || {
        let main = co(async |y| {
            let reader = readable(&Stream::new("A", 20));
            let reader = y.yield_from(spawn_named("reader", reader)).await?;
            y.yield_from(sleep(ms(5))).await?;
            y.yield_from(join(&reader)).await
        });
        simulated(main).0.unwrap();
    };
    let lines = recorded(program);
    let expected = [
        "spawn task=0 name=\"main\"",
        "turn at=0ns",
        "step task=0 thrown=false",
        "request task=0 request=Spawn(reader)",
        "spawn task=1 name=\"reader\"",
        "step task=0 thrown=false",
        "request task=0 request=Sleep(5ms)",
        "timer task=0 deadline=5ms",
        "turn at=0ns",
        "step task=1 thrown=false",
        "request task=1 request=Read(stream A)",
        "turn at=5ms",
        "wake task=0 waited=for a timer",
        "step task=0 thrown=false",
        "request task=0 request=Join(task 1)",
        "turn at=20ms",
        "wake task=1 waited=until stream A is readable",
        "step task=1 thrown=false",
        "complete task=1 ok=true",
        "wake task=0 waited=until task 1 ends",
        "turn at=20ms",
        "step task=0 thrown=false",
        "complete task=0 ok=true",
    ];
    assert_eq!(lines, expected);
    assert_eq!(recorded(program), expected, "and the same again");
}

#[test]
fn an_unseen_error_is_an_event() {
    let lines = recorded(|| {
        let failing = co(async |_| -> stage01::Result { Err(std::fmt::Error.into()) });
        let main = co(async |y| {
            drop(y.yield_from(spawn_named("failing", failing)).await?);
            y.yield_from(gather(vec![sleep(ms(1))])).await
        });
        simulated(main).0.unwrap();
    });
    let unseen = lines
        .iter()
        .filter(|line| line.starts_with("task exception was never"));
    assert_eq!(unseen.count(), 1, "{lines:#?}");
}
