//! Links: where a page leads.

/// The values of `href="…"` in a page, in order.
///
/// It knows nothing else about HTML: a link in a comment counts, one in single quotes does not.
///
/// ```
/// let page = r#"<a href="/about">us</a> and <a href="help#top">help</a>"#;
/// assert_eq!(stage03::web::links(page).collect::<Vec<_>>(), ["/about", "help#top"]);
/// ```
pub fn links(page: &str) -> impl Iterator<Item = &str> {
    let after = page.split("href=\"").skip(1);
    after
        .filter_map(|rest| rest.split_once('"'))
        .map(|(link, _)| link)
}

/// The path that `link` means on the page `from`; `None` if it leads to another host, or is no page at all.
///
/// ```
/// use stage03::web::resolve;
///
/// let on = |link| resolve("localhost:80", "/docs/first", link);
/// assert_eq!(on("second#top").as_deref(), Some("/docs/second"));
/// assert_eq!(on("../").as_deref(), Some("/"));
/// assert_eq!(on("http://localhost:80/about").as_deref(), Some("/about"));
/// assert_eq!(on("http://elsewhere/about"), None);
/// assert_eq!(on("mailto:ada@example.com"), None);
/// ```
///
/// Source: RFC 3986, section 5, of which it does what a page of ours may contain.
pub fn resolve(host: &str, from: &str, link: &str) -> Option<String> {
    let (link, _fragment) = link.split_once('#').unwrap_or((link, ""));
    let link = match link
        .strip_prefix("http:")
        .unwrap_or(link)
        .strip_prefix("//")
    {
        Some(elsewhere) => match elsewhere.strip_prefix(host)? {
            "" => "/",
            path if path.starts_with('/') => path,
            _longer_host => return None,
        },
        None if has_scheme(link) => return None,
        None => link,
    };
    let (path, query) = link.split_at(link.find('?').unwrap_or(link.len()));
    let (from, _query) = from.split_once('?').unwrap_or((from, ""));
    let folder = from.rfind('/').map_or("", |slash| &from[..slash]);
    Some(match path {
        "" => format!("{from}{query}"),
        _ if path.starts_with('/') => without_dots(path) + query,
        _ => without_dots(&format!("{folder}/{path}")) + query,
    })
}

/// True if it begins as `mailto:` does.
fn has_scheme(link: &str) -> bool {
    link.find(':')
        .is_some_and(|colon| !link[..colon].contains(['/', '?']))
}

/// The path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let mut kept = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}
