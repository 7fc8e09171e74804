//! Random programs: tasks that sleep, yield, start, join and cancel each other, limit each other's time, and send messages.
//!
//! [`programs`] makes them, [`model`] says what each of them does, and when. Each stage runs them in its own words (`tests/`), and what
//! happened is compared event by event. A program is a tree: a task waits only for its children, so none waits forever.
//!
//! ```
//! use random_programs::{Body, Cancelling, Program, Step, model};
//!
//! let child = Body { task: 1, steps: vec![Step::Sleep(3)] };
//! let program = Program(vec![Body { task: 0, steps: vec![Step::Spawn(child), Step::Join(0)] }]);
//! let happened: Vec<_> = model(&program, Cancelling::AtOnce).events.iter().map(ToString::to_string).collect();
//! assert_eq!(happened, [
//!     "3 ms: task 1 has slept",
//!     "3 ms: task 1 ends",
//!     "3 ms: task 0 has joined child 0, which returned",
//!     "3 ms: task 0 ends",
//! ]);
//! ```

mod compare;
mod model;
mod program;
mod property;
mod random;

pub use compare::check;
pub use model::{Cancelling, Ran, model};
pub use program::{Body, Event, Program, Step};
pub use property::{cases, config, judged};
pub use random::{Words, programs};
