//! The whole run: everything is measured, one after another.

use crate::{
    clock::{self, Cost, Latency},
    counts::{self, Request},
    design::Design,
    growth::{Growth, On, What},
    places, python,
    series::{Point, Series},
    sizes::Sizes,
};
use clap::ValueEnum;
use measure::{instructions, machine};
use std::{
    fmt::Display,
    io,
    time::{Duration, Instant},
};

/// Everything that was measured.
#[derive(Debug, Default)]
pub(crate) struct Prices {
    /// What a request costs, and how many bytes a connection takes.
    pub(crate) counts: Vec<(Design, Request, Option<f64>)>,
    /// The instructions of a step.
    pub(crate) steps: Vec<(On, f64)>,
    /// The machine, and the date.
    pub(crate) machine: String,
    /// A request beside others, all at once.
    pub(crate) busy: Vec<Series>,
    /// A request beside idle connections.
    pub(crate) idle: Vec<Series>,
    pub(crate) latencies: Vec<(Design, Latency)>,
    /// A step beside tasks that wait.
    pub(crate) tasks: Vec<Series>,
    /// A timer beside timers that wait.
    pub(crate) timers: Vec<Series>,
    /// Where servers and clients ran while they were timed.
    pub(crate) place: String,
    /// What is left out, and why.
    pub(crate) left_out: Vec<String>,
}

/// The rate of requests at which latencies are measured, in a second, and on how many connections.
pub(crate) const RATE: u64 = 2_000;
pub(crate) const CONNECTIONS: usize = 100;

impl Prices {
    /// Measures everything.
    pub(crate) fn measure(sizes: &Sizes) -> Self {
        let mut prices = Prices {
            machine: machine::describe(),
            ..Prices::default()
        };
        let mut designs = Design::value_variants().to_vec();
        let mut loops = On::value_variants().to_vec();
        if python::version().is_none() {
            prices
                .left_out
                .push("asyncio: there is no python3".to_owned());
            designs.retain(|design| *design != Design::Asyncio);
            loops.retain(|on| *on != On::Asyncio);
        }
        if !instructions::can_be_counted() {
            prices
                .left_out
                .push("instructions: there is no valgrind".to_owned());
        }
        if !cfg!(target_os = "linux") {
            prices
                .left_out
                .push("system calls and memory: only Linux tells them".to_owned());
        }
        prices.count(&designs, &loops);
        prices.place = places::for_clients();
        prices.time(&designs, sizes);
        prices.grow(&loops, sizes);
        prices
    }

    fn count(&mut self, designs: &[Design], loops: &[On]) {
        let begun = Instant::now();
        for &design in designs {
            let request = self.tried(design.name(), "a request", counts::request(design));
            let memory = self.tried(design.name(), "memory", counts::memory(design, 1_000));
            if let Some(request) = request {
                self.counts.push((design, request, memory.flatten()));
            }
        }
        progress("counts", begun);
        if instructions::can_be_counted() {
            for &on in loops.iter().filter(|on| **on != On::Asyncio) {
                let step = self.tried(on.name(), "instructions", counts::step(on));
                self.steps.extend(step.map(|step| (on, step)));
            }
            progress("instructions of a step", begun);
        }
    }

    fn time(&mut self, designs: &[Design], sizes: &Sizes) {
        for &design in designs {
            let begun = Instant::now();
            let (mut busy, mut idle) = (Vec::new(), Vec::new());
            for &number in &sizes.connections {
                if design == Design::RoundRobin && number > 10_000 {
                    continue; // to accept them takes the square of their number
                }
                let figure = clock::busy(design, number, sizes.time);
                busy.extend(self.point(design, number, figure));
                let figure = clock::beside_idle(design, number, sizes.time);
                idle.extend(self.point(design, number, figure));
            }
            let name = design.name();
            self.busy.push(Series { name, points: busy });
            self.idle.push(Series { name, points: idle });
            let latency = quietest(design, sizes.time);
            let latency = self.tried(name, "latencies", latency);
            self.latencies
                .extend(latency.map(|latency| (design, latency)));
            progress(name, begun);
        }
    }

    fn point(
        &mut self,
        design: Design,
        number: usize,
        figure: io::Result<Option<Cost>>,
    ) -> Option<Point> {
        let what = format!("{number} connections");
        let cost = self.tried(design.name(), what, figure)??;
        Some(Point {
            number,
            cost: cost.nanoseconds,
            noise: cost.noise,
        })
    }

    fn grow(&mut self, loops: &[On], sizes: &Sizes) {
        for &on in loops {
            let begun = Instant::now();
            for what in [What::Step, What::Timer] {
                let points: Vec<_> = sizes
                    .waiting
                    .iter()
                    .filter_map(|&number| self.grown(on, what, number, sizes.repeats))
                    .collect();
                let name = on.name();
                match what {
                    _ if points.is_empty() => {}
                    What::Step => self.tasks.push(Series { name, points }),
                    What::Timer => self.timers.push(Series { name, points }),
                }
            }
            progress(on.name(), begun);
        }
    }

    fn grown(&mut self, on: On, what: What, number: usize, repeats: usize) -> Option<Point> {
        // A round robin looks at all of them in each step.
        let operations = match on {
            On::RoundRobin => (200_000 / number).clamp(3, 10_000),
            _ => 10_000,
        };
        let growth = Growth {
            on,
            what,
            number,
            operations,
        };
        if !growth.exists() {
            return None;
        }
        let costs: io::Result<Vec<_>> = (0..repeats).map(|_| growth.measured()).collect();
        let costs = self.tried(on.name(), format!("{number} that wait"), costs)?;
        Some(Point {
            number,
            cost: measure::noise::cheapest(&costs)?,
            noise: measure::noise::noise(&costs).unwrap_or(0.0),
        })
    }

    /// What was measured; a failure is written down.
    fn tried<T>(&mut self, name: &str, what: impl Display, result: io::Result<T>) -> Option<T> {
        let failed = |error: &io::Error| self.left_out.push(format!("{name}, {what}: {error}"));
        result.inspect_err(failed).ok()
    }
}

/// The latencies of the time in which the client itself was the most punctual: others say more of the machine.
fn quietest(design: Design, time: Duration) -> io::Result<Latency> {
    let tries = (0..4).map(|_| {
        clock::at_rate(
            design,
            CONNECTIONS,
            RATE,
            time.max(Duration::from_millis(250)),
        )
    });
    let latencies: io::Result<Vec<_>> = tries.collect();
    let quietest = latencies?
        .into_iter()
        .min_by(|a, b| a.client.total_cmp(&b.client));
    quietest.ok_or_else(|| io::ErrorKind::InvalidData.into())
}

fn progress(what: &str, begun: Instant) {
    stage01::eprintln!("{what}: {:.1} s", begun.elapsed().as_secs_f64());
}
