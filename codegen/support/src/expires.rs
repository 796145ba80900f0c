//! The header `Expires` of a stored object, which holds whatever a caller once set and need not be a date.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::DateTime;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::Format;

/// Keeps the text of `Expires`, and removes the header where it is not a date, so that the response can still be read.
#[derive(Debug)]
pub struct Expires;

#[dyn_dispatch_hint]
impl Intercept for Expires {
    #[inline]
    fn name(&self) -> &'static str {
        "Expires"
    }

    #[inline]
    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.response_mut().headers_mut();
        let Some(text) = headers.get("expires").map(str::to_owned) else {
            return Ok(());
        };
        if DateTime::from_str(&text, Format::HttpDate).is_err() {
            headers.remove("expires");
        }
        headers.insert("expiresstring", text);
        Ok(())
    }
}
