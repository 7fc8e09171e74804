//! Faults of a server's surroundings.

use crate::server::{FEW, Server, Setting};
use rustix::process::{Signal, kill_process};
use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};
use testkit::echo::{Client, Seen, Symptom};

/// How many signals a server gets, at least.
const SIGNALS: usize = 300;

/// How long an idle server is watched.
const WATCH: Duration = Duration::from_millis(200);

/// One client connects, and never says anything.
pub(crate) fn silence(server: &mut Server) -> Seen {
    server.start(Setting::Plain)?;
    let _silent = server.client("the silent client")?;
    let mut others = beside(server)?;
    others.iter_mut().try_for_each(Client::round_trip)
}

/// Clients come one after the other, and exchange a few hundred KiB, while a signal arrives every 100 µs.
pub(crate) fn signals(server: &mut Server) -> Seen {
    server.start(Setting::Plain)?;
    let (pid, enough, sent) = (server.pid(), AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !enough.load(Relaxed) && kill_process(pid, Signal::USR1).is_ok() {
                sent.fetch_add(1, Relaxed);
                thread::sleep(Duration::from_micros(100)); // the pace: at once, they would be one signal
            }
        });
        let mut seen = Ok(());
        while seen.is_ok() && sent.load(Relaxed) < SIGNALS {
            seen = interrupted(server);
        }
        enough.store(true, Relaxed);
        seen
    })
}

fn interrupted(server: &mut Server) -> Seen {
    let mut client = server.client("the interrupted client")?;
    client.round_trip()?;
    client.exchange(&[65_536, 1, 65_536, 4097])?;
    client.finish()?;
    client.end()
}

/// More clients come than there are descriptors. The first are served; when they leave, the others are.
pub(crate) fn descriptors(server: &mut Server) -> Seen {
    let mut clients = too_many(server)?;
    let connected = &mut clients[..FEW / 2];
    connected
        .iter_mut()
        .try_for_each(|client| client.answers(16))?;
    for _ in 0..10 {
        connected.iter_mut().try_for_each(Client::round_trip)?;
    }
    all_leave(clients)
}

fn too_many(server: &mut Server) -> Seen<Vec<Client>> {
    server.start(Setting::Short)?;
    (0..FEW + 30)
        .map(|_| {
            let mut client = server.client("one of too many clients")?;
            client.send(16)?;
            Ok(client)
        })
        .collect()
}

fn all_leave(clients: Vec<Client>) -> Seen {
    clients.into_iter().try_for_each(|mut client| {
        client.answers(16)?;
        client.finish()?;
        client.end()
    })
}

/// The server has nothing to do but to wait for a descriptor. Time is what this measures, so it lets time pass.
pub(crate) fn idle(server: &mut Server) -> Seen {
    let clients = too_many(server)?;
    let deadline = Instant::now() + server.patience;
    while let Some(busy) = server.busy_within(WATCH) {
        if busy < WATCH / 10 {
            return all_leave(clients);
        }
        if Instant::now() > deadline {
            return Symptom::Spins.seen(format!("it was busy for {busy:?} in {WATCH:?}"));
        }
    }
    Symptom::NotMeasured.seen("this system does not count the time of a process")
}

/// The handler of one client panics while others are connected.
pub(crate) fn panic(server: &mut Server) -> Seen {
    if server.design.serve_with_a_panic().is_none() {
        return Symptom::NotMeasured.seen("it has no handlers");
    }
    server.start(Setting::Panics)?;
    let mut first = server.client("the client whose handler panics")?;
    let mut others = beside(server)?;
    first.send(1)?;
    first.gone()?;
    others.iter_mut().try_for_each(Client::round_trip)
}

/// Some clients that are connected, and have not said anything yet.
pub(crate) fn beside(server: &mut Server) -> Seen<Vec<Client>> {
    (0..3)
        .map(|_| server.client("a client beside it"))
        .collect()
}
