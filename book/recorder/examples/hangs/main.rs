//! Programs that hang: `cargo run -p recorder --example hangs -- pool` runs one for a second, and prints what was recorded.
//! With a file's name behind it, it writes the page there: `… -- pool pool.html`.

mod pool;
mod words;

use recorder::{Record, Trace};
use std::{
    io::{self, Write},
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// The trace, in memory.
#[derive(Clone, Debug, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs `program` for a second at most.
fn record(program: impl Future<Output = ()> + Send + 'static) -> Trace {
    let memory = Memory::default();
    let recording = recorder::start_to(memory.clone());
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime");
    let ended = runtime.block_on(async {
        let service = tokio::spawn(program.recorded("service"));
        tokio::time::sleep(Duration::from_secs(1)).await;
        recording.stop(); // before the tasks are dropped: that would be recorded, too
        service.is_finished()
    });
    if !ended {
        println!("Not done after a second.\n");
    }
    let bytes = memory.0.lock().unwrap_or_else(PoisonError::into_inner);
    Trace::read(bytes.as_slice()).expect("a trace")
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let trace = match args.next().as_deref() {
        Some("pool") => record(pool::serve()),
        Some("socket") => record(async {
            let (mut socket, _client_that_says_nothing) = tokio::io::duplex(64);
            let _ = words::read_length(&mut socket).await;
        }),
        _ => {
            eprintln!("Name a program: pool or socket.");
            return ExitCode::FAILURE;
        }
    };
    print!("{}", recorder::text(&trace));
    let page = args
        .next()
        .map(|to| std::fs::write(to, recorder::html(&trace)));
    if let Some(Err(e)) = page {
        eprintln!("The page cannot be written: {e}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
