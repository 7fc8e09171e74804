//! The replays of the book, recorded again and compared. `BLESS=1` writes them to `book/traces`.

mod byte;
mod races;
mod slot;
mod story;
mod wakes;

use book::{
    page::pages,
    replay::{Trace, listings, publish},
};

/// Compares a replay with its files, with the lines marked on the page that includes it.
fn same_as_published(trace: &Trace) {
    let include = format!("traces/{}.html}}}}", trace.id);
    let page = pages()
        .into_iter()
        .find(|page| page.text.contains(&include));
    let lines = page.as_ref().map(listings);
    let problems = publish(trace, lines.as_deref());
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_life_of_a_wake() {
    same_as_published(&wakes::life_of_a_wake());
}

#[test]
fn a_wake_during_the_poll() {
    same_as_published(&wakes::wake_during_the_poll());
}

#[test]
fn the_park_race_of_a_loop_that_looks_and_then_says_so() {
    same_as_published(&races::looks_then_says());
}

#[test]
fn the_park_race_of_the_stage() {
    same_as_published(&races::right());
}

#[test]
fn one_byte_from_await_to_the_kernel_and_back() {
    same_as_published(&byte::one_byte());
}
