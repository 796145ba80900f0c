//! Hard inputs, each with the exact Markdown.

use super::markdown;

#[test]
fn paragraphs_are_wrapped() {
    assert_eq!(markdown("<p>One\n   two.</p><p>Three.</p>"), "One two.\n\nThree.");
}
