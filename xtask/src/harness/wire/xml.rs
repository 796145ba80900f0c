//! Documents of XML: restXml, and the responses of awsQuery and ec2Query.

use codegen::ir::{Binding, Kind, Member, Operation, Protocol, Service, ShapeId, TimestampFormat, XmlNamespace};
use roxmltree::Node;
use serde_json::{Map, Value};

use super::{CodeForm, Failure, ROOT, moment, there};

/// A document whose root has the members of a structure.
pub fn document(service: &Service, root: &str, members: &[Member], value: &Value) -> String {
    let mut writer = Writer {
        service,
        out: String::new(),
    };
    writer.structure(root, service.xml_namespace.as_ref(), members, value);
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", writer.out)
}

/// The result of an operation in awsQuery or ec2Query, with what the protocol puts around it.
pub fn result(
    service: &Service,
    protocol: Protocol,
    operation: &Operation,
    members: &[Member],
    output: &Value,
) -> String {
    let mut writer = Writer {
        service,
        out: String::new(),
    };
    let root = format!("{}Response", operation.name);
    let id = "<RequestId>oracle-request</RequestId>";
    let namespace = service.xml_namespace.as_ref().map(declaration).unwrap_or_default();
    match (protocol, &operation.result_wrapper) {
        (Protocol::Ec2Query, _) => {
            writer.out.push_str("<requestId>oracle-request</requestId>");
            writer.members(members, output);
        }
        (_, Some(wrapper)) => writer.structure(wrapper, None, members, output),
        (_, None) => writer.members(members, output),
    }
    let inner = writer.out;
    match protocol {
        Protocol::Ec2Query => format!("<{root}{namespace}>{inner}</{root}>"),
        _ => format!("<{root}{namespace}>\n  {inner}\n  <ResponseMetadata>{id}</ResponseMetadata>\n</{root}>"),
    }
}

/// The document of an error.
pub fn error(service: &Service, protocol: Protocol, failure: &Failure, members: &[Member]) -> String {
    let mut writer = Writer {
        service,
        out: String::new(),
    };
    if failure.form != CodeForm::Nowhere {
        writer.leaf("Code", &failure.code);
    }
    for (name, value) in failure.members.as_object().into_iter().flatten() {
        // However a model spells the message, services send it under this name.
        match value {
            Value::String(text) if name.eq_ignore_ascii_case("message") => writer.leaf("Message", text),
            _ => writer.members(members, &Map::from_iter([(name.clone(), value.clone())]).into()),
        }
    }
    let inner = writer.out;
    match (protocol, failure.form) {
        (Protocol::Ec2Query, _) => {
            format!("<Response><Errors><Error>{inner}</Error></Errors><RequestID>oracle-request</RequestID></Response>")
        }
        (_, CodeForm::Bare) => format!("<Error>{inner}<RequestId>oracle-request</RequestId></Error>"),
        _ => format!(
            "<ErrorResponse>\n <Error><Type>Sender</Type>{inner}</Error>\n <RequestId>oracle-request</RequestId>\n</ErrorResponse>"
        ),
    }
}

/// Text as it stands in an element. Services write it in different ways: with references for all that is not plain
/// ASCII, or for what needs them. None is known to send sections of CDATA, which AWS's runtime passes over.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#x{:x};", u32::from(c))),
            c if !c.is_ascii() && text.len().is_multiple_of(2) => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn declaration(namespace: &XmlNamespace) -> String {
    let prefix = namespace.prefix.as_ref().map(|prefix| format!(":{prefix}"));
    format!(" xmlns{}=\"{}\"", prefix.unwrap_or_default(), namespace.uri)
}

fn is_flat(service: &Service, member: &Member) -> bool {
    member.traits.flattened || service.shapes[member.target].traits.flattened
}

fn name_or<'a>(member: &'a Member, default: &'a str) -> &'a str {
    member.traits.wire_name.as_deref().unwrap_or(default)
}

struct Writer<'a> {
    service: &'a Service,
    out: String,
}

