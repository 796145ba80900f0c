//! The protocols awsQuery and ec2Query: requests are forms, responses are XML.
//!
//! One writer serves both. The runtime's own for awsQuery takes the elements of lists only with schemas that have no
//! name, reads no errors, and has no sibling for ec2Query.

mod form;

use std::borrow::Cow;

use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::http::{Request, Response};
use aws_smithy_schema::codec::Codec;
use aws_smithy_schema::protocol::{ClientProtocolInner, apply_http_endpoint};
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeDeserializer, ShapeSerializer};
use aws_smithy_schema::{Schema, ShapeId, shape_id};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::endpoint::Endpoint;
use aws_smithy_types::error::metadata::{Builder, ErrorMetadata};
use aws_smithy_xml::codec::{XmlCodec, XmlCodecSettings, find_depth2_element_slice_by};
use aws_smithy_xml::decode::{Document, ScopedDecoder, XmlDecodeError, try_data};

use self::form::Form;
use super::xml;

/// Where the two protocols differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `aws.protocols#awsQuery`.
    AwsQuery,
    /// `aws.protocols#ec2Query`.
    Ec2Query,
}

/// A protocol whose requests are forms.
#[derive(Debug)]
pub struct QueryProtocol {
    id: ShapeId<'static>,
    dialect: Dialect,
    version: &'static str,
    codec: XmlCodec,
}

impl QueryProtocol {
    /// The protocol for a version of an API.
    pub fn new(dialect: Dialect, version: &'static str) -> Self {
        let settings = XmlCodecSettings::builder().default_timestamp_format(Format::DateTime);
        Self {
            id: match dialect {
                Dialect::AwsQuery => shape_id!("aws.protocols", "awsQuery"),
                Dialect::Ec2Query => shape_id!("aws.protocols", "ec2Query"),
            },
            dialect,
            version,
            codec: XmlCodec::new(settings.build()),
        }
    }

    /// The element that holds an error's members: `Error` in the root, or, in ec2Query, in `Errors`.
    fn error<'a>(&self, body: &'a [u8]) -> &'a [u8] {
        let inner = |body: &'a [u8], name: &str| find_depth2_element_slice_by(body, |found| found == name);
        match self.dialect {
            Dialect::AwsQuery => inner(body, "Error"),
            Dialect::Ec2Query => inner(body, "Errors").and_then(|errors| inner(errors, "Error")),
        }
        .unwrap_or(NOTHING)
    }
}

/// A document without members, in place of a body that is empty.
const NOTHING: &[u8] = b"<_/>";

/// The operation that is called.
fn operation(cfg: &ConfigBag) -> Result<&str, SerdeError> {
    let metadata = cfg.load::<Metadata>();
    metadata
        .map(Metadata::name)
        .ok_or_else(|| SerdeError::custom("the configuration does not name the operation"))
}

impl ClientProtocolInner for QueryProtocol {
    type Request = Request;
    type Response = Response;

    fn protocol_id(&self) -> &ShapeId<'static> {
        &self.id
    }

    fn serialize_request(
        &self,
        input: &dyn SerializableStruct,
        input_schema: &Schema<'_>,
        _endpoint: &str,
        cfg: &ConfigBag,
    ) -> Result<Request, SerdeError> {
        let mut form = Form::new(self.dialect, operation(cfg)?, self.version);
        form.write_struct(input_schema, input)?;
        let body = form.finish();
        let length = body.len().to_string();
        let mut request = Request::new(SdkBody::from(body));
        let invalid = |error: &dyn std::fmt::Display| SerdeError::custom(error.to_string());
        request.set_method("POST").map_err(|error| invalid(&error))?;
        request.set_uri("/").map_err(|error| invalid(&error))?;
        let headers = request.headers_mut();
        headers.insert("content-type", "application/x-www-form-urlencoded");
        headers.insert("content-length", length);
        Ok(request)
    }

    fn deserialize_response<'a>(
        &self,
        response: &'a Response,
        output_schema: &Schema<'_>,
        cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> {
        if output_schema.members().is_empty() {
            return Ok(Box::new(self.codec.create_deserializer(NOTHING)));
        }
        let body = response.body().bytes().unwrap_or_default();
        let operation = operation(cfg)?;
        xml::check_root(body, |root| root.strip_suffix("Response") == Some(operation))?;
        xml::check_whole(body)?;
        xml::check_cost(body)?;
        let result = match self.dialect {
            Dialect::AwsQuery => {
                let is_wrapper = |name: &str| name.strip_suffix("Result") == Some(operation);
                find_depth2_element_slice_by(body, is_wrapper).unwrap_or(body)
            }
            Dialect::Ec2Query => body,
        };
        Ok(Box::new(self.codec.create_deserializer(result)))
    }

    fn parse_error_metadata(&self, response: &Response, _cfg: &ConfigBag) -> Result<Builder, SerdeError> {
        let body = response.body().bytes().unwrap_or_default();
        if body.is_empty() {
            return Ok(ErrorMetadata::builder());
        }
        let invalid = |error: &dyn std::fmt::Display| SerdeError::invalid_input(error.to_string());
        let text = std::str::from_utf8(body).map_err(|error| invalid(&error))?;
        metadata(text).map_err(|error| invalid(&error))
    }

    fn deserialize_error_response<'a>(
        &self,
        response: &'a Response,
        _cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> {
        let body = response.body().bytes().unwrap_or_default();
        Ok(Box::new(self.codec.create_deserializer(self.error(body))))
    }

    fn update_endpoint(&self, request: &mut Request, endpoint: &Endpoint, cfg: &ConfigBag) -> Result<(), SerdeError> {
        apply_http_endpoint(request, endpoint, cfg)
    }
}

/// What all errors say: a code, a message, and the id of the request, which ec2Query spells in its own way.
fn metadata(text: &str) -> Result<Builder, XmlDecodeError> {
    let mut document = Document::new(text);
    let mut root = document.root_element()?;
    let mut builder = ErrorMetadata::builder();
    while let Some(mut part) = root.next_tag() {
        builder = match part.start_el().local() {
            "Error" => error(&mut part, builder)?,
            "Errors" => match part.next_tag() {
                Some(mut first) => error(&mut first, builder)?,
                None => builder,
            },
            "RequestId" | "RequestID" => builder.custom("aws_request_id", owned(try_data(&mut part)?)),
            _ => builder,
        };
    }
    Ok(builder)
}

fn error(element: &mut ScopedDecoder<'_, '_>, mut builder: Builder) -> Result<Builder, XmlDecodeError> {
    while let Some(mut part) = element.next_tag() {
        builder = match part.start_el().local() {
            "Code" => builder.code(owned(try_data(&mut part)?)),
            "Message" | "message" => builder.message(try_data(&mut part)?),
            _ => builder,
        };
    }
    Ok(builder)
}

fn owned(text: Cow<'_, str>) -> String {
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
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

    /// What is read of a response to the operation `List`.
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
}
