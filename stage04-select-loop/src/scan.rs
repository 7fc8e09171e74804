//! `poll(2)`: the system is handed every socket in every call.

use crate::{Ready, Source, SourceId, World, real::LONGEST};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};
use stage02::Interest;
use std::{
    io,
    os::fd::AsFd,
    rc::Rc,
    time::{Duration, Instant},
};

/// Real sockets and real time, by `poll(2)`: the system keeps nothing between two calls, so each call hands it all the
/// sockets that are watched, and looks at each of them. So one event costs more, the more sockets are idle.
///
/// [`Real`](crate::Real) tells the system once which sockets matter, and asks for those that are ready. Only Unix has both.
#[derive(Debug)]
pub struct Scan {
    /// In the order in which they were first watched.
    watched: Vec<Watch>,
    start: Instant,
}

#[derive(Debug)]
struct Watch {
    id: SourceId,
    /// Keeps the descriptor open for as long as it is handed to the system.
    socket: Rc<dyn stage02::Source>,
    interest: Interest,
}

impl Scan {
    /// A world whose clock starts now.
    pub fn new() -> Self {
        Scan {
            watched: Vec::new(),
            start: Instant::now(),
        }
    }
}

impl Default for Scan {
    fn default() -> Self {
        Self::new()
    }
}

// ANCHOR: Scan
impl World for Scan {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        let (Source::Socket(socket), id) = (source, source.id()) else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let place = self.watched.iter().position(|watch| watch.id == id);
        match (place, interest) {
            (Some(place), Some(interest)) => self.watched[place].interest = interest,
            (None, Some(interest)) => self.watched.push(Watch {
                id,
                socket: socket.clone(),
                interest,
            }),
            (Some(place), None) => drop(self.watched.remove(place)),
            (None, None) => {}
        }
        Ok(())
    }

    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        if timeout.is_none() && self.watched.is_empty() {
            return Err(io::ErrorKind::Deadlock.into());
        }
        let mut all: Vec<PollFd<'_>> = self.watched.iter().map(Watch::poll_fd).collect();
        let timeout = timeout.map(|t| Timespec::try_from(t.min(LONGEST)));
        let timeout = timeout.transpose().map_err(io::Error::other)?;
        match poll(&mut all, timeout.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Vec::new()), // too early: the loop asks again
            Err(error) => return Err(error.into()),
        }
        let found = self.watched.iter().zip(&all);
        Ok(found
            .filter_map(|(watch, fd)| watch.ready(fd.revents()))
            .collect())
    }
}

impl Watch {
    fn poll_fd(&self) -> PollFd<'_> {
        let mut flags = PollFlags::empty();
        flags.set(PollFlags::IN, self.interest.reads());
        flags.set(PollFlags::OUT, self.interest.writes());
        PollFd::from_borrowed_fd(self.socket.as_fd(), flags)
    }

    /// What the system found. Errors and hang-ups are both readable and writable: a task that tries gets the error.
    fn ready(&self, found: PollFlags) -> Option<Ready> {
        let broken = found.intersects(PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL);
        let readable = self.interest.reads() && (broken || found.contains(PollFlags::IN));
        let writable = self.interest.writes() && (broken || found.contains(PollFlags::OUT));
        (readable || writable).then_some(Ready {
            source: self.id,
            readable,
            writable,
        })
    }
}
// ANCHOR_END: Scan
