//! The loop that parks: starvation, shown and mended; two readers; failures.

mod support;

use stage01::{Routine, co};
use stage02::Interest;
use stage04::{Ready, Real, Simulated, Source, Stream, World};
use stage05::{
    Panicked,
    parking::{Look, Parking, Parks},
};
use std::{
    cell::Cell,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    rc::Rc,
    time::Duration,
};
use support::{Log, any, promptly};

/// How many turns a task that never waits has had when a stream that is ready at once is read. The task ends after 1000.
fn steps_before_the_reader(look: Look) -> u32 {
    let (turns, read_at) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let mut parking = Parking::new(Simulated::new(), look);
    let (clock, seen) = (turns.clone(), read_at.clone());
    parking.add(co(async move |y| {
        let stream = Stream::new("S", 1);
        let () = y.yield_(Parks::Read(Source::from(&stream))).await?;
        seen.set(clock.get());
        Ok(())
    }));
    parking.add(co(async move |y| {
        for _ in 0..1000 {
            turns.set(turns.get() + 1);
            let () = y.yield_(Parks::Yield).await?;
        }
        Ok(())
    }));
    parking.run().unwrap();
    read_at.get()
}

#[test]
fn by_the_documents_rule_a_task_that_never_waits_starves_the_sockets() {
    promptly("the reader", || {
        assert_eq!(steps_before_the_reader(Look::WhenIdle), 1000);
    });
}

#[test]
fn a_look_in_each_round_mends_that() {
    promptly("the reader", || {
        assert!(steps_before_the_reader(Look::EachTurn) <= 2);
    });
}

#[test]
fn two_readers_of_one_source_and_a_writer_all_go_on() {
    promptly("three tasks", || {
        for look in [Look::WhenIdle, Look::EachTurn] {
            let log = Log::default();
            let stream = Stream::new("S", 3);
            let mut parking = Parking::new(Simulated::new(), look);
            let parks: [fn(Source) -> Parks; 3] = [Parks::Read, Parks::Read, Parks::Write];
            for (n, parks) in parks.into_iter().enumerate() {
                let (log, stream) = (log.clone(), stream.clone());
                parking.add(co(async move |y| {
                    let () = y.yield_(parks(Source::from(&stream))).await?;
                    log.add(n.to_string());
                    Ok(())
                }));
            }
            parking.run().unwrap();
            assert_eq!(log.lines(), ["0", "1", "2"]);
        }
    });
}

#[test]
fn parked_tasks_do_not_turn_the_loop() {
    promptly("the reader", || {
        let mut parking = Parking::new(Simulated::new(), Look::EachTurn);
        parking.add(co(async |y| {
            let stream = Stream::new("S", 10_000);
            y.yield_(Parks::Read(Source::from(&stream))).await
        }));
        parking.run().unwrap();
        assert_eq!(parking.world().selects(), 2);
    });
}

/// Reads one byte, and writes down what it was.
fn reader(socket: TcpStream, log: &Log) -> Routine<Parks> {
    let log = log.clone();
    socket.set_nonblocking(true).unwrap();
    let socket = Rc::new(socket);
    Box::new(co(async move |y| {
        let () = y.yield_(Parks::Read(Source::from(&socket))).await?;
        let mut byte = [0];
        (&*socket).read_exact(&mut byte)?;
        log.add(String::from_utf8_lossy(&byte));
        Ok(())
    }))
}

#[test]
fn a_reset_does_not_end_the_loop() {
    promptly("the other client", || {
        let listener = TcpListener::bind(any()).unwrap();
        let address = listener.local_addr().unwrap();
        let broken = TcpStream::connect(address).unwrap();
        let (ours_broken, _) = listener.accept().unwrap();
        let mut whole = TcpStream::connect(address).unwrap();
        let (ours_whole, _) = listener.accept().unwrap();
        let broken = socket2::Socket::from(broken);
        broken.set_linger(Some(Duration::ZERO)).unwrap();
        drop(broken);
        whole.write_all(b"x").unwrap();

        let log = Log::default();
        let mut parking = Parking::new(Real::new().unwrap(), Look::EachTurn);
        parking.add(reader(ours_broken, &log));
        parking.add(reader(ours_whole, &log));
        parking.run().unwrap();
        assert_eq!(log.lines(), ["x"]);
        assert_eq!(parking.failures().len(), 1);
    });
}

