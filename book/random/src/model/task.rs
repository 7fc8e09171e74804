//! A task of the model.

use super::Timer;
use crate::{Body, Step};

/// A task, and its channel to its parent.
#[derive(Debug)]
pub(super) struct Task<'p> {
    /// By which events call it.
    pub(super) number: usize,
    /// The steps that it is at: its own, and those of each limit that it is in.
    pub(super) frames: Vec<Frame<'p>>,
    pub(super) wait: Option<Wait>,
    pub(super) children: Vec<Child>,
    /// True if it is in the queue.
    pub(super) queued: bool,
    pub(super) cancelled: bool,
    /// How it has ended.
    pub(super) returned: Option<bool>,
    /// The task to wake when it ends.
    pub(super) joiner: Option<usize>,
    /// True while its parent may hear it.
    pub(super) heard: bool,
    /// True if a message is in the channel.
    pub(super) message: bool,
    /// True while it waits for room.
    pub(super) tells: bool,
    /// The task that waits for a message.
    pub(super) hearer: Option<usize>,
}

/// Steps that a task is at.
#[derive(Debug)]
pub(super) struct Frame<'p> {
    pub(super) rest: &'p [Step],
    pub(super) limit: Option<Limit>,
    /// True if a cancel ends these steps only.
    pub(super) catches: bool,
}

/// A limit of time. Its timer is set when the steps wait for the first time.
#[derive(Debug)]
pub(super) struct Limit {
    pub(super) ms: u64,
    pub(super) timer: Option<Timer>,
}

/// What a task waits for. Children have their place among the task's own, and their index.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wait {
    Sleep(Timer),
    /// True if the other tasks have had their turn.
    Yield(bool),
    Join(usize, usize),
    Hear(usize, usize),
    Tell,
}

/// A child: its index, and true until it is joined.
#[derive(Clone, Copy, Debug)]
pub(super) struct Child {
    pub(super) task: usize,
    pub(super) has_handle: bool,
}

impl<'p> Frame<'p> {
    pub(super) fn new(rest: &'p [Step]) -> Self {
        let (limit, catches) = (None, false);
        Frame {
            rest,
            limit,
            catches,
        }
    }
}

impl<'p> Task<'p> {
    pub(super) fn new(body: &'p Body, heard: bool) -> Self {
        let rest = &body.steps;
        Task {
            number: body.task,
            frames: vec![Frame::new(rest)],
            wait: None,
            children: Vec::new(),
            queued: false,
            cancelled: false,
            returned: None,
            joiner: None,
            heard,
            message: false,
            tells: false,
            hearer: None,
        }
    }

    /// The child with this place, if it was not joined.
    pub(super) fn child(&mut self, place: usize) -> Option<&mut Child> {
        let child = self.children.get_mut(place);
        child.filter(|child| child.has_handle)
    }
}
