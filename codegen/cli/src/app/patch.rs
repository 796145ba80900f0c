//! The `[patch]` tables of a workspace's manifest, in which generated crates replace AWS's. Everything else in the
//! manifest stays as it is written.

use std::path::Path;

use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use crate::Result;

/// A crate that replaces another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The source of the replaced crate: `crates-io`, or an address.
    pub source: String,
    /// The name of the package.
    pub name: String,
    /// The folder of the crate, below the workspace's.
    pub path: String,
}

/// Adds patches to a manifest, and keeps those that are there.
///
/// # Errors
///
/// The text is not a manifest, or patches one of the crates in another way.
pub fn add(manifest: &str, file: &Path, patches: &[Patch]) -> Result<String> {
    let mut document = parse(manifest, file)?;
    for patch in patches {
        let all = document.entry("patch").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        let wrong = || {
            format!(
                "{}: `patch` is not a table\n   = help: make it one, as `[patch.crates-io]`",
                file.display()
            )
        };
        let all = all.as_table_like_mut().ok_or_else(wrong)?;
        let table = all.entry(&patch.source).or_insert_with(|| Item::Table(Table::new()));
        let table = table.as_table_like_mut().ok_or_else(wrong)?;
        match table.get(&patch.name) {
            Some(old) if old.get("path").and_then(Item::as_str) == Some(&patch.path) => {}
            Some(old) => {
                return Err(format!(
                    "{}: `{}` is patched already, by `{}`\n   = help: remove that line, or leave the crate out by `--except {}`",
                    file.display(),
                    patch.name,
                    old.to_string().trim(),
                    patch.name
                )
                .into());
            }
            None => {
                let mut path = InlineTable::new();
                path.insert("path", patch.path.as_str().into());
                table.insert(&patch.name, Item::Value(Value::InlineTable(path)));
            }
        }
    }
    Ok(document.to_string())
}

