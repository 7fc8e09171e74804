//! The bill, by counting. How fast anything is, no test says.

mod support;

use stage05::bill;
use support::{ms, promptly};

#[test]
fn both_sleeps_take_their_time_and_parking_takes_few_turns() {
    promptly("two sleeps", || {
        let here = bill::by_looking(ms(20)).unwrap();
        let parked = bill::by_parking(ms(20)).unwrap();
        assert!(here.wall >= ms(20) && parked.wall >= ms(20));
        assert!(here.turns >= 2, "it did not look: {here:?}");
        assert!(parked.turns <= 10, "{parked:?}");
        assert_eq!(here.cpu.is_some(), cfg!(unix));
        if let Some(busy) = here.busy() {
            assert!(busy > 0.0 && busy <= 1.1, "{here:?}");
        }
    });
}

#[test]
fn steps_are_measured_beside_any_number_of_idle_tasks() {
    promptly("steps", || {
        for idle in [0, 10] {
            bill::step_beside(idle).unwrap();
            bill::step_beside_parked(idle).unwrap();
        }
    });
}
