//! Traits of shapes and members, beyond their kind.
//!
//! There is one field for each trait. Each type has a default, which is a shape or member without traits, so a new
//! trait is one field here, one line in a front end and one in an emitter.

/// Constraints on a value: on the length of strings, blobs, lists and maps; on the value itself for numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// The minimum length, in characters, bytes or elements.
    pub min_length: Option<u64>,
    /// The maximum length, in characters, bytes or elements.
    pub max_length: Option<u64>,
    /// The minimum value.
    pub min: Option<Bound>,
    /// The maximum value.
    pub max: Option<Bound>,
    /// A regular expression (ECMA 262) that a string has to match.
    pub pattern: Option<String>,
    /// True where no two elements of a list are equal.
    pub unique_items: bool,
}

impl Constraints {
    /// True where no constraint is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A number in the model's notation, so that no digit is lost.
pub type Bound = String;

/// The traits of a shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShapeTraits {
    /// Constraints on the values.
    pub constraints: Constraints,
    /// The shape is an error.
    pub error: Option<ErrorTrait>,
    /// Values are secret, and are not shown in `Debug`.
    pub sensitive: bool,
    /// A streamed blob, or the union of an event stream.
    pub streaming: bool,
    /// The length of a streaming blob has to be known before it is sent.
    pub requires_length: bool,
    /// The structure is one event of an event stream.
    pub event: bool,
    /// Elements of the list or values of the map may be null.
    pub sparse: bool,
    /// The elements have no element around them.
    pub flattened: bool,
    /// True where an absent number or boolean differs from zero or false (`box` in Smithy 1.0).
    pub boxed: bool,
    /// The default value of members with this shape.
    pub default: Option<self::Default>,
    /// The format of a timestamp, unless the binding or the member has another.
    pub timestamp_format: Option<TimestampFormat>,
    /// The media type (RFC 6838) of a string or a blob.
    pub media_type: Option<String>,
    /// The XML name of the shape at the root of a document.
    pub xml_name: Option<String>,
    /// The XML namespace of the shape.
    pub xml_namespace: Option<XmlNamespace>,
    /// Members in the order in which the XML schema wants them; the model's own order where empty.
    pub xml_order: Vec<String>,
    /// The name of the shape wraps the result of an awsQuery operation.
    pub wrapper: bool,
    /// The wire name of the body member of a REST operation.
    pub payload: Option<String>,
    /// The deprecation of the shape.
    pub deprecated: Option<Deprecated>,
}

/// A member's or shape's default value, as JSON.
pub type Default = serde_json::Value;

/// The deprecation of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecated {
    /// The advice to callers: what replaces the item.
    pub message: Option<String>,
    /// The date or version since which the item is deprecated, in the model's words.
    pub since: Option<String>,
}

/// The trait that makes a structure an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorTrait {
    /// The code on the wire, where it is not the shape's name.
    pub code: Option<String>,
    /// The HTTP status code.
    pub http_status: Option<u16>,
    /// The party at fault.
    pub fault: Option<Fault>,
    /// The advice on retries; `None` where a request that met this error should not be retried.
    pub retryable: Option<Retryable>,
}

/// The party that caused an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request was wrong.
    Client,
    /// The service failed.
    Server,
}

/// The advice on retries of a request that met an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retryable {
    /// The service is overloaded: retries should wait longer.
    pub throttling: bool,
}

/// The traits of a member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberTraits {
    /// The member is required.
    pub required: bool,
    /// Clients treat the member as optional, even where another trait makes it required.
    pub client_optional: bool,
    /// The default value.
    pub default: Option<self::Default>,
    /// Constraints on the values, beyond those of the target.
    pub constraints: Constraints,
    /// The binding to a part of an HTTP message.
    pub binding: Binding,
    /// The name in a body, where it is not the member's own (`locationName`, `jsonName`, `xmlName`).
    pub wire_name: Option<String>,
    /// The name in an ec2Query request, where it is neither the member's own nor its wire name's.
    pub query_name: Option<String>,
    /// The format of a timestamp.
    pub timestamp_format: Option<TimestampFormat>,
    /// The media type (RFC 6838) of a string or a blob.
    pub media_type: Option<String>,
    /// The string holds JSON, which is base64 in a header.
    pub json_value: bool,
    /// The member is an XML attribute.
    pub xml_attribute: bool,
    /// The XML namespace of the member.
    pub xml_namespace: Option<XmlNamespace>,
    /// The elements have no element around them.
    pub flattened: bool,
    /// The value is secret.
    pub sensitive: bool,
    /// The blob is streamed.
    pub streaming: bool,
    /// The client generates a value where the caller sets none, the same for all attempts.
    pub idempotency_token: bool,
    /// Part of the host name of the request.
    pub host_label: bool,
    /// The member is the header of an event.
    pub event_header: bool,
    /// The member is the payload of an event.
    pub event_payload: bool,
    /// Prefixes of ids in responses, which requests must not have: the first that matches is removed.
    pub trimmed: Vec<String>,
    /// The string that is sent where the caller sets none.
    pub placeholder: Option<String>,
    /// The name of the endpoint parameter that the member sets.
    pub context_param: Option<String>,
    /// The deprecation of the member.
    pub deprecated: Option<Deprecated>,
    /// The element of the list carries no data of its own (`box` in Smithy 1.0 on a member).
    pub boxed: bool,
}

/// The binding of a member to a part of an HTTP message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Binding {
    /// In the body, with other members.
    #[default]
    Body,
    /// In the header of that name.
    Header(String),
    /// In all headers that start with that prefix.
    PrefixHeaders(String),
    /// In the path, in place of the label with that name.
    Label(String),
    /// In the endpoint, by way of its rules.
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

/// The format of a timestamp.
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
    /// The prefix, if it is not the default namespace.
    pub prefix: Option<String>,
}
