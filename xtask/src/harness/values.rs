//! Values: makes up, from a seed, what a shape of the model can hold.
//!
//! A value is JSON by the names of the model, whatever the protocol does with them: moments are microseconds since 1970
//! began, bytes are base64, and numbers that JSON lacks are text. Both sides of the comparison read that form. Where a
//! value stands matters only for what text can stand there: a header has no line feeds, and XML has no control characters.

use aws_smithy_types::base64;
use codegen::ir::{Binding, Kind, Member, Protocol, Service, ShapeId, Variant};
use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Containers nest no deeper than this, so that a recursive model ends.
const DEEPEST: usize = 6;

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the service: what nested structures require is always there, as no client builds them without.
    Sent,
    /// To the client: anything may be missing, null, or unknown to the model.
    Received,
}

/// Which members of a structure are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// As few as can be.
    None,
    /// Those that the model requires.
    Required,
    /// Those that chance picks; of those left out, a service may send some as null.
    Some,
    /// All of them.
    All,
}

/// The kind of values that members get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taste {
    /// Ordinary values, as users send them.
    Plain,
    /// The ends of every range: empty, least, greatest, unknown.
    Edge,
    /// Text that is hard to quote.
    Unicode,
    /// Any of these, by chance.
    Mixed,
}

/// The shape of the case at an index of an operation's row. The first ones are the same for every seed.
pub fn plan(index: usize) -> (Fill, Taste) {
    match index {
        0 => (Fill::None, Taste::Plain),
        1 => (Fill::Required, Taste::Plain),
        2 => (Fill::All, Taste::Plain),
        3 => (Fill::All, Taste::Edge),
        4 => (Fill::All, Taste::Unicode),
        5 => (Fill::Required, Taste::Edge),
        even if even % 2 == 0 => (Fill::Some, Taste::Mixed),
        _ => (Fill::All, Taste::Mixed),
    }
}

/// The part of a message that a text is for, which limits its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Any.
    Anywhere,
    /// Text in XML.
    Xml,
    /// A header's value.
    Header,
    /// A header's name.
    HeaderName,
    /// Any, but not none.
    Path,
    /// A host name.
    Host,
    /// JSON.
    Json,
}

/// Makes values up.
pub struct Values<'a> {
    service: &'a Service,
    rng: Rng,
    /// Where a body has its members.
    document: Place,
    place: Place,
    /// The member of an input that stands at a path of the rules of endpoints, which cannot do without it.
    root: Option<&'a str>,
    direction: Direction,
    fill: Fill,
    taste: Taste,
}

impl<'a> Values<'a> {
    /// Starts from a seed.
    pub fn new(service: &'a Service, seed: u64, direction: Direction, (fill, taste): (Fill, Taste)) -> Self {
        let rng = Rng::with_seed(seed);
        let document = match (service.spoken(), direction) {
            (Some(Protocol::RestXml), _) => Place::Xml,
            (Some(Protocol::AwsQuery | Protocol::Ec2Query), Direction::Received) => Place::Xml,
            _ => Place::Anywhere,
        };
        Self {
            service,
            rng,
            document,
            place: document,
            root: None,
            direction,
            fill,
            taste,
        }
    }

    /// A value of a structure that is not part of another.
    pub fn top(&mut self, id: ShapeId) -> Value {
        let operation = self
            .service
            .operations
            .iter()
            .find(|operation| operation.input == Some(id));
        let path = operation.and_then(|operation| operation.operation_context.first());
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        self.root = path.and_then(|param| {
            param
                .path
                .0
                .split(|c| !is_name(c))
                .find(|part| is_member(self.service, id, part))
        });
        self.structure(self.service.shapes[id].kind.members(), 0)
    }

    /// Text to the taste of the case, and to that of its place.
    pub fn text(&mut self) -> String {
        match self.place {
            Place::Anywhere => self.any_text(),
            Place::Xml => self.any_text().chars().filter(|c| is_xml(*c)).collect(),
            // Some clients take resources out of names that look like ARNs.
            Place::Path => match self.any_text() {
                text if text.is_empty() || text.starts_with("arn:") => "a".to_owned(),
                text => text,
            },
            Place::Header => self.pick(HEADERS).to_owned(),
            Place::HeaderName => self.pick(HEADER_NAMES).to_owned(),
            Place::Host => self.pick(HOSTS).to_owned(),
            Place::Json => self.pick(JSON).to_owned(),
        }
    }

