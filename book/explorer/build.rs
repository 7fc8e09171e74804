//! Writes the small runtime's files for the explorer: as they are, and once for each broken twin.

use std::{env, fs, path::Path, process::exit};

#[path = "src/twins.rs"]
#[allow(dead_code, unreachable_pub)]
mod twins;

fn main() {
    if let Err(sentence) = write() {
        eprintln!("{sentence}");
        exit(1);
    }
}

fn write() -> Result<(), String> {
    let home = env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?;
    let out = env::var("OUT_DIR").map_err(|e| e.to_string())?;
    let stage = Path::new(&home).join("../../stage06-async-await/src");
    let read = |path: &Path| {
        println!("cargo::rerun-if-changed={}", path.display());
        fs::read_to_string(path)
            .map(|t| {
                t.replace("use std::sync::atomic::", "use crate::sync::atomic::")
                    .replace("use std::sync::", "use crate::sync::")
                    .replace("use std::thread::", "use crate::sync::thread::")
            })
            .map_err(|e| format!("{}: {e}", path.display()))
    };
    let write = |name: &str, text: &str| {
        let path = Path::new(&out).join(name).with_extension("rs");
        fs::write(path, text).map_err(|e| format!("{name}: {e}"))
    };
    for file in ["executor.rs", "block_on.rs"] {
        write(file, &twins::includable(&read(&stage.join(file))?))?;
    }
    let twins = Path::new(&home).join("twins");
    println!("cargo::rerun-if-changed={}", twins.display());
    for entry in fs::read_dir(&twins).map_err(|e| e.to_string())? {
        let path = entry.map_err(|e| e.to_string())?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let twin = twins::Twin::parse(&name, &read(&path)?)?;
        let text = twin.apply(&read(&stage.join(&twin.file))?)?;
        write(&name, &twins::includable(&text))?;
    }
    Ok(())
}
