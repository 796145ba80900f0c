//! Tests of `xml::read` and `xml::tree`: the reader is held against the runtime's.

use std::fmt::Write;

use aws_smithy_schema::codec::Codec;
use aws_smithy_schema::{ShapeType, shape_id};
use aws_smithy_xml::codec::{XmlCodec, XmlCodecSettings};

use super::super::{check_root, check_whole};
use super::*;

const fn plain(kind: ShapeType, name: &'static str, index: usize) -> Schema<'static> {
    Schema::new_member(shape_id!("t", "Node"), kind, name, index)
}

static TEXT: Schema<'static> = plain(ShapeType::String, "member", 0);
static KID: Schema<'static> = plain(ShapeType::Structure, "member", 0);
static KEY: Schema<'static> = plain(ShapeType::String, "key", 0).with_xml_name("K");

/// A member of each type, and structures of the same kind below it.
static MEMBERS: [Schema<'static>; 16] = [
    plain(ShapeType::String, "text", 0),
    plain(ShapeType::Boolean, "flag", 1),
    plain(ShapeType::Integer, "integer", 2).with_xml_name("Int"),
    plain(ShapeType::Double, "double", 3),
    plain(ShapeType::Blob, "blob", 4),
    plain(ShapeType::Timestamp, "time", 5),
    plain(ShapeType::Timestamp, "header", 6).with_timestamp_format(TimestampFormat::HttpDate),
    plain(ShapeType::Timestamp, "seconds", 7).with_timestamp_format(TimestampFormat::EpochSeconds),
    plain(ShapeType::Structure, "node", 8),
    plain(ShapeType::List, "kids", 9).with_list_member(&KID),
    plain(ShapeType::List, "texts", 10).with_list_member(&TEXT),
    plain(ShapeType::List, "flat", 11).with_list_member(&KID).with_xml_flattened(),
    plain(ShapeType::Map, "map", 12).with_map_members(&KEY, &KID),
    plain(ShapeType::Map, "flatMap", 13).with_map_members(&TEXT, &TEXT).with_xml_flattened(),
    plain(ShapeType::String, "kind", 14).with_xml_name("xsi:type").with_xml_attribute(),
    plain(ShapeType::Long, "size", 15).with_xml_attribute(),
];
static NODE: Schema<'static> =
    Schema::new_struct(shape_id!("t", "Node"), ShapeType::Structure, &MEMBERS.each_ref());

/// Reads a value as generated code does, and writes down what it is. Members of one structure are sorted: what has no
/// element of its own comes in no order.
fn read(schema: &Schema<'_>, body: &mut dyn ShapeDeserializer) -> Result<String, SerdeError> {
    let mut seen = String::new();
    Ok(match schema.shape_type() {
        ShapeType::String => format!("{:?}", body.read_string(schema)?),
        ShapeType::Boolean => body.read_boolean(schema)?.to_string(),
        ShapeType::Integer => body.read_integer(schema)?.to_string(),
        ShapeType::Long => body.read_long(schema)?.to_string(),
        ShapeType::Double => format!("{:?}", body.read_double(schema)?),
        ShapeType::Blob => format!("{:?}", body.read_blob(schema)?),
        ShapeType::Timestamp => format!("{:?}", body.read_timestamp(schema)?),
        ShapeType::List if schema.member_name() == Some("texts") => format!("{:?}", body.read_string_list(schema)?),
        ShapeType::List => {
            body.read_list(schema, &mut |item| {
                write!(seen, "{},", read(&KID, item)?).expect("it is a string");
                Ok(())
            })?;
            format!("[{seen}]")
        }
        ShapeType::Map => {
            let value = schema.member().expect("maps have values");
            body.read_map(schema, &mut |key, item| {
                write!(seen, "{key:?}={},", read(value, item)?).expect("it is a string");
                Ok(())
            })?;
            format!("({seen})")
        }
        _ => {
            let mut members = Vec::new();
            body.read_struct(&NODE, &mut |member, value| {
                let Some(index) = member.member_index() else { return Ok(()) };
                members.push(format!("{index:02}:{}", read(&MEMBERS[index], value)?));
                Ok(())
            })?;
            members.sort_by(|left, right| left[..2].cmp(&right[..2]));
            format!("{{{}}}", members.join(" "))
        }
    })
}

fn ours(text: &str) -> Option<Option<String>> {
    let tree = Tree::of(text.as_bytes())?;
    Some(read(&NODE, &mut Reader::new(tree, 0)).ok())
}

fn theirs(text: &str) -> Option<String> {
    let settings = XmlCodecSettings::builder().default_timestamp_format(Format::DateTime);
    read(&NODE, &mut XmlCodec::new(settings.build()).create_deserializer(text.as_bytes())).ok()
}

const DOCUMENTS: [&str; 8] = [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Node xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><text>a &amp; b &#x20AC;&#10;é</text><Int>-7</Int></Node>\n",
    "<r><flag>true</flag><double>-Infinity</double><blob>aGVsbG8=</blob><time>2018-12-01T00:00:00.5Z</time><seconds>1543622400.25</seconds></r>",
    "<r><header>Sat, 01 Dec 2018 00:00:00 GMT</header><unknown><text>x</text></unknown><text/><text></text><text> </text></r>",
    "<r><flat><text>1</text></flat><Int>1</Int><flat><flat><text>2</text></flat></flat><flat/><kids><member/><other><text>3</text></other></kids></r>",
    "<r><texts><member>a</member><member/><member>b &lt;</member></texts><texts>ignored</texts><node><node><Int>5</Int></node></node></r>",
    "<r><map><entry><K>k</K><value><text>v</text></value></entry><entry><value/></entry></map><flatMap><key>a</key><value>b</value></flatMap></r>",
    "<r size='12' xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Canonical User\"><node xsi:type='>'/><p:text>prefixed</p:text></r>",
    "<r>\n  <text>\n one\n</text>\n  stray text \n  <node >\n </node >\n</r >",
];

#[test]
fn documents_are_read_as_the_runtime_reads_them() {
    for document in DOCUMENTS {
        let ours = ours(document).unwrap_or_else(|| panic!("{document} is left to the runtime"));
        assert_eq!(ours, theirs(document), "{document}");
        assert!(ours.is_some(), "{document}");
    }
}

#[test]
fn what_is_unusual_is_left_to_the_runtime() {
    for document in [
        "", "text", "<a", "<a>", "<a><b></a></b>", "<a></b>", "<a/><b/>", "<a/>x", "<a><!-- x --></a>", "<a><![CDATA[x]]></a>",
        "<!DOCTYPE a><a/>", "<?xml version=\"1.1\"?><a/>", "<a><?x y?></a>", "<a>]]></a>", "<a>\u{1}</a>", "<a>\u{ffff}</a>",
        "<é/>", "<a b=c/>", "<a b=\"&lt;\"/>", "<a b=\"c\"d=\"e\"/>", "<a:b:c/>", "<1/>", "<a:1/>", "</a>", "\u{feff}<a/>", "<a><b></a>",
    ] {
        assert!(ours(document).is_none(), "{document}");
    }
    assert!(Tree::of(b"<a>\xff</a>").is_none());
}

#[test]
fn values_of_another_type_are_refused_as_the_runtime_refuses_them() {
    for value in ["", " ", "x", "1", "TRUE", "1.5", "<b/>", " <b/>", "x<b/>y", "&x;", "&#xD800;", "&#;", "&", "&amp", "]>", "==", "NaN"] {
        for name in ["text", "flag", "Int", "double", "blob", "time", "header", "seconds", "node", "kids", "texts", "flat", "map"] {
            let document = format!("<r><{name}>{value}</{name}></r>");
            let ours = ours(&document).unwrap_or_else(|| panic!("{document} is left to the runtime"));
            assert_eq!(ours, theirs(&document), "{document}");
        }
    }
}

#[test]
fn a_document_may_be_as_deep_as_for_the_runtime() {
    for depth in [1, 60, 126, 127, 128, 129] {
        for name in ["node", "flat", "unknown"] {
            let document = format!("<r>{}{}</r>", format!("<{name}>").repeat(depth), format!("</{name}>").repeat(depth));
            assert_eq!(ours(&document), Some(theirs(&document)), "{depth} of {name}");
        }
    }
    let deep = format!("{}{}", "<node>".repeat(100_000), "</node>".repeat(100_000));
    assert_eq!(ours(&deep), Some(None));
}

#[test]
fn changed_documents_are_read_as_the_runtime_reads_them() {
    let pieces = [
        "<", ">", "/", "</r>", "<text>", "</text>", "<flat/>", "&", ";", "&#65;", "\"", "'", "=", " ", "\n", "]", "]]>", "<!--", "-->",
        "é", ":", "a", "1", "<Int>3</Int>", " size=\"3\"", "\u{fffe}",
    ];
    let mut random = fastrand::Rng::with_seed(17);
    let mut taken = 0;
    for _ in 0..20_000 {
        let mut text: Vec<char> = DOCUMENTS[random.usize(..DOCUMENTS.len())].chars().collect();
        for _ in 0..random.usize(1..3) {
            let at = random.usize(..text.len());
            let until = (at + random.usize(..3)).min(text.len());
            text.splice(at..until, pieces[random.usize(..pieces.len())].chars());
        }
        let text: String = text.into_iter().collect();
        let Some(ours) = ours(&text) else { continue };
        assert_eq!(ours, theirs(&text), "{text}");
        // What the runtime's reader would not have been given is not read here, either.
        assert!(check_whole(text.as_bytes()).is_ok(), "{text}");
        let name = Tree::of(text.as_bytes()).map(|tree| tree.name(0).to_owned());
        check_root(text.as_bytes(), |root| Some(root) == name.as_deref()).expect("the root is the same");
        taken += usize::from(ours.is_some());
    }
    assert!(taken > 1_000, "only {taken} of the changed documents are read");
}