/// Excludes a folder from the workspace, where a pattern of the workspace's members could match it: cargo would look
/// for a package in it.
///
/// # Errors
///
/// The text is not a manifest.
pub fn exclude(manifest: &str, file: &Path, folder: &str) -> Result<String> {
    let mut document = parse(manifest, file)?;
    let Some(workspace) = document.get_mut("workspace").and_then(Item::as_table_like_mut) else {
        return Ok(manifest.to_owned());
    };
    let words = |item: Option<&Item>| {
        let array = item.and_then(Item::as_array).into_iter().flatten();
        array
            .filter_map(|it| it.as_str().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let fits = words(workspace.get("members"))
        .iter()
        .any(|pattern| could_fit(pattern, folder));
    let is_out = words(workspace.get("exclude"))
        .iter()
        .any(|it| it.trim_end_matches('/') == folder);
    if !fits || is_out {
        return Ok(manifest.to_owned());
    }
    let exclude = workspace
        .entry("exclude")
        .or_insert_with(|| toml_edit::value(toml_edit::Array::new()));
    exclude
        .as_array_mut()
        .ok_or_else(|| {
            format!(
                "{}: `exclude` is no list\n   = help: make it one, with `{folder}` in it",
                file.display()
            )
        })?
        .push(folder);
    Ok(document.to_string())
}

/// Tells whether a pattern could match a folder, or one in it.
fn could_fit(pattern: &str, folder: &str) -> bool {
    let is_pattern = |part: &str| part.contains(['*', '?', '[']);
    let parts: Vec<&str> = pattern
        .trim_start_matches("./")
        .trim_end_matches('/')
        .split('/')
        .collect();
    let depth = folder.split('/').count();
    let fits = |(part, name): (&&str, &str)| is_pattern(part) || *part == name;
    let is_deep_enough = parts.contains(&"**") || parts.len() == depth || parts.len() == depth + 1;
    is_pattern(pattern) && is_deep_enough && parts.iter().zip(folder.split('/')).all(fits)
}

/// Removes the patches of a package that lead to a folder, and tables that are empty without them.
///
/// # Errors
///
/// The text is not a manifest.
pub fn remove(manifest: &str, file: &Path, name: &str, path: &str) -> Result<String> {
    let mut document = parse(manifest, file)?;
    let Some(all) = document.get_mut("patch").and_then(Item::as_table_like_mut) else {
        return Ok(manifest.to_owned());
    };
    let mut empty = Vec::new();
    for (source, table) in all.iter_mut() {
        let Some(table) = table.as_table_like_mut() else {
            continue;
        };
        if table.get(name).and_then(|it| it.get("path")).and_then(Item::as_str) == Some(path) {
            table.remove(name);
            if table.is_empty() {
                empty.push(source.get().to_owned());
            }
        }
    }
    for source in empty {
        all.remove(&source);
    }
    if all.is_empty() {
        document.remove("patch");
    }
    Ok(document.to_string())
}

/// Tells whether a manifest patches a package with this folder.
pub fn has(manifest: &str, name: &str, path: &str) -> bool {
    let document: DocumentMut = manifest.parse().unwrap_or_default();
    let tables = document.get("patch").and_then(Item::as_table_like).into_iter();
    let mut paths = tables
        .flat_map(|tables| tables.iter())
        .map(|(_, table)| table.get(name)?.get("path")?.as_str());
    paths.any(|found| found == Some(path))
}

fn parse(manifest: &str, file: &Path) -> Result<DocumentMut> {
    Ok(manifest
        .parse()
        .map_err(|error| format!("{}:\n{error}", file.display()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str =
        "# The shop.\n[package] # one\nname = \"shop\"\n\n[dependencies]\nzebra = \"1\"\naws-sdk-s3 = \"1\" # files\n";

    fn patch(name: &str) -> Patch {
        Patch {
            source: "crates-io".into(),
            name: name.into(),
            path: format!("sdk/{name}"),
        }
    }

    #[test]
    fn a_manifest_keeps_its_comments_and_its_order() {
        let file = Path::new("Cargo.toml");
        let added = add(MANIFEST, file, &[patch("aws-sdk-s3")]).expect("added");
        assert_eq!(
            added,
            format!("{MANIFEST}\n[patch.crates-io]\naws-sdk-s3 = {{ path = \"sdk/aws-sdk-s3\" }}\n")
        );
        assert_eq!(add(&added, file, &[patch("aws-sdk-s3")]).expect("added"), added);
        assert!(has(&added, "aws-sdk-s3", "sdk/aws-sdk-s3") && !has(MANIFEST, "aws-sdk-s3", "sdk/aws-sdk-s3"));
        let removed = remove(&added, file, "aws-sdk-s3", "sdk/aws-sdk-s3").expect("removed");
        assert_eq!(removed.trim_end(), MANIFEST.trim_end());
    }

    #[test]
    fn a_folder_that_a_pattern_of_members_fits_is_kept_out() {
        let file = Path::new("Cargo.toml");
        for (members, folder, is_out) in [
            ("\"*\"", "sdk", true),
            ("\"sdk/*\"", "sdk", true),
            ("\"crates/*\"", "crates/aws", true),
            ("\"**\"", "sdk", true),
            ("\"crates/*\"", "sdk", false),
            ("\"a\", \"b\"", "sdk", false),
        ] {
            let manifest = format!("[workspace] # all\nmembers = [{members}]\n");
            let text = exclude(&manifest, file, folder).expect("excluded");
            let wanted = format!("exclude = [\"{folder}\"]\n");
            assert_eq!(text, if is_out { manifest + &wanted } else { manifest }, "{members}");
            assert_eq!(exclude(&text, file, folder).expect("excluded"), text);
        }
        assert_eq!(exclude(MANIFEST, file, "sdk").expect("excluded"), MANIFEST);
    }

    #[test]
    fn the_key_of_a_table_may_be_an_address() {
        let file = Path::new("Cargo.toml");
        let patch = Patch {
            source: "https://example.com/a.git".into(),
            ..patch("aws-sdk-s3")
        };
        let added = add(MANIFEST, file, &[patch]).expect("added");
        assert!(added.contains("[patch.\"https://example.com/a.git\"]"), "{added}");
        let removed = remove(&added, file, "aws-sdk-s3", "sdk/aws-sdk-s3").expect("removed");
        assert_eq!(removed.trim_end(), MANIFEST.trim_end());
    }

    #[test]
    fn patches_of_its_users_stay() {
        let theirs = format!("{MANIFEST}\n[patch.crates-io]\ntokio = {{ git = \"https://example.com\" }} # mine\n");
        let file = Path::new("Cargo.toml");
        let added = add(&theirs, file, &[patch("aws-sdk-s3")]).expect("added");
        assert_eq!(added, format!("{theirs}aws-sdk-s3 = {{ path = \"sdk/aws-sdk-s3\" }}\n"));
        assert_eq!(
            remove(&added, file, "aws-sdk-s3", "sdk/aws-sdk-s3").expect("removed"),
            theirs
        );
        let error = add(&theirs, file, &[patch("tokio")]).expect_err("refused").to_string();
        assert!(
            error.contains("`tokio` is patched already") && error.contains("example.com"),
            "{error}"
        );
    }
}
