//! What is no task: the clock, and what comes from outside.

use std::rc::Rc;

use super::World;

impl World {
    /// Returns the names of what can come from outside.
    pub(super) fn coming(&self) -> Vec<Rc<str>> {
        let outside = self.0.outside.borrow();
        outside.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Lets something come from outside, perhaps before a line of the task that is polled.
    pub(super) fn comes(&self, name: &Rc<str>, before: &str) {
        let mut outside = self.0.outside.borrow_mut();
        let Some(at) = outside.iter().position(|(other, _)| other == name) else {
            return;
        };
        let act = outside[at].1.pop_front();
        if outside[at].1.is_empty() {
            outside.remove(at);
        }
        drop(outside);
        act.into_iter().for_each(|act| act());
        let woken = self.woken("").map(|names| format!(" It wakes {names}."));
        let before = if before.is_empty() {
            "From outside: "
        } else {
            before
        };
        let say = format!("{before}{name}.{}", woken.unwrap_or_default());
        self.tell("outside", say, None);
    }

    /// Lets time pass, to the next deadline.
    pub(super) fn pass(&self) {
        let mut timers = self.0.timers.borrow_mut();
        let Some(deadline) = timers.keys().next().map(|(deadline, _)| *deadline) else {
            return;
        };
        let due: Vec<_> = timers
            .extract_if(..=(deadline, u64::MAX), |_, _| true)
            .collect();
        drop(timers);
        self.0.now.set(deadline);
        due.into_iter().for_each(|(_, waker)| waker.wake());
        let how = format!("shows {deadline:?}");
        self.tell("clock", self.sentence("The clock", &how, ""), None);
    }
}
