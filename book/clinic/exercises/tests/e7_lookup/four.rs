//! Up to four lookups at the same time, and never more.

use super::*;

#[test]
fn four_lookups_run_at_the_same_time() {
    check("four lookups", |server, gate| async move {
        let mut answers = Vec::new();
        for name in ["a", "b", "c", "d"] {
            answers.push(server.find(name).await);
        }
        let running = gate.until_running(4).await;
        gate.open();
        assert_eq!(
            running, 4,
            "four lookups were asked for; left is how many ran at the same time"
        );
        for (answer, name) in answers.into_iter().zip(["a", "b", "c", "d"]) {
            assert_eq!(answer.await.unwrap(), format!("found {name}"));
        }
    });
}

#[test]
fn never_more_than_four_lookups_run() {
    check("forty lookups", |server, gate| async move {
        let mut answers = Vec::new();
        for n in 0..40 {
            answers.push(server.find(&n.to_string()).await);
        }
        a_fifth(&gate).await;
        gate.open();
        for (n, answer) in answers.into_iter().enumerate() {
            assert_eq!(answer.await.unwrap(), format!("found {n}"));
        }
        let most = gate.most.load(SeqCst);
        assert!(
            most <= 4,
            "forty lookups were asked for, and {most} ran at the same time; up to four were promised"
        );
    });
}

#[test]
fn never_more_than_four_lookups_run_if_clients_leave_meanwhile() {
    check("lookups whose clients leave", |server, gate| async move {
        for _ in 0..5 {
            let mut answers = Vec::new();
            for name in ["a", "b", "c", "d"] {
                answers.push(server.find(name).await);
            }
            gate.until_running(4).await;
            drop(answers); // and the lookups go on: a thread cannot be stopped
            server.ping().await;
        }
        a_fifth(&gate).await;
        gate.open();
        let most = gate.most.load(SeqCst);
        assert!(
            most <= 4,
            "clients left while their lookups ran, and others came: {most} lookups ran at the same time; up to four were promised"
        );
    });
}

#[test]
fn never_more_than_four_lookups_run_if_they_take_a_minute() {
    check("lookups that take a minute", |server, gate| async move {
        let mut answers = Vec::new();
        for n in 0..8 {
            answers.push(server.find(&n.to_string()).await);
        }
        gate.until_running(4).await;
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(60)).await;
        tokio::time::resume();
        a_fifth(&gate).await;
        gate.open();
        let most = gate.most.load(SeqCst);
        assert!(
            most <= 4,
            "four lookups ran for a minute, four waited, and {most} ran at the same time; up to four were promised"
        );
    });
}

/// Waits until a fifth lookup runs, which is one too many; or for half a second, less than a lookup waits for its gate.
///
/// No event says that none will begin: only a pause can show it. It can miss a wrong answer, whose fifth begins later than that. It
/// cannot fail a right one, which begins no fifth while four run, however long the pause is.
async fn a_fifth(gate: &Gate) {
    let _ = timeout(Duration::from_millis(500), gate.until_running(5)).await;
}
