//! Places: the file and the line of each change, for reports that point at them. It judges nothing.

use std::path::{Path, PathBuf};

use super::{Place, Report, Side};
use crate::load::{Located, ModelPaths, places};

/// Gives each change its place. A change points into the new model, or, where its item is gone, into the old one, as far
/// as these are at hand; otherwise at what stands nearest in the one that is. `shown` says how the user of the report knows
/// a file.
pub fn locate(
    report: &mut Report,
    (old, new): (Option<&ModelPaths>, Option<&ModelPaths>),
    shown: &dyn Fn(&Path) -> PathBuf,
) {
    let pointers: Vec<String> = report.changes.iter().map(|change| change.pointer.clone()).collect();
    let pointers: Vec<&str> = pointers.iter().map(String::as_str).collect();
    let find = |side: Option<&ModelPaths>| match side {
        Some(paths) => places(paths, &pointers),
        None => vec![None; pointers.len()],
    };
    let both = find(new).into_iter().zip(find(old));
    for (change, (new, old)) in report.changes.iter_mut().zip(both) {
        let is_exact = |it: &Option<Located>| it.as_ref().is_some_and(|it| it.is_exact);
        let (side, found) = match (is_exact(&new), is_exact(&old)) {
            (false, true) => (Side::Old, old),
            _ if new.is_none() => (Side::Old, old),
            _ => (Side::New, new),
        };
        change.place = found.map(|it| Place {
            file: shown(&it.place.file),
            line: it.place.line,
            column: it.place.column,
            side,
        });
    }
}
