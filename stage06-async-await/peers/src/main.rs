//! Stage 6 beside other runtimes.
//!
//! A *slice* is one operation on one runtime, for less than a millisecond where that is possible. A slice that is
//! longer than the scheduler's quantum would include the machine's other programs. Every *round* has a slice of each
//! runtime for each operation, in random order. The cheapest slice of each runtime counts: it was disturbed least.

mod alone;
mod client;
mod instructions;
mod noise;
mod operation;
mod ops;
mod peer;
mod rounds;
mod runtimes;
mod table;

use clap::{Parser, Subcommand};
use measure::machine;
use stage01::println;

/// Measures stage 6's two runtimes beside tokio, smol, futures' LocalPool and a bare loop around mio.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    /// Only the operations whose names contain one of these.
    names: Vec<String>,

    /// How many slices each runtime has for each operation.
    #[arg(long, default_value_t = 100)]
    rounds: usize,

    /// Counts instructions, under valgrind, and measures no time.
    #[arg(long)]
    instructions: bool,

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
    Alone(alone::Slice),
}

fn main() {
    let arguments = Arguments::parse();
    // A thousand connections need more descriptors than a process has at first.
    rlimit::increase_nofile_limit(u64::MAX).expect("up to its maximum it may be raised");
    match &arguments.part {
        Some(Part::AsClient(load)) => load.run(),
        Some(Part::Alone(slice)) => slice.run(),
        None => compare(&arguments),
    }
}

fn compare(arguments: &Arguments) {
    println!("{}", machine::describe());
    let named = |name: &str| arguments.names.iter().any(|part| name.contains(part));
    let mut operations = ops::all();
    operations.retain(|operation| arguments.names.is_empty() || named(operation.name));
    if arguments.instructions {
        return instructions::compare(&operations);
    }
    println!("{}", machine::pin());
    println!(
        "rounds: {}; full: its cheapest slice; others: full / theirs of the cheapest slices, then",
        arguments.rounds
    );
    println!("the first and ninth decile of that ratio in each round; below 1, full is cheaper\n");
    let rows = rounds::measure(operations, arguments.rounds);
    table::print(&rows);
    println!();
    noise::print(&rows);
}
