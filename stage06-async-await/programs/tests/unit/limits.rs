use super::*;
use futures::AsyncWriteExt;
use stage06_full::{Runtime, net::TcpListener};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn head_and_body_leave_in_one_call() {
    Runtime::new().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it is bound");
        let stream = TcpStream::connect(address).await.expect("it listens");
        let mut stream = Limited::new(stream, Client::new(20 * SECOND, 20 * SECOND));
        let parts = [IoSlice::new(b"head"), IoSlice::new(b"body")];
        let written = stream.write_vectored(&parts).await;
        assert_eq!(written.expect("there is room"), 8);
    });
}

/// How many seconds a client has that takes this much of a long answer in each.
fn lasts(bytes: usize) -> u64 {
    let runtime = Runtime::builder().virtual_time().build();
    runtime.block_on(async {
        let client = Client::new(10 * SECOND, 5 * SECOND);
        let request = client.asks();
        request.owes(1 << 30);
        let begin = now();
        while client.limit() > now() && now() < begin + 99 * SECOND {
            sleep(SECOND).await;
            client.heard.set(now());
            client.took(bytes);
        }
        (now() - begin).as_secs()
    })
}

#[test]
fn an_answer_has_to_be_taken_at_a_minimum_rate() {
    assert_eq!(lasts(0), 5);
    assert_eq!(lasts(512), 10);
    assert_eq!(lasts(1024), 99);
}

#[test]
fn bytes_that_belong_to_no_answer_buy_no_time() {
    let runtime = Runtime::builder().virtual_time().build();
    runtime.block_on(async {
        let client = Client::new(3 * SECOND, 2 * SECOND);
        let begin = now();
        for _ in 0..3 {
            sleep(SECOND / 2).await;
            client.heard.set(now());
            client.took(1 << 20);
        }
        assert_eq!(client.limit(), begin + 3 * SECOND);
    });
}

#[test]
fn the_next_head_has_time_when_the_answer_is_gone() {
    let runtime = Runtime::builder().virtual_time().build();
    runtime.block_on(async {
        let client = Client::new(3 * SECOND, 5 * SECOND);
        let begin = now();
        let request = client.asks();
        request.owes(100);
        drop(request);
        assert_eq!(client.limit(), begin + 5 * SECOND, "it still reads");
        sleep(SECOND).await;
        client.took(100);
        assert_eq!(client.limit(), begin + 4 * SECOND, "another head");
    });
}
