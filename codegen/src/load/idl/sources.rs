//! Sources: the files of a model on disk. They are the named files, and all files in and below the named folders.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::model::Text;
use crate::{Error, Result, load::source};

/// The maximum depth of folders.
const MOST_LEVELS: usize = 32;

/// Tells whether a path is a model in Smithy's language: a `.smithy` file, or a folder with one.
pub(super) fn is_idl(path: &Path) -> bool {
    match path.is_dir() {
        true => {
            let mut found = Vec::new();
            collect(path, 0, &mut found).is_ok() && found.iter().any(|file| has_ending(file, "smithy"))
        }
        false => has_ending(path, "smithy"),
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|it| it == ending)
}

/// Reads all files, each once, in the order of their names.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Text>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        collect(path, 0, &mut found)?;
        if found.is_empty() {
            let advice = "name a folder that holds `.smithy` files, or files of Smithy's JSON AST";
            return Err(Error::new("there is no model in the folder", advice).in_file(path));
        }
        found.sort();
        files.extend(found);
    }
    let mut texts: Vec<Text> = Vec::new();
    for path in files {
        if texts.iter().any(|known| known.path == path) {
            continue;
        }
        let bytes = source::read_bytes(&path)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Error::new(
                format!("the file is not UTF-8: the byte {at} is none of a character"),
                "save it as UTF-8",
            )
            .in_file(&path)
        })?;
        // Folders hold other JSON, too, such as the settings of Smithy's own build.
        let is_named = paths.contains(&path);
        if is_named || !has_ending(&path, "json") || may_be_model(&text) {
            texts.push(Text { path, text });
        }
    }
    Ok(texts)
}

/// Tells whether JSON text may be a model. Broken JSON counts, so that its author learns of the error.
fn may_be_model(text: &str) -> bool {
    text.contains("\"smithy\"")
        && serde_json::from_str::<serde_json::Value>(text).map_or(true, |value| value.get("smithy").is_some())
}

fn collect(folder: &Path, level: usize, found: &mut Vec<PathBuf>) -> Result<()> {
    let unreadable = |error| {
        Error::new(
            format!("the folder cannot be read: {error}"),
            "check that it is there and may be read",
        )
        .in_file(folder)
    };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            if level < MOST_LEVELS {
                collect(&path, level + 1, found)?;
            }
        } else if has_ending(&path, "smithy") || has_ending(&path, "json") {
            found.push(path);
        }
    }
    Ok(())
}
