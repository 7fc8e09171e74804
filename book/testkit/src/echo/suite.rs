//! Runs the checks, and compares what was seen with what was foretold.

use super::{
    checks::{CHECKS, Check, STOP},
    server::{Serve, Server},
    symptom::{Seen, Symptom},
};
use std::{
    io::Write,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How long a server may take for anything. Only a failing check waits so long.
const PATIENCE: Duration = Duration::from_secs(5);

/// The same where it is foretold that the server will fail, and in a run that has already failed.
const NO_HOPE: Duration = Duration::from_millis(500);

/// One suite at a time in this process: they count its descriptors.
static ALONE: Mutex<()> = Mutex::new(());

/// Runs all checks against `serve`, which must pass them all.
///
/// # Panics
///
/// If it does not. The message names every check that failed, what the client saw, and what it should have seen.
pub fn conform(design: &str, serve: Serve) {
    Suite::new(design, serve).run();
}

/// The checks, for one server.
#[derive(Debug)]
#[must_use = "nothing is checked before `run`"]
pub struct Suite {
    /// What the report calls the server.
    design: String,
    serve: Serve,
    /// What the design cannot do: the name of a check, and how it fails.
    cannot: Vec<(String, Symptom)>,
    /// The only check to run, if not all.
    only: Option<String>,
}

impl Suite {
    /// All checks, to be run against `serve`.
    pub fn new(design: &str, serve: Serve) -> Self {
        Suite {
            design: design.to_string(),
            serve,
            cannot: Vec::new(),
            only: None,
        }
    }

    /// States that this design fails `check`, and how its clients notice.
    ///
    /// The run then fails if the server passes, and if it fails in another way.
    ///
    /// # Panics
    ///
    /// If there is no such check, or if it was named before.
    pub fn cannot(mut self, check: &str, symptom: Symptom) -> Self {
        assert_known(check);
        assert!(self.foretold(check).is_none(), "`{check}` is named twice");
        self.cannot.push((check.to_string(), symptom));
        self
    }

    /// Runs no other check than this one.
    ///
    /// # Panics
    ///
    /// If there is no such check.
    pub fn only(mut self, check: &str) -> Self {
        assert_known(check);
        self.only = Some(check.to_string());
        self
    }

    /// Runs the checks one after the other, each against a server of its own.
    ///
    /// # Panics
    ///
    /// If the server fails a check that it should pass, passes one that it cannot, or fails one in another way than foretold. The
    /// message has a paragraph for each of them.
    pub fn run(self) {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut stops = true;
        let mut problems = Vec::new();
        for check in CHECKS.iter().filter(|check| self.wants(check.name)) {
            let patience = match problems.is_empty() && self.foretold(check.name).is_none() {
                true => PATIENCE,
                false => NO_HOPE,
            };
            let seen = self.judge(check, patience, stops);
            if check.name == STOP {
                stops = seen.is_ok();
            }
            problems.extend(self.problem(check, seen));
        }
        let (design, count) = (&self.design, problems.len());
        assert!(
            problems.is_empty(),
            "the echo server `{design}` is not as stated in {count} of its checks:\n\n{}",
            problems.join("\n\n")
        );
    }

    /// Runs one check, and returns what was seen rather than to compare it with what was foretold.
    ///
    /// # Errors
    ///
    /// When the server breaks its promise.
    ///
    /// # Panics
    ///
    /// If there is no such check.
    pub fn outcome(&self, check: &str) -> Seen {
        assert_known(check);
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let patience = self.foretold(check).map_or(PATIENCE, |_| NO_HOPE);
        let mut checks = CHECKS.iter().filter(|known| known.name == check);
        checks.try_for_each(|check| self.judge(check, patience, self.foretold(STOP).is_none()))
    }

    /// One check against a new server. It must stop afterwards too, unless `stops` says that this is known to fail.
    fn judge(&self, check: &Check, patience: Duration, stops: bool) -> Seen {
        let mut server = Server::new(self.serve, patience);
        let seen = (check.run)(&mut server).map_err(|failure| server.explain(failure));
        match stops {
            true => seen.and_then(|()| server.stop()),
            false => seen,
        }
    }

    /// What is wrong with the outcome of a check, as a paragraph.
    fn problem(&self, check: &Check, seen: Seen) -> Option<String> {
        let Check { name, promise, .. } = check;
        match (seen, self.foretold(name)) {
            (Ok(()), None) => None,
            (Ok(()), Some(symptom)) => Some(format!(
                "{name}\n  saw:    it passes\n  stated: it cannot, because {symptom}"
            )),
            (Err(failure), _) if failure.symptom == Symptom::NotMeasured => {
                let saw = failure.saw;
                self.shout(&format!("NOT MEASURED: {name}: {saw}"));
                None
            }
            (Err(failure), Some(symptom)) if failure.symptom == symptom => None,
            (Err(failure), Some(symptom)) => {
                Some(format!("{name}\n  saw:    {failure}\n  stated: {symptom}"))
            }
            (Err(failure), None) => {
                Some(format!("{name}\n  saw:    {failure}\n  should: {promise}"))
            }
        }
    }

    /// Writes past the test harness, which hides what a passing test prints.
    fn shout(&self, message: &str) {
        let _ = writeln!(
            std::io::stderr(),
            "echo server `{}`: {message}",
            self.design
        );
    }

    fn foretold(&self, check: &str) -> Option<Symptom> {
        let mut cannot = self.cannot.iter();
        cannot
            .find(|(name, _)| name == check)
            .map(|&(_, symptom)| symptom)
    }

    fn wants(&self, check: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == check)
    }
}

/// A name that is misspelt would otherwise be a check that never runs.
fn assert_known(check: &str) {
    let names = CHECKS.map(|check| check.name);
    assert!(
        names.contains(&check),
        "no check is called `{check}`; there are {names:?}"
    );
}
