//! Steps on the tree of a file's JSON, which know little of what it means.

use serde_json::{Map, Value, json};

use super::super::case::TWICE;
use super::{Edit, Rng};

/// How many values a step may add.
const MOST_ADDED: usize = 60_000;

/// Texts that stand where a model is not expected to have them.
const TEXTS: [&str; 26] = [
    "",
    " ",
    "\0",
    "\r",
    "\r\n",
    "\u{202e}abc\u{2066}",
    "\u{feff}",
    "\"#",
    "*/ /*",
    "//!",
    "{}",
    "{{{",
    "${x}",
    "/{a+}/{a}?b={a}&&=",
    "/{",
    "//..//{Bucket}/../{Key+}#x",
    "<p>a<ul><li><b><code>`</p></ul>&lt;&#0;&#x110000;",
    "[[[[[`a`](b)](",
    "foo[?bar==`1`].baz | length(@) || !x && {a: b}",
    "((((((((((((((((((((((((((((((((((((((((",
    "a[0][0][0][*][*][].b.*.*",
    "99999999999999999999999999",
    "-0",
    "1e400",
    "2015-01-01T00:00:00Z",
    "aws.protocols#restJson1",
];

/// All values of a tree, the tree itself among them.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

/// The value of a number, in the order in which the tree is written.
fn nth(value: &mut Value, at: usize) -> Option<&mut Value> {
    if at == 0 {
        return Some(value);
    }
    let mut left = at - 1;
    let mut search = |child: &Value| {
        let size = count(child);
        let is_here = left < size;
        if !is_here {
            left -= size;
        }
        is_here
    };
    let child = match value {
        Value::Object(members) => members.values_mut().find(|child| search(child)),
        Value::Array(items) => items.iter_mut().find(|child| search(child)),
        _ => None,
    };
    child.and_then(|child| nth(child, left))
}

fn file<'a>(edit: &'a mut Edit<'_>) -> Option<(&'a mut Rng, &'a mut Value)> {
    let at = edit.rng.usize(..edit.files.len());
    let Edit { rng, files, .. } = edit;
    Some((rng, files.values_mut().nth(at)?))
}

/// Any value that is as wanted; none where some attempts meet none.
pub fn any<'a>(rng: &mut Rng, root: &'a mut Value, is_wanted: impl Fn(&Value) -> bool) -> Option<&'a mut Value> {
    let total = count(root);
    for _ in 0..50 {
        let at = rng.usize(..total);
        if nth(root, at).is_some_and(|value| is_wanted(value)) {
            return nth(root, at);
        }
    }
    None
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    }
}

/// A member or an element goes.
pub fn drop_one(edit: &mut Edit<'_>) -> Option<()> {
    let (rng, root) = file(edit)?;
    match any(rng, root, is_filled)? {
        Value::Object(members) => {
            let name = members.keys().nth(rng.usize(..members.len()))?.clone();
            members.shift_remove(&name);
        }
        Value::Array(items) => drop(items.remove(rng.usize(..items.len()))),
        _ => return None,
    }
    Some(())
}

/// An object has a key twice, with the value of a sibling.
pub fn duplicate_key(edit: &mut Edit<'_>) -> Option<()> {
    let (rng, root) = file(edit)?;
    let Value::Object(members) = any(rng, root, |it| it.is_object() && is_filled(it))? else {
        return None;
    };
    let name = members.keys().nth(rng.usize(..members.len()))?.clone();
    let value = members.values().nth(rng.usize(..members.len()))?.clone();
    members.insert(format!("{name}{TWICE}"), value);
    Some(())
}

/// A list has an element twice.
pub fn repeat_element(edit: &mut Edit<'_>) -> Option<()> {
    let (rng, root) = file(edit)?;
    let items = any(rng, root, |it| it.is_array() && is_filled(it))?.as_array_mut()?;
    let item = items[rng.usize(..items.len())].clone();
    items.insert(rng.usize(..=items.len()), item);
    Some(())
}

/// Two values of one object or list change places.
pub fn swap(edit: &mut Edit<'_>) -> Option<()> {
    let (rng, root) = file(edit)?;
    let mut children: Vec<&mut Value> = match any(rng, root, is_filled)? {
        Value::Object(members) => members.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => return None,
    };
    let (one, other) = (rng.usize(..children.len()), rng.usize(..children.len()));
    let value = children[one].clone();
    *children[one] = std::mem::replace(children[other], value);
    Some(())
}

