//! A local site of thirty pages, for crawlers: a server whose pages may be slow, broken or missing.
//!
//! It runs on threads of its own, one for each connection, so that a slow page does not delay the others.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// How many pages there are.
const PAGES: usize = 30;
/// How long a slow page takes.
const SLOW: Duration = Duration::from_millis(30);

/// How long the server pauses when it cannot accept a client: without a free descriptor, the next attempt would fail at once too.
const PAUSE: Duration = Duration::from_millis(10);

/// What a page does when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// It comes at once.
    Well,
    /// It comes after 30 ms.
    Slow,
    /// Half of it comes, and then the connection is reset.
    Reset,
    /// It is not there: 404.
    Missing,
}

/// A running site. It stops when it is dropped.
///
/// Every page links to the three that follow it, so all can be reached from `/` as long as no three in a row fail.
#[derive(Debug)]
pub struct Site {
    address: SocketAddr,
    log: Arc<Log>,
    server: Option<JoinHandle<()>>,
}

/// What the threads of a site write down.
#[derive(Debug, Default)]
struct Log {
    stopped: AtomicBool,
    visits: Mutex<Visits>,
}

#[derive(Debug, Default)]
struct Visits {
    /// How often each page was asked for.
    of: BTreeMap<String, usize>,
    /// How many connections are open.
    now: usize,
    /// How many were, at most.
    most: usize,
}

impl Site {
    /// Starts a site on a free port of this machine; `behaves` says what each of its pages does.
    ///
    /// # Errors
    ///
    /// When it cannot listen.
    pub fn start(behaves: impl Fn(&str) -> Behaviour + Send + Sync + 'static) -> io::Result<Site> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (log, behaves) = (Arc::new(Log::default()), Arc::new(behaves));
        let shared = log.clone();
        let server = thread::spawn(move || {
            for client in listener.incoming() {
                if shared.stopped.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(client) = client else {
                    thread::sleep(PAUSE);
                    continue;
                };
                let (log, behaves) = (shared.clone(), behaves.clone());
                thread::spawn(move || log.serve(client, &*behaves));
            }
        });
        Ok(Site {
            address,
            log,
            server: Some(server),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The paths of all pages.
    pub fn pages() -> BTreeSet<String> {
        (0..PAGES).map(path).collect()
    }

    /// How often each page was asked for.
    pub fn visits(&self) -> BTreeMap<String, usize> {
        self.log.visits().of.clone()
    }

    /// How many connections were open at once, at most.
    pub fn most_at_once(&self) -> usize {
        self.log.visits().most
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.log.stopped.store(true, Ordering::Relaxed);
        let woken = TcpStream::connect(self.address);
        if let (Ok(_), Some(server)) = (woken, self.server.take()) {
            let _ = server.join();
        }
    }
}

/// Every third page is slow, breaks off or is missing, in turns.
pub fn a_third_fails(page: &str) -> Behaviour {
    match number(page) {
        Some(n) if n % 9 == 2 => Behaviour::Slow,
        Some(n) if n % 9 == 5 => Behaviour::Reset,
        Some(n) if n % 9 == 8 => Behaviour::Missing,
        _ => Behaviour::Well,
    }
}

impl Log {
    /// Answers one client. The connection is no longer counted when the client sees it end.
    fn serve(&self, client: TcpStream, behaves: &dyn Fn(&str) -> Behaviour) {
        self.visits().begin();
        let _ = self.answer(&client, behaves);
        self.visits().now -= 1;
        drop(client);
    }

    fn answer(
        &self,
        mut client: &TcpStream,
        behaves: &dyn Fn(&str) -> Behaviour,
    ) -> io::Result<()> {
        let page = asked(client)?;
        *self.visits().of.entry(page.clone()).or_default() += 1;
        let behaviour = behaves(&page);
        let (status, body) = match number(&page) {
            Some(number) if behaviour != Behaviour::Missing => {
                ("200 OK", body(number, client.local_addr()?))
            }
            _ => ("404 Not Found", String::new()),
        };
        if behaviour == Behaviour::Slow {
            thread::sleep(SLOW);
        }
        let length = body.len();
        write!(
            client,
            "HTTP/1.0 {status}\r\nContent-Length: {length}\r\n\r\n"
        )?;
        if behaviour == Behaviour::Reset {
            client.write_all(&body.as_bytes()[..length / 2])?;
            return socket2::SockRef::from(client).set_linger(Some(Duration::ZERO));
        }
        client.write_all(body.as_bytes())
    }

    fn visits(&self) -> MutexGuard<'_, Visits> {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Visits {
    fn begin(&mut self) {
        self.now += 1;
        self.most = self.most.max(self.now);
    }
}

/// Reads a request to the end of its head; returns its path.
fn asked(client: &TcpStream) -> io::Result<String> {
    let mut lines = BufReader::new(client).lines();
    let first = lines.next().ok_or(io::ErrorKind::UnexpectedEof)??;
    for line in lines {
        if line?.is_empty() {
            return Ok(first.split(' ').nth(1).unwrap_or("/").to_string());
        }
    }
    Err(io::ErrorKind::UnexpectedEof.into()) // half a request is none
}

/// The path of a page.
fn path(number: usize) -> String {
    match number {
        0 => "/".to_string(),
        n => format!("/page/{n:02}"),
    }
}

/// The number of a page; `None` if there is no such page.
fn number(page: &str) -> Option<usize> {
    (0..PAGES).find(|n| path(*n) == page)
}

/// A page: links to the three that follow it, each written in its own way, and links that lead nowhere new.
fn body(number: usize, host: SocketAddr) -> String {
    let next: Vec<_> = (number + 1..PAGES).take(3).map(path).collect();
    let written = next.iter().enumerate().map(|(i, path)| match i {
        0 => format!("{path}#top"),
        1 => format!("http://{host}{path}"),
        _ => format!("/page/../{}", &path[1..]),
    });
    let known = ["/", "#top", "mailto:ada@example.com", "http://example.com/"];
    let links = written.chain(known.map(String::from));
    let links: String = links
        .map(|link| format!("<li><a href=\"{link}\">{link}</a></li>\n"))
        .collect();
    format!("<h1>Page {number}</h1>\n<ul>\n{links}</ul>\n")
}
