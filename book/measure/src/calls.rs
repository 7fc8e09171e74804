//! The system calls of another process, with all its threads. Linux tells them to the process that traces it.

use nix::{
    errno::Errno,
    sys::{
        ptrace::{self, Options},
        signal::Signal,
        wait::{WaitPidFlag, WaitStatus, waitpid},
    },
    unistd::Pid,
};
use std::io;

/// Counts the system calls of a process, and of the threads that it starts, until it ends.
///
/// It is to be a child of this process that waits for something. `ready` is called once it is traced, and lets it go on.
///
/// # Errors
///
/// When this process may not trace another.
pub fn count(process: u32, ready: impl FnOnce()) -> io::Result<u64> {
    let process = Pid::from_raw(process.cast_signed());
    let options = [
        Options::PTRACE_O_TRACESYSGOOD,
        Options::PTRACE_O_TRACECLONE,
        Options::PTRACE_O_EXITKILL,
    ];
    ptrace::seize(process, options.into_iter().collect()).map_err(|error| {
        io::Error::other(format!("this process may not trace another: {error}"))
    })?;
    ptrace::interrupt(process)?;
    let mut ready = Some(ready);
    // A call stops its thread twice: before and after.
    let mut stops = 0;
    loop {
        // Only what this thread traces: another thread may wait for children of its own.
        let flags = WaitPidFlag::__WALL | WaitPidFlag::__WNOTHREAD;
        let stopped = match waitpid(None, Some(flags)) {
            Err(Errno::ECHILD) => return Ok(stops / 2), // it was killed, and another thread was told
            stopped => stopped?,
        };
        let (stopped, signal) = match stopped {
            WaitStatus::PtraceSyscall(thread) => {
                stops += 1;
                (thread, None)
            }
            WaitStatus::PtraceEvent(thread, ..) => (thread, None),
            WaitStatus::Stopped(thread, signal) => (thread, Some(signal)),
            WaitStatus::Exited(thread, _) | WaitStatus::Signaled(thread, ..)
                if thread == process =>
            {
                return Ok(stops / 2);
            }
            _ => continue,
        };
        go_on(stopped, signal)?;
        if let Some(ready) = ready.take() {
            ready();
        }
    }
}

/// Lets a thread run to its next stop. It may have been killed.
fn go_on(thread: Pid, signal: Option<Signal>) -> io::Result<()> {
    match ptrace::syscall(thread, signal) {
        Err(Errno::ESRCH) | Ok(()) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
