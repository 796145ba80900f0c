//! Makes a case small while it shows the same finding: parts of its JSON, or of its bytes, are left out in turn.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::case::{Case, Content, Finding};
use super::worker::{Answer, Worker};
use crate::Result;

/// How long one case is made small.
const TIME: Duration = Duration::from_secs(60);

/// How many smaller cases are tried.
const ATTEMPTS: usize = 1500;

/// The smallest case that shows the finding, as far as the time allows.
///
/// # Errors
///
/// The cases cannot be run.
pub fn shrink(case: Case, finding: &Finding, worker: &mut Worker) -> Result<Case> {
    // What is left of a file that was cut off could be whole again if more of it went.
    if case.truncated {
        return Ok(case);
    }
    let signature = finding.signature();
    let mut failure = None;
    let small = smallest(case, &mut |case| match worker.run(case) {
        Ok(Answer::Found(finding)) => finding.signature() == signature,
        Ok(_) => false,
        Err(error) => {
            failure = Some(error);
            false
        }
    });
    failure.map_or(Ok(small), Err)
}

/// The fewest bytes that still fail, as far as the time allows.
pub fn bytes(mut bytes: Vec<u8>, fails: &mut dyn FnMut(&[u8]) -> bool) -> Vec<u8> {
    let (until, mut left) = (Instant::now() + TIME, ATTEMPTS);
    let mut size = bytes.len();
    while size > 0 {
        let mut start = 0;
        while start < bytes.len() {
            if left == 0 || Instant::now() >= until {
                return bytes;
            }
            left -= 1;
            let end = (start + size).min(bytes.len());
            let candidate = [&bytes[..start], &bytes[end..]].concat();
            match fails(&candidate) {
                true => bytes = candidate,
                false => start += size,
            }
        }
        size /= 2;
    }
    bytes
}

/// The state of a search for a smaller case.
struct Search<'a> {
    case: Case,
    fails: &'a mut dyn FnMut(&Case) -> bool,
    until: Instant,
    left: usize,
}

fn smallest(case: Case, fails: &mut dyn FnMut(&Case) -> bool) -> Case {
    let mut search = Search {
        case,
        fails,
        until: Instant::now() + TIME,
        left: ATTEMPTS,
    };
    loop {
        let before = search.case.size();
        let files: Vec<String> = search.case.files.keys().cloned().collect();
        for file in files {
            search.without_file(&file);
            search.file(&file);
        }
        if search.case.size() == before || search.is_over() {
            return search.case;
        }
    }
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.left == 0 || Instant::now() >= self.until
    }

    /// Takes a smaller case in place of the case, if it shows the finding.
    fn take(&mut self, candidate: Case) -> bool {
        if self.is_over() {
            return false;
        }
        self.left -= 1;
        let fails = (self.fails)(&candidate);
        if fails {
            self.case = candidate;
        }
        fails
    }

    fn without_file(&mut self, file: &str) {
        if self.case.files.len() > 1 {
            let mut candidate = self.case.clone();
            candidate.files.remove(file);
            self.take(candidate);
        }
    }

    fn file(&mut self, file: &str) {
        match self.case.files.get(file) {
            Some(Content::Json(_)) => self.json(file, &mut Vec::new()),
            Some(Content::Bytes(_)) => self.bytes(file),
            None => {}
        }
    }

    /// Leaves out what a value holds: all of it, halves of it, each part of it; then parts of the parts.
    fn json(&mut self, file: &str, path: &mut Vec<usize>) {
        let count = self.at(file, path).map_or(0, length);
        let mut size = count;
        while size > 0 && !self.is_over() {
            let mut start = 0;
            while start < self.at(file, path).map_or(0, length) {
                let taken = self.change(file, path, |value| remove(value, start, size));
                start += if taken { 0 } else { size };
            }
            size /= 2;
        }
        if self.at(file, path).is_some_and(Value::is_string) {
            return;
        }
        for at in 0..self.at(file, path).map_or(0, length) {
            path.push(at);
            self.json(file, path);
            path.pop();
        }
    }

    fn change(&mut self, file: &str, path: &[usize], change: impl FnOnce(&mut Value)) -> bool {
        let mut candidate = self.case.clone();
        if let Some(Content::Json(root)) = candidate.files.get_mut(file)
            && let Some(value) = path.iter().try_fold(root, |value, at| child_mut(value, *at))
        {
            change(value);
        }
        self.take(candidate)
    }

    fn at(&self, file: &str, path: &[usize]) -> Option<&Value> {
        match self.case.files.get(file) {
            Some(Content::Json(root)) => path.iter().try_fold(root, |value, at| child(value, *at)),
            _ => None,
        }
    }

    fn bytes(&mut self, file: &str) {
        let with = |case: &Case, bytes: &[u8]| {
            let mut candidate = case.clone();
            let content = Content::Bytes(bytes.to_vec());
            candidate.files.insert(file.to_owned(), content);
            candidate
        };
        let start = self.case.files.get(file).map(Content::bytes).unwrap_or_default();
        let case = self.case.clone();
        bytes(start, &mut |bytes| self.take(with(&case, bytes)));
    }
}

/// How many parts a value has: members, elements, or characters where it is a long text.
fn length(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.len(),
        Value::Array(items) => items.len(),
        Value::String(text) if text.len() > 40 => text.chars().count(),
        _ => 0,
    }
}

fn child(value: &Value, at: usize) -> Option<&Value> {
    match value {
        Value::Object(members) => members.values().nth(at),
        Value::Array(items) => items.get(at),
        _ => None,
    }
}

fn child_mut(value: &mut Value, at: usize) -> Option<&mut Value> {
    match value {
        Value::Object(members) => members.values_mut().nth(at),
        Value::Array(items) => items.get_mut(at),
        _ => None,
    }
}

fn remove(value: &mut Value, start: usize, size: usize) {
    let mut at = 0;
    let mut is_kept = || {
        at += 1;
        at <= start || at > start + size
    };
    match value {
        Value::Object(members) => members.retain(|_, _| is_kept()),
        Value::Array(items) => items.retain(|_| is_kept()),
        Value::String(text) => text.retain(|_| is_kept()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn case(content: Content) -> Case {
        Case {
            name: String::new(),
            files: [("a".to_owned(), content), ("b".to_owned(), Content::Json(json!({})))].into(),
            truncated: false,
            steps: Vec::new(),
        }
    }

    #[test]
    fn what_has_no_part_in_a_finding_goes() {
        let value = json!({ "a": [1, { "x": [0, "odd".repeat(50)] }, 3], "b": { "c": "odd" }, "d": 4 });
        let mut fails = |case: &Case| {
            let text = case.files.get("a").map(Content::bytes).unwrap_or_default();
            String::from_utf8_lossy(&text).contains("oddodd")
        };
        let small = smallest(case(Content::Json(value)), &mut fails);
        assert_eq!(small.files.len(), 1);
        let text = small.files["a"].bytes();
        assert!(text.len() < 70, "{}", String::from_utf8_lossy(&text));
    }

    #[test]
    fn bytes_get_few() {
        let mut fails = |case: &Case| case.files.get("a").is_some_and(|it| it.bytes().contains(&7));
        let small = smallest(case(Content::Bytes((0..200).collect())), &mut fails);
        assert_eq!(small.files["a"].bytes(), [7]);
    }
}
