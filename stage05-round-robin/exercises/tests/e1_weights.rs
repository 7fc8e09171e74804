//! The provided tests of s5e1.

use super::*;
use stage01::{Yielder, co};
use stage05::yield_now;
use std::{cell::RefCell, fmt, panic::catch_unwind, rc::Rc, time::Duration};
use testkit::within;

/// No list of tasks below has more steps.
const MANY: usize = 1000;

/// A task of this many steps, each noted with its name. The task called f fails.
async fn steps(y: Yielder<()>, name: char, count: u32, log: Rc<RefCell<String>>) -> Result<char> {
    for step in 1..=count {
        log.borrow_mut().push(name);
        assert!(
            log.borrow().len() < MANY,
            "the tasks take more steps than they have: is an ended one resumed?"
        );
        if step < count {
            y.yield_from(yield_now()).await?;
        }
    }
    match name {
        'f' => Err(fmt::Error.into()),
        name => Ok(name),
    }
}

/// A task that fails the test when it is resumed after its end.
struct Once(Routine<(), char>, bool);

impl Coroutine<Result> for Once {
    type Yield = ();
    type Return = Result<char>;

    fn resume(&mut self, sent: Result) -> stage01::CoroutineState<(), Result<char>> {
        assert!(!self.1, "a task that has ended was resumed again");
        let state = self.0.resume(sent);
        self.1 = matches!(state, Complete(_));
        state
    }
}

/// Runs tasks called a, b, c, … with these weights and numbers of steps. Returns the steps in order, and the results, with `!` for an
/// error.
fn ran(tasks: &'static [(u32, u32)]) -> (String, String) {
    let what = "the end of a few tasks: is each of them resumed until it has ended?";
    within(Duration::from_secs(5), what, move || {
        let log = Rc::<RefCell<String>>::default();
        let task = |(name, &(weight, count)): (char, &(u32, u32))| {
            let log = log.clone();
            let body = co(move |y| steps(y, name, count, log));
            let task = Once(Box::new(body), false);
            (weight, Box::new(task) as Routine<(), char>)
        };
        let results = run_weighted(('a'..).zip(tasks).map(task).collect());
        let shown = results.iter().map(|r| r.as_ref().map_or('!', |name| *name));
        (log.take(), shown.collect())
    })
}

#[test]
fn equal_weights_are_a_carousel() {
    assert_eq!(
        ran(&[(1, 2), (1, 3), (1, 2)]).0,
        "abcabcb",
        "one step each in a turn, in the order of the list"
    );
}

#[test]
fn a_task_that_ends_early_moves_no_other() {
    assert_eq!(
        ran(&[(1, 1), (1, 3), (1, 2), (1, 3)]).0,
        "abcdbcdbd",
        "a ends in the first turn, c in the second, and the others keep their order"
    );
}

#[test]
fn a_heavier_task_takes_more_steps_in_a_row() {
    assert_eq!(
        ran(&[(3, 6), (1, 2)]).0,
        "aaabaaab",
        "a takes three steps in a row in each turn, b takes one"
    );
}

#[test]
fn every_weight_counts() {
    assert_eq!(
        ran(&[(2, 4), (3, 6), (1, 2)]).0,
        "aabbbcaabbbc",
        "two, three and one step in each turn, in the order of the list"
    );
}

#[test]
fn a_task_that_ends_in_the_middle_of_its_steps_gives_the_rest_away() {
    assert_eq!(
        ran(&[(3, 4), (1, 4)]).0,
        "aaababbb",
        "a has one step left in the second turn, and then b goes on alone"
    );
    assert_eq!(
        ran(&[(3, 1), (1, 3), (1, 3)]).0,
        "abcbcbc",
        "a needs one of its three steps, and b takes no more steps for that"
    );
}

#[test]
fn a_light_task_takes_its_steps_beside_a_heavy_one() {
    assert_eq!(
        ran(&[(100, 300), (1, 2)]).0.find('b'),
        Some(100),
        "b takes its first step after the hundred steps of a"
    );
}

#[test]
fn results_are_in_the_order_of_the_list() {
    assert_eq!(
        ran(&[(1, 5), (5, 5), (1, 1)]).1,
        "abc",
        "the results, in the order of the list and not of the ends"
    );
}

#[test]
fn a_failure_is_a_result_too() {
    let (steps, results) = ran(&[(1, 2), (1, 2), (1, 2), (1, 2), (1, 2), (1, 1), (1, 2)]);
    assert_eq!(
        steps, "abcdefgabcdeg",
        "f fails in the first turn, and the other tasks go on"
    );
    assert_eq!(
        results, "abcde!g",
        "a result for each task, with ! for the error of f"
    );
}

#[test]
fn a_task_that_fails_in_the_middle_of_its_steps_gives_the_rest_away() {
    let (steps, results) = ran(&[(1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (3, 2), (1, 2)]);
    assert_eq!(
        (steps.as_str(), results.as_str()),
        ("abcdeffgg", "abcde!g"),
        "f fails in the second of its three steps, and then g goes on"
    );
}

#[test]
fn without_tasks_there_is_nothing_to_do() {
    let ended = catch_unwind(|| ran(&[]));
    assert_eq!(
        ended.ok(),
        Some((String::new(), String::new())),
        "an empty list of tasks has no steps and no results, and this run panicked (None) or returned something"
    );
}

#[test]
fn a_weight_of_zero_counts_as_one() {
    assert_eq!(
        ran(&[(0, 2), (1, 2), (0, 1)]),
        ("abcab".into(), "abc".into()),
        "one step in each turn, for the weight 0 too"
    );
}

/// Ends after its last step, and notes how deep the stack is in each.
struct Deep {
    steps_left: u32,
    places: Rc<RefCell<Vec<usize>>>,
}

impl Coroutine<Result> for Deep {
    type Yield = ();
    type Return = Result<char>;

    fn resume(&mut self, _: Result) -> stage01::CoroutineState<(), Result<char>> {
        let here = 0_u8;
        let place = std::hint::black_box(&here) as *const u8 as usize;
        self.places.borrow_mut().push(place);
        self.steps_left = self.steps_left.saturating_sub(1);
        match self.steps_left {
            0 => Complete(Ok('d')),
            _ => Yielded(()),
        }
    }
}

/// How many bytes the stack is deeper in the last step than in the first.
fn deeper(tasks: u32, steps_left: u32) -> usize {
    let what = "the end of a thousand steps: is each task resumed until it has ended?";
    within(Duration::from_secs(5), what, move || {
        let places = Rc::<RefCell<Vec<usize>>>::default();
        let task = |_| {
            let places = places.clone();
            let task: Routine<(), char> = Box::new(Deep { steps_left, places });
            (1, task)
        };
        run_weighted((0..tasks).map(task).collect());
        let places = places.borrow();
        let ends = places.first().zip(places.last());
        ends.map_or(0, |(first, last)| first.abs_diff(*last))
    })
}

#[test]
fn a_thousand_turns_need_no_more_stack_than_one() {
    let deeper = deeper(1, 1000);
    assert!(
        deeper < 16 * 1024,
        "after a thousand turns the stack is {deeper} bytes deeper: does a turn call the next one?"
    );
}

#[test]
fn a_thousand_tasks_need_no_more_stack_than_one() {
    let deeper = deeper(1000, 1);
    assert!(
        deeper < 16 * 1024,
        "after a thousand tasks have ended the stack is {deeper} bytes deeper: does a function call itself when a task ends?"
    );
}
