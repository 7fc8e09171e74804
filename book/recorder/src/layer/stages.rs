//! The events of the stages' loops, whose target is `event_loop`.

use super::fields::Fields;
use crate::{
    event::{TaskId, What},
    sink,
};
use std::collections::HashMap;

/// The tasks of the loops, by the numbers that the loops give them.
#[derive(Debug, Default)]
pub(super) struct Stages {
    tasks: HashMap<u64, TaskId>,
    /// The task whose step has begun and, as far as is known, not ended.
    running: Option<TaskId>,
}

impl Stages {
    /// An event of the module `stage`.
    pub(super) fn event(&mut self, stage: &str, fields: &Fields, mut emit: impl FnMut(What)) {
        let name = fields.text("message").unwrap_or_default();
        if name == "park" {
            self.step_ends(stage, &mut emit);
            return emit(What::Idle { limit: None });
        }
        let Some(number) = fields.number("task") else {
            return;
        };
        let task = self.task(number, name, fields, &mut emit);
        match name {
            "step" | "poll" => {
                self.step_ends(stage, &mut emit);
                self.running = Some(task);
                emit(What::Poll { task });
            }
            "yield" | "request" | "wait" => {
                let on = fields.text("request").map(str::to_owned);
                let again = on.as_deref() == Some("YieldNow");
                self.pause(task, on, &mut emit);
                if again {
                    emit(wake(task, "the loop"));
                }
            }
            "wake" => emit(wake(task, fields.text("waited").unwrap_or("the loop"))),
            "complete" => {
                self.running.take_if(|running| *running == task);
                self.tasks.remove(&number);
                let how = match fields.truth("ok") {
                    Some(false) => "raised: an error",
                    _ => "done",
                };
                let how = how.to_owned();
                emit(What::End { task, how });
            }
            _ => {}
        }
    }

    fn task(
        &mut self,
        number: u64,
        event: &str,
        fields: &Fields,
        emit: &mut impl FnMut(What),
    ) -> TaskId {
        if let Some(task) = self.tasks.get(&number)
            && !matches!(event, "spawn" | "add")
        {
            return *task;
        }
        let task = sink::next_id();
        self.tasks.insert(number, task);
        let name = fields.text("name");
        let name = name.map_or(format!("task {number}"), str::to_owned);
        let (at, by) = (None, self.running);
        emit(What::Spawn { task, name, at, by });
        task
    }

    /// A loop that does not tell when a step ends has begun something else. In stage 5 a task is then in the queue again.
    fn step_ends(&mut self, stage: &str, emit: &mut impl FnMut(What)) {
        let Some(task) = self.running else { return };
        self.pause(task, None, emit);
        if stage.starts_with("stage05") {
            emit(wake(task, "the loop, to look again"));
        }
    }

    fn pause(&mut self, task: TaskId, on: Option<String>, emit: &mut impl FnMut(What)) {
        if self.running.take_if(|running| *running == task).is_some() {
            emit(What::Pause { task, on, at: None });
        }
    }
}

fn wake(task: TaskId, from: &str) -> What {
    let from = Some(from.to_owned());
    What::Wake {
        task,
        by: None,
        from,
        at: None,
    }
}
