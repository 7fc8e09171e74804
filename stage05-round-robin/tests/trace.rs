//! The events that a loop emits: what a replay is made of.

mod support;

use stage01::co;
use stage05::{Loop, sleep, yield_now};
use support::{failing, ms, promptly, virtual_loop};
use testkit::recorded;

#[test]
fn a_program_leaves_its_events_in_order() {
    let program = || {
        let main = co(async |y| {
            let child = Loop::current()?.add_task(yield_now());
            y.yield_from(sleep(ms(1))).await?;
            y.yield_from(child.join()).await
        });
        virtual_loop().run_task(main).unwrap();
    };
    let expected = [
        "add task=0",
        "step task=0",
        "add task=1",
        "step task=1",
        "step task=0",
        "step task=1",
        "complete task=1 ok=true",
        "step task=0",
        "complete task=0 ok=true",
    ];
    promptly("the program, three times", move || {
        let _ = recorded(program);
        assert_eq!(recorded(program), expected);
        assert_eq!(recorded(program), expected, "and the same again");
    });
}

#[test]
fn an_error_that_was_never_seen_is_an_event() {
    let program = || {
        let event_loop = Loop::new();
        drop(event_loop.add_task(failing()));
        let seen = event_loop.add_task(failing());
        event_loop.run();
        assert!(seen.result().is_some());
    };
    let lines = promptly("the program", move || recorded(program));
    let unseen = lines
        .iter()
        .filter(|line| line.starts_with("task exception was never"));
    assert_eq!(unseen.count(), 1, "{lines:#?}");
}
