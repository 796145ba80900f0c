//! Places: the file and the line of each change, for reports that point at them. It reads the files that models were read
//! from, and judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Place, Report, Side};
use crate::{ir::Origin, load::places_in};

/// Finds the places of all changes: in the new model, or in the old one if what changed is gone. `shown` says how the user of
/// the report knows a file. What is not in a file of JSON, or came from an extra, has no place.
pub fn locate(report: &mut Report, (old, new): (&Origin, &Origin), shown: impl Fn(Side, &Path) -> PathBuf) {
    let pointers: BTreeSet<&str> = report.changes.iter().map(|change| change.pointer.as_str()).collect();
    let pointers: BTreeSet<&str> = pointers.iter().flat_map(|it| [*it, parent(it)]).collect();
    let found = [(Side::New, new), (Side::Old, old)].map(|(side, origin)| {
        let places = of(origin, &pointers);
        let name = |(pointer, (file, line, column)): (String, (PathBuf, usize, usize))| {
            let file = shown(side, &file);
            (
                pointer,
                Place {
                    file,
                    line,
                    column,
                    side,
                },
            )
        };
        places.into_iter().map(name).collect::<BTreeMap<String, Place>>()
    });
    let [in_new, in_old] = &found;
    for change in &mut report.changes {
        let exact = [in_new, in_old].into_iter().find_map(|side| side.get(&change.pointer));
        change.place = exact.or_else(|| in_new.get(parent(&change.pointer))).cloned();
    }
}

/// The pointer to what a value stands in.
fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The file, the line and the column of each pointer in the files of a model.
fn of(origin: &Origin, pointers: &BTreeSet<&str>) -> BTreeMap<String, (PathBuf, usize, usize)> {
    let mut by_file = BTreeMap::<&Path, BTreeSet<&str>>::new();
    for pointer in pointers.iter().filter(|pointer| !pointer.is_empty()) {
        by_file.entry(file(origin, pointer)).or_default().insert(pointer);
    }
    let mut all = BTreeMap::new();
    for (file, pointers) in by_file {
        let places = places_in(file, &pointers).into_iter();
        all.extend(places.map(|(pointer, (line, column))| (pointer, (file.to_owned(), line, column))));
    }
    all
}

/// The file of a model that a pointer leads into.
fn file<'a>(origin: &'a Origin, pointer: &str) -> &'a Path {
    if origin.is_one_file() {
        return &origin.model;
    }
    match pointer.split('/').nth(1) {
        Some("waiters") => &origin.waiters,
        Some("pagination") => &origin.paginators,
        Some("rules" | "parameters") => &origin.endpoint_rules,
        Some("partitions") => &origin.partitions,
        _ => &origin.model,
    }
}
