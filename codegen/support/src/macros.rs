//! Macros for what is the same for every operation but its names. They name all by full paths, as a model may have a type
//! called `Option`, and the runtime's through this module, so that a crate that shares `support` need not depend on it.

pub use aws_smithy_runtime_api::box_error::BoxError;
pub use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
pub use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
pub use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
pub use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
pub use aws_smithy_types::config_bag::FrozenLayer;
pub use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
pub use aws_smithy_types::error::operation::BuildError;
pub use aws_smithy_types::retry::{ErrorKind, ProvideErrorKind};
pub use aws_types::request_id::RequestId;

/// The type that stands for an operation, as a plugin of the runtime.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! operation_type {
    ($(#[$docs:meta])* pub struct $name:ident: $span:literal;) => {
        $(#[$docs])*
        #[derive(Clone, Debug, Default)]
        #[non_exhaustive]
        pub struct $name;

        static PLUGIN: crate::support::operation::Plugin = crate::support::operation::Plugin::new();

        static CALLSITE: crate::support::span::DefaultCallsite = crate::support::span::DefaultCallsite::new(&METADATA);

        static METADATA: crate::support::span::Metadata<'static> =
            crate::support::span::metadata($span, module_path!(), &CALLSITE);

        impl $name {
            /// Names the operation.
            #[inline]
            pub fn new() -> Self {
                Self
            }
        }

        impl crate::support::macros::RuntimePlugin for $name {
            #[inline]
            fn config(&self) -> ::std::option::Option<crate::support::macros::FrozenLayer> {
                ::std::option::Option::Some(PLUGIN.layer::<Self>())
            }

            #[inline]
            fn runtime_components(
                &self,
                _: &crate::support::macros::RuntimeComponentsBuilder,
            ) -> ::std::borrow::Cow<'_, crate::support::macros::RuntimeComponentsBuilder> {
                ::std::borrow::Cow::Borrowed(PLUGIN.components::<Self>())
            }
        }
    };
}

/// What `Operation` wants of every operation: its names, its types, and how its errors are told apart.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! operation {
    (
        name: $name:literal;
        types: $input:ty, $output:ty, $error:ident;
        errors($response:ident, $code:expr) { $($codes:pat => $variant:ident($ty:ty),)* }
    ) => {
        const NAME: &'static str = $name;
        const SERVICE: &'static crate::support::service::Service = &crate::meta::SERVICE;
        const OUTPUT: &'static crate::support::schema::Structure = &output::SCHEMA;
        const CALLSITE: &'static crate::support::span::DefaultCallsite = &CALLSITE;

        type Input = $input;
        type Output = $output;
        type Error = $error;

        #[inline]
        fn read_output(
            body: &mut dyn crate::support::macros::ShapeDeserializer,
            request_id: ::std::option::Option<::std::string::String>,
        ) -> ::std::result::Result<$output, crate::support::macros::SerdeError> {
            <$output>::_read(body, request_id)
        }

        #[allow(clippy::match_single_binding)] // An operation may have no errors of its own.
        #[inline]
        fn read_error($response: crate::support::error::ErrorResponse<'_>) -> $error {
            match $code {
                $($codes => $response.read(<$ty>::_read, $error::$variant),)*
                _ => $response.unhandled(),
            }
        }
    };
}

