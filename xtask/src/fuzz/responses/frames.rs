//! Event streams as services send them: messages with headers, a payload and two checksums.

use codegen::ir::{Kind, Operation, Service, ShapeId};
use flate2::Crc;

use crate::harness::values::{Direction, Values, plan};
use crate::harness::wire::Wire;

/// The media type of a body of messages.
pub const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";

/// The bytes of a message that are not headers or payload: two lengths and two checksums.
const AROUND: usize = 16;

/// The union of the events that an operation's output streams.
pub fn stream(service: &Service, operation: &Operation) -> Option<ShapeId> {
    let members = operation.output.map_or(&[][..], |id| service.shapes[id].kind.members());
    let mut targets = members.iter().map(|member| member.target);
    targets.find(|id| service.shapes[*id].is_event_stream())
}

/// Some messages, one for each event of a union.
pub fn body(wire: &Wire<'_>, stream: ShapeId, seed: u64) -> Vec<u8> {
    let service = wire.service();
    let mut body = Vec::new();
    for (number, event) in service.shapes[stream].kind.members().iter().enumerate() {
        let is_error = service.shapes[event.target].traits.error.is_some();
        let (kind, name) = match is_error {
            true => ("exception", ":exception-type"),
            false => ("event", ":event-type"),
        };
        let payload = match &service.shapes[event.target].kind {
            Kind::Structure(members) => {
                let mut values = Values::new(service, seed ^ number as u64, Direction::Received, plan(number));
                wire.document(&event.name, members, &values.top(event.target))
            }
            _ => Vec::new(),
        };
        let headers = [
            (":message-type", kind),
            (name, event.name.as_str()),
            (":content-type", "application/json"),
        ];
        body.extend(message(&headers, &payload));
    }
    body
}

fn message(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
    const TEXT: u8 = 7;
    let mut head = Vec::new();
    for (name, value) in headers {
        head.push(name.len() as u8);
        head.extend(name.bytes());
        head.push(TEXT);
        head.extend((value.len() as u16).to_be_bytes());
        head.extend(value.bytes());
    }
    let mut bytes = Vec::new();
    bytes.extend(((AROUND + head.len() + payload.len()) as u32).to_be_bytes());
    bytes.extend((head.len() as u32).to_be_bytes());
    bytes.extend([0; 4]);
    bytes.extend(head);
    bytes.extend(payload);
    bytes.extend([0; 4]);
    sign(&mut bytes);
    bytes
}

/// The bytes that a message begins with: its length, that of its headers, and the checksum of both.
pub const PRELUDE: usize = 12;

/// Where each message starts, as far as their lengths make sense, and where the last one ends.
pub fn starts(body: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    while let Some(length) = body.get(at..at + 4) {
        let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
        if length < AROUND || at + length > body.len() {
            break;
        }
        at += length;
        starts.push(at);
    }
    starts
}

/// Gives each message of a body the checksums that its bytes have.
pub fn sign_all(body: &mut [u8]) {
    let starts = starts(body);
    for pair in starts.windows(2) {
        sign(&mut body[pair[0]..pair[1]]);
    }
}

fn sign(message: &mut [u8]) {
    let length = message.len();
    let prelude = checksum(&message[..8]);
    message[8..12].copy_from_slice(&prelude);
    let all = checksum(&message[..length - 4]);
    message[length - 4..].copy_from_slice(&all);
}

fn checksum(bytes: &[u8]) -> [u8; 4] {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum().to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_the_checksums_of_its_bytes_and_those_that_follow_are_found() {
        let one = message(&[(":event-type", "a")], b"{}");
        // From the specification of the encoding: the polynomial is that of gzip.
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926_u32.to_be_bytes());
        let mut body = [one.clone(), one.clone()].concat();
        assert_eq!(starts(&body), [0, one.len(), 2 * one.len()]);
        body[one.len() - 5] = b'!';
        let before = body.clone();
        sign_all(&mut body);
        assert_ne!(before[..one.len()], body[..one.len()]);
        assert_eq!(before[one.len()..], body[one.len()..]);
        assert_eq!(starts(&body[..one.len() + 3]), [0, one.len()]);
    }
}
