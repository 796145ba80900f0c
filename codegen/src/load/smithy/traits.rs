//! Traits: how they are read, the list of known ones, and those that shapes, members and operations share.

use std::sync::OnceLock;

use foldhash::HashSet;

use crate::{
    Result,
    ir::{Constraints, Deprecated, Protocol, TimestampFormat, XmlNamespace},
    load::json::{Cursor, Fields, Keys},
};

const ANNOTATION: Keys = Keys {
    of: "an annotation",
    read: &[],
    left: &[],
};

const DEPRECATED: Keys = Keys {
    of: "a deprecation",
    read: &["message", "since"],
    left: &[],
};

const XML_NAMESPACE: Keys = Keys {
    of: "an XML namespace",
    read: &["uri", "prefix"],
    left: &[],
};

const BOUNDS: Keys = Keys {
    of: "a limit",
    read: &["min", "max"],
    left: &[],
};

const TIMESTAMP_FORMATS: &[(&str, TimestampFormat)] = &[
    ("date-time", TimestampFormat::DateTime),
    ("http-date", TimestampFormat::HttpDate),
    ("epoch-seconds", TimestampFormat::EpochSeconds),
];

/// The traits that become a part of the IR, or test cases. Those of protocols are read, too.
const READ: &[&str] = &[
    "aws.api#clientDiscoveredEndpoint",
    "aws.api#clientEndpointDiscovery",
    "aws.api#service",
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "aws.auth#unsignedPayload",
    "aws.customizations#s3UnwrappedXmlOutput",
    "aws.protocols#awsQueryCompatible",
    "aws.protocols#awsQueryError",
    "aws.protocols#ec2QueryName",
    "aws.protocols#httpChecksum",
    "smithy.api#auth",
    "smithy.api#box",
    "smithy.api#clientOptional",
    "smithy.api#default",
    "smithy.api#deprecated",
    "smithy.api#documentation",
    "smithy.api#endpoint",
    "smithy.api#enum",
    "smithy.api#enumValue",
    "smithy.api#error",
    "smithy.api#eventHeader",
    "smithy.api#eventPayload",
    "smithy.api#externalDocumentation",
    "smithy.api#hostLabel",
    "smithy.api#http",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpChecksumRequired",
    "smithy.api#httpDigestAuth",
    "smithy.api#httpError",
    "smithy.api#httpHeader",
    "smithy.api#httpLabel",
    "smithy.api#httpPayload",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
    "smithy.api#httpResponseCode",
    "smithy.api#idempotencyToken",
    "smithy.api#idempotent",
    "smithy.api#input",
    "smithy.api#jsonName",
    "smithy.api#length",
    "smithy.api#mediaType",
    "smithy.api#mixin",
    "smithy.api#optionalAuth",
    "smithy.api#paginated",
    "smithy.api#pattern",
    "smithy.api#range",
    "smithy.api#readonly",
    "smithy.api#requestCompression",
    "smithy.api#required",
    "smithy.api#requiresLength",
    "smithy.api#retryable",
    "smithy.api#sensitive",
    "smithy.api#sparse",
    "smithy.api#streaming",
    "smithy.api#timestampFormat",
    "smithy.api#title",
    "smithy.api#uniqueItems",
    "smithy.api#xmlAttribute",
    "smithy.api#xmlFlattened",
    "smithy.api#xmlName",
    "smithy.api#xmlNamespace",
    "smithy.rules#clientContextParams",
    "smithy.rules#contextParam",
    "smithy.rules#endpointBdd",
    "smithy.rules#endpointRuleSet",
    "smithy.rules#endpointTests",
    "smithy.rules#operationContextParams",
    "smithy.rules#staticContextParams",
    "smithy.test#eventStreamTests",
    "smithy.test#httpMalformedRequestTests",
    "smithy.test#httpRequestTests",
    "smithy.test#httpResponseTests",
    "smithy.waiters#waitable",
];

/// The traits that no client depends on: for validators, documentation, servers, tests of a running service, IAM, and
/// AWS's own tools.
const LEFT: &[&str] = &[
    "aws.api#arn",
    "aws.api#arnReference",
    "aws.api#clientEndpointDiscoveryId",
    "aws.api#controlPlane",
    "aws.api#data",
    "aws.api#dataPlane",
    "aws.api#tagEnabled",
    "aws.api#taggable",
    "aws.auth#cognitoUserPools",
    "smithy.api#addedDefault",
    "smithy.api#cors",
    "smithy.api#enumDefault",
    "smithy.api#examples",
    "smithy.api#idRef",
    "smithy.api#internal",
    "smithy.api#nestedProperties",
    "smithy.api#noReplace",
    "smithy.api#notProperty",
    "smithy.api#output",
    "smithy.api#private",
    "smithy.api#property",
    "smithy.api#recommended",
    "smithy.api#references",
    "smithy.api#resourceIdentifier",
    "smithy.api#since",
    "smithy.api#suppress",
    "smithy.api#tags",
    "smithy.api#trait",
    "smithy.api#unitReference",
    "smithy.api#unstable",
    "smithy.test#smokeTests",
];

