//! A process that is always interrupted loses nothing; the program is Linux's alone.

#[cfg(target_os = "linux")]
mod signal_storm;
#[cfg(target_os = "linux")]
mod wire;

fn main() {
    #[cfg(target_os = "linux")]
    signal_storm::main();
}
