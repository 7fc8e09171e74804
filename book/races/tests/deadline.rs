//! A message comes just at the deadline, and the timer is cancelled when it has fired: version 1 of the timers then swallows the next one.

use explorer::{Report, explore, orders};
use races::programs::{DEADLINE_RACE, Version, deadline_race};
use races::trace;

fn counts(version: Version) -> (usize, usize, Report) {
    let report = explore(|chooser| deadline_race(version, chooser));
    (report.orders, report.lost, report)
}

#[test]
fn a_number_that_is_given_twice_leaves_the_connection_open_in_two_orders() {
    let (orders, lost, report) = counts(Version::Naive);
    assert_eq!((orders, lost), (9, 2), "{report}");
}

#[test]
fn numbers_that_are_given_once_close_it_in_every_order() {
    let (orders, lost, report) = counts(Version::Ours);
    assert_eq!((orders, lost), (7, 0), "{report}");
}

#[test]
fn every_lie_begins_with_a_message_just_at_the_deadline() {
    for order in orders(|chooser| deadline_race(Version::Naive, chooser)) {
        let swallowed = order
            .steps
            .iter()
            .any(|step| step.say.contains("does not fire"));
        let just = order.steps.iter().any(|step| step.say.contains("just at"));
        assert!(just || !swallowed, "{order}");
        assert!(swallowed || order.end.is_ok(), "{order}");
    }
}

#[test]
fn the_game_is_told_in_short_sentences_and_the_same_bytes_come_out_again() {
    for version in [Version::Naive, Version::Ours] {
        let all = || orders(|chooser| deadline_race(version, chooser));
        for step in all().flat_map(|order| order.steps) {
            assert!(step.say.chars().count() <= 85, "too long: {}", step.say);
        }
        let tree = || trace::tree("A race", &DEADLINE_RACE, all());
        assert_eq!(tree(), tree());
    }
}