    fn any_text(&mut self) -> String {
        match self.taste() {
            Taste::Plain => self.pick(PLAIN).to_owned(),
            Taste::Edge => self.edge_text(),
            Taste::Unicode | Taste::Mixed => self.pick(UNICODE).to_owned(),
        }
    }

    /// Where a member of an input or an output stands.
    fn place(&self, member: &Member) -> Place {
        let traits = &member.traits;
        let binds = self
            .service
            .spoken()
            .is_some_and(|protocol| protocol.rules().binds_http);
        match &traits.binding {
            // The rules of endpoints want what a name of a host can hold, too.
            _ if traits.host_label || traits.context_param.is_some() => Place::Host,
            Binding::Header(_) if binds && traits.json_value => Place::Json,
            Binding::Header(_) | Binding::PrefixHeaders(_) if binds => Place::Header,
            Binding::Label(_) | Binding::QueryParams if binds => Place::Path,
            // A call ends before anything is sent where a required part of the query string is empty.
            Binding::Query(_) if binds && traits.required => Place::Path,
            Binding::Query(_) if binds => Place::Anywhere,
            _ => self.document,
        }
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.rng.usize(..from.len())]
    }

    fn taste(&mut self) -> Taste {
        match self.taste {
            Taste::Mixed => self.pick(&[Taste::Plain, Taste::Edge, Taste::Unicode]),
            other => other,
        }
    }

    fn structure(&mut self, members: &[Member], depth: usize) -> Value {
        let mut there = Map::new();
        for member in members {
            if depth == 0 {
                self.place = self.place(member);
            }
            if self.is_there(member, depth) {
                let value = match member.traits.binding {
                    Binding::StatusCode => self.pick(&[200, 201, 299]).into(),
                    _ => self.value(member.target, depth + 1),
                };
                there.insert(member.name.clone(), value);
            } else if self.fill == Fill::Some && self.direction == Direction::Received && self.rng.bool() {
                there.insert(member.name.clone(), Value::Null);
            }
        }
        if self.fill == Fill::Some && self.direction == Direction::Received {
            there.insert("aMemberOfTomorrow".into(), self.unknown());
        }
        Value::Object(there)
    }

    fn is_there(&mut self, member: &Member, depth: usize) -> bool {
        let required = member.traits.required;
        // A path, a host and the rules of endpoints cannot do without their parts, nor can builders of structures.
        let is_part = matches!(self.place, Place::Path | Place::Host) && member.traits.binding != Binding::QueryParams;
        let is_part = is_part || self.root == Some(&member.name);
        if self.direction == Direction::Sent && (depth == 0 && is_part || depth > 0 && required) {
            return true;
        }
        if depth >= DEEPEST && is_container(&self.service.shapes[member.target].kind) {
            return false;
        }
        match self.fill {
            Fill::None => false,
            Fill::Required => required,
            Fill::Some => self.rng.bool(),
            Fill::All => true,
        }
    }

    /// A member that the model does not have, of any form.
    fn unknown(&mut self) -> Value {
        let text = self.text();
        self.rng
            .choice([
                json!(text),
                json!({"nested": [{"deeper": [1, 2.5, null, {}]}], "text": text}),
                json!([[], [null], "]}"]),
                json!(-1.5e300),
                json!(null),
                json!(false),
            ])
            .unwrap_or_default()
    }

    fn value(&mut self, id: ShapeId, depth: usize) -> Value {
        let shape = &self.service.shapes[id];
        match &shape.kind {
            Kind::Blob => self.blob(),
            Kind::Boolean => self.rng.bool().into(),
            Kind::Byte => self.whole(i64::from(i8::MIN), i64::from(i8::MAX)),
            Kind::Short => self.whole(i64::from(i16::MIN), i64::from(i16::MAX)),
            Kind::Integer => self.whole(i64::from(i32::MIN), i64::from(i32::MAX)),
            Kind::Long | Kind::BigInteger => self.whole(i64::MIN, i64::MAX),
            Kind::Float => self.float(FLOATS, f64::from(f32::MIN), f64::from(f32::MAX)),
            Kind::Double => self.float(DOUBLES, f64::MIN, f64::MAX),
            Kind::BigDecimal => self.pick(FLOATS).into(),
            Kind::String => self.text().into(),
            Kind::Enum(variants) => self.variant(variants).into(),
            Kind::IntEnum(variants) => self.variant(variants).parse().unwrap_or(i32::MAX).into(),
            Kind::Timestamp => self.moment(),
            Kind::Document => self.unknown(),
            Kind::List(element) => {
                let element = element.target;
                let count = self.count(depth);
                let nulls = shape.traits.sparse || self.may_send_null(element);
                (0..count).map(|_| self.element(element, nulls, depth)).collect()
            }
            Kind::Map(key, entry) => self.map(key.target, entry.target, shape.traits.sparse, depth),
            Kind::Structure(members) => self.structure(members, depth),
            Kind::Union(members) => self.union(members, depth),
        }
    }

    fn map(&mut self, key: ShapeId, entry: ShapeId, sparse: bool, depth: usize) -> Value {
        let count = self.count(depth);
        let nulls = sparse || self.may_send_null(entry);
        let mut entries = Map::new();
        for _ in 0..count {
            let key = match (&self.service.shapes[key].kind, self.place) {
                (_, Place::Header) => self.header_name(),
                (Kind::Enum(variants), _) => self.variant(variants),
                _ => self.text(),
            };
            entries.insert(key, self.element(entry, nulls, depth));
        }
        Value::Object(entries)
    }

    fn header_name(&mut self) -> String {
        self.place = Place::HeaderName;
        let name = self.text();
        self.place = Place::Header;
        name
    }

    fn element(&mut self, id: ShapeId, nulls: bool, depth: usize) -> Value {
        if nulls && self.fill == Fill::Some && self.rng.u8(..8) == 0 {
            return Value::Null;
        }
        self.value(id, depth + 1)
    }

    /// Tells whether the service may send null as an element: botocore only accepts it among elements of some kinds.
    fn may_send_null(&self, element: ShapeId) -> bool {
        let kind = &self.service.shapes[element].kind;
        let survives = match kind {
            Kind::Timestamp | Kind::Blob | Kind::List(_) | Kind::Map(..) | Kind::Union(_) => false,
            Kind::String | Kind::Enum(_) | Kind::Structure(_) | Kind::Document => true,
            _ => self.service.spoken() != Some(Protocol::RestJson1),
        };
        self.place == Place::Anywhere && self.direction == Direction::Received && survives
    }

    /// How many elements a container has.
    fn count(&mut self, depth: usize) -> usize {
        match (self.fill, self.taste()) {
            _ if depth >= DEEPEST => 0,
            (Fill::None, _) => 0,
            (_, Taste::Edge) => self.pick(&[0, 0, 1]),
            _ => self.rng.usize(1..4),
        }
    }

    /// One member of a union; near the deepest level one that holds no others, if there is such.
    fn union(&mut self, members: &[Member], depth: usize) -> Value {
        let flat = |member: &&Member| !is_container(&self.service.shapes[member.target].kind);
        let flat: Vec<&Member> = members.iter().filter(flat).collect();
        let choice = if depth + 1 >= DEEPEST && !flat.is_empty() {
            flat
        } else {
            members.iter().collect()
        };
        let unknown = self.direction == Direction::Received && self.fill == Fill::Some && self.rng.u8(..4) == 0;
        if choice.is_empty() || unknown {
            return json!({ "aMemberOfTomorrow": {} });
        }
        let member = self.pick(&choice);
        json!({ (&member.name): self.value(member.target, depth + 1) })
    }

    fn variant(&mut self, variants: &[Variant]) -> String {
        if self.taste() == Taste::Edge || variants.is_empty() {
            let unknown: &[&str] = match self.place {
                Place::Anywhere | Place::Xml => &["", "A VALUE OF TOMORROW", "unknown"],
                _ => &["A-VALUE-OF-TOMORROW", "unknown"],
            };
            return self.pick(unknown).to_owned();
        }
        variants[self.rng.usize(..variants.len())].value.clone()
    }

    fn edge_text(&mut self) -> String {
        match self.rng.u8(..4) {
            0 | 1 => String::new(),
            2 => " ".to_owned(),
            _ => "a".repeat(2000),
        }
    }

    fn whole(&mut self, min: i64, max: i64) -> Value {
        match self.taste() {
            Taste::Edge => self.pick(&[min, max, 0, -1, min + 1, max - 1]).into(),
            _ => self.rng.i64(min.max(-1000)..max.min(1000)).into(),
        }
    }

    fn float(&mut self, plain: &[f64], min: f64, max: f64) -> Value {
        match self.taste() {
            Taste::Edge => match self.rng.u8(..6) {
                0 => "NaN".into(),
                1 => "Infinity".into(),
                2 => "-Infinity".into(),
                3 => min.into(),
                4 => max.into(),
                _ => self.pick(&[0.0, -0.0, f64::from(f32::MIN_POSITIVE)]).into(),
            },
            _ => self.pick(plain).into(),
        }
    }

    fn blob(&mut self) -> Value {
        let count = match self.taste() {
            Taste::Edge => self.pick(&[0, 0, 1, 5000]),
            _ => self.rng.usize(1..40),
        };
        let bytes: Vec<u8> = (0..count).map(|_| self.rng.u8(..)).collect();
        base64::encode(bytes).into()
    }

    fn moment(&mut self) -> Value {
        match self.taste() {
            Taste::Edge => self.pick(MOMENTS).into(),
            // Within a century of 1970 a double holds every microsecond.
            _ => {
                let seconds = self.rng.i64(-3_000_000_000..4_000_000_000);
                let micros = self.pick(&[0, 0, 500_000, 123_000, 123_456, 1, 999_999]);
                (seconds * 1_000_000 + micros).into()
            }
        }
    }
}

