//! Prints what a trace file tells, and writes the page: `cargo run -p recorder --example page -- FILE.trace FILE.html`.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let (Some(trace), Some(page)) = (args.next(), args.next()) else {
        return Err("Name a trace file, and the page to be written.".into());
    };
    let trace = recorder::Trace::open(trace)?;
    print!("{}", recorder::text(&trace));
    fs::write(page, recorder::html(&trace))?;
    Ok(())
}
