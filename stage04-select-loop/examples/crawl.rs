//! Stage 3's crawler beside the same on this loop: what each of them finds, and what each leaf needs for it.

use stage01::{Result, println};
use stage03::site::{Site, a_third_fails};
use stage04::{EventLoop, crawler::crawl};

fn main() -> Result {
    println!("stage 3, by futures:");
    let site = Site::start(a_third_fails)?;
    let event_loop = stage02::EventLoop::new()?;
    let task = stage03::crawl(&event_loop, site.address(), "/", 4);
    event_loop.run()?;
    shown(&task.future().result().expect("it ended")?, &site);

    println!("here, by requests:");
    let site = Site::start(a_third_fails)?;
    let report = EventLoop::new()?.run_until_complete(crawl(site.address(), "/", 4))?;
    shown(&report, &site);

    println!("lines of code, without docs and tests:");
    let leaves = [
        include_str!("../../stage03-task/src/fetcher.rs"),
        include_str!("../../stage03-task/src/fetcher/read.rs"),
        include_str!("../../stage03-task/src/fetcher/write.rs"),
        include_str!("../../stage03-task/src/registration.rs"),
    ];
    println!(
        "  stage 3, connect, read, write, fetch: {}",
        leaves.iter().map(|text| lines(text)).sum::<usize>()
    );
    let here = [
        include_str!("../src/net.rs"),
        include_str!("../src/fetch.rs"),
    ];
    println!(
        "  here, and accept too: {}",
        here.iter().map(|text| lines(text)).sum::<usize>()
    );
    Ok(())
}

fn shown(report: &stage03::web::Report, site: &Site) {
    println!(
        "  {} pages visited, {} failed",
        report.visited.len(),
        report.failed.len()
    );
    println!(
        "  connections at once, at most four: {}",
        site.most_at_once() <= 4
    );
}

fn lines(text: &str) -> usize {
    let code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    text.lines().filter(code).count()
}
