//! Lists the files of `support`, which generated crates carry, and the files of facts, which the library carries: a new
//! file needs no line anywhere else.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let folders = [
        (root.join("support/src"), "rs", "support_files.rs"),
        (root.join("../model/facts"), "txt", "facts.rs"),
    ];
    for (folder, extension, table) in folders {
        let mut rows = Vec::new();
        list(&folder, extension, "", &mut rows)?;
        rows.sort();
        let rows: String = rows.into_iter().map(|(_, row)| row).collect();
        println!("cargo::rerun-if-changed={}", folder.display());
        fs::write(Path::new(&out).join(table), format!("[{rows}]"))?;
    }
    Ok(())
}

/// Adds a row for each file, after its path with `/` between names: that, and the text.
fn list(folder: &Path, extension: &str, prefix: &str, rows: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = format!("{prefix}{stem}");
        if path.is_dir() {
            list(&path, extension, &format!("{name}/"), rows)?;
        } else if path.extension().is_some_and(|it| it == extension) {
            let row = format!("({name:?}, include_str!({path:?})),");
            rows.push((name, row));
        }
    }
    Ok(())
}
