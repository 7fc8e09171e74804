//! What tasks wait for, and who wakes them.

use crate::*;
use recorder::tokio;

#[test]
fn a_channel_tells_who_wakes_whom() {
    let trace = recorded(|| async {
        let (sender, mut receiver) = mpsc::channel(1);
        let reader = tokio::named("reader").spawn(async move { receiver.recv().await });
        yield_now().await;
        let writer = tokio::named("writer").spawn(async move { sender.send(7).await });
        assert_eq!(reader.await.expect("no panic"), Some(7));
        writer.await.expect("no panic").expect("it was read");
    });
    let channel = "pause a message from the channel of waits.rs:";
    let told = of(&trace, "reader");
    assert!(told[2].starts_with(channel), "{told:?}");
    assert_eq!(told[3..], ["wake by writer", "poll", "end done"]);
    let told = of(&trace, "main").join(", ");
    assert!(
        told.contains("pause the end of reader, wake by the end of that task, poll"),
        "{told}"
    );
}

#[test]
fn a_lock_is_waited_for_got_and_given_back() {
    let trace = recorded(|| async {
        let lock = Arc::new(Mutex::new(0));
        let held = lock.lock().await;
        let other = lock.clone();
        let second = tokio::named("second").spawn(async move { *other.lock().await += 1 });
        yield_now().await;
        drop(held);
        second.await.expect("no panic");
        assert_eq!(*lock.lock().await, 1);
    });
    let told = of(&trace, "second");
    let lock = told[2].strip_prefix("wait ").expect("it waits").to_owned();
    assert!(lock.starts_with("Mutex of waits.rs:"), "{lock}");
    let expected = [
        format!("pause the {lock}"),
        "wake by".to_owned(),
        "poll".to_owned(),
        format!("got {lock}"),
        format!("gave {lock}"),
        "end done".to_owned(),
    ];
    let told: Vec<_> = told[3..]
        .iter()
        .zip(expected)
        .map(|(told, expected)| (told.starts_with(&expected), told))
        .collect();
    assert!(
        told.iter().all(|(same, _)| *same) && told.len() == 6,
        "{told:?}"
    );
    assert_eq!(
        Picture::after(&trace.events)
            .holders
            .values()
            .flatten()
            .count(),
        0
    );
}

#[test]
fn a_timeout_drops_what_it_surrounds_and_says_so() {
    let trace = recorded(|| async {
        let task = tokio::named("impatient").spawn(async {
            let (_sender, receiver) = oneshot::channel::<()>();
            timeout(Duration::from_secs(1), receiver).await.is_err()
        });
        assert!(task.await.expect("no panic"));
    });
    let told = of(&trace, "impatient").join(", ");
    let oneshot = "pause the oneshot of waits.rs:";
    assert!(
        told.contains(oneshot) && told.contains("; timeout 1s, wake by timer"),
        "{told}"
    );
    assert!(told.contains("drop the oneshot of waits.rs:"), "{told}");
    assert_eq!(Picture::after(&trace.events).timers.len(), 0);
}

#[test]
fn a_wake_inside_a_timeout_is_not_the_timers() {
    let trace = recorded(|| async {
        let (sender, receiver) = oneshot::channel();
        let task = tokio::named("waiter").spawn(timeout(Duration::from_secs(9), receiver));
        yield_now().await;
        let waker = thread::Builder::new().name("helper".to_owned());
        let waker = waker.spawn(move || sender.send(())).expect("a thread");
        waker.join().expect("no panic").expect("it is awaited");
        task.await
            .expect("no panic")
            .expect("in time")
            .expect("sent");
    });
    let told = of(&trace, "waiter");
    assert!(
        told.contains(&"wake by thread `helper`, outside recorded tasks".to_owned()),
        "{told:?}"
    );
}

