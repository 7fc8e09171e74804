//! An order runs again by its number: by a call, or by a variable of the environment.

use std::cell::Cell;
use std::process::Command;
use std::rc::Rc;

use explorer::{Check, World, check};

/// An update is lost when both tasks have looked before one of them writes.
fn lost_update(world: &World) {
    let counter = Rc::new(Cell::new(0));
    for name in ["left", "right"] {
        let (counter, of_task) = (counter.clone(), world.clone());
        world.spawn(name, async move {
            of_task.yield_now().await;
            let seen = counter.get();
            of_task.note(format!("{name} sees {seen}."));
            if name == "left" {
                of_task.yield_now().await;
            }
            counter.set(seen + 1);
        });
    }
    world.at_end(move || assert_eq!(counter.get(), 2, "an update is lost"));
}

#[test]
fn each_failing_order_is_the_same_again() {
    let failure = Check::new().run(lost_update).failure.expect("it is lost");
    let again = Check::new().replay(&failure.number(), lost_update);
    assert_eq!(again.expect("it fits").to_string(), failure.to_string());
}

#[test]
fn another_number_is_another_order() {
    let ends = ["0", "1", "11"].map(|number| {
        let order = Check::new()
            .replay(number, lost_update)
            .expect("it fits")
            .order;
        (order.end.is_ok(), order.steps.len())
    });
    assert_eq!(ends, [(false, 7), (true, 7), (true, 7)]);
}

#[test]
fn a_number_that_does_not_fit_says_so() {
    let refusal = |number| {
        Check::new()
            .replay(number, lost_update)
            .expect_err("it is none")
    };
    assert_eq!(
        refusal("9"),
        "`9` is no order of this test: it has other choices now"
    );
    assert!(refusal("0000000000001").contains("is no order of this test"));
    assert!(refusal("0-1").contains("has only the digits"));
    assert!(refusal("").contains("has only the digits"));
}

#[test]
#[ignore = "run by the next test"]
fn lost() {
    check(lost_update);
}

#[test]
fn the_variable_runs_its_order_first() {
    let run = |number: &str| {
        let test = std::env::current_exe().expect("this test");
        let output = Command::new(test)
            .args(["lost", "--exact", "--ignored", "--nocapture"])
            .env("EXPLORE", number)
            .output();
        let output = output.expect("it runs");
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8_lossy(&text).into_owned(),
        )
    };
    let (passed, text) = run("0");
    assert!(
        !passed && text.contains("In this order it fails:\n\n   1. left runs"),
        "{text}"
    );
    assert!(
        !text.contains("Again, and alone"),
        "it was the only one: {text}"
    );
    // An order that passes is told, and all the others follow; so they do after a number of another test.
    for (number, told) in [
        ("1", "In this order nothing goes wrong:\n\n   1. right runs"),
        ("9", "EXPLORE: `9` is no order of this test"),
        ("nonsense!", "EXPLORE: `nonsense!` is no number of an order"),
    ] {
        let (passed, text) = run(number);
        let (first, rest) = text.split_once(told).expect("it is told");
        assert!(
            !passed && !first.contains("fails") && rest.contains("Again, and alone"),
            "{text}"
        );
    }
}
