//! A peer: a process that answers lines with lines. Both clients of the comparison are one.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A process that answers each line of JSON with one.
pub struct Peer {
    name: &'static str,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts the process. What its user has configured for AWS plays no part in the comparison.
    ///
    /// # Errors
    ///
    /// The program cannot be started.
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self, String> {
        for (variable, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AWS_")) {
            command.env_remove(variable);
        }
        let child = command
            .env("AWS_CONFIG_FILE", "no-configuration")
            .env("AWS_SHARED_CREDENTIALS_FILE", "no-credentials")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("TZ", "UTC")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| format!("{name} cannot be started: {error}"))?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let output = output.ok_or_else(|| format!("{name} has no output"))?;
        Ok(Self {
            name,
            child,
            input,
            output: BufReader::new(output),
        })
    }

    /// Asks, and waits for as many answers.
    ///
    /// # Errors
    ///
    /// The process ended, or what it said is not JSON.
    pub fn ask(&mut self, lines: &[String]) -> Result<Vec<Value>, String> {
        let Self {
            name, input, output, ..
        } = self;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let Some(input) = input else { return };
                // Where the process ends too soon, its answers are too few, and that is the error to tell.
                let _ = lines.iter().try_for_each(|line| writeln!(input, "{line}"));
                let _ = input.flush();
            });
            lines.iter().map(|line| answer(name, output, line)).collect()
        })
    }
}

fn answer(name: &str, output: &mut impl BufRead, line: &str) -> Result<Value, String> {
    let mut answer = String::new();
    let read = output
        .read_line(&mut answer)
        .map_err(|error| format!("{name}: {error}"))?;
    if read == 0 {
        let start: String = line.chars().take(500).collect();
        return Err(format!("{name} ended without an answer to the case {start}"));
    }
    serde_json::from_str(&answer).map_err(|error| format!("{name} gave an answer that is not JSON: {error}: {answer}"))
}

impl Drop for Peer {
    /// Both programs end when their input does.
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_lines_than_a_pipe_holds_are_answered_in_order() {
        let mut cat = Peer::start("cat", &mut Command::new("cat")).expect("every system has it");
        let lines: Vec<String> = (0..5000)
            .map(|number| format!("[{number},\"{}\"]", "x".repeat(100)))
            .collect();
        let answers = cat.ask(&lines).expect("it answers");
        assert_eq!(answers.len(), lines.len());
        assert_eq!(answers[4999][0], 4999);
    }

    #[test]
    fn a_process_that_ends_is_an_error_that_names_the_case() {
        let mut quitter = Peer::start("true", &mut Command::new("true")).expect("every system has it");
        let error = quitter
            .ask(&["{\"operation\":\"X\"}".into()])
            .expect_err("it says nothing");
        assert_eq!(error, "true ended without an answer to the case {\"operation\":\"X\"}");
    }
}
