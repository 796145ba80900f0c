//! The metadata of a service.

use super::*;

#[test]
fn what_the_metadata_leaves_out_follows_from_the_rest() {
    let service = load_model(&minimal());
    assert_eq!(service.signing_name, "shelves");
    assert_eq!(service.shape_name, "BookShelves");
    assert_eq!(service.namespace, "com.amazonaws.bookshelves");
    assert_eq!(service.auth, [AuthScheme::SigV4]);

    let mut nameless = minimal();
    take(&mut nameless, "/metadata", "serviceId");
    assert_eq!(load_model(&nameless).sdk_id, "Book Shelves");
}

#[test]
fn protocols_are_those_of_the_list_if_there_is_one() {
    let protocols = |list: Value| load_model(&minimal_with("/metadata/protocols", list)).protocols;
    assert_eq!(load_model(&minimal()).protocols, [Protocol::AwsJson11]);
    assert_eq!(
        protocols(json!(["smithy-rpc-v2-cbor", "json", "query"])),
        [Protocol::RpcV2Cbor, Protocol::AwsJson11, Protocol::AwsQuery]
    );
    assert_eq!(protocols(json!(["carrier-pigeon"])), [Protocol::AwsJson11]);
}

#[test]
fn auth_is_that_of_the_list_if_there_is_one() {
    let list = json!(["smithy.api#httpBearerAuth", "aws.auth#sigv4a", "example#magic"]);
    assert_eq!(
        load_model(&minimal_with("/metadata/auth", list)).auth,
        [
            AuthScheme::Bearer,
            AuthScheme::SigV4a,
            AuthScheme::Other("example#magic".to_owned())
        ]
    );
}

#[test]
fn signatures_of_s3_are_told_by_their_version() {
    let signs_path_as_sent = |version: &str| {
        let model = minimal_with("/metadata/signatureVersion", json!(version));
        load_model(&model).signs_path_as_sent
    };
    assert!(signs_path_as_sent("s3") && signs_path_as_sent("s3v4"));
    assert!(!signs_path_as_sent("v4"));
}

#[test]
fn what_botocore_knows_of_s3_in_code_is_added() {
    let (other, s3) = (json!("Other"), json!("S3"));
    let unwrapped = |id: serde_json::Value| {
        let mut model = minimal_with("/metadata/serviceId", id);
        model["metadata"]["apiVersion"] = json!("2006-03-01");
        load_model(&model).unwrapped_errors
    };
    assert!(unwrapped(s3) && !unwrapped(other));
}

#[test]
fn what_botocore_does_without_need_not_be_there() {
    let mut model = minimal();
    for key in ["jsonVersion", "apiVersion", "serviceFullName"] {
        take(&mut model, "/metadata", key);
    }
    let service = load_model(&model);
    assert_eq!(service.protocols, [Protocol::AwsJson10]);
    assert_eq!((service.version.as_str(), service.title.as_str()), ("", "Book Shelves"));

    take(&mut model, "", "operations");
    take(&mut model, "", "shapes");
    assert!(load_model(&model).operations.is_empty());
}

#[test]
fn a_protocol_that_sends_the_version_needs_one() {
    let mut model = minimal_with("/metadata/protocol", json!("query"));
    take(&mut model, "/metadata", "apiVersion");
    assert_eq!(
        complaint_about(&model),
        "the metadata needs the key `apiVersion`\n  \
         --> <folder>/service-2.json#/metadata\n   \
         = help: mend this place, or fetch the file again if it was edited or cut off"
    );
}

#[test]
fn an_unknown_protocol_alone_is_refused() {
    assert_eq!(
        complaint_about(&minimal_with("/metadata/protocol", json!("rest_json"))),
        "no protocol is called `rest_json`\n  \
         --> <folder>/service-2.json#/metadata/protocol\n   \
         = help: did you mean `rest-json`?"
    );
}

#[test]
fn what_a_newer_model_adds_is_noted_and_no_error() {
    let mut model = minimal_with("/operations/ListBooks/telepathy", json!({}));
    put(&mut model, "/shapes/Books/member/mood", json!("good"));
    put(&mut model, "/metadata/protocols", json!(["carrier-pigeon", "json"]));
    let folder = Folder::new().with("service-2.json", model);
    let (_, unread) = load_noting_unread(&ModelPaths::new(folder.path())).unwrap();
    let note = |pointer: &str, what: &str| Unread {
        file: folder.path().join("service-2.json"),
        pointer: pointer.to_owned(),
        what: what.to_owned(),
    };
    assert_eq!(
        unread,
        [
            note("/metadata/protocols/0", "the protocol `carrier-pigeon`"),
            note("/shapes/Books/member/mood", "the key `mood` of a member"),
            note("/operations/ListBooks/telepathy", "the key `telepathy` of an operation"),
        ]
    );
}
