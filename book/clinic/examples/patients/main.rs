//! The patients of the clinic, as they were found: `cargo run -p clinic --example patients -- heartbeat`.
#![allow(unreachable_pub, missing_debug_implementations)] // as in the exercises

mod cache;
mod crawl;
mod demos;
mod heartbeat;
mod heartbeat_demo;
mod lines;
mod lookup;
mod outcomes;
mod pump;
mod query;
mod stop;
mod transfer;

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
        Some("query") => paused(demos::two_users()),
        Some("outcomes") => paused(demos::save_and_serve()),
        Some("lines") => paused(demos::one_chunk_and_two()),
        Some("cache") => demos::one_client_and_two(),
        Some("transfer") => paused(demos::there_and_back()),
        Some("lookup") => paused(demos::lookup_and_ping()),
        Some("stop") => paused(demos::busy_miners()),
        Some("pump") => paused(demos::slow_uploads()),
        Some("crawl") => paused(demos::fifty_pages()),
        _ => {
            eprintln!(
                "Name a patient: heartbeat, query, outcomes, lines, cache, transfer, lookup, stop, pump or crawl."
            );
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
