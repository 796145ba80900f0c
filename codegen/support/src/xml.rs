//! XML documents in responses: whether one is the document that an operation answers with, and how it is read.
//!
//! Documents as services send them are read by [`Reader`] at one look. Those with anything unusual in them are left to the
//! runtime's reader, which reads an element anew for each element around it, and takes any well-formed document, also
//! the page of a proxy, for an output of which nothing is set: they are looked at before any of it is read.

mod read;
mod tree;

use aws_smithy_runtime_api::http::Response;
use aws_smithy_schema::http_protocol::http_output_deserializer;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_xml::decode::Document;

pub use self::read::Reader;
pub use self::tree::Tree;
use super::operation::Roots;

/// The number of bytes that the reader may spend on a document of any shape.
const FREE: usize = 16 << 20;

/// The number of times that each byte of a larger document may be read, on average.
const TIMES: usize = 16;

/// The number of characters of a name that messages show.
const TOLD: usize = 80;

/// A reader of the document of a response to an operation; none where the runtime's is to read it.
///
/// # Errors
///
/// The document has another root than the operation's, is cut off, or takes too long to read.
#[inline]
pub fn reader<'a>(
    response: &'a Response,
    output: &Schema<'_>,
    cfg: &'a ConfigBag,
) -> Result<Option<Box<dyn ShapeDeserializer + 'a>>, SerdeError> {
    let body = response.body().bytes().unwrap_or_default();
    if body.is_empty() || !reads_document(output) {
        return Ok(None);
    }
    let expected = cfg.load::<Roots>().map_or(&[][..], |roots| roots.0);
    let is_taken = |root: &str| match expected {
        [] => !root.eq_ignore_ascii_case("html"),
        expected => expected.contains(&root),
    };
    let tree = tree(body, is_taken)?;
    Ok(tree.map(|tree| http_output_deserializer(Reader::new(tree, 0), response, output, cfg)))
}

/// The elements of a document; none where the runtime's reader is to find them.
///
/// # Errors
///
/// The root has another name than those that are taken, or the document is cut off, or takes too long to read.
#[inline]
pub fn tree<'a>(body: &'a [u8], is_taken: impl Fn(&str) -> bool) -> Result<Option<Tree<'a>>, SerdeError> {
    if let Some(tree) = Tree::of(body) {
        check_name(tree.name(0), is_taken)?;
        return Ok(Some(tree));
    }
    check_root(body, is_taken)?;
    check_whole(body)?;
    check_cost(body)?;
    Ok(None)
}

/// True where a document holds any of an output's members.
#[inline]
fn reads_document(output: &Schema<'_>) -> bool {
    let mut payload = output.members().iter().filter(|member| member.http_payload().is_some());
    if let Some(payload) = payload.next() {
        return matches!(payload.shape_type(), ShapeType::Structure | ShapeType::Union) && !payload.streaming();
    }
    let is_bound = |member: &&Schema<'_>| {
        member.http_header().is_some()
            || member.http_prefix_headers().is_some()
            || member.http_response_code().is_some()
    };
    !output.members().iter().all(is_bound)
}

/// Checks the root of a document.
///
/// # Errors
///
/// The body is not a document, or the name of its root is not accepted.
#[inline]
pub fn check_root(body: &[u8], is_taken: impl Fn(&str) -> bool) -> Result<(), SerdeError> {
    let root = root(body).ok_or_else(|| SerdeError::invalid_input("the response is no XML document"))?;
    check_name(&root, is_taken)
}

/// Looks at the name of a document's root.
#[inline]
fn check_name(root: &str, is_taken: impl Fn(&str) -> bool) -> Result<(), SerdeError> {
    match is_taken(root) {
        true => Ok(()),
        false => {
            let told: String = root.chars().take(TOLD).collect();
            Err(SerdeError::invalid_input(format!(
                "the response is a document of another kind: its root is `{told}`"
            )))
        }
    }
}

/// The name of the element at the root of a document, without its prefix.
#[inline]
pub fn root(body: &[u8]) -> Option<String> {
    let mut document = Document::try_from(body).ok()?;
    let root = document.root_element().ok()?;
    Some(root.start_el().local().to_owned())
}

/// Checks that a document is complete. The runtime's reader takes the end of the text for the end of all elements: a
/// truncated list would be a short one.
#[inline]
pub fn check_whole(body: &[u8]) -> Result<(), SerdeError> {
    match is_whole(body) {
        true => Ok(()),
        false => Err(SerdeError::invalid_input(
            "the response ends in the middle of a document",
        )),
    }
}

/// True where the root element has an end.
#[inline]
fn is_whole(body: &[u8]) -> bool {
    let (mut rest, mut depth) = (body, 0_usize);
    while let Some(start) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[start..];
        let Some(length) = length(rest) else { return false };
        let (tag, after) = rest.split_at(length);
        rest = after;
        match tag {
            [b'<', b'!' | b'?', ..] => continue,
            [b'<', b'/', ..] => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            [.., b'/', b'>'] => {}
            _ => depth += 1,
        }
        if depth == 0 {
            return true;
        }
    }
    false
}

/// The length of the tag, comment, text section or instruction that a text starts with; `None` where it has no end.
#[inline]
fn length(text: &[u8]) -> Option<usize> {
    let ending: &[u8] = match text {
        [b'<', b'!', b'-', b'-', ..] => b"-->",
        [b'<', b'!', b'[', ..] => b"]]>",
        [b'<', b'?', ..] => b"?>",
        _ => {
            // A value of an attribute may have a `>` of its own.
            let mut quote = None;
            let end = text.iter().position(|byte| match (quote, byte) {
                (None, b'"' | b'\'') => {
                    quote = Some(*byte);
                    false
                }
                (None, byte) => *byte == b'>',
                (Some(open), byte) => {
                    quote = quote.filter(|_| *byte != open);
                    false
                }
            });
            return end.map(|end| end + 1);
        }
    };
    let end = text.windows(ending.len()).position(|window| window == ending);
    end.map(|end| end + ending.len())
}

/// Checks the nesting of a large document.
///
/// # Errors
///
/// The elements, each counted with its contents, have too many bytes together.
#[inline]
pub fn check_cost(body: &[u8]) -> Result<(), SerdeError> {
    let bound = FREE.max(body.len().saturating_mul(TIMES));
    // No document of this length can cost more: the reader goes down to 128 levels.
    if body.len().saturating_mul(128) <= FREE {
        return Ok(());
    }
    match cost(body) > bound {
        true => Err(SerdeError::invalid_input(
            "the response is a large document, and nested too deep",
        )),
        false => Ok(()),
    }
}

/// The bytes of all elements, each counted with its contents: every byte counts once for each open element.
#[inline]
fn cost(body: &[u8]) -> usize {
    let (mut cost, mut depth) = (0_usize, 0_usize);
    for tag in body.split(|byte| *byte == b'<').skip(1) {
        match tag.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') => {}
            _ if is_empty_element(tag) => {}
            _ => depth += 1,
        }
        cost = cost.saturating_add((tag.len() + 1).saturating_mul(depth));
    }
    cost
}

/// True for a tag that is an empty element. Only an attribute value could contain another `>`.
#[inline]
fn is_empty_element(text: &[u8]) -> bool {
    let end = text.iter().position(|byte| *byte == b'>');
    end.is_some_and(|end| end > 0 && text[end - 1] == b'/')
}
