//! Descriptions of structures and unions, as generated code writes them: data, of which the runtime's schemas are made
//! when they are first asked for. A compiler takes far less for data than for as many schemas.

use std::sync::OnceLock;

use aws_smithy_schema::traits::{HttpTrait, TimestampFormat};
use aws_smithy_schema::{PayloadHint, Schema, ShapeId, ShapeType};

/// A structure or a union.
#[derive(Debug)]
pub struct Structure {
    namespace: &'static str,
    name: &'static str,
    kind: ShapeType,
    members: &'static [Member],
    traits: &'static [Trait],
    schema: OnceLock<(&'static Schema<'static>, &'static [&'static Schema<'static>])>,
}

/// A member of a structure or a union, an element of a list, or a key or a value of a map: its name, and what it is.
#[derive(Debug)]
pub struct Member(pub &'static str, pub Kind, pub &'static [Trait]);

/// The type of a member.
#[derive(Debug)]
pub enum Kind {
    /// Bytes.
    Blob,
    /// A truth value.
    Boolean,
    /// An integer of 8 bits.
    Byte,
    /// An integer of 16 bits.
    Short,
    /// An integer of 32 bits.
    Integer,
    /// An integer of 64 bits.
    Long,
    /// A number of 32 bits.
    Float,
    /// A number of 64 bits.
    Double,
    /// An integer of any size.
    BigInteger,
    /// A decimal number of any size.
    BigDecimal,
    /// Text, enums among it.
    String,
    /// A moment.
    Timestamp,
    /// A document of no fixed shape.
    Document,
    /// A structure, which describes itself.
    Structure,
    /// A union, which describes itself.
    Union,
    /// A list of such elements.
    List(&'static Member),
    /// A map of such keys and values.
    Map(&'static [Member; 2]),
}

/// Something that a protocol has to know besides the type.
#[derive(Clone, Copy, Debug)]
pub enum Trait {
    /// The value is kept out of logs.
    Sensitive,
    /// The name in JSON.
    JsonName(&'static str),
    /// The form of a timestamp.
    TimestampFormat(TimestampFormat),
    /// The name in XML.
    XmlName(&'static str),
    /// An attribute of its element.
    XmlAttribute,
    /// Elements without one around them.
    XmlFlattened,
    /// The namespace in XML, and its prefix.
    XmlNamespace(&'static str, Option<&'static str>),
    /// An output without an element around it.
    XmlUnwrappedOutput,
    /// A header.
    HttpHeader(&'static str),
    /// Headers that start alike.
    HttpPrefixHeaders(&'static str),
    /// A part of the path.
    HttpLabel,
    /// A parameter of the query string.
    HttpQuery(&'static str),
    /// Any parameters of the query string.
    HttpQueryParams,
    /// The status of the response.
    HttpResponseCode,
    /// The body.
    HttpPayload,
    /// The method and the path of a request, and the status of its response.
    Http(&'static str, &'static str, Option<u16>),
    /// No member is part of the body.
    NoBodyMembers,
    /// The body is framed as a structure is.
    StructPayload,
    /// A body that is not held in memory.
    Streaming,
    /// A part of the host's name.
    HostLabel,
    /// A header of an event.
    EventHeader,
    /// The payload of an event.
    EventPayload,
    /// The media type of the value.
    MediaType(&'static str),
}

/// No traits, as nearly all members have: a constant is less work for a compiler than as many empty arrays.
pub const PLAIN: &[Trait] = &[];

impl Structure {
    /// A structure of a namespace.
    #[inline]
    pub const fn new(
        namespace: &'static str,
        name: &'static str,
        members: &'static [Member],
        traits: &'static [Trait],
    ) -> Self {
        Self::of(ShapeType::Structure, namespace, name, members, traits)
    }

    /// A union of a namespace.
    #[inline]
    pub const fn union(
        namespace: &'static str,
        name: &'static str,
        members: &'static [Member],
        traits: &'static [Trait],
    ) -> Self {
        Self::of(ShapeType::Union, namespace, name, members, traits)
    }

    #[inline]
    const fn of(
        kind: ShapeType,
        namespace: &'static str,
        name: &'static str,
        members: &'static [Member],
        traits: &'static [Trait],
    ) -> Self {
        Self {
            namespace,
            name,
            kind,
            members,
            traits,
            schema: OnceLock::new(),
        }
    }

    /// The runtime's schema, which is made once and kept.
    #[inline]
    pub fn schema(&self) -> &'static Schema<'static> {
        self.schema.get_or_init(|| self.make()).0
    }

    /// The schemas of the members.
    #[inline]
    pub fn members(&self) -> &'static [&'static Schema<'static>] {
        self.schema.get_or_init(|| self.make()).1
    }

    /// Schemas refer to each other for as long as the program runs, so they are never freed: there are as many as types.
    #[inline]
    fn make(&self) -> (&'static Schema<'static>, &'static [&'static Schema<'static>]) {
        let members = self.members.iter().enumerate();
        let members: Vec<_> = members.map(|(index, member)| self.member(member, index)).collect();
        let members: &'static [_] = Vec::leak(members);
        let id = ShapeId::from_parts(self.id(None), self.namespace, self.name);
        let schema = Schema::new_struct(id, self.kind, members);
        (keep(self.traits.iter().fold(schema, with)), members)
    }

    #[inline]
    fn member(&self, Member(name, kind, traits): &Member, index: usize) -> &'static Schema<'static> {
        let id = ShapeId::from_parts(self.id(Some(name)), self.namespace, self.name);
        let schema = Schema::new_member(id, kind.shape_type(), name, index);
        let schema = match kind {
            Kind::List(element) => schema.with_list_member(self.member(element, 0)),
            Kind::Map([key, value]) => schema.with_map_members(self.member(key, 0), self.member(value, 1)),
            _ => schema,
        };
        keep(traits.iter().fold(schema, with))
    }

    #[inline]
    fn id(&self, member: Option<&str>) -> &'static str {
        let id = match member {
            Some(member) => format!("{}#{}${member}", self.namespace, self.name),
            None => format!("{}#{}", self.namespace, self.name),
        };
        String::leak(id)
    }
}

impl Kind {
    #[inline]
    fn shape_type(&self) -> ShapeType {
        match self {
            Self::Blob => ShapeType::Blob,
            Self::Boolean => ShapeType::Boolean,
            Self::Byte => ShapeType::Byte,
            Self::Short => ShapeType::Short,
            Self::Integer => ShapeType::Integer,
            Self::Long => ShapeType::Long,
            Self::Float => ShapeType::Float,
            Self::Double => ShapeType::Double,
            Self::BigInteger => ShapeType::BigInteger,
            Self::BigDecimal => ShapeType::BigDecimal,
            Self::String => ShapeType::String,
            Self::Timestamp => ShapeType::Timestamp,
            Self::Document => ShapeType::Document,
            Self::Structure => ShapeType::Structure,
            Self::Union => ShapeType::Union,
            Self::List(_) => ShapeType::List,
            Self::Map(_) => ShapeType::Map,
        }
    }
}

#[inline]
fn keep(schema: Schema<'static>) -> &'static Schema<'static> {
    Box::leak(Box::new(schema))
}

#[inline]
fn with(schema: Schema<'static>, it: &Trait) -> Schema<'static> {
    match *it {
        Trait::Sensitive => schema.with_sensitive(),
        Trait::JsonName(name) => schema.with_json_name(name),
        Trait::TimestampFormat(format) => schema.with_timestamp_format(format),
        Trait::XmlName(name) => schema.with_xml_name(name),
        Trait::XmlAttribute => schema.with_xml_attribute(),
        Trait::XmlFlattened => schema.with_xml_flattened(),
        Trait::XmlNamespace(uri, prefix) => schema.with_xml_namespace(uri, prefix),
        Trait::XmlUnwrappedOutput => schema.with_xml_unwrapped_output(),
        Trait::HttpHeader(name) => schema.with_http_header(name),
        Trait::HttpPrefixHeaders(prefix) => schema.with_http_prefix_headers(prefix),
        Trait::HttpLabel => schema.with_http_label(),
        Trait::HttpQuery(name) => schema.with_http_query(name),
        Trait::HttpQueryParams => schema.with_http_query_params(),
        Trait::HttpResponseCode => schema.with_http_response_code(),
        Trait::HttpPayload => schema.with_http_payload(),
        Trait::Http(method, uri, status) => schema.with_http(HttpTrait::new(method, uri, status)),
        Trait::NoBodyMembers => schema.with_no_body_members(),
        Trait::StructPayload => schema.with_payload_hint(PayloadHint::StructPayload),
        Trait::Streaming => schema.with_streaming(),
        Trait::HostLabel => schema.with_host_label(),
        Trait::EventHeader => schema.with_event_header(),
        Trait::EventPayload => schema.with_event_payload(),
        Trait::MediaType(media_type) => schema.with_media_type(media_type),
    }
}
