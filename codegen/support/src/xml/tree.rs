//! The elements of an XML document, found in one pass over its text. Nothing here knows a schema.
//!
//! Only documents as services send them are taken: elements, attributes and text, whole and well-formed. Whatever has
//! more to it (comments, CDATA, instructions, a document type, names beyond ASCII) is left to the runtime's reader.

/// A document: its elements, each before those in it.
#[derive(Debug)]
pub struct Tree<'a> {
    text: &'a str,
    elements: Vec<Element>,
}

/// An element, by places in the text.
#[derive(Debug)]
struct Element {
    /// Where the start tag is.
    start: u32,
    /// Where the name is, behind its prefix, and where it ends.
    name: (u32, u32),
    /// What stands between the tags.
    content: (u32, u32),
    /// The number of the first element behind this one and all in it.
    next: u32,
}

impl<'a> Tree<'a> {
    /// Finds the elements of a document; none where it has more to it than these.
    #[inline]
    pub fn of(body: &'a [u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        u32::try_from(body.len()).ok()?;
        let mut tree = Self {
            text,
            elements: Vec::with_capacity(body.len() / 64),
        };
        let end = tree.fill(prolog(body)?)?;
        body[end..].iter().all(|byte| is_space(*byte)).then_some(tree)
    }

    /// Takes elements up to the end of the first one, and returns the place behind it.
    #[inline]
    fn fill(&mut self, mut at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut open: Vec<usize> = Vec::new();
        loop {
            if bytes.get(at + 1)? == &b'/' {
                let next = self.elements.len() as u32;
                let element = &mut self.elements[open.pop()?];
                let name = &bytes[element.start as usize + 1..element.name.1 as usize];
                element.content.1 = at as u32;
                at = spaces(bytes, at + 2 + bytes[at + 2..].starts_with(name).then_some(name.len())?);
                if bytes.get(at)? != &b'>' {
                    return None;
                }
                element.next = next;
                at += 1;
            } else {
                let (element, is_empty) = start_tag(bytes, at, self.elements.len() as u32)?;
                at = element.content.0 as usize;
                self.elements.push(element);
                if !is_empty {
                    open.push(self.elements.len() - 1);
                }
            }
            if open.is_empty() {
                return Some(at);
            }
            at = text_end(bytes, at)?;
        }
    }

    /// The name of an element, without its prefix.
    #[inline]
    pub fn name(&self, element: usize) -> &'a str {
        let (start, end) = self.elements[element].name;
        &self.text[start as usize..end as usize]
    }

    /// The elements that stand in another one.
    #[inline]
    pub fn within(&self, element: usize) -> impl Iterator<Item = usize> + use<'_> {
        let end = self.elements[element].next as usize;
        let first = Some(element + 1).filter(|first| *first < end);
        std::iter::successors(first, move |last| {
            Some(self.elements[*last].next as usize).filter(|next| *next < end)
        })
    }

    /// The number of the element behind one and all in it.
    #[inline]
    pub fn behind(&self, element: usize) -> usize {
        self.elements[element].next as usize
    }

    /// The text of an element, as it stands there, up to the first element in it; none where it starts with one.
    #[inline]
    pub fn text(&self, element: usize) -> Option<&'a str> {
        let Element { content, next, .. } = self.elements[element];
        let (start, mut end) = (content.0 as usize, content.1 as usize);
        if next as usize > element + 1 {
            end = self.elements[element + 1].start as usize;
            if start == end {
                return None;
            }
        }
        Some(&self.text[start..end])
    }

    /// The value of an attribute; its prefix counts where one is asked for.
    #[inline]
    pub fn attribute(&self, element: usize, asked: &str) -> Option<&'a str> {
        let Element { name, content, .. } = &self.elements[element];
        let tag = &self.text[name.1 as usize..content.0 as usize];
        let mut at = 0;
        while let Some((name, value, end)) = attribute(tag.as_bytes(), at) {
            let (prefix, local) = tag[name.0..name.1]
                .split_once(':')
                .unwrap_or(("", &tag[name.0..name.1]));
            let is_asked = match asked.split_once(':') {
                Some(asked) => asked == (prefix, local),
                None => asked == local,
            };
            if is_asked {
                return Some(&tag[value.0..value.1]);
            }
            at = end;
        }
        None
    }

    /// True where the start tag of an element has room for attributes.
    #[inline]
    pub fn has_attributes(&self, element: usize) -> bool {
        let Element { name, content, .. } = &self.elements[element];
        content.0 - name.1 > 2
    }
}

