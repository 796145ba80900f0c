//! Mutations of texts in Smithy's language: words, lines and marks.

use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::Value;

use crate::fuzz::case::Content;

/// The most steps of a case.
const STEPS: usize = 6;

/// Texts that are inserted anywhere.
const MARKS: [&str; 26] = [
    "\"", "\"\"\"", "\\", "{", "}", "[", "]", "(", ")", ":=", ":", "=", "$", "#", "@", ",", ".", "\n", "//", "///",
    "é", "1e", "-", "null", "with [", "for ",
];

type Step = fn(&mut String, &mut Rng) -> Option<()>;

const ALL: [(&str, Step); 7] = [
    ("put in a mark", mark),
    ("take out a piece", take_out),
    ("repeat a line", repeat_line),
    ("move a line", move_line),
    ("put one word for another", word),
    ("cut off", cut_off),
    ("nest", nest),
];

/// The files of a case, and its steps.
pub(super) fn files(texts: &BTreeMap<String, Value>, rng: &mut Rng) -> (BTreeMap<String, Content>, Vec<&'static str>) {
    let text = |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap_or_default().to_owned());
    let mut texts: Vec<(String, String)> = texts.iter().map(text).collect();
    let mut steps = Vec::new();
    for _ in 0..rng.usize(1..=STEPS) {
        let file = rng.usize(..texts.len().max(1));
        let (name, step) = ALL[rng.usize(..ALL.len())];
        if let Some((_, text)) = texts.get_mut(file)
            && step(text, rng).is_some()
        {
            steps.push(name);
        }
    }
    let files = texts
        .into_iter()
        .map(|(name, text)| (name, Content::Bytes(text.into_bytes())));
    (files.collect(), steps)
}

/// A place between two characters.
fn place(text: &str, rng: &mut Rng) -> usize {
    text.floor_char_boundary(rng.usize(..=text.len()))
}

fn mark(text: &mut String, rng: &mut Rng) -> Option<()> {
    let at = place(text, rng);
    text.insert_str(at, MARKS[rng.usize(..MARKS.len())]);
    Some(())
}

fn take_out(text: &mut String, rng: &mut Rng) -> Option<()> {
    let start = place(text, rng);
    let end = text.floor_char_boundary((start + rng.usize(1..40)).min(text.len()));
    text.replace_range(start..end.max(start), "");
    Some(())
}

fn repeat_line(text: &mut String, rng: &mut Rng) -> Option<()> {
    let lines: Vec<&str> = text.lines().collect();
    let line = (*lines.get(rng.usize(..lines.len().max(1)))?).to_owned();
    let at = place(text, rng);
    let at = text[..at].rfind('\n').map_or(0, |at| at + 1);
    text.insert_str(at, &format!("{line}\n"));
    Some(())
}

fn move_line(text: &mut String, rng: &mut Rng) -> Option<()> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let from = rng.usize(..lines.len().max(1));
    let to = rng.usize(..lines.len().max(1));
    if lines.is_empty() {
        return None;
    }
    let line = lines.remove(from);
    lines.insert(to.min(lines.len()), line);
    *text = lines.join("\n") + "\n";
    Some(())
}

/// Names and keywords stand where others did.
fn word(text: &mut String, rng: &mut Rng) -> Option<()> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(|it: char| !it.is_ascii_alphanumeric()) {
        let word = part.trim_end_matches(|it: char| !it.is_ascii_alphanumeric());
        if !word.is_empty() {
            words.push((at, word));
        }
        at += part.len();
    }
    let (at, old) = *words.get(rng.usize(..words.len().max(1)))?;
    let (_, new) = *words.get(rng.usize(..words.len().max(1)))?;
    let (end, new) = (at + old.len(), new.to_owned());
    text.replace_range(at..end, &new);
    Some(())
}

fn cut_off(text: &mut String, rng: &mut Rng) -> Option<()> {
    if rng.u8(..4) > 0 {
        return None;
    }
    let at = place(text, rng);
    text.truncate(at);
    Some(())
}

/// Depth that nobody needs.
fn nest(text: &mut String, rng: &mut Rng) -> Option<()> {
    if rng.u8(..8) > 0 {
        return None;
    }
    let at = place(text, rng);
    let open = ["[", "{a:", "@a(", "\"\"\"\n"][rng.usize(..4)];
    text.insert_str(at, &open.repeat(50_000));
    Some(())
}
