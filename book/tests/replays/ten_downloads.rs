//! Ten downloads, one after another and at once: the small runtime and its sockets are real, the clock counts.

use book::{
    page::{read, root},
    replay::{Figure, Held, Lane, Move, Place, Recorder, Step, Thing, Trace},
};
use futures::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use stage06::{
    net::{TcpListener, TcpStream},
    runtime::{Runtime, spawn},
};
use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::poll_fn,
    io::{Error, Result},
    net::SocketAddr,
    rc::Rc,
    task::{Poll, Waker},
    time::Duration,
};
use testkit::within;

const PAGES: [&str; 10] = [
    "page 1", "page 2", "page 3", "page 4", "page 5", "page 6", "page 7", "page 8", "page 9",
    "page 10",
];

fn figure() -> Figure {
    let number = |page: &'static str| page.trim_start_matches("page ");
    let page = |page: &'static str| Thing::new(page, number(page), "message", "blue").named(page);
    let mut things: Vec<_> = PAGES.into_iter().map(page).collect();
    things.push(Thing::new("clock", "clock", "timer", "grey"));
    Figure {
        title: "Ten downloads: one after another, then all at once",
        places: vec![
            Place::new("wanted", "Wanted").mark("none").sorted(),
            Place::new("server", "At the server")
                .look("far")
                .mark("solid")
                .sorted(),
            Place::new("here", "Here").mark("none").sorted(),
            Place::new("time", "Time").mark("none"),
        ],
        things,
        grid: vec!["wanted server here time"],
        narrow: vec!["wanted server", "here time"],
        lanes: PAGES.iter().map(|page| Lane::new(page, &[*page])).collect(),
    }
}

/// What the program and its server hold. Each page is in one of the three.
#[derive(Default)]
struct Pages {
    wanted: Vec<usize>,
    /// Requests that came, each with the waker of the task that answers when a tenth of a second has passed.
    server: BTreeMap<usize, Waker>,
    here: Vec<usize>,
}

type Shared = Rc<RefCell<Pages>>;

struct Run {
    recorder: Recorder,
    pages: Shared,
    /// Tenths of a second since the first request.
    now: usize,
}

impl Run {
    fn tell(&mut self, lane: usize, name: &'static str, say: String, mut moves: Vec<Move>) {
        let clock = format!("0.{} s", self.now).replace("0.10", "1.0");
        moves.push(Move::to("clock", "time").labelled(&clock));
        let step = Step {
            lane,
            name,
            say,
            moves,
            at: None,
        };
        let pages = self.pages.borrow();
        let held = |numbers: Vec<usize>| -> Held {
            let held = numbers.into_iter();
            held.map(|n| (PAGES[n - 1].to_string(), String::new()))
                .collect()
        };
        let mut here = pages.here.clone();
        here.sort_unstable();
        let actual = BTreeMap::from([
            ("wanted", held(pages.wanted.clone())),
            ("server", held(pages.server.keys().copied().collect())),
            ("here", held(here)),
            ("time", vec![("clock".to_string(), clock)]),
        ]);
        self.recorder.step(step, &actual);
    }

    /// A tenth of a second passes: the server answers every request that it has.
    fn tenth(&mut self) {
        self.now += 1;
        let mut pages = self.pages.borrow_mut();
        let waiting = std::mem::take(&mut pages.server);
        drop(pages);
        waiting.into_values().for_each(Waker::wake);
    }
}

pub(crate) fn ten_downloads() -> Trace {
    let main = read(&root().join("stage06-async-await/src/main.rs"));
    let ours = read(&root().join(file!()));
    assert_eq!(
        function(&ours, "async fn download("),
        function(&main, "async fn download("),
        "the downloads are those of the stage's main program"
    );
    within(Duration::from_secs(30), "ten downloads", || {
        let runtime = Runtime::new().expect("a selector");
        let events = runtime.block_on(run()).expect("loopback works");
        Trace::new("ten_downloads", events)
    })
}

/// The text of a function.
fn function<'a>(file: &'a str, begin: &str) -> &'a str {
    let (_, rest) = file.split_once(&format!("\n{begin}")).expect("it is there");
    rest.split_once("\n}\n").map_or(rest, |(body, _)| body)
}

