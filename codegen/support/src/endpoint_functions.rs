//! Functions of endpoint rule sets that only some services call: on ARNs, URLs and parts of texts.

use std::borrow::Cow;

use super::endpoint_rules::Value;

/// `aws.parseArn`: the parts of an ARN, its resource split at `:` and `/`; none if the text is no ARN.
pub fn parse_arn<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    let [Some(Value::Text(text))] = arguments else {
        return None;
    };
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next();
    let ("arn", partition, service, region, account, resource) = (next()?, next()?, next()?, next()?, next()?, next()?)
    else {
        return None;
    };
    if partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    let resource = resource.split([':', '/']).map(Value::owned).collect();
    Some(Value::Record(
        [
            ("partition", Value::owned(partition)),
            ("service", Value::owned(service)),
            ("region", Value::owned(region)),
            ("accountId", Value::owned(account)),
            ("resourceId", Value::List(resource)),
        ]
        .into(),
    ))
}

/// `parseURL`: the parts of a URL; none if the text is no URL, or has a query.
pub fn parse_url<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    let [Some(Value::Text(text))] = arguments else {
        return None;
    };
    let (scheme, rest) = text.split_once("://")?;
    if !matches!(scheme, "http" | "https") || text.contains(['?', '#']) {
        return None;
    }
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    if authority.is_empty() || authority.contains(char::is_whitespace) {
        return None;
    }
    let host = match authority.strip_prefix('[') {
        Some(address) => address.split_once(']')?.0,
        None => authority.split_once(':').map_or(authority, |(host, _)| host),
    };
    let path = if path == "/" { "" } else { path };
    let inner = path.trim_matches('/');
    let normalized = match inner.is_empty() {
        true => "/".to_owned(),
        false => format!("/{inner}/"),
    };
    Some(Value::Record(
        [
            ("scheme", Value::owned(scheme)),
            ("authority", Value::owned(authority)),
            ("path", Value::owned(path)),
            ("normalizedPath", Value::owned(normalized)),
            ("isIp", Value::Boolean(host.parse::<std::net::IpAddr>().is_ok())),
        ]
        .into(),
    ))
}

/// `substring`: the bytes of a text from one position to before another, counted from the end if the last value says so;
/// none if the text is too short, or not ASCII.
pub fn substring<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    let [
        Some(Value::Text(text)),
        Some(Value::Number(start)),
        Some(Value::Number(stop)),
        Some(Value::Boolean(reverse)),
    ] = arguments
    else {
        return None;
    };
    let (start, stop) = (*start, *stop);
    if !text.is_ascii() || start >= stop || stop > text.len() {
        return None;
    }
    let range = match reverse {
        true => text.len() - stop..text.len() - start,
        false => start..stop,
    };
    Some(Value::Text(match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
        Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
    }))
}

/// `split`: the parts of a text between delimiters; at most so many, where the last value is not zero.
pub fn split<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    let [
        Some(Value::Text(text)),
        Some(Value::Text(delimiter)),
        Some(Value::Number(limit)),
    ] = arguments
    else {
        return None;
    };
    let most = if *limit == 0 { usize::MAX } else { *limit };
    let parts = text.splitn(most, &**delimiter).map(Value::owned);
    Some(Value::List(parts.collect()))
}

/// `uriEncode`: percent-encodes what is not unreserved (RFC 3986).
pub fn uri_encode<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    let [Some(Value::Text(text))] = arguments else {
        return None;
    };
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(Value::owned(out))
}

/// `aws.isVirtualHostableS3Bucket`: whether a bucket's name can be the first part of a host name, in which dots stand only
/// where the second value says so.
pub fn is_virtual_hostable_s3_bucket<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    let [Some(Value::Text(name)), Some(Value::Boolean(dots))] = arguments else {
        return None;
    };
    let is_label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_hostable = (3..=63).contains(&name.len())
        && (*dots || !name.contains('.'))
        && name.split('.').all(is_label)
        && name.parse::<std::net::Ipv4Addr>().is_err();
    Some(Value::Boolean(is_hostable))
}
