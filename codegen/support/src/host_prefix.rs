//! Host prefixes, which an operation puts before the host name of the endpoint (Smithy's `endpoint` trait).

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointPrefix;
use aws_smithy_types::config_bag::ConfigBag;

use super::host_label::is_valid_host_label;
use super::required::not_empty;

/// Sets the host prefix of the request.
///
/// # Errors
///
/// The prefix is not a valid start of a host name.
#[inline]
pub fn set(cfg: &mut ConfigBag, prefix: String) -> Result<(), BoxError> {
    let prefix = EndpointPrefix::new(prefix)?;
    cfg.interceptor_state().store_put(prefix);
    Ok(())
}

/// The value of an input member, as a label of the host name.
///
/// # Errors
///
/// The member is not set, or its value is not a valid label (RFC 1123).
#[inline]
pub fn label<'a>(member: &'static str, value: Option<&'a str>) -> Result<&'a str, BoxError> {
    let value = not_empty(member, value)?;
    if is_valid_host_label(value, false) {
        Ok(value)
    } else {
        Err(format!("`{member}` forms part of the endpoint host, where `{value}` cannot stand").into())
    }
}
