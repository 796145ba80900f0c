//! Lists the files of `support`, which generated crates carry: a new file there needs no line anywhere else.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("support/src");
    let mut rows = Vec::new();
    list(&root, "", &mut rows)?;
    rows.sort();
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    println!("cargo::rerun-if-changed=support/src");
    fs::write(Path::new(&out).join("support_files.rs"), format!("[{}]", rows.concat()))
}

/// Adds a row for each file: the module's path with `/` between names, and the text.
fn list(folder: &Path, prefix: &str, rows: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            list(&path, &format!("{prefix}{stem}/"), rows)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            rows.push(format!("({:?}, include_str!({path:?})),", format!("{prefix}{stem}")));
        }
    }
    Ok(())
}
