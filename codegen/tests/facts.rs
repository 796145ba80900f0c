//! Facts that one form of a model lacks, and that the library has recorded.
//!
//! `BOTOCORE_DATA` names the data folder of botocore 1.44.5, and `CONFORMANCE_DATA` a folder with `corpus`, whose
//! `aws-plain-members.tsv` lists the types that AWS's own crates have as plain values.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use codegen::{
    facts::{self, Published},
    ir::{Kind, Service},
    load::{FACTS, Facts, ModelPaths, load, load_without_facts},
    plan::{Crate, Presence},
};

/// The folder that a variable names; says aloud that a test is skipped where there is none.
fn data(variable: &str, test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        // Not `eprintln!`, which the test harness keeps to itself.
        let mut aloud = io::stderr();
        writeln!(aloud, "{test} is skipped: {variable} is not set").unwrap();
    }
    folder
}

fn service(model: &Path) -> Service {
    let mut paths = ModelPaths::new(model);
    paths.partitions = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/partitions.json"));
    load(&paths).unwrap_or_else(|error| panic!("{error}"))
}

/// A small model of a service that the library knows facts of.
fn write_model(folder: &Path, service_id: &str, version: &str, shapes: &str) {
    let model = format!(
        r#"{{
            "metadata": {{
                "apiVersion": "{version}", "endpointPrefix": "x", "protocol": "json", "jsonVersion": "1.0",
                "serviceFullName": "X", "serviceId": "{service_id}", "signatureVersion": "v4"
            }},
            "operations": {{
                "GetItem": {{
                    "name": "GetItem", "http": {{ "method": "POST", "requestUri": "/" }},
                    "input": {{ "shape": "In" }}, "output": {{ "shape": "Out" }}
                }}
            }},
            "shapes": {{
                "In": {{ "type": "structure", "members": {{}} }},
                {shapes}
            }}
        }}"#
    );
    fs::write(folder.join("service-2.json"), model).unwrap();
}

const SHAPES: &str = r#"
    "Out": { "type": "structure", "members": { "value": { "shape": "AttributeValue" }, "count": { "shape": "Integer" } } },
    "AttributeValue": { "type": "structure", "members": { "S": { "shape": "Text" }, "N": { "shape": "Text" } } },
    "Text": { "type": "string" },
    "Integer": { "type": "integer" }
"#;

#[test]
fn a_value_newer_than_the_facts_is_named_like_those_beside_it() {
    let shapes = r#"
        "Out": { "type": "structure", "members": { "a": { "shape": "AppInstanceType" }, "b": { "shape": "Other" } } },
        "AppInstanceType": { "type": "string", "enum": ["ml.t3.2xlarge", "ml.z9.2xlarge"] },
        "Other": { "type": "string", "enum": ["ml.z9.2xlarge"] }
    "#;
    let folder = tempfile::tempdir().unwrap();
    write_model(folder.path(), "SageMaker", "2017-07-24", shapes);
    let service = service(folder.path());
    let names = |shape: &str| {
        let Kind::Enum(variants) = &service.shapes[service.shapes.find(shape).unwrap()].kind else {
            panic!("{shape} is an enum");
        };
        let names = variants.iter().map(codegen::plan::variant_name);
        names.collect::<Vec<_>>()
    };
    assert_eq!(names("AppInstanceType"), ["MlT32Xlarge", "MlZ92Xlarge"]);
    assert_eq!(names("Other"), ["MlZ92xlarge"]);
}

#[test]
fn a_newer_runtime_is_named_without_its_dots_as_the_others_are() {
    let shapes = r#"
        "Out": { "type": "structure", "members": { "a": { "shape": "Runtime" } } },
        "Runtime": { "type": "string", "enum": ["nodejs22.x", "java8.al2", "nodejs98.x", "python3.99"] }
    "#;
    let folder = tempfile::tempdir().unwrap();
    write_model(folder.path(), "Lambda", "2015-03-31", shapes);
    let service = service(folder.path());
    let Kind::Enum(variants) = &service.shapes[service.shapes.find("Runtime").unwrap()].kind else {
        panic!("it is an enum");
    };
    let names: Vec<String> = variants.iter().map(codegen::plan::variant_name).collect();
    assert_eq!(names, ["Nodejs22x", "Java8al2", "Nodejs98x", "Python399"]);
}