/// The errors of an operation or of an event stream.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! errors {
    (
        $(#[$docs:meta])*
        pub enum $name:ident { $($(#[$variant_docs:meta])* $variant:ident($ty:ty): $predicate:ident,)* }
        retryable { $($retryable:ident,)* }
    ) => {
        $(#[$docs])*
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_docs])* $variant($ty),)*
            /// An error that the model does not name, or one that could not be read.
            #[deprecated(note = "Matching `Unhandled` directly is not forwards compatible. Match with a wildcard \
                                 instead, and look at the error's `code()`.")]
            Unhandled(crate::support::error::Unhandled),
        }

        impl $name {
            /// Makes an `Unhandled` of any error.
            #[inline]
            pub fn unhandled(error: impl ::std::convert::Into<crate::support::macros::BoxError>) -> Self {
                Self::Unhandled(crate::support::error::Unhandled::new(error, ::std::default::Default::default()))
            }

            /// Makes an `Unhandled` of a code and a message.
            #[inline]
            pub fn generic(error: crate::support::macros::ErrorMetadata) -> Self {
                Self::Unhandled(crate::support::error::Unhandled::from_meta(error))
            }

            /// The code, the message, the request id and what else is known of the error.
            #[inline]
            pub fn meta(&self) -> &crate::support::macros::ErrorMetadata {
                crate::support::macros::ProvideErrorMetadata::meta(self)
            }

            $(
                #[doc = concat!("Whether the error is `", stringify!($variant), "`.")]
                #[inline]
                pub fn $predicate(&self) -> bool {
                    matches!(self, Self::$variant(_))
                }
            )*

            #[inline]
            fn variant(&self) -> &dyn crate::support::error::Variant {
                match self {
                    $(Self::$variant(error) => error,)*
                    Self::Unhandled(error) => error,
                }
            }
        }

        impl ::std::error::Error for $name {
            #[inline]
            fn source(&self) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)> {
                ::std::option::Option::Some(self.variant().cause())
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.variant().fmt(f)
            }
        }

        impl crate::support::macros::ProvideErrorMetadata for $name {
            #[inline]
            fn meta(&self) -> &crate::support::macros::ErrorMetadata {
                self.variant().meta()
            }
        }

        impl crate::support::macros::ProvideErrorKind for $name {
            #[inline]
            fn code(&self) -> ::std::option::Option<&str> {
                self.meta().code()
            }

            #[allow(clippy::match_single_binding)] // Most operations have none.
            #[inline]
            fn retryable_error_kind(&self) -> ::std::option::Option<crate::support::macros::ErrorKind> {
                match self {
                    $(Self::$retryable(error) => ::std::option::Option::Some(error.retryable_error_kind()),)*
                    _ => ::std::option::Option::None,
                }
            }
        }

        impl crate::support::macros::CreateUnhandledError for $name {
            #[inline]
            fn create_unhandled_error(
                source: crate::support::macros::BoxError,
                meta: ::std::option::Option<crate::support::macros::ErrorMetadata>,
            ) -> Self {
                Self::Unhandled(crate::support::error::Unhandled::new(source, meta.unwrap_or_default()))
            }
        }

        impl crate::support::macros::RequestId for $name {
            #[inline]
            fn request_id(&self) -> ::std::option::Option<&str> {
                self.meta().request_id()
            }
        }
    };
}

/// The errors of operations and of event streams become the crate's.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! from_errors {
    ($($error:ty { $($variant:ident,)* })*) => {
        $(
            impl ::std::convert::From<$error> for Error {
                #[inline]
                fn from(error: $error) -> Self {
                    // Variants have to follow a name, and the error may stand under a longer path.
                    type __Error = $error;
                    match error {
                        $(__Error::$variant(error) => Self::$variant(error),)*
                        __Error::Unhandled(error) => Self::Unhandled(error),
                    }
                }
            }
        )*

        impl<E, R> ::std::convert::From<crate::support::macros::SdkError<E, R>> for Error
        where
            E: ::std::convert::Into<Self>
                + crate::support::macros::ProvideErrorMetadata
                + ::std::error::Error
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            R: ::std::marker::Send + ::std::marker::Sync + ::std::fmt::Debug + 'static,
        {
            #[inline]
            fn from(error: crate::support::macros::SdkError<E, R>) -> Self {
                match error {
                    crate::support::macros::SdkError::ServiceError(context) => context.into_err().into(),
                    other => {
                        let meta = crate::support::macros::ProvideErrorMetadata::meta(&other).clone();
                        Self::Unhandled(crate::support::error::Unhandled::new(other, meta))
                    }
                }
            }
        }
    };
}

