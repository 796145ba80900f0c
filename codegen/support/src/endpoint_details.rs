//! Details of an endpoint beside its URL: headers, and properties such as auth schemes.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_types::Document;
use aws_smithy_types::endpoint::Builder;

use super::endpoint_rules::{Detail, Scope};

/// The details of an endpoint beside its URL. Their texts have placeholders like those of rules.
#[derive(Debug)]
pub struct Details {
    /// Headers that are added to the request.
    pub headers: &'static [(&'static str, &'static str)],
    /// Properties for the rest of the call, such as auth schemes.
    pub properties: &'static [(&'static str, Property)],
}

/// A property of an endpoint.
#[derive(Debug)]
pub enum Property {
    /// Text.
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

impl Detail for Details {
    #[inline]
    fn add(&self, mut endpoint: Builder, scope: &Scope<'_>) -> Result<Builder, BoxError> {
        for (name, value) in self.headers {
            endpoint = endpoint.header(*name, scope.text(value)?);
        }
        for (name, value) in self.properties {
            endpoint = endpoint.property(*name, document(value, scope)?);
        }
        Ok(endpoint)
    }
}

#[inline]
fn document(property: &Property, scope: &Scope<'_>) -> Result<Document, BoxError> {
    Ok(match property {
        Property::Text(text) => Document::from(scope.text(text)?),
        Property::Boolean(value) => Document::Bool(*value),
        Property::Integer(value) => Document::from(*value),
        Property::Array(items) => {
            let items = items.iter().map(|item| document(item, scope));
            Document::Array(items.collect::<Result<_, _>>()?)
        }
        Property::Object(entries) => {
            let entries = entries.iter();
            let entry = |(name, value): &(&str, Property)| Ok(((*name).to_owned(), document(value, scope)?));
            Document::Object(entries.map(entry).collect::<Result<_, BoxError>>()?)
        }
    })
}
