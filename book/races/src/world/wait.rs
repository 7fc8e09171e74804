//! The wait of a selector: what comes before it returns is a choice.

use std::io;
use std::panic::resume_unwind;
use std::time::Duration;

use super::{World, mio};

/// A way in which a wait can end.
struct Way {
    label: String,
    /// What comes.
    comes: Option<&'static str>,
    /// True if the whole timeout passes.
    passes: bool,
}

impl World {
    /// Waits as `epoll_wait` does. Returns the edges. They stay where they are if it fails.
    #[track_caller]
    pub(super) fn wait(&self, timeout: Option<Duration>) -> io::Result<Vec<mio::Token>> {
        self.turns.set(self.turns.get() + 1);
        let most = self.most_turns.get();
        if self.turns.get() > most {
            over(format!("the loop has turned {most} times, and has no end"));
        }
        let mut ways = match self.returns_at_once(timeout) {
            true => self.ways_at_once(),
            false => self.ways_of_a_sleep(timeout),
        };
        let labels: Vec<_> = ways.iter().map(|way| way.label.clone()).collect();
        let way = ways.swap_remove(self.chooser.choose(&labels));
        self.say("world", way.label);
        if way.passes {
            self.now.set(self.now.get() + timeout.unwrap_or_default());
        }
        if let Some(name) = way.comes {
            self.let_come(name);
        }
        if self.broken.take() {
            return Err(io::Error::other("the selector has failed"));
        }
        self.unparked.set(false);
        Ok(self.edges.take())
    }

    fn returns_at_once(&self, timeout: Option<Duration>) -> bool {
        timeout == Some(Duration::ZERO)
            || self.unparked.get()
            || self.broken.get()
            || !self.edges.borrow().is_empty()
    }

    fn ways_at_once(&self) -> Vec<Way> {
        let nothing = Way {
            label: "Nothing comes before this turn.".into(),
            comes: None,
            passes: false,
        };
        let mut ways = vec![nothing];
        ways.extend(self.arrivals("before this turn", false));
        ways
    }

    fn ways_of_a_sleep(&self, timeout: Option<Duration>) -> Vec<Way> {
        if let Some(undone) = (self.undone.borrow())() {
            over(format!("the loop sleeps, and {undone}"));
        }
        let mut ways = self.arrivals("while the loop sleeps", false);
        if let Some(timeout) = timeout {
            ways.push(Way {
                label: format!("{timeout:?} pass, and nothing comes."),
                comes: None,
                passes: true,
            });
            if self.together.get() {
                ways.extend(self.arrivals(&format!("just as {timeout:?} have passed"), true));
            }
        }
        if ways.is_empty() {
            over("the loop sleeps forever".into());
        }
        ways
    }

    /// Returns a way for each name that may come next.
    fn arrivals(&self, when: &str, passes: bool) -> Vec<Way> {
        let names = self.names(|_| true).into_iter();
        let way = |name| Way {
            label: self.label(name, when),
            comes: Some(name),
            passes,
        };
        names.map(way).collect()
    }
}

/// Ends the run.
fn over(why: String) -> ! {
    resume_unwind(Box::new(why))
}
