//! Functions that only some endpoint rule sets call: on ARNs, URLs and substrings.

/// An ARN in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    /// The id of the partition.
    pub partition: &'a str,
    /// The name of the service.
    pub service: &'a str,
    /// The region; may be empty.
    pub region: &'a str,
    /// The account; may be empty.
    pub account_id: &'a str,
    /// The resource, split at `:` and `/`.
    pub resource_id: Vec<&'a str>,
}

/// `aws.parseArn`: `None` where the text is not an ARN.
#[inline]
pub fn parse_arn(text: &str) -> Option<Arn<'_>> {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next();
    let ("arn", partition, service, region, account_id, resource) =
        (next()?, next()?, next()?, next()?, next()?, next()?)
    else {
        return None;
    };
    if partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    Some(Arn {
        partition,
        service,
        region,
        account_id,
        resource_id: resource.split([':', '/']).collect(),
    })
}

/// A URL in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// `http` or `https`.
    pub scheme: String,
    /// The host, and the port where there is one.
    pub authority: String,
    /// The path; empty for the root.
    pub path: String,
    /// The path with a `/` at either end.
    pub normalized_path: String,
    /// True where the host is an IP address.
    pub is_ip: bool,
}

/// `parseURL`: `None` where the text is not a URL, or has a query.
#[inline]
pub fn parse_url(text: &str) -> Option<Url> {
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
    Some(Url {
        scheme: scheme.to_owned(),
        authority: authority.to_owned(),
        path: path.to_owned(),
        normalized_path: if inner.is_empty() {
            "/".to_owned()
        } else {
            format!("/{inner}/")
        },
        is_ip: host.parse::<std::net::IpAddr>().is_ok(),
    })
}

/// `substring`: the bytes from `start` to before `stop`, counted from the end if `reverse`; `None` where the text is
/// too short, or not ASCII.
#[inline]
pub fn substring(text: &str, start: usize, stop: usize, reverse: bool) -> Option<&str> {
    if !text.is_ascii() || start >= stop || stop > text.len() {
        return None;
    }
    if reverse {
        text.get(text.len() - stop..text.len() - start)
    } else {
        text.get(start..stop)
    }
}

/// `split`: the parts between delimiters; at most `limit`, where that is not zero.
#[inline]
pub fn split<'a>(text: &'a str, delimiter: &str, limit: usize) -> Vec<&'a str> {
    if limit == 0 {
        text.split(delimiter).collect()
    } else {
        text.splitn(limit, delimiter).collect()
    }
}

/// `uriEncode`: percent-encodes all but unreserved characters (RFC 3986).
#[inline]
pub fn uri_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// `aws.isVirtualHostableS3Bucket`: true where a bucket's name can be the first label of a host name.
#[inline]
pub fn is_virtual_hostable_s3_bucket(name: &str, allow_dots: bool) -> bool {
    let is_label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    let labels = || name.split('.');
    (3..=63).contains(&name.len())
        && (allow_dots || !name.contains('.'))
        && labels().all(is_label)
        && name.parse::<std::net::Ipv4Addr>().is_err()
}
