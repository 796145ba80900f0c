//! Customizable requests: a macro that defines `CustomizableOperation`, which takes settings of the client's own crate.

pub use aws_smithy_runtime::client::interceptors::{MapRequestInterceptor, MutateRequestInterceptor};
pub use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
pub use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

pub use super::operation::{CallResult, Customizable, Operation, send};

/// Defines a request that can be changed before it is sent. `builder` is the builder of the client's configuration.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! customizable_operation {
    ($builder:ident) => {
        use crate::support::customizable as parts;

        /// A request that can be changed before it is sent.
        #[derive(Debug)]
        pub struct CustomizableOperation<T, E, B> {
            request: B,
            config_override: $builder,
            interceptors: Vec<parts::SharedInterceptor>,
            result: std::marker::PhantomData<fn() -> (T, E)>,
        }

        impl<T, E, B> CustomizableOperation<T, E, B> {
            #[inline]
            pub(crate) fn new(request: B) -> Self {
                Self {
                    request,
                    config_override: $builder::new(),
                    interceptors: Vec::new(),
                    result: std::marker::PhantomData,
                }
            }

            /// Adds an interceptor, which sees the request and the response at every step.
            ///
            /// The order in which interceptors of one request run is not defined.
            #[inline]
            pub fn interceptor(mut self, interceptor: impl parts::Intercept + 'static) -> Self {
                self.interceptors.push(parts::SharedInterceptor::new(interceptor));
                self
            }

            /// Replaces the HTTP request, just before it is signed.
            #[inline]
            pub fn map_request<F, MapE>(self, f: F) -> Self
            where
                F: Fn(parts::HttpRequest) -> Result<parts::HttpRequest, MapE> + Send + Sync + 'static,
                MapE: std::error::Error + Send + Sync + 'static,
            {
                self.interceptor(parts::MapRequestInterceptor::new(f))
            }

            /// Changes the HTTP request, just before it is signed.
            #[inline]
            pub fn mutate_request<F>(self, f: F) -> Self
            where
                F: Fn(&mut parts::HttpRequest) + Send + Sync + 'static,
            {
                self.interceptor(parts::MutateRequestInterceptor::new(f))
            }

            /// Overrides the client's settings for this request.
            #[inline]
            pub fn config_override(mut self, config_override: impl Into<$builder>) -> Self {
                self.config_override = config_override.into();
                self
            }

            /// Sends the request, and waits for the response.
            ///
            /// # Errors
            ///
            /// The request could not be built or sent, or the service answered with an error.
            #[inline]
            pub fn send(self) -> impl std::future::Future<Output = parts::CallResult<T, E>> + Send
            where
                E: std::error::Error + Send + Sync + 'static,
                B: parts::Customizable,
                B::Operation: parts::Operation<Output = T, Error = E>,
            {
                let mut settings = self.config_override;
                for interceptor in self.interceptors {
                    settings.push_interceptor(interceptor);
                }
                let (handle, input) = self.request.into_call();
                parts::send::<B::Operation>(handle, input, Some(settings.into_settings()))
            }
        }
    };
}

#[doc(hidden)]
pub use customizable_operation;