/// A task of which nothing is special: it takes three turns.
fn good(log: &Log) -> Routine<Parks> {
    let log = log.clone();
    Box::new(co(async move |y| {
        for _ in 0..2 {
            let () = y.yield_(Parks::Yield).await?;
        }
        log.add("good");
        Ok(())
    }))
}

#[test]
fn a_source_that_cannot_be_watched_is_a_failure_of_that_task_only() {
    promptly("the good tasks", || {
        let parks: [fn(Source) -> Parks; 2] = [Parks::Read, Parks::Write];
        for parks in parks {
            let log = Log::default();
            let mut parking = Parking::new(Real::new().unwrap(), Look::EachTurn);
            parking.add(good(&log));
            parking.add(co(async move |y| {
                let elsewhere = Stream::new("S", 1); // of another world
                y.yield_(parks(Source::from(&elsewhere))).await
            }));
            parking.add(good(&log));
            parking.run().unwrap();
            assert_eq!(log.lines(), ["good", "good"]);
            let [failure] = parking.failures() else {
                panic!("{:?}", parking.failures());
            };
            let failure: &io::Error = failure.downcast_ref().unwrap();
            assert_eq!(failure.kind(), io::ErrorKind::Unsupported);
        }
    });
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped on purpose");
    }
}

#[test]
fn a_panic_is_a_failure_of_that_task_only() {
    promptly("the good tasks", || {
        let log = Log::default();
        let mut parking = Parking::new(Simulated::new(), Look::EachTurn);
        parking.add(good(&log));
        parking.add(co(async |y| {
            let () = y.yield_(Parks::Yield).await?;
            panic!("on purpose")
        }));
        parking.add(co(async |_| {
            let _bomb = Bomb;
            Ok(())
        }));
        parking.add(good(&log));
        parking.run().unwrap();
        assert_eq!(log.lines(), ["good", "good"]);
        assert_eq!(parking.failures().len(), 2);
        assert!(parking.failures().iter().all(|f| f.is::<Panicked>()));
    });
}

/// Lets go of nothing the first time, and else is simulated.
#[derive(Default)]
struct Clinging(Simulated, bool);

impl World for Clinging {
    fn now(&self) -> Duration {
        self.0.now()
    }
    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        self.0.watch(source, interest)?;
        if interest.is_none() && !std::mem::replace(&mut self.1, true) {
            return Err(io::ErrorKind::Other.into());
        }
        Ok(())
    }
    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        self.0.select(timeout)
    }
}

#[test]
fn no_task_is_lost_when_the_world_fails() {
    promptly("both readers", || {
        let log = Log::default();
        let mut parking = Parking::new(Clinging::default(), Look::EachTurn);
        for name in ["a", "b"] {
            let log = log.clone();
            parking.add(co(async move |y| {
                let stream = Stream::new(name, 1);
                let () = y.yield_(Parks::Read(Source::from(&stream))).await?;
                log.add(name);
                Ok(())
            }));
        }
        assert!(parking.run().is_err());
        parking.run().unwrap();
        assert_eq!(log.lines(), ["a", "b"]);
    });
}

#[test]
fn a_loop_in_which_all_wait_for_what_never_comes_says_so() {
    promptly("a deadlock", || {
        let mut parking = Parking::new(Simulated::new(), Look::EachTurn);
        parking.add(co(async |y| {
            let never = Stream::never("S");
            y.yield_(Parks::Read(Source::from(&never))).await
        }));
        let error = parking.run().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::Deadlock);
    });
}