#[test]
fn the_words_of_a_wait_speak_for_the_waits_inside() {
    let trace = recorded(|| async {
        let lock = Arc::new(Mutex::new(()));
        let held = lock.lock().await;
        let other = lock.clone();
        let user = tokio::named("user").spawn(async move {
            recorder::wait("the database", async { drop(other.lock().await) }).await;
        });
        yield_now().await;
        drop(held);
        user.await.expect("no panic");
    });
    let told = of(&trace, "user");
    assert!(told[2].starts_with("wait Mutex"), "{told:?}");
    assert_eq!(told[3], "pause the database");
}

#[test]
fn a_socket_is_what_a_session_waits_for_and_what_wakes_it() {
    let trace = recorded(|| async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = listener.local_addr().expect("an address");
        let server = tokio::named("server").spawn(async move {
            let (mut client, _) = listener.accept().await.expect("a client");
            client.read_u8().await.expect("a byte")
        });
        yield_now().await;
        let mut client = TcpStream::connect(at).await.expect("the server listens");
        client.write_u8(7).await.expect("it is open");
        assert_eq!(server.await.expect("no panic"), 7);
    });
    let told = of(&trace, "server");
    assert!(
        told[2].starts_with("pause a client of the TcpListener of waits.rs:"),
        "{told:?}"
    );
    assert_eq!(told[3..5], ["wake by socket", "poll"]);
    assert_eq!(told.last().map(String::as_str), Some("end done"));
}

#[test]
fn ticks_changes_broadcasts_and_blocking_jobs_are_waited_for() {
    let trace = recorded(|| async {
        let (value, mut values) = watch::channel(0);
        let (news, mut reader) = broadcast::channel(1);
        let (open, gate) = std::sync::mpsc::channel();
        let all = tokio::named("all").spawn(async move {
            let mut ticks = interval(Duration::from_secs(1));
            ticks.tick().await; // at once
            ticks.tick().await;
            values.changed().await.expect("it is sent");
            reader.recv().await.expect("it is sent");
            let job = spawn_blocking(move || gate.recv());
            job.await.expect("no panic").expect("it is sent");
        });
        sleep(Duration::from_secs(2)).await;
        value.send(1).expect("it is watched");
        yield_now().await;
        news.send(2).expect("it is read");
        yield_now().await; // now it waits for the job
        open.send(()).expect("the job waits");
        all.await.expect("no panic");
    });
    let told = of(&trace, "all");
    let pauses: Vec<_> = told
        .iter()
        .filter_map(|event| event.strip_prefix("pause "))
        .collect();
    let words = [
        "a tick, each 1s",
        "a change of the watch of",
        "a message from the broadcast of",
        "the blocking job of",
    ];
    assert_eq!(pauses.len(), words.len(), "{told:?}");
    for (pause, words) in pauses.iter().zip(words) {
        assert!(pause.starts_with(words), "{pause}");
    }
}

#[test]
fn a_local_task_is_recorded() {
    let trace = recorded(|| async {
        let local = tokio::task::LocalSet::new();
        let run = local.run_until(async {
            async fn beside() {}
            spawn_local(beside()).await.expect("no panic");
        });
        run.await;
    });
    assert_eq!(of(&trace, "beside"), ["spawn", "poll", "end done"]);
}

#[test]
fn a_wait_that_was_given_up_in_a_step_is_not_what_the_task_waits_for_after_it() {
    let trace = recorded(|| async {
        let task = tokio::named("selects").spawn(async {
            let (_kept, first) = oneshot::channel::<()>();
            tokio::select! {
                biased;
                _ = first => {}
                () = std::future::ready(()) => {}
            }
            sleep(Duration::from_secs(1)).await;
        });
        task.await.expect("no panic");
    });
    let told = of(&trace, "selects");
    let dropped = told
        .iter()
        .filter(|event| event.starts_with("drop the oneshot"));
    assert_eq!(dropped.count(), 1, "{told:?}");
    assert!(told.contains(&"pause sleep 1s".to_owned()), "{told:?}");
}
