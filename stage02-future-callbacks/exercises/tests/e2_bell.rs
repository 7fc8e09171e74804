//! The provided tests of s2e2.

use super::*;
use stage02::catch_panic;
use std::time::Duration;
use testkit::within;

/// A bell whose action counts, and rings the bell again as often as `again` says.
struct Counted {
    event_loop: EventLoop,
    bell: Bell,
    actions: Rc<Cell<u32>>,
    /// How often the action will ring its own bell.
    again: Rc<Cell<u32>>,
}

fn check(test: impl FnOnce(Counted) + Send + 'static) {
    within(Duration::from_secs(3), "a bell's action", || {
        let event_loop = EventLoop::new().expect("a loop");
        let (actions, again) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let itself: Rc<RefCell<Option<Bell>>> = Rc::default();
        let (counts, rings, own) = (actions.clone(), again.clone(), itself.clone());
        let bell = Bell::new(&event_loop, move || {
            counts.set(counts.get() + 1);
            if rings.get() > 0 {
                rings.set(rings.get() - 1);
                let bell = own.borrow().clone().expect("the bell");
                let rung = catch_panic(|| bell.ring());
                assert!(
                    rung.is_ok(),
                    "the action rings its own bell, and `ring` panics: \"{}\" (what is borrowed while the action runs?)",
                    rung.unwrap_err()
                );
            }
        });
        *itself.borrow_mut() = Some(bell.clone());
        test(Counted {
            event_loop,
            bell,
            actions,
            again,
        });
        itself.take();
    });
}

impl Counted {
    /// Takes a turn, and says how often the action has run by now.
    fn turn(&self) -> u32 {
        self.event_loop.run_once().expect("the loop runs");
        self.actions.get()
    }
}

#[test]
fn the_action_runs_in_the_next_turn() {
    check(|c| {
        assert!(
            c.event_loop.is_idle(),
            "something is queued, and the bell was not rung"
        );
        c.bell.ring();
        assert_eq!(
            c.actions.get(),
            0,
            "the action ran inside ring; its place is the next turn"
        );
        assert_eq!(c.turn(), 1, "one ring, one action");
        assert_eq!(c.turn(), 1, "there was no second ring");
    });
}

#[test]
fn a_hundred_rings_are_one_action() {
    check(|c| {
        (0..100).for_each(|_| c.bell.ring());
        assert_eq!(c.turn(), 1, "a hundred rings in one turn are one action");
    });
}

#[test]
fn a_ring_in_the_turn_of_the_action_does_not_put_it_off() {
    check(|c| {
        let bell = c.bell.clone();
        c.event_loop.call_soon(move |_| bell.ring());
        c.bell.ring();
        assert_eq!(
            c.turn(),
            1,
            "the bell was rung, and rung again just before its action: the action runs in the same turn"
        );
        assert_eq!(c.turn(), 1, "both rings came before the action");
    });
}

#[test]
fn clones_are_the_same_bell() {
    check(|c| {
        c.bell.clone().ring();
        c.bell.ring();
        assert_eq!(
            c.turn(),
            1,
            "a clone is the same bell: two rings, one action"
        );
    });
}

#[test]
fn it_can_be_rung_again() {
    check(|c| {
        for times in 1..=3 {
            c.bell.ring();
            assert_eq!(c.turn(), times, "rung again after the action has run");
        }
    });
}

#[test]
fn a_ring_while_the_action_runs_is_a_new_one() {
    check(|c| {
        c.again.set(1);
        c.bell.ring();
        assert_eq!(c.turn(), 1, "the second action belongs to the next turn");
        assert_eq!(
            c.turn(),
            2,
            "the ring that came while the action ran was lost"
        );
        assert!(
            c.event_loop.is_idle(),
            "there was no other ring, so nothing should be queued"
        );
    });
}

#[test]
fn the_loop_ends_after_the_last_ring() {
    check(|c| {
        c.again.set(10);
        c.bell.ring();
        c.event_loop.run().expect("the loop runs");
        assert_eq!(
            c.actions.get(),
            11,
            "the first ring, and ten from the action"
        );
    });
}

#[test]
fn the_action_runs_though_the_bell_is_dropped() {
    within(Duration::from_secs(3), "a bell's action", || {
        let event_loop = EventLoop::new().expect("a loop");
        let actions = Rc::new(Cell::new(0));
        let counts = actions.clone();
        let bell = Bell::new(&event_loop, move || counts.set(counts.get() + 1));
        bell.ring();
        drop(bell);
        event_loop.run().expect("the loop runs");
        assert_eq!(actions.get(), 1, "it was rung, and then dropped");
    });
}

#[test]
fn two_bells_are_two() {
    within(Duration::from_secs(3), "the actions of two bells", || {
        let event_loop = EventLoop::new().expect("a loop");
        let heard = Rc::<RefCell<Vec<u32>>>::default();
        let bells = [1, 2].map(|number| {
            let heard = heard.clone();
            Bell::new(&event_loop, move || heard.borrow_mut().push(number))
        });
        bells.iter().for_each(Bell::ring);
        event_loop.run().expect("the loop runs");
        assert_eq!(*heard.borrow(), [1, 2], "the actions of two bells");
    });
}
