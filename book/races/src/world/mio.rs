//! What the stage's reactor uses of `mio`, in a [`World`](super::World).

use std::io;
use std::ops::BitOr;
use std::time::Duration;

use super::world;

/// Names a registered stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token(pub usize);

/// What a stream is watched for. Here it is always its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Interest;

impl Interest {
    /// Bytes come in.
    pub const READABLE: Interest = Interest;
    /// Bytes can go out.
    pub const WRITABLE: Interest = Interest;
}

impl BitOr for Interest {
    type Output = Interest;

    fn bitor(self, _: Interest) -> Interest {
        Interest
    }
}

/// What is registered, and what is reported.
pub mod event {
    /// Something that can be registered.
    pub trait Source {
        /// The name of the stream.
        fn name(&self) -> &'static str;
    }

    /// An edge: bytes came since the last one.
    #[derive(Clone, Copy, Debug)]
    pub struct Event(pub(super) super::Token);

    impl Event {
        /// The stream.
        pub fn token(&self) -> super::Token {
            self.0
        }
        /// True if bytes came.
        pub fn is_readable(&self) -> bool {
            true
        }
        /// True if bytes can go out: no stream is written.
        pub fn is_writable(&self) -> bool {
            false
        }
        /// True if no more bytes will come.
        pub fn is_read_closed(&self) -> bool {
            false
        }
        /// True if no more bytes can go out.
        pub fn is_write_closed(&self) -> bool {
            false
        }
        /// True if the stream failed.
        pub fn is_error(&self) -> bool {
            false
        }
    }
}

/// The edges of one wait.
#[derive(Debug, Default)]
pub struct Events(Vec<event::Event>);

impl Events {
    /// No edges.
    pub fn with_capacity(_: usize) -> Self {
        Events::default()
    }

    /// The edges.
    pub fn iter(&self) -> std::slice::Iter<'_, event::Event> {
        self.0.iter()
    }

    /// Forgets them.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// The selector.
#[derive(Debug)]
pub struct Poll(Registry);

/// Where streams are registered.
#[derive(Debug)]
pub struct Registry(());

impl Poll {
    /// A selector.
    pub fn new() -> io::Result<Self> {
        Ok(Poll(Registry(())))
    }

    /// Where streams are registered.
    pub fn registry(&self) -> &Registry {
        &self.0
    }

    /// Waits for edges.
    #[track_caller]
    pub fn poll(&mut self, events: &mut Events, timeout: Option<Duration>) -> io::Result<()> {
        let edges = world().wait(timeout)?;
        events.0 = edges.into_iter().map(event::Event).collect();
        Ok(())
    }
}

impl Registry {
    /// Watches a stream. Bytes that are there already are an edge.
    pub fn register(
        &self,
        source: &mut impl event::Source,
        token: Token,
        _: Interest,
    ) -> io::Result<()> {
        let world = world();
        world.watched.borrow_mut().insert(token, source.name());
        if world.unread(source.name()) > 0 {
            world.edges.borrow_mut().push(token);
        }
        Ok(())
    }

    /// Stops watching it.
    pub fn deregister(&self, source: &mut impl event::Source) -> io::Result<()> {
        let world = world();
        let mut watched = world.watched.borrow_mut();
        watched.retain(|_, name| *name != source.name());
        world
            .edges
            .borrow_mut()
            .retain(|token| watched.contains_key(token));
        Ok(())
    }
}

/// Ends a wait.
#[derive(Debug)]
pub struct Waker(());

impl Waker {
    /// A waker.
    pub fn new(_: &Registry, _: Token) -> io::Result<Self> {
        Ok(Waker(()))
    }

    /// Ends the wait, or the next one at once.
    pub fn wake(&self) -> io::Result<()> {
        world().unparked.set(true);
        Ok(())
    }
}

/// A stream of the world.
#[derive(Debug)]
pub struct Stream(pub &'static str);

impl event::Source for Stream {
    fn name(&self) -> &'static str {
        self.0
    }
}

impl Stream {
    /// Takes one byte.
    pub fn read(&self) -> io::Result<()> {
        match world().unread.borrow_mut().get_mut(self.0) {
            Some(unread) if *unread > 0 => *unread -= 1,
            _ => return Err(io::ErrorKind::WouldBlock.into()),
        }
        Ok(())
    }
}
