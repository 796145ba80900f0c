//! Shared tools of the tests.

pub mod server;
pub mod time;

/// The text of a file of `fixtures`.
///
/// # Panics
///
/// There is no such file, or it is no text.
pub fn fixture(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