fn is_member(service: &Service, id: ShapeId, name: &str) -> bool {
    service.shapes[id]
        .kind
        .members()
        .iter()
        .any(|member| member.name == name)
}

/// Tells whether values of the kind contain others.
fn is_container(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::List(_) | Kind::Map(..) | Kind::Structure(_) | Kind::Union(_) | Kind::Document
    )
}

/// Tells whether XML 1.0 can represent the character.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

const HEADERS: &[&str] = &[
    "films",
    "",
    "a b; c=\"d\"",
    "one,two",
    "*/*",
    "~!@#$%^&()_+-=[]{}|:<>?/\\'",
    "Tue, 29 Apr 2014 18:30:38 GMT",
    "0",
];

const HEADER_NAMES: &[&str] = &["films", "x-a", "0", "a_b.c"];

const HOSTS: &[&str] = &["films", "123456789012", "a-b-1", "us-east-1"];

const JSON: &[&str] = &["{}", "{\"a\":[1,true,null,\"b\"]}", "\"text\"", "[]", "12"];

const PLAIN: &[&str] = &[
    "films",
    "arn:aws:personalize:us-east-1:123456789012:dataset/films/INTERACTIONS",
    "a b+c&d=e/f?g#h%20",
    "1",
    "true",
    "2018-05-22T00:00:00Z",
    "null",
];

