//! Shared tools of the tests.

pub mod server;
pub mod time;

/// The folder of this package, below which models and scripts are found.
pub const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

/// The text of a file of `fixtures`.
///
/// # Panics
///
/// There is no such file, or it is no text.
pub fn fixture(path: &str) -> String {
    let path = std::path::Path::new(FOLDER).join("fixtures").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
