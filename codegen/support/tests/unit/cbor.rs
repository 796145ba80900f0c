//! Tests of `cbor`.

use aws_smithy_schema::{ShapeType, shape_id};

use super::*;

/// A structure with a member that is one of its kind, and one that is a list of them.
static KID: Schema<'static> =
    Schema::new_member(shape_id!("t", "Kids", "member"), ShapeType::Structure, "member", 0);
static MEMBERS: [Schema<'static>; 2] = [
    Schema::new_member(shape_id!("t", "Node", "node"), ShapeType::Structure, "node", 0),
    Schema::new_member(shape_id!("t", "Node", "kids"), ShapeType::List, "kids", 1).with_list_member(&KID),
];
static NODE: Schema<'static> =
    Schema::new_struct(shape_id!("t", "Node"), ShapeType::Structure, &MEMBERS.each_ref());

/// Reads a node as generated code does, and counts the nodes in it.
fn read(body: &mut dyn ShapeDeserializer) -> Result<usize, SerdeError> {
    let mut count = 1;
    body.read_struct(&NODE, &mut |member, value| {
        match member.member_index() {
            Some(0) => count += read(value)?,
            Some(1) => value.read_list(member, &mut |item| {
                count += read(item)?;
                Ok(())
            })?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(count)
}

fn nodes(body: &[u8]) -> Result<usize, SerdeError> {
    let response = Response::new(200.try_into().expect("it is a status"), body.to_vec().into());
    read(&mut *WholeCbor::default().document(&response))
}

/// A definite or an indefinite map of one entry, whose value follows.
fn entry(start: u8, name: &str) -> Vec<u8> {
    let length = u8::try_from(name.len()).expect("names are short");
    [&[start, 0x60 + length], name.as_bytes()].concat()
}

#[test]
fn a_body_is_read_to_its_end() {
    assert_eq!(nodes(&[]).expect("an empty body is an empty document"), 1);
    let definite = [entry(0xa1, "kids"), vec![0x82, 0xa0, 0xa0]].concat();
    let indefinite = [entry(0xbf, "kids"), vec![0x9f, 0xbf, 0xff, 0xa0, 0xff, 0xff]].concat();
    for body in [definite, indefinite] {
        assert_eq!(nodes(&body).expect("the document is whole"), 3);
        for end in 1..body.len() {
            assert!(nodes(&body[..end]).is_err(), "{:x?}", &body[..end]);
        }
        assert!(
            nodes(&[body.as_slice(), &[0xa0]].concat()).is_err(),
            "{body:x?} and more"
        );
    }
}

#[test]
fn a_list_has_no_more_elements_than_were_sent() {
    let counts: [&[u8]; 3] = [
        &[0x9a, 0x00, 0x0f, 0x42, 0x40],
        &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x9f],
    ];
    for count in counts {
        assert!(
            nodes(&[entry(0xa1, "kids"), count.to_vec()].concat()).is_err(),
            "{count:x?}"
        );
    }
    assert!(nodes(&[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).is_err());
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| [entry(0xa1, "node").repeat(depth), vec![0xa0]].concat();
    assert_eq!(nodes(&nested(100)).expect("it is not too deep"), 101);
    assert!(nodes(&nested(100_000)).is_err());
}
