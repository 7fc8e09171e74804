//! Generators as data, and as the text of a Python program.

use std::fmt::Write;

/// An exception of Python's, or a class of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    ValueError,
    KeyError,
    StopIteration,
    GeneratorExit,
    /// Of the protocol: no program raises it by itself.
    RuntimeError,
    /// All but `GeneratorExit`.
    Exception,
    /// All.
    BaseException,
}

/// A statement of a generator.
#[derive(Clone, Debug)]
pub(crate) enum Statement {
    /// `yield n`, and what was sent is noted.
    Yield(i64),
    Return(i64),
    Raise(Kind),
    /// `yield from` another generator, and what it returned is noted.
    From(Vec<Statement>),
    /// `yield from` a generator that does nothing but `yield from` these two, and notes what each returned.
    Both(Vec<Statement>, Vec<Statement>),
    /// The last is true if the handler raises the exception again.
    Try(Vec<Statement>, Kind, Vec<Statement>, bool),
    Finally(Vec<Statement>, Vec<Statement>),
}

/// A call of the generator.
#[derive(Clone, Debug)]
pub(crate) enum Call {
    Next,
    Send(i64),
    Throw(Kind),
    Close,
}

/// A generator, and how it is called.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) body: Vec<Statement>,
    pub(crate) calls: Vec<Call>,
}

/// The Python program: it is what a failing test prints.
impl std::fmt::Debug for Program {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n{}", self.python())
    }
}

impl Program {
    /// Returns the program as Python. `random.py` has `note`, `keep` and `call`.
    pub(crate) fn python(&self) -> String {
        let mut text = Text::default();
        let main = text.function(&self.body);
        let mut python = text.functions.concat();
        let _ = writeln!(python, "g = f{main}()");
        for call in &self.calls {
            let _ = match call {
                Call::Next => writeln!(python, "call(next, g)"),
                Call::Send(value) => writeln!(python, "call(g.send, {value})"),
                Call::Throw(kind) => writeln!(python, "call(g.throw, {kind:?}())"),
                Call::Close => writeln!(python, "close(g)"),
            };
        }
        python
    }
}

/// The functions that are written so far.
#[derive(Default)]
struct Text {
    functions: Vec<String>,
}

impl Text {
    /// Writes a generator; returns its number.
    fn function(&mut self, body: &[Statement]) -> usize {
        let number = self.functions.len();
        self.functions.push(String::new());
        let mut text = format!("def f{number}():\n    if False: yield\n");
        self.block(&mut text, body, 4);
        text += "    return 0\n";
        self.functions[number] = text;
        number
    }

    /// Writes a generator that delegates to two others; returns its number.
    fn both(&mut self, children: [&[Statement]; 2]) -> usize {
        let [first, second] = children.map(|child| self.function(child));
        let number = self.functions.len();
        self.functions.push(format!(
            "def f{number}():\n    note('first', (yield from keep(f{first}())))\n    note('second', (yield from keep(f{second}())))\n    return 1\n"
        ));
        number
    }

    fn block(&mut self, text: &mut String, body: &[Statement], depth: usize) {
        let indent = " ".repeat(depth);
        for statement in body {
            let written = match statement {
                Statement::Yield(value) => format!("note('got', (yield {value}))"),
                Statement::Return(value) => format!("return {value}"),
                Statement::Raise(kind) => format!("raise {kind:?}()"),
                Statement::From(child) => {
                    let child = self.function(child);
                    format!("note('child', (yield from keep(f{child}())))")
                }
                Statement::Both(first, second) => {
                    let child = self.both([first, second]);
                    format!("note('child', (yield from keep(f{child}())))")
                }
                Statement::Try(body, kind, handler, again) => {
                    let _ = writeln!(text, "{indent}try:");
                    self.block(text, body, depth + 4);
                    let _ = writeln!(text, "{indent}except {kind:?} as e:");
                    let _ = writeln!(text, "{indent}    note('caught', type(e).__name__)");
                    self.block(text, handler, depth + 4);
                    let again = if *again { "raise" } else { "pass" };
                    format!("    {again}")
                }
                Statement::Finally(body, cleanup) => {
                    let _ = writeln!(text, "{indent}try:");
                    self.block(text, body, depth + 4);
                    let _ = writeln!(text, "{indent}finally:");
                    self.block(text, cleanup, depth + 4);
                    "    note('cleaned', 'up')".into()
                }
            };
            let _ = writeln!(text, "{indent}{written}");
        }
        if body.is_empty() {
            let _ = writeln!(text, "{indent}pass");
        }
    }
}