#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The first place from one on without white space.
#[inline]
fn spaces(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| is_space(**byte)).count()
}

/// The place of the root, behind the declaration that a document may start with.
#[inline]
fn prolog(bytes: &[u8]) -> Option<usize> {
    const KNOWN: [&[u8]; 3] = [
        br#"<?xml version="1.0" encoding="UTF-8"?>"#,
        br#"<?xml version="1.0" encoding="utf-8"?>"#,
        br#"<?xml version="1.0"?>"#,
    ];
    let declared = KNOWN.iter().find(|known| bytes.starts_with(known));
    let at = spaces(bytes, declared.map_or(0, |known| known.len()));
    (bytes.get(at) == Some(&b'<')).then_some(at)
}

/// The length of a name with a prefix or without, and where its last part starts.
#[inline]
fn name(bytes: &[u8]) -> Option<(usize, usize)> {
    let is_start = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    let (mut local, mut length) = (0, 0);
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' => {}
            b':' if local == 0 && length > 0 => local = length + 1,
            _ => break,
        }
        length += 1;
    }
    (is_start(bytes.first()) && is_start(bytes.get(local)) && local < length).then_some((local, length))
}

/// The element of a number that starts at a place, and whether it ends there, too.
#[inline]
fn start_tag(bytes: &[u8], start: usize, number: u32) -> Option<(Element, bool)> {
    let (local, length) = name(&bytes[start + 1..])?;
    let name_end = start + 1 + length;
    let mut at = name_end;
    while let Some((_, _, end)) = attribute(bytes, at) {
        at = end;
    }
    at = spaces(bytes, at);
    let is_empty = bytes.get(at)? == &b'/';
    at += usize::from(is_empty);
    if bytes.get(at)? != &b'>' {
        return None;
    }
    let content = at as u32 + 1;
    let element = Element {
        start: start as u32,
        name: ((start + 1 + local) as u32, name_end as u32),
        content: (content, content),
        next: number + 1,
    };
    Some((element, is_empty))
}

/// The places of a name, of its value, and the place behind both.
type Attribute = ((usize, usize), (usize, usize), usize);

/// The attribute behind the white space at a place of a tag.
#[inline]
fn attribute(bytes: &[u8], at: usize) -> Option<Attribute> {
    let start = spaces(bytes, at);
    if start == at {
        return None;
    }
    let end = start + name(&bytes[start..])?.1;
    let quote = match bytes[end..] {
        [b'=', quote @ (b'"' | b'\''), ..] => quote,
        _ => return None,
    };
    let value = end + 2;
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'&');
    let length = bytes[value..]
        .iter()
        .take_while(|byte| is_plain(byte) && **byte != quote)
        .count();
    let close = value + length;
    (bytes.get(close) == Some(&quote)).then_some(((start, end), (value, close), close + 1))
}

/// The place of the next tag, where the text before it is one that XML allows.
#[inline]
fn text_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes[at..].iter().take_while(|byte| PLAIN[usize::from(**byte)]).count();
        match bytes[at..] {
            [b'<', ..] => return Some(at),
            [b']', b']', b'>', ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => return None,
            [b']' | 0xEF, ..] => at += 1,
            _ => return None,
        }
    }
}

/// The bytes that may stand in text, and need no second look.
static PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 0x20 {
        plain[byte] = is_space_of(byte);
        byte += 1;
    }
    plain[b'<' as usize] = false;
    plain[b']' as usize] = false;
    plain[0xEF] = false;
    plain
};

#[inline]
const fn is_space_of(byte: usize) -> bool {
    matches!(byte, 0x09 | 0x0A | 0x0D)
}
