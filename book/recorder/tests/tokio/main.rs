//! tokio's tasks, locks, channels and timers through the wrappers: what is recorded is what the program did.

mod circle;
#[path = "../support/mod.rs"]
mod support;
mod tasks;
mod waits;
mod whole;

use recorder::{Picture, Record, Recording, State, Trace, Waking, What, tokio};
use std::{sync::Arc, thread};
use support::{LIMIT, Memory, alone};
use testkit::within;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Mutex, RwLock, Semaphore, broadcast, mpsc, oneshot, watch},
    task::{spawn_blocking, spawn_local, yield_now},
    time::{Duration, interval, sleep, timeout},
};

/// Records `program` on one thread, with a paused clock, to its end.
fn recorded<F>(program: impl FnOnce() -> F + Send + 'static) -> Trace
where
    F: Future<Output = ()>,
{
    let _alone = alone();
    within(LIMIT, "the program", || {
        let memory = Memory::default();
        let recording = recorder::start_to(memory.clone());
        block_on(program());
        drop(recording);
        memory.trace()
    })
}

fn block_on(program: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(program);
}

/// The names of the events of a task, with what they say.
fn of(trace: &Trace, name: &str) -> Vec<String> {
    let picture = Picture::after(&trace.events);
    let id = picture.tasks.iter().find(|(_, task)| task.name == name);
    let (id, _) = id.unwrap_or_else(|| panic!("no task {name} in {picture:?}"));
    let events = trace
        .events
        .iter()
        .filter(|event| event.what.task() == Some(*id));
    let told = events.map(|event| match &event.what {
        What::Pause { on, .. } => format!("pause {}", on.as_deref().unwrap_or("?")),
        What::Wake { by: Some(by), .. } => format!("wake by {}", picture.name(*by)),
        What::Wake { from, .. } => {
            let from = from.as_deref().unwrap_or("?");
            let test = thread::current()
                .name()
                .map_or(String::new(), str::to_owned);
            let from = from.replace(&format!(" `{test}`"), ""); // `within` hands it on
            let number = |c: char| c.is_ascii_digit();
            format!("wake by {}", from.replace(number, "").replace(" ,", ","))
        }
        What::End { how, .. } => format!("end {how}"),
        What::Wait { what, .. } | What::Got { what, .. } | What::Gave { what, .. } => {
            format!("{} {}", event.what.name(), what)
        }
        What::Drop { what, .. } => format!("drop {what}"),
        what => what.name().to_owned(),
    });
    told.collect()
}
