//! The table, and the process that it is made by.

use clap::{Parser, Subcommand, ValueEnum};
use six_loops::{Counts, Kind, Part, counts, serve_stdin};
use stage01::{Result, println};

/// Serves one client on each design of the course, and prints what that costs.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    server: Option<Server>,
}

#[derive(Subcommand)]
enum Server {
    /// Serves the client behind standard input.
    #[command(hide = true)]
    Serve { kind: Kind, part: Part },
}

pub(crate) fn main() -> Result {
    if let Some(Server::Serve { kind, part }) = Arguments::parse().server {
        return serve_stdin(kind, part);
    }
    let this = std::env::current_exe()?;
    println!("                                       alloca-  system   for the    for the");
    println!("                  steps  wakes  turns    tions   calls =   bytes + selector + other");
    for kind in Kind::value_variants() {
        println!("{}", row(*kind, &counts(&this, *kind)?));
    }
    Ok(())
}

fn row(kind: Kind, counts: &Counts) -> String {
    let (name, loops) = match kind {
        Kind::Blocking => ("2 blocking", false),
        Kind::Callbacks => ("2 callbacks", true),
        Kind::Task => ("3 task", true),
        Kind::Requests => ("4 select loop", true),
        Kind::RoundRobin => ("5 round robin", true),
        Kind::Wakers => ("6 wakers", true),
    };
    let of_loop = |count: u64| match loops {
        true => count.to_string(),
        false => "–".to_owned(),
    };
    let [steps, wakes, turns] = [counts.steps, counts.wakes, counts.turns].map(of_loop);
    let (allocations, calls) = (counts.allocations, counts.calls);
    let (bytes, selector, other, all) = (calls.bytes, calls.selector, calls.other, calls.all());
    format!(
        "{name:16} {steps:>6} {wakes:>6} {turns:>6} {allocations:>8} {all:>7} = {bytes:>7} + {selector:>8} + {other:>5}"
    )
}
