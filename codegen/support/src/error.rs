//! Errors of a service: those in its model, and all others.

use std::error::Error as StdError;
use std::fmt;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::CreateUnhandledError;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_types::request_id::apply_request_id;

/// An error that the model does not list for the operation.
///
/// Its code, message and request id are those of the error whose variant it is.
#[deprecated(
    note = "Matching `Unhandled` directly is not forwards compatible. Match with a wildcard instead, and \
                     look at the error's `code()`."
)]
#[derive(Debug)]
pub struct Unhandled {
    source: BoxError,
    meta: ErrorMetadata,
}

#[allow(deprecated)] // The deprecation is for users of a client, who should not match on this type.
impl Unhandled {
    /// Keeps an error of any kind, with its metadata.
    #[inline]
    pub fn new(source: impl Into<BoxError>, meta: ErrorMetadata) -> Self {
        Self {
            source: source.into(),
            meta,
        }
    }

    /// Keeps an error of which only the metadata is known.
    #[inline]
    pub fn from_meta(meta: ErrorMetadata) -> Self {
        Self {
            source: meta.clone().into(),
            meta,
        }
    }

    /// The metadata of the error: code, message and request id.
    #[inline]
    pub fn meta(&self) -> &ErrorMetadata {
        &self.meta
    }

    /// The error that was kept.
    #[inline]
    pub fn source(&self) -> &(dyn StdError + 'static) {
        &*self.source
    }
}

#[allow(deprecated)] // The deprecation is for users of a client, who should not match on this type.
impl fmt::Display for Unhandled {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.meta.code() {
            Some(code) => write!(f, "unhandled error ({code})"),
            None => f.write_str("unhandled error"),
        }
    }
}

/// The methods that the variants of an operation's error have in common.
pub trait Variant: fmt::Display + ProvideErrorMetadata {
    /// The underlying error, which is the source of the operation's error.
    fn cause(&self) -> &(dyn StdError + 'static);
}

#[allow(deprecated)] // The deprecation is for users of a client, who should not match on this type.
impl ProvideErrorMetadata for Unhandled {
    #[inline]
    fn meta(&self) -> &ErrorMetadata {
        &self.meta
    }
}

#[allow(deprecated)] // The deprecation is for users of a client, who should not match on this type.
impl Variant for Unhandled {
    #[inline]
    fn cause(&self) -> &(dyn StdError + 'static) {
        &*self.source
    }
}

/// An error response, or an exception in an event stream, that has not been read yet.
pub struct ErrorResponse<'a> {
    /// The protocol and the response that the error is read from; `None` for a message of an event stream.
    pub(super) origin: Option<(&'a SharedClientProtocol, &'a HttpResponse)>,
    members: Result<Box<dyn ShapeDeserializer + 'a>, SerdeError>,
    meta: ErrorMetadata,
    /// The reason why the body could not be read.
    unreadable: Option<SerdeError>,
}

impl<'a> ErrorResponse<'a> {
    /// Reads the code, the message and the request id. A body that is not a document of the protocol, such as a proxy's
    /// page, still leaves the status and the request id.
    #[inline]
    pub fn new(protocol: &'a SharedClientProtocol, response: &'a HttpResponse, cfg: &'a ConfigBag) -> Self {
        let (meta, unreadable) = match protocol.parse_error_metadata(response, cfg) {
            Ok(meta) => (meta, None),
            Err(error) => (ErrorMetadata::builder(), Some(error)),
        };
        let meta = apply_request_id(meta, response.headers()).build();
        let members = protocol.deserialize_error_response(response, cfg);
        Self {
            origin: Some((protocol, response)),
            ..Self::of_parts(members, meta, unreadable)
        }
    }

    /// An error response whose metadata has been read, but not its members.
    #[inline]
    pub fn of_parts(
        members: Result<Box<dyn ShapeDeserializer + 'a>, SerdeError>,
        meta: ErrorMetadata,
        unreadable: Option<SerdeError>,
    ) -> Self {
        Self {
            origin: None,
            members,
            meta,
            unreadable,
        }
    }

    /// Adds a named value to the metadata.
    #[inline]
    pub fn with_extra(mut self, name: &'static str, value: &str) -> Self {
        self.meta = self.meta.into_builder().custom(name, value).build();
        self
    }

    /// The code of the error; empty where there is none.
    #[inline]
    pub fn code(&self) -> &str {
        self.meta.code().unwrap_or_default()
    }

    /// Reads an error of the model. One whose members do not match the model is kept as unhandled, with its code.
    #[inline]
    pub fn read<T, E: CreateUnhandledError>(
        self,
        read: fn(&mut dyn ShapeDeserializer, ErrorMetadata) -> Result<T, SerdeError>,
        variant: fn(T) -> E,
    ) -> E {
        match self
            .members
            .and_then(|mut members| read(&mut *members, self.meta.clone()))
        {
            Ok(error) => variant(error),
            Err(error) => E::create_unhandled_error(error.into(), Some(self.meta)),
        }
    }

    /// Keeps an error that the model does not list.
    #[inline]
    pub fn unhandled<E: CreateUnhandledError>(self) -> E {
        let source = match self.unreadable {
            Some(error) => error.into(),
            None => self.meta.clone().into(),
        };
        E::create_unhandled_error(source, Some(self.meta))
    }
}

/// The given enum value failed to parse since it is not a known value.
#[derive(Debug)]
pub struct UnknownVariantError {
    value: String,
}

impl UnknownVariantError {
    /// The error for a value.
    #[inline]
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into() }
    }
}

impl fmt::Display for UnknownVariantError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown enum variant: '{}'", self.value)
    }
}

impl StdError for UnknownVariantError {}

/// The value of an enum that the model does not list.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnknownVariantValue(String);

impl UnknownVariantValue {
    /// Keeps a value.
    #[inline]
    pub fn new(value: &str) -> Self {
        Self(value.to_owned())
    }

    /// The value, as the service sent it.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownVariantValue {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
