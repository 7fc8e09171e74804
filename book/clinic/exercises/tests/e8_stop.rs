//! The provided tests of c8. They call `work` and nothing else. They count jobs: no clock is read.

#[path = "paused.rs"]
mod paused;
#[path = "e8_stop/told.rs"]
mod told;

use super::work;
use paused::paused;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

type Count = Arc<AtomicU32>;

/// Jobs of the pool have numbers from here on.
const POOL: u32 = 1_000_000;
/// No source has more.
const MANY: u32 = 20_000;

/// A task that sends as fast as it can.
fn flood(from: u32) -> mpsc::Receiver<u32> {
    let (to, jobs) = mpsc::channel(1024);
    tokio::spawn(async move {
        for number in from..from + MANY {
            if to.send(number).await.is_err() {
                return;
            }
        }
    });
    jobs
}

/// A channel with these jobs in it, and its other end.
fn filled(from: u32, number: u32) -> (mpsc::Receiver<u32>, mpsc::Sender<u32>) {
    let (to, jobs) = mpsc::channel(number.max(1) as usize);
    (from..from + number).for_each(|number| to.try_send(number).unwrap());
    (jobs, to)
}

#[test]
fn neither_side_starves() {
    paused("jobs of both sides", || async {
        let (miners, pool) = (flood(0), flood(POOL));
        let (tell, stop) = oneshot::channel();
        let (jobs, mut tell) = (Rc::<RefCell<Vec<u32>>>::default(), Some(tell));
        let note = jobs.clone();
        work(miners, pool, stop, move |number| {
            note.borrow_mut().push(number);
            if note.borrow().len() == 5000 {
                tell.take().unwrap().send(()).unwrap();
            }
        })
        .await;
        for thousand in jobs.borrow()[1000..5000].chunks(1000) {
            let of_pool = thousand.iter().filter(|number| **number >= POOL).count();
            assert!(
                (250..=750).contains(&of_pool),
                "both sides had jobs all the time, and of a thousand jobs {of_pool} were the pool's"
            );
        }
    });
}

#[test]
fn other_tasks_get_their_turns() {
    paused("the end of forty thousand jobs", || async {
        // The channels are never empty, and need no other task to be so.
        let ((miners, _a), (pool, _b)) = (filled(0, MANY), filled(POOL, MANY));
        let (_tell, stop) = oneshot::channel();
        let (turns, jobs, longest) = (Count::default(), Count::default(), Count::default());
        let (turn, job, most) = (turns.clone(), jobs.clone(), longest.clone());
        let (mut last_turn, mut at) = (0, 0);
        tokio::spawn(work(miners, pool, stop, move |_| {
            let (turn, job) = (turn.load(SeqCst), job.fetch_add(1, SeqCst));
            if turn != last_turn {
                (last_turn, at) = (turn, job);
            }
            most.fetch_max(job - at, SeqCst);
        }));
        while jobs.load(SeqCst) < 2 * MANY {
            turns.fetch_add(1, SeqCst);
            yield_now().await;
        }
        let longest = longest.load(SeqCst);
        assert!(
            longest <= 1000,
            "{longest} jobs were handled without a turn for any other task of the runtime"
        );
    });
}

#[test]
fn all_jobs_are_handled_in_order() {
    paused("the end of `work`", || async {
        let ((miners, a), (pool, b)) = (filled(0, 10), filled(POOL, 300));
        drop((a, b));
        let (tell, stop) = oneshot::channel();
        let jobs = Rc::<RefCell<Vec<u32>>>::default();
        let note = jobs.clone();
        let work = work(miners, pool, stop, move |number| {
            note.borrow_mut().push(number)
        });
        tokio::join!(work, after_five_seconds(tell));
        let (of_pool, of_miners): (Vec<u32>, Vec<u32>) =
            jobs.borrow().iter().partition(|number| **number >= POOL);
        assert_eq!(
            of_miners,
            (0..10).collect::<Vec<_>>(),
            "the jobs of the miners, in order; right is what they sent"
        );
        assert_eq!(
            of_pool,
            (POOL..POOL + 300).collect::<Vec<_>>(),
            "the jobs of the pool, in order; right is what it sent"
        );
    });
}

#[test]
fn one_side_is_closed() {
    paused(
        "a job of the pool, after the miners' channel is closed",
        || async {
            let ((miners, a), (pool, b)) = (filled(0, 0), filled(POOL, 0));
            drop(a);
            let (tell, stop) = oneshot::channel();
            let done = Rc::new(Cell::new(0));
            let count = done.clone();
            let later = async {
                sleep(Duration::from_secs(2)).await;
                b.send(POOL)
                    .await
                    .expect("`work` has returned, and was not told to stop");
                after_five_seconds(tell).await;
            };
            let work = work(miners, pool, stop, move |_| count.set(count.get() + 1));
            tokio::join!(work, later);
            assert_eq!(done.get(), 1, "jobs that were handled, of one");
        },
    );
}

async fn after_five_seconds(tell: oneshot::Sender<()>) {
    sleep(Duration::from_secs(5)).await;
    let _ = tell.send(());
}

#[test]
fn a_job_is_handled_when_it_has_come() {
    paused("a job that comes while `work` waits", || async {
        let ((miners, a), (pool, b)) = (filled(0, 0), filled(POOL, 0));
        let (tell, stop) = oneshot::channel();
        let late = Rc::<RefCell<Vec<Duration>>>::default();
        let (note, begin) = (late.clone(), Instant::now());
        let later = async {
            sleep(Duration::from_millis(2500)).await;
            a.send(0).await.unwrap();
            sleep(Duration::from_millis(2500)).await;
            b.send(POOL).await.unwrap();
            after_five_seconds(tell).await;
        };
        let work = work(miners, pool, stop, move |_| {
            note.borrow_mut().push(begin.elapsed())
        });
        tokio::join!(work, later);
        let expected = [Duration::from_millis(2500), Duration::from_secs(5)];
        let late = late.take();
        let soon = late.len() == 2
            && (late.iter().zip(expected))
                .all(|(at, sent)| *at < sent + Duration::from_millis(100));
        assert!(
            soon,
            "jobs were sent after {expected:?}, while it had nothing to do, and handled after {late:?}"
        );
    });
}
