//! Shrinking: smaller values than one that shows a difference, to be tried in its place.
//!
//! All candidates of a round are tried in one batch, and the smallest that still shows the difference starts the next
//! round. This module knows JSON only.

use serde_json::{Map, Value};

/// The most candidates of one value in one round; the boldest come first.
const MOST: usize = 120;

/// Values that are each one step smaller, the boldest steps first.
pub fn candidates(value: &Value) -> Vec<Value> {
    let mut found = steps(value);
    found.retain(|candidate| size(candidate) < size(value));
    found.sort_by_key(size);
    found.dedup();
    found.truncate(MOST);
    found
}

/// How large a value is: every member, element, character and digit counts.
pub fn size(value: &Value) -> usize {
    match value {
        Value::Null => 1,
        Value::Bool(it) => 2 + usize::from(*it),
        Value::Number(number) if number.as_f64() == Some(0.0) => 2,
        Value::Number(number) => 2 + number.to_string().len(),
        Value::String(text) => 2 + text.chars().map(weight).sum::<usize>(),
        Value::Array(items) => 2 + items.iter().map(|item| 1 + size(item)).sum::<usize>(),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| 1 + name.chars().map(weight).sum::<usize>() + size(value);
            2 + members.iter().map(member).sum::<usize>()
        }
    }
}

/// A plain letter is simpler to read than any other.
fn weight(c: char) -> usize {
    match c {
        'a' => 1,
        c if c.is_ascii_alphanumeric() => 2,
        _ => 3,
    }
}

fn steps(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Bool(_) => vec![false.into()],
        Value::Number(number) => numbers(number),
        Value::String(text) => texts(text),
        Value::Array(items) => arrays(items),
        Value::Object(members) => objects(members),
    }
}

fn numbers(number: &serde_json::Number) -> Vec<Value> {
    let mut found: Vec<Value> = vec![0.into(), 1.into()];
    if let Some(number) = number.as_i64() {
        found.extend([(number / 2).into(), (number / 10).into()]);
    } else if let Some(number) = number.as_f64() {
        found.extend([number.trunc().into(), 0.5.into()]);
    }
    found
}

fn texts(text: &str) -> Vec<Value> {
    let chars: Vec<char> = text.chars().collect();
    let half = chars.len() / 2;
    let part = |part: &[char]| Value::String(part.iter().collect());
    let mut found = vec!["".into(), "a".into(), part(&chars[..half]), part(&chars[half..])];
    for at in 0..chars.len().min(40) {
        let mut fewer = chars.clone();
        fewer.remove(at);
        found.push(part(&fewer));
    }
    found
}

fn arrays(items: &[Value]) -> Vec<Value> {
    let half = items.len() / 2;
    let mut found: Vec<Value> = vec![Vec::<Value>::new().into(), items[..half].into(), items[half..].into()];
    for at in 0..items.len() {
        let mut fewer = items.to_vec();
        fewer.remove(at);
        found.push(fewer.into());
        for smaller in steps(&items[at]) {
            let mut items = items.to_vec();
            items[at] = smaller;
            found.push(items.into());
        }
    }
    found
}

fn objects(members: &Map<String, Value>) -> Vec<Value> {
    let half = members.len() / 2;
    let part = |range: std::ops::Range<usize>| {
        let members = members.iter().skip(range.start).take(range.len());
        Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    let mut found = vec![part(0..0), part(0..half), part(half..members.len())];
    for (at, (name, value)) in members.iter().enumerate() {
        let mut fewer = members.clone();
        fewer.shift_remove(name);
        found.push(Value::Object(fewer));
        found.push(part(at..at + 1));
        for smaller in steps(value) {
            let mut members = members.clone();
            members.insert(name.clone(), smaller);
            found.push(Value::Object(members));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Shrinks as the task does, with a predicate in place of the two clients.
    fn smallest(mut value: Value, fails: impl Fn(&Value) -> bool) -> Value {
        while let Some(smaller) = candidates(&value).into_iter().find(&fails) {
            value = smaller;
        }
        value
    }

    #[test]
    fn what_has_no_part_in_the_failure_goes() {
        let value = json!({"a": "text", "b": [1, {"x": true, "deep": "a\u{2028}b"}, 3], "c": {"d": 4}});
        let smallest = smallest(value, |it| it.to_string().contains('\u{2028}'));
        assert_eq!(smallest, json!({"b": [{"deep": "\u{2028}"}]}));
    }

    #[test]
    fn a_number_shrinks_towards_zero_only_while_it_fails() {
        let fails = |it: &Value| it["n"].as_i64().is_some_and(|n| n > 100);
        let n = smallest(json!({"n": 2_000_000}), fails)["n"]
            .as_i64()
            .expect("it stays");
        assert!((101..=999).contains(&n), "{n}");
        assert_eq!(smallest(json!(5.25), |it| !it.is_null()), json!(0));
    }

    #[test]
    fn every_candidate_is_smaller_so_that_shrinking_ends() {
        let value = json!({"a": [[], {}, "", 0, null, false, "a", 1.5], "b": {"c": null}});
        let candidates = candidates(&value);
        assert!(!candidates.is_empty());
        assert!(candidates.iter().all(|candidate| size(candidate) < size(&value)));
        assert!(super::candidates(&json!({})).is_empty());
    }
}
