//! Services: their names, and which one of a file is taken.

use super::*;

#[test]
fn names_follow_from_each_other() {
    let service = service(&model(json!({})));
    assert_eq!(service.sdk_id, "Book Shelves");
    assert_eq!(service.title, "Book Shelves");
    assert_eq!(service.endpoint_prefix, "bookshelves");
    assert_eq!(service.signing_name, "shelves");
    assert_eq!(service.uid.as_deref(), Some("book-shelves-2020-01-02"));
    assert_eq!(
        (service.namespace.as_str(), service.shape_name.as_str()),
        ("a", "Shelves")
    );
    assert_eq!(service.protocols, [Protocol::RestJson1]);
    assert_eq!(service.auth, [AuthScheme::SigV4]);
}

#[test]
fn schemes_without_an_order_are_sorted_by_their_ids() {
    let traits =
        json!({ "smithy.api#httpBearerAuth": {}, "smithy.api#httpApiKeyAuth": { "name": "k", "in": "query" } });
    let service = service(&model(json!({ "a#Shelves": { "traits": traits } })));
    let key = AuthScheme::Other("smithy.api#httpApiKeyAuth".into());
    assert_eq!(service.auth, [AuthScheme::SigV4, key, AuthScheme::Bearer]);
}

#[test]
fn one_of_several_is_chosen_by_id_or_name() {
    let other = json!({ "b#Other": { "type": "service", "version": "1" } });
    let mut file = File::new(&model(other));
    file.service = Some("b#Other".into());
    assert_eq!(file.load().unwrap().0.shape_name, "Other");
    file.service = Some("Shelves".into());
    assert_eq!(file.load().unwrap().0.shape_name, "Shelves");
    file.service = Some("Othr".into());
    assert_eq!(
        file.load().unwrap_err().diagnostic().problem,
        "no service is called `Othr`"
    );
}

#[test]
fn resources_lead_to_operations_in_the_order_of_the_file() {
    let target = |name: &str| json!({ "target": name });
    let operation = || json!({ "type": "operation" });
    let service = service(&model(json!({
        "a#Shelves": { "resources": [target("a#Book")] },
        "a#Book": {
            "type": "resource", "identifiers": {}, "put": target("a#Put"), "create": target("a#Create"),
            "read": target("a#GetBook"), "update": target("a#Update"), "delete": target("a#Delete"),
            "list": target("a#List"), "operations": [target("a#Lend")],
            "collectionOperations": [target("a#Count")], "resources": [target("a#Page"), target("a#Book")]
        },
        "a#Page": { "type": "resource", "read": target("a#ReadPage") },
        "a#ReadPage": operation(), "a#Put": operation(), "a#Create": operation(), "a#Update": operation(),
        "a#Delete": operation(), "a#List": operation(), "a#Lend": operation(), "a#Count": operation(),
        "a#Elsewhere": operation(), "a#Unused": { "type": "string" }
    })));
    let expected = [
        "GetBook", "ReadPage", "Put", "Create", "Update", "Delete", "List", "Lend", "Count",
    ];
    assert_eq!(operations(&service), expected);
    assert!(service.shapes.find("Unused").is_none());
}

#[test]
fn renamed_shapes_have_their_new_name() {
    let service = service(&model(json!({
        "a#Shelves": { "rename": { "b#Cover": "BackCover" } },
        "a#GetBookOutput": { "members": { "front": { "target": "a#Cover" }, "back": { "target": "b#Cover" } } },
        "a#Cover": { "type": "structure" },
        "b#Cover": { "type": "structure" }
    })));
    let target = |name| {
        service.shapes[member(&service, "GetBookOutput", name).target]
            .name
            .as_str()
    };
    assert_eq!((target("front"), target("back")), ("Cover", "BackCover"));
}
