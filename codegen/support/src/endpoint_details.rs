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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_in_the_order_in_which_they_stand() {
        const DETAILS: Details = Details {
            headers: &[("x-host", "{}!")],
            properties: &[(
                "authSchemes",
                Property::Array(&[Property::Object(&[
                    ("name", Property::Text("sigv4")),
                    ("signingRegion", Property::Text("{}")),
                    ("disableDoubleEncoding", Property::Boolean(true)),
                    ("weight", Property::Integer(-1)),
                ])]),
            )],
        };
        let endpoint = endpoint_with("https://{}.example.{}/", &["a", "com"], &DETAILS, &["b", "c"]);
        assert_eq!(endpoint.url(), "https://a.example.com/");
        assert_eq!(endpoint.headers().collect::<Vec<_>>().len(), 1);
        assert_eq!(
            endpoint.headers().next().and_then(|(_, mut values)| values.next()),
            Some("b!")
        );
        let schemes = endpoint.properties()["authSchemes"].as_array().expect("it is an array");
        let scheme = schemes[0].as_object().expect("it is an object");
        assert_eq!(scheme["signingRegion"].as_string(), Some("c"));
        assert_eq!(scheme["disableDoubleEncoding"].as_bool(), Some(true));
        assert_eq!(scheme["weight"], Document::from(-1i64));
    }
}
