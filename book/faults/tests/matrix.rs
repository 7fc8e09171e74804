//! Every cell of the matrix: what a design promises, it keeps, and what it cannot do, it fails as stated.

use faults::{Design, FAULTS, Fault};
use std::{path::Path, time::Duration};
use testkit::{echo::Symptom, within};

/// Judges one design by all faults.
fn judge(design: Design) {
    let fault_names: Vec<_> = FAULTS.iter().map(|fault| fault.name).collect();
    within(
        Duration::from_secs(120),
        "the end of all faults",
        move || {
            let program = Path::new(env!("CARGO_BIN_EXE_faults"));
            let mut problems = Vec::new();
            for fault in FAULTS {
                let stated = design.cannot().iter().find(|(name, _)| *name == fault.name);
                match (fault.judge(program, design), stated) {
                    (Ok(()), None) => {}
                    (Err(failure), _) if failure.symptom == Symptom::NotMeasured => {}
                    (Err(failure), Some((_, symptom))) if failure.symptom == *symptom => {}
                    (Ok(()), Some((_, symptom))) => {
                        problems.push(format!("{}: it is kept; stated: {symptom}", fault.name));
                    }
                    (Err(failure), _) => {
                        let Fault { name, promise, .. } = fault;
                        problems.push(format!("{name}: {failure}\n  should: {promise}"));
                    }
                }
            }
            let name = design.name();
            assert!(
                problems.is_empty(),
                "{name} is not as stated:\n{}",
                problems.join("\n")
            );
        },
    );
    let known = |name| fault_names.contains(name) || cfg!(not(unix));
    assert!(
        design.cannot().iter().all(|(name, _)| known(name)),
        "a name in `cannot` is not the name of a fault"
    );
}

macro_rules! designs {
    ($($test:ident: $design:ident;)*) => {$(
        #[test]
        fn $test() {
            judge(Design::$design);
        }
    )*};
}

designs! {
    one_client_at_a_time: Blocking;
    a_thread_for_each_client: Threads;
    one_loop_around_select: Select;
    callbacks_without_any_guard: Naive;
    callbacks: Callbacks;
    tasks_on_callbacks: Tasks;
    tasks_that_ask: Requests;
    tasks_that_try: Polling;
    the_small_runtime: Small;
    the_full_runtime: Full;
}
