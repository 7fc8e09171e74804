//! How the cost of a step grows with the number of tasks that wait.

use std::process::Command;

/// The nanoseconds of a step beside so many tasks that wait: the best of five, in processes of their own.
fn step(on: &str, waiting: usize, operations: usize) -> f64 {
    let once = |_| {
        let mut prices = Command::new(env!("CARGO_BIN_EXE_prices"));
        prices.args(["grow", on, "step"]);
        prices.args([waiting, operations].map(|number| number.to_string()));
        let output = prices.output().expect("it runs");
        let figure = String::from_utf8_lossy(&output.stdout)
            .trim()
            .parse::<f64>();
        figure.expect("it prints the cost of a step")
    };
    (0..5).map(once).fold(f64::MAX, f64::min)
}

#[test]
fn only_a_round_robin_pays_for_the_tasks_that_wait() {
    for on in ["callbacks", "task", "select-loop", "small", "full", "tokio"] {
        let (few, many) = (step(on, 10, 5_000), step(on, 5_000, 5_000));
        assert!(
            many < 5.0 * few,
            "{on}: {few} ns beside 10, {many} ns beside 5,000"
        );
    }
    let (few, many) = (
        step("round-robin", 10, 5_000),
        step("round-robin", 5_000, 100),
    );
    assert!(
        many > 50.0 * few,
        "round robin: {few} ns beside 10, {many} ns beside 5,000"
    );
}
