//! A reader that is aborted in the middle of a word loses letters, unless they are kept outside of its future.

use explorer::{Chooser, Report, explore, orders};
use races::loops::{Handle, WHOLE_LOOP};
use races::programs::{CANCEL_RACE, Keeps, cancel_race};
use races::trace;
use races::world::{Event, World};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

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

/// The same in the whole loop: a reader of two bytes from a stream of the reactor's, and a task that aborts it after 5 ms.
fn in_the_whole_loop(keeps: Keeps, chooser: &Chooser) -> Result<(), String> {
    let world = World::enter(chooser, true);
    world.comes("reader", Event::Byte);
    world.comes("reader", Event::Byte);
    let [read, kept] = [(); 2].map(|()| Rc::new(Cell::new(0)));
    let (reads, keep) = (read.clone(), kept.clone());
    (WHOLE_LOOP.runtime)()(Box::pin(async move {
        let byte = (WHOLE_LOOP.open)("reader");
        let Handle { abort, ended } = (WHOLE_LOOP.spawn)(Box::pin(async move {
            let mut inside = 0;
            while reads.get() < 2 {
                byte().await;
                reads.set(reads.get() + 1);
                match keeps {
                    Keeps::Inside => inside += 1,
                    Keeps::Outside => keep.set(keep.get() + 1),
                }
            }
            keep.set(keep.get() + inside);
        }));
        let _stop = (WHOLE_LOOP.spawn)(Box::pin(async move {
            (WHOLE_LOOP.sleep)(Duration::from_millis(5)).await;
            abort();
        }));
        ended.await;
    }));
    match read.get() - kept.get() {
        0 => Ok(()),
        lost => Err(format!(
            "{lost} of {} bytes that were read are lost",
            read.get()
        )),
    }
}

#[test]
fn the_whole_loop_loses_bytes_and_keeps_them_in_the_same_way() {
    let counts = |keeps| {
        let report = explore(|chooser| in_the_whole_loop(keeps, chooser));
        (report.orders, report.lost)
    };
    assert_eq!(counts(Keeps::Inside), (23, 12));
    assert_eq!(counts(Keeps::Outside), (23, 0));
}
