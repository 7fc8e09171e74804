//! Records what the tasks of a program do, and shows where it hangs.
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
//! | `wait`, `got`, `gave` | `task`, `what` | a task asks for, gets, gives back a lock, a permit, a place in a queue |
//! | `drop` | `task`, `what`, `at?` | a future was dropped before it completed |
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
pub use picture::{Picture, State, Task, Waking};
pub use recorded::{Record, Recorded};
pub use sink::{Recording, start, start_to};
pub use text::text;
pub use trace::{Header, Trace, Unreadable};
pub use wait::{Wait, wait};
