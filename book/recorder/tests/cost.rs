//! What the wrappers cost while nothing records: no allocation.

use alloc_count::count;
use testkit::within;

/// A program, with this module's `tokio`.
macro_rules! program {
    () => {
        pub(crate) async fn program() {
            let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
            let lock = std::sync::Arc::new(tokio::sync::Mutex::new(0));
            let of_task = lock.clone();
            // In a box, since tokio itself puts large futures into one, and the wrappers make them larger.
            let task = tokio::spawn(Box::pin(async move {
                while let Some(n) = receiver.recv().await {
                    *of_task.lock().await += n;
                    tokio::time::sleep(tokio::time::Duration::from_millis(1)).await;
                }
            }));
            for n in 0..20 {
                sender.send(n).await.expect("it is received");
            }
            drop(sender);
            task.await.expect("no panic");
            assert_eq!(*lock.lock().await, 190);
        }
    };
}

mod plain {
    program!();
}

mod wrapped {
    use recorder::tokio;
    program!();
}

fn allocations(program: impl Fn() -> std::pin::Pin<Box<dyn Future<Output = ()>>>) -> usize {
    let run = || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build();
        let (runtime, program) = (runtime.expect("a runtime"), program());
        count(|| runtime.block_on(program)).1
    };
    run(); // the first run gives names to the lock and the channel
    run()
}

#[test]
fn without_a_recording_the_wrappers_allocate_nothing() {
    within(std::time::Duration::from_secs(20), "the program", || {
        let plain = allocations(|| Box::pin(plain::program()));
        let wrapped = allocations(|| Box::pin(wrapped::program()));
        assert_eq!(wrapped, plain);
    });
}
