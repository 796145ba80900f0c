//! Traits that shapes, members and operations have in common.

use serde_json::Value;

use crate::{
    Result,
    ir::{Constraints, Deprecated, TimestampFormat, XmlNamespace},
    load::json::{Cursor, Fields, Keys},
};

const XML_NAMESPACE: Keys = Keys {
    of: "an XML namespace",
    read: &["uri", "prefix"],
    left: &[],
};

/// botocore's names of the formats.
const TIMESTAMP_FORMATS: &[(&str, TimestampFormat)] = &[
    ("iso8601", TimestampFormat::DateTime),
    ("rfc822", TimestampFormat::HttpDate),
    ("unixTimestamp", TimestampFormat::EpochSeconds),
];

/// Reads `deprecated`, `deprecatedMessage` and `deprecatedSince`.
pub(super) fn deprecated(fields: &Fields<'_, '_>) -> Result<Option<Deprecated>> {
    let details = Deprecated {
        message: fields.string("deprecatedMessage")?,
        since: fields.string("deprecatedSince")?,
    };
    Ok(fields.flag("deprecated")?.then_some(details))
}

/// Reads `timestampFormat`.
pub(super) fn timestamp_format(fields: &Fields<'_, '_>) -> Result<Option<TimestampFormat>> {
    fields
        .get("timestampFormat")
        .map(|format| format.one_of("format of timestamps", TIMESTAMP_FORMATS))
        .transpose()
}

/// Reads `xmlNamespace`: an object, or the URI alone.
pub(super) fn xml_namespace(fields: &Fields<'_, '_>) -> Result<Option<XmlNamespace>> {
    fields.get("xmlNamespace").map(namespace).transpose()
}

fn namespace(cursor: Cursor<'_, '_>) -> Result<XmlNamespace> {
    if let Value::String(uri) = cursor.value() {
        return Ok(XmlNamespace {
            uri: uri.clone(),
            prefix: None,
        });
    }
    let fields = cursor.fields(&XML_NAMESPACE)?;
    Ok(XmlNamespace {
        uri: fields.require("uri")?.string()?,
        prefix: fields.string("prefix")?,
    })
}

/// Reads `min`, `max` and `pattern`. The first two constrain the value of a number, and the length of all else.
pub(super) fn constraints(fields: &Fields<'_, '_>, is_number: bool) -> Result<Constraints> {
    let mut constraints = Constraints {
        pattern: fields.string("pattern")?,
        ..Constraints::default()
    };
    if is_number {
        constraints.min = fields.get("min").map(|bound| bound.number()).transpose()?;
        constraints.max = fields.get("max").map(|bound| bound.number()).transpose()?;
    } else {
        constraints.min_length = fields.get("min").map(|length| length.whole()).transpose()?;
        constraints.max_length = fields.get("max").map(|length| length.whole()).transpose()?;
    }
    Ok(constraints)
}
