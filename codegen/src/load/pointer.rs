//! The place of a value in the text of a JSON file, for errors with a pointer. Where the text is not JSON after all, it
//! is the nearest place before.

use std::{collections::BTreeMap, ops::Range};

/// The bytes of the value at a pointer; of its key, where the value is an object or an array.
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

/// The place of a pointer, and true where it is that of the value itself, not of the nearest one before it.
pub(super) type Found = (Range<usize>, bool);

/// The places of many pointers, as [`find`] has them, in one walk through the text.
pub(super) fn find_all(text: &str, pointers: &[&str]) -> Vec<Found> {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
    };
    scanner.skip_space();
    let root = scanner.at..scanner.at + 1;
    let mut found = vec![(root, false); pointers.len()];
    let steps = |pointer: &&str| -> Vec<String> {
        let steps = pointer.split('/').skip(1);
        steps.map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
    };
    let steps: Vec<Vec<String>> = pointers.iter().map(steps).collect();
    let all: Vec<usize> = (0..pointers.len()).collect();
    scanner.visit(text, (&steps, 0), &all, &mut found);
    found
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scanner<'_> {
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.byte().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Visits the value here, and records the places of those pointers that lead through it.
    fn visit(
        &mut self,
        text: &str,
        (steps, depth): (&[Vec<String>], usize),
        pointers: &[usize],
        found: &mut [Found],
    ) -> Option<()> {
        let mut wanted = BTreeMap::<&str, Vec<usize>>::new();
        for &pointer in pointers {
            match steps[pointer].get(depth) {
                Some(step) => wanted.entry(step).or_default().push(pointer),
                None => found[pointer].1 = true,
            }
        }
        let opening = self.byte()?;
        if wanted.is_empty() || !matches!(opening, b'{' | b'[') {
            return self.skip_value();
        }
        self.at += 1;
        for index in 0.. {
            self.skip_space();
            if matches!(self.byte()?, b'}' | b']') {
                self.at += 1;
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
            match wanted.remove(step.as_str()) {
                Some(inside) => {
                    let place = self.place().unwrap_or(key);
                    inside.iter().for_each(|&pointer| found[pointer].0 = place.clone());
                    self.visit(text, (steps, depth + 1), &inside, found)?;
                }
                None => self.skip_value()?,
            }
            self.skip_space();
            if self.byte()? == b',' {
                self.at += 1;
            }
        }
        Some(())
    }

    /// Goes to the value of a key or an index, and returns its place.
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

    /// The place of a value that is neither an object nor an array.
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
    fn many_pointers_are_found_in_one_walk() {
        let pointers = [
            "/d", "/a/2", "", "/b~1~0/z", "/a", "/a/1/x,}", "/a/7", "/a/1", "/b~1~0/c", "/d",
        ];
        let found = find_all(TEXT, &pointers);
        for (pointer, (range, is_exact)) in pointers.iter().zip(found) {
            assert_eq!(range, find(TEXT, pointer), "{pointer}");
            assert_eq!(is_exact, !matches!(*pointer, "/b~1~0/z" | "/a/7"), "{pointer}");
        }
        for text in ["", "{", "[1", "{\"a\"", "{\"a\":\"\\", "1", "{\"a\": [1 2]}"] {
            find_all(text, &["/a/0", ""]);
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
