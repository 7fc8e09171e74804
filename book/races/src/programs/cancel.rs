//! One thread: a reader waits for a word, and a task aborts it when its time is over. The choice is what comes next.

mod picture;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use stage06::events::{Event, observe};
use stage06::executor::Executor;
use stage06::join::{JoinError, JoinHandle, joinable};
use stage06::snapshot;
use stage06::timers::{Timers, sleep_until};

pub use self::picture::CANCEL_RACE;
use self::picture::read_line;
use super::letters::{Stream, fill, word};
use super::words::place;
use explorer::Chooser;
use explorer::{Step, View};

/// Where a reader keeps what it has read so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// In a variable of its future.
    Inside,
    /// With the caller.
    Outside,
}

/// The pieces of the word, in the order in which they come, and the ids of the tasks.
const PIECES: [&str; 2] = ["wo", "rd"];
const READER: u64 = 0;
const STOP: u64 = 1;

/// What the tasks, the choices and the observer share.
struct Scene {
    keeps: Keeps,
    executor: Executor,
    timers: Rc<Timers>,
    stream: Rc<Stream>,
    /// How many pieces have come.
    came: Cell<usize>,
    /// What is with the caller: what a reader keeps there, or the result.
    kept: Rc<RefCell<String>>,
    reader: Rc<RefCell<JoinHandle<()>>>,
    /// How the reader has ended.
    outcome: RefCell<Option<Result<(), JoinError>>>,
    /// The picture after the last step.
    before: RefCell<View>,
    /// What the turn has told.
    told: RefCell<Vec<Step>>,
}

/// More than in any order. A reader that has not ended then never does.
const MOST: usize = 20;

/// While this lives, the observer tells what happens in a scene; afterwards no more, also when the end is a panic.
struct Told;

impl Told {
    fn new(scene: &Rc<Scene>) -> Told {
        SCENE.set(Some(scene.clone()));
        observe(Some(tell));
        Told
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        observe(None);
        SCENE.set(None);
    }
}

thread_local! {
    static SCENE: RefCell<Option<Rc<Scene>>> = const { RefCell::new(None) };
}

/// A reader waits for a word of four letters, which come in two pieces. Another task sleeps until a deadline, and then
/// aborts the reader. Pieces, deadline, and turns of the loop come in every order.
///
/// # Errors
///
/// If a letter that has come is neither in the stream nor with the caller when the reader has ended.
pub fn cancel_race(keeps: Keeps, chooser: &Chooser) -> Result<(), String> {
    let start = Instant::now(); // from here on time is the explorer's
    let deadline = start + Duration::from_secs(1);
    let scene = Rc::new(Scene::new(keeps, start, deadline));
    scene.executor.run_ready(); // the first polls: both tasks wait
    chooser.step(scene.step(
        "loop",
        "reader waits for four letters. At the deadline, stop will abort reader.",
    ));
    let _told = Told::new(&scene);
    for _ in 0..MOST {
        if scene.outcome.borrow().is_none() {
            scene.advance(deadline, chooser);
        }
    }
    if scene.outcome.borrow().is_none() {
        return Err("the reader never ends".into());
    }
    let picture = scene.before.borrow();
    let lost = |piece: &&&str| place(&picture, piece) == "lost";
    match PIECES.iter().filter(lost).count() {
        0 => Ok(()),
        lost => Err(format!("{lost} of the pieces are lost")),
    }
}

impl Scene {
    fn new(keeps: Keeps, start: Instant, deadline: Instant) -> Self {
        let (executor, timers) = (Executor::new(|| ()), Timers::new(start));
        let (stream, kept) = (Rc::<Stream>::default(), Rc::<RefCell<String>>::default());
        let (from, to) = (stream.clone(), kept.clone());
        let (task, handle) = joinable(async move {
            match keeps {
                Keeps::Inside => {
                    let word = word(from).await;
                    to.replace(word);
                }
                Keeps::Outside => fill(to, from).await,
            }
        });
        executor.spawn(task);
        let reader = Rc::new(RefCell::new(handle));
        let (sleep, aborts) = (sleep_until(&timers, deadline), reader.clone());
        executor.spawn(async move {
            sleep.await;
            aborts.borrow().abort();
        });
        Scene {
            keeps,
            executor,
            timers,
            stream,
            came: Cell::new(0),
            kept,
            reader,
            outcome: RefCell::default(),
            before: RefCell::default(),
            told: RefCell::default(),
        }
    }

