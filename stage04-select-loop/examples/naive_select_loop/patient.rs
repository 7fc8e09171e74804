//! A world in which every `select` waits, whatever timeout it is given.

use stage02::Interest;
use stage04::{Ready, Simulated, Source, World};
use std::{io, time::Duration};

pub struct Patient(pub Simulated);

impl World for Patient {
    fn now(&self) -> Duration {
        self.0.now()
    }
    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        self.0.watch(source, interest)
    }
    // ANCHOR: select
    fn select(&mut self, _: Option<Duration>) -> io::Result<Vec<Ready>> {
        self.0.select(None)
    }
    // ANCHOR_END: select
}
