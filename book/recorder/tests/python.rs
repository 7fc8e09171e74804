//! What looprec records of programs in Python, compared with what the programs know of themselves.

#[path = "support/python.rs"]
mod python;

use python::run;
use recorder::{State, What};
use serde_json::json;

const ANY: (u32, u32) = (3, 9);

#[test]
fn two_tasks_that_hang_on_two_locks_are_seen_to_wait_for_each_other() {
    let Some(run) = run("locks.py", ANY) else {
        return;
    };
    for (name, line) in run.told("waiting") {
        assert_eq!(run.waits(name).1, Some(format!("locks.py:{line}")));
    }
    for (name, lock) in run.told("asked") {
        let task = &run.last.tasks[&run.task(name)];
        assert_eq!(task.asks.as_deref(), lock.as_str());
        assert_eq!(run.waits(name).0, lock.as_str().expect("a name"));
    }
    for (name, locks) in run.told("held") {
        let holds = |(_, holders): &(_, &Vec<u64>)| holders.contains(&run.task(name));
        let held = run.last.holders.iter().filter(holds);
        let held: Vec<_> = held.map(|(lock, _)| lock.as_str()).collect();
        assert_eq!(json!(held), *locks);
    }
    let circle = "These tasks wait for each other, and none can go on:\n  \
                  one waits for the Lock `current`, held by two.\n  \
                  two waits for the Lock `savings`, held by one.\n";
    let report = recorder::text(&run.trace);
    assert!(report.contains(circle), "{report}");
}

#[test]
fn a_task_that_awaits_another_is_a_part_of_the_circle() {
    let Some(run) = run("child.py", ANY) else {
        return;
    };
    for (name, line) in run.told("waiting") {
        assert_eq!(run.waits(name).1, Some(format!("child.py:{line}")));
    }
    let report = recorder::text(&run.trace);
    for sentence in run.facts["circle"].as_array().expect("an array") {
        let sentence = sentence.as_str().expect("text");
        assert!(report.contains(sentence), "{report}");
    }
}

#[test]
fn a_task_whose_notification_was_lost_waits_without_a_timer() {
    let Some(run) = run("lost.py", ANY) else {
        return;
    };
    assert_eq!(
        json!({"consumer": run.waits("consumer").0}),
        run.facts["on"]
    );
    let line = &run.facts["waiting"]["consumer"];
    assert_eq!(run.waits("consumer").1, Some(format!("lost.py:{line}")));
    let task = run.task("consumer");
    let mut timers = run.last.timers.values();
    assert!(timers.all(|(of, _)| *of != Some(task)));
    let held = run.last.holders.values().flatten();
    assert_eq!(held.count(), 0, "wait() gave the condition's lock back");
}

#[test]
fn a_step_that_blocks_is_named_with_its_line() {
    let Some(run) = run("blocking.py", ANY) else {
        return;
    };
    let (line, length) = (&run.facts["at"], &run.facts["milliseconds"]);
    let blocked = format!("this step has blocked the loop for 0.1 s, at blocking.py:{line}");
    assert!(run.notes().contains(&blocked.as_str()), "{:?}", run.notes());
    let seen = format!("\n  It was seen at blocking.py:{line}.\n");
    let report = recorder::text(&run.trace);
    assert!(report.contains(&seen), "{report}");
    let name = run.facts["task"].as_str().expect("a name");
    let longest = run.last.tasks[&run.task(name)].longest.0;
    assert!(longest >= length.as_u64().expect("a number") * 1000);
}

#[test]
fn a_cancelled_gather_says_who_cancelled_it_and_what_was_dropped() {
    let Some(run) = run("cancelled.py", ANY) else {
        return;
    };
    let at = &run.facts["at"];
    for (name, how) in run.told("how") {
        let task = run.task(name);
        let how = how.as_str().expect("text").to_owned();
        assert_eq!(run.last.tasks[&task].state, State::Ended(how));
        let line = if name == "c" {
            &at["sleep"]
        } else {
            &at["wait"]
        };
        let place = format!("cancelled.py:{line}");
        let dropped = |what: &What| matches!(what, What::Drop { task: of, at: Some(at), .. } if *of == task && *at == place);
        assert_eq!(run.count(dropped), 1);
    }
    let drops = run.count(|what| matches!(what, What::Drop { .. }));
    assert_eq!(json!(drops), run.facts["drops"]);
    let cancelled = format!(
        "is cancelled by main (Task-1) at cancelled.py:{}",
        at["cancel"]
    );
    let notes = run.notes();
    assert_eq!(notes.iter().filter(|note| **note == cancelled).count(), 3);
}

#[test]
fn queues_that_nothing_takes_from_are_seen_to_fill() {
    let Some(run) = run("undrained.py", ANY) else {
        return;
    };
    let line = &run.facts["waiting"]["producer"];
    let (on, at) = run.waits("producer");
    assert_eq!(json!({"producer": on}), run.facts["on"]);
    assert_eq!(at, Some(format!("undrained.py:{line}")));
    assert_eq!(json!(run.notes()), run.facts["grown"]);
    let logger = run.task("logger");
    let polls = run.count(|what| *what == What::Poll { task: logger });
    assert_eq!(json!(polls), run.facts["polls"]["logger"]);
}

