//! botocore's models, as the front end reads them: whole, and with a clear complaint where they do not hold together.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use codegen::{
    ir::{
        Acceptor, AcceptorState, AuthScheme, Binding, ContextValue, Expectation, Expr, Fault, Function, Kind, Member,
        MemberTraits, Origin, PathExpr, Property, Protocol, RuleBody, Service, Shape, TemplatePart, TimestampFormat,
    },
    load::{ModelPaths, Unread, load, load_noting_unread},
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder of files that goes away with its test. It lies deep enough that no file of partitions beside it is found.
struct Folder {
    path: PathBuf,
    _home: TempDir,
}

impl Folder {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("data/service/version");
        fs::create_dir_all(&path).unwrap();
        Self { path, _home: home }
    }

    fn with(self, name: &str, content: impl ToString) -> Self {
        self.with_bytes(name, content.to_string().as_bytes())
    }

    fn with_bytes(self, name: &str, content: &[u8]) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn load(&self) -> codegen::Result<Service> {
        load(&ModelPaths::new(self.path()))
    }

    /// What is wrong with the model, with file names that do not depend on where the folder is.
    fn complaint(&self) -> String {
        let error = self.load().expect_err("the model is malformed");
        error
            .to_string()
            .replace(&self.path().display().to_string(), "<folder>")
    }
}

fn vendored() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/personalize/2018-05-22")
}

fn read_json(path: impl AsRef<Path>) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The least that is a service: one operation, with an input and an output.
fn minimal() -> Value {
    json!({
        "metadata": {
            "apiVersion": "2020-01-02",
            "endpointPrefix": "shelves",
            "jsonVersion": "1.1",
            "protocol": "json",
            "serviceFullName": "Amazon Book Shelves",
            "serviceId": "Book Shelves",
            "signatureVersion": "v4"
        },
        "operations": {
            "ListBooks": {
                "name": "ListBooks",
                "http": { "method": "POST", "requestUri": "/" },
                "input": { "shape": "ListBooksRequest" },
                "output": { "shape": "ListBooksResponse" }
            }
        },
        "shapes": {
            "Book": { "type": "structure", "members": { "Title": { "shape": "Title" } } },
            "Books": { "type": "list", "member": { "shape": "Book" } },
            "ListBooksRequest": { "type": "structure", "members": { "Token": { "shape": "Title" } } },
            "ListBooksResponse": {
                "type": "structure",
                "members": { "Books": { "shape": "Books" }, "Token": { "shape": "Title" } }
            },
            "Title": { "type": "string" }
        }
    })
}

/// The minimal service, changed at one place.
fn minimal_with(pointer: &str, value: Value) -> Value {
    let mut model = minimal();
    put(&mut model, pointer, value);
    model
}

fn put(model: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    model.pointer_mut(parent).unwrap()[key] = value;
}

fn take(model: &mut Value, parent: &str, key: &str) {
    let parent = model.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    parent.shift_remove(key).unwrap();
}

fn load_model(model: &Value) -> Service {
    Folder::new().with("service-2.json", model).load().unwrap()
}

fn complaint_about(model: &Value) -> String {
    Folder::new().with("service-2.json", model).complaint()
}

fn shape<'s>(service: &'s Service, name: &str) -> &'s Shape {
    &service.shapes[service.shapes.find(name).unwrap()]
}

fn path(text: &str) -> PathExpr {
    PathExpr(text.to_owned())
}

#[test]
fn a_list_that_an_old_model_flattens_is_called_as_its_elements_are() {
    let name = |list: Value, member: Value| {
        let mut model = minimal_with("/shapes/Books", list);
        put(&mut model, "/shapes/ListBooksResponse/members/Books", member);
        let service = load_model(&model);
        let members = shape(&service, "ListBooksResponse").kind.members().to_vec();
        members[0].traits.wire_name.clone()
    };
    let (bare, named) = (
        json!({ "shape": "Books" }),
        json!({ "shape": "Books", "locationName": "shelf" }),
    );
    let old = json!({ "type": "list", "flattened": true, "member": { "shape": "Book", "locationName": "Book" } });
    let wrapped = json!({ "type": "list", "member": { "shape": "Book", "locationName": "Book" } });
    assert_eq!(name(old.clone(), bare.clone()).as_deref(), Some("Book"));
    assert_eq!(name(old, named).as_deref(), Some("shelf"));
    assert_eq!(name(wrapped, bare), None);
}

mod personalize {
    use super::*;

    fn personalize() -> Service {
        load(&ModelPaths::new(vendored())).unwrap()
    }

    #[test]
    fn every_shape_operation_and_paginator_is_there() {
        let service = personalize();
        let model = read_json(vendored().join("service-2.json"));
        let pagination = read_json(vendored().join("paginators-1.json"));
        let keys = |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };

        let operations: Vec<String> = service.operations.iter().map(|it| it.name.clone()).collect();
        let shapes: Vec<String> = service.shapes.iter().map(|(_, it)| it.name.clone()).collect();
        let paginators: BTreeSet<String> = service
            .operations
            .iter()
            .filter(|operation| operation.paginator.is_some())
            .map(|operation| operation.name.clone())
            .collect();