async fn run() -> Result<(Figure, Vec<Step>)> {
    let listener = TcpListener::bind(([127, 0, 0, 1], 0).into())?;
    let server = listener.local_addr()?;
    let pages = Shared::default();
    spawn(serve(listener, pages.clone()));
    let mut run = Run {
        recorder: Recorder::new(figure()),
        pages: pages.clone(),
        now: 0,
    };
    let to = |n: usize, place| Move::to(PAGES[n - 1], place);

    pages.borrow_mut().wanted = (1..=10).collect();
    let wanted = (1..=10).map(|n| to(n, "wanted")).collect();
    run.tell(
        0,
        "begin",
        "Ten pages are wanted. The server takes 0.1 s for each of them.".into(),
        wanted,
    );
    for n in 1..=10 {
        let download = spawn(get(server, n, pages.clone()));
        until(|| pages.borrow().server.contains_key(&n)).await;
        let mut moves = vec![to(n, "server")];
        let say = match n {
            1 => "The program asks for page 1, and waits.".to_string(),
            n => {
                moves.insert(0, to(n - 1, "here"));
                format!(
                    "Only now that page {} is here, the program asks for page {n}.",
                    n - 1
                )
            }
        };
        run.tell(n - 1, "ask", say, moves);
        run.tenth();
        download.await.map_err(|_| Error::other("panicked"))??;
    }
    run.tell(
        9,
        "end",
        "After one second page 10 is here. The program did nothing but wait.".into(),
        vec![to(10, "here")],
    );

    run.now = 0;
    pages.replace(Pages {
        wanted: (1..=10).collect(),
        ..Pages::default()
    });
    let wanted = (1..=10).map(|n| to(n, "wanted")).collect();
    run.tell(
        0,
        "begin",
        "Once more, with a task for each page. They share one thread.".into(),
        wanted,
    );
    let downloads: Vec<_> = (1..=10)
        .map(|n| spawn(get(server, n, pages.clone())))
        .collect();
    until(|| pages.borrow().server.len() == 10).await;
    let asked = (1..=10).map(|n| to(n, "server")).collect();
    run.tell(
        0,
        "ask",
        "All ten tasks ask for their pages, and then wait at the same time.".into(),
        asked,
    );
    run.tenth();
    for download in downloads {
        download.await.map_err(|_| Error::other("panicked"))??;
    }
    let here = (1..=10).map(|n| to(n, "here")).collect();
    run.tell(
        0,
        "end",
        "All ten pages are here after a tenth of a second.".into(),
        here,
    );
    Ok(run.recorder.finish())
}

/// Waits until what other tasks do has come to this. They are woken by sockets, and this looks again in each turn.
async fn until(mut done: impl FnMut() -> bool) {
    while !done() {
        stage06::runtime::yield_now().await;
    }
}

/// A download that is counted.
async fn get(server: SocketAddr, n: usize, pages: Shared) -> Result<()> {
    let number = u32::try_from(n).expect("a small number");
    let page = download(server, number).await?;
    assert_eq!(page, PAGES[n - 1]);
    pages.borrow_mut().here.push(n);
    Ok(())
}

async fn download(server: SocketAddr, number: u32) -> Result<String> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!("GET /{number} HTTP/1.0\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?; // in HTTP/1.0 the connection ends with the answer
    let page = answer.strip_prefix("HTTP/1.0 200 OK\r\n\r\n");
    page.map(String::from).ok_or_else(|| Error::other(answer))
}

async fn serve(mut listener: TcpListener, pages: Shared) -> Result<()> {
    loop {
        spawn(answer(
            BufReader::new(listener.accept().await?),
            pages.clone(),
        ));
    }
}

async fn answer(mut client: BufReader<TcpStream>, pages: Shared) -> Result<()> {
    let mut request = String::new();
    while client.read_line(&mut request).await? > 2 {}
    let number = request.split(['/', ' ']).nth(2).unwrap_or_default();
    let n: usize = number.parse().map_err(Error::other)?;
    let mut asked = false;
    poll_fn(|context| {
        let mut pages = pages.borrow_mut();
        if asked && !pages.server.contains_key(&n) {
            return Poll::Ready(());
        }
        asked = true;
        pages.wanted.retain(|wanted| *wanted != n);
        pages.server.insert(n, context.waker().clone());
        Poll::Pending
    })
    .await;
    let answer = format!("HTTP/1.0 200 OK\r\n\r\npage {number}");
    client.write_all(answer.as_bytes()).await
}
