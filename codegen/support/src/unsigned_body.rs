//! Unsigned bodies: the caller can choose that a request's signature does not cover its body.

use aws_runtime::auth::PayloadSigningOverride;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Leaves the body out of the signature. A chunked body is left alone, as its encoding decides what is signed.
#[derive(Debug)]
pub struct UnsignedBody;

#[dyn_dispatch_hint]
impl Intercept for UnsignedBody {
    #[inline]
    fn name(&self) -> &'static str {
        "UnsignedBody"
    }

    #[inline]
    fn modify_before_serialization(
        &self,
        _context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        cfg.interceptor_state()
            .store_put(PayloadSigningOverride::UnsignedPayload);
        Ok(())
    }
}
