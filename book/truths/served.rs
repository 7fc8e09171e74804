//! The built book, served over HTTP: its links and their fragments, as a browser follows them.

use regex::Regex;
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    thread,
};

/// Where the site is on its host: below a folder, as on Pages.
const BASE: &str = "/book/";

/// Returns the links that lead nowhere, of all pages that can be reached from the first. Links to other hosts are not followed.
///
/// # Panics
///
/// If the site cannot be served.
pub fn dead_links(site: &Path) -> Vec<String> {
    let address = serve(site.to_path_buf()).expect("loopback has a port");
    let link = Regex::new(
        r#"<(?:a|link|img|script|source|iframe)(?-u:\b)[^>]*?(?-u:\b)(?:href|src)="([^"]*)""#,
    )
    .expect("a pattern");
    let mut bodies = BTreeMap::new();
    let mut open = vec![format!("{BASE}index.html")];
    let mut links = Vec::new();
    while let Some(path) = open.pop() {
        if bodies.contains_key(&path) {
            continue;
        }
        let body = get(address, &path).expect("the server answers");
        if path.ends_with(".html") {
            let html = body.as_deref().unwrap_or_default();
            for found in link.captures_iter(html) {
                let link = found[1].replace("&amp;", "&");
                if let Some((target, fragment)) = resolve(&path, &link) {
                    open.push(target.clone());
                    links.push((path.clone(), link, target, fragment));
                }
            }
        }
        bodies.insert(path, body);
    }
    let ids = bodies.iter().map(|(path, body)| (path.as_str(), ids(body)));
    let ids: HashMap<_, _> = ids.collect();
    let dead = links.iter().filter_map(|(from, link, target, fragment)| {
        let what = match &bodies[target] {
            None => "leads nowhere",
            Some(_) if !target.ends_with(".html") || fragment.is_empty() => return None,
            Some(_) if ids[target.as_str()].iter().any(|id| id == fragment) => return None,
            Some(_) => "leads to a page that has no such place",
        };
        Some(format!("{from}: {link} {what}"))
    });
    dead.collect()
}

/// The places of a page.
fn ids(html: &Option<String>) -> Vec<String> {
    let id = Regex::new(r#"[ \n](?:id|name)="([^"]+)""#).expect("a pattern");
    let html = html.as_deref().unwrap_or_default();
    id.captures_iter(html).map(|id| id[1].to_string()).collect()
}

/// Returns the path and the fragment that a link of the page at `base` means; `None` if it is another host's.
fn resolve(base: &str, link: &str) -> Option<(String, String)> {
    let scheme = Regex::new("^([a-zA-Z][a-zA-Z0-9+.-]*:|//)").expect("a pattern");
    if scheme.is_match(link) {
        return None;
    }
    let (link, fragment) = link.split_once('#').unwrap_or((link, ""));
    let (link, _) = link.split_once('?').unwrap_or((link, ""));
    let (folder, _) = base.rsplit_once('/').unwrap_or_default();
    let whole = match link {
        "" => base.to_string(),
        link if link.starts_with('/') => link.to_string(),
        link => format!("{folder}/{link}"),
    };
    let mut parts = Vec::new();
    for part in whole.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let mut path = format!("/{}", parts.join("/"));
    if path.ends_with('/') {
        path += "index.html";
    }
    Some((path, fragment.to_string()))
}

/// Serves the files of `site` below `BASE`, and nothing else, for as long as the process runs.
fn serve(site: PathBuf) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            // A client that goes away is none of the site's problems.
            let _ = answer(&site, client);
        }
    });
    Ok(address)
}

fn answer(site: &Path, mut client: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_string();
    while reader.read_line(&mut line)? > 2 {}
    let file = path.strip_prefix(BASE).map(|file| site.join(file));
    match file.map(fs::read) {
        Some(Ok(body)) => {
            client.write_all(b"HTTP/1.0 200 OK\r\n\r\n")?;
            client.write_all(&body)
        }
        _ => client.write_all(b"HTTP/1.0 404 Not Found\r\n\r\n"),
    }
}

/// Returns the body, or `None` if there is no such page.
fn get(address: SocketAddr, path: &str) -> io::Result<Option<String>> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    Ok(head.contains(" 200 ").then(|| body.to_string()))
}
