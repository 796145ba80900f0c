//! Checksums of requests: the MD5 digest that some operations require (Smithy's `httpChecksumRequired`).

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::base64;
use aws_smithy_types::config_bag::ConfigBag;
use md5::{Digest, Md5};

/// Adds `Content-MD5` (RFC 1864) to a request whose body is held in memory, unless it has one.
#[derive(Debug)]
pub struct ContentMd5;

#[dyn_dispatch_hint]
impl Intercept for ContentMd5 {
    #[inline]
    fn name(&self) -> &'static str {
        "ContentMd5"
    }

    #[inline]
    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        if request.headers().get("content-md5").is_some() {
            return Ok(());
        }
        let body = request.body().bytes();
        let body = body.ok_or("the checksum of a body that is not held in memory cannot be sent before it")?;
        let digest = base64::encode(Md5::digest(body));
        request.headers_mut().insert("content-md5", digest);
        Ok(())
    }
}
