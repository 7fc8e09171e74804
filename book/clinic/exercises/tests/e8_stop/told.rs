//! When it stops: as soon as it is told to, and not before.

use super::*;

#[test]
fn told_to_stop_while_jobs_keep_coming() {
    paused("the end of `work`", || async {
        let (miners, pool) = (flood(0), flood(POOL));
        let (tell, stop) = oneshot::channel();
        let (done, mut tell) = (Rc::new(Cell::new(0)), Some(tell));
        let count = done.clone();
        work(miners, pool, stop, move |_| {
            count.set(count.get() + 1);
            if count.get() == 1000 {
                tell.take().unwrap().send(()).unwrap();
            }
        })
        .await;
        let after = done.get() - 1000;
        assert!(
            after <= 50,
            "it was told to stop after a thousand jobs, and handled {after} more: which branch starves?"
        );
    });
}

#[test]
fn told_to_stop_by_a_drop() {
    paused("the end of `work`", || async {
        let (miners, pool) = (flood(0), flood(POOL));
        let (tell, stop) = oneshot::channel::<()>();
        let (done, mut tell) = (Rc::new(Cell::new(0)), Some(tell));
        let count = done.clone();
        work(miners, pool, stop, move |_| {
            count.set(count.get() + 1);
            if count.get() == 1000 {
                drop(tell.take());
            }
        })
        .await;
        let after = done.get() - 1000;
        assert!(
            after <= 50,
            "the other end of `stop` was dropped after a thousand jobs, and it handled {after} more"
        );
    });
}

#[test]
fn told_to_stop_while_it_waits() {
    paused(
        "the end of `work`, which was told to stop while no job came",
        || async {
            let ((miners, _a), (pool, _b)) = (filled(0, 3), filled(POOL, 0));
            let (tell, stop) = oneshot::channel();
            let done = Rc::new(Cell::new(0));
            let count = done.clone();
            let later = async {
                tokio::time::sleep(std::time::Duration::from_secs(5)).await;
                tell.send(()).unwrap();
            };
            let work = work(miners, pool, stop, move |_| count.set(count.get() + 1));
            tokio::join!(work, later);
            assert_eq!(done.get(), 3, "jobs that were handled; three were there");
        },
    );
}

#[test]
fn it_returns_only_when_it_is_told_to() {
    paused("the end of `work`", || async {
        let ((miners, a), (pool, b)) = (filled(0, 3), filled(POOL, 3));
        drop((a, b));
        let (tell, stop) = oneshot::channel();
        let (begin, done) = (Instant::now(), Rc::new(Cell::new(0)));
        let count = done.clone();
        let work = async {
            work(miners, pool, stop, move |_| count.set(count.get() + 1)).await;
            begin.elapsed()
        };
        let (took, ()) = tokio::join!(work, after_five_seconds(tell));
        assert_eq!(done.get(), 6, "jobs that were handled, of six");
        assert!(
            took >= Duration::from_secs(5),
            "both sides were closed, and it was told to stop after five seconds: it returned after {took:?}"
        );
    });
}

#[test]
fn jobs_that_are_left_stay_in_their_channels() {
    paused("the end of `work`", || async {
        let ((miners, a), (pool, _b)) = (filled(0, 1000), filled(POOL, 0));
        let (tell, stop) = oneshot::channel();
        let (done, mut tell) = (Rc::new(Cell::new(0)), Some(tell));
        let count = done.clone();
        work(miners, pool, stop, move |_| {
            count.set(count.get() + 1);
            if count.get() == 100 {
                tell.take().unwrap().send(()).unwrap();
            }
        })
        .await;
        sleep(Duration::from_secs(10)).await;
        assert!(
            a.is_closed(),
            "ten seconds after `work` has returned, the miners can still send: what takes their jobs now?"
        );
    });
}
