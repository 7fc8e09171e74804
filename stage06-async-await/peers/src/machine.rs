//! Where this is measured, and on which processor.

use std::{process::Command, sync::OnceLock};

/// Where the echo servers' clients run.
static CLIENT_CPU: OnceLock<usize> = OnceLock::new();

/// Pins this process, which serves, and chooses one for the clients. Says what was done.
///
/// On the same processor a message costs what server and client do, and no more. On two, one connection measures how
/// long a sleeping processor takes to wake up.
pub(crate) fn choose_cpus(apart: bool) -> String {
    let cpus = cpus();
    let (server, other) = (cpus[cpus.len() - 1], cpus[0]);
    let client = if apart { other } else { server };
    match pin(server) {
        true => {
            CLIENT_CPU.get_or_init(|| client);
            format!("pinned to CPU {server}; the clients of the echo servers run on CPU {client}")
        }
        false => "NOT pinned to one CPU: the figures of threads and sockets mean little".to_owned(),
    }
}

pub(crate) fn client_cpu() -> Option<usize> {
    CLIENT_CPU.get().copied()
}

/// Keeps this process, and what it starts, on one processor. Whether that could be done.
#[cfg(target_os = "linux")]
pub(crate) fn pin(cpu: usize) -> bool {
    let mut set = rustix::thread::CpuSet::new();
    set.set(cpu);
    rustix::thread::sched_setaffinity(None, &set).is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn pin(_: usize) -> bool {
    false
}

/// The processors that this process may use.
#[cfg(target_os = "linux")]
pub(crate) fn cpus() -> Vec<usize> {
    let allowed = rustix::thread::sched_getaffinity(None);
    let allowed = allowed.expect("a process can ask where it may run");
    (0..rustix::thread::CpuSet::MAX_CPU)
        .filter(|&cpu| allowed.is_set(cpu))
        .collect()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn cpus() -> Vec<usize> {
    let count = std::thread::available_parallelism();
    (0..count.map_or(1, usize::from)).collect()
}

/// Lets this process have as many descriptors as it may: a thousand connections need them.
#[cfg(target_os = "linux")]
pub(crate) fn raise_descriptor_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let limit = Rlimit {
        current: maximum,
        maximum,
    };
    setrlimit(Resource::Nofile, limit).expect("up to its maximum it may be raised");
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn raise_descriptor_limit() {}

/// Nanoseconds of processor time that this process has used, with all its threads.
#[cfg(target_os = "linux")]
pub(crate) fn cpu_time() -> Option<f64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(time.tv_sec as f64 * 1e9 + time.tv_nsec as f64)
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn cpu_time() -> Option<f64> {
    None
}

/// Bytes of memory that this process alone has written to.
#[cfg(target_os = "linux")]
pub(crate) fn memory() -> Option<u64> {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup").ok()?;
    let line = rollup
        .lines()
        .find_map(|line| line.strip_prefix("Private_Dirty:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn memory() -> Option<u64> {
    None
}

/// Processor, system, compiler and date, as far as they can be found out.
pub(crate) fn describe() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(std::env::consts::ARCH, |(_, model)| model);
    let cpus = cpus().len();
    let system = output_of("uname", &["-sr"]).unwrap_or_else(|| std::env::consts::OS.to_owned());
    let rustc = output_of("rustc", &["--version"]).unwrap_or_else(|| "rustc unknown".to_owned());
    let date = output_of("date", &["-u", "+%Y-%m-%d %H:%M UTC"]).unwrap_or_default();
    format!("{model}, {cpus} CPUs, {system}, {rustc}, {date}")
}

fn output_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
