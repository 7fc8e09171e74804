//! What a crawler knows about the web: answers, links, and which page is next.

use stage01::Exception;
use stage03::web::{BadResponse, Frontier, Next, Response, follow, links, resolve, why};
use std::{fmt, io};

#[test]
fn an_answer_is_its_status_and_its_body() {
    let answer = Response::parse(b"HTTP/1.0 404 Not Found\r\nServer: x\r\n\r\ngone").unwrap();
    assert_eq!((answer.status, &*answer.reason), (404, "Not Found"));
    assert_eq!(answer.body, b"gone");
}

#[test]
fn a_body_is_as_long_as_the_head_says() {
    let with = |body: &str| {
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{body}");
        Response::parse(answer.as_bytes()).map(|answer| answer.body)
    };
    assert_eq!(with("hello").unwrap(), b"hello");
    assert_eq!(with("hello, and more").unwrap(), b"hello");
    let (got, promised) = (3, 5);
    assert_eq!(
        with("hel").unwrap_err(),
        BadResponse::BodyIsCut { got, promised }
    );
}

#[test]
fn what_is_no_answer_is_an_error_that_says_so() {
    let message = |bytes: &[u8]| Response::parse(bytes).unwrap_err().to_string();
    assert_eq!(message(b""), "the answer ends within its head");
    assert_eq!(
        message(b"HTTP/1.0 200 OK\r\nServer:"),
        "the answer ends within its head"
    );
    assert!(message(b"SSH-2.0\r\n\r\n").starts_with("the answer is not HTTP: "));
}

#[test]
fn an_answer_whose_length_is_unclear_is_not_taken_for_a_whole_one() {
    let parse =
        |head: &str| Response::parse(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\nhello").as_bytes());
    for head in [
        "Content-Length: five",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 99999999999999999999",
        "Content-Length: 5, 6",
        "Content-Length:",
        "Content-Length: 5\r\nContent-Length: 9",
        "Transfer-Encoding: chunked",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
    ] {
        assert_eq!(parse(head), Err(BadResponse::LengthIsUnclear), "{head}");
    }
    for head in [
        "Content-Length: 5",
        "content-length: 5\r\nContent-Length: 5",
        "X: y",
    ] {
        assert_eq!(parse(head).unwrap().body, b"hello", "{head}");
    }
}

#[test]
fn an_answer_that_has_no_body_is_whole_without_one() {
    let answer = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5000\r\n\r\n";
    assert_eq!(Response::parse(answer).unwrap().body, b"");
}

#[test]
fn links_stand_in_double_quotes() {
    let found = |page| links(page).collect::<Vec<_>>();
    assert_eq!(
        found(r#"<a href="a">A</a><a class="x" href="b">B</a>"#),
        ["a", "b"]
    );
    assert_eq!(found(r#"<a href="">self</a>"#), [""]);
    assert_eq!(found(r#"<a href="cut"#), [""; 0]);
    assert_eq!(found("no links"), [""; 0]);
}

#[test]
fn a_link_is_a_path_of_the_same_host() {
    let on = |page, link| resolve("127.0.0.1:80", page, link);
    let leads = |page, link, to: &str| assert_eq!(on(page, link).as_deref(), Some(to), "{link}");
    leads("/a/b", "c", "/a/c");
    leads("/a/b", "/c", "/c");
    leads("/a/b", "../c/", "/c/");
    leads("/a/b", ".", "/a/");
    leads("/a/b", "../../../c", "/c");
    leads("/a/b", "", "/a/b");
    leads("/a/b?x=1", "#top", "/a/b");
    leads("/a/b?x=1", "?x=2", "/a/b?x=2");
    leads("/a/b", "c?from=../d", "/a/c?from=../d");
    leads("/a", "http://127.0.0.1:80", "/");
    leads("/a", "//127.0.0.1:80/b#c", "/b");
    for elsewhere in [
        "http://127.0.0.1:8080/",
        "http://example.com/",
        "//example.com/",
        "https://127.0.0.1:80/",
        "mailto:ada@example.com",
        "javascript:void(0)",
    ] {
        assert_eq!(on("/a/b", elsewhere), None, "{elsewhere}");
    }
}

#[test]
fn a_page_that_is_not_there_leads_nowhere() {
    let host = "127.0.0.1:80".parse().unwrap();
    let answer = b"HTTP/1.0 404 Not Found\r\n\r\n<a href=\"/home\">home</a>";
    let error = follow(host, "/lost", answer).unwrap_err();
    assert_eq!(error.to_string(), "404 Not Found");
}

#[test]
fn a_reason_is_the_same_on_every_system() {
    let of = |error: io::Error| why(&Exception::from(error));
    assert_eq!(
        of(io::ErrorKind::ConnectionReset.into()),
        "connection reset"
    );
    assert_eq!(of(io::Error::other("the cable")), "the cable");
    assert_eq!(why(&fmt::Error.into()), fmt::Error.to_string());
}

#[test]
fn a_frontier_hands_every_page_out_once() {
    let mut frontier = Frontier::new("/");
    assert_eq!(frontier.take(), Next::Visit("/".into()));
    assert_eq!(frontier.take(), Next::Wait);
    frontier.visited("/", ["/a", "/b", "/a", "/"].map(String::from));
    assert_eq!(frontier.take(), Next::Visit("/a".into()));
    assert_eq!(frontier.take(), Next::Visit("/b".into()));
    frontier.failed("/b", "refused");
    assert_eq!(frontier.take(), Next::Wait, "/a may lead on");
    frontier.visited("/a", ["/b".into()]);
    assert_eq!(frontier.take(), Next::Finished);
    assert_eq!(frontier.report().visited.len(), 2);
    assert_eq!(frontier.report().failed["/b"], "refused");
}
