//! The replays of the book, recorded again and compared. `BLESS=1` writes them to `book/traces`.

mod blocking;
mod blocking_clients;
mod byte;
mod cancel;
mod cancel_and_wake;
mod clocked;
mod fetch_callbacks;
mod fetch_task;
mod looks_and_parks;
mod lost_main;
mod races;
mod select_loop;
mod slot;
mod story;
mod sub_wakers;
mod task_path;
mod tasks;
mod ten_downloads;
mod timeout;
mod two_pauses;
mod two_streams;
mod wakes;

use book::{
    page::{blessing, pages, read, root},
    picture,
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
fn ten_downloads_one_after_another_and_at_once() {
    same_as_published(&ten_downloads::ten_downloads());
    let trace = read(&root().join("book/traces/ten_downloads.json"));
    let (drawn, file) = (
        picture::ten_downloads(&trace),
        root().join("book/src/downloads.svg"),
    );
    if blessing() {
        std::fs::write(&file, &drawn).expect("the picture can be written");
    }
    assert!(
        read(&file) == drawn,
        "the README's picture is not the replay's: `cargo run -p book --example picture > book/src/downloads.svg`"
    );
}

#[test]
fn two_pauses_and_three_resumes() {
    same_as_published(&two_pauses::two_pauses());
}

#[test]
fn a_server_that_blocks_and_three_clients() {
    same_as_published(&blocking_clients::blocking_clients());
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
fn a_time_limit() {
    same_as_published(&timeout::timeout());
}

#[test]
fn a_wake_of_one_child_of_a_join() {
    same_as_published(&sub_wakers::sub_wakers());
}

#[test]
fn the_path_of_one_task() {
    same_as_published(&task_path::task_path());
}

#[test]
fn a_main_task_that_the_naive_loop_loses() {
    same_as_published(&lost_main::lost_main());
}

#[test]
fn the_same_main_task_on_the_stages_loop() {
    same_as_published(&lost_main::kept_main());
}

#[test]
fn two_streams_and_a_sleeper() {
    same_as_published(&two_streams::two_streams());
}

#[test]
fn a_cancel_that_races_a_wake() {
    same_as_published(&cancel_and_wake::cancel_and_wake());
}

#[test]
fn a_task_that_looks_beside_one_that_is_parked() {
    same_as_published(&looks_and_parks::looks_and_parks());
}

#[test]
fn a_fetch_in_callbacks() {
    same_as_published(&fetch_callbacks::fetch_callbacks());
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

#[test]
fn a_task_that_is_aborted_in_the_middle_of_a_read() {
    same_as_published(&cancel::cancel_in_mid_read());
}

#[test]
fn the_cancel_race_of_a_reader_that_keeps_its_letters_inside() {
    same_as_published(&races::cancel_inside());
}

#[test]
fn the_cancel_race_of_a_reader_that_keeps_its_letters_outside() {
    same_as_published(&races::cancel_outside());
}

#[test]
fn the_deadline_race_of_the_naive_timers() {
    same_as_published(&races::deadline_naive());
}

#[test]
fn the_deadline_race_of_our_timers() {
    same_as_published(&races::deadline_ours());
}

#[test]
fn a_blocked_loop() {
    same_as_published(&blocking::blocked_loop());
}

#[test]
fn the_same_job_on_a_thread() {
    same_as_published(&blocking::spawned_job());
}

#[test]
fn one_byte_from_await_to_the_kernel_and_back() {
    same_as_published(&byte::one_byte());
}
