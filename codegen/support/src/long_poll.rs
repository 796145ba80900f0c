//! Long polls: operations whose response a service may delay, and that programs call in a loop.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::{RetryConfig, RetrySpec};

/// Pauses after a failed call even where it is not retried, so that the program's loop does not overload a service that
/// is in trouble.
#[derive(Debug)]
pub struct LongPoll;

#[dyn_dispatch_hint]
impl Intercept for LongPoll {
    #[inline]
    fn name(&self) -> &'static str {
        "LongPoll"
    }

    #[inline]
    fn modify_before_retry_loop(
        &self,
        _context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let config = cfg.load::<RetryConfig>();
        let spec = config.and_then(|config| config.retry_spec()).cloned();
        // Earlier versions of the retry behaviour know no such pause.
        let spec = spec.filter(|spec| spec.is_at_least(RetrySpec::V2_1));
        if let (Some(config), Some(spec)) = (config.cloned(), spec) {
            let config = config.with_retry_spec(spec.with_long_polling(true));
            cfg.interceptor_state().store_put(config);
        }
        Ok(())
    }
}
