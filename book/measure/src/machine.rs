//! Where this is measured, and on which processor.

use std::process::Command;

/// Keeps this process, and what it starts, on one processor, and says so. There a message costs what server and client
/// do, and no more. On two, it would cost what it takes to wake a sleeping processor.
#[cfg(target_os = "linux")]
pub fn pin() -> String {
    let cpu = cpus().last().copied().expect("it runs somewhere");
    assert!(stay_on(cpu), "it may run there");
    format!("pinned to CPU {cpu}, with the clients of the echo servers")
}

/// The processors that this thread may run on; none where the system is not asked.
#[cfg(target_os = "linux")]
pub fn cpus() -> Vec<usize> {
    use rustix::thread::{CpuSet, sched_getaffinity};
    let allowed = sched_getaffinity(None).expect("a process can ask where it may run");
    let cpus = 0..CpuSet::MAX_CPU;
    cpus.filter(|&cpu| allowed.is_set(cpu)).collect()
}

/// The processors that this thread may run on: this system is not asked.
#[cfg(not(target_os = "linux"))]
pub fn cpus() -> Vec<usize> {
    Vec::new()
}

/// Keeps this thread, and what it starts, on one processor. True if that can be done.
#[cfg(target_os = "linux")]
pub fn stay_on(cpu: usize) -> bool {
    use rustix::thread::{CpuSet, sched_setaffinity};
    let mut set = CpuSet::new();
    set.set(cpu);
    sched_setaffinity(None, &set).is_ok()
}

/// Keeps this thread on one processor: this system is not asked.
#[cfg(not(target_os = "linux"))]
pub fn stay_on(_: usize) -> bool {
    false
}

/// Says that this system is not asked to keep a process on one processor.
#[cfg(not(target_os = "linux"))]
pub fn pin() -> String {
    "NOT pinned to one CPU: the figures of threads and sockets mean little".to_owned()
}

/// Nanoseconds of processor time that this process has used, with all its threads; `None` where it is not asked for.
#[cfg(target_os = "linux")]
pub fn cpu_time() -> Option<f64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(time.tv_sec as f64 * 1e9 + time.tv_nsec as f64)
}

/// Nanoseconds of processor time; this system is not asked for it.
#[cfg(not(target_os = "linux"))]
pub fn cpu_time() -> Option<f64> {
    None
}

/// Nanoseconds of processor time that this thread has used; since some time, where it is not asked for.
pub fn thread_time() -> f64 {
    #[cfg(target_os = "linux")]
    {
        // By way of libc: rustix asks the kernel's own page, and valgrind hides that.
        use nix::time::{ClockId, clock_gettime};
        clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(f64::NAN, nanoseconds)
    }
    #[cfg(not(target_os = "linux"))]
    since_start()
}

/// Nanoseconds of processor time that a process has used, with all its threads; since some time, where it is not asked for.
pub fn cpu_time_of(process: u32) -> f64 {
    #[cfg(target_os = "linux")]
    {
        use nix::{time, unistd::Pid};
        let process = Pid::from_raw(process.cast_signed());
        let spent = time::clock_getcpuclockid(process).and_then(time::clock_gettime);
        spent.map_or(f64::NAN, nanoseconds)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = process;
        since_start()
    }
}

#[cfg(target_os = "linux")]
fn nanoseconds(time: nix::sys::time::TimeSpec) -> f64 {
    time.tv_sec() as f64 * 1e9 + time.tv_nsec() as f64
}

/// Nanoseconds since this was called first.
#[cfg(not(target_os = "linux"))]
fn since_start() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START
        .get_or_init(std::time::Instant::now)
        .elapsed()
        .as_nanos() as f64
}

/// Bytes of memory that this process alone has written to.
pub fn memory() -> Option<u64> {
    memory_of("self")
}

/// Bytes of memory that a process alone has written to, by its number.
pub fn memory_of(process: impl std::fmt::Display) -> Option<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let line = rollup
        .lines()
        .find_map(|line| line.strip_prefix("Private_Dirty:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// Processor, system, compiler and date, as far as they can be found out.
pub fn describe() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(std::env::consts::ARCH, |(_, model)| model);
    let cpus = std::thread::available_parallelism().map_or(1, usize::from);
    let system = output_of("uname", &["-sr"]).unwrap_or_else(|| std::env::consts::OS.to_owned());
    let rustc = output_of("rustc", &["--version"]).unwrap_or_else(|| "rustc unknown".to_owned());
    let date = output_of("date", &["-u", "+%Y-%m-%d %H:%M UTC"]).unwrap_or_default();
    format!("{model}, {cpus} CPUs, {system}, {rustc}, {date}")
}

fn output_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
