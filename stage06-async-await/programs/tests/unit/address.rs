use super::*;

#[test]
fn a_location_is_resolved_as_the_standard_says() {
    let base = address("http://a:1/b/c/d?q").expect("an address");
    for (location, expected) in [
        ("g", "http://a:1/b/c/g"),
        ("./g/.", "http://a:1/b/c/g/"),
        ("/g?x", "http://a:1/g?x"),
        ("//g", "http://g/"),
        ("?y", "http://a:1/b/c/d?y"),
        ("", "http://a:1/b/c/d?q"),
        ("#s", "http://a:1/b/c/d?q"),
        ("../../../g", "http://a:1/g"),
        ("g;x=1/../y", "http://a:1/b/c/y"),
        ("http://h:2/i#j", "http://h:2/i"),
        ("/caf\u{e9}?\u{e9}", "http://a:1/caf%C3%A9?%C3%A9"),
        ("/a b", "http://a:1/a%20b"),
    ] {
        let joined = moved(&base, location).map(|url| url.to_string());
        assert_eq!(joined, Ok(expected.to_owned()), "{location}");
    }
    assert!(moved(&base, "ftp://h/").is_err());
    assert!(moved(&base, "https://h/").is_err());
    let why = moved(&base, "https://h/\u{1b}[2J").expect_err("it needs TLS");
    assert!(!why.contains('\u{1b}'), "it reaches the terminal: {why:?}");
}

#[test]
fn a_port_is_added_where_there_is_none() {
    for (text, expected) in [
        ("http://h", "h:80"),
        ("http://h:8080/", "h:8080"),
        ("http://[::1]/", "[::1]:80"),
        ("http://[::1]:81", "[::1]:81"),
    ] {
        let url = address(text).expect("an address");
        assert_eq!(host_and_port(&url), expected);
    }
}

#[test]
fn what_is_no_address_is_told_what_one_looks_like() {
    for text in [
        "localhost:8110/x",
        "localhost",
        "",
        "/x",
        "//h/x",
        "file:///x",
        "c:\\x",
        "http://",
        "http://localhost:99999/",
        "http://localhost:port/",
        "http://a b/",
        "http://[::1/",
    ] {
        let why = address(text).expect_err(text);
        assert!(why.contains("begins with http://, as in "), "{text}: {why}");
    }
}
