//! Labels of host names, as endpoint rules and prefixes of hosts ask for them.

/// `isValidHostLabel`: true where a text can be a label of a host name (RFC 1123), or, with `allow_dots`, several.
#[inline]
pub fn is_valid_host_label(text: &str, allow_dots: bool) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if allow_dots {
        text.split('.').all(is_label)
    } else {
        is_label(text)
    }
}
