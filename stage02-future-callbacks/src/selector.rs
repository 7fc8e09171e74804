//! A selector: sockets go in, the ones that are ready come out. Python's `selectors`.

mod waiting;

use crate::{Interest, Key};
use polling::{AsSource, Event, Events, PollMode, Poller};
use std::{
    collections::HashMap,
    fmt, io, mem,
    net::{TcpListener, TcpStream, UdpSocket},
    rc::Rc,
};

/// A socket that can be registered: one of the standard library's.
///
/// No other crate can implement it. A type of your own could close its descriptor, or swap it for another, while it is
/// registered. The selector would then speak to the operating system of a socket that it never registered.
pub trait Source: sealed::Sealed + AsSource + fmt::Debug {}

mod sealed {
    pub trait Sealed {}
}

macro_rules! sources {
    ($($socket:ty),*) => { $(impl sealed::Sealed for $socket {} impl Source for $socket {})* };
}
sources!(TcpListener, TcpStream, UdpSocket);

/// Waits for many sockets at once, and keeps a `D` for each.
///
/// Readiness is reported by *level*, as Python does: a socket is reported again and again for as long as it is
/// ready. `polling` by itself reports once, and must then be armed again. By level, a program that leaves a
/// byte unread is told again, and one that ignores a ready socket keeps the loop busy. Armed once, both wait forever.
///
/// A registered socket cannot be closed: the selector shares it, by [`Rc`], until it is unregistered. To close one,
/// unregister it and drop the rest.
///
/// ```
/// use stage02::{Interest, Selector};
/// use std::{net::UdpSocket, rc::Rc, time::Duration};
///
/// let socket = Rc::new(UdpSocket::bind("127.0.0.1:0")?);
/// let mut selector = Selector::new()?;
/// let key = selector.register(socket.clone(), Interest::Read, "the inbox")?;
/// assert_eq!(selector.select(Some(Duration::ZERO))?, []);
///
/// socket.send_to(b"hello", socket.local_addr()?)?;
/// let ready = selector.select(None)?;
/// assert!(ready[0].readable);
/// assert_eq!(selector.get(ready[0].key), Some(&"the inbox"));
/// assert_eq!(selector.unregister(key)?, "the inbox");
/// # std::io::Result::Ok(())
/// ```
///
/// Python's differs in a few things. There a registration is named by its file object, here by a [`Key`] that is never used
/// again; so there is no `get_map`, and [`get`](Self::get) gives the data of a key. Its `modify` also replaces the data; here
/// [`get_mut`](Self::get_mut) does. It has a `close`; here dropping the selector lets go of everything. Level is all that
/// Python has, and here it is a choice.
///
/// Source: CPython's `Lib/selectors.py`.
#[derive(Debug)]
pub struct Selector<D> {
    poller: Poller,
    /// Where the poller writes what it found; empty between calls.
    events: Events,
    /// Everything that the poller watches, and nothing else.
    registered: HashMap<Key, Registration<D>>,
    /// The key of the next registration; it only grows.
    next_key: u64,
    /// For tests: what the next wait fails with.
    failure: Option<io::Error>,
    /// For tests: true if the time of a limited wait passes at once.
    hurried: bool,
}

#[derive(Debug)]
struct Registration<D> {
    /// Keeps the descriptor open for as long as the poller knows it.
    source: Rc<dyn Source>,
    interest: Interest,
    data: D,
}

impl<D> Selector<D> {
    /// A selector that watches nothing.
    ///
    /// # Errors
    ///
    /// When the operating system has no descriptor left for it; [`Unsupported`](io::ErrorKind::Unsupported) where it
    /// cannot report by level.
    pub fn new() -> io::Result<Self> {
        let poller = Poller::new()?;
        if !poller.supports_level() {
            return Err(io::ErrorKind::Unsupported.into());
        }
        Ok(Selector {
            poller,
            events: Events::new(),
            registered: HashMap::new(),
            next_key: 0,
            failure: None,
            hurried: false,
        })
    }

