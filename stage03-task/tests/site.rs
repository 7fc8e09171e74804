//! The site that crawlers crawl.

mod support;

use stage03::site::{Behaviour, Site};
use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
};
use support::promptly;

/// What the site answers to these bytes, if the client ends its side behind them.
fn answer(site: &Site, request: &str) -> String {
    let mut client = TcpStream::connect(site.address()).unwrap();
    client.write_all(request.as_bytes()).unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn half_a_request_is_no_visit() {
    promptly("the answers", || {
        let site = Site::start(|_| Behaviour::Well).unwrap();
        assert_eq!(answer(&site, "GET /page/0"), "");
        assert_eq!(answer(&site, "GET /page/01 HTTP/1.0\r\nHost: x\r\n"), "");
        assert!(site.visits().is_empty(), "{:?}", site.visits());
        let whole = answer(&site, "GET /page/01 HTTP/1.0\r\nHost: x\r\n\r\n");
        assert!(whole.starts_with("HTTP/1.0 200 OK"), "{whole}");
        assert_eq!(site.visits().len(), 1);
    });
}
