//! A task that waits for a byte, on stage 5's loop and on stage 4's: one looks in every turn, the other is parked.

mod script;

use crate::tasks::Told;
use book::replay::{Held, Recorder, Step, Trace};
use script::{figure, script};
use stage01::{Result, co};
use stage03::observe::{Happening, observe};
use stage04::EventLoop;
use stage05::{Loop, until};
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    io::{Error, ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    rc::Rc,
};

/// The run so far.
struct Story {
    recorder: Recorder,
    script: VecDeque<Told>,
    five: Loop,
    /// The loop that runs: 5 or 4.
    stage: u32,
    /// The task that takes a step, of stage 5 and of stage 4.
    running: [Option<u64>; 2],
    /// The tasks in stage 4's queue, as its events say.
    queue: VecDeque<u64>,
    /// The tasks that stage 4 has parked, as its events say.
    parked: Vec<u64>,
    /// Looks that found nothing, of stage 5 and of stage 4.
    vain: [u32; 2],
}

thread_local! {
    static STORY: RefCell<Option<Story>> = const { RefCell::new(None) };
}

fn story<T>(does: impl FnOnce(&mut Story) -> T) -> T {
    STORY.with_borrow_mut(|story| does(story.as_mut().expect("a story is told")))
}

impl Story {
    /// What the events say: where the tasks of stage 4 are, and which task of stage 5 runs.
    fn note(&mut self, did: &Happening) {
        let Some(task) = did.field("task").and_then(|task| task.parse().ok()) else {
            return;
        };
        let running = usize::from(self.stage == 4);
        match did.name.as_str() {
            "step" => {
                self.running[running] = Some(task);
                self.queue.retain(|queued| running == 0 || *queued != task);
            }
            "complete" => self.running[running] = None,
            "spawn" | "wake" => {
                self.queue.push_back(task);
                self.parked.retain(|parked| *parked != task);
            }
            "request" => {
                self.running[1] = None;
                match task {
                    0 => self.parked.push(task),
                    _ => self.queue.push_back(task),
                }
            }
            _ => {}
        }
        self.tell(&format!("{} {} {task}", self.stage, did.name));
    }

    fn tell(&mut self, event: &str) {
        let Some(told) = self.script.pop_front_if(|told| told.when == event) else {
            return;
        };
        let lane = usize::from(event.starts_with('4'));
        let step = Step {
            lane,
            name: told.when,
            say: told.say.into(),
            moves: told.moves,
            at: None,
        };
        let actual = self.actual();
        self.recorder.step(step, &actual);
    }

    fn actual(&self) -> BTreeMap<&'static str, Held> {
        let named = |stage: u32, tasks: Vec<u64>| -> Held {
            let names = tasks.into_iter().map(|task| match task {
                0 => format!("reader{stage}"),
                _ => format!("worker{stage}"),
            });
            names.map(|name| (name, String::new())).collect()
        };
        let [running5, running4] = self.running.map(Vec::from_iter);
        let mut queue5 = self.five.numbers();
        queue5.retain(|task| !running5.contains(task));
        let vain = [5, 4].iter().zip(self.vain);
        let vain = vain.map(|(stage, looks)| (format!("vain{stage}"), looks.to_string()));
        BTreeMap::from([
            ("queue5", named(5, queue5)),
            ("running5", named(5, running5)),
            ("vain", vain.collect()),
            ("queue4", named(4, self.queue.iter().copied().collect())),
            ("running4", named(4, running4)),
            ("parked4", named(4, self.parked.clone())),
        ])
    }
}

/// Looks at the socket of a reader, and tells of it.
fn look(mut socket: &TcpStream) -> Option<()> {
    let found = match socket.read(&mut [0]) {
        Ok(1) => true,
        Err(error) if error.kind() == ErrorKind::WouldBlock => false,
        other => panic!("the socket broke: {other:?}"),
    };
    story(|story| {
        let stage = story.stage;
        if !found {
            story.vain[usize::from(stage == 4)] += 1;
        }
        story.tell(&format!("{stage} {}", if found { "found" } else { "look" }));
    });
    found.then_some(())
}

/// A non-blocking socket, and its peer.
fn pair() -> Result<(Rc<TcpStream>, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let peer = TcpStream::connect(listener.local_addr()?)?;
    let socket = listener.accept()?.0;
    socket.set_nonblocking(true)?;
    Ok((Rc::new(socket), peer))
}

/// Sends a byte, and returns when it has arrived.
fn send(mut peer: &TcpStream, reader: &TcpStream) -> Result {
    peer.write_all(b"!")?;
    while reader.peek(&mut [0]).is_err() {
        std::thread::yield_now();
    }
    Ok(())
}

pub(crate) fn looks_and_parks() -> Trace {
    let five = Loop::new();
    STORY.set(Some(Story {
        recorder: Recorder::new(figure()),
        script: script().into(),
        five: five.clone(),
        stage: 4,
        running: [None; 2],
        queue: VecDeque::new(),
        parked: Vec::new(),
        vain: [0; 2],
    }));
    observe(|did| story(|story| story.note(did)), || run(&five)).expect("the program runs");
    let story = STORY.take().expect("it was set above");
    if let Some(left) = story.script.front() {
        panic!("the run ended before {:?}", left.when);
    }
    Trace::new("looks_and_parks", story.recorder.finish())
}

fn run(five: &Loop) -> Result {
    let mut four = EventLoop::new()?;
    let ((socket4, peer4), (socket5, peer5)) = (pair()?, pair()?);
    let (reader4, reader5) = (socket4.clone(), socket5.clone());
    four.spawn(co(async move |y| {
        y.yield_from(stage04::readable(&reader4)).await?;
        look(&reader4).ok_or_else(|| Error::from(ErrorKind::WouldBlock).into())
    }));
    four.spawn(co(async move |y| {
        for _ in 0..2 {
            y.yield_from(stage04::yield_now()).await?;
        }
        send(&peer4, &socket4)
    }));
    story(|story| story.stage = 5);
    five.add_task(until(move || look(&reader5)));
    five.add_task(co(async move |y| {
        for _ in 0..2 {
            y.yield_from(stage05::yield_now()).await?;
        }
        send(&peer5, &socket5)
    }));
    story(|story| story.tell("start"));
    for _ in 0..4 {
        story(|story| story.stage = 5);
        five.run_once();
        story(|story| (story.stage, story.running[0]) = (4, None));
        four.run_once()?;
    }
    Ok(())
}