    /// One thing happens: a piece comes, the deadline passes, or the loop takes a turn.
    fn advance(&self, deadline: Instant, chooser: &Chooser) {
        let (ready, _) = snapshot::queue(&self.executor);
        let piece = PIECES.get(self.came.get());
        let time = self.timers.next_deadline();
        let options = [
            piece.map(|_| "Letters come.".to_string()),
            time.map(|_| "The deadline passes.".to_string()),
            (!ready.is_empty()).then(|| "The loop runs.".to_string()),
        ];
        let able: Vec<_> = (0..3).filter(|option| options[*option].is_some()).collect();
        let labels: Vec<_> = options.into_iter().flatten().collect();
        match (able[chooser.choose(&labels)], piece) {
            (0, Some(piece)) => {
                self.came.set(self.came.get() + 1);
                self.stream.push(piece);
                let queued = place(&self.before.borrow(), "id-reader") == "queue";
                let then = match queued {
                    true => "reader is in the run queue already.",
                    false => "reader is woken.",
                };
                chooser.step(self.step("sender", &format!("The letters `{piece}` come: {then}")));
            }
            (1, _) => {
                let due = self.timers.expire(deadline);
                due.into_iter().for_each(Waker::wake);
                chooser.step(self.step("clock", "The deadline passes: stop is woken."));
            }
            _ => {
                self.executor.run_ready();
                let told = self.told.take();
                told.into_iter().for_each(|step| chooser.step(step));
            }
        }
    }

    /// The loop has polled a task, or dropped its future.
    fn polled(&self, task: u64, ended: bool) {
        if self.outcome.borrow().is_some() {
            return; // the story is over
        }
        if (task, ended) == (READER, true) {
            let mut handle = self.reader.borrow_mut();
            let context = &mut Context::from_waker(Waker::noop());
            if let Poll::Ready(outcome) = std::pin::Pin::new(&mut *handle).poll(context) {
                self.outcome.replace(Some(outcome));
            }
        }
        let (before, after) = (self.before.borrow().clone(), self.look());
        let unread =
            |piece: &&&str| place(&before, piece) == "stream" && place(&after, piece) != "stream";
        let taken: Vec<_> = PIECES.iter().filter(unread).copied().collect();
        let taken = taken.concat();
        let say = match (task, &*self.outcome.borrow()) {
            (STOP, _) if place(&before, "id-reader") == "queue" => {
                "The loop polls stop, which aborts reader. Its id is in the queue already.".into()
            }
            (STOP, _) => "The loop polls stop, which aborts reader: reader is woken.".into(),
            (_, None) => format!(
                "The loop polls reader, which takes `{taken}` off the stream, and waits for more."
            ),
            (_, Some(Ok(()))) => {
                format!("The loop polls reader, which takes `{taken}`. It has its word, and ends.")
            }
            (_, Some(Err(_))) => {
                "reader was aborted: the loop drops its future, and does not poll it.".into()
            }
        };
        let line = (!taken.is_empty()).then(|| read_line(self.keeps));
        let step = self.step("loop", &say);
        self.told.borrow_mut().push(Step { line, ..step });
    }

    fn step(&self, who: &str, say: &str) -> Step {
        let view = self.look();
        self.before.replace(view.clone());
        Step {
            who: who.into(),
            say: say.into(),
            view,
            ..Step::default()
        }
    }
}

fn tell(event: Event) {
    let scene = SCENE.with_borrow(|scene| scene.clone());
    match (event, scene) {
        (Event::Pending(task), Some(scene)) => scene.polled(task, false),
        (Event::Complete(task), Some(scene)) => scene.polled(task, true),
        _ => {}
    }
}
