//! The small runtime, whole: as it is, and with a mistake in one of its files.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A future.
pub type Task<T = ()> = Pin<Box<dyn Future<Output = T>>>;

/// A runtime, made of the stage's files or of a twin of one. All but `runtime` are for its tasks.
#[derive(Clone, Copy)]
pub struct Loop {
    /// The name of the twin.
    pub name: &'static str,
    /// Makes a runtime. The result is its `block_on`.
    pub runtime: fn() -> Box<dyn Fn(Task)>,
    /// Makes a task of a future.
    pub spawn: fn(Task) -> Handle,
    /// Waits for some time.
    pub sleep: fn(Duration) -> Task,
    /// Lets every other ready task take a step.
    pub yield_now: fn() -> Task,
    /// Registers a stream of the world. Each call of the result reads a byte of it.
    pub open: fn(&'static str) -> Box<dyn Fn() -> Task>,
}

/// A task.
pub struct Handle {
    /// Asks it to stop.
    pub abort: Box<dyn Fn()>,
    /// Waits until it has ended, in whatever way.
    pub ended: Task,
}

impl fmt::Debug for Loop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handle")
    }
}

macro_rules! file {
    ($module:ident $file:ident) => {
        pub(crate) mod $module {
            include!(concat!(env!("OUT_DIR"), "/", stringify!($file), ".rs"));
        }
    };
}

macro_rules! loops {
    ($($(#[$docs:meta])* $constant:ident $name:ident { $executor:ident $timers:ident $reactor:ident $runtime:ident })*) => { $(
        mod $name {
            #![allow(dead_code, unreachable_pub, unused_imports, missing_debug_implementations, missing_docs, clippy::all)]
            use crate::sync;

            file!(events events);
            file!(panic panic);
            file!(join join);
            file!(executor $executor);
            file!(timers $timers);
            file!(reactor $reactor);
            file!(runtime $runtime);

            use super::{Handle, Task};
            use crate::world::mio::Stream;
            use std::cell::RefCell;
            use std::future::{Future, poll_fn};
            use std::pin::Pin;
            use std::rc::Rc;
            use reactor::{Direction, Registration};

            pub(super) fn spawn(task: Task) -> Handle {
                let handle = Rc::new(RefCell::new(runtime::spawn(task)));
                let ended = handle.clone();
                Handle {
                    abort: Box::new(move || handle.borrow().abort()),
                    ended: Box::pin(poll_fn(move |cx| {
                        Pin::new(&mut *ended.borrow_mut()).poll(cx).map(drop)
                    })),
                }
            }

            pub(super) fn open(name: &'static str) -> Box<dyn Fn() -> Task> {
                let stream = Registration::new(&runtime::reactor(), Stream(name));
                let stream = Rc::new(stream.expect("a stream of the world can be registered"));
                Box::new(move || {
                    let stream = stream.clone();
                    Box::pin(poll_fn(move |cx| {
                        stream.poll_io(Direction::Read, cx, Stream::read).map(drop)
                    }))
                })
            }
        }

        $(#[$docs])*
        pub const $constant: Loop = Loop {
            name: stringify!($name),
            runtime: || {
                let runtime = $name::runtime::Runtime::new().expect("a world has all it needs");
                Box::new(move |future| runtime.block_on(future))
            },
            spawn: $name::spawn,
            sleep: |duration| Box::pin($name::runtime::sleep(duration)),
            yield_now: || Box::pin($name::runtime::yield_now()),
            open: $name::open,
        };
    )* };
}

loops! {
    /// The files of the stage.
    WHOLE_LOOP whole_loop { executor timers reactor runtime }
    /// Sleeps though a task is ready.
    SLEEPS_WHEN_READY sleeps_when_ready { executor timers reactor sleeps_when_ready }
    /// Looks for ready tasks, and then says that it is parked.
    LOOKS_THEN_PARKS looks_then_parks { executor timers reactor looks_then_parks }
    /// Sleeps through deadlines.
    FORGETS_DEADLINES forgets_deadlines { executor timers reactor forgets_deadlines }
    /// Runs tasks until none is ready.
    RUNS_UNTIL_IDLE runs_until_idle { executor timers reactor runs_until_idle }
    /// Wakes the tasks whose time has come after the others have run.
    EXPIRES_LATE expires_late { executor timers reactor expires_late }
    /// Gathers all wakers before it calls one. An error comes between.
    GATHERS_THEN_WAKES gathers_then_wakes { executor timers reactor gathers_then_wakes }
    /// An edge that no task waits for is forgotten.
    FORGETS_EDGES forgets_edges { executor timers forgets_edges runtime }
    /// An edge is used up by one operation.
    ONE_TRY_AN_EDGE one_try_an_edge { executor timers one_try_an_edge runtime }
}