#[test]
fn a_structure_is_the_union_that_its_service_means() {
    let folder = tempfile::tempdir().unwrap();
    write_model(folder.path(), "DynamoDB", "2012-08-10", SHAPES);
    let service = service(folder.path());
    let value = service.shapes.find("AttributeValue").unwrap();
    assert!(matches!(service.shapes[value].kind, Kind::Union(_)));
    let count = service.shapes.find("Integer").unwrap();
    assert_eq!(service.shapes[count].traits.default, Some(0.into()));
    let errors = service.operations[0]
        .errors
        .iter()
        .map(|id| service.shapes[*id].name.as_str());
    assert_eq!(errors.collect::<Vec<_>>(), ["InvalidEndpointException"]);
}

/// A model may be older or newer than what is known of it, or be cut: what does not fit is said, and stops nothing.
#[test]
fn what_does_not_fit_a_model_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    write_model(
        folder.path(),
        "DynamoDB",
        "2012-08-10",
        &SHAPES.replace("AttributeValue", "Other"),
    );
    let stale = service(folder.path()).origin.stale_facts;
    let expected = "model/facts/dynamo-db.txt:4: the model has no shape `AttributeValue`";
    assert!(stale.iter().any(|it| it == expected), "{stale:#?}");
    write_model(
        folder.path(),
        "DynamoDB",
        "2012-08-10",
        &SHAPES.replace("\"integer\"", "\"blob\""),
    );
    let stale = service(folder.path()).origin.stale_facts;
    assert!(
        stale
            .iter()
            .any(|it| it.contains("`Integer` is a blob, which 0 is not")),
        "{stale:#?}"
    );
}

#[test]
fn facts_are_about_one_version_of_a_service() {
    let folder = tempfile::tempdir().unwrap();
    write_model(folder.path(), "DynamoDB", "2011-12-05", SHAPES);
    let service = service(folder.path());
    let value = service.shapes.find("AttributeValue").unwrap();
    assert!(matches!(service.shapes[value].kind, Kind::Structure(_)));
    assert_eq!(service.origin.stale_facts.len(), 1, "{:?}", service.origin.stale_facts);
}

/// The services of botocore's data, by their ids.
fn botocore(test: &str) -> Option<BTreeMap<String, Service>> {
    let mut services = BTreeMap::new();
    for entry in fs::read_dir(data("BOTOCORE_DATA", test)?).unwrap() {
        let folder = entry.unwrap().path();
        if folder.is_dir() {
            let service = service(&folder);
            services.insert(service.sdk_id.clone(), service);
        }
    }
    Some(services)
}

/// Facts are about models of some age; what botocore's newest models have given up is little.
#[test]
fn facts_fit_the_newest_models() {
    let Some(services) = botocore("facts_fit_the_newest_models") else {
        return;
    };
    let stale: Vec<&String> = services
        .values()
        .flat_map(|service| &service.origin.stale_facts)
        .collect();
    let about_version = stale.iter().find(|it| it.contains("another version"));
    assert_eq!(about_version, None);
    let shown: Vec<&str> = stale.iter().map(|it| it.as_str()).collect();
    assert!(stale.len() < 150, "{} are stale:\n{}", stale.len(), shown.join("\n"));
}

/// Members that are plain values in AWS's own crates are plain in ours.
#[test]
fn plain_members_are_those_of_the_crates_of_aws() {
    let test = "plain_members_are_those_of_the_crates_of_aws";
    let (Some(corpus), Some(services)) = (data("CONFORMANCE_DATA", test), botocore(test)) else {
        return;
    };
    let table = fs::read_to_string(corpus.join("corpus/aws-plain-members.tsv")).unwrap();
    let (mut rows, mut wrong) = (0, Vec::new());
    for row in table.lines().skip(1) {
        let [id, shape, ..] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}");
        };
        let service = &services[id];
        rows += 1;
        let shape_id = service
            .shapes
            .find(shape)
            .unwrap_or_else(|| panic!("{id} has no {shape}"));
        let of_members = service.shapes.iter().flat_map(|(_, shape)| shape.kind.members());
        let mut members = of_members.filter(|member| member.target == shape_id);
        let is_plain = members.any(|member| {
            let default = member.traits.default.as_ref().is_some_and(|it| !it.is_null());
            default || (member.traits.required && !member.traits.client_optional)
        });
        if service.shapes[shape_id].traits.default.is_none() && !is_plain {
            wrong.push(row);
        }
    }
    assert!(rows > 100, "{rows} rows");
    assert!(wrong.is_empty(), "{} of {rows}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn documents_of_s3_have_the_roots_that_it_sends() {
    let Some(data) = data("BOTOCORE_DATA", "documents_of_s3_have_the_roots_that_it_sends") else {
        return;
    };
    let service = service(&data.join("s3/2006-03-01"));
    let root = |name: &str| {
        let operation = service.operations.iter().find(|operation| operation.name == name);
        let output = operation
            .and_then(|operation| operation.output)
            .expect("it has an output");
        service.shapes[output].traits.xml_name.clone()
    };
    assert_eq!(root("ListParts").as_deref(), Some("ListPartsResult"));
    assert_eq!(root("ListObjectsV2").as_deref(), Some("ListBucketResult"));
    assert_eq!(root("CopyObject"), None, "its document is a payload");
}

