//! Steps on what has a name: a shape, a member, an operation, a value of an enum, a parameter.
//!
//! A name is changed wherever it is mentioned, so that the model holds together and its names reach the generator.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::case::{Form, SMITHY};
use super::{Edit, Rng, tree};

/// Names that no author of a model would choose.
const HOSTILE: [&str; 40] = [
    "",
    " ",
    "_",
    "__",
    "-",
    "1",
    "1a",
    "$",
    "é",
    "日本",
    "🎬",
    "ß",
    "ǅ",
    "ﬀ",
    "a b",
    "a.b",
    "a/b",
    "../../a",
    "a\\b",
    "a\0b",
    "a\nb",
    "a\rb",
    "\u{202e}a",
    "\u{200d}",
    "\"",
    "\"#",
    "'",
    "`",
    "{a}",
    "*/",
    "//",
    "r#a",
    "a-",
    "a--b",
    "A_",
    "CON",
    "NUL",
    "a:b",
    "İ",
    "a\u{301}",
];

/// Names in generated code, in the prelude and in the language.
const GENERATED: [&str; 78] = [
    "Self",
    "self",
    "super",
    "crate",
    "type",
    "Type",
    "fn",
    "async",
    "gen",
    "union",
    "dyn",
    "String",
    "Option",
    "Vec",
    "Box",
    "Result",
    "Some",
    "None",
    "Ok",
    "Err",
    "Default",
    "Clone",
    "Debug",
    "Send",
    "Sync",
    "Sized",
    "Copy",
    "Drop",
    "From",
    "Into",
    "TryFrom",
    "Iterator",
    "Fn",
    "FnOnce",
    "AsRef",
    "ToString",
    "ToOwned",
    "PartialEq",
    "Ord",
    "Hash",
    "HashMap",
    "Error",
    "Unhandled",
    "Unknown",
    "Builder",
    "Client",
    "Config",
    "Params",
    "Blob",
    "DateTime",
    "Document",
    "ByteStream",
    "SdkError",
    "Meta",
    "Operation",
    "new",
    "build",
    "builder",
    "send",
    "name",
    "setName",
    "getName",
    "set_name",
    "get_name",
    "source",
    "message",
    "Message",
    "meta",
    "code",
    "to_string",
    "as_str",
    "values",
    "region",
    "endpoint",
    "_request_id",
    "requestId",
    "i32",
    "str",
];

/// Prefixes and suffixes that generated code adds to names.
const AFFIXES: [(&str, &str); 18] = [
    ("", "Error"),
    ("", "Input"),
    ("", "Output"),
    ("", "Builder"),
    ("", "FluentBuilder"),
    ("", "Paginator"),
    ("", "Request"),
    ("", "Response"),
    ("set", ""),
    ("get", ""),
    ("set_", ""),
    ("get_", ""),
    ("is", ""),
    ("as", ""),
    ("_", ""),
    ("", "_"),
    ("", "Unhandled"),
    ("r#", ""),
];

/// Words of the forms themselves, which are no names.
const WORDS: [&str; 12] = [
    "type",
    "shape",
    "members",
    "name",
    "required",
    "member",
    "key",
    "value",
    "target",
    "structure",
    "string",
    "list",
];

/// The shapes of a model.
pub fn shapes<'a>(edit: &'a mut Edit<'_>) -> Option<(&'a mut Rng, &'a mut Map<String, Value>)> {
    let file = match edit.form {
        Form::Botocore => "service-2.json",
        Form::Smithy | Form::Idl => SMITHY,
    };
    let Edit { rng, files, .. } = edit;
    let shapes = tree::members(files.get_mut(file)?, "shapes")?;
    (!shapes.is_empty()).then_some((*rng, shapes))
}

/// All names of a model that generated code may show.
fn names(edit: &Edit<'_>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for file in edit.files.values() {
        for key in [
            "operations",
            "shapes",
            "parameters",
            "clientContextParams",
            "pagination",
            "waiters",
        ] {
            for (name, value) in file[key].as_object().into_iter().flatten() {
                found.insert(local(name).to_owned());
                found.extend(value["members"].as_object().into_iter().flat_map(Map::keys).cloned());
                let values = value["enum"].as_array().into_iter().flatten();
                found.extend(values.filter_map(Value::as_str).map(str::to_owned));
                rule_names(value, &mut found);
            }
        }
    }
    found.retain(|name| !name.is_empty() && !WORDS.contains(&name.as_str()));
    found.into_iter().collect()
}

