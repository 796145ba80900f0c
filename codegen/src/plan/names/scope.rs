//! Scopes: the names of one crate, module, type or builder, each with its owner.

use std::collections::HashMap;

use super::ident::Ident;
use crate::{Error, Result};

/// The owner of a name: its name and location in the model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner<'a> {
    /// The kind of item, for messages: "the operation".
    pub what: &'static str,
    /// The name in the model.
    pub name: &'a str,
    /// The location in the model, as a JSON pointer (RFC 6901); empty where it is not known.
    pub pointer: &'a str,
}

impl<'a> Owner<'a> {
    pub fn new(what: &'static str, name: &'a str, pointer: &'a str) -> Self {
        Self { what, name, pointer }
    }

    fn text(&self) -> String {
        match self.pointer {
            "" => format!("{} `{}`", self.what, self.name),
            pointer => format!("{} `{}` ({pointer})", self.what, self.name),
        }
    }
}

/// The longest identifier.
const LONGEST: usize = 1_000;

/// The longest identifier that is also the name of a file, which disks limit.
const LONGEST_OF_FILES: usize = 200;

/// The names of one scope.
pub(super) struct Scope<'a> {
    taken: HashMap<String, Owner<'a>>,
    reserved: &'static [&'static str],
    longest: usize,
    /// The last number that made a name unique, by that name: the next search starts there.
    numbers: HashMap<String, u32>,
}

impl<'a> Scope<'a> {
    /// A scope without names but those that generated code uses itself.
    pub fn new(reserved: &'static [&'static str]) -> Self {
        Self {
            taken: HashMap::new(),
            reserved,
            longest: LONGEST,
            numbers: HashMap::new(),
        }
    }

    /// A scope of names that are also those of files.
    pub fn of_files(reserved: &'static [&'static str]) -> Self {
        Self {
            longest: LONGEST_OF_FILES,
            ..Self::new(reserved)
        }
    }

    /// Claims a name, with a suffix if generated code uses it itself.
    ///
    /// # Errors
    ///
    /// Another item has the name, or it is too long.
    pub fn claim(&mut self, name: String, owner: Owner<'a>) -> Result<Ident> {
        let name = match self.reserved.contains(&name.as_str()) {
            true => with_suffix(&name),
            false => name,
        };
        let ident = Ident::new(name);
        self.take(ident.as_str(), owner)?;
        Ok(ident)
    }

    /// Claims a name exactly as it is.
    ///
    /// # Errors
    ///
    /// Another item has the name, or it is too long.
    pub fn take(&mut self, name: &str, owner: Owner<'a>) -> Result<()> {
        if name.len() > self.longest {
            let problem = format!("{} would have a name of {} bytes in Rust", owner.text(), name.len());
            let advice = format!("give it a shorter one: {} bytes are the most", self.longest);
            return Err(Error::new(problem, advice).at(owner.pointer));
        }
        match self.taken.insert(name.to_owned(), owner) {
            None => Ok(()),
            Some(first) => Err(clash(name, first, owner)),
        }
    }

    /// Claims a name, with a number if another item has it.
    pub fn claim_numbered(&mut self, name: String, owner: Owner<'a>) -> Ident {
        let name = match self.reserved.contains(&name.as_str()) {
            true => with_suffix(&name),
            false => name,
        };
        let name = Ident::new(shortened(name)).as_str().to_owned();
        if !self.taken.contains_key(&name) {
            self.taken.insert(name.clone(), owner);
            return Ident::new(name);
        }
        let number = self.numbers.entry(name.clone()).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{name}{number}");
            if !self.taken.contains_key(&numbered) {
                self.taken.insert(numbered.clone(), owner);
                return Ident::new(numbered);
            }
        }
    }
}

fn clash(name: &str, first: Owner<'_>, second: Owner<'_>) -> Error {
    Error::new(
        format!(
            "{} and {} would both be called `{name}` in Rust",
            first.text(),
            second.text()
        ),
        "rename one of them in the model, or leave out the operations that reach it",
    )
    .at(second.pointer)
}

/// The name with a suffix, as generated code uses the name itself.
pub(super) fn with_suffix(name: &str) -> String {
    if name.starts_with(char::is_uppercase) {
        format!("{name}Value")
    } else {
        format!("{name}_value")
    }
}

/// A name from a value, cut to the longest length.
fn shortened(mut name: String) -> String {
    name.truncate(LONGEST);
    name
}