/// A value stands in the place of another one, too.
pub fn transplant(edit: &mut Edit<'_>) -> Option<()> {
    let (rng, root) = file(edit)?;
    let value = any(rng, root, |it| count(it) < 2_000)?.clone();
    *any(rng, root, |_| true)? = value;
    Some(())
}

/// A value is of another type.
pub fn wrong_type(edit: &mut Edit<'_>) -> Option<()> {
    let (rng, root) = file(edit)?;
    let others = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(0.5),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e300),
        json!("text"),
        json!([]),
        json!([null]),
        json!({}),
        json!({ "": null }),
    ];
    *any(rng, root, |_| true)? = others[rng.usize(..others.len())].clone();
    Some(())
}

/// A text names what is not there, perhaps at great length.
pub fn dangle(edit: &mut Edit<'_>) -> Option<()> {
    let (rng, root) = file(edit)?;
    let value = any(rng, root, Value::is_string)?;
    *value = match rng.u8(..3) {
        0 => "Nowhere".into(),
        1 => "com.example#Nowhere".into(),
        _ => "Nowhere".repeat(40_000).into(),
    };
    Some(())
}

/// A few characters of a text are others.
pub fn edit_text(edit: &mut Edit<'_>) -> Option<()> {
    const CHARACTERS: &str = "\0\t\n\r \"'#$&()*+,-./:;<=>?@[\\]^_`{|}~aZ0é\u{2028}\u{202e}🎬";
    let (rng, root) = file(edit)?;
    let value = any(rng, root, |it| it.as_str().is_some_and(|text| !text.is_empty()))?;
    let mut characters: Vec<char> = value.as_str()?.chars().collect();
    let others: Vec<char> = CHARACTERS.chars().collect();
    for _ in 0..rng.usize(1..4) {
        let (at, other) = (rng.usize(..=characters.len()), others[rng.usize(..others.len())]);
        match rng.u8(..3) {
            0 => characters.insert(at, other),
            1 if at < characters.len() => characters[at] = other,
            _ if at < characters.len() => drop(characters.remove(at)),
            _ => {}
        }
    }
    *value = characters.into_iter().collect::<String>().into();
    Some(())
}

/// A text is one that a model is not expected to have.
pub fn hostile_text(edit: &mut Edit<'_>) -> Option<()> {
    let (rng, root) = file(edit)?;
    let value = any(rng, root, Value::is_string)?;
    *value = TEXTS[rng.usize(..TEXTS.len())].into();
    Some(())
}

/// A value stands deep inside of lists or objects.
pub fn nest(edit: &mut Edit<'_>) -> Option<()> {
    let (rng, root) = file(edit)?;
    let value = any(rng, root, |_| true)?;
    let depth = [2, 30, 100, 126, 200][rng.usize(..5)];
    let is_list = rng.bool();
    for _ in 0..depth {
        let inner = value.take();
        *value = match is_list {
            true => Value::Array(vec![inner]),
            false => json!({ "a": inner }),
        };
    }
    Some(())
}

/// An object or a list has a great many of what it has.
pub fn many(edit: &mut Edit<'_>) -> Option<()> {
    let (rng, root) = file(edit)?;
    let container = any(rng, root, is_filled)?;
    let times = [200, 2_000, 20_000][rng.usize(..3)];
    let same = rng.bool();
    match container {
        Value::Object(members) => {
            let at = rng.usize(..members.len());
            let (name, value) = members
                .iter()
                .nth(at)
                .map(|(name, value)| (name.clone(), value.clone()))?;
            let times = times.min(MOST_ADDED / count(&value));
            members.extend((0..times).map(|number| (format!("{name}{number}"), value.clone())));
        }
        Value::Array(items) => {
            let item = items[rng.usize(..items.len())].clone();
            let times = times.min(MOST_ADDED / count(&item));
            items.extend((0..times).map(|number| numbered(&item, number, same)));
        }
        _ => return None,
    }
    Some(())
}

/// A text with a number; or with as many characters that no identifier has.
fn numbered(item: &Value, number: usize, same: bool) -> Value {
    match item {
        Value::String(text) if same => format!("{text}{}", "-".repeat(number % 50)).into(),
        Value::String(text) => format!("{text}{number}").into(),
        other => other.clone(),
    }
}

/// The members of an object, if it is one.
pub fn members<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Map<String, Value>> {
    value.get_mut(key)?.as_object_mut()
}
