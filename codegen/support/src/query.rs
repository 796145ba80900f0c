//! The protocols awsQuery and ec2Query: requests are forms, responses are XML.
//!
//! One serializer serves both. The runtime's own for awsQuery writes list elements only with unnamed schemas, does not
//! read errors, and has no counterpart for ec2Query.

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
use super::xml::{self, Reader};

/// The two protocols, where they differ.
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
    #[inline]
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
    #[inline]
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

/// The name of the called operation.
#[inline]
fn operation(cfg: &ConfigBag) -> Result<&str, SerdeError> {
    let metadata = cfg.load::<Metadata>();
    metadata
        .map(Metadata::name)
        .ok_or_else(|| SerdeError::custom("the configuration does not name the operation"))
}

impl ClientProtocolInner for QueryProtocol {
    type Request = Request;
    type Response = Response;

    #[inline]
    fn protocol_id(&self) -> &ShapeId<'static> {
        &self.id
    }

    #[inline]
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

    #[inline]
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
        let is_result = |name: &str| name.strip_suffix("Result") == Some(operation);
        let is_wrapped = self.dialect == Dialect::AwsQuery;
        if let Some(tree) = xml::tree(body, |root| root.strip_suffix("Response") == Some(operation))? {
            let wrapper = tree
                .within(0)
                .find(|element| is_wrapped && is_result(tree.name(*element)));
            let result = wrapper.unwrap_or(0);
            return Ok(Box::new(Reader::new(tree, result)));
        }
        let result = match is_wrapped {
            true => find_depth2_element_slice_by(body, is_result).unwrap_or(body),
            false => body,
        };
        Ok(Box::new(self.codec.create_deserializer(result)))
    }

    #[inline]
    fn parse_error_metadata(&self, response: &Response, _cfg: &ConfigBag) -> Result<Builder, SerdeError> {
        let body = response.body().bytes().unwrap_or_default();
        if body.is_empty() {
            return Ok(ErrorMetadata::builder());
        }
        let invalid = |error: &dyn std::fmt::Display| SerdeError::invalid_input(error.to_string());
        let text = std::str::from_utf8(body).map_err(|error| invalid(&error))?;
        metadata(text).map_err(|error| invalid(&error))
    }

    #[inline]
    fn deserialize_error_response<'a>(
        &self,
        response: &'a Response,
        _cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> {
        let body = response.body().bytes().unwrap_or_default();
        Ok(Box::new(self.codec.create_deserializer(self.error(body))))
    }

    #[inline]
    fn update_endpoint(&self, request: &mut Request, endpoint: &Endpoint, cfg: &ConfigBag) -> Result<(), SerdeError> {
        apply_http_endpoint(request, endpoint, cfg)
    }
}

/// Reads the metadata of an error: a code, a message, and the id of the request, which ec2Query spells differently.
#[inline]
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

#[inline]
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

#[inline]
fn owned(text: Cow<'_, str>) -> String {
    text.trim().to_owned()
}
