//! The threads that files are emitted on. Their stacks are large: a chain of calls in a file, one for each parameter or
//! member, is a tree as deep as the chain is long.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The size of a stack in bytes. Unused memory of it costs nothing.
const STACK: usize = 256 << 20;

static POOL: LazyLock<Option<ThreadPool>> = LazyLock::new(|| ThreadPoolBuilder::new().stack_size(STACK).build().ok());

/// Runs work, including its parallel parts, on these threads; where the system cannot start them, on those of the
/// caller.
pub(super) fn on_large_stacks<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match POOL.as_ref() {
        Some(pool) => pool.install(work),
        None => work(),
    }
}
