//! The provided tests of c2. They call `Client::new` and `query`.

#[path = "paused.rs"]
mod paused;

use super::Client;
use paused::paused;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex, split};
use tokio::time::{sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

/// What the server was asked.
type Asked = Arc<Mutex<Vec<String>>>;

/// A server that answers a question with its letters reversed, after so many seconds if the question ends with a number. It sends each
/// answer in two pieces, with a tenth of a second between them.
async fn serve(stream: DuplexStream, asked: Asked) {
    let (reader, mut writer) = split(stream);
    let mut questions = BufReader::new(reader).lines();
    while let Ok(Some(question)) = questions.next_line().await {
        asked.lock().unwrap().push(question.clone());
        let seconds = question
            .rsplit(' ')
            .next()
            .and_then(|word| word.parse().ok());
        sleep(SECOND * seconds.unwrap_or(0)).await;
        let answer = reversed(&question) + "\n";
        for piece in [&answer[..1], &answer[1..]] {
            if writer.write_all(piece.as_bytes()).await.is_err() {
                return;
            }
            sleep(SECOND / 10).await;
        }
    }
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

/// A client of that server, over a pipe that holds so many bytes.
fn client(room: usize) -> (Client<DuplexStream>, Asked) {
    let (ours, theirs) = duplex(room);
    let asked = Asked::default();
    tokio::spawn(serve(theirs, asked.clone()));
    (Client::new(ours), asked)
}

async fn ask(client: &mut Client<DuplexStream>, question: &str) {
    let limit = Duration::from_secs(60);
    let answer = timeout(limit, client.query(question)).await;
    let Ok(answer) = answer else {
        panic!(
            "a minute after `{question:.20}` was asked there is no answer; the server had it in a few seconds"
        );
    };
    let answer = answer.unwrap_or_else(|error| {
        panic!("`{question:.20}` was asked, and the connection is sound: {error}")
    });
    let (right, begin) = (reversed(question), |text: &str| {
        text.chars().take(20).collect::<String>()
    });
    let short = begin(question);
    assert_eq!(
        begin(&answer),
        begin(&right),
        "`{short}` was asked; left is the answer that it got"
    );
    assert!(
        answer == right,
        "`{short}` was asked; the answer begins as it should, and goes on in another way"
    );
}

async fn give_up(client: &mut Client<DuplexStream>, question: &str, after: Duration) {
    let given_up = timeout(after, client.query(question)).await;
    assert!(
        given_up.is_err(),
        "the answer takes longer than {after:?}, and came: {given_up:?}"
    );
}

#[test]
fn the_question_after_one_that_was_given_up() {
    paused("the answer to the second question", || async {
        let (mut client, _) = client(1024);
        give_up(&mut client, "slow 5", SECOND).await;
        ask(&mut client, "second").await;
        give_up(&mut client, "slow 2", SECOND).await;
        sleep(10 * SECOND).await; // its answer has come meanwhile
        ask(&mut client, "third").await;
        give_up(&mut client, "slow 2", SECOND * 2 + SECOND / 20).await; // in the middle of its answer
        ask(&mut client, "fourth").await;
        ask(&mut client, "fifth").await;
    });
}

#[test]
fn given_up_in_the_middle_of_a_question() {
    paused("the answer to the question after a long one", || async {
        let (mut client, asked) = client(16);
        let long = "a long question ".repeat(20);
        give_up(&mut client, "slow 3", SECOND).await;
        give_up(&mut client, &long, SECOND).await; // the server does not read yet, and the pipe is full
        ask(&mut client, "after").await;
        let asked = asked.lock().unwrap();
        let whole =
            |question: &String| ["slow 3", "after"].contains(&&**question) || *question == long;
        let broken: Vec<_> = asked.iter().filter(|question| !whole(question)).collect();
        assert!(
            broken.is_empty(),
            "the server was asked what the client never asked: {broken:?}"
        );
        for question in ["slow 3", "after"] {
            let times = asked.iter().filter(|asked| *asked == question).count();
            assert_eq!(times, 1, "how often the server was asked `{question}`");
        }
    });
}

#[test]
fn many_that_were_given_up() {
    paused(
        "the answer to the question after fifty that were given up",
        || async {
            let (mut client, asked) = client(1024);
            for question in ["a 3", "b 3", "c 3"] {
                give_up(&mut client, question, SECOND).await;
            }
            for n in 0..50 {
                let question = format!("given up, number {n}!");
                let _ = timeout(Duration::from_millis(n * 7), client.query(&question)).await;
            }
            ask(&mut client, "after").await;
            let mut asked = asked.lock().unwrap().clone();
            let number = asked.len();
            asked.sort();
            asked.dedup();
            assert_eq!(
                asked.len(),
                number,
                "the server was asked a question twice: {asked:?}"
            );
        },
    );
}

#[test]
fn a_long_question_and_its_answer() {
    paused("a long answer", || async {
        let (mut client, _) = client(16);
        ask(&mut client, &"a long question ".repeat(1000)).await;
        ask(&mut client, "a short one").await;
    });
}

#[test]
fn half_an_answer_is_an_error() {
    paused("an error", || async {
        let (ours, mut theirs) = duplex(64);
        let mut client = Client::new(ours);
        let server = async move {
            theirs.write_all(b"half an ans").await.unwrap();
            sleep(SECOND).await;
        };
        let (answer, ()) = tokio::join!(client.query("question"), server);
        assert!(
            answer.is_err(),
            "the connection has ended in the middle of an answer, and the answer is {answer:?}"
        );
    });
}

#[test]
fn the_end_of_the_connection_is_an_error() {
    paused("an error", || async {
        let (ours, theirs) = duplex(64);
        drop(theirs);
        let answer = Client::new(ours).query("hello?").await;
        assert!(
            answer.is_err(),
            "the server has closed the connection, and the answer is {answer:?}"
        );
    });
}
