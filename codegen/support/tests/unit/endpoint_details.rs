//! Tests of `endpoint_details`.

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
