//! Runs a program until it ends, its time is up, or Ctrl-C is pressed.

use std::{
    fs, io,
    path::Path,
    process::{Child, Command, ExitCode, ExitStatus},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

/// How often it is asked if the program has ended.
const INTERVAL: Duration = Duration::from_millis(20);

/// How long a program may take to end when it is told to.
const GRACE: Duration = Duration::from_secs(3);

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The code to hand on.
    pub(crate) code: ExitCode,
    /// The status in words.
    pub(crate) words: String,
    /// Why it ended.
    pub(crate) stopped: Stopped,
}

/// Why a program ended.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stopped {
    /// It came to its end.
    ByItself,
    /// Ctrl-C was pressed. `length` is what was recorded until then, in bytes.
    CtrlC { length: usize },
    /// The time was up.
    TimeUp { length: usize },
}

/// Runs it. Input, output and Ctrl-C are the program's; a second Ctrl-C kills it.
///
/// # Errors
///
/// A sentence, if the program cannot be started.
pub(crate) fn run(
    command: &mut Command,
    file: &Path,
    limit: Option<Duration>,
) -> Result<Ended, String> {
    let (press, presses) = mpsc::channel();
    // The terminal sends Ctrl-C to the program as well. Here it is counted.
    ctrlc::set_handler(move || _ = press.send(()))
        .map_err(|error| format!("Ctrl-C cannot be handled: {error}."))?;
    let program = command.get_program().to_string_lossy().into_owned();
    let child = command.spawn();
    let mut child = child.map_err(|error| format!("`{program}` cannot be started: {error}."))?;
    let (status, stopped) = wait(&mut child, file, limit, &presses)
        .map_err(|error| format!("`{program}` cannot be waited for: {error}."))?;
    let code = match stopped {
        Stopped::TimeUp { .. } => ExitCode::from(124),
        _ => code_of(status),
    };
    let words = status.to_string();
    Ok(Ended {
        code,
        words,
        stopped,
    })
}

fn wait(
    child: &mut Child,
    file: &Path,
    limit: Option<Duration>,
    presses: &Receiver<()>,
) -> io::Result<(ExitStatus, Stopped)> {
    let mut stopped = Stopped::ByItself;
    let mut end = limit.map(|limit| Instant::now() + limit);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status, stopped));
        }
        let pressed = match presses.recv_timeout(INTERVAL) {
            Ok(()) => true,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        };
        let late = end.is_some_and(|end| Instant::now() >= end);
        let length = || fs::metadata(file).map_or(0, |file| file.len() as usize);
        match stopped {
            Stopped::ByItself if pressed => {
                let length = length();
                (stopped, end) = (Stopped::CtrlC { length }, None);
            }
            Stopped::ByItself if late => {
                let length = length();
                stopped = Stopped::TimeUp { length };
                end = Some(Instant::now() + GRACE);
                interrupt(child)?;
            }
            Stopped::CtrlC { .. } | Stopped::TimeUp { .. } if pressed || late => child.kill()?,
            _ => {}
        }
    }
}

/// Presses Ctrl-C, as it were: a program may clean up.
#[cfg(unix)]
fn interrupt(child: &mut Child) -> io::Result<()> {
    let id = child.id().to_string();
    Command::new("kill").args(["-INT", &id]).status().map(drop)
}

#[cfg(not(unix))]
fn interrupt(child: &mut Child) -> io::Result<()> {
    child.kill()
}

/// The code of a program that a signal ended is 128 and the signal, as in a shell.
fn code_of(status: ExitStatus) -> ExitCode {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return ExitCode::from(128 + signal as u8);
    }
    status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from)
}
