//! The support crate, which the generated crates of an application share: the one of this repository, with a manifest
//! that does not depend on the repository.

use toml_edit::{DocumentMut, InlineTable, Item, Value};

use super::COMMAND;
use crate::Result;
use crate::crate_dir::list::MARKER;

/// The manifest in this repository, and that of the workspace, whose versions it inherits.
const MANIFEST: &str = include_str!("../../../support/Cargo.toml");
const WORKSPACE: &str = include_str!("../../../../Cargo.toml");

/// The files of the crate.
///
/// # Errors
///
/// None are known: the sources are part of this program.
pub fn files() -> Result<codegen::Files> {
    let sources = codegen::support_sources(COMMAND).into_iter();
    let mut files: codegen::Files = sources.map(|(path, text)| (format!("src/{path}"), text)).collect();
    files.insert("Cargo.toml".to_owned(), manifest()?);
    files.insert(
        "rustfmt.toml".to_owned(),
        format!("{MARKER}.\ndisable_all_formatting = true\n"),
    );
    Ok(files)
}

fn manifest() -> Result<String> {
    let mut manifest: DocumentMut = MANIFEST.parse()?;
    let workspace: DocumentMut = WORKSPACE.parse()?;
    let common = |table: &str, key: &str| {
        workspace["workspace"]
            .get(table)
            .and_then(|table| table.get(key))
            .cloned()
    };
    let package = manifest["package"]
        .as_table_mut()
        .ok_or("the manifest has no package")?;
    for (key, item) in package.iter_mut() {
        if is_inherited(item) {
            *item = common("package", &key).ok_or_else(|| format!("nothing to inherit for `{key}`"))?;
        }
    }
    manifest.remove("lints");
    manifest.remove("dev-dependencies");
    let dependencies = manifest["dependencies"]
        .as_table_mut()
        .ok_or("the manifest has no dependencies")?;
    for (name, item) in dependencies.iter_mut() {
        if is_inherited(item) {
            let inherited =
                common("dependencies", &name).ok_or_else(|| format!("nothing to inherit for `{}`", name.get()))?;
            *item = Item::Value(Value::InlineTable(merged(&inherited, item)));
        }
    }
    Ok(format!(
        "{MARKER}; `{COMMAND}` writes it anew. Do not edit.\n{}",
        manifest.to_string().replace(".workspace = ", " = ")
    ))
}

fn is_inherited(item: &Item) -> bool {
    item.get("workspace").and_then(Item::as_bool) == Some(true)
}

/// A dependency of the workspace, with the features that the member adds.
fn merged(inherited: &Item, member: &Item) -> InlineTable {
    let mut table = match inherited {
        Item::Value(Value::InlineTable(table)) => table.clone(),
        other => InlineTable::from_iter(other.as_str().map(|version| ("version", version))),
    };
    let features = |item: Option<&Value>| {
        let list = item.and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|it| it.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let mut all = features(table.get("features"));
    all.extend(features(member.get("features").and_then(Item::as_value)));
    if !all.is_empty() {
        table.insert("features", Value::Array(all.into_iter().collect()));
    }
    if let Some(optional) = member.get("optional").and_then(Item::as_bool) {
        table.insert("optional", optional.into());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_needs_nothing_of_this_repository() {
        let files = files().expect("made");
        let manifest = &files["Cargo.toml"];
        assert!(
            !manifest.contains("workspace") && !manifest.contains("path = \".."),
            "{manifest}"
        );
        let parsed: DocumentMut = manifest.parse().expect("a manifest");
        assert_eq!(parsed["package"]["version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
        let runtime = &parsed["dependencies"]["aws-runtime"];
        assert_eq!(runtime["features"][0].as_str(), Some("event-stream"), "{manifest}");
        assert!(runtime["version"].as_str().is_some(), "{manifest}");
        let http = &parsed["dependencies"]["aws-smithy-http-client"];
        assert_eq!(http["optional"].as_bool(), Some(true), "{manifest}");
        assert!(files.contains_key("src/lib.rs") && files.contains_key("src/query/form.rs"));
    }
}
