//! A place in the text of a file, with the line that it is in.

use std::{
    fmt,
    ops::Range,
    path::{Path, PathBuf},
};

/// A place in the text of a file. What goes on in further lines is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPlace {
    /// The file.
    pub file: PathBuf,
    /// The number of the line, from one.
    pub line: usize,
    /// The number of the character in the line, from one.
    pub column: usize,
    /// The line.
    pub text: String,
    /// The bytes of the line that the place is.
    pub range: Range<usize>,
}

impl TextPlace {
    /// The place of some bytes of a text.
    pub fn new(file: &Path, text: &str, range: Range<usize>) -> Self {
        let floor = |at: usize| {
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(range.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
        let end = floor(range.end).clamp(start, line_end.max(start));
        Self {
            file: file.to_owned(),
            line: text[..line_start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            text: text[line_start..line_end].to_owned(),
            range: start - line_start..end - line_start,
        }
    }
}

impl fmt::Display for TextPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file.display(), self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, range: Range<usize>) -> (usize, usize, String, Range<usize>) {
        let place = TextPlace::new(Path::new("a"), text, range);
        (place.line, place.column, place.text, place.range)
    }

    #[test]
    fn lines_and_columns_count_from_one_and_by_characters() {
        assert_eq!(place("ab\nécd\r\nx", 5..7), (2, 2, "écd".to_owned(), 2..4));
        assert_eq!(place("ab\ncd", 1..5), (1, 2, "ab".to_owned(), 1..2));
    }

    #[test]
    fn the_end_of_a_text_is_a_place() {
        assert_eq!(place("ab\n", 3..3), (2, 1, String::new(), 0..0));
        assert_eq!(place("", 9..10), (1, 1, String::new(), 0..0));
        assert_eq!(place("ab\n", 2..3), (1, 3, "ab".to_owned(), 2..2));
    }
}
