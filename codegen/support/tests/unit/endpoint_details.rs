//! Tests of `endpoint_details`.

use super::super::endpoint::Partitions;
use super::super::endpoint_rules::{Parameters, Rule, Then, Value, resolve};
use super::*;

struct Region;

impl Parameters for Region {
    fn parameter(&self, name: &str) -> Option<Value<'_>> {
        (name == "Region").then(|| Value::text("b"))
    }
}

static PARTITIONS: Partitions = Partitions::new(&[]);

#[test]
fn headers_and_properties_are_filled_where_they_stand() {
    static DETAILS: Details = Details {
        headers: &[("x-host", "{Region}!")],
        properties: &[(
            "authSchemes",
            Property::Array(&[Property::Object(&[
                ("name", Property::Text("sigv4")),
                ("signingRegion", Property::Text("{Region}")),
                ("disableDoubleEncoding", Property::Boolean(true)),
                ("weight", Property::Integer(-1)),
            ])]),
        )],
    };
    static RULES: &[Rule] = &[Rule(0, &[], Then::With("https://a.example.com/", &DETAILS))];
    let endpoint = resolve(RULES, &PARTITIONS, &Region).expect("the rule always holds");
    assert_eq!(endpoint.url(), "https://a.example.com/");
    assert_eq!(endpoint.headers().count(), 1);
    assert_eq!(
        endpoint.headers().next().and_then(|(_, mut values)| values.next()),
        Some("b!")
    );
    let schemes = endpoint.properties()["authSchemes"].as_array().expect("it is an array");
    let scheme = schemes[0].as_object().expect("it is an object");
    assert_eq!(scheme["signingRegion"].as_string(), Some("b"));
    assert_eq!(scheme["disableDoubleEncoding"].as_bool(), Some(true));
    assert_eq!(scheme["weight"], Document::from(-1i64));
}

#[test]
fn there_is_no_endpoint_where_a_property_is_not_set() {
    static DETAILS: Details = Details {
        headers: &[],
        properties: &[("name", Property::Text("{Nobody}"))],
    };
    static RULES: &[Rule] = &[Rule(0, &[], Then::With("https://a", &DETAILS))];
    let error = resolve(RULES, &PARTITIONS, &Region).expect_err("a value is missing");
    assert_eq!(error.to_string(), "A value that the endpoint depends on is not set");
}
