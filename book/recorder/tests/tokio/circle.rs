//! A program that hangs in a circle through a question: a worker asks while it holds a guard, which the task that answers needs.

use crate::*;
use whole::hung;

struct Prices {
    now: RwLock<u32>,
    questions: mpsc::Sender<oneshot::Sender<u32>>,
}

/// The guard is a temporary of the `match`, so it lives to its end.
async fn quoter(prices: Arc<Prices>) {
    loop {
        sleep(Duration::from_millis(10)).await;
        match *prices.now.read().await {
            0 => return,
            _ => _ = ask(&prices).await,
        }
    }
}

async fn ask(prices: &Prices) -> Option<u32> {
    let (sender, answer) = oneshot::channel();
    prices.questions.send(sender).await.ok()?;
    answer.await.ok()
}

async fn pricing(prices: Arc<Prices>, mut questions: mpsc::Receiver<oneshot::Sender<u32>>) {
    while let Some(question) = questions.recv().await {
        sleep(Duration::from_millis(5)).await;
        let price = *prices.now.read().await;
        let _ = question.send(price);
    }
}

/// Asks to write while the worker waits for its fourth answer.
async fn feed(prices: Arc<Prices>) {
    sleep(Duration::from_millis(57)).await;
    *prices.now.write().await += 1;
}

async fn service() {
    let (questions, asked) = mpsc::channel(8);
    let now = RwLock::new(1);
    let prices = Arc::new(Prices { now, questions });
    tokio::spawn(quoter(prices.clone()));
    tokio::spawn(pricing(prices.clone(), asked));
    let _ = tokio::spawn(feed(prices)).await;
}

/// The line of this file, from 1 on, that holds `code`.
fn line(code: &str) -> usize {
    let lines = include_str!("circle.rs").lines();
    let found = lines.enumerate().find(|(_, line)| line.contains(code));
    found.expect("a line").0 + 1
}

#[test]
fn a_circle_through_the_task_that_answers_is_told() {
    let _alone = alone();
    let text = within(LIMIT, "the program", || {
        let memory = Memory::default();
        let recording = recorder::start_to(memory.clone());
        recorder::text(&hung(service(), recording, &memory))
    });
    let (question, lock, taken) = (
        line("oneshot::channel()"),
        line("RwLock::new(1)"),
        line("match *prices.now.read()"),
    );
    let expected = format!(
        "\
What looks wrong
- Probably a circle: these tasks wait for each other, and none can go on.
  quoter waits for the oneshot of circle.rs:{question} (number 4), which pricing has answered 3 times before.
  pricing waits for read access to the RwLock of circle.rs:{lock}, behind feed, which asked to write first.
  feed waits for write access to the RwLock of circle.rs:{lock}; quoter has read access to the RwLock of circle.rs:{lock}, taken at circle.rs:{taken}.
  Behind them: main.
"
    );
    assert!(text.contains(&expected), "{text}");
    let holds = format!(
        "  has read access to the RwLock of circle.rs:{lock}, taken at circle.rs:{taken}\n"
    );
    assert!(text.contains(&holds), "{text}");
}