/// Names of parameters in the traits of a service in Smithy's form.
fn rule_names(shape: &Value, found: &mut BTreeSet<String>) {
    let traits = &shape["traits"];
    let parameters = [
        &traits["smithy.rules#clientContextParams"],
        &traits["smithy.rules#endpointRuleSet"]["parameters"],
        &traits["smithy.waiters#waitable"],
    ];
    let names = parameters.into_iter().filter_map(Value::as_object).flat_map(Map::keys);
    found.extend(names.cloned());
}

fn local(name: &str) -> &str {
    name.rsplit_once('#').map_or(name, |(_, local)| local)
}

fn any_name(edit: &mut Edit<'_>) -> Option<String> {
    let names = names(edit);
    (!names.is_empty()).then(|| names[edit.rng.usize(..names.len())].clone())
}

/// A name becomes one that no author would choose.
pub fn hostile(edit: &mut Edit<'_>) -> Option<()> {
    let from = any_name(edit)?;
    let to = match edit.rng.usize(..HOSTILE.len() + 3) {
        at if at < HOSTILE.len() => HOSTILE[at].to_owned(),
        at if at == HOSTILE.len() => format!("{from}{}", HOSTILE[edit.rng.usize(..HOSTILE.len())]),
        at if at == HOSTILE.len() + 1 => "a".repeat(300),
        _ => from.chars().rev().collect(),
    };
    rename(edit, &from, &to);
    Some(())
}

/// A name becomes one that generated code has already.
pub fn of_generated_code(edit: &mut Edit<'_>) -> Option<()> {
    let from = any_name(edit)?;
    let to = GENERATED[edit.rng.usize(..GENERATED.len())];
    rename(edit, &from, to);
    Some(())
}

/// A name becomes nearly another one of the model, or one that is derived from it.
pub fn like_another(edit: &mut Edit<'_>) -> Option<()> {
    let (from, other) = (any_name(edit)?, any_name(edit)?);
    let (before, after) = AFFIXES[edit.rng.usize(..AFFIXES.len())];
    let to = match edit.rng.u8(..6) {
        0 => other.to_lowercase(),
        1 => other.to_uppercase(),
        2 => swapped_first(&other),
        3 => other.chars().flat_map(|it| [it, '_']).collect(),
        _ => format!("{before}{other}{after}"),
    };
    rename(edit, &from, &to);
    Some(())
}

fn swapped_first(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next().map(|it| match it.is_uppercase() {
        true => it.to_lowercase().to_string(),
        false => it.to_uppercase().to_string(),
    });
    first.unwrap_or_default() + characters.as_str()
}

/// A name is changed in one place and stays in the others.
pub fn one_mention(edit: &mut Edit<'_>) -> Option<()> {
    let to = any_name(edit)?;
    let (rng, shapes) = shapes(edit)?;
    let at = rng.usize(..shapes.len());
    let members = tree::members(shapes.values_mut().nth(at)?, "members")?;
    let from = members.keys().nth(rng.usize(..members.len().max(1)))?.clone();
    let value = members.shift_remove(&from)?;
    members.insert(to, value);
    Some(())
}

/// A reference leads to the shape that holds it.
pub fn self_reference(edit: &mut Edit<'_>) -> Option<()> {
    let form = edit.form;
    let shapes = shapes(edit)?;
    let (rng, shapes) = shapes;
    let name = shapes.keys().nth(rng.usize(..shapes.len()))?.clone();
    let key = match form {
        Form::Botocore => "shape",
        Form::Smithy | Form::Idl => "target",
    };
    let shape = shapes.get_mut(&name)?;
    let holder = tree::any(rng, shape, |it| it.get(key).is_some_and(Value::is_string))?;
    holder[key] = name.into();
    Some(())
}

