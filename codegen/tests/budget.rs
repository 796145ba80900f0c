//! How long generated code may be: an operation's files in a golden, beside those of AWS's crate for the same operation.

use std::fs;
use std::path::Path;

/// A file of the operation, and the lines that AWS's crate (1.124.0) has in it.
const FILES: [(&str, usize); 5] = [
    ("list_datasets.rs", 444),
    ("list_datasets/input.rs", 95),
    ("list_datasets/output.rs", 96),
    ("list_datasets/builders.rs", 159),
    ("list_datasets/paginator.rs", 148),
];

/// What the operation may take in all.
const BUDGET: usize = 400;

#[test]
fn an_operation_takes_less_than_half_of_the_lines_of_awss_crate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/list-datasets/expected/src/operation");
    let lines = |file: &str| {
        let path = folder.join(file);
        fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
            .lines()
            .count()
    };
    let ours: usize = FILES.iter().map(|(file, _)| lines(file)).sum();
    let theirs: usize = FILES.iter().map(|(_, lines)| lines).sum();
    assert!(
        ours <= BUDGET,
        "{ours} lines, and {BUDGET} are the most: cut, or say why not"
    );
    assert!(2 * ours < theirs, "{ours} lines against {theirs}");
}
