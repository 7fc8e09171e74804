//! Stage 6 beside other runtimes.
//!
//! Every round runs every operation on every runtime once, so that what disturbs the machine disturbs them all alike;
//! the table shows the medians.

mod client;
mod machine;
mod ops;
mod peer;
mod rounds;
mod runtimes;
mod table;

use clap::{Parser, Subcommand};
use stage01::println;

/// Measures stage 6 beside tokio, smol, futures' LocalPool and a bare loop around mio.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    /// Only the operations whose names contain one of these.
    names: Vec<String>,

    /// How often each runtime does each operation.
    #[arg(long, default_value_t = 25)]
    rounds: usize,

    /// The clients of the echo servers run on another processor than the servers.
    #[arg(long)]
    apart: bool,

    /// Only stage 6, for a profiler.
    #[arg(long)]
    alone: bool,

    #[command(subcommand)]
    part: Option<Part>,
}

/// What this executable does when it starts itself.
#[derive(Subcommand)]
#[command(disable_help_subcommand = true)]
enum Part {
    #[command(hide = true)]
    AsClient(client::Load),
    #[command(hide = true)]
    AsIdle(ops::Idle),
}

fn main() {
    let arguments = Arguments::parse();
    machine::raise_descriptor_limit();
    match &arguments.part {
        Some(Part::AsClient(load)) => load.run(),
        Some(Part::AsIdle(idle)) => idle.run(),
        None => compare(&arguments),
    }
}

fn compare(arguments: &Arguments) {
    println!("{}", machine::describe());
    println!("{}", machine::choose_cpus(arguments.apart));
    println!(
        "{} rounds; cost of one in {}, then ours / theirs: of the medians (of the minima)\n",
        arguments.rounds,
        rounds::RUNTIMES[0],
    );
    let mut operations = ops::all();
    let named = |name: &str| arguments.names.iter().any(|part| name.contains(part));
    operations.retain(|operation| arguments.names.is_empty() || named(operation.name));
    for operation in operations.iter_mut().filter(|_| arguments.alone) {
        operation.runs[1..].fill(None);
    }
    table::print(&rounds::measure(operations, arguments.rounds));
}
