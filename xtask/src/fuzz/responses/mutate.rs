//! Mutations of responses: bytes that mean something in some protocol, lengths that lie, ends that come too soon.

use codegen::ir::{Protocol, Syntax};
use fastrand::Rng;

use super::subjects::Form;
use super::{Case, frames, pick};

/// Most steps of a case.
const STEPS: usize = 4;

const JSON: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "true",
    "-",
    "1e999999999",
    "-1e-999999999",
    "99999999999999999999999",
    "0.1e",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"\\x\"",
    "{\"\":{}}",
    "[[]]",
    "NaN",
    "\u{feff}",
    "\"Infinity\"",
    "1.7976931348623159e308",
    "{}{}",
];

const XML: [&str; 26] = [
    "<",
    ">",
    "</",
    "/>",
    "<a>",
    "</a>",
    "<a/>",
    "&",
    "&lt;",
    "&#0;",
    "&#x110000;",
    "&#99999999999;",
    "&bomb;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "<member>",
    "</member>",
    "<entry><key>",
    " a=\"b\" a=\"b\"",
    " xmlns:x=\"y\"",
    "<x:y>",
    "99999999999999999999999",
];

/// Heads of CBOR's items: lengths that lie, ends that are missing, tags, half floats.
const CBOR: [&[u8]; 22] = [
    &[0x9f],
    &[0xbf],
    &[0x5f],
    &[0x7f],
    &[0xff],
    &[0xf6],
    &[0xf7],
    &[0xc1],
    &[0xc1, 0xfb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0],
    &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0xbb, 0, 0, 0, 1, 0, 0, 0, 0],
    &[0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x7b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff],
    &[0x9a, 0xff, 0xff, 0xff, 0xff],
    &[0x5a, 0x40, 0, 0, 0],
    &[0xf9, 0x7e, 0],
    &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0xd9, 0xff, 0xff],
    &[0x80],
    &[0xa0],
    &[0x1c],
];

/// The opening of a nested value in a protocol, to be repeated.
fn opener(protocol: Protocol, rng: &mut Rng) -> &'static [u8] {
    let of_protocol: &[&[u8]] = match protocol.rules().responses {
        Syntax::Json => &[b"[", b"{\"a\":", b"{\"list\":[", b" "],
        Syntax::Xml | Syntax::Form => &[b"<a>", b"<member>", b"<next>", b"&lt;", b"<a/>"],
        Syntax::Cbor => &[
            &[0x81],
            &[0xa1, 0x61, b'a'],
            &[0x9f],
            &[0xc1],
            &[0x5f],
            &[0xbf, 0x61, b'a'],
        ],
    };
    pick::<&[u8]>(rng, of_protocol)
}

fn token(protocol: Protocol, rng: &mut Rng) -> Vec<u8> {
    match protocol.rules().responses {
        _ if rng.u8(..8) == 0 => (0..rng.usize(1..9)).map(|_| rng.u8(..)).collect(),
        Syntax::Json => pick(rng, &JSON).as_bytes().to_vec(),
        Syntax::Xml | Syntax::Form => pick(rng, &XML).as_bytes().to_vec(),
        Syntax::Cbor => pick(rng, &CBOR).to_vec(),
    }
}

/// Changes a response in some ways.
pub fn mutate(case: &mut Case, rng: &mut Rng, protocol: Protocol, form: Form) {
    if form != Form::Other && rng.u8(..5) == 0 {
        cut(case, rng, form, protocol);
        return;
    }
    for _ in 0..rng.usize(1..=STEPS) {
        step(case, rng, protocol);
    }
    if form == Form::Events && rng.u8(..4) > 0 {
        frames::sign_all(&mut case.body);
        case.steps.push("checksums of what is there");
    }
}

/// The beginning of a document. Blanks at its end are no part of it, and nothing is lost of XML whose last tag is cut off.
fn cut(case: &mut Case, rng: &mut Rng, form: Form, protocol: Protocol) {
    let is_xml = protocol.rules().responses == Syntax::Xml;
    let whole = match form == Form::Document && is_xml {
        true => case.body.windows(2).rposition(|pair| pair == b"</").unwrap_or_default(),
        false => case.body.trim_ascii_end().len(),
    };
    if whole < 2 {
        return;
    }
    case.body.truncate(rng.usize(1..whole));
    case.truncated = form == Form::Document || !may_end(&case.body);
    case.steps.push("cut off");
}

/// Tells whether an event stream may end here: after any message. The runtime forgets the lengths and the checksum that
/// a message begins with once it has read them, so that a stream which ends right behind them is whole to it.
fn may_end(body: &[u8]) -> bool {
    let last = frames::starts(body).last().copied().unwrap_or_default();
    [0, frames::PRELUDE].contains(&(body.len() - last))
}

fn step(case: &mut Case, rng: &mut Rng, protocol: Protocol) {
    let length = case.body.len();
    let at = rng.usize(..=length);
    let to = rng.usize(at..=length.min(at + 40));
    let step = match rng.u8(..10) {
        0 => {
            case.body.drain(at..to);
            "drop bytes"
        }
        1 => {
            let part = case.body[at..to].to_vec();
            let place = rng.usize(..=length);
            case.body.splice(place..place, part);
            "repeat bytes"
        }
        2 | 3 => {
            let token = token(protocol, rng);
            case.body.splice(at..to, token);
            "replace bytes"
        }
        4 | 5 => {
            let token = token(protocol, rng);
            case.body.splice(at..at, token);
            "insert bytes"
        }
        6 => {
            for _ in 0..rng.usize(1..5) {
                let at = rng.usize(..length.max(1));
                if let Some(byte) = case.body.get_mut(at) {
                    *byte ^= 1 << rng.u8(..8);
                }
            }
            "flip bits"
        }
        7 => {
            let many = opener(protocol, rng).repeat([10, 200, 5_000, 100_000][rng.usize(..4)]);
            case.body.splice(at..at, many);
            "nest"
        }
        8 => {
            header(case, rng);
            "a header"
        }
        _ => {
            case.status = *pick(
                rng,
                &[
                    100, 199, 200, 204, 206, 299, 301, 304, 400, 404, 429, 500, 503, 599, 999,
                ],
            );
            "a status"
        }
    };
    case.steps.push(step);
}

fn header(case: &mut Case, rng: &mut Rng) {
    const NAMES: [&str; 14] = [
        "content-type",
        "content-length",
        "content-encoding",
        "date",
        "last-modified",
        "retry-after",
        "smithy-protocol",
        "x-amz-checksum-crc32",
        "x-amz-checksum-sha256",
        "x-amz-request-id",
        "x-amzn-errortype",
        "x-amzn-query-error",
        "x-amzn-requestid",
        "x-amz-retry-after",
    ];
    const VALUES: [&str; 14] = [
        "",
        ",",
        "#",
        ":",
        ";",
        "a#b:c;d",
        "\"",
        "-1",
        "99999999999999999999",
        "NaN",
        "application/cbor",
        "Thu, 99 Foo 99999 99:99:99 GMT",
        "AAAA",
        "\u{e9}",
    ];
    let known: Vec<String> = case.headers.keys().cloned().collect();
    let name = match known.is_empty() || rng.bool() {
        true => (*pick(rng, &NAMES)).to_owned(),
        false => pick(rng, &known).clone(),
    };
    if rng.u8(..5) == 0 {
        case.headers.remove(&name);
    } else {
        case.headers.insert(name, (*pick(rng, &VALUES)).into());
    }
}