    /// Watches a socket, and keeps `data` for it.
    ///
    /// # Errors
    ///
    /// [`AlreadyExists`](io::ErrorKind::AlreadyExists) if this descriptor is registered already: change that
    /// registration with [`modify`](Self::modify). Whatever the system refuses with, such as too little memory or too
    /// many watched sockets. The selector does not keep the source then.
    // ANCHOR: register
    #[expect(
        unsafe_code,
        reason = "a poller must trust us to keep its sockets open"
    )]
    pub fn register(
        &mut self,
        source: Rc<dyn Source>,
        interest: Interest,
        data: D,
    ) -> io::Result<Key> {
        let key = Key(self.next_key);
        let event = event(key, interest)?;
        // SAFETY: the source must be deleted from the poller before it is dropped, that is, before its descriptor is
        // closed. A `Source` is one of three types of the standard library, which close their descriptor in `drop` and
        // nowhere else, and have no safe way to put another in its place. `registered` takes our `Rc` of it in the next
        // lines, before anything can fail, and while it is there, what it shares is not dropped. It leaves `registered`
        // in `unregister` and in `drop`; both delete it from the poller first, and if that fails they keep it. A
        // `Selector` that is forgotten drops nothing at all.
        unsafe {
            self.poller
                .add_with_mode(&source.source(), event, PollMode::Level)?
        };
        let registration = Registration {
            source,
            interest,
            data,
        };
        self.registered.insert(key, registration);
        self.next_key += 1;
        Ok(key)
    }
    // ANCHOR_END: register

    /// Changes what a registration waits for. Costs nothing if it is the same as before.
    ///
    /// # Errors
    ///
    /// [`NotFound`](io::ErrorKind::NotFound) if there is no such registration (any more). Whatever the system refuses
    /// with; the registration then waits for what it did before.
    pub fn modify(&mut self, key: Key, interest: Interest) -> io::Result<()> {
        let registration = self
            .registered
            .get_mut(&key)
            .ok_or(io::ErrorKind::NotFound)?;
        if registration.interest == interest {
            return Ok(());
        }
        self.poller.modify_with_mode(
            registration.source.source(),
            event(key, interest)?,
            PollMode::Level,
        )?;
        registration.interest = interest;
        Ok(())
    }

    /// Stops watching, lets go of the socket and gives the data back.
    ///
    /// # Errors
    ///
    /// [`NotFound`](io::ErrorKind::NotFound) if there is no such registration (any more). Whatever the system refuses
    /// with; the socket then stays registered, and open.
    pub fn unregister(&mut self, key: Key) -> io::Result<D> {
        let registration = self.registered.get(&key).ok_or(io::ErrorKind::NotFound)?;
        self.poller.delete(registration.source.source())?;
        let registration = self
            .registered
            .remove(&key)
            .ok_or(io::ErrorKind::NotFound)?;
        Ok(registration.data)
    }

    /// The data of a registration; `None` once it is unregistered.
    pub fn get(&self, key: Key) -> Option<&D> {
        self.registered
            .get(&key)
            .map(|registration| &registration.data)
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, key: Key) -> Option<&mut D> {
        self.registered
            .get_mut(&key)
            .map(|registration| &mut registration.data)
    }

    /// What a registration waits for; `None` once it is unregistered.
    pub(crate) fn interest(&self, key: Key) -> Option<Interest> {
        let registration = self.registered.get(&key)?;
        Some(registration.interest)
    }

    /// How many registrations there are.
    pub fn len(&self) -> usize {
        self.registered.len()
    }

    /// True if nothing is registered.
    pub fn is_empty(&self) -> bool {
        self.registered.is_empty()
    }
}

impl<D> Selector<D> {
    /// Lets go of every socket, and gives their data back.
    pub(crate) fn unregister_all(&mut self) -> Vec<D> {
        let registered = self.registered.drain();
        let data = registered.map(|(_, Registration { source, data, .. })| {
            if self.poller.delete(source.source()).is_err() {
                mem::forget(source);
            }
            data
        });
        data.collect()
    }
}

impl<D> Drop for Selector<D> {
    fn drop(&mut self) {
        self.unregister_all();
    }
}

fn event(key: Key, interest: Interest) -> io::Result<Event> {
    let key = usize::try_from(key.0).map_err(io::Error::other)?;
    Ok(Event::new(key, interest.reads(), interest.writes()))
}
