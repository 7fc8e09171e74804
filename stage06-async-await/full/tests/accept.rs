//! Several tasks wait for one listener, or for one socket's datagrams: each connection and each datagram is for one of
//! them, and none is lost.

mod support;

use futures::StreamExt;
use stage06_full::{
    JoinHandle, Runtime, block_on,
    net::{TcpListener, TcpStream, UdpSocket},
    spawn, yield_now,
};
use std::{
    net,
    pin::{Pin, pin},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
};
use support::{any, promptly};

async fn all_of<T: 'static>(tasks: Vec<JoinHandle<T>>) -> Vec<T> {
    let mut outputs = Vec::new();
    for task in tasks {
        outputs.push(task.await.unwrap());
    }
    outputs
}

#[test]
fn each_task_that_waits_to_accept_gets_a_connection() {
    promptly("three connections", || {
        Runtime::new().block_on(async {
            let listener = Rc::new(TcpListener::bind(any()).await.unwrap());
            let address = listener.local_addr().unwrap();
            let accept = |_| {
                let listener = listener.clone();
                spawn(async move { listener.accept().await.unwrap().1 })
            };
            let waiting: Vec<_> = (0..3).map(accept).collect();
            yield_now().await;
            let mut clients = Vec::new();
            for _ in 0..3 {
                let client = TcpStream::connect(address).await.unwrap();
                clients.push(client.local_addr().unwrap());
            }
            let mut accepted = all_of(waiting).await;
            accepted.sort();
            clients.sort();
            assert_eq!(accepted, clients);
        });
    });
}

#[test]
fn so_does_each_task_with_a_stream_of_connections() {
    promptly("two connections", || {
        Runtime::new().block_on(async {
            let listener = Rc::new(TcpListener::bind(any()).await.unwrap());
            let address = listener.local_addr().unwrap();
            let accept = |_| {
                let listener = listener.clone();
                spawn(async move { listener.incoming().next().await.is_some() })
            };
            let waiting: Vec<_> = (0..2).map(accept).collect();
            yield_now().await;
            let _clients = (
                TcpStream::connect(address).await,
                TcpStream::connect(address).await,
            );
            assert_eq!(all_of(waiting).await, [true, true]);
        });
    });
}

/// Counts its wakes.
#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

fn poll<F: Future>(future: Pin<&mut F>, wakes: &Arc<Wakes>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(&Waker::from(wakes.clone())))
}

#[test]
fn a_future_that_was_woken_and_is_dropped_takes_no_connection_with_it() {
    promptly("the connection", || {
        Runtime::new().block_on(async {
            let listener = TcpListener::bind(any()).await.unwrap();
            let [first, second] = [Arc::new(Wakes::default()), Arc::new(Wakes::default())];
            let mut woken = Box::pin(listener.accept());
            let mut other = pin!(listener.accept());
            assert!(poll(woken.as_mut(), &first).is_pending());
            assert!(poll(other.as_mut(), &second).is_pending());
            let _client = net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
            while first.0.load(SeqCst) == 0 {
                yield_now().await;
            }
            drop(woken);
            assert_eq!(second.0.load(SeqCst), 1, "a connection wakes all");
            assert!(poll(other, &second).is_ready());
        });
    });
}

#[test]
fn a_future_that_is_dropped_while_it_waits_leaves_no_waker_behind() {
    promptly("the drops", || {
        Runtime::new().block_on(async {
            let listener = TcpListener::bind(any()).await.unwrap();
            let [wakes, others] = [Arc::new(Wakes::default()), Arc::new(Wakes::default())];
            let mut stays = pin!(listener.accept());
            for _ in 0..3 {
                let mut accept = Box::pin(listener.accept());
                assert!(poll(accept.as_mut(), &wakes).is_pending());
                assert!(poll(stays.as_mut(), &others).is_pending());
                assert!(poll(accept.as_mut(), &wakes).is_pending(), "again");
                assert_eq!(Arc::strong_count(&wakes), 2);
                drop(accept);
                assert_eq!(Arc::strong_count(&wakes), 1);
            }
            assert_eq!(Arc::strong_count(&others), 2, "and not that of another");
        });
    });
}

#[test]
fn no_connection_is_lost_among_threads_that_accept() {
    const CLIENTS: usize = 100;
    promptly("all connections", || {
        let runtime = Runtime::new();
        let listener = runtime.block_on(TcpListener::bind(any())).unwrap();
        let address = listener.local_addr().unwrap();
        let (listener, accepted) = (Arc::new(listener), Arc::new(AtomicUsize::new(0)));
        let (done, all) = futures::channel::oneshot::channel();
        let done = Arc::new(std::sync::Mutex::new(Some(done)));
        let accepting: Vec<_> = (0..4)
            .map(|_| {
                let (listener, accepted, done) = (listener.clone(), accepted.clone(), done.clone());
                thread::spawn(move || {
                    while block_on(listener.accept()).is_ok() {
                        if accepted.fetch_add(1, SeqCst) + 1 == CLIENTS {
                            done.lock().unwrap().take().unwrap().send(()).unwrap();
                        }
                    }
                })
            })
            .collect();
        let connecting = thread::spawn(move || {
            (0..CLIENTS).for_each(|_| drop(net::TcpStream::connect(address).unwrap()));
        });
        runtime.block_on(all).unwrap();
        connecting.join().unwrap();
        drop(runtime); // which ends the waits
        accepting.into_iter().for_each(|t| t.join().unwrap());
        assert_eq!(accepted.load(SeqCst), CLIENTS);
    });
}

#[test]
fn each_task_that_waits_for_a_datagram_gets_one() {
    promptly("two datagrams", || {
        Runtime::new().block_on(async {
            let ours = Rc::new(UdpSocket::bind(any()).await.unwrap());
            let receive = |_| {
                let ours = ours.clone();
                spawn(async move { ours.recv(&mut [0; 9]).await.unwrap() })
            };
            let waiting: Vec<_> = (0..2).map(receive).collect();
            yield_now().await;
            let theirs = net::UdpSocket::bind(any()).unwrap();
            for word in [&b"one"[..], b"three"] {
                theirs.send_to(word, ours.local_addr().unwrap()).unwrap();
            }
            let mut lengths = all_of(waiting).await;
            lengths.sort();
            assert_eq!(lengths, [3, 5]);
        });
    });
}

#[test]
#[cfg(unix)]
fn unix_sockets_are_shared_as_well() {
    use stage06_full::net::{UnixListener, UnixStream};

    promptly("two connections", || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        Runtime::new().block_on(async {
            let listener = Rc::new(UnixListener::bind(&path).unwrap());
            let accept = |streams: bool| {
                let listener = listener.clone();
                spawn(async move {
                    match streams {
                        true => drop(listener.incoming().next().await.unwrap()),
                        false => drop(listener.accept().await.unwrap()),
                    }
                })
            };
            let waiting = [true, false, false].map(accept).into();
            yield_now().await;
            for _ in 0..3 {
                UnixStream::connect(&path).await.unwrap();
            }
            all_of(waiting).await;
        });
    });
}
