//! Presigned requests whose members are in the query string, not in the protocol's body.

use aws_smithy_http::query::fmt_string;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

/// Moves the fields of a form from the body to the query string.
///
/// # Errors
///
/// The body is not in memory, or is not text.
#[inline]
pub fn with_form(request: HttpRequest, _input: &dyn SerializableStruct) -> Result<HttpRequest, BoxError> {
    let body = request.body().bytes().ok_or("the form is not held in memory")?;
    let form = std::str::from_utf8(body)?.to_owned();
    asking(request, &form)
}

/// Moves members from the body to the query string, each element of a list separately.
///
/// # Errors
///
/// A member is neither a simple value nor a list of simple values.
#[inline]
pub fn with_members(request: HttpRequest, input: &dyn SerializableStruct) -> Result<HttpRequest, BoxError> {
    let mut query = Query::default();
    input.serialize_members(&mut query)?;
    asking(request, &query.pairs.join("&"))
}

/// A `GET` request without a body, with more in its query string.
#[inline]
fn asking(mut request: HttpRequest, query: &str) -> Result<HttpRequest, BoxError> {
    let uri = request.uri().to_owned();
    let separator = match uri.contains('?') {
        true => "&",
        false => "?",
    };
    request.set_method("GET")?;
    request.set_uri(format!("{uri}{separator}{query}"))?;
    for header in ["content-type", "content-length"] {
        request.headers_mut().remove(header);
    }
    *request.body_mut() = SdkBody::empty();
    Ok(request)
}

/// A serializer that collects the members of a body as query parameters.
#[derive(Default)]
struct Query {
    pairs: Vec<String>,
    /// The name of the list that is being written.
    list: Option<String>,
}

type Written = Result<(), SerdeError>;

impl Query {
    #[inline]
    fn push(&mut self, schema: &Schema<'_>, value: &str) -> Written {
        let name = match &self.list {
            Some(name) => name.clone(),
            None if is_elsewhere(schema) => return Ok(()),
            None => name_of(schema),
        };
        self.pairs.push(format!("{}={}", fmt_string(name), fmt_string(value)));
        Ok(())
    }
}

/// True where the member is already in another part of the request.
#[inline]
fn is_elsewhere(schema: &Schema<'_>) -> bool {
    schema.http_label().is_some()
        || schema.http_header().is_some()
        || schema.http_query().is_some()
        || schema.http_prefix_headers().is_some()
        || schema.http_query_params().is_some()
}

#[inline]
fn name_of(schema: &Schema<'_>) -> String {
    let json = schema.json_name().map(|name| name.value().to_owned());
    json.or_else(|| schema.member_name().map(str::to_owned))
        .unwrap_or_default()
}

#[inline]
fn unfit(schema: &Schema<'_>) -> Written {
    let name = name_of(schema);
    Err(SerdeError::custom(format!("a URL cannot carry the value of `{name}`")))
}

impl ShapeSerializer for Query {
    #[inline]
    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Written {
        self.push(schema, value)
    }

    #[inline]
    fn write_boolean(&mut self, schema: &Schema<'_>, value: bool) -> Written {
        self.push(schema, &value.to_string())
    }

    #[inline]
    fn write_byte(&mut self, schema: &Schema<'_>, value: i8) -> Written {
        self.push(schema, &value.to_string())
    }

    #[inline]
    fn write_short(&mut self, schema: &Schema<'_>, value: i16) -> Written {
        self.push(schema, &value.to_string())
    }

    #[inline]
    fn write_integer(&mut self, schema: &Schema<'_>, value: i32) -> Written {
        self.push(schema, &value.to_string())
    }

    #[inline]
    fn write_long(&mut self, schema: &Schema<'_>, value: i64) -> Written {
        self.push(schema, &value.to_string())
    }

    #[inline]
    fn write_float(&mut self, schema: &Schema<'_>, value: f32) -> Written {
        self.push(schema, &value.to_string())
    }

    #[inline]
    fn write_double(&mut self, schema: &Schema<'_>, value: f64) -> Written {
        self.push(schema, &value.to_string())
    }

    #[inline]
    fn write_big_integer(&mut self, schema: &Schema<'_>, value: &BigInteger) -> Written {
        self.push(schema, value.as_ref())
    }

    #[inline]
    fn write_big_decimal(&mut self, schema: &Schema<'_>, value: &BigDecimal) -> Written {
        self.push(schema, value.as_ref())
    }

    #[inline]
    fn write_timestamp(&mut self, schema: &Schema<'_>, value: &DateTime) -> Written {
        let text = value
            .fmt(Format::DateTime)
            .map_err(|error| SerdeError::custom(error.to_string()))?;
        self.push(schema, &text)
    }

    #[inline]
    fn write_list(&mut self, schema: &Schema<'_>, write: &dyn Fn(&mut dyn ShapeSerializer) -> Written) -> Written {
        if self.list.is_some() {
            return unfit(schema);
        }
        if is_elsewhere(schema) {
            return Ok(());
        }
        self.list = Some(name_of(schema));
        let written = write(self);
        self.list = None;
        written
    }

    #[inline]
    fn write_map(&mut self, schema: &Schema<'_>, _: &dyn Fn(&mut dyn ShapeSerializer) -> Written) -> Written {
        match is_elsewhere(schema) {
            true => Ok(()),
            false => unfit(schema),
        }
    }

    #[inline]
    fn write_struct(&mut self, schema: &Schema<'_>, _: &dyn SerializableStruct) -> Written {
        unfit(schema)
    }

    #[inline]
    fn write_blob(&mut self, schema: &Schema<'_>, _: Blob) -> Written {
        unfit(schema)
    }

    #[inline]
    fn write_document(&mut self, schema: &Schema<'_>, _: &Document) -> Written {
        unfit(schema)
    }

    #[inline]
    fn write_null(&mut self, _: &Schema<'_>) -> Written {
        Ok(())
    }
}
