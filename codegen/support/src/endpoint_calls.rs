//! Functions of endpoint rule sets that only some services call, as rules call them: on values that may be absent.

use std::borrow::Cow;

use super::endpoint_functions as functions;
use super::endpoint_rules::Value;

/// `aws.parseArn`: the parts of an ARN; none if the text is no ARN.
#[inline]
pub fn parse_arn<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    let [Some(Value::Text(text))] = arguments else {
        return None;
    };
    let arn = functions::parse_arn(text)?;
    let resource = arn.resource_id.into_iter().map(Value::owned).collect();
    Some(Value::Record(
        [
            ("partition", Value::owned(arn.partition)),
            ("service", Value::owned(arn.service)),
            ("region", Value::owned(arn.region)),
            ("accountId", Value::owned(arn.account_id)),
            ("resourceId", Value::List(resource)),
        ]
        .into(),
    ))
}

/// `parseURL`: the parts of a URL; none if the text is no URL, or has a query.
#[inline]
pub fn parse_url<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    let [Some(Value::Text(text))] = arguments else {
        return None;
    };
    let url = functions::parse_url(text)?;
    Some(Value::Record(
        [
            ("scheme", Value::owned(url.scheme)),
            ("authority", Value::owned(url.authority)),
            ("path", Value::owned(url.path)),
            ("normalizedPath", Value::owned(url.normalized_path)),
            ("isIp", Value::Boolean(url.is_ip)),
        ]
        .into(),
    ))
}

/// `substring`: the bytes of a text from one position to before another, counted from the end if the last value says so;
/// none if the text is too short, or not ASCII.
#[inline]
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
    Some(match text {
        Cow::Borrowed(text) => Value::text(functions::substring(text, *start, *stop, *reverse)?),
        Cow::Owned(text) => Value::owned(functions::substring(text, *start, *stop, *reverse)?),
    })
}

/// `split`: the parts of a text between delimiters; at most so many, where the last value is not zero.
#[inline]
pub fn split<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    match arguments {
        [
            Some(Value::Text(text)),
            Some(Value::Text(delimiter)),
            Some(Value::Number(limit)),
        ] => {
            let parts = functions::split(text, delimiter, *limit).into_iter();
            Some(Value::List(parts.map(Value::owned).collect()))
        }
        _ => None,
    }
}

/// `uriEncode`: percent-encodes what is not unreserved (RFC 3986).
#[inline]
pub fn uri_encode<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    match arguments {
        [Some(Value::Text(text))] => Some(Value::owned(functions::uri_encode(text))),
        _ => None,
    }
}

/// `aws.isVirtualHostableS3Bucket`: whether a bucket's name can be the first part of a host name, in which dots stand only
/// where the second value says so.
#[inline]
pub fn is_virtual_hostable_s3_bucket<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    match arguments {
        [Some(Value::Text(name)), Some(Value::Boolean(dots))] => {
            Some(Value::Boolean(functions::is_virtual_hostable_s3_bucket(name, *dots)))
        }
        _ => None,
    }
}