impl Writer<'_> {
    fn structure(&mut self, name: &str, namespace: Option<&XmlNamespace>, members: &[Member], value: &Value) {
        let namespace = namespace.map(declaration).unwrap_or_default();
        let mut attributes = String::new();
        for member in members.iter().filter(|member| member.traits.xml_attribute) {
            if let Some(Value::String(text)) = there(value.get(&member.name)) {
                let prefix = member.traits.wire_name.as_ref().and_then(|name| name.split_once(':'));
                // `xml` is declared everywhere.
                if let Some((prefix, _)) = prefix.filter(|(prefix, _)| *prefix != "xml") {
                    let uri = "http://www.w3.org/2001/XMLSchema-instance";
                    attributes.push_str(&format!(" xmlns:{prefix}=\"{uri}\""));
                }
                attributes.push_str(&format!(" {}=\"{}\"", name_or(member, &member.name), escaped(text)));
            }
        }
        self.out.push_str(&format!("<{name}{namespace}{attributes}>"));
        self.members(members, value);
        self.out.push_str(&format!("</{name}>"));
    }

    /// The members of a structure, of those that stand in documents.
    fn members(&mut self, members: &[Member], value: &Value) {
        for (key, value) in value.as_object().into_iter().flatten() {
            match members.iter().find(|member| member.name == *key) {
                _ if value.is_null() => {}
                Some(member) if member.traits.binding == Binding::Body && !member.traits.xml_attribute => {
                    self.member(member, value);
                }
                Some(_) => {}
                None => self.unknown(key, value),
            }
        }
    }

    fn member(&mut self, member: &Member, value: &Value) {
        let name = name_or(member, &member.name);
        let is_flat = is_flat(self.service, member);
        match (&self.service.shapes[member.target].kind, value) {
            (Kind::List(element), Value::Array(items)) if is_flat => {
                for item in items.iter().filter(|item| !item.is_null()) {
                    self.value(name, element, item);
                }
            }
            (Kind::Map(key, entry), Value::Object(entries)) if is_flat => {
                self.entries(name, (key, entry), entries);
            }
            _ => self.value(name, member, value),
        }
    }

    fn entries(&mut self, name: &str, (key, entry): (&Member, &Member), entries: &Map<String, Value>) {
        for (name_of_entry, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
            self.out.push_str(&format!("<{name}>"));
            self.leaf(name_or(key, "key"), name_of_entry);
            self.value(name_or(entry, "value"), entry, value);
            self.out.push_str(&format!("</{name}>"));
        }
    }

    /// One element with a value.
    fn value(&mut self, name: &str, member: &Member, value: &Value) {
        let shape = &self.service.shapes[member.target];
        match (&shape.kind, value) {
            (Kind::Structure(members) | Kind::Union(members), Value::Object(_)) => {
                self.structure(name, None, members, value);
            }
            (Kind::List(element), Value::Array(items)) => {
                self.out.push_str(&format!("<{name}>"));
                for item in items.iter().filter(|item| !item.is_null()) {
                    self.value(name_or(element, "member"), element, item);
                }
                self.out.push_str(&format!("</{name}>"));
            }
            (Kind::Map(key, entry), Value::Object(entries)) => {
                self.out.push_str(&format!("<{name}>"));
                self.entries("entry", (key, entry), entries);
                self.out.push_str(&format!("</{name}>"));
            }
            (Kind::Timestamp, Value::Number(micros)) => {
                let format = member.traits.timestamp_format.or(shape.traits.timestamp_format);
                let format = format.unwrap_or(TimestampFormat::DateTime);
                self.leaf(name, &moment::text(micros.as_i64().unwrap_or_default(), format));
            }
            (_, Value::String(text)) => self.leaf(name, text),
            (_, other) => self.leaf(name, &other.to_string()),
        }
    }

    fn leaf(&mut self, name: &str, text: &str) {
        self.out.push_str(&format!("<{name}>{}</{name}>", escaped(text)));
    }

    /// An element that the model does not have.
    fn unknown(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                self.out.push_str(&format!("<{name}>"));
                for (name, value) in members {
                    self.unknown(name, value);
                }
                self.out.push_str(&format!("</{name}>"));
            }
            Value::Array(items) => items.iter().for_each(|item| self.unknown(name, item)),
            Value::Null => self.out.push_str(&format!("<{name}/>")),
            Value::String(text) => self.leaf(name, text),
            other => self.leaf(name, &other.to_string()),
        }
    }
}

