//! The values of strings, text blocks and documentation comments, without quotes, indentation and escapes.

use std::borrow::Cow;

/// The text of a string between its quotes.
pub(super) fn string(inner: &str) -> Result<Cow<'_, str>, String> {
    if inner.bytes().any(|byte| matches!(byte, b'\\' | b'\r')) {
        return unescape(&line_feeds(inner)).map(Cow::Owned);
    }
    Ok(Cow::Borrowed(inner))
}

/// The text of a text block between its quotes.
pub(super) fn block(inner: &str) -> Result<String, String> {
    let inner = line_feeds(inner);
    let Some((first, content)) = inner.split_once('\n') else {
        return Err("a text block must start with a new line".to_owned());
    };
    if !first.chars().all(|it| it == ' ' || it == '\t') {
        return Err("a text block must start with a new line".to_owned());
    }
    unescape(&without_indentation(content))
}

/// Removes the common indentation of all lines, and spaces at their ends.
fn without_indentation(content: &str) -> String {
    let lines: Vec<&str> = content.split('\n').collect();
    let counts = |(number, line): (usize, &&str)| {
        let is_last = number + 1 == lines.len();
        let blank = line.trim().is_empty();
        (is_last || !blank).then(|| line.bytes().take_while(|byte| *byte == b' ').count())
    };
    let indentation = lines.iter().enumerate().filter_map(counts).min().unwrap_or(0);
    let mut text = String::with_capacity(content.len());
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text.push_str(line.get(indentation..).unwrap_or("").trim_end_matches(' '));
    }
    text
}

/// Turns line breaks of all kinds into line feeds.
fn line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        return Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    Cow::Borrowed(text)
}

fn unescape(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut after = rest[at + 1..].chars();
        match after.next() {
            Some('"') => out.push('"'),
            Some('\\') => out.push('\\'),
            Some('/') => out.push('/'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('\n') => {}
            Some('u') => {
                let (character, left) = unicode(after.as_str())?;
                out.push(character);
                rest = left;
                continue;
            }
            Some(other) => return Err(format!("invalid escape found in string: `\\{other}`")),
            None => return Err("invalid escape found in string: nothing follows the `\\`".to_owned()),
        }
        rest = after.as_str();
    }
    out.push_str(rest);
    Ok(out)
}

/// The character of four hexadecimal digits, or of eight for a surrogate pair.
fn unicode(text: &str) -> Result<(char, &str), String> {
    let (first, rest) = four_digits(text)?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, rest));
    }
    let second = rest.strip_prefix("\\u").map(four_digits).transpose()?;
    let pair = second.and_then(|(low, rest)| {
        let code = u16::try_from(first).ok().zip(u16::try_from(low).ok());
        let (high, low) = code?;
        char::decode_utf16([high, low]).next()?.ok().map(|it| (it, rest))
    });
    pair.ok_or_else(|| format!("invalid unicode escape found in string: `\\u{first:04x}` is half of a character"))
}

fn four_digits(text: &str) -> Result<(u32, &str), String> {
    let mut value = 0;
    let mut rest = text.chars();
    for _ in 0..4 {
        let Some(digit) = rest.next() else {
            return Err("invalid unclosed unicode escape found in string".to_owned());
        };
        let Some(digit) = digit.to_digit(16) else {
            return Err(format!("invalid unicode escape character: `{digit}`"));
        };
        value = value * 16 + digit;
    }
    Ok((value, rest.as_str()))
}

/// A line of a documentation comment, without its slashes.
pub(super) fn doc_line(comment: &str) -> &str {
    let line = comment.strip_prefix("///").unwrap_or(comment);
    line.strip_prefix(' ').unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_and_others_refused() {
        assert_eq!(string(r#"a\"\\\/\b\f\n\r\t\u00e9"#).unwrap(), "a\"\\/\u{8}\u{c}\n\r\té");
        assert_eq!(string(r"\ud83d\ude00!").unwrap(), "😀!");
        assert_eq!(string("a\\\r\nb\rc").unwrap(), "ab\nc");
        assert_eq!(string(r"\'").unwrap_err(), r"invalid escape found in string: `\'`");
        assert_eq!(
            string(r"\ua").unwrap_err(),
            "invalid unclosed unicode escape found in string"
        );
        assert_eq!(string(r"\uaaat").unwrap_err(), "invalid unicode escape character: `t`");
        assert!(string(r"\ud83d").unwrap_err().contains("half of a character"));
    }

    #[test]
    fn text_blocks_lose_their_common_indentation_and_nothing_else() {
        assert_eq!(
            block("\n    Foo\n        Baz\n\n  \n    Bar\n    ").unwrap(),
            "Foo\n    Baz\n\n\nBar\n"
        );
        assert_eq!(block("\n    Foo\n    Bar\n").unwrap(), "    Foo\n    Bar\n");
        assert_eq!(block("  \n    <p>\n      x  </p>").unwrap(), "<p>\n  x  </p>");
        assert_eq!(block("\n    a \\\n    b\\tc").unwrap(), "a b\tc");
        assert_eq!(block("Hi").unwrap_err(), "a text block must start with a new line");
        assert_eq!(block(" Hi\n").unwrap_err(), "a text block must start with a new line");
        assert_eq!(block("\n\té\n  ").unwrap(), "\té\n");
    }
}
