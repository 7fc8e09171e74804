//! The patient `transfer`, rebuilt on the small executor with a lock of a few lines: two tasks, each owed a wake by the other.

use book::replay::{Figure, Held, Lane, Move, Place, Recorder, Source, Step, Thing, Trace};
use stage06::{executor::Executor, snapshot};
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    future::poll_fn,
    mem,
    rc::Rc,
    task::{Poll, Waker},
};

const CODE: &str = "book/clinic/examples/patients/transfer.rs";
const NAMES: [&str; 2] = ["a", "b"];

/// An event, what is said of it, the moves, and the line of the patient that does the same.
struct Told(&'static str, &'static str, Vec<Move>, Option<&'static str>);

/// A lock: the task that holds it, and the wakers of those that wait.
#[derive(Default)]
struct Lock {
    holder: Option<usize>,
    waiting: Vec<(usize, Waker)>,
}

struct World {
    recorder: Recorder,
    script: VecDeque<Told>,
    executor: Rc<Executor>,
    locks: [Lock; 2],
}

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
}

fn world<T>(act: impl FnOnce(&mut World) -> T) -> T {
    WORLD.with_borrow_mut(|world| act(world.as_mut().expect("a story is told")))
}

fn tell(event: &str, task: usize) {
    world(|world| {
        let told = world.script.pop_front();
        let Told(when, say, moves, code) =
            told.unwrap_or_else(|| panic!("{event} has no sentence"));
        assert_eq!(when, event, "{say:?} is said at the wrong time");
        let step = Step {
            lane: task,
            name: when,
            say: say.into(),
            moves,
            at: code.map(|code| Source::of(CODE, code)),
        };
        let held = |prefix: &str, tasks: &mut dyn Iterator<Item = usize>| -> Held {
            tasks
                .map(|n| (format!("{prefix}{}", NAMES[n]), String::new()))
                .collect()
        };
        let (queue, _) = snapshot::queue(&world.executor);
        let [zero, one] = &world.locks;
        let waiting = |lock: &Lock| held("waker-", &mut lock.waiting.iter().map(|(n, _)| *n));
        let actual = BTreeMap::from([
            (
                "queue",
                held("id-", &mut queue.iter().map(|id| *id as usize)),
            ),
            ("zero", held("", &mut zero.holder.into_iter())),
            ("for-zero", waiting(zero)),
            ("one", held("", &mut one.holder.into_iter())),
            ("for-one", waiting(one)),
        ]);
        world.recorder.step(step, &actual);
    });
}

/// Waits for the lock of an account.
async fn lock(account: usize, task: usize) {
    poll_fn(|context| {
        let free = world(|world| {
            let lock = &mut world.locks[account];
            match lock.holder {
                None => lock.holder = Some(task),
                Some(_) => lock.waiting.push((task, context.waker().clone())),
            }
            lock.holder == Some(task)
        });
        tell(if free { "locks" } else { "waits" }, task);
        if free { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

async fn yield_now(task: usize) {
    let mut yielded = false;
    poll_fn(|context| {
        if mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        tell("yields", task);
        Poll::Pending
    })
    .await;
}

async fn transfer(from: usize, to: usize, task: usize) {
    lock(from, task).await;
    yield_now(task).await;
    lock(to, task).await;
    unreachable!("the story is that of a deadlock");
}

/// Two transfers in opposite directions.
pub(crate) fn two_transfers() -> Trace {
    let executor = Rc::new(Executor::new(|| ()));
    WORLD.set(Some(World {
        recorder: Recorder::new(figure()),
        script: script().into(),
        executor: executor.clone(),
        locks: Default::default(),
    }));
    executor.spawn(transfer(0, 1, 0));
    executor.spawn(transfer(1, 0, 1));
    tell("spawned", 0);
    (0..9).for_each(|_| executor.run_ready());
    tell("nothing to do", 0);
    let told = WORLD.take().expect("it was set above");
    assert!(told.script.is_empty(), "the run ended early");
    Trace::new("clinic_transfer", told.recorder.finish())
}

fn script() -> Vec<Told> {
    let (to, away) = (Move::to, Move::away);
    let first = "let mut payer = self.accounts[from].lock().await;";
    let pause = "tokio::task::yield_now().await; // asks the database for the other account";
    let second = "let mut payee = self.accounts[to].lock().await;";
    vec![
        Told(
            "spawned",
            "Two tasks are spawned: A moves money from 0 to 1, and B from 1 to 0.",
            vec![to("id-a", "queue"), to("id-b", "queue")],
            None,
        ),
        Told(
            "locks",
            "A is polled. Account 0 is free: A locks it.",
            vec![away("id-a"), to("a", "zero")],
            Some(first),
        ),
        Told(
            "yields",
            "A yields: it wakes itself, and is queued behind B. It keeps its lock.",
            vec![to("id-a", "queue").out_of("a")],
            Some(pause),
        ),
        Told(
            "locks",
            "B is polled. Account 1 is free: B locks it.",
            vec![away("id-b"), to("b", "one")],
            Some(first),
        ),
        Told(
            "yields",
            "B yields, and keeps its lock.",
            vec![to("id-b", "queue").out_of("b")],
            Some(pause),
        ),
        Told(
            "waits",
            "A asks for account 1, which B holds. A leaves its waker there.",
            vec![away("id-a"), to("waker-a", "for-one").out_of("a")],
            Some(second),
        ),
        Told(
            "waits",
            "B asks for account 0, which A holds. B leaves its waker there.",
            vec![away("id-b"), to("waker-b", "for-zero").out_of("b")],
            Some(second),
        ),
        Told(
            "nothing to do",
            "The queue is empty. Each lock would wake the task that holds the other one.",
            vec![],
            None,
        ),
    ]
}

fn figure() -> Figure {
    Figure {
        title: "Two transfers in opposite directions",
        places: vec![
            Place::new("queue", "Run queue")
                .note("ids of woken tasks")
                .mark("half"),
            Place::new("zero", "Account 0")
                .note("locked by")
                .look("slot")
                .mark("thin"),
            Place::new("for-zero", "Wait for 0")
                .note("wakers")
                .mark("none"),
            Place::new("one", "Account 1")
                .note("locked by")
                .look("slot")
                .mark("thin"),
            Place::new("for-one", "Wait for 1")
                .note("wakers")
                .mark("none"),
        ],
        things: vec![
            Thing::new("a", "A", "task", "orange"),
            Thing::new("b", "B", "task", "blue"),
            Thing::new("id-a", "A", "id", "orange").named("the id of A"),
            Thing::new("id-b", "B", "id", "blue").named("the id of B"),
            Thing::new("waker-a", "waker", "waker", "orange").named("the waker of A"),
            Thing::new("waker-b", "waker", "waker", "blue").named("the waker of B"),
        ],
        grid: vec!["queue zero for-zero", "queue one for-one"],
        narrow: vec!["queue queue", "zero for-zero", "one for-one"],
        lanes: vec![
            Lane::new("A", &["a", "id-a"]),
            Lane::new("B", &["b", "id-b"]),
        ],
    }
}
