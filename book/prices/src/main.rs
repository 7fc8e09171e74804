//! The price list: one job on every design of the course, counted, timed, and drawn.

mod check;
mod clock;
mod counts;
mod design;
mod fit;
mod growth;
mod load;
mod marks;
mod output;
mod picture;
mod places;
mod python;
mod run;
mod series;
mod server;
mod servers;
mod sizes;
mod tables;

use clap::{Parser, Subcommand};
use run::Prices;
use sizes::Sizes;
use stage01::{Result, println};
use std::{path::PathBuf, process::exit};

/// Measures what each design of the course costs, beside tokio and asyncio, and writes tables and pictures.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    /// One minute in place of ten: fewer and shorter measurements.
    #[arg(long)]
    quick: bool,

    /// The most connections at once; without it, as many as a process may have descriptors.
    #[arg(long)]
    most: Option<usize>,

    /// Ends with status 1 if a ratio or an exponent is not what the book says.
    #[arg(long)]
    check: bool,

    /// Where tables and pictures are written.
    #[arg(long, default_value = "target/prices")]
    into: PathBuf,

    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Subcommand)]
enum Part {
    #[command(hide = true)]
    Serve { design: design::Design },
    #[command(hide = true)]
    Grow(growth::Growth),
}

fn main() -> Result {
    let arguments = Arguments::parse();
    let limit = rlimit::increase_nofile_limit(u64::MAX)?;
    match arguments.part {
        Some(Part::Serve { design }) => return server::serve(design),
        Some(Part::Grow(growth)) => return growth.run(),
        None => {}
    }
    let sizes = match arguments.quick {
        true => Sizes::quick(),
        false => Sizes::full(limit, arguments.most),
    };
    let prices = Prices::measure(&sizes);
    output::write(&prices, &arguments.into)?;
    println!("\nwritten to {}", arguments.into.display());
    if arguments.check && !check::check(&prices) {
        exit(1);
    }
    Ok(())
}
