//! The JSON parser, which refuses duplicate keys.
//!
//! `serde_json` silently keeps the last of two equal keys, so that half of a model could be lost. This parser refuses
//! the second key, and reports its place. It knows nothing of the meaning of keys.

use std::{cell::RefCell, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::json::pointer_to;
use crate::Error;

/// Reads a file's text.
///
/// # Errors
///
/// The text is not JSON, or an object has a key twice.
pub(super) fn parse(text: &[u8]) -> Result<Value, Error> {
    let duplicate = RefCell::default();
    let root = Spot {
        steps: &Step::Root,
        duplicate: &duplicate,
    };
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let parsed = root
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    let error = match parsed {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    Err(match duplicate.into_inner() {
        Some(Duplicate { key, pointer }) => Error::new(
            format!(
                "the key `{key}` stands twice in one object, the second time in line {}, column {}",
                error.line(),
                error.column()
            ),
            "take one of the two away, or give it another name: one of them would be lost",
        )
        .at(pointer),
        None => Error::new(
            format!("this is not JSON: {error}"),
            "fetch the file again: it is damaged, cut off, or of another format",
        ),
    })
}

/// A duplicate key, and its place.
struct Duplicate {
    key: String,
    pointer: String,
}

/// The path to a value, kept on the stack: the parser bounds its depth.
enum Step<'p> {
    Root,
    Key(&'p Step<'p>, &'p str),
    Index(&'p Step<'p>, usize),
}

impl Step<'_> {
    fn pointer(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Key(parent, key) => pointer_to(&parent.pointer(), key),
            Self::Index(parent, index) => format!("{}/{index}", parent.pointer()),
        }
    }
}

/// Reads the value at one place.
#[derive(Clone, Copy)]
struct Spot<'p> {
    steps: &'p Step<'p>,
    duplicate: &'p RefCell<Option<Duplicate>>,
}

impl<'de> DeserializeSeed<'de> for Spot<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Spot<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let steps = Step::Index(self.steps, list.len());
            let item = Spot { steps: &steps, ..self };
            match items.next_element_seed(item)? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let steps = Step::Key(self.steps, &key);
            if object.contains_key(&key) {
                let pointer = steps.pointer();
                *self.duplicate.borrow_mut() = Some(Duplicate { key, pointer });
                return Err(A::Error::custom("a key stands twice"));
            }
            let value = entries.next_value_seed(Spot { steps: &steps, ..self })?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_serde_json_makes_of_them() {
        let text = r#" {"a": [1, -2, 18446744073709551615, 1.5e3, true, null, "\u00e4\n"], "b": {"": {}}} "#;
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(parse(text.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn a_second_key_is_refused_wherever_it_stands() {
        let deep = "{\"a\": [{}, {\"b/c\": {\n \"x\": 1, \"y\": 2,\n \"x\": 1}}]}";
        let error = parse(deep.as_bytes()).unwrap_err();
        assert_eq!(error.diagnostic().pointer.as_deref(), Some("/a/1/b~1c/x"));
        assert!(
            error
                .to_string()
                .contains("`x` stands twice in one object, the second time in line 3")
        );
        let escaped = parse(br#"{"ab": 1, "\u0061b": 2}"#).unwrap_err();
        assert_eq!(escaped.diagnostic().pointer.as_deref(), Some("/ab"));
    }

    #[test]
    fn what_follows_the_value_is_refused() {
        assert!(parse(b"{} {}").unwrap_err().to_string().contains("this is not JSON"));
    }
}
