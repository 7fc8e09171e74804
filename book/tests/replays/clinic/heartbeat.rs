//! The patient `heartbeat`, rebuilt on the small executor and its `race`: what its `read_message` has read is dropped with it.

use book::replay::{Figure, Held, Lane, Move, Place, Recorder, Source, Step, Thing, Trace};
use stage06::{combine::race, executor::Executor};
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    future::poll_fn,
    mem,
    task::{Poll, Waker},
};

const CODE: &str = "book/clinic/examples/patients/heartbeat.rs";

/// An event, what is said of it, the moves, and the line of the patient that does the same.
struct Told(&'static str, &'static str, Vec<Move>, Option<&'static str>);

/// Pieces of bytes, and where they are.
struct World {
    recorder: Recorder,
    script: VecDeque<Told>,
    /// What has come, and was not read.
    socket: VecDeque<&'static str>,
    /// What the variables of the `read_message` that waits hold.
    variables: Vec<&'static str>,
    /// What was in variables that were dropped.
    lost: Vec<&'static str>,
    /// True if it is time for a heartbeat.
    tick: bool,
    waker: Option<Waker>,
}

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
}

fn world<T>(act: impl FnOnce(&mut World) -> T) -> T {
    WORLD.with_borrow_mut(|world| act(world.as_mut().expect("a story is told")))
}

fn tell(event: &str) {
    world(|world| {
        let told = world.script.pop_front();
        let Told(when, say, moves, code) =
            told.unwrap_or_else(|| panic!("{event} has no sentence"));
        assert_eq!(when, event, "{say:?} is said at the wrong time");
        let rest = world.socket.contains(&"ll") || world.variables.contains(&"ll");
        let step = Step {
            lane: usize::from(rest),
            name: when,
            say: say.into(),
            moves,
            at: code.map(|code| Source::of(CODE, code)),
        };
        let held = |pieces: &mut dyn Iterator<Item = &&'static str>| -> Held {
            pieces.map(|id| (id.to_string(), String::new())).collect()
        };
        let actual = BTreeMap::from([
            ("socket", held(&mut world.socket.iter())),
            ("variables", held(&mut world.variables.iter())),
            ("lost", held(&mut world.lost.iter())),
        ]);
        world.recorder.step(step, &actual);
    });
}

/// The variables of a `read_message`.
struct Variables;

impl Drop for Variables {
    fn drop(&mut self) {
        world(|world| world.lost.append(&mut world.variables));
        tell("drop");
    }
}

/// Takes the next piece off the socket, into the variables.
async fn read() -> &'static str {
    let mut told = false;
    poll_fn(move |context| {
        let piece = world(|world| {
            world.waker = Some(context.waker().clone());
            let piece = world.socket.pop_front()?;
            world.variables.push(piece);
            Some(piece)
        });
        match piece {
            Some(piece) => {
                tell("read");
                Poll::Ready(piece)
            }
            None if mem::replace(&mut told, true) => Poll::Pending,
            None => {
                tell("wait");
                Poll::Pending
            }
        }
    })
    .await
}

async fn read_message() {
    let _variables = Variables;
    let length = read().await;
    let mut wanted = if length == "five" { 5 } else { 27_756 };
    while wanted > 0 {
        wanted -= read().await.len();
    }
}

async fn tick() {
    let ready = |world: &mut World| mem::take(&mut world.tick);
    poll_fn(|_| {
        if world(ready) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

async fn serve() {
    loop {
        let read = async {
            read_message().await;
            "message"
        };
        let beat = async {
            tick().await;
            "heartbeat"
        };
        tell(race(read, beat).await);
    }
}

/// A heartbeat in the middle of a message.
pub(crate) fn lost_bytes() -> Trace {
    WORLD.set(Some(World {
        recorder: Recorder::new(figure()),
        script: script().into(),
        socket: VecDeque::new(),
        variables: Vec::new(),
        lost: Vec::new(),
        tick: false,
        waker: None,
    }));
    let executor = Executor::new(|| ());
    executor.spawn(serve());
    let turn = || {
        world(|world| world.waker.take())
            .into_iter()
            .for_each(Waker::wake);
        executor.run_ready();
    };
    world(|world| world.socket.extend(["five", "he"]));
    tell("send");
    turn();
    world(|world| world.tick = true);
    turn();
    world(|world| world.socket.extend(["ll", "o"]));
    tell("send");
    turn();
    let told = WORLD.take().expect("it was set above");
    assert!(told.script.is_empty(), "the run ended early");
    mem::forget(executor); // the drop of what waits is not told
    Trace::new("clinic_heartbeat", told.recorder.finish())
}

fn script() -> Vec<Told> {
    let (to, read) = (Move::to, "let length = reader.read_u16().await?;");
    let exact = "reader.read_exact(&mut text).await?;";
    let branch = "message = read_message(&mut reader) => match message? {";
    let beat = "_ = heartbeat.tick() => writer.write_all(b\".\").await?,";
    vec![
        Told(
            "send",
            "The client sends the length 5 and the text he, and pauses.",
            vec![to("five", "socket"), to("he", "socket")],
            None,
        ),
        Told(
            "read",
            "`read_u16` takes the length 5 off the socket, into a variable.",
            vec![to("five", "variables")],
            Some(read),
        ),
        Told(
            "read",
            "`read_exact` takes the text he off the socket, into another variable.",
            vec![to("he", "variables")],
            Some(exact),
        ),
        Told(
            "wait",
            "The socket is empty. `read_message` waits for three more letters.",
            vec![],
            Some(exact),
        ),
        Told(
            "drop",
            "A second has passed: the other branch is ready. `select!` drops `read_message`.",
            vec![to("five", "lost"), to("he", "lost")],
            Some(branch),
        ),
        Told(
            "heartbeat",
            "The body of that branch runs: the server sends its heartbeat.",
            vec![],
            Some(beat),
        ),
        Told(
            "wait",
            "The loop calls `read_message` anew. It waits for a length.",
            vec![],
            Some(read),
        ),
        Told(
            "send",
            "The client sends the rest: ll, and o.",
            vec![to("ll", "socket"), to("o", "socket")],
            None,
        ),
        Told(
            "read",
            "`read_u16` takes ll for a length. That is 27,756.",
            vec![to("ll", "variables")],
            Some(read),
        ),
        Told(
            "read",
            "`read_exact` takes o for the first letter of a text.",
            vec![to("o", "variables")],
            Some(exact),
        ),
        Told(
            "wait",
            "It waits for 27,755 more. The client waits for an answer.",
            vec![],
            Some(exact),
        ),
    ]
}

fn figure() -> Figure {
    Figure {
        title: "Four bytes, a heartbeat, three bytes",
        places: vec![
            Place::new("socket", "Socket")
                .note("has come, not read")
                .mark("thin"),
            Place::new("variables", "read_message")
                .note("its variables")
                .mark("solid"),
            Place::new("lost", "Nowhere").mark("none"),
        ],
        things: vec![
            Thing::new("five", "00 05", "message", "orange").named("the length 5"),
            Thing::new("he", "h e", "message", "orange").named("the text he"),
            Thing::new("ll", "l l", "message", "blue").named("ll"),
            Thing::new("o", "o", "message", "blue").named("o"),
        ],
        grid: vec!["socket variables lost"],
        narrow: vec!["socket variables", "lost lost"],
        lanes: vec![
            Lane::new("00 05 h e", &["five", "he"]),
            Lane::new("l l o", &["ll", "o"]),
        ],
    }
}
