//! The choices of one run: first those of a script, then the first option of each.

use std::cell::RefCell;
use std::panic::resume_unwind;
use std::rc::Rc;

use crate::pct::Pct;
use crate::step::Step;

/// Why an order cannot be run again.
pub(crate) const MOODY: &str = "the program depends on more than the choices";

/// What a program asks at each point where things could come in another order.
#[derive(Clone, Debug, Default)]
pub struct Chooser(Rc<RefCell<Run>>);

/// What is known of the run so far.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// The options to take first, by number. After them the first option is taken.
    pub(crate) script: Vec<usize>,
    /// What is taken after the script instead.
    pub(crate) random: Option<Pct>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) steps: Vec<Step>,
    /// The words of a choice that no step has followed yet.
    words: Option<String>,
    pub(crate) waits: usize,
    /// True if the run was so long that its end has no choices.
    pub(crate) straight: bool,
    /// True if the script asked for an option that is not there.
    pub(crate) misfit: bool,
}

impl Run {
    /// A run that begins with these choices.
    pub(crate) fn of(script: Vec<usize>) -> Run {
        Run {
            script,
            ..Run::default()
        }
    }

    /// A run whose choices are random.
    pub(crate) fn random(pct: Pct) -> Run {
        Run {
            random: Some(pct),
            ..Run::default()
        }
    }
}

/// One choice of a run.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The words of each option.
    pub options: Vec<String>,
    /// The number of the option that was taken.
    pub taken: usize,
    /// The number of steps before this choice.
    pub at_step: usize,
}

impl Chooser {
    pub(crate) fn new(run: Run) -> Chooser {
        Chooser(Rc::new(RefCell::new(run)))
    }

    /// Ends the run, and returns what is known of it.
    pub(crate) fn take(&self) -> Run {
        self.0.take()
    }

    /// Returns the number of steps so far.
    pub(crate) fn steps(&self) -> usize {
        self.0.borrow().steps.len()
    }

    /// Returns the number of the option to take. A single option is no choice, and leaves no trace.
    ///
    /// # Panics
    ///
    /// If a replayed program offers other options than it did before: it must depend on nothing but the choices.
    pub fn choose(&self, options: &[String]) -> usize {
        assert!(!options.is_empty(), "a choice needs an option");
        let mut run = self.0.borrow_mut();
        if options.len() == 1 || run.straight {
            return 0;
        }
        let taken = match run.script.get(run.choices.len()) {
            Some(taken) => *taken,
            None => run.random.as_mut().map_or(0, |pct| pct.pick(options)),
        };
        run.misfit |= taken >= options.len();
        if run.misfit {
            let why = format!("{MOODY}: it now offers only {options:?}");
            resume_unwind(Box::new(why)); // told by whoever runs the program
        }
        let choice = Choice {
            options: options.to_vec(),
            taken,
            at_step: run.steps.len(),
        };
        run.choices.push(choice);
        run.words = Some(options[taken].clone());
        taken
    }

    /// The rest of the run has no choices.
    pub(crate) fn go_straight_on(&self) {
        self.0.borrow_mut().straight = true;
    }

    /// Adds a step to the story of this run.
    pub fn step(&self, step: Step) {
        let mut run = self.0.borrow_mut();
        let choice = run.words.take();
        run.steps.push(Step { choice, ..step });
    }

    /// Counts a thread that had to wait for a lock that another thread holds.
    pub(crate) fn count_wait(&self) {
        self.0.borrow_mut().waits += 1;
    }
}
