//! What endpoints of some services have beside a URL: headers, and properties such as auth schemes.
//!
//! Rules name these as constants with gaps, so that a rule set with hundreds of endpoints stays small: built where each
//! endpoint is decided on, they would take more stack and code than all conditions together.

use aws_smithy_types::Document;
use aws_smithy_types::endpoint::Endpoint;

use super::endpoint::fill;

/// What an endpoint has beside its URL. Gaps, written `{}`, take values in the order in which they stand.
#[derive(Clone, Copy, Debug)]
pub struct Details {
    /// Headers that are added to the request.
    pub headers: &'static [(&'static str, &'static str)],
    /// What else the call path has to know.
    pub properties: &'static [(&'static str, Property)],
}

/// A property of an endpoint.
#[derive(Clone, Copy, Debug)]
pub enum Property {
    /// Text, which may have gaps.
    Text(&'static str),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A sequence.
    Array(&'static [Property]),
    /// Named properties.
    Object(&'static [(&'static str, Property)]),
}

/// The endpoint at a URL, with details; each takes values of its own.
pub fn endpoint_with(url: &str, values: &[&str], details: &Details, of_details: &[&str]) -> Endpoint {
    let mut endpoint = Endpoint::builder().url(fill(url, &mut values.iter()));
    let values = &mut of_details.iter();
    for (name, value) in details.headers {
        endpoint = endpoint.header(*name, fill(value, values));
    }
    for (name, value) in details.properties {
        endpoint = endpoint.property(*name, document(value, values));
    }
    endpoint.build()
}

fn document(property: &Property, values: &mut std::slice::Iter<'_, &str>) -> Document {
    match property {
        Property::Text(text) => Document::from(fill(text, values)),
        Property::Boolean(value) => Document::Bool(*value),
        Property::Integer(value) => Document::from(*value),
        Property::Array(items) => Document::Array(items.iter().map(|item| document(item, values)).collect()),
        Property::Object(entries) => {
            let entry = |(name, value): &(&str, Property)| ((*name).to_owned(), document(value, values));
            Document::Object(entries.iter().map(entry).collect())
        }
    }
}
