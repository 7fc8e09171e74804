use super::*;
use crate::net::tcp::stream::TcpStream;
use crate::runtime::runtime::Runtime;
use crate::task::spawn::spawn;
use crate::task::yield_now::yield_now;
use crate::time::timeout::timeout;
use std::time::Duration;
use testkit::within;

#[test]
fn a_look_up_that_is_given_up_leaves_the_queue() {
    within(Duration::from_secs(20), "the end", || {
        let runtime = Runtime::builder().max_blocking_threads(1).build();
        let pool = runtime.0.pool.clone();
        let (end, ends) = std::sync::mpsc::channel::<()>();
        let running = runtime.handle().spawn_blocking(move || ends.recv());
        while pool.queued() > 0 {
            std::thread::yield_now();
        }
        runtime.block_on(async {
            for _ in 0..6 {
                let late = timeout(Duration::ZERO, lookup_host("localhost:80")).await;
                late.expect_err("the only thread is busy");
                let connecting = spawn(TcpStream::connect("localhost:80"));
                while pool.queued() == 0 {
                    yield_now().await;
                }
                connecting.abort();
                assert_eq!(pool.queued(), 0);
            }
        });
        assert_eq!(pool.queued(), 0);
        drop(end);
        let ended = runtime.block_on(running).expect("no panic");
        ended.expect_err("nothing was sent");
    });
}