        assert_eq!(operations, keys(&model["operations"]));
        assert_eq!(shapes, keys(&model["shapes"]));
        assert_eq!(paginators, BTreeSet::from_iter(keys(&pagination["pagination"])));
        assert_eq!((operations.len(), shapes.len(), paginators.len()), (71, 315, 16));
        assert_eq!(service.shapes.undefined().count(), 0);
    }

    #[test]
    fn every_member_is_there_with_its_target_and_its_docs() {
        let service = personalize();
        let model = read_json(vendored().join("service-2.json"));
        for (_, shape) in service.shapes.iter() {
            let source = model.pointer(&shape.pointer).unwrap();
            let listed = source["members"].as_object().into_iter().flatten();
            let members = shape.kind.members();
            assert_eq!(
                shape.docs.as_deref(),
                source["documentation"].as_str(),
                "{}",
                shape.name
            );
            assert_eq!(members.len(), listed.clone().count(), "{}", shape.name);
            for (member, (name, listed)) in members.iter().zip(listed) {
                let required = source["required"].as_array();
                let is_required = required.is_some_and(|names| names.contains(&json!(name)));
                assert_eq!(&member.name, name);
                assert_eq!(service.shapes[member.target].name, listed["shape"].as_str().unwrap());
                assert_eq!(member.docs.as_deref(), listed["documentation"].as_str());
                assert_eq!(member.traits.required, is_required, "{}.{name}", shape.name);
                assert_eq!(model.pointer(&member.pointer), Some(listed));
            }
        }
    }

    #[test]
    fn the_service_is_described() {
        let service = personalize();
        assert_eq!(service.sdk_id, "Personalize");
        assert_eq!(service.title, "Amazon Personalize");
        assert_eq!(service.version, "2018-05-22");
        assert_eq!(service.uid.as_deref(), Some("personalize-2018-05-22"));
        assert_eq!(service.namespace, "com.amazonaws.personalize");
        assert_eq!(service.shape_name, "AmazonPersonalize");
        assert_eq!(service.endpoint_prefix, "personalize");
        assert_eq!(service.signing_name, "personalize");
        assert_eq!(service.protocols, [Protocol::AwsJson11]);
        assert_eq!(service.auth, [AuthScheme::SigV4]);
        assert_eq!(service.origin.model, vendored().join("service-2.json"));
        assert_eq!(service.origin.paginators, vendored().join("paginators-1.json"));
        assert_eq!(service.origin.waiters, PathBuf::new());
        assert_eq!(
            service.origin.endpoint_rules,
            vendored().join("endpoint-rule-set-1.json")
        );
        assert_eq!(service.partitions[0].id, "aws");
        assert!(service.partitions[0].regions.contains(&"eu-west-1".to_owned()));
    }

    #[test]
    fn list_datasets_has_its_paginator_and_its_errors() {
        let service = personalize();
        let operation = service.operations.iter().find(|it| it.name == "ListDatasets").unwrap();
        let errors: Vec<&str> = operation
            .errors
            .iter()
            .map(|id| service.shapes[*id].name.as_str())
            .collect();
        let paginator = operation.paginator.as_ref().unwrap();

        assert_eq!(service.shapes[operation.input.unwrap()].name, "ListDatasetsRequest");
        assert_eq!(service.shapes[operation.output.unwrap()].name, "ListDatasetsResponse");
        assert_eq!(errors, ["InvalidInputException", "InvalidNextTokenException"]);
        assert_eq!(paginator.input_tokens, [path("nextToken")]);
        assert_eq!(paginator.output_tokens, [path("nextToken")]);
        assert_eq!(paginator.limit.as_deref(), Some("maxResults"));
        assert_eq!(paginator.results, [path("datasets")]);
        assert!(operation.idempotent);
    }

    #[test]
    fn nothing_in_it_is_unknown() {
        let (_, unread) = load_noting_unread(&ModelPaths::new(vendored())).unwrap();
        assert_eq!(unread, []);
    }

    #[test]
    fn zipped_files_say_the_same_as_plain_ones() {
        let mut folder = Folder::new();
        for name in [
            "personalize/2018-05-22/service-2.json",
            "personalize/2018-05-22/paginators-1.json",
            "personalize/2018-05-22/endpoint-rule-set-1.json",
            "partitions.json",
        ] {
            let plain = fs::read(vendored().join("../..").join(name)).unwrap();
            let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            zipped.write_all(&plain).unwrap();
            folder = folder.with_bytes(&format!("{name}.gz"), &zipped.finish().unwrap());
        }

        let mut zipped = load(&ModelPaths::new(folder.path().join("personalize"))).unwrap();
        let mut plain = personalize();
        assert!(zipped.origin.model.ends_with("2018-05-22/service-2.json.gz"));
        zipped.origin = Origin::default();
        plain.origin = Origin::default();
        assert_eq!(format!("{zipped:#?}"), format!("{plain:#?}"));
    }
}

mod files {
    use super::*;

    #[test]
    fn the_newest_version_of_a_service_is_taken() {
        let service = Folder::new()
            .with(
                "2019-12-31/service-2.json",
                minimal_with("/metadata/serviceId", json!("Old")),
            )
            .with("2020-01-02/service-2.json", minimal())
            .with("2021-01-01/paginators-1.json", json!({ "pagination": {} }))
            .load()
            .unwrap();
        assert_eq!(service.sdk_id, "Book Shelves");
    }

    #[test]
    fn partitions_are_found_up_to_three_folders_above() {
        let folder = Folder::new()
            .with("partitions.json", "{}")
            .with("a/b/c/service-2.json", minimal())
            .with("a/b/c/d/service-2.json", minimal());
        let partitions = |below: &str| ModelPaths::new(folder.path().join(below)).partitions;
        assert_eq!(partitions("a/b/c"), Some(folder.path().join("partitions.json")));
        assert_eq!(partitions("a/b/c/d"), None);
    }

    #[test]
    fn extras_are_laid_over_the_file_of_their_name() {
        let year = json!({
            "metadata": { "serviceId": "Shelves" },
            "shapes": { "Book": { "members": { "Year": { "shape": "Year" } } }, "Year": { "type": "integer" } }
        });
        let total = json!({ "pagination": { "ListBooks": { "non_aggregate_keys": ["Total"] } } });
        let service = Folder::new()
            .with("service-2.json", minimal())
            .with("service-2.sdk-extras.json", json!({ "version": 1.0, "merge": year }))
            .with(
                "paginators-1.json",
                json!({ "pagination": { "ListBooks": least_paginator() } }),
            )
            .with("paginators-1.sdk-extras.json", json!({ "merge": total }))
            .load()
            .unwrap();
        let members: Vec<&str> = shape(&service, "Book")
            .kind
            .members()
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        let paginator = service.operations[0].paginator.as_ref().unwrap();
        assert_eq!(service.sdk_id, "Shelves");
        assert_eq!(members, ["Title", "Year"]);
        assert_eq!(paginator.results, [path("Books")]);
        assert_eq!(paginator.non_aggregate, [path("Total")]);
    }

