//! Depth first over choices: a program is run again and again, each time with other choices, until none is left.

use std::cell::RefCell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use crate::refused::{Refused, message};
use crate::step::Step;

/// More orders than these are a program that is too large to explore.
const MOST: usize = 200_000;

const MOODY: &str = "the program depends on more than the choices";

/// What a program asks at each point where things could come in another order.
#[derive(Clone, Debug, Default)]
pub struct Chooser(Rc<RefCell<Run>>);

/// What is known of the run so far.
#[derive(Debug, Default)]
struct Run {
    /// The options to take first, by number. After them the first option is taken.
    script: Vec<usize>,
    choices: Vec<Choice>,
    steps: Vec<Step>,
    /// The words of a choice that no step has followed yet.
    words: Option<String>,
    waits: usize,
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
    /// Returns the number of the option to take. A single option is no choice, and leaves no trace.
    ///
    /// # Panics
    ///
    /// If a replayed program offers other options than it did before: it must depend on nothing but the choices.
    pub fn choose(&self, options: &[String]) -> usize {
        assert!(!options.is_empty(), "a choice needs an option");
        if options.len() == 1 {
            return 0;
        }
        let mut run = self.0.borrow_mut();
        let taken = run.script.get(run.choices.len()).copied().unwrap_or(0);
        assert!(
            taken < options.len(),
            "{MOODY}: it now offers only {options:?}"
        );
        let choice = Choice {
            options: options.to_vec(),
            taken,
            at_step: run.steps.len(),
        };
        run.choices.push(choice);
        run.words = Some(options[taken].clone());
        taken
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
}

impl Order {
    /// Returns the number of the option taken at each choice: all that [`replay`] needs.
    pub fn script(&self) -> Vec<usize> {
        self.choices.iter().map(|choice| choice.taken).collect()
    }

    /// Returns how often the next step is that of another thread.
    fn changes(&self) -> usize {
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

/// All orders of a program, depth first: an iterator that runs the program once for each.
#[derive(Debug)]
pub struct Orders<P> {
    program: P,
    /// The script of the next order, or nothing if there is none.
    next: Option<Vec<usize>>,
    number: usize,
}

/// Returns all orders of a program. Order number `n` alone: `orders(program).nth(n - 1)`.
pub fn orders<P: Fn(&Chooser) -> Result<(), String>>(program: P) -> Orders<P> {
    Orders {
        program,
        next: Some(vec![]),
        number: 0,
    }
}

impl<P: Fn(&Chooser) -> Result<(), String>> Iterator for Orders<P> {
    type Item = Order;

    fn next(&mut self) -> Option<Order> {
        let script = self.next.take()?;
        self.number += 1;
        assert!(
            self.number <= MOST,
            "more than {MOST} orders: the program is too large"
        );
        let order = run(self.number, script, &self.program);
        // The next order: the last choice that has another option takes that one.
        let mut choices = &order.choices[..];
        while let [before @ .., last] = choices {
            if last.taken + 1 < last.options.len() {
                let script = before.iter().map(|choice| choice.taken);
                self.next = Some(script.chain([last.taken + 1]).collect());
                break;
            }
            choices = before;
        }
        Some(order)
    }
}

/// Runs one order again, by its [script](Order::script). After the end of the script the first option is taken.
pub fn replay(script: &[usize], program: impl Fn(&Chooser) -> Result<(), String>) -> Order {
    run(0, script.to_vec(), &program)
}

fn run(
    number: usize,
    script: Vec<usize>,
    program: &impl Fn(&Chooser) -> Result<(), String>,
) -> Order {
    let chooser = Chooser::default();
    let choices = script.len();
    chooser.0.borrow_mut().script = script;
    let mut end =
        catch_unwind(AssertUnwindSafe(|| program(&chooser))).unwrap_or_else(|panic| match panic
            .downcast_ref::<Refused>(
        ) {
            Some(Refused(why)) => panic!("{why}"),
            None => Err(message(panic.as_ref())),
        });
    let run = chooser.0.take();
    if run.choices.len() < choices && end.is_ok() {
        end = Err(format!("{MOODY}: it now has fewer of them"));
    }
    Order {
        number,
        choices: run.choices,
        steps: run.steps,
        waits: run.waits,
        end,
    }
}

/// What came out of all orders.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The number of orders.
    pub orders: usize,
    /// The number of orders that ended with an error.
    pub lost: usize,
    /// The number of orders in which a thread had to wait for a lock that another thread held.
    pub contended: usize,
    /// The shortest order that ended with an error. Among equally short ones: that in which the threads take turns the least.
    pub shortest: Option<Order>,
}

/// Runs a program in all orders.
pub fn explore(program: impl Fn(&Chooser) -> Result<(), String>) -> Report {
    let mut report = Report::default();
    for order in orders(program) {
        report.orders += 1;
        report.contended += usize::from(order.waits > 0);
        if order.end.is_err() {
            report.lost += 1;
            let length = |order: &Order| (order.steps.len(), order.changes());
            let shortest = report.shortest.as_ref();
            if shortest.is_none_or(|shortest| length(&order) < length(shortest)) {
                report.shortest = Some(order);
            }
        }
    }
    report
}

/// The counts, and the shortest order that failed.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} orders, {} lost", self.orders, self.lost)?;
        match &self.shortest {
            Some(order) => write!(f, "the shortest of them: {order}"),
            None => Ok(()),
        }
    }
}
