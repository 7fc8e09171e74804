//! Clients that do what a test says, at their times, and a listener that accepts them.

use super::*;
use stage04::now;
use std::{collections::VecDeque, fmt};

/// What a client of a test does. All times are in milliseconds.
#[derive(Clone, Copy)]
pub(super) struct Client {
    pub(super) name: &'static str,
    /// When it comes.
    pub(super) at: u64,
    /// How many turns later than that.
    pub(super) turns: usize,
    /// How long it is served.
    pub(super) takes: u64,
    /// How long it cleans up when it is cancelled. If it does, it returns then, and does not raise.
    pub(super) cleanup: u64,
    /// What becomes of it when it has been served.
    pub(super) fails: bool,
}

pub(super) const fn client(name: &'static str, at: u64, takes: u64) -> Client {
    Client {
        name,
        at,
        turns: 0,
        takes,
        cleanup: 0,
        fails: false,
    }
}

#[derive(Debug)]
struct Reset;

impl fmt::Display for Reset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connection reset")
    }
}
impl std::error::Error for Reset {}

/// Accepts these clients at their times, and then waits forever.
pub(super) struct Scripted {
    pub(super) clients: Rc<RefCell<VecDeque<Client>>>,
    pub(super) log: Log,
}

impl Listener for Scripted {
    fn accept(&self) -> Routine<Request, Connection> {
        let (clients, log) = (self.clients.clone(), self.log.clone());
        Box::new(co(async move |y: Yielder<Request>| {
            let Some(client) = clients.borrow().front().copied() else {
                loop {
                    y.yield_from(sleep(Duration::MAX)).await?;
                }
            };
            y.yield_from(sleep_until(Duration::from_millis(client.at)))
                .await?;
            for _ in 0..client.turns {
                y.yield_from(yield_now()).await?;
            }
            clients.borrow_mut().pop_front();
            let connection: Connection = Box::new(connection(client, log));
            Ok(connection)
        }))
    }
}

fn connection(client: Client, log: Log) -> impl Asks {
    co(async move |y: Yielder<Request>| {
        let name = client.name;
        note(&y, &log, &format!("{name} is served")).await?;
        let cancelled = y
            .yield_from(sleep(Duration::from_millis(client.takes)))
            .await;
        if cancelled.is_err() {
            note(&y, &log, &format!("{name} is cut")).await?;
            let again = y
                .yield_from(sleep(Duration::from_millis(client.cleanup)))
                .await;
            let how = if again.is_ok() {
                "has cleaned up"
            } else {
                "is cut again"
            };
            if client.cleanup > 0 || again.is_err() {
                note(&y, &log, &format!("{name} {how}")).await?;
                return again;
            }
            return cancelled;
        }
        if client.fails {
            note(&y, &log, &format!("{name} fails")).await?;
            return Err(Reset.into());
        }
        note(&y, &log, &format!("{name} leaves")).await
    })
}

/// Writes down what happens, and when.
pub(super) async fn note(y: &Yielder<Request>, log: &Log, what: &str) -> Result {
    let at = y.yield_from(now()).await?.as_millis();
    log.borrow_mut().push(format!("{at} ms: {what}"));
    Ok(())
}
