//! Random programs.

use crate::{Body, Program, Step};
use proptest::{collection::vec, prelude::*, strategy::Union};

/// The words that a loop has besides to sleep, yield, start and join.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// [`Step::Cancel`].
    pub cancel: bool,
    /// [`Step::Catch`].
    pub catch: bool,
    /// [`Step::Within`].
    pub within: bool,
    /// [`Step::Tell`] and [`Step::Hear`].
    pub tell: bool,
}

/// Programs of these words. The times are few, so that many are equal.
pub fn programs(words: Words) -> impl Strategy<Value = Program> {
    vec(steps(words), 1..4).prop_map(|tasks| {
        let mut next = 0;
        let number = |steps| numbered(Body { task: 0, steps }, &mut next);
        Program(tasks.into_iter().map(number).collect())
    })
}

fn steps(words: Words) -> impl Strategy<Value = Vec<Step>> {
    let simple = one_of([
        (true, 4, (1..8_u64).prop_map(Step::Sleep).boxed()),
        (true, 2, Just(Step::Yield).boxed()),
        (true, 3, (0..3_usize).prop_map(Step::Join).boxed()),
        (words.cancel, 3, (0..3_usize).prop_map(Step::Cancel).boxed()),
        (words.tell, 3, Just(Step::Tell).boxed()),
        (words.tell, 3, (0..3_usize).prop_map(Step::Hear).boxed()),
    ]);
    let step = simple.prop_recursive(4, 64, 4, move |step| {
        let steps = vec(step.clone(), 0..6).boxed();
        let spawn = |steps| Step::Spawn(Body { task: 0, steps });
        let within = (1..8_u64, steps.clone());
        one_of([
            (true, 3, step.boxed()),
            (true, 4, steps.clone().prop_map(spawn).boxed()),
            (words.catch, 3, steps.prop_map(Step::Catch).boxed()),
            (
                words.within,
                3,
                within
                    .prop_map(|(ms, steps)| Step::Within(ms, steps))
                    .boxed(),
            ),
        ])
    });
    vec(step, 0..8)
}

/// Picks among the options that are true, by their weights. A weight of 0 would not do: an example that is made smaller may still
/// become that option.
fn one_of<const N: usize>(
    options: [(bool, u32, BoxedStrategy<Step>); N],
) -> Union<BoxedStrategy<Step>> {
    let options = options.into_iter().filter(|(has, ..)| *has);
    Union::new_weighted(options.map(|(_, weight, step)| (weight, step)).collect())
}

/// Numbers the tasks in the order of the text.
fn numbered(mut body: Body, next: &mut usize) -> Body {
    body.task = *next;
    *next += 1;
    number_steps(&mut body.steps, next, &mut 0);
    body
}

/// Gives each step with a child the place of a child that exists, if `children` were started before it.
fn number_steps(steps: &mut [Step], next: &mut usize, children: &mut usize) {
    for step in steps {
        match step {
            Step::Spawn(child) => {
                let steps = std::mem::take(&mut child.steps);
                *child = numbered(Body { task: 0, steps }, next);
                *children += 1;
            }
            Step::Within(_, steps) | Step::Catch(steps) => number_steps(steps, next, children),
            Step::Join(place) | Step::Cancel(place) | Step::Hear(place) => {
                *place = place.checked_rem(*children).unwrap_or(0);
            }
            Step::Sleep(_) | Step::Yield | Step::Tell => {}
        }
    }
}
