//! The replays of the book, recorded again and compared. `BLESS=1` writes them to `book/traces`.

mod cancel_race;
mod fetch_task;
mod races;
mod slot;
mod story;
mod task_path;
mod tasks;
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
fn the_path_of_one_task() {
    same_as_published(&task_path::task_path());
}

#[test]
fn a_cancel_that_races_a_wake() {
    same_as_published(&cancel_race::cancel_race());
}

#[test]
fn a_fetch_as_a_task() {
    same_as_published(&fetch_task::fetch_task());
}

#[test]
fn the_park_race_of_a_loop_that_looks_and_then_says_so() {
    same_as_published(&races::looks_then_says());
}

#[test]
fn the_park_race_of_the_stage() {
    same_as_published(&races::right());
}