/// The kind of `AttributeValue` in the small model, with facts from there.
fn kind(folder: &Path, facts: Facts) -> Result<&'static str, String> {
    let mut paths = ModelPaths::new(folder);
    paths.facts = facts;
    let service = load(&paths).map_err(|error| error.to_string())?;
    let value = service.shapes.find("AttributeValue").unwrap();
    Ok(service.shapes[value].kind.noun())
}

#[test]
fn a_file_of_facts_stands_in_the_place_of_the_librarys() {
    let folder = tempfile::tempdir().unwrap();
    write_model(folder.path(), "DynamoDB", "2012-08-10", SHAPES);
    let beside = folder.path().join(FACTS);
    fs::write(
        &beside,
        "service DynamoDB 2012-08-10\ndefault 7 Out.count\nsparse Lamp\n",
    )
    .unwrap();
    assert_eq!(kind(folder.path(), Facts::Found).unwrap(), "structure");
    assert_eq!(kind(folder.path(), Facts::Library).unwrap(), "union");
    let read = service(folder.path());
    assert_eq!(read.origin.stale_facts, ["facts.txt:3: the model has no shape `Lamp`"]);
    assert_eq!(read.origin.facts.as_ref(), Some(&beside));

    let further = folder.path().join("further");
    fs::create_dir(&further).unwrap();
    let named = |name: &str, text: &str| fs::write(further.join(name), text).unwrap();
    // A folder without a file of the service leaves what is beside the model.
    named("sqs.txt", "service SQS 2012-11-05\nrecorded\n");
    assert_eq!(kind(folder.path(), Facts::At(further.clone())).unwrap(), "structure");
    named("dynamo-db.txt", "recorded\ndefault 7 Out.count\n");
    for facts in [further.clone(), further.join("dynamo-db.txt")] {
        assert_eq!(
            kind(folder.path(), Facts::At(facts)).unwrap(),
            "union",
            "it adds to what is recorded"
        );
    }
    let refused = kind(folder.path(), Facts::At(further.join("sqs.txt"))).unwrap_err();
    assert!(
        refused.contains("sqs.txt") && refused.contains("about the service `SQS`, and the model is of `DynamoDB`"),
        "{refused}"
    );
    let missing = kind(folder.path(), Facts::At(further.join("none.txt"))).unwrap_err();
    assert!(missing.contains("none.txt"), "{missing}");
    fs::write(
        &beside,
        "service DynamoDB 2012-08-10\n# a remark\n  defalt 7 Out.count\nsecret Lamp\n",
    )
    .unwrap();
    let refused = kind(folder.path(), Facts::Found).unwrap_err();
    for wanted in [
        "`defalt` is no keyword of facts",
        "facts.txt:3:3",
        "did you mean `default`?",
        "`secret` is no keyword",
        "facts.txt:4:1",
    ] {
        assert!(refused.contains(wanted), "no {wanted:?} in:\n{refused}");
    }
    fs::write(&beside, [0xff, 0xfe]).unwrap();
    assert!(kind(folder.path(), Facts::Found).unwrap_err().contains("not UTF-8"));
}

const LAMPS: &str = r#"
    "Out": { "type": "structure", "required": ["made"], "members": {
        "size": { "shape": "Size" }, "watts": { "shape": "Integer" }, "made": { "shape": "Text" },
        "Maker": { "shape": "Text" } } },
    "Size": { "type": "string", "enum": ["xs.1", "xl.1", "large"] },
    "Text": { "type": "string" },
    "Integer": { "type": "integer" }
"#;

