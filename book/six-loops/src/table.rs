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
    let counted = Kind::value_variants().iter();
    let counted = counted.map(|kind| Ok((*kind, counts(&this, *kind)?)));
    let counted = counted.collect::<Result<Vec<_>>>()?;
    println!("               steps  wakes  turns  allocations");
    for (kind, counts) in &counted {
        println!("{}", of_the_loop(*kind, counts));
    }
    println!("\n  system calls:  all  bytes  selector  other");
    for (kind, Counts { calls, .. }) in &counted {
        let (name, all) = (name(*kind), calls.all());
        let (bytes, selector, other) = (calls.bytes, calls.selector, calls.other);
        println!("{name:14} {all:>5} {bytes:>6} {selector:>9} {other:>6}");
    }
    Ok(())
}

fn of_the_loop(kind: Kind, counts: &Counts) -> String {
    let of_loop = |count: u64| match kind {
        Kind::Blocking => "–".to_owned(), // it has none
        _ => count.to_string(),
    };
    let [steps, wakes, turns] = [counts.steps, counts.wakes, counts.turns].map(of_loop);
    let (name, allocations) = (name(kind), counts.allocations);
    format!("{name:14} {steps:>5} {wakes:>6} {turns:>6} {allocations:>12}")
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Blocking => "2 blocking",
        Kind::Callbacks => "2 callbacks",
        Kind::Task => "3 task",
        Kind::Requests => "4 select loop",
        Kind::RoundRobin => "5 round robin",
        Kind::Wakers => "6 wakers",
    }
}
