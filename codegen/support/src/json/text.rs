//! The text of a JSON document: a place in it, and the values that stand there. Nothing here knows a schema.

use std::borrow::Cow;

use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::DateTime;

/// A text, and how far it is read.
#[derive(Debug)]
pub struct Text<'a> {
    bytes: &'a [u8],
    /// The text up to the first byte that is no UTF-8. Strings in it need not be looked at one by one.
    checked: &'a str,
    at: usize,
}

/// The digits of a number that are exact as `f64` in any case.
const EXACT_DIGITS: usize = 15;

/// A number with few digits, and neither a sign nor an exponent.
#[derive(Clone, Copy, Debug)]
pub struct Short {
    digits: u64,
    /// How many of the digits are behind the point, where there is one.
    fraction: Option<usize>,
}

impl Short {
    /// The number, where it has no point.
    #[inline]
    pub fn integer(self) -> Option<i64> {
        match self.fraction {
            None => i64::try_from(self.digits).ok(),
            Some(_) => None,
        }
    }

    /// The number, rounded as the standard library rounds it: both parts are exact, so that one division rounds once.
    #[inline]
    pub fn float(self) -> f64 {
        self.digits as f64 / self.parts() as f64
    }

    /// The number as seconds, of which the fraction is rounded with the number as a whole.
    #[inline]
    pub fn seconds(self) -> DateTime {
        let whole = (self.digits / self.parts()) as i64;
        DateTime::from_fractional_secs(whole, self.float() - whole as f64)
    }

    /// By how much the digits are too great, for the point that is among them.
    #[inline]
    fn parts(self) -> u64 {
        const POWERS: [u64; EXACT_DIGITS + 1] = {
            let (mut powers, mut at) = ([1; EXACT_DIGITS + 1], 1);
            while at < powers.len() {
                powers[at] = powers[at - 1] * 10;
                at += 1;
            }
            powers
        };
        POWERS[self.fraction.unwrap_or_default()]
    }
}