/// Tells whether a trait is read.
fn is_read(id: &str) -> bool {
    READ.contains(&id) || Protocol::of_trait(id).is_some()
}

/// Tells whether a trait is read, or ignored for a known reason.
fn is_known(id: &str) -> bool {
    static KNOWN: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| READ.iter().chain(LEFT).copied().collect());
    known.contains(id) || Protocol::of_trait(id).is_some()
}

/// The traits of a shape or a member.
#[derive(Clone, Copy)]
pub(super) struct Traits<'p, 'v>(Option<Cursor<'p, 'v>>);

impl<'p, 'v> Traits<'p, 'v> {
    /// Reads the `traits` of a shape or a member, and records unknown ones.
    pub(super) fn open(traits: Option<Cursor<'p, 'v>>) -> Result<Self> {
        if let Some(traits) = &traits {
            for (id, value) in traits.entries()? {
                if !is_known(id) {
                    value.note_unread(format!("the trait `{id}`"));
                }
            }
        }
        Ok(Self(traits))
    }

    /// The `traits` of a shape, whose unknown ones are recorded already.
    pub(super) fn known(traits: Option<Cursor<'p, 'v>>) -> Self {
        Self(traits)
    }

    /// The ids of all traits.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'v str> {
        let traits = self.0.and_then(|traits| traits.value().as_object());
        traits.into_iter().flat_map(|traits| traits.keys().map(String::as_str))
    }

    /// The value of a trait, if it is there.
    pub(super) fn get<'c>(&'c self, id: &'static str) -> Option<Cursor<'c, 'v>> {
        debug_assert!(is_read(id), "`{id}` is no trait that is read");
        self.0.as_ref()?.key(id)
    }

    /// Tells whether an annotation trait is present. Its value is an empty object; old files have `true` or `null`.
    pub(super) fn has(&self, id: &'static str) -> Result<bool> {
        let Some(value) = self.get(id) else {
            return Ok(false);
        };
        if !(value.value().is_null() || value.value() == true) {
            value.fields(&ANNOTATION)?;
        }
        Ok(true)
    }

    /// The string of a trait, if it is there.
    pub(super) fn string(&self, id: &'static str) -> Result<Option<String>> {
        self.get(id).map(|value| value.string()).transpose()
    }

    /// The fields of a trait, if it is there.
    pub(super) fn fields<'c>(&'c self, id: &'static str, keys: &'static Keys) -> Result<Option<Fields<'c, 'v>>> {
        self.get(id).map(|value| value.fields(keys)).transpose()
    }

    /// Reads `deprecated`.
    pub(super) fn deprecated(&self) -> Result<Option<Deprecated>> {
        let Some(value) = self.get("smithy.api#deprecated") else {
            return Ok(None);
        };
        let fields = value.fields(&DEPRECATED)?;
        Ok(Some(Deprecated {
            message: fields.string("message")?,
            since: fields.string("since")?,
        }))
    }

    /// Reads `documentation`.
    pub(super) fn docs(&self) -> Result<Option<String>> {
        self.string("smithy.api#documentation")
    }

    /// Reads `timestampFormat`.
    pub(super) fn timestamp_format(&self) -> Result<Option<TimestampFormat>> {
        let format = self.get("smithy.api#timestampFormat");
        format
            .map(|format| format.one_of("format of timestamps", TIMESTAMP_FORMATS))
            .transpose()
    }

    /// Reads `xmlNamespace`.
    pub(super) fn xml_namespace(&self) -> Result<Option<XmlNamespace>> {
        let Some(value) = self.get("smithy.api#xmlNamespace") else {
            return Ok(None);
        };
        let fields = value.fields(&XML_NAMESPACE)?;
        Ok(Some(XmlNamespace {
            uri: fields.require("uri")?.string()?,
            prefix: fields.string("prefix")?,
        }))
    }

    /// Reads `length`, `range`, `pattern` and `uniqueItems`.
    pub(super) fn constraints(&self) -> Result<Constraints> {
        let mut constraints = Constraints {
            pattern: self.string("smithy.api#pattern")?,
            unique_items: self.has("smithy.api#uniqueItems")?,
            ..Constraints::default()
        };
        if let Some(length) = self.get("smithy.api#length") {
            let fields = length.fields(&BOUNDS)?;
            constraints.min_length = fields.get("min").map(|bound| bound.whole()).transpose()?;
            constraints.max_length = fields.get("max").map(|bound| bound.whole()).transpose()?;
        }
        if let Some(range) = self.get("smithy.api#range") {
            let fields = range.fields(&BOUNDS)?;
            constraints.min = fields.get("min").map(|bound| number(&bound)).transpose()?;
            constraints.max = fields.get("max").map(|bound| number(&bound)).transpose()?;
        }
        Ok(constraints)
    }
}

/// A bound, which is a string where a JSON number is too small or not precise enough.
fn number(bound: &Cursor<'_, '_>) -> Result<String> {
    match bound.value().as_str() {
        Some(text) if text.parse::<f64>().is_ok_and(f64::is_finite) => Ok(text.to_owned()),
        _ => bound.number(),
    }
}
