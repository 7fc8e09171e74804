//! What the observer is told adds up to what the runtime holds.

mod support;

use futures_util::{AsyncReadExt, AsyncWriteExt};
use stage06::echo::echo;
use stage06::events::{Event, observe};
use stage06::net::{TcpListener, TcpStream};
use stage06::runtime::{Runtime, sleep, spawn, yield_now};
use stage06::snapshot::snapshot;
use std::cell::RefCell;
use std::time::Duration;
use support::promptly;

/// The picture that the events draw.
#[derive(Default)]
struct Picture {
    ready: Vec<u64>,
    tasks: Vec<u64>,
    timers: Vec<u64>,
    sockets: Vec<usize>,
    seen: Vec<Event>,
}

impl Picture {
    fn draw(&mut self, event: Event) {
        match event {
            Event::Spawn(task) | Event::Pending(task) => self.tasks.push(task),
            Event::Wake(task) => self.ready.push(task),
            Event::Poll(task) => {
                assert_eq!(
                    self.ready.remove(0),
                    task,
                    "the first in the queue is polled"
                );
                self.tasks.retain(|other| *other != task);
            }
            Event::Timer(sleep) if self.timers.contains(&sleep) => {}
            Event::Timer(sleep) => self.timers.push(sleep),
            Event::Cancel(sleep) => self.timers.retain(|other| *other != sleep),
            // Which ones are due is seen in the snapshot.
            Event::Expire => self.timers.retain(|sleep| {
                let timers = snapshot().unwrap().timers;
                timers.iter().any(|(_, other)| other == sleep)
            }),
            Event::Register(socket) => self.sockets.push(socket),
            Event::Deregister(socket) => self.sockets.retain(|other| *other != socket),
            Event::Turn
            | Event::Select(_)
            | Event::WakeAgain(_)
            | Event::Complete(_)
            | Event::Root
            | Event::Wait(_) => {}
        }
        self.seen.push(event);
    }
}

thread_local! {
    static PICTURE: RefCell<Picture> = RefCell::default();
}

fn compare(event: Event) {
    let Some(state) = snapshot() else { return };
    PICTURE.with_borrow_mut(|picture| {
        picture.draw(event);
        let sorted = |ids: &[u64]| {
            let mut ids = ids.to_vec();
            ids.sort();
            ids
        };
        assert_eq!(picture.ready, state.ready, "the run queue at {event:?}");
        assert_eq!(
            sorted(&picture.tasks),
            state.tasks,
            "the tasks at {event:?}"
        );
        let timers: Vec<u64> = state.timers.iter().map(|(_, sleep)| *sleep).collect();
        assert_eq!(
            sorted(&picture.timers),
            sorted(&timers),
            "the timers at {event:?}"
        );
        let sockets: Vec<usize> = state.sockets.iter().map(|socket| socket.token).collect();
        assert_eq!(picture.sockets, sockets, "the sockets at {event:?}");
    });
}

#[test]
fn the_events_add_up_to_the_snapshot() {
    promptly("the end of the program", || {
        observe(Some(compare));
        Runtime::new().unwrap().block_on(async {
            let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
            let address = listener.local_addr().unwrap();
            spawn(async move { echo(listener.accept().await.unwrap()).await });
            let naps = [3, 1, 2].map(|ms| spawn(sleep(Duration::from_millis(ms))));
            let mut client = TcpStream::connect(address).await.unwrap();
            client.write_all(b"hello").await.unwrap();
            client.close().await.unwrap();
            let mut answer = String::new();
            client.read_to_string(&mut answer).await.unwrap();
            assert_eq!(answer, "hello");
            let late = spawn(sleep(Duration::from_secs(1000)));
            yield_now().await;
            late.abort();
            late.abort();
            assert!(late.await.is_err());
            for nap in naps {
                nap.await.unwrap();
            }
        });
        observe(None);
        let seen = PICTURE.with_borrow_mut(|picture| std::mem::take(&mut picture.seen));
        let wanted: [fn(&Event) -> bool; 12] = [
            |event| *event == Event::Turn,
            |event| matches!(event, Event::Select(None | Some(_))),
            |event| *event == Event::Expire,
            |event| matches!(event, Event::Spawn(_)),
            |event| matches!(event, Event::Wake(_)),
            |event| matches!(event, Event::Poll(_)),
            |event| matches!(event, Event::Pending(_)),
            |event| matches!(event, Event::Complete(_)),
            |event| matches!(event, Event::Timer(_)),
            |event| matches!(event, Event::Cancel(_)),
            |event| matches!(event, Event::Register(_)),
            |event| matches!(event, Event::Wait(_)),
        ];
        for (n, wanted) in wanted.iter().enumerate() {
            assert!(seen.iter().any(wanted), "no event of kind {n} in {seen:?}");
        }
    });
}
