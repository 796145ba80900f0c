//! Event streams between generated clients and a service on loopback, one client for each protocol that has them.
//!
//! The clients are made of one model, and have the same API; what differs is the form of documents, and whether the
//! members beside a stream are in the head of an HTTP message or in a message of the stream.

mod frames;
mod oracle;
mod server;

/// The model's messages in one protocol.
pub struct Wire {
    /// The protocol's name in botocore's models.
    pub protocol: &'static str,
    /// The members beside a stream come in a message before all events.
    pub has_initial_messages: bool,
    /// The media type of documents.
    pub media_type: &'static str,
    /// A document with one member, which is text.
    pub document: fn(root: &str, member: &str, text: &str) -> Vec<u8>,
}

fn json(_: &str, member: &str, text: &str) -> Vec<u8> {
    format!(r#"{{"{member}":"{text}"}}"#).into_bytes()
}

fn xml(root: &str, member: &str, text: &str) -> Vec<u8> {
    format!("<{root}><{member}>{text}</{member}></{root}>").into_bytes()
}

/// A map without a length, as the runtime writes it; names and texts are short.
fn cbor(_: &str, member: &str, text: &str) -> Vec<u8> {
    let short = |text: &str| {
        let length = u8::try_from(text.len()).expect("the text is short");
        let head = if length < 24 {
            vec![0x60 + length]
        } else {
            vec![0x78, length]
        };
        [head, text.into()].concat()
    };
    [vec![0xbf], short(member), short(text), vec![0xff]].concat()
}

macro_rules! protocol {
    ($name:ident, $library:ident, $wire:expr) => {
        mod $name {
            use $library as client;

            const WIRE: crate::Wire = $wire;

            include!("receiving.rs");
            include!("sending.rs");
        }
    };
}

protocol!(
    rest_json,
    fixture_event_stream,
    crate::Wire {
        protocol: "rest-json",
        has_initial_messages: false,
        media_type: "application/json",
        document: crate::json,
    }
);
protocol!(
    rest_xml,
    fixture_event_stream_xml,
    crate::Wire {
        protocol: "rest-xml",
        has_initial_messages: false,
        media_type: "application/xml",
        document: crate::xml,
    }
);
protocol!(
    aws_json,
    fixture_event_stream_json,
    crate::Wire {
        protocol: "json",
        has_initial_messages: true,
        media_type: "application/json",
        document: crate::json,
    }
);
protocol!(
    rpc_v2_cbor,
    fixture_event_stream_cbor,
    crate::Wire {
        protocol: "smithy-rpc-v2-cbor",
        has_initial_messages: true,
        media_type: "application/cbor",
        document: crate::cbor,
    }
);
