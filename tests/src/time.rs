//! Time that a test has for itself: whoever sleeps is woken at once, and the clock has moved on.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};
use aws_smithy_async::time::TimeSource;

/// A clock that moves on only when someone sleeps.
#[derive(Clone, Debug, Default)]
pub struct Time(Arc<Mutex<Duration>>);

impl Time {
    /// How long was slept so far.
    pub fn slept(&self) -> Duration {
        *self.0.lock().expect("no test panics while it sleeps")
    }
}

impl AsyncSleep for Time {
    fn sleep(&self, duration: Duration) -> Sleep {
        let time = self.0.clone();
        // What only might be slept, as a timeout is, does not count.
        Sleep::new(async move { *time.lock().expect("no test panics while it sleeps") += duration })
    }
}

impl TimeSource for Time {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + self.slept()
    }
}
