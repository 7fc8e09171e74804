//! Writes the small runtime's files for the races: as they are, and once for each broken twin.

use std::path::{Path, PathBuf};
use std::{env, fs, process::exit};

#[path = "src/twins.rs"]
#[allow(dead_code, unreachable_pub)]
mod twins;

const STAGE: &str = "stage06-async-await/src";

const FILES: [&str; 8] = [
    "block_on.rs",
    "events.rs",
    "executor.rs",
    "join.rs",
    "panic.rs",
    "reactor.rs",
    "runtime.rs",
    "timers.rs",
];

fn main() {
    if let Err(sentence) = write() {
        eprintln!("{sentence}");
        exit(1);
    }
}

fn write() -> Result<(), String> {
    let home = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?);
    let stage = home.join("../..").join(STAGE);
    for file in FILES {
        let lines = twins::unchanged(&read(&stage.join(file))?);
        write_file(file.trim_end_matches(".rs"), file, &lines)?;
    }
    let folder = home.join("twins");
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(&folder).map_err(|e| e.to_string())? {
        let path = entry.map_err(|e| e.to_string())?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let twin = twins::Twin::parse(&name, &read(&path)?)?;
        let lines = twin.apply(&read(&stage.join(&twin.file))?)?;
        write_file(&name, &twin.file, &lines)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, String> {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Writes the code, and for each of its lines where it is in the workspace: the file, and then a number a line.
fn write_file(name: &str, file: &str, lines: &[twins::TwinLine]) -> Result<(), String> {
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?);
    let write = |name: String, text: String| {
        fs::write(out.join(&name), text).map_err(|e| format!("{name}: {e}"))
    };
    let number = |(_, number): &twins::TwinLine| number.map_or(String::new(), |n| n.to_string());
    let numbers: Vec<_> = lines.iter().map(number).collect();
    write(
        format!("{name}.lines"),
        format!("{STAGE}/{file}\n{}\n", numbers.join("\n")),
    )?;
    write(format!("{name}.rs"), twins::includable(lines))
}
