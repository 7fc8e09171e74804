//! What the documents' programs print under Python, beside what ours print.

use crate::normal::normalised;

/// Lines that only Python can print, or only the document's faults; and ours in their place.
const MAPPED: &[(&str, &str, &str)] = &[
    // A byte offset in CPython's code object is the place where it paused; so is a variant.
    (
        "000a",
        "f_lasti before start: 0",
        "before the first resume: Start",
    ),
    ("000a", "send -> 1", "resume -> 1"),
    (
        "000a",
        "f_lasti after 1st send: 42",
        "paused at: FirstYield { a: 1 }",
    ),
    ("000a", "send -> 2", "resume -> 2\npaused at: SecondYield"),
    (
        "000a",
        "StopIteration value None frame None",
        "resume -> the end: Ended",
    ),
    (
        "001f",
        "TypeError: can't send non-None value to a just-started generator",
        "cannot send a value to a just-started generator: call next() first",
    ),
    ("001g", "send(None) -> None", "next() -> Yielded(())"),
    ("001h", "GEN_CREATED", "Created"),
    ("001h", "GEN_SUSPENDED", "Suspended"),
    ("001h", "GEN_CLOSED", "Closed"),
    ("001i", "StopIteration None", "Complete(Ok(()))"),
    ("001l", "StopIteration None", "the end"),
    ("001m", "GEN_SUSPENDED", "Suspended"),
    ("001m", "got Hello", "Hello"),
    ("001m", "GEN_CLOSED", "Closed"),
    ("001o", "StopIteration value 4.0", "returned Some(4.0)"),
    (
        "001o",
        "RuntimeError: generator raised StopIteration",
        "generator raised StopIteration: return instead",
    ),
    ("001r", "StopIteration", "the end"),
    ("002c", "<class 'coroutine'>", "hello_world::{{closure}}"),
    (
        "002c",
        "<class 'builtin_function_or_method'>",
        "a function, of 0 bytes",
    ),
    ("002d", "StopIteration None", "Ready ()"),
    (
        "002e",
        "RuntimeError: cannot reuse already awaited coroutine",
        "panic: `async fn` resumed after completion",
    ),
    ("001s", "-> None", "-> Yielded(())"),
    ("001s", "-> throw None", "-> throw Yielded(())"),
    ("001v", "StopIteration", "the end"),
    ("001w", "StopIteration", "the end"),
    ("002a", "generator object", "made a GenerateNumbers"),
    ("002a", "StopIteration", "the end"),
    (
        "002i",
        "main state after the loop returned: CORO_SUSPENDED",
        "main state after the loop returned: Suspended",
    ),
    (
        "003l",
        "parent start, current is loop: True",
        "parent start, current is loop: true",
    ),
    // The document's stays set for good; ours is current only while it runs.
    (
        "003l",
        "current after run still set: True",
        "current after run still set: false",
    ),
    // The document's drops the results.
    (
        "003n",
        "gather -> None",
        "gather -> [\"first\", \"second\", \"third\"]",
    ),
    ("003n", "empty gather -> None", "empty gather -> []"),
    // The document's has two epolls beside each socket, and leaks them.
    (
        "003p",
        "fds used by one AIOSocket: 3",
        "fds used by one AIOSocket: 1",
    ),
    (
        "003p",
        "pollin on a fresh TCP socket: ['0x10'] (EPOLLHUP = 0x10)",
        "recv on a fresh TCP socket: an error at once = true",
    ),
    (
        "003p",
        "pollout on a fresh TCP socket: ['0x14'] (EPOLLOUT|EPOLLHUP = 0x14)",
        "send on a fresh TCP socket: an error at once = true",
    ),
    (
        "003p",
        "fds still open after close (2 epolls leak while the object lives): 2",
        "fds still open after close: 0",
    ),
    (
        "003r",
        "loop kept running other tasks while waiting (spins > 1000): True",
        "loop kept running other tasks while waiting (spins > 1000): true",
    ),
    // The document's blocks.
    (
        "003s",
        "AIOSocket AF_INET SOCK_STREAM blocking = True",
        "AIOSocket AF_INET SOCK_STREAM blocking = false",
    ),
    (
        "004a",
        "<_UnixSelectorEventLoop running=False closed=False debug=False>",
        "running=false",
    ),
    (
        "004a",
        "<_UnixSelectorEventLoop running=True closed=False debug=False>",
        "running=true",
    ),
    (
        "004a",
        "<_UnixSelectorEventLoop running=False closed=True debug=False>",
        "running=false",
    ),
    // In real time, so it varies.
    (
        "001z",
        "elapsed_rounded_0.1s 0.1",
        "elapsed_rounded_0.1s ≈ 0.1",
    ),
    // The document's writes two images into one file.
    (
        "001aa",
        "files after 2 more writes in the same ms: 2 (one was overwritten)",
        "files after 2 more writes in the same ms: 4 (none was overwritten)",
    ),
    // Python's program is concurrent first, and counts the names in between; ours begins with what is slow, and counts them at the end.
    (
        "001ab",
        "concurrent: served 10 writes 10 elapsed_rounded_0.1s 0.1",
        "sequential: served 10 writes 10 elapsed_rounded_0.1s ≈ 1.0",
    ),
    (
        "001ab",
        "distinct file names <= writes: True",
        "concurrent: served 10 writes 10 elapsed_rounded_0.1s ≈ 0.1",
    ),
    (
        "001ab",
        "sequential: served 10 writes 10 elapsed_rounded_0.1s 1.0",
        "distinct file names = writes: true",
    ),
    ("004g", "cancelled: True True", "cancelled: true true"),
];

/// Rows whose server and clients print at the same time. Python's clients tell at the end what they heard; ours when they hear it. So
/// what the server prints is compared first, and then the rest.
const TWO_PARTIES: &[&str] = &["001a", "001b", "001c"];

/// What is wrong with a program's output, where Python printed `python` for this row.
///
/// A program heads the lines of a row with `[001f] …`; a heading may name several rows, whose
/// programs then each print a beginning of the lines below it. Ours may print more at the end.
pub fn problem(row: &str, python: &str, output: &str) -> Option<String> {
    let mut ours = section(row, output);
    if TWO_PARTIES.contains(&row) {
        let (servers, clients): (Vec<_>, Vec<_>) = ours
            .lines()
            .partition(|line| line.starts_with("Connection from"));
        ours = [servers, clients].concat().join("\n");
    }
    let python = python.lines().map(|line| mapped(row, line));
    let python: Vec<_> = python.collect();
    let python = normalised(
        &python
            .join("\n")
            .replace("('127.0.0.1', [PORT])", "127.0.0.1:1"),
    );
    let ours = normalised(&ours);
    let agrees = ours == python || ours.starts_with(&format!("{python}\n"));
    (!agrees).then(|| format!("row {row}: Python prints\n{python}\nand ours\n{ours}"))
}

fn mapped<'a>(row: &str, line: &'a str) -> &'a str {
    let to = MAPPED
        .iter()
        .find(|(of, from, _)| *of == row && *from == line);
    to.map_or(line, |(.., to)| to)
}

/// The lines below the first heading that names the row, to the next empty line; nothing if there is none.
fn section(row: &str, output: &str) -> String {
    let names = |line: &str| {
        line.strip_prefix('[')
            .and_then(|l| l.split_once(']'))
            .is_some_and(|(ids, _)| ids.split(' ').any(|id| id == row))
    };
    let below = output.lines().skip_while(|line| !names(line)).skip(1);
    below
        .take_while(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}
