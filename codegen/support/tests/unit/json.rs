//! Tests of `json`: the reader is held against the runtime's, over documents that are right, wrong and cut off.

use std::fmt::Write;

use aws_smithy_schema::shape_id;

use super::*;

const fn plain(kind: ShapeType, name: &'static str, index: usize) -> Schema<'static> {
    Schema::new_member(shape_id!("t", "Node"), kind, name, index)
}

static TEXT: Schema<'static> = plain(ShapeType::String, "member", 0);
static NUMBER: Schema<'static> = plain(ShapeType::Integer, "member", 0);
static KID: Schema<'static> = plain(ShapeType::Structure, "member", 0);

/// A member of each type, and structures of the same kind below it.
static MEMBERS: [Schema<'static>; 21] = [
    plain(ShapeType::String, "text", 0),
    plain(ShapeType::Boolean, "flag", 1),
    plain(ShapeType::Byte, "byte", 2),
    plain(ShapeType::Short, "short", 3),
    plain(ShapeType::Integer, "integer", 4).with_json_name("int"),
    plain(ShapeType::Long, "long", 5),
    plain(ShapeType::Float, "float", 6),
    plain(ShapeType::Double, "double", 7),
    plain(ShapeType::BigInteger, "bigInteger", 8),
    plain(ShapeType::BigDecimal, "bigDecimal", 9),
    plain(ShapeType::Blob, "blob", 10),
    plain(ShapeType::Timestamp, "time", 11),
    plain(ShapeType::Timestamp, "date", 12).with_timestamp_format(TimestampFormat::DateTime),
    plain(ShapeType::Timestamp, "header", 13).with_timestamp_format(TimestampFormat::HttpDate),
    plain(ShapeType::Timestamp, "seconds", 14).with_timestamp_format(TimestampFormat::EpochSeconds),
    plain(ShapeType::Document, "document", 15),
    plain(ShapeType::Structure, "node", 16),
    plain(ShapeType::List, "kids", 17).with_list_member(&KID),
    plain(ShapeType::List, "texts", 18).with_list_member(&TEXT),
    plain(ShapeType::Map, "map", 19).with_map_members(&TEXT, &KID),
    plain(ShapeType::Map, "numbers", 20).with_map_members(&TEXT, &NUMBER),
];
static NODE: Schema<'static> =
    Schema::new_struct(shape_id!("t", "Node"), ShapeType::Structure, &MEMBERS.each_ref());

/// Reads a value as generated code does, and writes down what it is.
fn read(schema: &Schema<'_>, body: &mut dyn ShapeDeserializer, seen: &mut String) -> Result<(), SerdeError> {
    if body.is_null() {
        seen.push_str("null ");
        return body.read_null();
    }
    let value = match schema.shape_type() {
        ShapeType::String => format!("{:?}", body.read_string(schema)?),
        ShapeType::Boolean => body.read_boolean(schema)?.to_string(),
        ShapeType::Byte => body.read_byte(schema)?.to_string(),
        ShapeType::Short => body.read_short(schema)?.to_string(),
        ShapeType::Integer => body.read_integer(schema)?.to_string(),
        ShapeType::Long => body.read_long(schema)?.to_string(),
        ShapeType::Float => format!("{:?}", body.read_float(schema)?),
        ShapeType::Double => format!("{:?}", body.read_double(schema)?),
        ShapeType::BigInteger => format!("{:?}", body.read_big_integer(schema)?),
        ShapeType::BigDecimal => format!("{:?}", body.read_big_decimal(schema)?),
        ShapeType::Blob => format!("{:?}", body.read_blob(schema)?),
        ShapeType::Timestamp => format!("{:?}", body.read_timestamp(schema)?),
        ShapeType::Document => sorted(&body.read_document(schema)?),
        ShapeType::List if schema.member_name() == Some("texts") => format!("{:?}", body.read_string_list(schema)?),
        ShapeType::List => {
            seen.push('[');
            body.read_list(schema, &mut |item| read(&KID, item, seen))?;
            "]".to_owned()
        }
        ShapeType::Map => {
            let value = schema.member().expect("maps have values");
            body.read_map(schema, &mut |key, item| {
                write!(seen, "{key:?}=").expect("it is a string");
                read(value, item, seen)
            })?;
            "/".to_owned()
        }
        _ => {
            body.read_struct(&NODE, &mut |member, value| {
                let Some(index) = member.member_index() else { return Ok(()) };
                write!(seen, "{index}:").expect("it is a string");
                read(&MEMBERS[index], value, seen)
            })?;
            "end".to_owned()
        }
    };
    seen.push_str(&value);
    seen.push(' ');
    Ok(())
}

/// A document, with the members of its objects in order.
fn sorted(document: &Document) -> String {
    match document {
        Document::Object(members) => {
            let member = |(key, value): (&String, &Document)| format!("{key:?}:{}", sorted(value));
            let mut members: Vec<String> = members.iter().map(member).collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        Document::Array(items) => {
            let items: Vec<String> = items.iter().map(sorted).collect();
            format!("[{}]", items.join(","))
        }
        other => format!("{other:?}"),
    }
}

/// What is read of a text, where all of it can be read.
fn outcome(schema: &Schema<'_>, mut reader: impl ShapeDeserializer) -> Option<String> {
    let mut seen = String::new();
    read(schema, &mut reader, &mut seen).ok().map(|()| seen)
}

/// Reads a text by both readers, with both kinds of names.
fn same(text: &[u8]) -> bool {
    let mut taken = true;
    for names in [Names::Members, Names::JsonNames] {
        let is_json = matches!(names, Names::JsonNames);
        let runtime = JsonCodec::new(JsonCodecSettings::builder().use_json_name(is_json).build());
        for schema in [&NODE, &MEMBERS[15]] {
            let reader = Codec::create_deserializer(&runtime, text);
            let ours = Reader {
                text: Text::new(text),
                names,
                depth: 0,
                sizes: Sizes::default(),
            };
            let (ours, theirs) = (outcome(schema, ours), outcome(schema, reader));
            assert_eq!(ours, theirs, "{}", String::from_utf8_lossy(text));
            taken &= ours.is_some();
        }
    }
    taken
}

#[test]
fn values_of_every_type_are_read_as_the_runtime_reads_them() {
    let texts = [
        r#"{"text":"a long text, in ASCII alone","flag":true,"byte":-128,"short":7,"int":1,"long":-9223372036854775808}"#,
        r#"{"text":"\u00e9\ud83d\ude00\"\\\/\b\f\n\r\tÄ","unknown":{"a":[1,2.5e-3,"\u12ab",true,null]},"flag":false}"#,
        r#"{"float":1.5,"double":"Infinity","bigInteger":123456789012345678901234567890,"bigDecimal":"1.00"}"#,
        r#"{"blob":"aGVsbG8=","time":1543622400.25,"date":"2018-12-01T00:00:00.5+02:00","seconds":-1}"#,
        r#"{"header":"Sat, 01 Dec 2018 00:00:00 GMT","time":"2018-12-01T00:00:00Z","date":12,"__type":"x#Y"}"#,
        r#" { "document" : { "a" : [ 1 , -2, 1.5 , "x\"]" , null, {} ] , "b" : true } , "kids" : [ { } , null ] } "#,
        r#"{"node":{"node":{"texts":["a","b\n"],"map":{"k":{"text":"v"},"n":null}}},"numbers":{"a":1,"a":2}}"#,
        r#"{"text":"first","text":"second","text":null,"document":null,"unknown":null}"#,
        "{\"text\":\"a raw\ttab\"}",
        "",
    ];
    for text in texts {
        assert!(same(text.as_bytes()) || text.is_empty(), "{text}");
    }
}

#[test]
fn what_is_no_json_is_refused_where_the_runtime_refuses_it() {
    let values = [
        "01", "-", "1.", ".5", "+1", "1e", "1e400", "-0", "--1", "1-2", "99999999999999999999", "1e3", "nul", "nullx", "null1",
        "tru", "truex", "NaN", "\"NaN\"", "\"inf\"", "\"1.5\"", "\"", "\"\\", "\"\\u12", "\"\\ud800\"", "\"\\udc00\"",
        "\"\\ud800\\u0041\"", "\"\\x\"", "\"\\u+123\"", "[", "]", "{", "[1,]", "[,1]", "[1 2]", "[[]]", "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "\"=\"", "\"a\"", "[}", "1 2", "'a'", "\u{feff}1", "\"\u{1}\"", "\"2018\"", "{\"\\u0061\":1}",
    ];
    let names = MEMBERS.iter().filter_map(Schema::member_name).chain(["int", "unknown", "__type"]);
    for name in names {
        for value in values {
            for text in [format!(r#"{{"{name}":{value}}}"#), format!(r#"{{"{name}":{value},"flag":true}}x"#)] {
                same(text.as_bytes());
            }
        }
    }
    for value in values {
        same(value.as_bytes());
    }
    same(b"{\"text\":\"\xff\"}");
    same(b"{\"unknown\":\"\xff\"}");
    same(b"{\"\xff\":1}");
}

#[test]
fn a_document_may_be_as_deep_as_for_the_runtime() {
    for depth in [1, 63, 64, 126, 127, 128, 129, 130, 50_000] {
        for (open, middle, close) in [
            ("{\"node\":", "{}", "}"),
            ("{\"kids\":[", "{}", "]}"),
            ("{\"unknown\":", "1", "}"),
            ("[", "1", "]"),
            ("{\"document\":[", "[\"]\"]", "]}"),
        ] {
            let text = [open.repeat(depth), middle.to_owned(), close.repeat(depth)].concat();
            same(text.as_bytes());
            same(format!(r#"{{"document":{text}}}"#).as_bytes());
            same(&text.as_bytes()[..text.len() / 2]);
        }
    }
}

#[test]
fn changed_documents_are_read_as_the_runtime_reads_them() {
    let sources = [
        r#"{"text":"a \"text\" \u00e9\ud83d\ude00 of some length","int":17,"long":-9,"float":1.5e3,"flag":true,"blob":"aGVsbG8="}"#,
        r#"{"time":1543622400.25,"date":"2018-12-01T00:00:00Z","document":{"a":[1,{"b":"\\"}],"c":null},"x":[{"y":"\n"},-1.5]}"#,
        r#"{"node":{"kids":[{"text":"x"},null,{"map":{"k":{"flag":false}}}],"texts":["a","b"]},"numbers":{"one":1},"bigInteger":12}"#,
    ];
    let pieces: &[&[u8]] = &[
        b"\"", b"\\", b"{", b"}", b"[", b"]", b",", b":", b" ", b"null", b"1", b"-", b".", b"e", b"\\u", b"\xff", b"\xc3", b"\n", b"0",
    ];
    let mut random = fastrand::Rng::with_seed(17);
    let mut taken = 0;
    for _ in 0..20_000 {
        let mut text = sources[random.usize(..sources.len())].as_bytes().to_vec();
        for _ in 0..random.usize(1..4) {
            let at = random.usize(..text.len());
            let until = (at + random.usize(..3)).min(text.len());
            text.splice(at..until, pieces[random.usize(..pieces.len())].iter().copied());
        }
        if random.u8(..4) == 0 {
            text.truncate(random.usize(..=text.len()));
        }
        if text.is_empty() {
            continue;
        }
        taken += usize::from(same(&text));
    }
    assert!(taken > 100, "only {taken} of the changed documents can be read");
}

#[test]
fn numbers_of_any_length_are_read_as_the_runtime_reads_them() {
    let mut random = fastrand::Rng::with_seed(19);
    for _ in 0..20_000 {
        let digits = |random: &mut fastrand::Rng, most| -> String {
            let count = random.usize(0..=most);
            (0..count).map(|_| char::from(b'0' + random.u8(..10))).collect()
        };
        let (whole, fraction) = (digits(&mut random, 18), digits(&mut random, 18));
        let point = if random.bool() { "." } else { "" };
        let end = ["", "", "", " ", "e2", "-", ".", "x"][random.usize(..8)];
        let number = format!("{whole}{point}{fraction}{end}");
        for name in ["time", "double", "float", "long", "integer", "byte", "seconds", "bigDecimal"] {
            same(format!(r#"{{"{name}":{number}}}"#).as_bytes());
        }
        same(format!(r#"{{"time":{number}"#).as_bytes());
    }
    // A fraction that is as near to the next second as can be told.
    for number in ["999999999999999", "99999999.9999999", "1543622399.99999", "0.99999999999999", "1.", "00.5", "0000000000000001"] {
        assert!(same(format!(r#"{{"time":{number},"double":{number}}}"#).as_bytes()), "{number}");
    }
}

#[test]
fn a_container_is_taken_to_be_as_large_as_the_last_one_in_its_place() {
    let text = br#"{"kids":[{"numbers":{"a":1,"b":2}},{"numbers":{"c":3}},{"numbers":{}}],"texts":["a","b","c"]}"#;
    let mut reader = Reader {
        text: Text::new(text),
        names: Names::Members,
        depth: 0,
        sizes: Sizes::default(),
    };
    let mut seen = Vec::new();
    reader
        .read_struct(&NODE, &mut |member, value| {
            seen.push(value.container_size());
            if member.shape_type() != ShapeType::List || member.member_name() == Some("texts") {
                return value.skip_value();
            }
            value.read_list(member, &mut |kid| {
                kid.read_struct(&NODE, &mut |member, value| {
                    seen.push(value.container_size());
                    value.read_map(member, &mut |_, item| item.skip_value())
                })
            })
        })
        .expect("the document is right");
    // The list of texts stands where the list of structures stood.
    assert_eq!(seen, [Some(0), Some(0), Some(2), Some(0), Some(3)]);
}

/// A value that takes far more memory than its document.
struct Large(#[allow(dead_code, reason = "it takes room")] [u8; 1000]);

#[test]
fn a_long_list_makes_little_room_for_the_next_one() {
    let long = vec!["\"\""; 9_000].join(",");
    let document = format!("[[{long}],[\"\"]]");
    let mut reader = Reader {
        text: Text::new(document.as_bytes()),
        names: Names::Members,
        depth: 0,
        sizes: Sizes::default(),
    };
    let mut capacities = Vec::new();
    reader
        .read_list(&MEMBERS[17], &mut |item| {
            let large = super::super::read::list(item, &MEMBERS[18], |item, schema| {
                item.read_string(schema).map(|_| Large([0; 1000]))
            })?;
            capacities.push(large.capacity());
            Ok(())
        })
        .expect("the document is right");
    assert!(capacities[0] >= 9_000, "{capacities:?}");
    assert!(capacities[1] <= 4, "{capacities:?}");
}
