//! Addresses of files.

use hyper::Uri;
use std::{fmt, str::FromStr};

/// An `http:` address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    /// The host, and the port where it is not 80: what a `Host` header says.
    pub(crate) authority: String,
    /// Begins with `/`; with the query.
    pub(crate) target: String,
}

impl FromStr for Url {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.split_once('#').map_or(text, |(before, _)| before);
        if text == "http://" {
            return Err("there is no host".to_owned());
        }
        let uri: Uri = text.parse().map_err(|error| format!("{error}"))?;
        match uri.scheme_str() {
            Some("http") => {}
            Some("https") => {
                return Err("https needs TLS, which is not in here: only http:// is".to_owned());
            }
            _ => return Err("an address begins with http://".to_owned()),
        }
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        if authority.contains('@') {
            return Err("names and passwords are not sent".to_owned());
        }
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        Ok(Url {
            authority: authority.to_owned(),
            target: match target.starts_with('/') {
                true => target.to_owned(),
                false => format!("/{target}"), // nothing but a query
            },
        })
    }
}

impl Url {
    /// Host and port, to connect to.
    pub(crate) fn host_and_port(&self) -> String {
        let has_port = match self.authority.rsplit_once(':') {
            Some((_, port)) => port.parse::<u16>().is_ok(),
            None => false,
        };
        match has_port {
            true => self.authority.clone(),
            false => format!("{}:80", self.authority.trim_end_matches(':')),
        }
    }

    /// Without the query.
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// Where a `Location` leads from here. What is wrong with that names it.
    pub(crate) fn join(&self, location: &str) -> Result<Self, String> {
        let joined = self.joined(location);
        joined.map_err(|why| format!("it is moved to {location}: {why}"))
    }

    fn joined(&self, location: &str) -> Result<Self, String> {
        let scheme = location.split(['/', '?', '#']).next().unwrap_or_default();
        if scheme.contains(':') {
            return location.parse();
        }
        if location.starts_with("//") {
            return format!("http:{location}").parse();
        }
        let target = match location.chars().next() {
            Some('/') => location.to_owned(),
            Some('?') => format!("{}{location}", self.path()),
            None | Some('#') => self.target.clone(),
            Some(_) => {
                let folder = self
                    .path()
                    .rsplit_once('/')
                    .map_or("", |(folder, _)| folder);
                format!("{folder}/{location}")
            }
        };
        format!("http://{}{}", self.authority, without_dots(&target)).parse()
    }
}

/// Resolves `.` and `..`: RFC 3986, section 5.2.4.
fn without_dots(target: &str) -> String {
    let end = target.find(['?', '#']).unwrap_or(target.len());
    let (path, rest) = target.split_at(end);
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        segments.push("");
    }
    format!("/{}{rest}", segments.join("/"))
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}{}", self.authority, self.target)
    }
}

#[cfg(test)]
mod tests {
    use super::Url;

    #[test]
    fn a_location_is_resolved_as_the_standard_says() {
        let base: Url = "http://a:1/b/c/d?q".parse().expect("an address");
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
        ] {
            let joined = base.join(location).map(|url| url.to_string());
            assert_eq!(joined, Ok(expected.to_owned()), "{location}");
        }
        assert!(base.join("ftp://h/").is_err());
        assert!(base.join("https://h/").is_err());
    }

    #[test]
    fn a_port_is_added_where_there_is_none() {
        for (text, expected) in [
            ("http://h", "h:80"),
            ("http://h:8080/", "h:8080"),
            ("http://[::1]/", "[::1]:80"),
            ("http://[::1]:81", "[::1]:81"),
        ] {
            let url: Url = text.parse().expect("an address");
            assert_eq!(url.host_and_port(), expected);
        }
    }
}
