//! The same generators on stage 1.

use crate::machines::{Both, Deaf};
use crate::program::{Call, Kind, Program, Statement};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, Generator, GeneratorExit, ProtocolError, Result, StopIteration, Yielder, co,
};
use std::{cell::RefCell, error::Error, fmt, future::Future, pin::Pin, rc::Rc};

pub(crate) type Notes = Rc<RefCell<Vec<String>>>;
pub(crate) type Sent = Option<i64>;
pub(crate) type Body = Box<dyn Coroutine<Result<Sent>, Yield = i64, Return = Result<i64>>>;

/// How a block was left.
enum Left {
    AtItsEnd,
    ByReturn(i64),
}

/// What Python prints for this program.
pub(crate) fn run(program: &Program) -> String {
    let notes = Notes::default();
    let note = |what: String| notes.borrow_mut().push(what);
    let mut generator = generator(program.body.clone(), notes.clone());
    for call in &program.calls {
        note(match call {
            Call::Next => told(generator.next()),
            Call::Send(value) => told(generator.send(*value)),
            Call::Throw(kind) => told(generator.throw(kind.exception())),
            Call::Close => match generator.close() {
                Ok(_) => "is closed".into(),
                Err(error) => format!("raises {}", name(&error)),
            },
        });
    }
    let state = format!("{:?}", generator.state()).to_uppercase();
    note(format!("state GEN_{state}"));
    drop(generator);
    notes.take().join(", ")
}

fn told(turn: CoroutineState<i64, Result<i64>>) -> String {
    match turn {
        Yielded(value) => format!("yields {value}"),
        Complete(Ok(value)) => format!("returns {value}"),
        Complete(Err(error)) => format!("raises {}", name(&error)),
    }
}

fn generator(body: Vec<Statement>, notes: Notes) -> Generator<Body, Sent> {
    let started = false;
    let body = co(async move |y| match block(&y, &body, &notes).await? {
        Left::AtItsEnd => Ok(0),
        Left::ByReturn(value) => Ok(value),
    });
    Generator::new(Box::new(Deaf { body, started }))
}

fn both(first: &[Statement], second: &[Statement], notes: &Notes) -> Generator<Body, Sent> {
    Generator::new(Box::new(Both {
        first: generator(first.to_vec(), notes.clone()),
        second: generator(second.to_vec(), notes.clone()),
        is_second: false,
        notes: notes.clone(),
    }))
}

type Block<'a> = Pin<Box<dyn Future<Output = Result<Left>> + 'a>>;

fn block<'a>(y: &'a Yielder<i64, Sent>, body: &'a [Statement], notes: &'a Notes) -> Block<'a> {
    Box::pin(async move {
        for statement in body {
            if let Left::ByReturn(value) = take(y, statement, notes).await? {
                return Ok(Left::ByReturn(value));
            }
        }
        Ok(Left::AtItsEnd)
    })
}

async fn take(y: &Yielder<i64, Sent>, statement: &Statement, notes: &Notes) -> Result<Left> {
    let note = |what: String| notes.borrow_mut().push(what);
    match statement {
        Statement::Yield(value) => match y.yield_(*value).await? {
            Some(sent) => note(format!("got {sent}")),
            None => note("got None".into()),
        },
        Statement::Return(value) => return Ok(Left::ByReturn(*value)),
        Statement::Raise(kind) => return Err(kind.exception()),
        Statement::From(child) => {
            let child = generator(child.clone(), notes.clone());
            note(format!("child {}", y.yield_from(child).await?));
        }
        Statement::Both(first, second) => {
            let child = both(first, second, notes);
            note(format!("child {}", y.yield_from(child).await?));
        }
        Statement::Try(body, kind, handler, again) => {
            let error = match block(y, body, notes).await {
                Err(error) if kind.catches(&error) => error,
                left => return left,
            };
            note(format!("caught {}", name(&error)));
            if let Left::ByReturn(value) = block(y, handler, notes).await? {
                return Ok(Left::ByReturn(value));
            }
            if *again {
                return Err(error);
            }
        }
        Statement::Finally(body, cleanup) => {
            let left = block(y, body, notes).await;
            if let Left::ByReturn(value) = block(y, cleanup, notes).await? {
                return Ok(Left::ByReturn(value));
            }
            note("cleaned up".into());
            return left;
        }
    }
    Ok(Left::AtItsEnd)
}

/// An exception of a program.
#[derive(Clone, Copy, Debug)]
struct Raised(Kind);

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl Error for Raised {}

impl Kind {
    fn exception(self) -> Exception {
        match self {
            Kind::StopIteration => StopIteration.into(),
            Kind::GeneratorExit => GeneratorExit.into(),
            _ => Raised(self).into(),
        }
    }

    fn catches(self, error: &Exception) -> bool {
        match self {
            Kind::BaseException => true,
            Kind::Exception => !error.is::<GeneratorExit>(),
            _ => name(error) == format!("{self:?}"),
        }
    }
}

/// What Python calls it.
fn name(error: &Exception) -> String {
    match error.downcast_ref::<ProtocolError>() {
        Some(ProtocolError::JustStarted) => "TypeError".into(),
        Some(ProtocolError::AlreadyRunning) => "ValueError".into(),
        Some(_) => "RuntimeError".into(),
        None => error.to_string(),
    }
}
