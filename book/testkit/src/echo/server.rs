//! A server under test, on its own thread.

use super::{
    client::Client,
    socket::socket,
    symptom::{Failure, Seen, Symptom},
};
use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel},
    thread,
    time::Duration,
};

/// An echo server.
///
/// Runs until its second argument, `stop`, is readable or at its end; then it closes the listener and all connections, and
/// returns `Ok`.
pub type Serve = fn(TcpListener, TcpStream) -> io::Result<()>;

/// How long a server may take to end when the outcome of its check is known.
const LAST_WORDS: Duration = Duration::from_millis(100);

/// A server: first idle, then listening, started, told to stop.
pub(super) struct Server {
    serve: Serve,
    /// The longest time that anything may take.
    pub(super) patience: Duration,
    /// Where clients connect, once there is a listener.
    address: Option<SocketAddr>,
    /// Until the server is started.
    listener: Option<TcpListener>,
    /// While the server is to run. Dropping it tells the server to stop.
    stop: Option<TcpStream>,
    /// How `serve` ended.
    ended: Option<Receiver<io::Result<()>>>,
    /// How many clients there have been.
    clients: usize,
}

impl Server {
    /// A server that is neither listening nor running.
    pub(super) fn new(serve: Serve, patience: Duration) -> Self {
        Server {
            serve,
            patience,
            address: None,
            listener: None,
            stop: None,
            ended: None,
            clients: 0,
        }
    }

    /// Opens the listener. Clients may connect; nobody accepts them yet.
    pub(super) fn listen(&mut self) {
        let listener = listen().expect("a listener on loopback");
        self.address = Some(listener.local_addr().expect("the listener's address"));
        self.listener = Some(listener);
    }

    /// Runs `serve` on a thread of its own.
    pub(super) fn start(&mut self) {
        if self.listener.is_none() {
            self.listen();
        }
        let (stop, stopped) = pair().expect("a pair of sockets on loopback");
        let (end, ended) = channel();
        let (serve, listener) = (self.serve, self.listener.take().expect("it listens"));
        thread::spawn(move || {
            let _ = end.send(serve(listener, stopped));
        });
        self.stop = Some(stop);
        self.ended = Some(ended);
    }

    /// Connects a client, which failures call `name`.
    pub(super) fn client(&mut self, name: impl Into<String>) -> Seen<Client> {
        self.clients += 1;
        let address = self.address.expect("the server listens");
        Client::connect(name.into(), address, self.clients, self.patience)
    }

    /// Tells the server to stop, and waits until it has. Harmless if it has already.
    pub(super) fn stop(&mut self) -> Seen {
        let Some(ended) = self.ended.take() else {
            return Ok(());
        };
        if !matches!(ended.try_recv(), Err(TryRecvError::Empty)) {
            return Symptom::Died.seen("its clients were served, and then `serve` ended");
        }
        drop(self.stop.take());
        let patience = self.patience;
        match ended.recv_timeout(patience) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Symptom::StopsWithError.seen(format!("`serve` returned: {error}")),
            Err(RecvTimeoutError::Disconnected) => Symptom::StopsWithError.seen("`serve` panicked"),
            Err(RecvTimeoutError::Timeout) => Symptom::DoesNotStop.seen(format!(
                "`serve` had not returned {patience:?} after it was told to stop"
            )),
        }
    }

    /// What a client saw, or `Died` if its connection ended because the server is no longer there. A client that only waited has seen
    /// something else, also if the server has ended since.
    pub(super) fn explain(&self, failure: Failure) -> Failure {
        let (Some(_running), Some(ended)) = (&self.stop, &self.ended) else {
            return failure;
        };
        if !failure.is_an_end() {
            return failure;
        }
        let how = match ended.recv_timeout(10 * LAST_WORDS) {
            Ok(Ok(())) => "returned".to_string(),
            Ok(Err(error)) => format!("returned an error ({error})"),
            Err(RecvTimeoutError::Disconnected) => "panicked".to_string(),
            Err(RecvTimeoutError::Timeout) => return failure,
        };
        Failure {
            symptom: Symptom::Died,
            saw: format!("`serve` {how}; {}", failure.saw),
        }
    }
}

impl Drop for Server {
    /// Lets a server that was given up finish, so that what it closes is not counted as the next one's.
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(ended) = &self.ended {
            let _ = ended.recv_timeout(LAST_WORDS);
        }
    }
}

/// A listener whose connections have small buffers: an accepted socket has those of its listener.
fn listen() -> io::Result<TcpListener> {
    let socket = socket()?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    socket.listen(128)?;
    Ok(socket.into())
}

/// Two sockets that are connected to each other.
fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let ours = TcpStream::connect(listener.local_addr()?)?;
    loop {
        let (theirs, from) = listener.accept()?;
        if from == ours.local_addr()? {
            return Ok((ours, theirs));
        }
    }
}
