//! The executor: what can happen next is a choice.

use std::rc::Rc;

use super::World;
use super::moment::leave;
use super::poll::place;
use crate::caught::caught;
use crate::chooser::Chooser;
use crate::settings::Settings;

/// After so many steps there are no more choices: what is ready goes on, first come, first served.
const CHOICES: usize = 200;

/// More steps than these are a test that does not end.
const MOST: usize = 1_000;

/// What can happen next.
enum Next {
    Poll(usize),
    Outside(Rc<str>),
    Thread(usize),
    Time,
    Cancel(usize),
    Spurious(usize),
}

/// Runs a test in the order that the chooser picks.
pub(crate) fn run(
    chooser: &Chooser,
    settings: Settings,
    test: &dyn Fn(&World),
) -> Result<(), String> {
    let world = World::new(chooser, settings);
    world.enter();
    let set_up = caught(|| test(&world));
    let ran = set_up.and_then(|()| world.drive());
    let checked = ran.and_then(|()| {
        let checks = world.0.at_end.take();
        checks.into_iter().try_for_each(caught)
    });
    let cleared = world.clear();
    checked.and(cleared)
}

impl World {
    /// Does one thing after the other, until nothing is left.
    fn drive(&self) -> Result<(), String> {
        self.start_threads()?;
        for step in 0..MOST {
            let mut all = self.next();
            if all.is_empty() {
                return self.left();
            }
            self.act(match step < CHOICES {
                true => {
                    self.add_optional(&mut all);
                    let words: Vec<_> = all.iter().map(|next| self.words(next)).collect();
                    all.swap_remove(self.0.chooser.choose(&words))
                }
                false => {
                    self.0.chooser.go_straight_on();
                    all.swap_remove(0)
                }
            })?;
            if self.0.wakes.is_strange() {
                let why = "another thread has called a waker: a test must do all itself, and say `world.outside` for other threads";
                return Err(why.into());
            }
        }
        let ready = self.0.wakes.ready().into_iter();
        let names: Vec<_> = ready.map(|task| self.name(task)).collect();
        let what = match (&names[..], self.waiting()) {
            ([], None) => "time passes again and again".into(),
            ([], Some(waiting)) => format!("time passes again and again, and {waiting}"),
            (names, _) => format!("{} is woken again and again", names.join(" and ")),
        };
        Err(format!("the test has no end: {what}"))
    }

    /// Returns what can happen next: the tasks that were woken, the first one first; what comes from outside; threads; and
    /// the clock.
    fn next(&self) -> Vec<Next> {
        let mut next: Vec<_> = self.0.wakes.ready().into_iter().map(Next::Poll).collect();
        next.extend(self.coming().into_iter().map(Next::Outside));
        next.extend(self.able_threads().into_iter().map(Next::Thread));
        let tasks = self.0.tasks.borrow();
        let waiting = tasks.iter().any(|task| !task.ended && !task.background);
        let may_pass = next.is_empty() || !self.0.idle_clock;
        if waiting && may_pass && !self.0.timers.borrow().is_empty() {
            next.push(Next::Time);
        }
        next
    }

    /// Adds what can happen, and need not.
    fn add_optional(&self, next: &mut Vec<Next>) {
        let tasks = self.0.tasks.borrow();
        let alive = || tasks.iter().enumerate().filter(|(_, task)| !task.ended);
        next.extend(
            alive()
                .filter(|(_, task)| task.may_cancel)
                .map(|(n, _)| Next::Cancel(n)),
        );
        if self.0.spurious.get() > 0 {
            let ready = self.0.wakes.ready();
            let asleep = alive().filter(|(number, _)| !ready.contains(number));
            next.extend(asleep.map(|(number, _)| Next::Spurious(number)));
        }
    }

    fn words(&self, next: &Next) -> String {
        match next {
            Next::Poll(task) => format!("{} runs", self.name(*task)),
            Next::Outside(name) => name.to_string(),
            Next::Thread(number) => format!("{} does a step", self.thread_name(*number)),
            Next::Time => "time passes".into(),
            Next::Cancel(task) => format!("{} is cancelled", self.name(*task)),
            Next::Spurious(task) => format!("{} is polled without a wake", self.name(*task)),
        }
    }

    fn act(&self, next: Next) -> Result<(), String> {
        match next {
            Next::Poll(task) => return self.poll(task, "runs"),
            Next::Outside(name) => return caught(|| self.comes(&name, "")),
            Next::Thread(number) => return self.step_thread(number, ""),
            Next::Time => self.pass(),
            Next::Cancel(task) => return caught(|| self.cancel(task, "is cancelled")),
            Next::Spurious(task) => {
                self.0.spurious.set(self.0.spurious.get() - 1);
                return self.poll(task, "is polled without a wake");
            }
        }
        Ok(())
    }

    /// Returns an error if a task is left that waits forever.
    fn left(&self) -> Result<(), String> {
        self.waiting().map_or(Ok(()), |waiting| {
            Err(format!("{waiting}, and nothing is left that could wake it"))
        })
    }

    /// Says who waits, and since when.
    fn waiting(&self) -> Option<String> {
        let tasks = self.0.tasks.borrow();
        let left = tasks.iter().filter(|task| !task.ended && !task.background);
        let says = left.map(|task| {
            let (since, place) = (task.since, place(&task.waits_at));
            format!("{} has waited since step {since}{place}", task.name)
        });
        let says: Vec<_> = says.chain(self.threads_left()).collect();
        Some(says.join("; ")).filter(|says| !says.is_empty())
    }

    /// Drops all that is left, so that nothing keeps the world alive.
    fn clear(&self) -> Result<(), String> {
        self.end_threads();
        let futures: Vec<_> = {
            let mut tasks = self.0.tasks.borrow_mut();
            tasks
                .iter_mut()
                .filter_map(|task| task.future.take())
                .collect()
        };
        let mut end = Ok(());
        for future in futures {
            end = end.and(caught(|| drop(future)));
        }
        let rest = (
            self.0.outside.take(),
            self.0.at_end.take(),
            self.0.timers.take(),
        );
        end = end.and(caught(|| drop(rest)));
        leave();
        end
    }
}
