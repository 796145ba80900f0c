//! Results of test files, read from the output of the test harness.

use std::collections::BTreeSet;

/// The result of a file of tests.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// True where the file compiled.
    pub compiled: bool,
    /// The tests that passed.
    pub passed: BTreeSet<String>,
    /// The tests that did not.
    pub failed: BTreeSet<String>,
    /// The messages about failures.
    pub said: String,
}

impl Outcome {
    /// A file that does not compile.
    pub fn uncompiled(said: String) -> Self {
        Self {
            said,
            ..Self::default()
        }
    }

    /// Reads the lines `test NAME ... ok`. A test that was started and never ended is a failure.
    pub fn of(printed: &str, ended: bool) -> Self {
        let mut outcome = Self {
            compiled: true,
            said: printed.to_owned(),
            ..Self::default()
        };
        for line in printed.lines().filter_map(|line| line.strip_prefix("test ")) {
            let Some((name, result)) = line.split_once(" ... ") else {
                continue;
            };
            let name = name.trim_end_matches(" - should panic").to_owned();
            match result.trim() {
                "ok" => drop(outcome.passed.insert(name)),
                result if result.starts_with("ignored") => {}
                _ => drop(outcome.failed.insert(name)),
            }
        }
        if !ended {
            outcome.failed.insert("a test that does not end".into());
        }
        outcome
    }

    /// True where the file compiled and all of its tests passed.
    pub fn is_good(&self) -> bool {
        self.compiled && self.failed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_pass_fail_or_are_ignored() {
        let printed = "running 4 tests\ntest a::b ... ok\ntest c - should panic ... ok\ntest d ... FAILED\ntest e ... ignored, slow\n";
        let outcome = Outcome::of(printed, true);
        assert!(outcome.passed.iter().eq(["a::b", "c"]));
        assert!(outcome.failed.iter().eq(["d"]));
        assert!(!outcome.is_good());
        assert!(Outcome::of("test a ... ok\n", true).is_good());
        assert!(!Outcome::of("test a ... ok\n", false).is_good());
    }
}