/// The bytes that numbers are made of.
#[inline]
fn is_numeric(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

#[inline]
fn wrong(what: &'static str) -> SerdeError {
    SerdeError::invalid_input(what)
}

impl<'a> Text<'a> {
    #[inline]
    pub fn new(bytes: &'a [u8]) -> Self {
        let checked = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        };
        Self { bytes, checked, at: 0 }
    }

    #[inline]
    pub fn position(&self) -> usize {
        self.at
    }

    /// Goes on by so many bytes.
    #[inline]
    pub fn skip(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.bytes.len());
    }

    /// All that is not read yet.
    #[inline]
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Skips white space, and looks at the byte behind it.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    /// Takes a byte, behind white space.
    #[inline]
    pub fn expect(&mut self, byte: u8) -> Result<(), SerdeError> {
        if self.peek() != Some(byte) {
            return Err(SerdeError::type_mismatch(format!("expected `{}`", char::from(byte))));
        }
        self.at += 1;
        Ok(())
    }

    /// Goes to the next element of a list or an object, or behind its end. Commas have to stand between elements, and
    /// nowhere else.
    #[inline]
    pub fn next(&mut self, is_first: &mut bool, close: u8) -> Result<bool, SerdeError> {
        // Most documents have no space between elements, and lists of structures.
        match self.rest() {
            [b',', b'"' | b'{', ..] if !*is_first => self.at += 1,
            [b'"' | b'{', ..] if *is_first => *is_first = false,
            [byte, ..] if *byte == close => {
                self.at += 1;
                return Ok(false);
            }
            _ => return self.next_in_space(is_first, close),
        }
        Ok(true)
    }

    #[cold]
    #[inline]
    fn next_in_space(&mut self, is_first: &mut bool, close: u8) -> Result<bool, SerdeError> {
        let mut byte = self.peek();
        let is_first = std::mem::replace(is_first, false);
        if byte == Some(close) {
            self.at += 1;
            return Ok(false);
        }
        if !is_first && byte == Some(b',') {
            self.at += 1;
            byte = self.peek();
            if byte.is_some_and(|byte| byte != close && byte != b',') {
                return Ok(true);
            }
            return Err(wrong(match byte {
                None => "the document ends in the middle",
                Some(_) => "a comma is too many",
            }));
        }
        match byte {
            None => Err(wrong("the document ends in the middle")),
            Some(byte) if is_first && byte != b',' => Ok(true),
            Some(_) => Err(wrong("expected a comma, or an element")),
        }
    }

    /// Takes the name of a member and the colon behind it, if it is this one that stands here. A name with an escape is
    /// another.
    #[inline]
    pub fn skip_name(&mut self, name: &str) -> bool {
        let end = self.at + 1 + name.len();
        let is_here = self.bytes.get(self.at) == Some(&b'"')
            && self.bytes.get(self.at + 1..end) == Some(name.as_bytes())
            && self.bytes.get(end..end + 2) == Some(b"\":");
        if is_here {
            self.at = end + 2;
        }
        is_here
    }

    /// True where the value is null.
    #[inline]
    pub fn is_null(&self) -> bool {
        self.bytes.get(self.at) == Some(&b'n') && {
            let rest = self.rest();
            rest.starts_with(b"null") && !rest.get(4).is_some_and(u8::is_ascii_alphanumeric)
        }
    }

    /// Skips a null that stands here.
    #[inline]
    pub fn skip_null(&mut self) {
        self.at += 4;
    }

    #[inline]
    pub fn boolean(&mut self) -> Result<bool, SerdeError> {
        self.peek();
        let (value, length) = match self.rest() {
            [b't', b'r', b'u', b'e', ..] => (true, 4),
            [b'f', b'a', b'l', b's', b'e', ..] => (false, 5),
            _ => return Err(SerdeError::type_mismatch("expected a boolean")),
        };
        self.at += length;
        Ok(value)
    }

    /// Reads the text of a number.
    #[inline]
    pub fn number(&mut self) -> Result<&'a str, SerdeError> {
        self.peek();
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| is_numeric(byte)).count();
        let number = std::str::from_utf8(&rest[..length]).unwrap_or_default();
        if number.is_empty() {
            return Err(SerdeError::type_mismatch("expected a number"));
        }
        self.at += length;
        Ok(number)
    }

    /// Takes a number with few digits, and neither a sign nor an exponent.
    #[inline]
    pub fn short(&mut self) -> Option<Short> {
        self.peek();
        let rest = self.rest();
        let (whole, mut length) = leading_digits(rest, 0);
        let (mut digits, mut fraction, mut count) = (whole, None, length);
        if rest.get(length) == Some(&b'.') {
            let (all, behind) = leading_digits(&rest[length + 1..], digits);
            (digits, fraction) = (all, Some(behind));
            count += behind;
            length += 1 + behind;
        }
        if count == 0 || count > EXACT_DIGITS || rest.get(length).is_some_and(is_numeric) {
            return None;
        }
        self.at += length;
        Some(Short { digits, fraction })
    }

    #[inline]
    pub fn integer(&mut self) -> Result<i64, SerdeError> {
        let at = self.at;
        if let Some(short) = self.short() {
            if let Some(integer) = short.integer() {
                return Ok(integer);
            }
            self.at = at;
        }
        let number = self.number()?;
        if number.contains(['.', 'e', 'E']) {
            return Err(SerdeError::type_mismatch("expected an integer, found a fraction"));
        }
        number
            .parse()
            .map_err(|error: std::num::ParseIntError| SerdeError::invalid_input(error.to_string()))
    }

    /// Reads a string, which is a part of the text where nothing in it is escaped.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'a, str>, SerdeError> {
        if self.peek() != Some(b'"') {
            return Err(SerdeError::type_mismatch("expected a string"));
        }
        let start = self.at + 1;
        let end = start + special(&self.bytes[start..]);
        if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return match self.checked.get(start..end) {
                Some(part) => Ok(Cow::Borrowed(part)),
                None => utf8(&self.bytes[start..end]).map(Cow::Borrowed),
            };
        }
        self.escaped(start, end).map(Cow::Owned)
    }

    /// Reads a string from its start, of which an escape is known.
    #[cold]
    #[inline]
    fn escaped(&mut self, start: usize, mut end: usize) -> Result<String, SerdeError> {
        let length = string_end(self.bytes, start).min(self.bytes.len()) - start;
        let (mut text, mut from) = (String::with_capacity(length), start);
        loop {
            text.push_str(utf8(&self.bytes[from..end])?);
            match self.bytes.get(end) {
                Some(b'\\') => self.at = end + 1,
                Some(_) => break,
                None => return Err(wrong("a string has no end")),
            }
            text.push(self.escape()?);
            from = self.at;
            end = from + special(&self.bytes[from..]);
        }
        self.at = end + 1;
        Ok(text)
    }

    /// Reads what follows a backslash.
    #[inline]
    fn escape(&mut self) -> Result<char, SerdeError> {
        let kind = self.bytes.get(self.at).copied();
        self.at += 1;
        Ok(match kind {
            Some(b'"' | b'\\' | b'/') => char::from(kind.unwrap_or_default()),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            _ => return Err(wrong("an escape in a string is not known")),
        })
    }

    /// Reads the digits of an escaped character, of which the greater ones have two escapes.
    #[inline]
    fn code_point(&mut self) -> Result<char, SerdeError> {
        let unit = self.digits()?;
        if !(0xD800..0xDC00).contains(&unit) {
            return char::from_u32(unit).ok_or_else(|| wrong("an escape in a string is half a character"));
        }
        if !self.rest().starts_with(b"\\u") {
            return Err(wrong("an escape in a string is half a character"));
        }
        self.at += 2;
        let low = self.digits()?;
        match low {
            0xDC00..0xE000 => char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)),
            _ => None,
        }
        .ok_or_else(|| wrong("an escape in a string is half a character"))
    }

    #[inline]
    fn digits(&mut self) -> Result<u32, SerdeError> {
        let digits = self.rest().get(..4).unwrap_or_default();
        if digits.len() < 4 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(wrong("an escape in a string is not hexadecimal"));
        }
        self.at += 4;
        let digit = |value, digit: &u8| value * 16 + char::from(*digit).to_digit(16).unwrap_or_default();
        Ok(digits.iter().fold(0, digit))
    }

    /// Skips a string, whose escapes have to be ones. Nobody sees its characters.
    #[inline]
    pub fn skip_string(&mut self) -> Result<(), SerdeError> {
        self.expect(b'"')?;
        loop {
            self.at += special(self.rest());
            match self.rest() {
                [b'"', ..] => break,
                [b'\\', b'u', ..] => {
                    self.at += 2;
                    self.digits()?;
                }
                [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => self.at += 2,
                _ => return Err(wrong("a string has no end, or an escape that is not known")),
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Skips a value that is neither a list nor an object.
    #[inline]
    pub fn skip_scalar(&mut self) -> Result<(), SerdeError> {
        let length = match self.peek() {
            Some(b'"') => return self.skip_string(),
            Some(b't') => literal(self.rest(), b"true"),
            Some(b'f') => literal(self.rest(), b"false"),
            Some(b'n') => literal(self.rest(), b"null"),
            Some(b'-' | b'0'..=b'9') => number(self.rest()),
            _ => None,
        };
        self.at += length.ok_or_else(|| wrong("expected a value"))?;
        Ok(())
    }

    /// The bytes of the value that stands here, as far as brackets and strings tell; nothing else of it is looked at.
    #[inline]
    pub fn value(&mut self) -> &'a [u8] {
        self.peek();
        let rest = self.rest();
        let (mut at, mut depth) = (0, 0_usize);
        while let Some(byte) = rest.get(at) {
            match byte {
                b'"' => at = string_end(rest, at + 1),
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' if depth == 0 => return &rest[..at],
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            at += 1;
            if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
                break;
            }
        }
        &rest[..at.min(rest.len())]
    }
}

/// Where a string ends whose first character is at a place of a text.
#[inline]
fn string_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len() {
        at += special(&text[at..]);
        match text.get(at) {
            Some(b'\\') => at += 2,
            _ => break,
        }
    }
    at
}

/// The length of a literal that a text starts with.
#[inline]
fn literal(text: &[u8], literal: &[u8]) -> Option<usize> {
    text.starts_with(literal).then_some(literal.len())
}

/// The length of the number that a text starts with, by the grammar of JSON.
#[inline]
fn number(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let start = usize::from(text.first() == Some(&b'-'));
    let mut at = start
        + match text.get(start) {
            Some(b'0') => 1,
            _ => digits(start),
        };
    if at == start {
        return None;
    }
    if text.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        at += 1 + fraction;
        if fraction == 0 {
            return None;
        }
    }
    if let Some(b'e' | b'E') = text.get(at) {
        let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        at += 1 + sign + exponent;
        if exponent == 0 {
            return None;
        }
    }
    Some(at)
}

