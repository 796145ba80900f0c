//! The query-compatible mode: a service that used awsQuery in the past is asked for the error codes of that protocol,
//! which users know. The type of an error depends on the name in its body, since not every model has the codes.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

use super::error::ErrorResponse;

/// Asks for the error codes of awsQuery, which responses carry in `x-amzn-query-error`.
#[derive(Debug)]
pub struct QueryMode;

#[dyn_dispatch_hint]
impl Intercept for QueryMode {
    #[inline]
    fn name(&self) -> &'static str {
        "QueryMode"
    }

    #[inline]
    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().headers_mut().insert("x-amzn-query-mode", "true");
        Ok(())
    }
}

/// The name of an error's shape in the body; the code where the body has none.
#[inline]
pub fn name_of(response: &ErrorResponse<'_>) -> String {
    let of_body = response.origin.and_then(|(protocol, response)| {
        let body = response.body().bytes()?;
        protocol.parse_event_stream_error_metadata(body).ok()
    });
    let meta = of_body.unwrap_or_default().build();
    meta.code().unwrap_or(response.code()).to_owned()
}