/// The value of a document, by the names of the model, its texts as they stand there; none if it is no XML.
pub fn read(service: &Service, id: ShapeId, body: &[u8]) -> Option<Value> {
    let document = roxmltree::Document::parse(std::str::from_utf8(body).ok()?).ok()?;
    let root = document.root_element();
    let mut value = structure_of(service, service.shapes[id].kind.members(), root);
    let namespace = root.tag_name().namespace().unwrap_or_default();
    value.insert(ROOT.into(), format!("{{{namespace}}}{}", root.tag_name().name()).into());
    Some(value.into())
}

fn elements<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(Node::is_element)
}

/// The namespace of an element in braces, where it is not the one of the element around it; else nothing.
fn own_namespace(node: Node<'_, '_>) -> String {
    let (own, around) = (node.tag_name().namespace(), node.parent_element());
    let around = around.and_then(|around| around.tag_name().namespace());
    match own == around {
        true => String::new(),
        false => format!("{{{}}}", own.unwrap_or_default()),
    }
}

/// A value, below the namespaces that its elements have of their own.
fn in_namespace(namespace: String, value: Value) -> Value {
    match namespace.is_empty() {
        true => value,
        false => Map::from_iter([(namespace, value)]).into(),
    }
}

fn text_of(node: Node<'_, '_>) -> String {
    node.children()
        .filter_map(|child| child.is_text().then(|| child.text()).flatten())
        .collect()
}

fn structure_of(service: &Service, members: &[Member], node: Node<'_, '_>) -> Map<String, Value> {
    let mut found: Vec<((String, &str), Vec<Node<'_, '_>>)> = Vec::new();
    for child in elements(node) {
        let tag = (own_namespace(child), child.tag_name().name());
        match found.iter_mut().find(|(name, _)| *name == tag) {
            Some((_, nodes)) => nodes.push(child),
            None => found.push((tag, vec![child])),
        }
    }
    let mut value = Map::new();
    for attribute in node.attributes() {
        let name = attribute.name();
        let is_it = |member: &&Member| {
            let wire_name = name_or(member, &member.name);
            member.traits.xml_attribute && wire_name.rsplit(':').next() == Some(name)
        };
        let name = members
            .iter()
            .find(is_it)
            .map_or_else(|| format!("@{name}"), |member| member.name.clone());
        value.insert(name, attribute.value().into());
    }
    for ((namespace, tag), nodes) in found {
        let is_it = |member: &&Member| !member.traits.xml_attribute && name_or(member, &member.name) == tag;
        match (members.iter().find(is_it), &nodes[..]) {
            (Some(member), nodes) if is_flat(service, member) => {
                let key = format!("{namespace}{}", member.name);
                value.insert(key, flat_of(service, member.target, nodes));
            }
            (Some(member), [node]) => {
                let key = format!("{namespace}{}", member.name);
                value.insert(key, value_of(service, member.target, *node));
            }
            (_, nodes) => {
                let unknown = nodes.iter().map(|node| unknown_of(*node)).collect();
                value.insert(format!("<{namespace}{tag}>"), unknown);
            }
        }
    }
    value
}

/// The value of a list or a map whose elements nothing wraps.
fn flat_of(service: &Service, id: ShapeId, nodes: &[Node<'_, '_>]) -> Value {
    match &service.shapes[id].kind {
        Kind::List(element) => nodes
            .iter()
            .map(|node| value_of(service, element.target, *node))
            .collect(),
        Kind::Map(key, entry) => entries_of(service, (key, entry), nodes.iter().copied()),
        _ => nodes.iter().map(|node| unknown_of(*node)).collect(),
    }
}

