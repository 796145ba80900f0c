//! Documents of CBOR: rpcv2Cbor.

use aws_smithy_types::base64;
use ciborium::Value as Item;
use codegen::ir::{Kind, Member, Service, ShapeId};
use serde_json::{Map, Value, json};

/// The tag of seconds since 1970 began.
const EPOCH: u64 = 1;

/// A document's bytes.
pub fn bytes(item: &Item) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(item, &mut bytes).expect("a vector takes all that is written");
    bytes
}

/// A structure as it is written. What the model does not have is sent as JSON would be.
pub fn structure(service: &Service, members: &[Member], value: &Value) -> Item {
    let Value::Object(there) = value else {
        return plain(value);
    };
    let entry = |(name, value): (&String, &Value)| {
        let member = members.iter().find(|member| member.name == *name);
        let name = member
            .and_then(|member| member.traits.wire_name.as_ref())
            .unwrap_or(name);
        let item = member.map_or_else(|| plain(value), |member| written(service, member.target, value));
        (Item::Text(name.clone()), item)
    };
    Item::Map(there.iter().map(entry).collect())
}

fn written(service: &Service, id: ShapeId, value: &Value) -> Item {
    match (&service.shapes[id].kind, value) {
        (Kind::Timestamp, Value::Number(micros)) => {
            let micros = micros.as_i64().unwrap_or_default();
            let seconds = match micros % 1_000_000 {
                0 => Item::Integer((micros / 1_000_000).into()),
                _ => Item::Float(micros as f64 / 1e6),
            };
            Item::Tag(EPOCH, Box::new(seconds))
        }
        (Kind::Blob, Value::String(text)) => Item::Bytes(base64::decode(text).unwrap_or_default()),
        (Kind::Float | Kind::Double, Value::String(text)) => Item::Float(text.parse().unwrap_or(f64::NAN)),
        (Kind::Float | Kind::Double, Value::Number(number)) => Item::Float(number.as_f64().unwrap_or_default()),
        (Kind::List(element), Value::Array(items)) => {
            let items = items.iter().map(|item| written(service, element.target, item));
            Item::Array(items.collect())
        }
        (Kind::Map(_, entry), Value::Object(entries)) => {
            let entry =
                |(key, value): (&String, &Value)| (Item::Text(key.clone()), written(service, entry.target, value));
            Item::Map(entries.iter().map(entry).collect())
        }
        (Kind::Structure(members) | Kind::Union(members), value) => structure(service, members, value),
        _ => plain(value),
    }
}

fn plain(value: &Value) -> Item {
    match value {
        Value::Null => Item::Null,
        Value::Bool(it) => Item::Bool(*it),
        Value::String(text) => Item::Text(text.clone()),
        Value::Array(items) => Item::Array(items.iter().map(plain).collect()),
        Value::Object(members) => {
            let members = members.iter();
            Item::Map(
                members
                    .map(|(name, value)| (Item::Text(name.clone()), plain(value)))
                    .collect(),
            )
        }
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => Item::Integer(number.into()),
            (None, Some(number)) => Item::Integer(number.into()),
            (None, None) => Item::Float(number.as_f64().unwrap_or_default()),
        },
    }
}

/// The value of a document, by the names of the model; none if it is no CBOR.
pub fn read(service: &Service, id: ShapeId, body: &[u8]) -> Option<Value> {
    let mut rest = body;
    let item = ciborium::from_reader(&mut rest).ok()?;
    rest.is_empty().then(|| named(service, id, item))
}

/// A value in the form of cases. What is of another type than the shape says carries its own.
fn named(service: &Service, id: ShapeId, item: Item) -> Value {
    match (&service.shapes[id].kind, item) {
        (Kind::Timestamp, Item::Tag(EPOCH, seconds)) => match *seconds {
            Item::Float(seconds) => seconds.into(),
            other => typed(other),
        },
        (Kind::Blob, Item::Bytes(bytes)) => base64::encode(bytes).into(),
        (Kind::Float | Kind::Double, Item::Float(number)) if number.is_finite() => number.into(),
        (Kind::Float | Kind::Double, Item::Float(number)) => number.to_string().into(),
        (Kind::List(element), Item::Array(items)) => {
            let items = items.into_iter().map(|item| named(service, element.target, item));
            items.collect()
        }
        (Kind::Map(_, entry), Item::Map(entries)) => {
            let entry = |(key, item)| (text(key), named(service, entry.target, item));
            entries.into_iter().map(entry).collect::<Map<_, _>>().into()
        }
        (Kind::Structure(members) | Kind::Union(members), Item::Map(entries)) => {
            let member = |(key, item)| {
                let key = text(key);
                let wire_name = |member: &&Member| member.traits.wire_name.as_ref().unwrap_or(&member.name) == &key;
                match members.iter().find(wire_name) {
                    Some(member) => (member.name.clone(), named(service, member.target, item)),
                    None => (format!("\"{key}\""), typed(item)),
                }
            };
            entries.into_iter().map(member).collect::<Map<_, _>>().into()
        }
        // What stands where these are wanted is shown as what it is, so that none is taken for another.
        (Kind::Timestamp | Kind::Blob | Kind::Float | Kind::Double, other) => json!({ "item": format!("{other:?}") }),
        (_, item) => typed(item),
    }
}

fn text(key: Item) -> String {
    match key {
        Item::Text(key) => key,
        other => format!("{other:?}"),
    }
}

fn typed(item: Item) -> Value {
    match item {
        Item::Text(text) => text.into(),
        Item::Bool(it) => it.into(),
        Item::Null => Value::Null,
        Item::Integer(number) => {
            i64::try_from(number).map_or_else(|_| json!({ "integer": format!("{number:?}") }), Value::from)
        }
        other => json!({ "item": format!("{other:?}") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let service = crate::harness::tests::service("scalars");
        let input = service.operations[0].input.expect("isolation gave it one");
        let members = service.shapes[input].kind.members();
        let value = json!({ "double": "NaN", "float": 0.5, "long": i64::MIN, "blob": "AAE=", "timestamp": 1_500_000 });
        let mut expected = value.clone();
        expected["timestamp"] = 1.5.into();
        let body = bytes(&structure(&service, members, &value));
        assert_eq!(read(&service, input, &body), Some(expected));
    }

    #[test]
    fn what_is_of_another_type_is_not_taken_for_the_right_one() {
        let service = crate::harness::tests::service("scalars");
        let input = service.operations[0].input.expect("isolation gave it one");
        let body = |item: Item| bytes(&Item::Map(vec![(Item::Text("blob".into()), item)]));
        let read = |item: Item| read(&service, input, &body(item));
        let (right, wrong) = (read(Item::Bytes(vec![0])), read(Item::Text("AA==".into())));
        assert_eq!(right, Some(json!({ "blob": "AA==" })));
        assert!(wrong.is_some() && wrong != right, "{wrong:?}");
    }
}