/// The methods of a structure that give the values of its members, each by a function of `builder`, or by reference.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! accessors {
    ($owner:ident, $builder:ident; $($(#[$deprecated:meta])? $name:ident: $ty:ty $(= $how:ident)?;)*) => {
        impl $owner {
            #[doc = concat!("Creates a builder for [`", stringify!($owner), "`].")]
            #[inline]
            pub fn builder() -> $builder {
                $builder::default()
            }

            $(
                #[doc = concat!("The value of the field `", stringify!($name), "`.")]
                $(#[$deprecated])?
                #[inline]
                pub fn $name(&self) -> $ty {
                    $(crate::support::builder::$how)?(&self.$name)
                }
            )*
        }
    };
}

/// A builder that has the structure which it builds within; all members of that are optional. What follows the members
/// has a default of its own.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! holder {
    ($(#[$docs:meta])* $builder:ident: $structure:ident { $($member:ident,)* } $($extra:ident,)*) => {
        $(#[$docs])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $builder {
            pub(crate) inner: $structure,
        }

        impl ::std::default::Default for $builder {
            #[inline]
            fn default() -> Self {
                Self {
                    inner: $structure {
                        $($member: ::std::option::Option::None,)*
                        $($extra: ::std::default::Default::default(),)*
                    },
                }
            }
        }

        impl ::std::fmt::Debug for $builder {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                crate::support::builder::show(f, stringify!($builder), stringify!($structure), &self.inner)
            }
        }
    };
}

/// The methods of a builder that set and get members. After its name stands where, in the builder, they are.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! setters {
    (
        $builder:ident: $self:ident => $at:expr;
        $(
            $(#[doc = $docs:literal])*
            $(#[deprecated $($deprecated:tt)?])?
            $name:ident($($parameter:ident: $ty:ty),*) = $put:ident($($value:expr),*), $set:ident, $get:ident: $held:ty;
        )*
    ) => {
        impl $builder {
            $(
                $(#[doc = $docs])*
                $(#[deprecated $($deprecated)?])?
                #[inline]
                pub fn $name(mut $self, $($parameter: $ty),*) -> Self {
                    crate::support::builder::$put(&mut $at.$name, $($value),*);
                    $self
                }

                /// Sets or clears the member.
                $(#[deprecated $($deprecated)?])?
                #[inline]
                pub fn $set(mut $self, input: ::std::option::Option<$held>) -> Self {
                    $at.$name = input;
                    $self
                }

                /// The value of the member that was set until now.
                $(#[deprecated $($deprecated)?])?
                #[inline]
                pub fn $get(&$self) -> &::std::option::Option<$held> {
                    &$at.$name
                }
            )*
        }
    };
}

/// The methods of the builder that sends a request, and of the input's builder that does.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! sends {
    ($fluent:ident, $method:ident: $operation:ty; $builder:ty: $input:ty, $output:ty, $error:ty;) => {
        impl $builder {
            /// Sends a request with this input, by that client.
            #[inline]
            pub fn send_with(
                self,
                client: &crate::client::Client,
            ) -> impl ::std::future::Future<Output = crate::support::operation::CallResult<$output, $error>>
            + ::std::marker::Send
            + use<> {
                let mut call = client.$method();
                call.inner = self;
                call.send()
            }
        }

        impl crate::support::operation::Customizable for $fluent {
            type Operation = $operation;

            #[inline]
            fn into_call(
                self,
            ) -> (
                ::std::sync::Arc<crate::support::handle::Handle>,
                ::std::result::Result<$input, crate::support::macros::BuildError>,
            ) {
                (self.handle, self.inner.build())
            }
        }

        impl $fluent {
            #[inline]
            pub(crate) fn new(handle: ::std::sync::Arc<crate::support::handle::Handle>) -> Self {
                let inner = ::std::default::Default::default();
                Self { handle, inner }
            }

            /// The input that was set until now.
            #[inline]
            pub fn as_input(&self) -> &$builder {
                &self.inner
            }

            /// Sends the request, and waits for the response.
            ///
            /// A failed attempt is retried where that may help, as often as the client's retry configuration says, or
            /// twice where it says nothing.
            ///
            /// # Errors
            ///
            /// The request could not be built or sent, or the service answered with an error.
            #[inline]
            pub fn send(
                self,
            ) -> impl ::std::future::Future<Output = crate::support::operation::CallResult<$output, $error>>
            + ::std::marker::Send {
                crate::support::operation::send::<$operation>(
                    self.handle,
                    self.inner.build(),
                    ::std::option::Option::None,
                )
            }

            /// Turns the call into one whose request can be changed before it is sent.
            #[inline]
            pub fn customize(self) -> crate::client::customize::CustomizableOperation<$output, $error, Self> {
                crate::client::customize::CustomizableOperation::new(self)
            }
        }
    };
}

#[allow(unused_imports, reason = "a crate without members has no use for some")]
pub use {accessors, errors, from_errors, holder, operation, operation_type, sends, setters};
