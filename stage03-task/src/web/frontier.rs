//! The frontier of a crawl: what is known and not visited yet.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

/// Which pages are to be visited, and what became of the others. Every page is handed out once.
///
/// It does not know who visits, nor how many do so at once. Each page is in one of four places: waiting, under way,
/// visited or failed.
///
/// ```
/// use stage03::web::{Frontier, Next};
///
/// let mut frontier = Frontier::new("/");
/// assert_eq!(frontier.take(), Next::Visit("/".into()));
/// assert_eq!(frontier.take(), Next::Wait);              // "/" may lead somewhere
/// frontier.visited("/", ["/a".into(), "/".into()]);
/// assert_eq!(frontier.take(), Next::Visit("/a".into()));
/// frontier.failed("/a", "404 Not Found");
/// assert_eq!(frontier.take(), Next::Finished);
/// assert_eq!(frontier.report().failed["/a"], "404 Not Found");
/// ```
#[derive(Clone, Debug)]
pub struct Frontier {
    /// The pages that no worker visits yet. First found, first visited.
    waiting: VecDeque<String>,
    /// How many are being visited.
    under_way: usize,
    /// All pages that were ever found: the reason why none is visited twice.
    found: HashSet<String>,
    report: Report,
}

/// What a worker should do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Visit this one, and say what became of it.
    Visit(String),
    /// Nothing for now; but a page that is under way may lead to more.
    Wait,
    /// Nothing, and nothing will come.
    Finished,
}

/// What became of the pages of a crawl.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The pages that were there.
    pub visited: BTreeSet<String>,
    /// The pages that could not be visited, and why.
    pub failed: BTreeMap<String, String>,
}

impl Frontier {
    /// A crawl that begins with one page.
    pub fn new(start: impl Into<String>) -> Self {
        let start = start.into();
        Frontier {
            waiting: VecDeque::from([start.clone()]),
            under_way: 0,
            found: HashSet::from([start]),
            report: Report::default(),
        }
    }

    /// What to do next. A page that is handed out is under way until [`visited`](Self::visited) or
    /// [`failed`](Self::failed) is told of it.
    pub fn take(&mut self) -> Next {
        match self.waiting.pop_front() {
            Some(page) => {
                self.under_way += 1;
                Next::Visit(page)
            }
            None if self.under_way > 0 => Next::Wait,
            None => Next::Finished,
        }
    }

    /// A page that was under way was there, and has these links.
    pub fn visited(&mut self, page: &str, links: impl IntoIterator<Item = String>) {
        self.under_way -= 1;
        self.report.visited.insert(page.to_string());
        for link in links {
            if self.found.insert(link.clone()) {
                self.waiting.push_back(link);
            }
        }
    }

    /// A page that was under way could not be visited.
    pub fn failed(&mut self, page: &str, why: impl ToString) {
        self.under_way -= 1;
        self.report.failed.insert(page.to_string(), why.to_string());
    }

    /// What became of the pages so far.
    pub fn report(&self) -> &Report {
        &self.report
    }
}
