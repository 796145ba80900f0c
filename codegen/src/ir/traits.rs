//! Traits: what a model says about shapes and members beyond their kind.
//!
//! One field a trait. Each type has a default, which is a shape or member without traits, so a new
//! trait is one field here, one line in a front end and one in an emitter.

/// Limits of a value: of its length, for text, blobs, lists and maps; of the value itself, for numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// The least length, in characters, bytes or elements.
    pub min_length: Option<u64>,
    /// The greatest length, in characters, bytes or elements.
    pub max_length: Option<u64>,
    /// The least value.
    pub min: Option<Bound>,
    /// The greatest value.
    pub max: Option<Bound>,
    /// A regular expression (ECMA 262) that text has to match.
    pub pattern: Option<String>,
    /// Whether a list's elements all differ.
    pub unique_items: bool,
}

impl Constraints {
    /// Whether nothing is constrained.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A number as the model writes it, so that no digit is lost.
pub type Bound = String;

/// What a model says about a shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShapeTraits {
    /// Limits of the values.
    pub constraints: Constraints,
    /// The shape is an error.
    pub error: Option<ErrorTrait>,
    /// Values are secret, and are not shown in `Debug`.
    pub sensitive: bool,
    /// A blob that is not held in memory, or a union whose values follow each other on the wire.
    pub streaming: bool,
    /// The length of a streaming blob has to be known before it is sent.
    pub requires_length: bool,
    /// The structure is one event of an event stream.
    pub event: bool,
    /// A null may stand among the elements of the list or the values of the map.
    pub sparse: bool,
    /// The elements follow each other without one that wraps them.
    pub flattened: bool,
    /// Whether an absent number or boolean can be told from zero or false (`box` in Smithy 1.0).
    pub boxed: bool,
    /// The value of a member of this shape that is not sent.
    pub default: Option<self::Default>,
    /// The format of a timestamp wherever no binding or member says another.
    pub timestamp_format: Option<TimestampFormat>,
    /// The media type (RFC 6838) of text or of a blob.
    pub media_type: Option<String>,
    /// The XML name of the shape at the root of a document.
    pub xml_name: Option<String>,
    /// The XML namespace of the shape.
    pub xml_namespace: Option<XmlNamespace>,
    /// Members in the order in which the XML schema wants them; the model's own order where empty.
    pub xml_order: Vec<String>,
    /// Wraps the result of an awsQuery operation.
    pub wrapper: bool,
    /// The wire name of the body member of a REST operation.
    pub payload: Option<String>,
    /// The shape should not be used any more.
    pub deprecated: Option<Deprecated>,
}

/// A member's or shape's default value, as JSON.
pub type Default = serde_json::Value;

/// Why something should not be used any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecated {
    /// What to do instead.
    pub message: Option<String>,
    /// Since when, as the model says it.
    pub since: Option<String>,
}

/// What makes a structure an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorTrait {
    /// The code on the wire, where it is not the shape's name.
    pub code: Option<String>,
    /// The HTTP status code.
    pub http_status: Option<u16>,
    /// Who is to blame.
    pub fault: Option<Fault>,
    /// Whether a request that met this error is worth another try.
    pub retryable: Option<Retryable>,
}

/// Who caused an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request was wrong.
    Client,
    /// The service failed.
    Server,
}

/// How a request that met an error may be tried again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retryable {
    /// The service is busy: wait longer.
    pub throttling: bool,
}

/// What a model says about a member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberTraits {
    /// A sender has to give the member.
    pub required: bool,
    /// The member is treated as optional by clients, whatever else is said about it.
    pub client_optional: bool,
    /// The value of the member where it is not sent.
    pub default: Option<self::Default>,
    /// Limits of the values, beyond those of the target.
    pub constraints: Constraints,
    /// Where in an HTTP message the member stands.
    pub binding: Binding,
    /// The name in a body, where it is not the member's own (`locationName`, `jsonName`, `xmlName`).
    pub wire_name: Option<String>,
    /// The name in an ec2Query request, where it is neither the member's own nor its wire name's.
    pub query_name: Option<String>,
    /// The format of a timestamp.
    pub timestamp_format: Option<TimestampFormat>,
    /// The media type (RFC 6838) of text or of a blob.
    pub media_type: Option<String>,
    /// The text holds JSON, which a header carries in base64.
    pub json_value: bool,
    /// The member is an XML attribute.
    pub xml_attribute: bool,
    /// The XML namespace of the member.
    pub xml_namespace: Option<XmlNamespace>,
    /// The elements follow each other without one that wraps them.
    pub flattened: bool,
    /// The value is secret.
    pub sensitive: bool,
    /// The blob is not held in memory.
    pub streaming: bool,
    /// A client makes up a value where its caller gives none, the same for every try.
    pub idempotency_token: bool,
    /// Part of the host name of the request.
    pub host_label: bool,
    /// The member is the header of an event.
    pub event_header: bool,
    /// The member is the payload of an event.
    pub event_payload: bool,
    /// The first of these that the text starts with is left out: ids come back with a part of a path before them.
    pub trimmed: Vec<String>,
    /// The text that is sent where the caller gives none.
    pub placeholder: Option<String>,
    /// The name of the endpoint parameter that the member sets.
    pub context_param: Option<String>,
    /// The member should not be used any more.
    pub deprecated: Option<Deprecated>,
    /// The element of the list carries no data of its own (`box` in Smithy 1.0 on a member).
    pub boxed: bool,
}

/// Where in an HTTP message a member stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Binding {
    /// In the body, among others.
    #[default]
    Body,
    /// In the header of that name.
    Header(String),
    /// In all headers that start with that prefix.
    PrefixHeaders(String),
    /// In the path, in place of the label of that name.
    Label(String),
    /// In the endpoint, which its rules make of it.
    Endpoint,
    /// In the query string, under that name.
    Query(String),
    /// In the query string, each entry of the map under its own key.
    QueryParams,
    /// The status code of the response.
    StatusCode,
    /// The whole body.
    Payload,
}

/// How a timestamp is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// RFC 3339: `1985-04-12T23:20:50.52Z`.
    DateTime,
    /// RFC 7231, IMF-fixdate: `Tue, 29 Apr 2014 18:30:38 GMT`.
    HttpDate,
    /// Seconds since 1970 began in UTC, with a fraction if need be.
    EpochSeconds,
}

/// An XML namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlNamespace {
    /// The URI that names it.
    pub uri: String,
    /// The prefix that stands for it, if it is not the default one.
    pub prefix: Option<String>,
}
