//! Puts the unit tests below their modules. They stand in `tests/unit`, because generated crates carry all that is in
//! `src`, to the letter: what they need to see is private, so they are compiled with a copy of the modules.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let copy = Path::new(&out).join("support");
    let (sources, tests) = (root.join("src"), root.join("tests/unit"));
    for folder in [&sources, &tests] {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    join(&sources, &tests, &copy)?;
    let start = format!("#[path = {:?}]\nmod support;\n", copy.join("lib.rs"));
    fs::write(Path::new(&out).join("unit.rs"), start)
}

/// Copies the modules of a folder, each with a line that declares its tests.
fn join(sources: &Path, tests: &Path, copy: &Path) -> io::Result<()> {
    fs::create_dir_all(copy)?;
    for entry in fs::read_dir(sources)? {
        let (path, name) = entry.map(|it| (it.path(), it.file_name()))?;
        let (tests, copy) = (tests.join(&name), copy.join(&name));
        if path.is_dir() {
            join(&path, &tests, &copy)?;
            continue;
        }
        let mut text = fs::read_to_string(&path)?;
        if tests.is_file() {
            text.push_str(&format!("\n#[path = {tests:?}]\nmod tests;\n"));
        }
        fs::write(copy, text)?;
    }
    Ok(())
}
