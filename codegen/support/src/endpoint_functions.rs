//! Functions of endpoint rule sets that only some services call: on ARNs, URLs and parts of texts.

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

/// `aws.parseArn`: none if the text is no ARN.
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
    /// Whether the host is an IP address.
    pub is_ip: bool,
}

/// `parseURL`: none if the text is no URL, or has a query.
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

/// `substring`: the bytes from `start` to before `stop`, counted from the end if `reverse`; none if the text is too
/// short, or not ASCII.
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
pub fn split<'a>(text: &'a str, delimiter: &str, limit: usize) -> Vec<&'a str> {
    if limit == 0 {
        text.split(delimiter).collect()
    } else {
        text.splitn(limit, delimiter).collect()
    }
}

/// `uriEncode`: percent-encodes what is not unreserved (RFC 3986).
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

/// `aws.isVirtualHostableS3Bucket`: whether a bucket's name can be the first part of a host name.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_has_six_parts() {
        let arn = parse_arn("arn:aws:s3:us-west-2:123:accesspoint/a:b").expect("it is an ARN");
        assert_eq!(
            (arn.partition, arn.service, arn.region, arn.account_id),
            ("aws", "s3", "us-west-2", "123")
        );
        assert_eq!(arn.resource_id, ["accesspoint", "a", "b"]);
        assert_eq!(parse_arn("arn:aws:s3:::bucket").expect("it is an ARN").region, "");
        for wrong in ["", "arn:aws:s3", "arn::s3:::x", "arn:aws:s3:::", "urn:aws:s3:::x"] {
            assert_eq!(parse_arn(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_url_has_a_scheme_a_host_and_no_query() {
        let url = parse_url("https://example.com:8443/a/b").expect("it is a URL");
        assert_eq!(
            (url.scheme.as_str(), url.authority.as_str()),
            ("https", "example.com:8443")
        );
        assert_eq!((url.path.as_str(), url.normalized_path.as_str()), ("/a/b", "/a/b/"));
        assert!(!url.is_ip);
        assert_eq!(
            parse_url("http://example.com").expect("it is a URL").normalized_path,
            "/"
        );
        assert!(parse_url("http://127.0.0.1:80/").expect("it is a URL").is_ip);
        assert!(parse_url("http://[::1]").expect("it is a URL").is_ip);
        for wrong in [
            "",
            "example.com",
            "ftp://example.com",
            "https://",
            "https://example.com?a=b",
        ] {
            assert_eq!(parse_url(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn parts_of_a_text_are_counted_from_either_end() {
        assert_eq!(substring("abcdef", 0, 2, false), Some("ab"));
        assert_eq!(substring("abcdef", 0, 2, true), Some("ef"));
        assert_eq!(substring("abc", 2, 4, false), None);
        assert_eq!(substring("abc", 2, 2, false), None);
        assert_eq!(substring("äbc", 0, 1, false), None);
        assert_eq!(split("a--b--c", "--", 0), ["a", "b", "c"]);
        assert_eq!(split("a--b--c", "--", 2), ["a", "b--c"]);
        assert_eq!(split("", "--", 0), [""]);
        assert_eq!(uri_encode("a/b c~"), "a%2Fb%20c~");
    }

    #[test]
    fn buckets_whose_names_are_host_labels_are_hostable() {
        for name in ["abc", "a-b-c", "0ab"] {
            assert!(is_virtual_hostable_s3_bucket(name, false), "{name}");
        }
        for name in ["ab", "Abc", "a_bc", "-abc", "abc-", "a.bc", "192.168.0.1"] {
            assert!(!is_virtual_hostable_s3_bucket(name, false), "{name}");
        }
        assert!(is_virtual_hostable_s3_bucket("a.bc", true));
        assert!(!is_virtual_hostable_s3_bucket("192.168.0.1", true));
    }
}
