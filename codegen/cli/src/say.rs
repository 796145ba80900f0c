//! The output of commands: results go to the standard output, progress to the standard error, colours to terminals
//! only.

use std::io::IsTerminal;

/// The choice of output: its amount and its colours.
#[derive(Clone, Copy, Debug)]
pub struct Say {
    is_quiet: bool,
    is_coloured: bool,
}

impl Say {
    /// Prints everything, or, if quiet, only results and errors.
    pub fn new(is_quiet: bool) -> Self {
        let is_wanted = std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
        Self {
            is_quiet,
            is_coloured: is_wanted && std::io::stdout().is_terminal() && std::io::stderr().is_terminal(),
        }
    }

    /// Prints the step that begins.
    pub fn progress(&self, text: impl std::fmt::Display) {
        if !self.is_quiet {
            eprintln!("{text}");
        }
    }

    /// Prints a note about something that the command goes on without.
    pub fn note(&self, text: impl std::fmt::Display) {
        if !self.is_quiet {
            eprintln!("{}: {text}", self.paint("33", "note"));
        }
    }

    /// Highlights a word.
    pub fn strong(&self, word: &str) -> String {
        self.paint("1", word)
    }

    fn paint(&self, code: &str, word: &str) -> String {
        match self.is_coloured {
            true => format!("\x1b[{code}m{word}\x1b[0m"),
            false => word.to_owned(),
        }
    }
}
