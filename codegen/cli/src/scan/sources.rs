//! The sources of a package: all of its Rust files, and files elsewhere that they include by path.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::lex::{Kind, tokens};

/// The Rust files of a package. Tests of a package outside of the workspace are left out.
pub fn files(package: &cargo_metadata::Package, is_member: bool) -> BTreeSet<PathBuf> {
    let manifest = package.manifest_path.as_std_path();
    let home = &real(manifest.parent().unwrap_or(manifest));
    let mut found = BTreeSet::new();
    walk(home, home, is_member, &mut found);
    for target in &package.targets {
        let root = real(target.src_path.as_std_path());
        let is_used = is_member
            || !target
                .kind
                .iter()
                .any(|kind| matches!(kind.to_string().as_str(), "test" | "bench" | "example"));
        if is_used && !root.starts_with(home) {
            // The package keeps its sources elsewhere.
            let folder = root.parent().unwrap_or(&root);
            walk(folder, folder, is_member, &mut found);
        }
    }
    let mut open: Vec<PathBuf> = found.iter().cloned().collect();
    while let Some(file) = open.pop() {
        for other in brought_in(&file) {
            if found.insert(other.clone()) {
                open.push(other);
            }
        }
    }
    found
}

/// The Rust files below a folder that is no package, as far as no package in it has them.
pub fn below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    walk(folder, folder, true, &mut found);
    found
}

/// A path without links and detours, so that two of them can be held against each other.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Walks the folders of a package, but not those of packages inside it.
fn walk(home: &Path, folder: &Path, is_member: bool, found: &mut BTreeSet<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            let is_for_tests = folder == home && matches!(&*name, "tests" | "benches" | "examples");
            let is_other = name.starts_with('.') || name == "target" || path.join("Cargo.toml").is_file();
            if !is_other && (is_member || !is_for_tests) {
                walk(home, &path, is_member, found);
            }
        } else if name.ends_with(".rs") {
            found.insert(path);
        }
    }
}

/// The files outside of the package that a file names by `#[path = "…"]` and `include!("…")`.
fn brought_in(file: &Path) -> Vec<PathBuf> {
    let Ok(source) = fs::read_to_string(file) else {
        return Vec::new();
    };
    if !source.contains("path") && !source.contains("include") {
        return Vec::new();
    }
    let tokens = tokens(&source);
    let named = tokens.windows(4).filter_map(|window| {
        let [first, second, third, fourth] = window else {
            return None;
        };
        let text = match () {
            () if first.is_name("path") && second.is("=") => third,
            () if first.is_name("include") && second.is("!") => fourth,
            () => return None,
        };
        (text.kind == Kind::Text).then(|| text.text.trim_matches('"'))
    });
    let folder = file.parent().unwrap_or(Path::new("."));
    let files = named.map(|name| folder.join(name)).filter(|path| path.is_file());
    files.filter_map(|path| path.canonicalize().ok()).collect()
}
