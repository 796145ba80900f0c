//! The text of a file of facts: keywords, values, and the places that they are said of.

use crate::ir::Service;

/// The longest line of a file, but for a single place that is longer.
const WIDTH: usize = 118;

/// The facts about a service, in the order in which they were found.
#[derive(Default)]
pub struct Text {
    lines: Vec<(String, Vec<String>)>,
    /// The facts of the published crate that the library has, with their origin.
    of_crate: String,
}

impl Text {
    /// Nothing but the facts of a published crate, with their origin.
    pub(super) fn with_crate(of_crate: String) -> Self {
        let lines = Vec::new();
        Self { lines, of_crate }
    }

    /// Says a keyword of a place.
    pub(super) fn say(&mut self, keyword: &str, place: &str) {
        self.push(keyword.to_owned(), Some(place));
    }

    /// Says a keyword and a value of a place.
    pub(super) fn say_with(&mut self, keyword: &str, value: &str, place: &str) {
        self.push(format!("{keyword} {}", encoded(value)), Some(place));
    }

    /// Says a keyword, and all that follows it.
    pub(super) fn say_all(&mut self, keyword: &str, arguments: &[&str]) {
        let arguments: Vec<String> = arguments.iter().map(|it| encoded(it)).collect();
        let line = [&[keyword.to_owned()], arguments.as_slice()].concat().join(" ");
        self.push(line, None);
    }

    fn push(&mut self, head: String, place: Option<&str>) {
        let place = place.map(encoded);
        match self.lines.iter_mut().find(|(known, _)| *known == head) {
            Some((_, places)) => places.extend(place),
            None => self.lines.push((head, place.into_iter().collect())),
        }
    }

    /// The whole file, with what is known from published crates at its end. It names the command that writes it, and where
    /// both forms are from, if that is said here and not elsewhere.
    pub fn file(&self, service: &Service, command: &str, origin: Option<&str>) -> String {
        let mut text = format!("# Written by `{command}`.\n{}\n", title(service));
        if let Some(origin) = origin.filter(|_| !self.lines.is_empty()) {
            text.push_str(&format!("# {origin}\n"));
        }
        text.push_str(&self.lines());
        if let Some(published) = super::published(service) {
            text.push_str("# From AWS's published crate: see published.list.\n");
            text.push_str(published);
        }
        text + &self.of_crate
    }

    /// The lines alone.
    pub(super) fn lines(&self) -> String {
        let mut text = String::new();
        for (head, places) in &self.lines {
            write(&mut text, head, places);
        }
        text
    }

    /// True where neither form says anything that the other cannot, and no published crate does.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.of_crate.is_empty()
    }
}

/// The line that says which service a file or a section is about.
fn title(service: &Service) -> String {
    format!("service {} {}", encoded(&service.sdk_id), service.version)
}

/// The lines of a list of sections that are about a service.
pub(super) fn section<'a>(list: &'a str, service: &Service) -> Option<&'a str> {
    let title = format!("{}\n", title(service));
    let (_, rest) = list.split_once(&title)?;
    Some(rest.find("service ").map_or(rest, |end| &rest[..end]))
}

/// Writes the places after their keyword, which is said again on each line.
fn write(text: &mut String, head: &str, places: &[String]) {
    let mut line = head.to_owned();
    let mut is_bare = true;
    for place in places {
        if !is_bare && line.len() + place.len() >= WIDTH {
            text.push_str(&line);
            text.push('\n');
            line = head.to_owned();
        }
        line.push(' ');
        line.push_str(place);
        is_bare = false;
    }
    text.push_str(&line);
    text.push('\n');
}

/// A word without spaces.
pub(super) fn encoded(word: &str) -> String {
    word.replace('%', "%25").replace(' ', "%20")
}

/// The word that [`encoded`] made one without spaces.
pub(super) fn decoded(word: &str) -> String {
    word.replace("%20", " ").replace("%25", "%")
}
