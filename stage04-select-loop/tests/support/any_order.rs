//! A world in which anything may come next.

use explorer::{Chooser, Step};
use stage02::Interest;
use stage04::{Ready, Source, World};
use std::{io, time::Duration};

/// Each `select` is a choice: one of the watched sources is ready, or all of them are, or the timeout passes, or it returns too
/// early, with nothing (once in a run).
pub(super) struct AnyOrder {
    chooser: Chooser,
    now: Duration,
    /// What is watched, in the order in which it was first watched.
    pub(super) watched: Vec<(Source, Interest)>,
    was_early: bool,
}

impl AnyOrder {
    pub(super) fn new(chooser: &Chooser) -> AnyOrder {
        AnyOrder {
            chooser: chooser.clone(),
            now: Duration::ZERO,
            watched: vec![],
            was_early: false,
        }
    }
}

impl World for AnyOrder {
    fn now(&self) -> Duration {
        self.now
    }

    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        let is_this = |(other, _): &(Source, Interest)| other.id() == source.id();
        match (self.watched.iter().position(is_this), interest) {
            (Some(place), Some(interest)) => self.watched[place].1 = interest,
            (None, Some(interest)) => self.watched.push((source.clone(), interest)),
            (Some(place), None) => drop(self.watched.remove(place)),
            (None, None) => {}
        }
        Ok(())
    }

    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        let all = &self.watched;
        // What can come, and the sources that are ready then.
        let mut coming: Vec<_> = (0..all.len())
            .map(|place| (format!("{} is ready", all[place].0), place..place + 1))
            .collect();
        if all.len() > 1 {
            coming.push(("all are ready".into(), 0..all.len()));
        }
        let early = coming.len() + usize::from(timeout.is_some());
        if let Some(timeout) = timeout {
            let what = match timeout {
                Duration::ZERO => "nothing is ready yet".into(),
                _ => format!("{timeout:?} pass"),
            };
            coming.push((what, 0..0));
        }
        if coming.is_empty() {
            return Err(io::ErrorKind::Deadlock.into());
        }
        if !self.was_early && timeout != Some(Duration::ZERO) {
            coming.push(("select returns too early".into(), 0..0));
        }
        let words: Vec<_> = coming.iter().map(|(words, _)| words.clone()).collect();
        let taken = self.chooser.choose(&words);
        let (say, ready) = coming.swap_remove(taken);
        self.chooser.step(Step {
            who: "world".into(),
            say,
            ..Step::default()
        });
        self.was_early |= taken == early;
        if ready.is_empty() && taken != early {
            self.now += timeout.unwrap_or_default();
        }
        let ready = self.watched[ready].iter().map(|(source, interest)| Ready {
            source: source.id(),
            readable: interest.reads(),
            writable: interest.writes(),
        });
        Ok(ready.collect())
    }
}
