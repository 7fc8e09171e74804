//! The end of a connection, and a connection that breaks.

use super::*;
use socket2::SockRef;

#[test]
fn the_end_is_told_once_with_the_rest() {
    check(|mut reading| {
        reading.send(b"one\ntwo", 1);
        reading
            .far
            .shutdown(std::net::Shutdown::Write)
            .expect("connected");
        assert_eq!(
            reading.finish(),
            [line("one"), Event::End("two".into())],
            "what was said after the last newline"
        );
    });
}

#[test]
fn the_end_comes_without_a_rest_too() {
    check(|mut reading| {
        reading.send(b"one\n", 1);
        reading
            .far
            .shutdown(std::net::Shutdown::Write)
            .expect("connected");
        assert_eq!(
            reading.finish(),
            [line("one"), Event::End(String::new())],
            "the end, with nothing after the last newline"
        );
    });
}

#[test]
fn a_broken_connection_is_told_once_and_is_not_the_end() {
    check(|mut reading| {
        reading.send(b"one\ntwo", 1);
        let event_loop = reading.event_loop.clone();
        let told = reading.told.clone();
        SockRef::from(&reading.far)
            .set_linger(Some(Duration::ZERO))
            .expect("linger");
        drop(reading.far); // resets the connection
        for _ in 0..1000 {
            if event_loop.is_idle() {
                break;
            }
            event_loop.run_once().expect("the loop runs");
        }
        assert_eq!(
            *told.borrow(),
            [line("one"), Event::Broken(ErrorKind::ConnectionReset)],
            "the connection was reset: its whole lines are told, and then `Broken`, once"
        );
        assert!(
            event_loop.is_idle(),
            "the connection is broken, and its socket is still registered"
        );
    });
}
