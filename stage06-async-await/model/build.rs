//! Writes the files of stage 6 that threads share: as they are, and once for each broken twin. A twin of the small
//! runtime is often one that the explorer has, too.

use std::path::{Path, PathBuf};
use std::{env, fs, process::exit};

#[path = "../../book/races/src/twins.rs"]
#[allow(dead_code, unreachable_pub)]
mod twins;

const FILES: [&str; 8] = [
    "../src/block_on.rs",
    "../src/executor.rs",
    "../full/src/runtime/blocking/pool.rs",
    "../full/src/runtime/park.rs",
    "../full/src/runtime/scheduler/inject.rs",
    "../full/src/runtime/task/finished.rs",
    "../full/src/runtime/task/scheduled.rs",
    "../full/src/runtime/task/waker.rs",
];

fn main() {
    if let Err(sentence) = write() {
        eprintln!("{sentence}");
        exit(1);
    }
}

fn write() -> Result<(), String> {
    for file in FILES {
        let name = Path::new(file).file_stem().unwrap_or_default();
        write_file(&name.to_string_lossy(), &twins::unchanged(&read(file)?))?;
    }
    for folder in ["twins", "../../book/races/twins"] {
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(folder).map_err(|e| format!("{folder}: {e}"))? {
            let path = entry.map_err(|e| e.to_string())?.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let twin = twins::Twin::parse(&name, &read(&path)?)?;
            let file = FILES
                .iter()
                .find(|file| Path::new(file).ends_with(&twin.file));
            if let Some(file) = file {
                write_file(&name, &twin.apply(&read(file)?)?)?;
            }
        }
    }
    Ok(())
}

fn read(path: impl AsRef<Path>) -> Result<String, String> {
    let path = path.as_ref();
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Writes the code for `include!`: without the docs of the file, and its neighbours are looked for beside it.
fn write_file(name: &str, lines: &[twins::TwinLine]) -> Result<(), String> {
    let lines = lines.iter().map(|(line, _)| line);
    let code = lines.filter(|line| !line.starts_with("//!"));
    let code: String = code
        .map(|line| line.replace("crate::runtime::task::", "super::") + "\n")
        .collect();
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?);
    fs::write(out.join(format!("{name}.rs")), code).map_err(|e| format!("{name}: {e}"))
}
