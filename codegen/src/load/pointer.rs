//! The place of a value in the text of a file of JSON, for errors that know its pointer. The text is known to be JSON;
//! where it is none after all, the nearest place before is found.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The bytes of the value that a pointer leads to; of its key, where the value is an object or an array.
pub(super) fn find(text: &str, pointer: &str) -> Range<usize> {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
    };
    scanner.skip_space();
    let mut found = scanner.at..scanner.at + 1;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let Some(place) = scanner.enter(text, &step) else { break };
        found = place;
    }
    found
}

/// The bytes of the values that pointers lead to, as [`find`] has them, in one pass; none for what is not there.
pub(super) fn find_all<'p>(text: &str, pointers: &BTreeSet<&'p str>) -> BTreeMap<&'p str, Range<usize>> {
    let mut wanted = Wanted::default();
    for pointer in pointers {
        let mut node = &mut wanted;
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            node = node.below.entry(step).or_default();
        }
        node.pointer = Some(pointer);
    }
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
    };
    scanner.skip_space();
    let mut found = BTreeMap::new();
    scanner.collect(text, &wanted, &mut found);
    found
}

/// The pointers that are looked for, step by step.
#[derive(Default)]
struct Wanted<'p> {
    pointer: Option<&'p str>,
    below: BTreeMap<String, Wanted<'p>>,
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scanner<'_> {
    /// Goes through a value, and notes the places of what is wanted in it; as deep as the longest pointer.
    fn collect<'p>(
        &mut self,
        text: &str,
        wanted: &Wanted<'p>,
        found: &mut BTreeMap<&'p str, Range<usize>>,
    ) -> Option<()> {
        let opening = self.byte()?;
        if wanted.below.is_empty() || !matches!(opening, b'{' | b'[') {
            return self.skip_value();
        }
        self.at += 1;
        for index in 0_usize.. {
            self.skip_space();
            if matches!(self.byte()?, b'}' | b']') {
                break;
            }
            let (step, key) = match opening {
                b'{' => {
                    let key = self.string()?;
                    self.skip_space();
                    self.at += 1;
                    self.skip_space();
                    (serde_json::from_str(&text[key.clone()]).ok()?, key)
                }
                _ => (index.to_string(), self.at..self.at + 1),
            };
            match wanted.below.get(&step) {
                None => self.skip_value()?,
                Some(node) => {
                    let place = self.place().unwrap_or(key);
                    found.extend(node.pointer.map(|pointer| (pointer, place)));
                    self.collect(text, node, found)?;
                }
            }
            self.skip_space();
            if self.byte()? == b',' {
                self.at += 1;
            }
        }
        self.at += 1;
        Some(())
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.byte().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Goes to what stands under a key or an index, and tells its place.
    fn enter(&mut self, text: &str, step: &str) -> Option<Range<usize>> {
        let opening = self.byte()?;
        self.at += 1;
        match opening {
            b'{' => loop {
                self.skip_space();
                let key = self.string()?;
                self.skip_space();
                self.at += 1;
                self.skip_space();
                let is_wanted = serde_json::from_str::<String>(&text[key.clone()]).is_ok_and(|it| it == step);
                if is_wanted {
                    return Some(self.place().unwrap_or(key));
                }
                self.next_value()?;
            },
            b'[' => {
                for _ in 0..step.parse::<usize>().ok()? {
                    self.skip_space();
                    self.next_value()?;
                }
                self.skip_space();
                Some(self.place().unwrap_or(self.at..self.at + 1))
            }
            _ => None,
        }
    }

    /// The place of a value that is no object and no array.
    fn place(&self) -> Option<Range<usize>> {
        let mut ahead = Scanner {
            bytes: self.bytes,
            at: self.at,
        };
        match self.byte()? {
            b'{' | b'[' => None,
            _ => {
                ahead.skip_value()?;
                Some(self.at..ahead.at)
            }
        }
    }

    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if self.byte()? != b'"' {
            return None;
        }
        self.at += 1;
        loop {
            match self.byte()? {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return Some(start..self.at);
                }
                _ => self.at += 1,
            }
        }
    }

    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.byte()? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => return Some(()),
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' if depth > 0 => self.at += 1,
                b',' => return Some(()),
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => {
                    while self.byte().is_some_and(|byte| !matches!(byte, b',' | b'}' | b']')) && !self.at_space() {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn at_space(&self) -> bool {
        self.byte().is_some_and(|byte| byte.is_ascii_whitespace())
    }

    /// Skips a value, and the comma after it; nothing follows the last one.
    fn next_value(&mut self) -> Option<()> {
        self.skip_value()?;
        self.skip_space();
        if self.byte()? != b',' {
            return None;
        }
        self.at += 1;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#" {"a": [1, {"x,}": true}, "\"]"], "b/~": {"c": -1.5e3}, "d": []}"#;

    #[test]
    fn pointers_lead_to_values_and_to_the_keys_of_containers() {
        for (pointer, found) in [
            ("", "{"),
            ("/a", "\"a\""),
            ("/a/0", "1"),
            ("/a/1", "{"),
            ("/a/1/x,}", "true"),
            ("/a/2", r#""\"]""#),
            ("/b~1~0/c", "-1.5e3"),
            ("/d", "\"d\""),
        ] {
            assert_eq!(&TEXT[find(TEXT, pointer)], found, "{pointer}");
        }
    }

    #[test]
    fn all_pointers_are_found_in_one_pass() {
        let pointers = ["/a", "/a/0", "/a/1", "/a/1/x,}", "/a/2", "/b~1~0/c", "/d", "/z", "/a/7"];
        let found = find_all(TEXT, &pointers.into());
        for pointer in pointers {
            let one = found.get(pointer).cloned();
            let is_there = !matches!(pointer, "/z" | "/a/7");
            assert_eq!(one, is_there.then(|| find(TEXT, pointer)), "{pointer}");
        }
        for text in ["", "{", "[1", "{\"a\"", "{\"a\":\"\\", "1", "[,,]", "{1:2}"] {
            find_all(text, &["/a/0"].into());
        }
    }

    #[test]
    fn what_is_not_there_is_found_as_near_as_can_be() {
        assert_eq!(&TEXT[find(TEXT, "/b~1~0/z")], "\"b/~\"");
        assert_eq!(&TEXT[find(TEXT, "/a/7")], "\"a\"");
        for text in ["", "{", "[1", "{\"a\"", "{\"a\":\"\\", "1"] {
            find(text, "/a/0");
        }
    }
}