fn value_of(service: &Service, id: ShapeId, node: Node<'_, '_>) -> Value {
    match &service.shapes[id].kind {
        Kind::Structure(members) | Kind::Union(members) => structure_of(service, members, node).into(),
        Kind::List(element) => {
            let item = |node: Node<'_, '_>| match node.tag_name().name() == name_or(element, "member") {
                true => in_namespace(own_namespace(node), value_of(service, element.target, node)),
                false => unknown_of(node),
            };
            elements(node).map(item).collect()
        }
        Kind::Map(key, entry) => entries_of(service, (key, entry), elements(node)),
        _ if elements(node).next().is_some() => unknown_of(node),
        _ => text_of(node).into(),
    }
}

fn entries_of<'a>(
    service: &Service,
    (key, entry): (&Member, &Member),
    nodes: impl Iterator<Item = Node<'a, 'a>>,
) -> Value {
    let mut entries = Map::new();
    for node in nodes {
        let parts: Vec<Node<'_, '_>> = elements(node).collect();
        let is = |node: &Node<'_, '_>, name: &str| node.tag_name().name() == name;
        match &parts[..] {
            [name, value] if is(name, name_or(key, "key")) && is(value, name_or(entry, "value")) => {
                let namespaces = own_namespace(*name) + &own_namespace(*value);
                let value = in_namespace(namespaces, value_of(service, entry.target, *value));
                entries.insert(text_of(*name), value);
            }
            _ => drop(entries.insert(format!("<{}>", entries.len()), unknown_of(node))),
        }
    }
    entries.into()
}

/// An element that is not where the model has one, as it is.
fn unknown_of(node: Node<'_, '_>) -> Value {
    let text = &node.document().input_text()[node.range()];
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let service = crate::harness::tests::service("documents-in-xml");
        let input = service.operations[0].input.expect("isolation gave it one");
        let members = service.shapes[input].kind.members();
        for seed in 0..20 {
            use crate::harness::values::{Direction, Fill, Taste, Values};
            let plan = (Fill::All, Taste::Mixed);
            let value = Values::new(&service, seed, Direction::Sent, plan).top(input);
            let text = document(&service, "Root", members, &value);
            let read = read(&service, input, text.as_bytes()).expect("it is XML");
            assert!(
                read[ROOT].as_str().is_some_and(|root| root.ends_with("}Root")),
                "{text}"
            );
            for member in members.iter().filter(|member| member.traits.binding == Binding::Body) {
                // A list that nothing wraps is not there if it is empty.
                let is_written = value
                    .get(&member.name)
                    .is_some_and(|value| *value != serde_json::json!([]));
                assert_eq!(
                    is_written,
                    read.get(&member.name).is_some(),
                    "{} in {text}",
                    member.name
                );
            }
        }
    }

    #[test]
    fn blanks_mean_nothing_and_namespaces_of_elements_do() {
        let service = crate::harness::tests::service("documents-in-xml");
        let lists = service.shapes.iter().filter_map(|(id, shape)| match &shape.kind {
            Kind::List(element) => Some((id, name_or(element, "member"))),
            _ => None,
        });
        let (id, item) = lists.last().expect("the fixture has a list");
        let value = |namespace: &str, blank: &str| {
            let text = format!("<list>{blank}<{item} xmlns='{namespace}'/>{blank}</list>");
            let document = roxmltree::Document::parse(&text).expect("it is XML");
            value_of(&service, id, document.root_element())
        };
        assert_eq!(value("urn:a", ""), value("urn:a", "\n  "));
        assert_ne!(value("urn:a", ""), value("urn:b", ""));
        assert_ne!(value("urn:a", ""), value("", ""));
    }

    #[test]
    fn text_comes_back_however_it_is_written() {
        for text in ["a<b>&\"c\"", "\r\n\t", "", "]]>", "é🎬", "é"] {
            let document = format!("<a>{}</a>", escaped(text));
            let document = roxmltree::Document::parse(&document).expect("it is XML");
            assert_eq!(text_of(document.root_element()), text);
        }
    }
}
