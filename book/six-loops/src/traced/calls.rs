//! The system calls of a server.

use nix::libc::{self, c_long, user_regs_struct};

/// System calls, by what they are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// Bytes come and go: `recv` and `send`.
    pub bytes: u64,
    /// Those of the selector: it watches, waits, and forgets.
    pub selector: u64,
    /// The rest: the socket is made nonblocking, and closed.
    pub other: u64,
}

impl Calls {
    /// All of them.
    pub fn all(&self) -> u64 {
        self.bytes + self.selector + self.other
    }

    pub(super) fn count(&mut self, call: Call) {
        match call {
            Call::Receive | Call::Send => self.bytes += 1,
            Call::Wait | Call::Selector => self.selector += 1,
            Call::Other => self.other += 1,
            Call::Mark | Call::Check => {}
        }
    }
}

/// A system call, as far as it matters here.
#[derive(Clone, Copy, Debug)]
pub(super) enum Call {
    /// `recv`.
    Receive,
    /// `send`.
    Send,
    /// The selector waits, for longer than no time.
    Wait,
    /// Anything else that the selector does.
    Selector,
    /// The server says that counting begins, or ends.
    Mark,
    /// A check of the standard library, in debug builds only. It does not count.
    Check,
    /// Anything else.
    Other,
}

impl Call {
    /// The call that a stopped process is about to make.
    pub(super) fn begins(registers: &user_regs_struct) -> Self {
        let (number, arguments) = read(registers);
        #[cfg(target_arch = "x86_64")]
        if number == libc::SYS_epoll_wait {
            return waits(arguments[3]);
        }
        match number {
            libc::SYS_recvfrom => Call::Receive,
            libc::SYS_sendto => Call::Send,
            libc::SYS_getppid => Call::Mark,
            libc::SYS_epoll_pwait => waits(arguments[3]),
            // Its timeout is a place in memory; without one it waits for as long as it takes.
            libc::SYS_epoll_pwait2 if arguments[3] == 0 => Call::Wait,
            libc::SYS_epoll_pwait2 | libc::SYS_epoll_ctl => Call::Selector,
            // The selector's own timer, and the counter by which another thread would wake it.
            libc::SYS_timerfd_settime | libc::SYS_read => Call::Selector,
            // A debug build of std asks whether a descriptor is open before it closes it.
            libc::SYS_fcntl if arguments[1] == libc::F_GETFD as u64 => Call::Check,
            _ => Call::Other,
        }
    }
}

/// `epoll_wait` with this timeout.
fn waits(timeout: u64) -> Call {
    match timeout as i32 {
        0 => Call::Selector,
        _ => Call::Wait,
    }
}

/// The number of the call, and its first four arguments.
#[cfg(target_arch = "x86_64")]
fn read(registers: &user_regs_struct) -> (c_long, [u64; 4]) {
    let arguments = [registers.rdi, registers.rsi, registers.rdx, registers.r10];
    (registers.orig_rax as c_long, arguments)
}

/// The number of the call, and its first four arguments.
#[cfg(target_arch = "aarch64")]
fn read(registers: &user_regs_struct) -> (c_long, [u64; 4]) {
    let [a, b, c, d, ..] = registers.regs;
    (registers.regs[8] as c_long, [a, b, c, d])
}

/// What a call has returned: how many bytes were sent, or an error below zero.
#[cfg(target_arch = "x86_64")]
pub(super) fn returned(registers: &user_regs_struct) -> i64 {
    registers.rax.cast_signed()
}

/// What a call has returned: how many bytes were sent, or an error below zero.
#[cfg(target_arch = "aarch64")]
pub(super) fn returned(registers: &user_regs_struct) -> i64 {
    registers.regs[0].cast_signed()
}