/// A list of a list, and so on, stands in the place of a member.
pub fn chain_of_lists(edit: &mut Edit<'_>) -> Option<()> {
    let form = edit.form;
    let (rng, shapes) = shapes(edit)?;
    let depth = [3, 20, 64, 128, 1_000][rng.usize(..5)];
    let is_map = rng.bool();
    let with_members: Vec<String> = shapes
        .iter()
        .filter(|(_, shape)| shape["members"].as_object().is_some_and(|members| !members.is_empty()))
        .map(|(name, _)| name.clone())
        .collect();
    let name = with_members.get(rng.usize(..with_members.len().max(1)))?.clone();
    let space = name
        .rsplit_once('#')
        .map_or(String::new(), |(space, _)| format!("{space}#"));
    let key = match form {
        Form::Botocore => "shape",
        Form::Smithy | Form::Idl => "target",
    };
    let members = tree::members(&mut shapes[&name], "members")?;
    let at = rng.usize(..members.len());
    let member = members.values_mut().nth(at)?;
    let end = member[key].as_str()?.to_owned();
    member[key] = format!("{space}Chain0").into();
    for number in 0..depth {
        let next = match number + 1 == depth {
            true => end.clone(),
            false => format!("{space}Chain{}", number + 1),
        };
        let text = match form {
            Form::Botocore => "ChainText",
            Form::Smithy | Form::Idl => "smithy.api#String",
        };
        let link = match is_map {
            true => json!({ "type": "map", "key": { key: text }, "value": { key: next } }),
            false => json!({ "type": "list", "member": { key: next } }),
        };
        shapes.insert(format!("{space}Chain{number}"), link);
    }
    if form == Form::Botocore {
        shapes.insert("ChainText".to_owned(), json!({ "type": "string" }));
    }
    Some(())
}

/// A structure has a mixin with a mixin, and so on.
pub fn chain_of_mixins(edit: &mut Edit<'_>) -> Option<()> {
    if edit.form != Form::Smithy {
        return None;
    }
    let (rng, shapes) = shapes(edit)?;
    let depth = [3, 50, 1_000, 4_000][rng.usize(..4)];
    let is_ring = rng.usize(..4) == 0;
    let structures: Vec<String> = shapes
        .iter()
        .filter(|(_, shape)| shape["type"] == "structure")
        .map(|(name, _)| name.clone())
        .collect();
    let name = structures.get(rng.usize(..structures.len().max(1)))?.clone();
    let space = name.rsplit_once('#')?.0.to_owned();
    shapes[&name]["mixins"] = json!([{ "target": format!("{space}#Mixin0") }]);
    for number in 0..depth {
        let next = match number + 1 == depth {
            true => is_ring.then_some(0),
            false => Some(number + 1),
        };
        let mixins: Vec<Value> = next
            .iter()
            .map(|next| json!({ "target": format!("{space}#Mixin{next}") }))
            .collect();
        let members = json!({ format!("of{number}"): { "target": "smithy.api#String" } });
        let traits = json!({ "smithy.api#mixin": {} });
        let mixin = json!({ "type": "structure", "mixins": mixins, "members": members, "traits": traits });
        shapes.insert(format!("{space}#Mixin{number}"), mixin);
    }
    Some(())
}

fn rename(edit: &mut Edit<'_>, from: &str, to: &str) {
    for file in edit.files.values_mut() {
        renamed(file, from, to);
    }
}

fn renamed(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) => *text = mention(text, from, to),
        Value::Array(items) => items.iter_mut().for_each(|item| renamed(item, from, to)),
        Value::Object(members) => {
            let old = std::mem::take(members);
            for (name, mut value) in old {
                renamed(&mut value, from, to);
                members.insert(mention(&name, from, to), value);
            }
        }
        _ => {}
    }
}

/// A text with another name, where it is the name, or the id of a shape or a member of that name.
fn mention(text: &str, from: &str, to: &str) -> String {
    if text == from {
        return to.to_owned();
    }
    let Some((space, local)) = text.split_once('#') else {
        return text.to_owned();
    };
    let parts: Vec<&str> = local
        .split('$')
        .map(|part| if part == from { to } else { part })
        .collect();
    format!("{space}#{}", parts.join("$"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_changed_wherever_it_is_mentioned() {
        let mut model = json!({
            "com.a#In": { "members": { "id": { "target": "com.a#In" } }, "other": ["com.a#Ink", "com.a#In$id", "In"] },
        });
        renamed(&mut model, "In", "Self");
        renamed(&mut model, "id", "type");
        assert_eq!(
            model,
            json!({
                "com.a#Self": {
                    "members": { "type": { "target": "com.a#Self" } },
                    "other": ["com.a#Ink", "com.a#Self$type", "Self"],
                },
            })
        );
    }
}
