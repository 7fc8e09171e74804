//! The provided tests of c9. They call `pump` and nothing else.

#[path = "paused.rs"]
mod paused;

use super::pump;
use futures::{Stream, StreamExt, stream};
use paused::paused;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

const MS: Duration = Duration::from_millis(1);

/// What has happened to the batches.
#[derive(Clone, Debug, Default)]
struct Seen {
    read: usize,
    uploaded: Vec<u32>,
    uploading: usize,
    /// The most at any time: batches that were read and are not uploaded, and uploads.
    most_waiting: usize,
    most_uploading: usize,
}

#[derive(Clone, Default)]
struct World(Arc<Mutex<Seen>>);

impl World {
    /// So many batches, each after this time.
    fn source(
        &self,
        number: u32,
        each: Duration,
    ) -> impl Stream<Item = u32> + Unpin + Send + use<> {
        let world = self.clone();
        let source = stream::iter(0..number).then(move |batch| {
            let world = world.clone();
            async move {
                if !each.is_zero() {
                    sleep(each).await;
                }
                let mut seen = world.0.lock().unwrap();
                seen.read += 1;
                seen.most_waiting = seen.most_waiting.max(seen.read - seen.uploaded.len());
                batch
            }
        });
        source.boxed()
    }

    /// An upload that takes this time.
    fn upload(
        &self,
        each: Duration,
    ) -> impl Fn(u32) -> futures::future::BoxFuture<'static, ()> + Send + 'static + use<> {
        let world = self.clone();
        move |batch| {
            let world = world.clone();
            Box::pin(async move {
                {
                    let mut seen = world.0.lock().unwrap();
                    seen.uploading += 1;
                    seen.most_uploading = seen.most_uploading.max(seen.uploading);
                }
                sleep(each).await;
                let mut seen = world.0.lock().unwrap();
                seen.uploading -= 1;
                seen.uploaded.push(batch);
            })
        }
    }

    fn seen(&self) -> Seen {
        self.0.lock().unwrap().clone()
    }
}

#[test]
fn a_quick_source_and_a_slow_upload() {
    paused("a thousand uploads", || async {
        let (world, begin) = (World::default(), Instant::now());
        pump(world.source(1000, Duration::ZERO), world.upload(100 * MS)).await;
        let (seen, took) = (world.seen(), begin.elapsed());
        assert!(
            seen.most_waiting <= 16,
            "the upload is slow, and {} batches had been read and were not uploaded; sixteen at most were promised",
            seen.most_waiting
        );
        assert!(
            took <= 105_000 * MS,
            "a thousand uploads of a tenth of a second, from a source that always has a batch, took {took:?}, not a hundred seconds"
        );
    });
}

#[test]
fn an_upload_that_gets_stuck() {
    paused("an upload that takes half an hour", || async {
        let world = World::default();
        let pump = pump(world.source(20_000, MS), world.upload(1_800_000 * MS));
        assert!(
            timeout(600_000 * MS, pump).await.is_err(),
            "it returned, and the first upload goes on"
        );
        let read = world.seen().read;
        assert!(
            read <= 16,
            "ten minutes into an upload, {read} batches were read: each is in memory"
        );
    });
}

#[test]
fn all_batches_are_uploaded_in_order() {
    paused("a hundred uploads", || async {
        let world = World::default();
        pump(world.source(100, Duration::ZERO), world.upload(7 * MS)).await;
        let expected: Vec<u32> = (0..100).collect();
        assert_eq!(
            world.seen().uploaded,
            expected,
            "left is what was uploaded when `pump` returned; right, what the source had"
        );
    });
}

#[test]
fn one_upload_at_a_time() {
    paused("a hundred uploads", || async {
        let world = World::default();
        pump(world.source(100, MS), world.upload(7 * MS)).await;
        assert_eq!(
            world.seen().most_uploading,
            1,
            "uploads at the same time; one was promised"
        );
    });
}

#[test]
fn reading_goes_on_during_an_upload() {
    paused("ten batches", || async {
        let (world, begin) = (World::default(), Instant::now());
        pump(world.source(10, 1000 * MS), world.upload(1000 * MS)).await;
        let took = begin.elapsed();
        assert!(
            took <= 13_000 * MS,
            "ten batches, each a second of reading and a second of uploading, took {took:?}, not some eleven seconds"
        );
    });
}

#[test]
fn several_batches_are_read_during_an_upload() {
    paused("ten batches", || async {
        let world = World::default();
        let pump = pump(world.source(100, 10 * MS), world.upload(5000 * MS));
        let _ = timeout(4000 * MS, pump).await;
        let read = world.seen().read;
        assert!(
            read >= 8,
            "four seconds into an upload, {read} batches were read: the source had a hundred, and there is room for sixteen"
        );
    });
}

#[test]
fn a_dropped_pump_does_nothing_more() {
    paused("an hour after the drop", || async {
        let world = World::default();
        let pump = pump(world.source(100, 10 * MS), world.upload(100 * MS));
        assert!(
            timeout(1050 * MS, pump).await.is_err(),
            "a hundred uploads of a tenth of a second take ten seconds"
        );
        let before = world.seen();
        sleep(600_000 * MS).await;
        let after = world.seen();
        assert_eq!(
            (after.read, after.uploaded.len()),
            (before.read, before.uploaded.len()),
            "batches that were read and uploaded, ten minutes after `pump` was dropped; right, when it was dropped"
        );
    });
}

#[test]
fn a_dropped_pump_reads_nothing_more_from_a_slow_source() {
    paused("ten minutes after the drop", || async {
        let world = World::default();
        let pump = pump(world.source(100, 1000 * MS), world.upload(Duration::ZERO));
        assert!(
            timeout(2500 * MS, pump).await.is_err(),
            "a hundred batches of a second take a hundred seconds"
        );
        let before = world.seen().read;
        sleep(600_000 * MS).await;
        assert_eq!(
            world.seen().read,
            before,
            "batches that were read, ten minutes after `pump` was dropped; right, when it was dropped"
        );
    });
}
