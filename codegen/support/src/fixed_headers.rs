//! Fixed headers, which a service requires in every request.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Sets headers, and replaces those that are there.
#[derive(Debug)]
pub struct FixedHeaders(pub &'static [(&'static str, &'static str)]);

#[dyn_dispatch_hint]
impl Intercept for FixedHeaders {
    #[inline]
    fn name(&self) -> &'static str {
        "FixedHeaders"
    }

    #[inline]
    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.request_mut().headers_mut();
        for (name, value) in self.0 {
            headers.insert(*name, *value);
        }
        Ok(())
    }
}
