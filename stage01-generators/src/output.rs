//! What the course's programs print with: a reader that goes away, as in `cargo run -p stage01 | head -1`, is no
//! reason to panic.

use std::{
    fmt::Arguments,
    io::{ErrorKind, Write, stderr, stdout},
    process::exit,
};

/// The exit code that a shell reports for a program that was ended by a closed pipe.
const CLOSED_PIPE: i32 = 128 + 13;

/// Prints a line to standard output.
///
/// It is `std`'s macro of this name, with one difference. If the line can't be written, `std` panics. This one ends the
/// program: quietly with exit code 141 if the reader has gone, else with a sentence and exit code 1. It is made for the
/// `main` of a program; a library leaves printing to its caller.
///
/// ```
/// use stage01::println;
/// println!("{} pauses", 2);
/// ```
#[macro_export]
macro_rules! println {
    () => { $crate::output::print(::std::format_args!("\n")) };
    ($($text:tt)*) => { $crate::output::print(::std::format_args!("{}\n", ::std::format_args!($($text)*))) };
}

/// Prints a line to standard error, if it can be written.
///
/// It is `std`'s macro of this name, but never panics: an error that can't be reported is no reason for another one.
#[macro_export]
macro_rules! eprintln {
    ($($text:tt)*) => { $crate::output::report(::std::format_args!($($text)*)) };
}

/// What [`println!`](crate::println!) calls.
#[doc(hidden)]
pub fn print(text: Arguments<'_>) {
    let Err(error) = stdout().lock().write_fmt(text) else {
        return;
    };
    if error.kind() == ErrorKind::BrokenPipe {
        exit(CLOSED_PIPE);
    }
    report(format_args!("error: standard output: {error}"));
    exit(1);
}

/// What [`eprintln!`](crate::eprintln!) calls.
#[doc(hidden)]
pub fn report(text: Arguments<'_>) {
    let _ = writeln!(stderr().lock(), "{text}");
}
