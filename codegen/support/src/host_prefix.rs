//! Host prefixes: what an operation puts before the name of its host (Smithy's `endpoint` trait).

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointPrefix;
use aws_smithy_types::config_bag::ConfigBag;

use super::endpoint::is_valid_host_label;
use super::required::not_empty;

/// Has the request go to a host with this prefix.
///
/// # Errors
///
/// The prefix is not the start of a host name.
pub fn set(cfg: &mut ConfigBag, prefix: String) -> Result<(), BoxError> {
    let prefix = EndpointPrefix::new(prefix)?;
    cfg.interceptor_state().store_put(prefix);
    Ok(())
}

/// The value of an input's member, as a part of a host name.
///
/// # Errors
///
/// The member is not set, or holds what cannot stand between two dots of a host name (RFC 1123).
pub fn label<'a>(member: &'static str, value: Option<&'a str>) -> Result<&'a str, BoxError> {
    let value = not_empty(member, value)?;
    if is_valid_host_label(value, false) {
        Ok(value)
    } else {
        Err(format!("`{member}` is part of the host name, and `{value}` cannot stand in one").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_has_to_be_set_and_valid() {
        assert_eq!(label("account", Some("123")).expect("digits are valid"), "123");
        for invalid in [None, Some(""), Some("a/b"), Some("a.b")] {
            let error = label("account", invalid).expect_err("it is no label").to_string();
            assert!(error.contains("account"), "{error}");
        }
    }

    #[test]
    fn a_prefix_is_kept_for_whoever_applies_the_endpoint() {
        let mut cfg = ConfigBag::base();
        set(&mut cfg, "data.".to_owned()).expect("it starts a host name");
        let prefix = cfg.load::<EndpointPrefix>().expect("it was set");
        assert_eq!(prefix.as_str(), "data.");
    }
}
