//! What a run leaves behind: tables, pictures, and where and when it was.

use crate::{picture, run::Prices, tables};
use stage01::{Exception, Result, println};
use std::{env, fs, io, path::Path};

/// Writes everything into a folder, and prints the tables.
pub(crate) fn write(prices: &Prices, folder: &Path) -> Result {
    fs::create_dir_all(folder)?;
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments = match arguments.is_empty() {
        true => String::new(),
        false => format!(" -- {}", arguments.join(" ")),
    };
    let place = format!(
        "`cargo run --release -p prices{arguments}`; {}; {}.\n",
        prices.machine, prices.place
    );
    println!("{place}");
    fs::write(folder.join("where.md"), &place)?;
    for (name, table) in tables::all(prices) {
        println!("{table}");
        fs::write(folder.join(format!("{name}.md")), table)?;
    }
    for (name, picture) in pictures(prices).map_err(|error| other(&*error))? {
        fs::write(folder.join(format!("{name}.svg")), picture)?;
    }
    Ok(())
}

fn other(error: &dyn std::error::Error) -> Exception {
    io::Error::other(error.to_string()).into()
}

type Pictures = Vec<(&'static str, String)>;

fn pictures(prices: &Prices) -> std::result::Result<Pictures, Box<dyn std::error::Error>> {
    let memory = prices
        .counts
        .iter()
        .filter_map(|(design, _, memory)| Some((design.name(), (*memory)?)));
    let memory: Vec<_> = memory.collect();
    let steps: Vec<_> = prices
        .steps
        .iter()
        .map(|(on, step)| (on.name(), *step))
        .collect();
    let mut pictures = vec![
        (
            "idle",
            picture::growth("one request", "idle connections beside it", &prices.idle)?,
        ),
        (
            "memory",
            picture::bars("memory of an idle connection", &memory, bytes)?,
        ),
        (
            "tasks",
            picture::growth("one step", "tasks that wait beside it", &prices.tasks)?,
        ),
        (
            "timers",
            picture::growth(
                "one timer, set and cancelled",
                "timers that wait beside it",
                &prices.timers,
            )?,
        ),
    ];
    if !steps.is_empty() {
        pictures.push((
            "steps",
            picture::bars("instructions of one step", &steps, whole)?,
        ));
    }
    Ok(pictures)
}

fn bytes(number: f64) -> String {
    match number {
        n if n < 1000.0 => format!("{n:.0} B"),
        n => format!("{:.1} kB", n / 1000.0),
    }
}

fn whole(number: f64) -> String {
    format!("{number:.0}")
}
