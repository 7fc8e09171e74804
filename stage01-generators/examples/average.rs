//! Exceptions that go in, and return values that come out. Rows 001n, 001o and 001p of the source documents.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Generator, Result, StopIteration, co, println,
};

// ANCHOR: Average
/// Takes numbers, yields their average so far, and returns it when it is told that there are no more.
///
/// Python:
///
/// ```python
/// def average():
///     count, total, average = 0, 0, None
///     while True:
///         try:
///             x = yield average
///         except StopIteration:
///             break
///         count += 1; total += x; average = round(total / count, 2)
///     return average
/// ```
#[derive(Default)]
struct Average {
    count: f64,
    total: f64,
    average: Option<f64>,
}

impl Coroutine<Result<Option<f64>>> for Average {
    type Yield = Option<f64>;
    type Return = Result<Option<f64>>;

    fn resume(
        &mut self,
        sent: Result<Option<f64>>,
    ) -> CoroutineState<Option<f64>, Result<Option<f64>>> {
        match sent {
            Err(e) if e.is::<StopIteration>() => return Complete(Ok(self.average)),
            Err(e) => return Complete(Err(e)),
            Ok(None) => {}
            Ok(Some(x)) => {
                self.count += 1.0;
                self.total += x;
                self.average = Some((100.0 * self.total / self.count).round() / 100.0);
            }
        }
        Yielded(self.average)
    }
}
// ANCHOR_END: Average

fn average() -> Generator<Average, Option<f64>> {
    let mut generator = Generator::new(Average::default());
    generator.next();
    generator
}

fn send(g: &mut Generator<Average, Option<f64>>, x: f64) {
    if let Yielded(Some(average)) = g.send(x) {
        println!("{average:?}");
    }
}

fn main() {
    println!("[001n] a running average");
    let mut g = average();
    send(&mut g, 5.0);
    send(&mut g, 6.0);
    send(&mut g, 10.0);

    println!("\n[001o] StopIteration thrown in: caught, then not caught");
    let mut g = average();
    g.send(4.0);
    if let Complete(Ok(value)) = g.throw(StopIteration) {
        println!("returned {value:?}");
    }
    let mut subgen = Generator::new(co(async |y| {
        let () = y.yield_(()).await?;
        Ok(())
    }));
    subgen.next();
    if let Complete(Err(e)) = subgen.throw(StopIteration) {
        println!("{e}");
    }

    println!("\n[001p] the average is the return value");
    let mut g = average();
    send(&mut g, 5.0);
    send(&mut g, 6.0);
    if let Complete(Ok(Some(value))) = g.throw(StopIteration) {
        println!("Average {value:?}");
    }
}
