//! Both runtimes of stage 6 do what the model says, in its order, with no more polls.

mod full;
mod small;
mod twins;
mod words;

use proptest::prelude::*;
use random_programs::{
    Cancelling::{self, AtOnce, WhenPolled},
    Program, Ran, Words, check, config, judged, model, programs,
};

/// All words.
fn any() -> impl Strategy<Value = Program> {
    programs(Words {
        cancel: true,
        catch: false,
        within: true,
        tell: true,
    })
}

/// Fails with the program and both stories if they are not the same.
fn agrees(
    run: fn(&Program) -> Ran,
    cancelling: Cancelling,
    program: Program,
) -> Result<(), TestCaseError> {
    judged(move || check(&model(&program, cancelling), &run(&program)))
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn the_small_runtime_does_as_the_model_says(program in any()) {
        agrees(small::run, WhenPolled, program)?;
    }

    #[test]
    fn the_full_runtime_does_as_the_model_says(program in any()) {
        agrees(full::run, AtOnce, program)?;
    }
}

proptest! {
    #![proptest_config(config(20_000))]

    #[test]
    #[ignore = "long"]
    fn both_do_as_the_model_says_many_times(program in any()) {
        agrees(small::run, WhenPolled, program.clone())?;
        agrees(full::run, AtOnce, program)?;
    }
}
