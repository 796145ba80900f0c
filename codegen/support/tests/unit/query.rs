//! Tests of `query`.

use aws_smithy_schema::ShapeType;
use aws_smithy_types::config_bag::Layer;

use super::*;

static MEMBERS: [Schema<'static>; 1] = [Schema::new_member(
    shape_id!("t", "Out", "A"),
    ShapeType::String,
    "A",
    0,
)];
static OUTPUT: Schema<'static> =
    Schema::new_struct(shape_id!("t", "Out"), ShapeType::Structure, &MEMBERS.each_ref());
static NO_OUTPUT: Schema<'static> = Schema::new_struct(shape_id!("t", "None"), ShapeType::Structure, &[]);

/// The value that is read from a response to the operation `List`.
fn read(dialect: Dialect, schema: &Schema<'_>, body: &'static str) -> Result<Option<String>, SerdeError> {
    let mut layer = Layer::new("operation");
    layer.store_put(Metadata::new("List", "Service"));
    let cfg = ConfigBag::of_layers(vec![layer]);
    let response = Response::new(200.try_into().expect("it is a status"), SdkBody::from(body));
    let protocol = QueryProtocol::new(dialect, "2026-01-01");
    let mut text = None;
    let mut document = protocol.deserialize_response(&response, schema, &cfg)?;
    document.read_struct(schema, &mut |member, value| {
        text = Some(value.read_string(member)?);
        Ok(())
    })?;
    Ok(text)
}

#[test]
fn a_response_is_the_document_of_its_operation_or_an_error() {
    let of_query = "<ListResponse><ListResult><A>a</A></ListResult></ListResponse>";
    let of_ec2 = "<ListResponse><A>a</A></ListResponse>";
    for (dialect, whole) in [(Dialect::AwsQuery, of_query), (Dialect::Ec2Query, of_ec2)] {
        let text = read(dialect, &OUTPUT, whole).expect("it is the operation's");
        assert_eq!(text.as_deref(), Some("a"));
        for other in [
            "<html><body><A>a</A></body></html>",
            "<GetResponse/>",
            "Please log in",
            "",
        ] {
            assert!(read(dialect, &OUTPUT, other).is_err(), "{other}");
            assert_eq!(
                read(dialect, &NO_OUTPUT, other).expect("nobody reads it"),
                None,
                "{other}"
            );
        }
    }
}

#[test]
fn errors_are_told_in_both_spellings() {
    let of_query = "<ErrorResponse><Error><Type>Sender</Type><Code>A</Code><Message>m</Message></Error>\
                    <RequestId>r</RequestId></ErrorResponse>";
    let of_ec2 = "<Response><Errors><Error><Code>A</Code><Message>m</Message></Error></Errors>\
                  <RequestID>r</RequestID></Response>";
    for text in [of_query, of_ec2] {
        let told = metadata(text).expect("it is XML").build();
        assert_eq!((told.code(), told.message()), (Some("A"), Some("m")), "{text}");
        assert_eq!(told.extra("aws_request_id"), Some("r"), "{text}");
    }
}

#[test]
fn a_message_keeps_its_blanks_and_a_code_has_none() {
    let text = "<R><Error><Code> A\n</Code><Message> m </Message></Error></R>";
    let told = metadata(text).expect("it is XML").build();
    assert_eq!((told.code(), told.message()), (Some("A"), Some(" m ")));
}

#[test]
fn a_page_of_a_proxy_is_no_error_of_the_service() {
    let told = metadata("<html><body>Bad gateway</body></html>")
        .expect("it is XML")
        .build();
    assert_eq!(told.code(), None);
    assert!(metadata("Bad gateway").is_err());
}
