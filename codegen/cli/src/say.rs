//! What commands say: results on the standard output, progress on the other, and nothing in colour where no one looks.

use std::io::IsTerminal;

/// How much a command says, and how.
#[derive(Clone, Copy, Debug)]
pub struct Say {
    is_quiet: bool,
    is_coloured: bool,
}

impl Say {
    /// Says everything, or nothing but results and errors.
    pub fn new(is_quiet: bool) -> Self {
        let is_wanted = std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
        Self {
            is_quiet,
            is_coloured: is_wanted && std::io::stdout().is_terminal() && std::io::stderr().is_terminal(),
        }
    }

    /// Says what is being done.
    pub fn progress(&self, text: impl std::fmt::Display) {
        if !self.is_quiet {
            eprintln!("{text}");
        }
    }

    /// Says what its user should know, and what goes on without it.
    pub fn note(&self, text: impl std::fmt::Display) {
        if !self.is_quiet {
            eprintln!("{}: {text}", self.paint("33", "note"));
        }
    }

    /// A word that stands out.
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
