//! Personalize as it is vendored: what its parts become.

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
