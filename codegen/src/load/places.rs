//! The places of a model's parts in its files, for reports that point at them. It knows the file of each part, and
//! nothing of its content.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{Form, ModelPaths, idl, pointer, source};
use crate::{Error, error::TextPlace};

/// A place in a model's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The place.
    pub place: TextPlace,
    /// True where the value itself is at the place; false where the model has no such value, and this is the nearest
    /// one around it.
    pub is_exact: bool,
}

/// The places of JSON pointers into a model; `None` where its files cannot be read. Each file is read once.
pub fn places(paths: &ModelPaths, pointers: &[&str]) -> Vec<Option<Located>> {
    match paths.form() {
        Form::Idl => in_idl(paths, pointers),
        Form::Botocore | Form::Smithy => in_json(paths, pointers),
    }
}

fn in_json(paths: &ModelPaths, pointers: &[&str]) -> Vec<Option<Located>> {
    let mut by_file = BTreeMap::<PathBuf, Vec<usize>>::new();
    // The newest version, where the folder is that of a service.
    let version = source::Source::open(&paths.directory).ok();
    let home = version
        .as_ref()
        .map_or(&*paths.directory, |version| version.directory());
    for (index, pointer) in pointers.iter().enumerate() {
        for file in files(paths, home, pointer) {
            by_file.entry(file).or_default().push(index);
        }
    }
    let mut all = vec![None; pointers.len()];
    for (file, indices) in by_file {
        let wanted: Vec<&str> = indices.iter().map(|&index| pointers[index]).collect();
        let Some(text) = text(&file) else { continue };
        for (index, (range, is_exact)) in indices.into_iter().zip(pointer::find_all(&text, &wanted)) {
            let known: &mut Option<Located> = &mut all[index];
            if is_exact || known.is_none() {
                let place = TextPlace::new(&file, &text, range);
                *known = Some(Located { place, is_exact });
            }
        }
    }
    all
}

/// The files that a pointer may lead into, by its first step.
fn files(paths: &ModelPaths, home: &Path, pointer: &str) -> Vec<PathBuf> {
    let first = pointer.split('/').nth(1).unwrap_or_default();
    if first == "partitions" {
        return paths.partitions.clone().into_iter().collect();
    }
    if home.is_file() {
        return vec![home.to_owned()];
    }
    let name = match first {
        "pagination" => "paginators-1",
        "waiters" => "waiters-2",
        "rules" | "parameters" => "endpoint-rule-set-1",
        _ => "service-2",
    };
    let names = [name.to_owned(), format!("{name}.sdk-extras")];
    names.iter().filter_map(|name| source::find(home, name)).collect()
}

fn text(file: &Path) -> Option<String> {
    String::from_utf8(source::read_bytes(file).ok()?).ok()
}

/// The front end of Smithy's language finds places for errors, and so for these.
fn in_idl(paths: &ModelPaths, pointers: &[&str]) -> Vec<Option<Located>> {
    let errors = pointers.iter().map(|pointer| Error::new("", "").at(*pointer));
    let Some(mut first) = Error::all(errors).map(|error| idl::locate(&paths.all(), error)) else {
        return Vec::new();
    };
    let more = std::mem::take(&mut first.diagnostic_mut().more);
    let located = std::iter::once(first).chain(more).map(|mut error| {
        let place = error.diagnostic_mut().place.take()?;
        Some(Located { place, is_exact: true })
    });
    located.collect()
}