const UNICODE: &[&str] = &[
    "🎬🇺🇦👩‍👩‍👧",
    "שלום עולם \u{202e}rtl\u{202c}",
    "\u{0}\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1b}\u{1f}\u{7f}\u{85}",
    "a\u{2028}b\u{2029}c\u{feff}",
    "\"",
    "'",
    "\\",
    "\\u0041\\\"\\n",
    "</script><!-- & -->",
    "e\u{301} é \u{fffd} \u{ffff} \u{10ffff}",
    "\u{d7ff}\u{e000}",
    " leading and trailing ",
];

/// Floats that 32 bits hold exactly.
const FLOATS: &[f64] = &[0.5, 1.0, -2.25, 100.0, 1048576.0, -0.000030517578125];

const DOUBLES: &[f64] = &[
    0.1,
    1.0,
    -2.5,
    1e21,
    1e-7,
    123456789.12345679,
    0.30000000000000004,
    5e-324,
    9007199254740993.0,
];

/// Moments at the ends: 1970, just before and after, the least and the last second that Python has, and of 32 bits.
const MOMENTS: &[i64] = &[
    0,
    1,
    -1,
    -500_000,
    -62_135_596_800_000_000,
    253_402_300_799_000_000,
    2_147_483_647_000_000,
    2_147_483_648_000_000,
    -2_147_483_649_000_000,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::tests::service;

    fn make(fixture: &str, seed: u64, direction: Direction, plan: (Fill, Taste)) -> Vec<Value> {
        let service = service(fixture);
        let inputs = service.operations.iter().filter_map(|operation| operation.input);
        inputs
            .map(|id| Values::new(&service, seed, direction, plan).top(id))
            .collect()
    }

    #[test]
    fn a_seed_gives_the_same_values_again_and_another_gives_others() {
        let values = |seed| make("scalars", seed, Direction::Sent, (Fill::All, Taste::Mixed));
        assert_eq!(values(1), values(1));
        assert_ne!(values(1), values(2));
    }

    #[test]
    fn the_fill_says_which_members_are_there() {
        let names = |direction, fill| {
            let value = make("required", 1, direction, (fill, Taste::Plain)).remove(0);
            let names = value.as_object().into_iter().flatten().map(|(name, _)| name.clone());
            names.collect::<Vec<_>>()
        };
        assert!(names(Direction::Sent, Fill::None).is_empty());
        let required = names(Direction::Sent, Fill::Required);
        let all = names(Direction::Sent, Fill::All);
        assert!(!required.is_empty() && required.iter().all(|name| all.contains(name)));
    }

    #[test]
    fn what_a_nested_structure_requires_is_sent_and_may_be_missing_when_received() {
        let service = service("required");
        let label = service.shapes.find("Label").expect("the fixture has it");
        let members = service.shapes[label].kind.members();
        let nested = |direction| Values::new(&service, 1, direction, (Fill::None, Taste::Plain)).structure(members, 1);
        let sent = nested(Direction::Sent);
        let required = members.iter().filter(|member| member.traits.required);
        assert!(required.clone().count() > 0);
        assert!(required.clone().all(|member| sent.get(&member.name).is_some()));
        assert_eq!(nested(Direction::Received), json!({}));
    }

    #[test]
    fn recursion_ends_and_unions_have_one_member() {
        fn depth(value: &Value) -> usize {
            let inner = match value {
                Value::Array(items) => items.iter().map(depth).max(),
                Value::Object(members) => members.values().map(depth).max(),
                _ => return 0,
            };
            1 + inner.unwrap_or_default()
        }
        for seed in 0..20 {
            let nodes = make("recursion", seed, Direction::Sent, (Fill::All, Taste::Plain));
            assert!(
                nodes.iter().all(|node| (2..=2 * DEEPEST).contains(&depth(node))),
                "{nodes:?}"
            );
            let service = service("unions");
            let id = service.shapes.find("Choice").expect("the fixture has it");
            let mut values = Values::new(&service, seed, Direction::Sent, (Fill::All, Taste::Plain));
            let choice = values.value(id, 1);
            assert_eq!(choice.as_object().map(Map::len), Some(1), "{choice}");
        }
    }

    #[test]
    fn only_a_received_value_has_members_of_tomorrow_and_nulls() {
        let text = |direction| -> String {
            let values = (0..20).flat_map(|seed| make("required", seed, direction, (Fill::Some, Taste::Plain)));
            values.map(|value| value.to_string()).collect()
        };
        assert!(!text(Direction::Sent).contains("aMemberOfTomorrow"));
        assert!(text(Direction::Received).contains("aMemberOfTomorrow"));
        assert!(text(Direction::Received).contains(":null"));
    }

    #[test]
    fn edges_are_met() {
        let values = (0..40).flat_map(|seed| make("scalars", seed, Direction::Sent, (Fill::All, Taste::Edge)));
        let text: String = values.map(|value| value.to_string()).collect();
        for edge in [
            i32::MIN.to_string(),
            i64::MAX.to_string(),
            "NaN".into(),
            "\"\"".into(),
            "-62135596800000000".into(),
        ] {
            assert!(text.contains(&edge), "no {edge}");
        }
    }
}
