//! Test binaries: built all at once, and run some at a time.

use cargo_metadata::Message;
use std::{
    collections::BTreeMap,
    io::Cursor,
    path::PathBuf,
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

/// How many run at once. Of most wrong answers one test waits in vain until its limit passes, so they need no processor.
const AT_ONCE: usize = 8;

/// The test binaries of a `cargo build`, by the names of their targets. One that does not compile is left out.
///
/// # Panics
///
/// If cargo cannot be started.
pub(crate) fn built(build: &mut Command) -> BTreeMap<String, PathBuf> {
    build.args(["--quiet", "--keep-going", "--message-format=json"]);
    let out = build.output().expect("cargo can be started");
    let messages = Message::parse_stream(Cursor::new(out.stdout)).map_while(Result::ok);
    let binaries = messages.filter_map(|message| match message {
        Message::CompilerArtifact(artifact) if artifact.target.is_test() => {
            Some((artifact.target.name, artifact.executable?.into()))
        }
        _ => None,
    });
    binaries.collect()
}

/// Does these jobs, some at a time, and gives the results in the order of the jobs.
pub(crate) fn side_by_side<J: Sync, R: Send + Sync>(
    jobs: &[J],
    run: impl Fn(&J) -> R + Sync,
) -> Vec<R> {
    let results: Vec<OnceLock<R>> = jobs.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let n = next.fetch_add(1, SeqCst);
            let Some(job) = jobs.get(n) else { return };
            let _ = results[n].set(run(job));
        }
    };
    thread::scope(|scope| (0..AT_ONCE).for_each(|_| drop(scope.spawn(work))));
    results
        .into_iter()
        .filter_map(OnceLock::into_inner)
        .collect()
}
