//! A task leaves its waker with the socket: stage 6's small runtime.

use crate::Design;
use futures_util::{AsyncReadExt, AsyncWriteExt};
use stage01::Result;
use stage06::{
    Runtime,
    events::{self, Event},
    net::TcpStream,
};
use std::{cell::Cell, fmt, io, net};

/// Sends back what the client sends, until it ends.
///
/// # Errors
///
/// When the connection breaks.
// ANCHOR: echo
pub async fn echo(mut client: TcpStream) -> io::Result<()> {
    let mut chunk = [0; 1024];
    loop {
        let length = client.read(&mut chunk).await?;
        if length == 0 {
            return Ok(());
        }
        client.write_all(&chunk[..length]).await?;
    }
}
// ANCHOR_END: echo

/// Stage 6's small runtime.
pub struct Wakers(Runtime);

impl Wakers {
    /// A runtime without tasks.
    ///
    /// # Errors
    ///
    /// When the system has no descriptor left for the selector.
    pub fn new() -> io::Result<Self> {
        Runtime::new().map(Wakers)
    }
}

thread_local! {
    static SEEN: Cell<Seen> = const { Cell::new(Seen { task: None, turns: 0, steps: 0, wakes: 0 }) };
}

/// What the runtime has told.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// The id of the task that serves the client: the first one that is spawned.
    task: Option<u64>,
    turns: u64,
    /// The polls of that task.
    steps: u64,
    /// The wakes of that task after its first poll.
    wakes: u64,
}

impl Seen {
    fn note(event: Event) {
        let mut seen = SEEN.get();
        match event {
            Event::Turn => seen.turns += 1,
            Event::Spawn(id) => seen.task = seen.task.or(Some(id)),
            Event::Poll(id) if seen.task == Some(id) => seen.steps += 1,
            Event::Wake(id) if seen.task == Some(id) && seen.steps > 0 => seen.wakes += 1,
            _ => {}
        }
        SEEN.set(seen);
    }
}

impl Design for Wakers {
    fn serve(&mut self, client: net::TcpStream) -> Result<u64> {
        SEEN.take();
        events::observe(Some(Seen::note));
        // A stream belongs to the runtime in which it is made, so the task makes it.
        let task = self
            .0
            .spawn(async { echo(TcpStream::from_std(client)?).await });
        let ended = self.0.block_on(task);
        events::observe(None);
        ended.expect("it does not panic")?;
        Ok(SEEN.get().turns)
    }

    fn steps_and_wakes(&mut self, client: net::TcpStream) -> Result<(u64, u64)> {
        self.serve(client)?;
        let Seen { steps, wakes, .. } = SEEN.get();
        Ok((steps, wakes))
    }
}

impl fmt::Debug for Wakers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wakers")
    }
}
