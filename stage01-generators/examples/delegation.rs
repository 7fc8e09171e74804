//! A generator that resumes another generator, by hand and by `yield from`. Rows 001q to 001w of the source documents.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Generator, Result, StopIteration, Yielder, co, println, raising, yield_from,
};
use std::{error::Error, fmt, iter};

/// `for i in g: yield i`. There is no way in for a value or an exception.
struct ByForLoop<G>(G);

impl<G: Coroutine<Return = ()>> Coroutine for ByForLoop<G> {
    type Yield = G::Yield;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<G::Yield, ()> {
        match self.0.resume(()) {
            Yielded(i) => Yielded(i),
            Complete(()) => Complete(()),
        }
    }
}

struct Letters(std::str::Chars<'static>);

impl Coroutine for Letters {
    type Yield = char;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<char, ()> {
        self.0.next().map_or(Complete(()), Yielded)
    }
}

fn letters() -> impl Iterator<Item = char> {
    let mut delegator = ByForLoop(Letters("string".chars()));
    iter::from_fn(move || match delegator.resume(()) {
        Yielded(letter) => Some(letter),
        Complete(()) => None,
    })
}

#[derive(Debug)]
struct CustomException;

impl fmt::Display for CustomException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomException")
    }
}
impl Error for CustomException {}

// ANCHOR: Messages
type Sent = Result<Option<&'static str>>;
type Returned = Result<&'static str>;

/// Prints what it is sent, survives a `CustomException`, and returns when there is nothing more.
struct Messages;

impl Coroutine<Sent> for Messages {
    type Yield = ();
    type Return = Returned;

    fn resume(&mut self, sent: Sent) -> CoroutineState<(), Returned> {
        match sent {
            Ok(None) => {} // the first resume
            Ok(Some(message)) => println!("Message {message}"),
            Err(e) if e.is::<CustomException>() => println!("Exception"),
            Err(e) if e.is::<StopIteration>() => return Complete(Ok("Returned from subgen()")),
            Err(e) => return Complete(Err(e)),
        }
        Yielded(())
    }
}
// ANCHOR_END: Messages

// ANCHOR: Swallowing
/// The document's first delegator. It sends values on; its bare `except: pass` eats everything else.
struct Swallowing<G>(G);

impl<G: Coroutine<Sent, Yield = (), Return = Returned>> Coroutine<Sent> for Swallowing<G> {
    type Yield = ();
    type Return = Returned;

    fn resume(&mut self, sent: Sent) -> CoroutineState<(), Returned> {
        match sent {
            Ok(value) => self.0.resume(Ok(value)),
            Err(_) => Yielded(()), // except: pass
        }
    }
}
// ANCHOR_END: Swallowing

// ANCHOR: Forwarding
/// The second one throws on what is thrown in: `resume` does both.
struct Forwarding<G>(G);

impl<G: Coroutine<Sent, Yield = (), Return = Returned>> Coroutine<Sent> for Forwarding<G> {
    type Yield = ();
    type Return = Returned;

    fn resume(&mut self, sent: Sent) -> CoroutineState<(), Returned> {
        self.0.resume(sent)
    }
}
// ANCHOR_END: Forwarding

// ANCHOR: Delegator
/// Python: `result = yield from g`, then `print(result)`.
struct Delegator<G>(G);

impl<G: Coroutine<Sent, Yield = (), Return = Returned>> Coroutine<Sent> for Delegator<G> {
    type Yield = ();
    type Return = Returned;

    fn resume(&mut self, mut sent: Sent) -> CoroutineState<(), Returned> {
        raising(|| {
            let result = yield_from!(self.0, sent)?;
            println!("{result}");
            Ok(Complete(Ok(result)))
        })
    }
}
// ANCHOR_END: Delegator

// ANCHOR: delegator
/// The same delegator; the compiler writes the struct.
async fn delegator(y: Yielder<(), Option<&'static str>>) -> Returned {
    let result = y.yield_from(Messages).await?;
    println!("{result}");
    Ok(result)
}
// ANCHOR_END: delegator

fn primed<G: Coroutine<Sent, Yield = (), Return = Returned>>(
    body: G,
) -> Generator<G, Option<&'static str>> {
    let mut g = Generator::new(body);
    g.next();
    g
}

fn main() {
    println!("[001q] by a for loop");
    println!("{:?}", letters().collect::<Vec<_>>());

    println!("\n[001r] and its caller");
    let mut g = letters();
    for letter in g.by_ref().take(3) {
        println!("{letter}");
    }
    println!("{}", g.collect::<String>());
    println!("the end");

    println!("\n[001s] values go through, exceptions do not");
    let mut g = primed(Swallowing(Messages));
    println!("-> {:?}", g.send("one"));
    println!("-> {:?}", g.send("two"));
    println!("-> throw {:?}", g.throw(CustomException));
    println!("-> {:?}", g.send("three"));
    if let Err(e) = g.close() {
        println!("close: {e}");
    }

    println!("\n[001t] forwarded by hand");
    let mut g = primed(Forwarding(Messages));
    g.send("one");
    g.throw(CustomException);
    g.send("two");

    println!("\n[001u] forwarded by yield from");
    let mut g = primed(Delegator(Messages));
    g.send("one");
    g.throw(CustomException);
    g.send("two");

    println!("\n[001v] and the result comes back");
    let mut g = primed(Delegator(Messages));
    g.send("one");
    if let Complete(Ok(_)) = g.throw(StopIteration) {
        println!("the end");
    }

    println!("\n[001w] the same, by an async fn");
    let mut g = primed(co(delegator));
    if let Complete(Ok(_)) = g.throw(StopIteration) {
        println!("the end");
    }
}
