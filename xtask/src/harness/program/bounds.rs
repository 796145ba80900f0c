//! Bounds of a case, where the process that starts the program sets some: a program that exceeds one ends.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};

/// The exit status of a program that took too long for a case.
const TOO_LONG: i32 = 97;

/// The CPU time at which the case began, in milliseconds.
static BEGAN: AtomicU64 = AtomicU64::new(u64::MAX);

/// A case begins.
pub fn begin() {
    BEGAN.store(cpu_time(), Ordering::Relaxed);
}

/// A case ended.
pub fn end() {
    BEGAN.store(u64::MAX, Ordering::Relaxed);
}

/// Holds each case to the bounds that the environment names: megabytes, and CPU seconds.
pub fn set() {
    let bound = |name| std::env::var(name).ok().and_then(|text| text.parse::<usize>().ok());
    if let Some(megabytes) = bound("HARNESS_MEMORY") {
        crate::ALLOCATOR.set_limit(megabytes << 20).expect("no case has begun");
    }
    if let Some(seconds) = bound("HARNESS_SECONDS") {
        watch(seconds as u64 * 1000);
    }
}

/// The CPU time of the program in milliseconds.
fn cpu_time() -> u64 {
    let millis = |it: nix::sys::time::TimeVal| it.tv_sec() as u64 * 1000 + it.tv_usec() as u64 / 1000;
    getrusage(UsageWho::RUSAGE_SELF).map_or(0, |usage| millis(usage.user_time()) + millis(usage.system_time()))
}

/// Ends the program when a case takes more CPU time than it may, or many times as long without doing anything.
fn watch(most: u64) {
    std::thread::spawn(move || {
        let (mut of, mut waited) = (u64::MAX, 0);
        loop {
            std::thread::sleep(Duration::from_millis(50));
            let began = BEGAN.load(Ordering::Relaxed);
            waited = if began == of { waited + 50 } else { 0 };
            of = began;
            if began != u64::MAX && (cpu_time().saturating_sub(began) > most || waited > 30 * most) {
                std::process::exit(TOO_LONG);
            }
        }
    });
}
