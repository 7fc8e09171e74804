//! Records what the tasks of a program do, and shows where it hangs.
//!
//! # Two lines for a tokio program
//! ```
//! # #[cfg(feature = "tokio")] fn example() {
//! use recorder::tokio; // in each module that uses tokio
//!
//! let _recorder = recorder::start(); // first in `main`
//! # }
//! ```
//! and in `Cargo.toml` `recorder = { …, features = ["tokio"] }`. For a runtime that tells what it
//! does (below), `recorder::start_subscribed()` alone does.
//! Then `LOOP_TRACE=run.trace cargo run` records, on stable Rust and without any flag. Without `LOOP_TRACE` nothing is recorded.
//! [`text()`] says what looks wrong in a trace and where each task was that has not ended; [`html()`] makes one page of it, with an
//! overview of the run, and a replay of any part.
//!
//! # What can be seen
//! | recorded | what is seen | what is not |
//! |---|---|---|
//! | tokio, by the wrappers of `recorder::tokio` | tasks by name, steps, wakes and who did them, how a task ended; `sleep`, `timeout`, `interval`; `Mutex`, `RwLock`, `Semaphore`: who waits, who has it; `mpsc`, `oneshot`, `watch`, `broadcast`, `Notify`, joins; `TcpListener`, `TcpStream`; the line of each await; waits that are dropped | other sockets and files, and what modules without the first line do |
//! | any await, by [`wait`]; any guard, by [`hold`]; any future as a task, by [`Record`] | what you say of it | |
//! | tokio itself, by `start_subscribed` or `Recording::layer`, with `RUSTFLAGS="--cfg tokio_unstable"` and tokio's feature `tracing` | all tasks with the lines that spawned them, steps, wakes; that a task waits for a timer, a `oneshot`, a `Mutex`, a `RwLock`, a `Semaphore`, and who has a `Mutex` | who has a permit or an `RwLock`, so circles through them are not found; messages of `mpsc`; how a task ended; the line of an await: prefer the wrappers |
//! | the stages of this course, and anything else with the `tracing` target `event_loop`: the function `layer` | tasks, steps, requests | what they do not tell |
//! | stage 6: `recorder::stage06::tell` | tasks, steps, wakes, timers, sockets | names |
//! | asyncio | by `looprec.py` beside this crate: it needs no change of the program | |
//!
//! The main function is task 0. It is seen only where it awaits something recorded. What wakes a task outside of recorded tasks is named
//! by its thread: on a runtime's thread this is a timer without a wrapper, a socket, or the runtime itself.
//!
//! An await is told with the line that made its future. In a function that many tasks call this line is the same for all, and hides the
//! caller: say there what is waited for, `recorder::wait("the price of gold", price("gold")).await`. `#[track_caller]` on the function
//! does it, too, if that is no `async fn`, but a `fn` that returns the future.
//!
//! # What it costs
//! Without `LOOP_TRACE`: an atomic load a poll, and a task is about 100 bytes larger. With it an event costs three or
//! four allocations, 70 bytes of the file and 1.3 µs on 2 virtual cores of a server: `cargo run --release -p recorder --example cost`
//! measures it. Events of all
//! threads go through one lock, so a program with many busy threads runs another schedule than without.
//!
//! # The trace file
//! JSON Lines. The program writes them to the file that the environment variable `LOOP_TRACE` names, and flushes, so that the trace of a
//! killed program can be read; a last line that was cut short is ignored. The first line is
//! `{"recorder":1,"program":"NAME","tasks":"tokio"}`; `tasks` may be "asyncio", "stage04" and so on, and `unseen` may list, in sentences,
//! what this recording could not see. Each further line is one event with `t`, the microseconds since the recording began, and `ev`:
//!
//! | `ev` | fields (`?`: optional) | |
//! |---|---|---|
//! | `spawn` | `task`, `name`, `at?`, `by?` | a task begins to exist; `at` is "file:line"; `by` is the task that did it |
//! | `poll` | `task` | a step begins |
//! | `pause` | `task`, `on?`, `at?` | the step ended, and the task waits: for what, in words, and the "file:line" of that await |
//! | `wake` | `task`, `by?`, `from?`, `at?` | by a task, or from "timer", "socket", "thread 3" |
//! | `end` | `task`, `how` | "done", "cancelled", "panicked: …", "raised: …" |
//! | `timer` | `task?`, `id`, `due` | a timer is set; `due` is on the clock of `t` |
//! | `fired`, `untimer` | `id` | the timer fired, or was taken away |
//! | `idle` | `for?` | the loop goes to sleep, for that many µs at most |
//! | `busy` | | the loop wakes |
//! | `alive` | | the program still runs; written by a thread if nothing else was written for a fifth of a second |
//! | `wait` | `task`, `what`, `mode?` | a task asks for a lock, a permit; `mode` is "read" or "write" |
//! | `got` | `task`, `what`, `mode?`, `at?` | it gets that; `at` is the line that took it |
//! | `gave` | `task`, `what` | it gives that back |
//! | `took`, `put` | `task` (`put`: `task?`), `what`, `left`, `at?` | a task takes an item out of a queue, puts one into it; `left` are in it then |
//! | `drop` | `task`, `what`, `at?` | a future was dropped before it completed |
//! | `stopped` | `by?` | the program was told to stop here, by "SIGINT" or the like: what follows is its clean-up, and reports end here |
//! | `note` | `task?`, `say` | a remark |
//!
//! Each may have `thread`. Readers ignore events and fields that they do not know.

mod current;
mod event;
mod hold;
mod html;
#[cfg(feature = "layer")]
mod layer;
mod picture;
mod recorded;
mod report;
mod sink;
#[cfg(feature = "stage06")]
pub mod stage06;
mod start;
mod text;
#[cfg(feature = "tokio")]
pub mod tokio;
mod trace;
mod wait;
mod wakers;
mod words;

pub use event::{Event, TaskId, What};
pub use hold::{Held, hold};
pub use html::html;
#[cfg(feature = "layer")]
pub use layer::layer;
pub use picture::{Has, Picture, Queue, State, Task, Uses, Waking};
pub use recorded::{Record, Recorded};
#[cfg(feature = "layer")]
pub use start::start_subscribed;
pub use start::{Recording, start, start_to};
pub use text::text;
pub use trace::{Header, Trace, Unreadable};
pub use wait::{Wait, wait};