#[test]
fn wakes_from_threads_name_the_thread() {
    let Some(run) = run("threads.py", ANY) else {
        return;
    };
    let from = |thread: &str| {
        run.count(
            |what| matches!(what, What::Wake { from: Some(from), .. } if from.starts_with(thread)),
        )
    };
    let executor = from("thread asyncio_") + from("thread that was done at once");
    assert_eq!(json!(executor), run.facts["executor"]);
    assert_eq!(json!(from("thread reader")), run.facts["reader"]);
    let jobs =
        |what: &What| matches!(what, What::Pause { on: Some(on), .. } if on == "thread: add");
    assert_eq!(json!(run.count(jobs)), run.facts["executor"]);
    // The watchdog is not among the program's threads.
    assert_eq!(run.facts["names"], json!(["MainThread"]));
}

#[test]
fn steps_timers_and_permits_are_counted_exactly() {
    let Some(run) = run("steps.py", ANY) else {
        return;
    };
    let turns = run.task("turns");
    let polls = run.count(|what| *what == What::Poll { task: turns });
    assert_eq!(json!(polls), run.facts["polls"]["turns"]);
    let permit = "Semaphore `permits`";
    let got = run.count(|what| matches!(what, What::Got { what, .. } if what == permit));
    let gave = run.count(|what| matches!(what, What::Gave { what, .. } if what == permit));
    assert_eq!((json!(got), gave), (run.facts["got"].clone(), got));
    let mut picture = recorder::Picture::default();
    let mut most = 0;
    let mut sleeps = 0;
    for event in &run.trace.events {
        picture.apply(event);
        if let What::Idle { limit } = event.what {
            sleeps += 1;
            assert_eq!(limit.is_some(), !picture.timers.is_empty());
        }
        most = most.max(picture.holders.get(permit).map_or(0, Vec::len));
    }
    assert_eq!(json!(most), run.facts["most"]);
    let timers = run.count(|what| matches!(what, What::Timer { .. }));
    let fired = run.count(|what| matches!(what, What::Fired { .. }));
    let untimed = run.count(|what| matches!(what, What::Untimer { .. }));
    assert_eq!(json!(fired), run.facts["fired"]);
    assert_eq!(json!(untimed), run.facts["untimed"]);
    assert_eq!(timers, fired + untimed);
    let woken =
        run.count(|what| matches!(what, What::Wake { from: Some(from), .. } if from == "timer"));
    assert_eq!(woken, fired);
    assert!(sleeps > 0);
    assert_eq!(run.count(|what| *what == What::Busy), sleeps);
}

#[test]
fn each_kind_of_wait_is_named() {
    let Some(run) = run("kinds.py", ANY) else {
        return;
    };
    for (name, on) in run.told("on") {
        assert_eq!(json!(run.waits(name).0), *on, "of {name}");
    }
    let unended = run.last.unended().map(|(_, task)| task.name.as_str());
    let mut unended: Vec<_> = unended.filter(|name| *name != "main (Task-1)").collect();
    unended.sort_unstable();
    assert_eq!(json!(unended), run.facts["names"]);
}

#[test]
fn eager_tasks_are_seen_from_their_first_step() {
    let Some(run) = run("eager.py", (3, 12)) else {
        return;
    };
    assert_eq!(json!({"later": run.waits("later").0}), run.facts["on"]);
    assert_eq!(run.facts["ended"]["at once"], json!(true));
    let ended = &run.last.tasks[&run.task("at once")].state;
    assert_eq!(*ended, State::Ended("done".into()));
}

#[test]
fn slots_that_cancelled_tasks_never_put_back_are_told_with_the_lines() {
    let Some(run) = run("pool.py", ANY) else {
        return;
    };
    let at = |what: &str| format!("pool.py:{}", run.facts["at"][what]);
    let queue = "LifoQueue `Pool.slots`";
    let quick = run.count(|what| matches!(what, What::Took { task, .. } if run.last.name(*task).starts_with("lookup")));
    assert_eq!(json!(quick), run.facts["quick"]);
    for name in ["slow 1", "slow 2"] {
        let uses = &run.last.queues[queue].tasks[&Some(run.task(name))];
        assert_eq!((uses.took, uses.put), (1, 0));
        assert_eq!(uses.at, Some(at("took")));
    }
    let mut report = recorder::text(&run.trace);
    for time in report.clone().split("≈ ").skip(1) {
        let time = time.split(' ').next().expect("a number");
        report = report.replace(&format!("≈ {time} s"), "TIME");
    }
    let told = format!(
        "What looks wrong
- 2 tasks took from the {queue}, and ended without putting back; it is empty, and flusher waits for it.
  Taken at {}.
  slow 1 and slow 2: each cancelled by a timer set at {} while it waited at {}, the first of 2 at TIME.
- main (Task-1) waits for task flusher ({}); flusher waits for {queue}: get ({}), since TIME.
  Only a `put` can wake flusher, and of those that put into it before only main (Task-1) is left, which waits as well.
",
        at("took"),
        at("deadline"), at("asks"), at("main"), at("get")
    );
    assert!(report.contains(&told), "{report}");
}
