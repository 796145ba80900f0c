//! Documentation: from the HTML of models to the Markdown of rustdoc.
//!
//! `html` reads a token stream into blocks and runs of text, `markdown` writes those, and `constraints`
//! puts traits into words. Nothing here knows what is documented, or
//! how a doc comment is emitted. Models are not trusted: whatever they hold, rustdoc shows text.

mod constraints;
mod html;
mod markdown;
#[cfg(test)]
mod tests;

pub use constraints::constraints;
pub(crate) use markdown::code_span as code;
pub use markdown::first_sentence;

/// Turns a model's HTML into Markdown for rustdoc: prose is wrapped, code and links are not.
pub fn markdown(html: &str) -> String {
    markdown::write(&html::read(html))
}

/// Makes one line of a text that goes into prose as it is, such as a title.
pub fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Replaces what must not reach a source file: control characters, and characters that reorder text.
fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            '\u{2028}' | '\u{2029}' => Some(' '),
            c if c.is_control() => Some(' '),
            c => Some(c),
        })
        .collect()
}