/// What the crate that AWS publishes says of the service of [`LAMPS`].
fn published() -> Published {
    let mut published = Published::default();
    let size = r#"impl Size {
        pub fn as_str(&self) -> &str {
            match self {
                Size::Tiny => "xs.1",
                Size::ExtraLarge => "xl.1",
                Size::Large => "large",
                Size::Unknown(value) => value.as_str(),
            }
        }
    }"#;
    let output = r#"impl GetItemOutputBuilder {
        pub fn build(self) -> Result<GetItemOutput, BuildError> {
            Ok(crate::operation::get_item::GetItemOutput {
                size: self.size,
                watts: self.watts.unwrap_or(60),
                made: self.made,
                maker: self.maker.ok_or_else(|| missing("maker"))?,
                _request_id: self._request_id,
            })
        }
    }"#;
    published.read("types", size).unwrap();
    published.read("operation", output).unwrap();
    published
}

fn without_facts(folder: &Path) -> Service {
    let mut paths = ModelPaths::new(folder);
    paths.partitions = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/partitions.json"));
    load_without_facts(&paths).unwrap()
}

#[test]
fn a_published_crate_names_values_and_says_which_members_have_to_be_there() {
    let folder = tempfile::tempdir().unwrap();
    write_model(folder.path(), "Lamps", "2020-01-01", LAMPS);
    let bare = without_facts(folder.path());
    let found = facts::from_crate(&bare, "", &published()).unwrap();
    let known = facts::Text::default().file(&bare, "a test", None);
    let text = facts::with_crate(&known, "lamps 1.2.3", &found.text);
    assert_eq!(
        text,
        "# Written by `a test`.\nservice Lamps 2020-01-01\n# From aws-sdk-lamps 1.2.3.\n\
         names Size ExtraLarge=xl.1 Tiny=xs.1\ndefault 60 Out.watts\nclient-optional Out.made\nrequired Out.Maker\n"
    );
    assert!(found.contradictions.is_empty(), "{:?}", found.contradictions);
    fs::write(folder.path().join(FACTS), &text).unwrap();
    let plan = Crate::of(service(folder.path()), &codegen::Options::default()).unwrap();
    let output = plan.output(&plan.service.operations[0]);
    let fields = plan.fields(output).iter();
    let fields: Vec<_> = fields.map(|field| (field.name.as_str(), field.presence)).collect();
    let expected = [
        ("size", Presence::Optional),
        ("watts", Presence::Defaulted),
        ("made", Presence::Optional),
        ("maker", Presence::Required),
    ];
    assert_eq!(fields, expected);
    assert_eq!(
        facts::with_crate(&text, "lamps 1.2.3", &found.text),
        text,
        "it is replaced"
    );
}

#[test]
fn facts_that_contradict_a_published_crate_stay_and_are_named() {
    let folder = tempfile::tempdir().unwrap();
    write_model(folder.path(), "Lamps", "2020-01-01", LAMPS);
    let bare = without_facts(folder.path());
    let known = "names Size Small=xs.1\ndefault 5 Out.watts\n";
    let found = facts::from_crate(&bare, known, &published()).unwrap();
    let text = facts::with_crate("", "lamps 1.2.3", &found.text);
    assert!(!text.contains("xs.1") && !text.contains("watts"), "{text}");
    let expected = [
        "Out.watts is 60 where it is absent in the crate, and 5 where it is absent by the facts: they stay",
        "Size calls `xs.1` Tiny, and the facts Small: they stay",
    ];
    assert_eq!(found.contradictions, expected);
}

#[test]
fn a_published_crate_is_silent_where_the_other_form_of_the_model_speaks() {
    let (known, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let shapes = |members: &str| {
        format!(
            r#""Out": {{ "type": "structure", "members": {{}} }},
            "CanaryConfiguration": {{ "type": "structure", "members": {{ {members} }} }}, "Double": {{ "type": "double" }}"#
        )
    };
    let both = r#""canaryPercent": { "shape": "Double" }, "canaryBakeTimeInMinutes": { "shape": "Double" }"#;
    write_model(known.path(), "ECS", "2014-11-13", &shapes(both));
    write_model(
        other.path(),
        "ECS",
        "2014-11-13",
        &shapes(r#""canaryPercent": { "shape": "Double" }"#),
    );
    let (known, other) = (without_facts(known.path()), without_facts(other.path()));
    let text = facts::between(&known, &other).file(&known, "a test", None);
    assert!(text.contains("CanaryConfiguration.canaryBakeTimeInMinutes"), "{text}");
    assert!(!text.contains("CanaryConfiguration.canaryPercent"), "{text}");
}
