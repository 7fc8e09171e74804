//! Runs a test in every order, and tells the shortest order that fails.

use std::env;
use std::path::Path;
use std::thread;

use crate::chooser::{Chooser, Run};
use crate::number;
use crate::order::run;
use crate::search::search;
use crate::settings::Settings;
use crate::verdict::{Failure, Verdict};
use crate::world::{self, World};

/// The variable of the environment that names an order.
const EXPLORE: &str = "EXPLORE";

/// How a test is explored. [`check`] is `Check::new().check(test)`.
#[derive(Clone, Copy, Debug)]
pub struct Check(Settings);

impl Default for Check {
    fn default() -> Self {
        Self::new()
    }
}

impl Check {
    /// At most 20,000 orders, then 10,000 random ones of depth 3; no spurious polls.
    pub fn new() -> Check {
        Check(Settings {
            limit: 20_000,
            random: 10_000,
            depth: 3,
            seed: 0,
            spurious: 0,
            fresh_wakers: false,
            idle_clock: false,
        })
    }

    /// Sets the number of orders that are tried one after the other.
    pub fn limit(self, orders: usize) -> Check {
        Check(Settings {
            limit: orders.max(1),
            ..self.0
        })
    }

    /// Sets how many random orders follow if the limit was too low, and how many decisions they are to get right at once.
    pub fn random(self, orders: usize, depth: usize) -> Check {
        Check(Settings {
            random: orders,
            depth,
            ..self.0
        })
    }

    /// Sets where the random orders begin. The same seed gives the same orders.
    pub fn seed(self, seed: u64) -> Check {
        Check(Settings { seed, ..self.0 })
    }

    /// Lets the explorer poll a task that nothing has woken, as often as this in a run. A waker that is called twice, or too
    /// late, looks the same to the task.
    pub fn spurious(self, polls: usize) -> Check {
        Check(Settings {
            spurious: polls,
            ..self.0
        })
    }

    /// Gives each poll a waker of its own. Those of earlier polls no longer wake, as if the future had moved to another task.
    pub fn fresh_wakers(self) -> Check {
        Check(Settings {
            fresh_wakers: true,
            ..self.0
        })
    }

    /// Lets time pass only when nothing else can happen, as the paused clock of tokio does. There are fewer orders then, and
    /// no deadline comes together with anything else.
    pub fn idle_clock(self) -> Check {
        Check(Settings {
            idle_clock: true,
            ..self.0
        })
    }

    /// Runs the test in every order, and returns what came out.
    ///
    /// ```
    /// let verdict = explorer::Check::new().run(|world| {
    ///     world.spawn("one", async {});
    ///     world.spawn("two", async { panic!("not today") });
    /// });
    /// let failure = verdict.failure.expect("every order fails");
    /// assert_eq!((failure.found, failure.number()), (1, "0".into()));
    /// assert!(failure.why().starts_with("two panicked: not today"));
    /// ```
    pub fn run(self, test: impl Fn(&World)) -> Verdict {
        let program = |chooser: &Chooser| world::run(chooser, self.0, &test);
        search(self.0, &program)
    }

    /// Runs one order of the test again, by its [number](Failure::number).
    ///
    /// # Errors
    ///
    /// Says that this is no number, or not one of this test.
    pub fn replay(self, number: &str, test: impl Fn(&World)) -> Result<Failure, String> {
        let script = number::read(number)?;
        let program = |chooser: &Chooser| world::run(chooser, self.0, &test);
        let order = run(1, Run::of(script), &program);
        match order.fits {
            true => Ok(Failure { order, found: 1 }),
            false => Err(format!(
                "`{number}` is no order of this test: it has other choices now"
            )),
        }
    }

    /// Runs the test in every order, and returns what was tried. If the environment has the number of an order in `EXPLORE`,
    /// that one is run first: it is the only one if it fails, and all others follow if it does not.
    ///
    /// # Panics
    ///
    /// If the test fails in an order: the message is its story, and its number.
    #[track_caller]
    pub fn check(self, test: impl Fn(&World)) -> Verdict {
        if let Ok(number) = env::var(EXPLORE) {
            match self.replay(&number, &test) {
                Ok(one) if one.order.end.is_err() => panic!("In this order it fails:\n\n{one}"),
                Ok(one) => println!("In this order nothing goes wrong:\n\n{one}"),
                Err(why) => println!("{EXPLORE}: {why}"),
            }
        }
        let verdict = self.run(&test);
        let Some(failure) = &verdict.failure else {
            return verdict;
        };
        let number = failure.number();
        let again = self.replay(&number, test);
        assert!(
            again.is_ok_and(|again| again.to_string() == failure.to_string()),
            "the test depends on more than the order: the same choices ended in another way. Does it use a clock, a random \
             number, a thread, or something that an earlier run has left?\n\n{failure}"
        );
        panic!(
            "In this order it fails:\n\n{failure}\nIts number is {number}; {verdict}. Again, and alone: {EXPLORE}={number} {}",
            command()
        );
    }
}

/// Returns the command that runs this test.
fn command() -> String {
    let this = thread::current();
    let name = this.name().unwrap_or("NAME");
    let Ok(package) = env::var("CARGO_PKG_NAME") else {
        return format!("cargo test {name}");
    };
    let program = env::current_exe().ok();
    let stem = program.as_deref().and_then(Path::file_stem);
    // Cargo adds a hyphen and a hash to the name of a target.
    match stem.and_then(|stem| stem.to_str()?.rsplit_once('-')) {
        Some((target, _)) if target != package.replace('-', "_") => {
            format!("cargo test -p {package} --test {target} {name}")
        }
        _ => format!("cargo test -p {package} {name}"),
    }
}

/// Runs an async test in every order of wakes, deadlines and cancels, and returns what was tried.
///
/// # Panics
///
/// If the test fails in an order: the message is its story, and its number.
#[track_caller]
pub fn check(test: impl Fn(&World)) -> Verdict {
    Check::new().check(test)
}
