//! A reader that is aborted in the middle of a word loses letters, unless they are kept outside of its future.

use explorer::programs::{CANCEL_RACE, Keeps, cancel_race};
use explorer::{Report, explore, orders, trace};

fn counts(keeps: Keeps) -> (usize, usize, Report) {
    let report = explore(|chooser| cancel_race(keeps, chooser));
    (report.orders, report.lost, report)
}

#[test]
fn letters_that_are_kept_inside_of_the_future_are_lost_in_five_orders() {
    let (orders, lost, report) = counts(Keeps::Inside);
    assert_eq!((orders, lost), (15, 5), "{report}");
}

#[test]
fn letters_that_are_kept_outside_of_the_future_are_never_lost() {
    let (orders, lost, report) = counts(Keeps::Outside);
    assert_eq!((orders, lost), (15, 0), "{report}");
}

#[test]
fn no_letter_is_lost_in_an_order_in_which_none_was_read_before_the_abort() {
    for order in orders(|chooser| cancel_race(Keeps::Inside, chooser)) {
        let says = |words: &str| order.steps.iter().any(|step| step.say.contains(words));
        let aborted = says("was aborted");
        let read = says("and waits for more");
        assert_eq!(order.end.is_err(), aborted && read, "{order}");
    }
}

#[test]
fn the_game_is_told_in_short_sentences_and_its_buttons_differ() {
    for keeps in [Keeps::Inside, Keeps::Outside] {
        for order in orders(|chooser| cancel_race(keeps, chooser)) {
            for step in &order.steps {
                assert!(step.say.chars().count() <= 85, "too long: {}", step.say);
            }
            for choice in &order.choices {
                let mut options = choice.options.clone();
                options.dedup();
                assert_eq!(options, choice.options, "two buttons read the same");
            }
        }
        let tree = || {
            trace::tree(
                "A race",
                &CANCEL_RACE,
                orders(|chooser| cancel_race(keeps, chooser)),
            )
        };
        assert_eq!(tree(), tree(), "the same bytes come out again");
    }
}
