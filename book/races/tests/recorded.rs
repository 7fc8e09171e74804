//! Orders become traces: a tree of all, or the story of one.

use explorer::{Chooser, Order, orders};
use races::programs::{PARK_RACE, WAKE_DURING_POLL, Whose, park_race, wake_during_poll};
use races::trace;
use races::variants::{CLEARS_LATE, EXECUTOR, LOOKS_THEN_SAYS};

fn race(chooser: &Chooser) -> Result<(), String> {
    park_race(LOOKS_THEN_SAYS, 1, chooser)
}

/// The flag is cleared after the poll, and the waker is called before the poll returns.
fn woken_during_poll() -> Order {
    let program = |chooser: &Chooser| wake_during_poll(CLEARS_LATE, Whose::Polled, chooser);
    let at =
        |order: &Order, words: &str| order.steps.iter().position(|step| step.say.contains(words));
    orders(program)
        .find(|order| {
            let (look, wake) = (at(order, "not there yet"), at(order, "finds `woken` set"));
            order.end.is_err() && look < wake && wake < at(order, "returns `Pending`")
        })
        .expect("an order in which the wake comes during the poll")
}

#[test]
fn a_tree_tells_what_orders_have_in_common_once() {
    let tree = trace::tree("A race", &PARK_RACE, orders(race));
    let steps: usize = orders(race).map(|order| order.steps.len()).sum();
    let told = tree.matches(r#""say":"#).count();
    assert!(told < steps, "{told} of {steps}");
    assert_eq!(tree.matches(r#""end":"good""#).count(), 4);
    assert_eq!(tree.matches(r#""end":"bad""#).count(), 1);
    // Every step but the first follows another.
    assert_eq!(tree.matches(r#""after":"#).count(), told - 1);
}

#[test]
fn the_same_bytes_come_out_again() {
    let tree = || trace::tree("A race", &PARK_RACE, orders(race));
    assert_eq!(tree(), tree());
}

#[test]
fn no_two_buttons_read_the_same() {
    for file in [EXECUTOR, LOOKS_THEN_SAYS] {
        let orders = orders(|chooser| park_race(file, 1, chooser));
        for choice in orders.flat_map(|order| order.choices) {
            assert_eq!(choice.options.len(), 2);
            assert_ne!(choice.options[0], choice.options[1]);
        }
    }
}

#[test]
fn one_order_is_a_story_without_choices() {
    let order = woken_during_poll();
    let story = trace::record("A lost wake", &WAKE_DURING_POLL, &order);
    assert!(!story.contains(r#""choice":"#) && !story.contains(r#""after":"#));
    assert_eq!(story.matches(r#""say":"#).count(), order.steps.len());
    assert!(story.ends_with("\n]\n") && story.contains("A lost wake-up: the event is there"));
    for step in &order.steps {
        assert!(step.say.chars().count() <= 85, "too long: {}", step.say);
    }
}

#[test]
fn a_line_of_a_twin_is_that_of_the_real_file_if_it_is_there() {
    let tree = trace::tree("A race", &PARK_RACE, orders(race));
    let event = |words: &str| tree.lines().find(|line| line.contains(words)).expect(words);
    let real = include_str!("../../../stage06-async-await/src/executor.rs").lines();
    let unpark = real
        .zip(1..)
        .find(|(line, _)| line.contains("(self.unpark)()"))
        .expect("it is called");
    let at = format!(
        r#""at":["stage06-async-await/src/executor.rs",{}]"#,
        unpark.1
    );
    assert!(event("The sender unparks").contains(&at));
    let only_here = event("The loop looks into the queue: empty. It releases");
    assert!(only_here.contains(r#""text":"if !self.lock().ready.is_empty() {""#));
    assert!(!only_here.contains(r#""at":"#));
}
