//! Reports of the results, for people and for programs.

use serde_json::json;

use crate::Result;

/// The result of a case.
pub enum Verdict {
    Passed,
    /// The case did not pass, for this reason.
    Failed(String),
    /// A client should not pass the case, for this reason.
    NotApplicable(String),
}

/// The results of all cases.
#[derive(Default)]
pub struct Report {
    entries: Vec<(String, String, Verdict)>,
}

impl Report {
    pub fn add(&mut self, file: &str, id: &str, verdict: Verdict) {
        self.entries.push((file.to_owned(), id.to_owned(), verdict));
    }

    pub fn failed(&self) -> usize {
        let failed = |verdict: &Verdict| matches!(verdict, Verdict::Failed(_));
        self.entries.iter().filter(|(_, _, verdict)| failed(verdict)).count()
    }

    /// Prints a line a file and a line a failure, and at last the sum.
    ///
    /// # Errors
    ///
    /// The report cannot be put into JSON.
    pub fn print(&self, verbose: bool, as_json: bool) -> Result<()> {
        if as_json {
            return self.print_json();
        }
        let mut files: Vec<&str> = self.entries.iter().map(|(file, ..)| file.as_str()).collect();
        files.dedup();
        for file in files {
            let of_file = || self.entries.iter().filter(move |(name, ..)| name == file);
            let count = |is: fn(&Verdict) -> bool| of_file().filter(|(_, _, verdict)| is(verdict)).count();
            println!(
                "{file}: {} passed / {} failed / {} not applicable",
                count(|verdict| matches!(verdict, Verdict::Passed)),
                count(|verdict| matches!(verdict, Verdict::Failed(_))),
                count(|verdict| matches!(verdict, Verdict::NotApplicable(_))),
            );
            for (_, id, verdict) in of_file() {
                match verdict {
                    Verdict::Passed => {}
                    Verdict::NotApplicable(reason) => println!("  not applicable: {id}: {reason}"),
                    Verdict::Failed(reason) if verbose => println!("  failed: {id}: {reason}"),
                    Verdict::Failed(reason) => {
                        println!("  failed: {id}: {}", reason.lines().next().unwrap_or_default());
                    }
                }
            }
        }
        let passed = self.entries.iter().filter(|(_, _, it)| matches!(it, Verdict::Passed));
        println!("{} passed, {} failed", passed.count(), self.failed());
        Ok(())
    }

    fn print_json(&self) -> Result<()> {
        let entries = self.entries.iter().map(|(file, id, verdict)| {
            let (verdict, reason) = match verdict {
                Verdict::Passed => ("passed", None),
                Verdict::Failed(reason) => ("failed", Some(reason.as_str())),
                Verdict::NotApplicable(reason) => ("not applicable", Some(reason.as_str())),
            };
            json!({ "file": file, "id": id, "verdict": verdict, "reason": reason })
        });
        println!("{}", serde_json::to_string_pretty(&entries.collect::<Vec<_>>())?);
        Ok(())
    }
}
