//! The query-compatible mode: a service that once spoke awsQuery is asked for the error codes of that time.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Asks for the error codes of awsQuery, which responses carry in `x-amzn-query-error`.
#[derive(Debug)]
pub struct QueryMode;

#[dyn_dispatch_hint]
impl Intercept for QueryMode {
    fn name(&self) -> &'static str {
        "QueryMode"
    }

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
