//! One order, and how it is run.

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::chooser::{Choice, Chooser, MOODY, Run};
use crate::refused::{Refused, message};
use crate::step::Step;

/// One order: the choices, what happened, and how it ended.
#[derive(Clone, Debug)]
pub struct Order {
    /// The place of this order among all of them, from 1.
    pub number: usize,
    /// The choices, in the order of the run.
    pub choices: Vec<Choice>,
    /// What happened.
    pub steps: Vec<Step>,
    /// How often a thread had to wait for a lock that another thread held.
    pub waits: usize,
    /// How it ended: an error says what was lost.
    pub end: Result<(), String>,
    /// False if the program did not offer the choices that were asked of it.
    pub(crate) fits: bool,
    /// True if the run was so long that its end has no choices.
    pub(crate) straight: bool,
}

impl Order {
    /// Returns the number of the option taken at each choice: all that [`replay`] needs.
    pub fn script(&self) -> Vec<usize> {
        self.choices.iter().map(|choice| choice.taken).collect()
    }

    /// Returns how often the next step is that of another thread.
    pub(crate) fn changes(&self) -> usize {
        let pairs = self.steps.windows(2);
        pairs.filter(|pair| pair[0].who != pair[1].who).count()
    }
}

/// The story: a line for each step, the choices marked, and the end.
impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "order {}, choices {:?}", self.number, self.script())?;
        for step in &self.steps {
            let mark = if step.choice.is_some() { '>' } else { ' ' };
            write!(f, "  {mark} {}", step.say)?;
            match &step.line {
                Some(line) => writeln!(f, "  [{}: {}]", line.function, line.text)?,
                None => writeln!(f)?,
            }
        }
        match &self.end {
            Ok(()) => writeln!(f, "  = nothing is lost"),
            Err(lost) => writeln!(f, "  = {lost}"),
        }
    }
}

/// Runs one order again, by its [script](Order::script). After the end of the script the first option is taken.
pub fn replay(script: &[usize], program: impl Fn(&Chooser) -> Result<(), String>) -> Order {
    run(0, Run::of(script.to_vec()), &program)
}

thread_local! {
    /// True while this thread runs a program.
    static RUNS: Cell<bool> = const { Cell::new(false) };
}

/// True if this thread runs a program: all that happens is then known.
pub(crate) fn runs() -> bool {
    RUNS.get()
}

/// Runs a program once.
pub(crate) fn run(
    number: usize,
    run: Run,
    program: &impl Fn(&Chooser) -> Result<(), String>,
) -> Order {
    let choices = run.script.len();
    let chooser = Chooser::new(run);
    let before = RUNS.replace(true);
    let ran = catch_unwind(AssertUnwindSafe(|| program(&chooser)));
    RUNS.set(before);
    let mut end = ran.unwrap_or_else(|panic| match panic.downcast_ref::<Refused>() {
        Some(Refused(why)) => panic!("{why}"),
        None => Err(message(panic.as_ref())),
    });
    let run = chooser.take();
    let fits = run.choices.len() >= choices && !run.misfit;
    if run.choices.len() < choices && end.is_ok() {
        end = Err(format!("{MOODY}: it now has fewer of them"));
    }
    Order {
        number,
        choices: run.choices,
        steps: run.steps,
        waits: run.waits,
        end,
        fits,
        straight: run.straight,
    }
}
