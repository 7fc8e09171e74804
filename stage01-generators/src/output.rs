//! What the course's programs print with: a reader that goes away, as in `cargo run -p stage01 | head -1`, is no
//! reason to panic.

use std::{
    fmt::{self, Arguments},
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

/// Prints a part of a line to standard output, at once: `std`'s macro keeps it until the line is complete. If it can't be
/// written, it does what [`println!`](crate::println!) does.
///
/// ```
/// use stage01::{print, println};
/// print!("one, ");
/// println!("two");
/// ```
#[macro_export]
macro_rules! print {
    ($($text:tt)*) => { $crate::output::print(::std::format_args!($($text)*)) };
}

/// Prints a line to standard error, if it can be written.
///
/// It is `std`'s macro of this name, but an error that can't be reported is no reason for another one: if the line can't
/// be written, nothing happens.
#[macro_export]
macro_rules! eprintln {
    () => { $crate::output::report(::std::format_args!("")) };
    ($($text:tt)*) => { $crate::output::report(::std::format_args!($($text)*)) };
}

/// What [`println!`](crate::println!) and [`print!`](crate::print!) call.
#[doc(hidden)]
pub fn print(text: Arguments<'_>) {
    let text = formatted(text);
    let mut output = stdout();
    let Err(error) = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    else {
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
    let line = formatted(text) + "\n";
    let _ = stderr().write_all(line.as_bytes());
}

/// The text, made before the stream is locked: it may come from a `Display` that prints something itself. `format!` would
/// panic if that failed; here the text ends there.
fn formatted(text: Arguments<'_>) -> String {
    let mut formatted = String::new();
    let _ = fmt::write(&mut formatted, text);
    formatted
}