/// Reads the digits that a text starts with behind others, as many as can be exact and one more; gives their number too.
#[inline]
fn leading_digits(text: &[u8], before: u64) -> (u64, usize) {
    let (mut value, mut count) = (before, 0);
    for byte in text.iter().take(EXACT_DIGITS + 1) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(digit.into());
        count += 1;
    }
    (value, count)
}

/// How many bytes of a text come before the first quote or backslash.
#[inline]
fn special(text: &[u8]) -> usize {
    const BLOCK: usize = 16;
    let is_special = |byte: u8| matches!(byte, b'"' | b'\\');
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    for (number, block) in blocks.iter().enumerate() {
        // A byte for each, all bits set where it is found: compilers compare a whole block at once.
        let found = block.map(|byte| if is_special(byte) { 0xFF } else { 0 });
        if found != [0; BLOCK] {
            return number * BLOCK + u128::from_le_bytes(found).trailing_zeros() as usize / 8;
        }
    }
    let place = rest.iter().position(|byte| is_special(*byte));
    text.len() - rest.len() + place.unwrap_or(rest.len())
}

#[inline]
fn utf8(bytes: &[u8]) -> Result<&str, SerdeError> {
    std::str::from_utf8(bytes).map_err(|error| SerdeError::invalid_input(error.to_string()))
}