    #[test]
    fn an_error_in_extras_is_shown_there() {
        let extras = json!({ "shapes": { "Book": { "members": { "Year": { "shape": 1 } } } } });
        assert_eq!(
            Folder::new()
                .with("service-2.json", minimal())
                .with("service-2.sdk-extras.json", json!({ "merge": extras }))
                .complaint(),
            "expected a string, found a number\n  \
             --> <folder>/service-2.sdk-extras.json#/merge/shapes/Book/members/Year/shape\n   \
             = shape: Book\n   \
             = help: mend this place, or fetch the file again if it was edited or cut off"
        );
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_in_every_file() {
        let twice = "{ \"a\": 1,\n \"a\": 2 }";
        for file in [
            "service-2.json",
            "service-2.sdk-extras.json",
            "paginators-1.json",
            "waiters-2.json",
            "endpoint-rule-set-1.json",
            "partitions.json",
        ] {
            let folder = Folder::new().with("service-2.json", minimal()).with(file, twice);
            assert_eq!(
                folder.complaint(),
                format!(
                    "the key `a` stands twice in one object, the second time in line 2, column 4\n  \
                     --> <folder>/{file}#/a\n   \
                     = help: take one of the two away, or give it another name: one of them would be lost"
                )
            );
        }
    }

    #[test]
    fn a_name_without_end_is_cut_and_not_looked_for() {
        let name = "x".repeat(300_000);
        let complaint = complaint_about(&minimal_with("/shapes/Books/member/shape", json!(name)));
        assert!(complaint.starts_with("no shape is called `xxx") && complaint.len() < 5_000);
    }

    #[test]
    fn a_folder_without_a_model_is_refused() {
        assert_eq!(
            Folder::new().with("paginators-1.json", "{}").complaint(),
            "there is no model here: neither `service-2.json` nor `service-2.json.gz`, nor a version with one\n  \
             --> <folder>\n   \
             = help: name a folder in botocore's layout, such as `personalize/2018-05-22`"
        );
    }

    #[test]
    fn a_file_is_no_model() {
        let folder = Folder::new().with("service-2.json", minimal());
        let error = load(&ModelPaths::new(folder.path().join("service-2.json"))).unwrap_err();
        assert_eq!(
            error.diagnostic().problem,
            "the file is no Smithy model: it has no key `smithy`"
        );
        assert_eq!(
            error.diagnostic().advice,
            "name a file of Smithy's JSON AST, or the folder that holds botocore's `service-2.json`"
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_refused() {
        let missing = Folder::new().path().join("personalise");
        assert_eq!(
            load(&ModelPaths::new(&missing)).unwrap_err().to_string(),
            format!(
                "there is no such folder\n  \
                 --> {}\n   \
                 = help: name the folder that holds `service-2.json`, \
                 or the one above it with a folder for each version",
                missing.display()
            )
        );
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused() {
        assert_eq!(
            Folder::new()
                .with("service-2.json", "{\n  \"metadata\": {\n    \"apiV")
                .complaint(),
            "this is not JSON: EOF while parsing a string at line 3 column 9\n  \
             --> <folder>/service-2.json\n   \
             = help: fetch the file again: it is damaged, cut off, or of another format"
        );
    }

    #[test]
    fn text_that_is_not_unicode_is_refused() {
        assert_eq!(
            Folder::new()
                .with_bytes("service-2.json", b"{\n\"a\": \"\xff\"}")
                .complaint(),
            "this is not JSON: invalid unicode code point at line 2 column 7\n  \
             --> <folder>/service-2.json\n   \
             = help: fetch the file again: it is damaged, cut off, or of another format"
        );
    }

    #[test]
    fn a_file_that_is_not_zipped_in_spite_of_its_name_is_refused() {
        assert_eq!(
            Folder::new().with("service-2.json.gz", minimal()).complaint(),
            "the file cannot be unzipped: invalid gzip header\n  \
             --> <folder>/service-2.json.gz\n   \
             = help: fetch the file again: it is damaged, cut off, or not zipped at all"
        );
    }

    #[test]
    fn a_file_that_nests_without_end_is_refused() {
        assert_eq!(
            Folder::new().with("service-2.json", "[".repeat(100_000)).complaint(),
            "this is not JSON: recursion limit exceeded at line 1 column 128\n  \
             --> <folder>/service-2.json\n   \
             = help: fetch the file again: it is damaged, cut off, or of another format"
        );
    }
}

mod service {
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
}

mod shapes {
    use super::*;

    fn member<'s>(service: &'s Service, name: &str, member: &str) -> &'s Member {
        let members = shape(service, name).kind.members();
        members.iter().find(|candidate| candidate.name == member).unwrap()
    }

    #[test]
    fn structures_that_are_something_else_are_told_apart() {
        let structure =
            |mark: &str| json!({ "type": "structure", "members": { "A": { "shape": "Title" } }, mark: true });
        let mut model = minimal();
        put(&mut model, "/shapes/Either", structure("union"));
        put(&mut model, "/shapes/Stream", structure("eventstream"));
        put(&mut model, "/shapes/Event", structure("event"));
        put(
            &mut model,
            "/shapes/Any",
            json!({ "type": "structure", "members": {}, "document": true }),
        );
        let service = load_model(&model);
        assert!(matches!(shape(&service, "Any").kind, Kind::Document));
        assert!(matches!(&shape(&service, "Either").kind, Kind::Union(members) if members.len() == 1));
        assert!(matches!(&shape(&service, "Stream").kind, Kind::Union(members) if members.len() == 1));
        assert!(matches!(&shape(&service, "Event").kind, Kind::Structure(members) if members.len() == 1));
        assert!(shape(&service, "Stream").traits.streaming);
        assert!(shape(&service, "Event").traits.event);
    }

    #[test]
    fn strings_with_values_are_enums() {
        let colours = json!({ "type": "string", "enum": ["red", "blue"] });
        let service = load_model(&minimal_with("/shapes/Colour", colours));
        let Kind::Enum(variants) = &shape(&service, "Colour").kind else {
            panic!("not an enum");
        };
        let values: Vec<&str> = variants.iter().map(|variant| variant.value.as_str()).collect();
        assert_eq!(values, ["red", "blue"]);
        assert!(matches!(shape(&service, "Title").kind, Kind::String));
    }

    #[test]
    fn members_stand_where_the_model_says() {
        let mut model = minimal();
        put(&mut model, "/shapes/Blob", json!({ "type": "blob", "streaming": true }));
        put(
            &mut model,
            "/shapes/Tags",
            json!({ "type": "map", "key": { "shape": "Title" }, "value": { "shape": "Title", "locationName": "v" } }),
        );
        put(
            &mut model,
            "/shapes/ListBooksRequest",
            json!({
                "type": "structure",
                "payload": "Whole",
                "required": ["Id"],
                "members": {
                    "Plain": { "shape": "Title" },
                    "Renamed": { "shape": "Title", "locationName": "renamed" },
                    "Same": { "shape": "Title", "locationName": "Same" },
                    "Head": { "shape": "Title", "location": "header", "locationName": "x-head" },
                    "Heads": { "shape": "Tags", "location": "headers", "locationName": "x-meta-" },
                    "Id": { "shape": "Title", "location": "uri", "locationName": "id" },
                    "Query": { "shape": "Title", "location": "querystring", "locationName": "q" },
                    "Queries": { "shape": "Tags", "location": "querystring" },
                    "Status": { "shape": "Title", "location": "statusCode" },
                    "Whole": { "shape": "Blob", "locationName": "Whole" }
                }
            }),
        );
        let service = load_model(&model);
        let place = |name: &str| {
            let MemberTraits { binding, wire_name, .. } = &member(&service, "ListBooksRequest", name).traits;
            (binding.clone(), wire_name.clone())
        };
        assert_eq!(place("Plain"), (Binding::Body, None));
        assert_eq!(place("Renamed"), (Binding::Body, Some("renamed".to_owned())));
        assert_eq!(place("Same"), (Binding::Body, None));
        assert_eq!(place("Head"), (Binding::Header("x-head".to_owned()), None));
        assert_eq!(place("Heads"), (Binding::PrefixHeaders("x-meta-".to_owned()), None));
        assert_eq!(place("Id"), (Binding::Label("id".to_owned()), None));
        assert_eq!(place("Query"), (Binding::Query("q".to_owned()), None));
        assert_eq!(place("Queries"), (Binding::QueryParams, None));
        assert_eq!(place("Status"), (Binding::StatusCode, None));
        // At the root of a document the member's own name would not be the default.
        assert_eq!(place("Whole"), (Binding::Payload, Some("Whole".to_owned())));
        assert!(member(&service, "ListBooksRequest", "Id").traits.required);
        assert!(!member(&service, "ListBooksRequest", "Plain").traits.required);
        assert_eq!(
            shape(&service, "ListBooksRequest").traits.payload.as_deref(),
            Some("Whole")
        );
        assert!(shape(&service, "Blob").traits.streaming);
        let Kind::Map(_, value) = &shape(&service, "Tags").kind else {
            panic!("not a map");
        };
        assert_eq!(value.traits.wire_name.as_deref(), Some("v"));
    }

    #[test]
    fn limits_are_of_values_or_of_lengths() {
        let mut model = minimal();
        put(
            &mut model,
            "/shapes/Share",
            json!({ "type": "double", "min": 0.001, "max": 100 }),
        );
        put(
            &mut model,
            "/shapes/Title",
            json!({ "type": "string", "min": 1, "max": 9, "pattern": "\\w+", "sensitive": true }),
        );
        put(
            &mut model,
            "/shapes/When",
            json!({ "type": "timestamp", "timestampFormat": "iso8601" }),
        );
        let service = load_model(&model);
        let share = &shape(&service, "Share").traits.constraints;
        let title = &shape(&service, "Title").traits;
        assert_eq!(
            (share.min.as_deref(), share.max.as_deref()),
            (Some("0.001"), Some("100"))
        );
        assert_eq!((share.min_length, share.max_length), (None, None));
        assert_eq!(
            (title.constraints.min_length, title.constraints.max_length),
            (Some(1), Some(9))
        );
        assert_eq!(title.constraints.pattern.as_deref(), Some("\\w+"));
        assert!(title.sensitive);
        assert_eq!(
            shape(&service, "When").traits.timestamp_format,
            Some(TimestampFormat::DateTime)
        );
    }

    #[test]
    fn errors_have_a_code_a_status_and_someone_to_blame() {
        let error = |said: Value| {
            let mut error = json!({ "type": "structure", "members": {}, "exception": true });
            error.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
            let service = load_model(&minimal_with("/shapes/Failure", error));
            shape(&service, "Failure").traits.error.clone().unwrap()
        };
        let full = error(json!({
            "error": { "code": "Busy", "httpStatusCode": 503, "senderFault": true },
            "retryable": { "throttling": true }
        }));
        assert_eq!(full.code.as_deref(), Some("Busy"));
        assert_eq!((full.http_status, full.fault), (Some(503), Some(Fault::Client)));
        assert!(full.retryable.unwrap().throttling);

        let fault = |said: Value| error(said).fault.unwrap();
        assert_eq!(fault(json!({})), Fault::Client);
        assert_eq!(fault(json!({ "fault": true })), Fault::Server);
        assert_eq!(fault(json!({ "error": { "httpStatusCode": 500 } })), Fault::Server);
        assert_eq!(fault(json!({ "error": { "httpStatusCode": 404 } })), Fault::Client);
        assert!(shape(&load_model(&minimal()), "Book").traits.error.is_none());
    }

    #[test]
    fn a_shape_that_is_not_there_is_refused() {
        assert_eq!(
            complaint_about(&minimal_with("/shapes/Books/member/shape", json!("Bok"))),
            "no shape is called `Bok`\n  \
             --> <folder>/service-2.json#/shapes/Books/member/shape\n   \
             = shape: Books\n   \
             = help: did you mean `Book` or `Books`?"
        );
        assert_eq!(
            complaint_about(&minimal_with("/operations/ListBooks/output/shape", json!("Zzz"))),
            "no shape is called `Zzz`\n  \
             --> <folder>/service-2.json#/operations/ListBooks/output/shape\n   \
             = shape: ListBooks\n   \
             = help: use one of `Book`, `Books`, `ListBooksRequest`, `ListBooksResponse`, `Title`"
        );
    }

    #[test]
    fn a_type_that_is_not_there_is_refused() {
        assert_eq!(
            complaint_about(&minimal_with("/shapes/Title/type", json!("strin"))),
            "no type of shape is called `strin`\n  \
             --> <folder>/service-2.json#/shapes/Title/type\n   \
             = shape: Title\n   \
             = help: did you mean `string`?"
        );
    }

    #[test]
    fn a_value_of_the_wrong_type_is_refused() {
        let refused = |pointer: &str, value: Value, problem: &str, at: &str, shape: &str| {
            assert_eq!(
                complaint_about(&minimal_with(pointer, value)),
                format!(
                    "{problem}\n  --> <folder>/service-2.json#{at}\n   = shape: {shape}\n   \
                     = help: mend this place, or fetch the file again if it was edited or cut off"
                )
            );
        };
        let in_title = |key: &str, value: Value, problem: &str| {
            let pointer = format!("/shapes/Title/{key}");
            refused(&pointer, value, problem, &pointer, "Title");
        };
        in_title("documentation", json!(["x"]), "expected a string, found an array");
        in_title("sensitive", json!("yes"), "expected a boolean, found a string");
        in_title("enum", json!({}), "expected an array, found an object");
        in_title("min", json!(null), "expected a whole number, found null");
        in_title("max", json!(-1), "`-1` is not a whole number that can stand here");
        in_title("max", json!(1.5), "`1.5` is not a whole number that can stand here");
        refused(
            "/shapes/a~b",
            json!(true),
            "expected an object, found a boolean",
            "/shapes/a~0b",
            "a~b",
        );
    }

    #[test]
    fn a_structure_names_only_members_that_it_has() {
        assert_eq!(
            complaint_about(&minimal_with("/shapes/Book/required", json!(["Titel"]))),
            "no member is called `Titel`\n  \
             --> <folder>/service-2.json#/shapes/Book/required/0\n   \
             = shape: Book\n   \
             = help: did you mean `Title`?"
        );
        assert_eq!(
            complaint_about(&minimal_with("/shapes/Book/payload", json!("Cover"))),
            "no member is called `Cover`\n  \
             --> <folder>/service-2.json#/shapes/Book/payload\n   \
             = shape: Book\n   \
             = help: use one of `Title`"
        );
    }
}

mod operations {
    use super::*;

    fn told() -> Value {
        json!({
            "name": "ListBooks2020_01_02",
            "http": { "method": "GET", "requestUri": "/books/{id+}?list", "responseCode": 202 },
            "input": { "shape": "ListBooksRequest", "locationName": "Root", "xmlNamespace": { "uri": "http://x/" } },
            "output": { "shape": "ListBooksResponse", "resultWrapper": "ListBooksResult" },
            "errors": [{ "shape": "Failure" }, { "shape": "Failure", "documentation": "again" }],
            "documentation": "<p>Lists.</p>",
            "documentationUrl": "https://d/",
            "authtype": "v4-unsigned-body",
            "idempotent": true,
            "readonly": true,
            "endpoint": { "hostPrefix": "data-" },
            "staticContextParams": { "Kind": { "value": "data" }, "On": { "value": true }, "All": { "value": ["a"] } },
            "operationContextParams": { "Names": { "path": "Items[*].Name" } },
            "httpChecksum": {
                "requestChecksumRequired": true,
                "requestAlgorithmMember": "Algorithm",
                "responseAlgorithms": ["CRC32"]
            },
            "httpChecksumRequired": true,
            "requestcompression": { "encodings": ["gzip"] },
            "endpointdiscovery": {},
            "deprecated": true,
            "deprecatedMessage": "Use another.",
            "deprecatedSince": "2024-01-01"
        })
    }

    /// The minimal service, with an operation that says all it can.
    pub(super) fn told_model() -> Value {
        let mut model = minimal_with("/metadata/protocol", json!("rest-xml"));
        put(
            &mut model,
            "/shapes/Failure",
            json!({ "type": "structure", "members": {}, "exception": true }),
        );
        put(&mut model, "/operations/ListBooks", told());
        model
    }

    fn service() -> Service {
        load_model(&told_model())
    }

    #[test]
    fn the_messages_of_an_operation_are_kept() {
        let service = service();
        let operation = &service.operations[0];
        let input = &service.shapes[operation.input.unwrap()];
        assert_eq!(operation.name, "ListBooks");
        assert_eq!(operation.http.method, "GET");
        assert_eq!(operation.http.uri, "/books/{id+}?list");
        assert_eq!(operation.http.status, Some(202));
        assert_eq!(input.traits.xml_name.as_deref(), Some("Root"));
        assert_eq!(input.traits.xml_namespace.as_ref().unwrap().uri, "http://x/");
        assert_eq!(operation.result_wrapper.as_deref(), Some("ListBooksResult"));
        assert_eq!(operation.errors, [service.shapes.find("Failure").unwrap()]);
    }

    #[test]
    fn the_traits_of_an_operation_are_kept() {
        let service = service();
        let operation = &service.operations[0];
        let checksum = operation.http_checksum.as_ref().unwrap();
        let deprecated = operation.deprecated.as_ref().unwrap();
        assert_eq!(operation.docs.as_deref(), Some("<p>Lists.</p>"));
        assert_eq!(operation.docs_url.as_deref(), Some("https://d/"));
        assert!(operation.auth.is_empty() && operation.unsigned_payload);
        assert!(operation.idempotent && operation.read_only);
        assert!(operation.checksum_required && checksum.request_required);
        assert_eq!(checksum.request_algorithm_member.as_deref(), Some("Algorithm"));
        assert_eq!(checksum.response_algorithms, ["CRC32"]);
        assert_eq!(operation.request_compression, ["gzip"]);
        assert_eq!(operation.endpoint_discovery, Some(false));
        assert_eq!(deprecated.message.as_deref(), Some("Use another."));
        assert_eq!(deprecated.since.as_deref(), Some("2024-01-01"));
    }

    #[test]
    fn the_endpoint_of_an_operation_is_kept() {
        let service = service();
        let operation = &service.operations[0];
        let values: Vec<ContextValue> = operation.static_context.iter().map(|it| it.value.clone()).collect();
        assert_eq!(operation.host_prefix.as_deref(), Some("data-"));
        assert_eq!(
            values,
            [
                ContextValue::String("data".to_owned()),
                ContextValue::Boolean(true),
                ContextValue::StringArray(vec!["a".to_owned()])
            ]
        );
        assert_eq!(operation.operation_context[0].name, "Names");
        assert_eq!(operation.operation_context[0].path, path("Items[*].Name"));
    }

    #[test]
    fn an_operation_without_authentication_says_so() {
        let service = load_model(&minimal_with("/operations/ListBooks/authtype", json!("none")));
        assert_eq!(service.operations[0].auth, [AuthScheme::None]);
        let service = load_model(&minimal_with(
            "/operations/ListBooks/auth",
            json!(["smithy.api#noAuth"]),
        ));
        assert_eq!(service.operations[0].auth, [AuthScheme::None]);
    }

    #[test]
    fn an_operation_has_one_name_where_the_protocol_sends_it() {
        assert_eq!(
            complaint_about(&minimal_with("/operations/ListBooks/name", json!("ListBooks2"))),
            "`ListBooks` is sent as `ListBooks2`, and an operation has one name where its protocol sends it\n  \
             --> <folder>/service-2.json#/operations/ListBooks/name\n   \
             = shape: ListBooks\n   \
             = help: give the operation one name"
        );
    }

    #[test]
    fn a_key_that_is_needed_is_missed() {
        assert_eq!(
            complaint_about(&minimal_with("/operations/ListBooks/input", json!({}))),
            "an input needs the key `shape`\n  \
             --> <folder>/service-2.json#/operations/ListBooks/input\n   \
             = shape: ListBooks\n   \
             = help: mend this place, or fetch the file again if it was edited or cut off"
        );
    }

    #[test]
    fn an_operation_posts_to_the_root_unless_it_says_otherwise() {
        let mut model = minimal();
        take(&mut model, "/operations/ListBooks", "http");
        for (http, method, uri) in [
            (None, "POST", "/"),
            (Some(json!({ "method": "GET" })), "GET", "/"),
            (Some(json!({ "requestUri": "/books" })), "POST", "/books"),
        ] {
            if let Some(http) = http {
                put(&mut model, "/operations/ListBooks/http", http);
            }
            let http = &load_model(&model).operations[0].http;
            assert_eq!((http.method.as_str(), http.uri.as_str()), (method, uri));
        }
    }
}

fn least_paginator() -> Value {
    json!({ "input_token": "Token", "output_token": "Token", "result_key": "Books" })
}

mod paginators {
    use super::*;

    fn with_paginator(operation: &str, paginator: Value) -> Folder {
        Folder::new()
            .with("service-2.json", minimal())
            .with("paginators-1.json", json!({ "pagination": { operation: paginator } }))
    }

    #[test]
    fn a_paginator_takes_one_token_or_several() {
        let paginator = json!({
            "input_token": ["A", "B"],
            "output_token": ["NextA", "NextB || Last[-1].Id"],
            "limit_key": "Max",
            "result_key": ["Books", "Shelf.Books"],
            "more_results": "More"
        });
        let service = with_paginator("ListBooks", paginator).load().unwrap();
        let paginator = service.operations[0].paginator.as_ref().unwrap();
        assert_eq!(paginator.input_tokens, [path("A"), path("B")]);
        assert_eq!(paginator.output_tokens, [path("NextA"), path("NextB || Last[-1].Id")]);
        assert_eq!(paginator.limit.as_deref(), Some("Max"));
        assert_eq!(paginator.results, [path("Books"), path("Shelf.Books")]);
        assert_eq!(paginator.more_results, Some(path("More")));
        assert_eq!(paginator.pointer, "/pagination/ListBooks");
    }

    #[test]
    fn a_paginator_of_no_operation_is_refused() {
        assert_eq!(
            with_paginator("ListBook", least_paginator()).complaint(),
            "no operation is called `ListBook`\n  \
             --> <folder>/paginators-1.json#/pagination/ListBook\n   \
             = help: did you mean `ListBooks`?"
        );
    }

    #[test]
    fn tokens_come_in_pairs() {
        let uneven = json!({ "input_token": "Token", "output_token": ["A", "B"], "result_key": "Books" });
        assert_eq!(
            with_paginator("ListBooks", uneven).complaint(),
            "the output has 2 tokens, and the input takes 1\n  \
             --> <folder>/paginators-1.json#/pagination/ListBooks\n   \
             = shape: ListBooks\n   \
             = help: list one `output_token` for each `input_token`"
        );
    }
}

mod waiters {
    use super::*;

    fn with_waiter(operation: &str, acceptors: Value) -> Folder {
        let waiter = json!({
            "operation": operation,
            "delay": 5,
            "maxAttempts": 20,
            "description": "until there are books",
            "acceptors": acceptors
        });
        Folder::new().with("service-2.json", minimal()).with(
            "waiters-2.json",
            json!({ "version": 2, "waiters": { "BooksThere": waiter } }),
        )
    }

    #[test]
    fn a_waiter_belongs_to_its_operation() {
        let service = with_waiter("ListBooks", json!([])).load().unwrap();
        let waiter = &service.operations[0].waiters[0];
        assert_eq!(waiter.name, "BooksThere");
        assert_eq!(
            (waiter.min_delay, waiter.max_delay, waiter.max_attempts),
            (5, 120, Some(20))
        );
        assert_eq!(waiter.docs.as_deref(), Some("until there are books"));
    }

    #[test]
    fn every_matcher_is_understood() {
        let matches = |state: AcceptorState, said: Value, expectation: Expectation| {
            let service = with_waiter("ListBooks", json!([said])).load().unwrap();
            let acceptors = &service.operations[0].waiters[0].acceptors;
            let with_input = false;
            assert_eq!(
                acceptors,
                &[Acceptor {
                    state,
                    expectation,
                    with_input
                }]
            );
        };
        matches(
            AcceptorState::Success,
            json!({ "state": "success", "matcher": "path", "argument": "State", "expected": "DONE" }),
            Expectation::Output {
                path: path("State"),
                expected: "DONE".to_owned(),
            },
        );
        matches(
            AcceptorState::Retry,
            json!({ "state": "retry", "matcher": "path", "argument": "length(Books) > `0`", "expected": false }),
            Expectation::OutputBoolean {
                path: path("length(Books) > `0`"),
                expected: false,
            },
        );
        matches(
            AcceptorState::Failure,
            json!({ "state": "failure", "matcher": "pathAll", "argument": "Books[].State", "expected": "LOST" }),
            Expectation::OutputAll {
                path: path("Books[].State"),
                expected: "LOST".to_owned(),
            },
        );
        matches(
            AcceptorState::Failure,
            json!({ "state": "failure", "matcher": "pathAny", "argument": "Books[].State", "expected": "BURNT" }),
            Expectation::OutputAny {
                path: path("Books[].State"),
                expected: "BURNT".to_owned(),
            },
        );
        matches(
            AcceptorState::Retry,
            json!({ "state": "retry", "matcher": "status", "expected": 404 }),
            Expectation::Status(404),
        );
        matches(
            AcceptorState::Failure,
            json!({ "state": "failure", "matcher": "error", "expected": "Failure" }),
            Expectation::Error("Failure".to_owned()),
        );
        matches(
            AcceptorState::Success,
            json!({ "state": "success", "matcher": "error", "expected": false }),
            Expectation::Success(true),
        );
    }

    #[test]
    fn a_waiter_for_no_operation_is_refused() {
        assert_eq!(
            with_waiter("ListBook", json!([])).complaint(),
            "no operation is called `ListBook`\n  \
             --> <folder>/waiters-2.json#/waiters/BooksThere/operation\n   \
             = shape: BooksThere\n   \
             = help: did you mean `ListBooks`?"
        );
    }

    #[test]
    fn an_unknown_matcher_is_refused() {
        let acceptor = json!({ "state": "success", "matcher": "pathSome", "argument": "a", "expected": "b" });
        assert_eq!(
            with_waiter("ListBooks", json!([acceptor])).complaint(),
            "no matcher is called `pathSome`\n  \
             --> <folder>/waiters-2.json#/waiters/BooksThere/acceptors/0/matcher\n   \
             = shape: BooksThere\n   \
             = help: did you mean `path`?"
        );
    }
}

mod endpoint_rules {
    use super::*;

    fn rule_set(rules: Value) -> Value {
        let region = json!({ "type": "String", "builtIn": "AWS::Region", "required": true, "default": "here" });
        json!({ "version": "1.0", "parameters": { "Region": region }, "rules": rules })
    }

    /// A rule set with rules of all types.
    pub(super) fn told_rule_set() -> Value {
        let condition = json!({ "fn": "getAttr", "argv": [{ "ref": "Region" }, "a"], "assign": "A" });
        let partition = json!({ "fn": "aws.partition", "argv": [{ "ref": "Region" }] });
        let tree = json!({ "type": "tree", "conditions": [condition], "rules": [error_if(partition)] });
        rule_set(json!([tree, told_endpoint()]))
    }

    fn told_endpoint() -> Value {
        json!({
            "type": "endpoint",
            "endpoint": {
                "url": "https://a.{Region}.{P#dnsSuffix}",
                "headers": { "x-a": ["{Region}", { "ref": "Region" }] },
                "properties": { "authSchemes": [{ "name": "sigv4", "off": true, "n": 1 }] }
            }
        })
    }

    pub(super) fn partitions() -> Value {
        let partition = json!({
            "id": "aws",
            "regionRegex": "^here$",
            "regions": { "there": { "description": "There" }, "here": {} },
            "outputs": {
                "dnsSuffix": "amazonaws.com",
                "dualStackDnsSuffix": "api.aws",
                "implicitGlobalRegion": "here",
                "name": "aws",
                "supportsDualStack": true,
                "supportsFIPS": false
            }
        });
        json!({ "partitions": [partition], "version": "1.1" })
    }

    fn with_rules(rules: Value) -> Folder {
        Folder::new()
            .with("service-2.json", minimal())
            .with("endpoint-rule-set-1.json", rule_set(rules))
            .with("partitions.json", partitions())
    }

    fn endpoint(url: &str) -> Value {
        json!({ "type": "endpoint", "conditions": [], "endpoint": { "url": url } })
    }

    fn error_if(condition: Value) -> Value {
        json!({ "type": "error", "conditions": [condition], "error": "no {{endpoint}}" })
    }

    fn reference(name: &str) -> Expr {
        Expr::Ref(name.to_owned())
    }

    fn text(text: &str) -> TemplatePart {
        TemplatePart::Text(text.to_owned())
    }

    fn literal(value: &str) -> Expr {
        Expr::Template(vec![text(value)])
    }

    fn attribute(name: &str, path: &str) -> Expr {
        Expr::GetAttr(Box::new(reference(name)), path.to_owned())
    }

    #[test]
    fn parameters_are_kept() {
        let service = with_rules(json!([])).load().unwrap();
        let set = service.endpoint_rules.unwrap();
        assert_eq!(set.version, "1.0");
        assert_eq!(set.parameters[0].name, "Region");
        assert_eq!(set.parameters[0].built_in.as_deref(), Some("AWS::Region"));
        assert_eq!(set.parameters[0].default, Some(ContextValue::String("here".to_owned())));
        assert!(set.parameters[0].required);
    }

    #[test]
    fn conditions_become_expressions() {
        let service = with_rules(json!([{
            "type": "tree",
            "documentation": "by partition",
            "conditions": [
                { "fn": "aws.partition", "argv": [{ "ref": "Region" }], "assign": "P" },
                { "fn": "stringEquals", "argv": [{ "fn": "getAttr", "argv": [{ "ref": "P" }, "name"] }, "aws"] }
            ],
            "rules": [error_if(json!({ "fn": "substring", "argv": ["a", 0, 1, false] }))]
        }]))
        .load()
        .unwrap();
        let rule = &service.endpoint_rules.unwrap().rules[0];
        assert_eq!(rule.docs.as_deref(), Some("by partition"));
        assert_eq!(
            rule.conditions[0].value,
            Expr::Call(Function::AwsPartition, vec![reference("Region")])
        );
        assert_eq!(rule.conditions[0].assign.as_deref(), Some("P"));
        assert_eq!(
            rule.conditions[1].value,
            Expr::Call(Function::StringEquals, vec![attribute("P", "name"), literal("aws")])
        );
        let RuleBody::Rules(rules) = &rule.body else {
            panic!("not a tree");
        };
        let arguments = vec![literal("a"), Expr::Integer(0), Expr::Integer(1), Expr::Boolean(false)];
        assert_eq!(rules[0].pointer, "/rules/0/rules/0");
        assert_eq!(rules[0].conditions[0].value, Expr::Call(Function::Substring, arguments));
        assert_eq!(rules[0].body, RuleBody::Error(literal("no {endpoint}")));
    }

    #[test]
    fn endpoints_are_templates() {
        let service = with_rules(json!([told_endpoint()])).load().unwrap();
        let RuleBody::Endpoint(endpoint) = &service.endpoint_rules.as_ref().unwrap().rules[0].body else {
            panic!("not an endpoint");
        };
        let region = || TemplatePart::Value(reference("Region"));
        let suffix = TemplatePart::Value(attribute("P", "dnsSuffix"));
        assert_eq!(
            endpoint.url,
            Expr::Template(vec![text("https://a."), region(), text("."), suffix])
        );
        assert_eq!(
            endpoint.headers,
            [(
                "x-a".to_owned(),
                vec![Expr::Template(vec![region()]), reference("Region")]
            )]
        );
        let scheme = Property::Object(vec![
            ("name".to_owned(), Property::String(literal("sigv4"))),
            ("off".to_owned(), Property::Boolean(true)),
            ("n".to_owned(), Property::Integer(1)),
        ]);
        assert_eq!(
            endpoint.properties,
            [("authSchemes".to_owned(), Property::Array(vec![scheme]))]
        );
    }

    #[test]
    fn partitions_keep_the_order_of_their_regions() {
        let service = with_rules(json!([])).load().unwrap();
        assert_eq!(service.partitions[0].regions, ["there", "here"]);
        assert!(service.partitions[0].supports_dual_stack);
        assert!(!service.partitions[0].supports_fips);
    }

    #[test]
    fn rules_that_many_conditions_lead_to_are_refused_where_they_stand() {
        let given = json!({ "fn": "isSet", "argv": [{ "ref": "Region" }] });
        let with_conditions = |count: usize| {
            let mut rule = endpoint("https://here");
            rule["conditions"] = json!(vec![given.clone(); count]);
            with_rules(json!([{ "type": "tree", "conditions": [given], "rules": [rule] }]))
        };
        with_conditions(61).load().unwrap();
        assert_eq!(
            with_conditions(62).complaint(),
            "65 rules and conditions lead to an endpoint or an error here, and at most 64 can be compiled\n  \
             --> <folder>/endpoint-rule-set-1.json#/rules/0/rules/0\n   \
             = help: split the rule, or ask fewer conditions on the way to it"
        );
    }

    #[test]
    fn an_unknown_function_is_refused() {
        assert_eq!(
            with_rules(json!([error_if(
                json!({ "fn": "isSett", "argv": [{ "ref": "Region" }] })
            )]))
            .complaint(),
            "no function is called `isSett`\n  \
             --> <folder>/endpoint-rule-set-1.json#/rules/0/conditions/0/fn\n   \
             = help: did you mean `isSet`?"
        );
    }

    #[test]
    fn a_call_with_too_few_arguments_is_refused() {
        assert_eq!(
            with_rules(json!([error_if(json!({ "fn": "booleanEquals", "argv": [true] }))])).complaint(),
            "`booleanEquals` takes 2 arguments, and here are 1\n  \
             --> <folder>/endpoint-rule-set-1.json#/rules/0/conditions/0/argv\n   \
             = help: mend the call, or fetch the file again if it was edited or cut off"
        );
    }

    #[test]
    fn a_malformed_template_is_refused() {
        assert_eq!(
            with_rules(json!([endpoint("https://{Region")])).complaint(),
            "the template `https://{Region` has a `{` that is never closed\n  \
             --> <folder>/endpoint-rule-set-1.json#/rules/0/endpoint/url\n   \
             = help: write `{name}` or `{name#path}`, and `{{` or `}}` for a brace"
        );
    }

    #[test]
    fn a_malformed_path_is_refused() {
        assert_eq!(
            with_rules(json!([error_if(
                json!({ "fn": "getAttr", "argv": [{ "ref": "Region" }, "a..b"] })
            )]))
            .complaint(),
            "`a..b` is no path into a value\n  \
             --> <folder>/endpoint-rule-set-1.json#/rules/0/conditions/0/argv/1\n   \
             = help: write names with dots between them, each with an index in brackets or none"
        );
    }

    #[test]
    fn a_rule_of_an_unknown_type_is_refused() {
        assert_eq!(
            with_rules(json!([{ "type": "branch", "conditions": [] }])).complaint(),
            "no type of rule is called `branch`\n  \
             --> <folder>/endpoint-rule-set-1.json#/rules/0/type\n   \
             = help: use one of `tree`, `endpoint`, `error`"
        );
    }

    #[test]
    fn rules_that_nest_deep_are_read_and_deeper_ones_refused() {
        let nested = |depth: usize| {
            (0..depth).fold(
                endpoint("https://a"),
                |rule, _| json!({ "type": "tree", "conditions": [], "rules": [rule] }),
            )
        };
        assert!(with_rules(json!([nested(50)])).load().is_ok());
        let complaint = with_rules(json!([nested(80)])).complaint();
        assert!(
            complaint.starts_with("this is not JSON: recursion limit exceeded"),
            "{complaint}"
        );
    }

    #[test]
    fn rules_that_ask_for_a_partition_need_the_file() {
        let asks = error_if(json!({ "fn": "aws.partition", "argv": ["x"], "assign": "P" }));
        assert_eq!(
            Folder::new()
                .with("service-2.json", minimal())
                .with("endpoint-rule-set-1.json", rule_set(json!([asks])))
                .complaint(),
            "the endpoint rules ask for the partition of a region, and no file of partitions was given or found\n  \
             --> <folder>/endpoint-rule-set-1.json\n   \
             = help: put botocore's `partitions.json` into the model's folder, or into one of the three above"
        );
    }
}

/// Puts every kind of value into every place of a model that says all it can: whatever comes of it is no panic, and an
/// error says where it is.
#[test]
fn no_value_in_the_wrong_place_is_a_panic() {
    let junk = [
        json!(null),
        json!(true),
        json!(-1),
        json!("{"),
        json!([[]]),
        json!({ "shape": {} }),
    ];
    let waiter = json!({
        "operation": "ListBooks",
        "delay": 5,
        "acceptors": [{ "state": "retry", "matcher": "pathAll", "argument": "Books", "expected": "LOST" }]
    });
    let files = [
        ("service-2.json", operations::told_model()),
        (
            "paginators-1.json",
            json!({ "pagination": { "ListBooks": least_paginator() } }),
        ),
        ("waiters-2.json", json!({ "waiters": { "BooksThere": waiter } })),
        ("endpoint-rule-set-1.json", endpoint_rules::told_rule_set()),
        ("partitions.json", endpoint_rules::partitions()),
    ];
    for (broken, whole) in &files {
        for pointer in pointers(whole) {
            for value in &junk {
                let mut model = whole.clone();
                *model.pointer_mut(&pointer).unwrap() = value.clone();
                let folder = files.iter().fold(Folder::new(), |folder, (name, content)| {
                    folder.with(name, if name == broken { &model } else { content })
                });
                if let Err(error) = folder.load() {
                    let place = error.diagnostic();
                    assert!(place.file.is_some(), "{error}");
                    assert!(place.pointer.is_some(), "{error}");
                }
            }
        }
    }
}

/// The pointers to all values below one.
fn pointers(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => (0..items.len())
            .map(|index| (index.to_string(), &items[index]))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    let below = |(key, child): (String, &Value)| {
        let own = std::iter::once(String::new());
        let all = own.chain(pointers(child)).map(move |rest| format!("/{key}{rest}"));
        all.collect::<Vec<_>>()
    };
    children.into_iter().flat_map(below).collect()
}

/// Loads the newest version of every service in the folder that `BOTOCORE_DATA` names, which is botocore's `data`,
/// and has the front end say what it does not know of.
#[test]
fn every_service_of_botocore_is_loaded_whole() {
    let Some(data) = std::env::var_os("BOTOCORE_DATA") else {
        eprintln!("skipped: BOTOCORE_DATA names no folder of botocore's models");
        return;
    };
    let mut services: Vec<PathBuf> = fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    services.sort();
    let mut complaints = Vec::new();
    for service in &services {
        match load_noting_unread(&ModelPaths::new(service)) {
            Ok((_, unread)) => complaints.extend(unread.into_iter().map(|note| note.to_string())),
            Err(error) => complaints.push(error.to_string()),
        }
    }
    eprintln!("loaded {} services", services.len());
    assert!(!services.is_empty());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
