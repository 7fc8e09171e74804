//! A thread for each client: each one blocks, and no other client waits for it.

use super::{AcceptError, BACK_OFF, blocking::echo};
use std::{
    collections::HashMap,
    io::{self, Read},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, Builder, Scope},
};

/// The connections that are open, so that they can be broken off. `None` once the server has been stopped.
type Open = Mutex<Option<HashMap<u64, Arc<TcpStream>>>>;

/// Serves every client on a thread of its own until `stop` becomes readable.
///
/// A thread that blocks cannot be told to stop; only its socket can be shut down under it. So a further thread waits for
/// `stop`, shuts every connection down, and connects once to the listener, so that `accept` returns too.
///
/// # Errors
///
/// When the listener has no address, or it or `stop` cannot be made blocking.
pub fn serve(listener: TcpListener, mut stop: TcpStream) -> io::Result<()> {
    let address = listener.local_addr()?;
    listener.set_nonblocking(false)?;
    stop.set_nonblocking(false)?;
    let open: Open = Mutex::new(Some(HashMap::new()));
    thread::scope(|scope| {
        scope.spawn(|| {
            let _ = stop.read_exact(&mut [0]);
            shut_down(&open);
            drop(stop); // its descriptor may be the last one, and is needed now
            let _ = TcpStream::connect(address);
        });
        for id in 0.. {
            let accepted = listener.accept().map_err(AcceptError::from);
            if lock(&open).is_none() {
                return;
            }
            match accepted {
                Ok((client, _)) => drop(welcome(scope, &open, id, client)),
                Err(AcceptError::Failed) => thread::sleep(BACK_OFF),
                Err(AcceptError::ClientGone | AcceptError::NoMore) => {}
            }
        }
    });
    Ok(())
}

/// Starts the thread of one client. If the system has no thread left, the client is turned away.
fn welcome<'scope>(
    scope: &'scope Scope<'scope, '_>,
    open: &'scope Open,
    id: u64,
    client: TcpStream,
) -> io::Result<()> {
    let client = Arc::new(client);
    if let Some(open) = &mut *lock(open) {
        open.insert(id, client.clone());
    }
    let serve = move || {
        let _ = echo(&client);
        goodbye(open, id);
    };
    let started = Builder::new().spawn_scoped(scope, serve);
    started.map(drop).inspect_err(|_| goodbye(open, id))
}

/// Breaks every connection off; there will be no more.
fn shut_down(open: &Open) {
    let clients = lock(open).take().into_iter();
    for client in clients.flat_map(HashMap::into_values) {
        let _ = client.shutdown(Shutdown::Both);
    }
}

fn goodbye(open: &Open, id: u64) {
    if let Some(open) = &mut *lock(open) {
        open.remove(&id);
    }
}

fn lock(open: &Open) -> MutexGuard<'_, Option<HashMap<u64, Arc<TcpStream>>>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}
