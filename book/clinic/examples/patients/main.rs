//! The patients of the clinic, as they were found: `cargo run -p clinic --example patients -- heartbeat`.

mod heartbeat;
mod heartbeat_demo;

use std::process::ExitCode;

/// Runs on one thread, with a paused clock: a minute of waiting takes no time.
fn paused(program: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(program);
}

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("heartbeat") => paused(heartbeat_demo::demo()),
        _ => {
            eprintln!("Name a patient: heartbeat.");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
