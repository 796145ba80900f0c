//! Endpoint rules as decision diagrams.

use base64::{Engine, prelude::BASE64_STANDARD};
use codegen::ir::{Rule, RuleBody};

use super::*;

/// Nodes as a model has them, after the one that every diagram starts with.
fn nodes(nodes: &[[i32; 3]]) -> String {
    let all = [[-1, 1, -1]].into_iter().chain(nodes.iter().copied());
    BASE64_STANDARD.encode(all.flatten().flat_map(i32::to_be_bytes).collect::<Vec<u8>>())
}

/// The first, the second, and no result.
const ONE: i32 = 100_000_001;
const TWO: i32 = 100_000_002;
const NONE: i32 = 100_000_000;

/// A model whose endpoints are a diagram of two conditions, `Region` and `Partition`, and two results.
fn diagram(root: i32, all: &[[i32; 3]]) -> Value {
    let is_set = |name: &str| json!({ "fn": "isSet", "argv": [{ "ref": name }] });
    let endpoint = |url: &str| json!({ "type": "endpoint", "conditions": [], "endpoint": { "url": url } });
    let partition = json!({ "fn": "aws.partition", "argv": [{ "ref": "Region" }], "assign": "Partition" });
    model(json!({ "a#Shelves": { "traits": { "smithy.rules#endpointBdd": {
        "version": "1.1",
        "parameters": { "Region": { "type": "string", "builtIn": "AWS::Region" } },
        "conditions": [is_set("Region"), partition, is_set("Partition")],
        "results": [endpoint("https://{Region}.{Partition#dnsSuffix}"), endpoint("https://nowhere")],
        "root": root, "nodeCount": all.len() + 1, "nodes": nodes(all)
    } } } }))
}

/// Rules in short: conditions by their functions, endpoints by how many parts their URL has.
fn shown(rules: &[Rule]) -> String {
    let one = |rule: &Rule| {
        let conditions: Vec<String> = rule
            .conditions
            .iter()
            .map(|it| it.assign.clone().unwrap_or("if".into()))
            .collect();
        let body = match &rule.body {
            RuleBody::Rules(rules) => format!("({})", shown(rules)),
            RuleBody::Endpoint(endpoint) => match endpoint.url.as_literal() {
                Some(_) => "two".to_owned(),
                None => "one".to_owned(),
            },
            RuleBody::Error(_) => "none".to_owned(),
        };
        format!("{}>{body}", conditions.join(","))
    };
    rules.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn rules(root: i32, all: &[[i32; 3]]) -> String {
    let mut content = diagram(root, all);
    // Partitions are asked for, and play no part here.
    content["shapes"]["a#Shelves"]["traits"]["smithy.rules#endpointBdd"]["conditions"][1]["fn"] = json!("parseURL");
    shown(&service(&content).endpoint_rules.unwrap().rules)
}

#[test]
fn a_diagram_is_the_rules_that_it_stands_for() {
    assert_eq!(
        rules(2, &[[0, 3, TWO], [1, ONE, NONE]]),
        "if>(Partition>one >none) >two"
    );
    assert_eq!(rules(ONE, &[]), ">one");
    assert_eq!(rules(-1, &[]), ">none");
}

#[test]
fn a_negative_reference_swaps_where_a_node_leads() {
    assert_eq!(rules(-2, &[[0, ONE, TWO]]), "if>two >one");
}

#[test]
fn what_nothing_named_on_the_way_is_not_there() {
    assert_eq!(rules(2, &[[0, 3, 3], [2, ONE, TWO]]), "if>two >two");
    assert_eq!(rules(2, &[[1, 3, 3], [2, ONE, TWO]]), "Partition>(if>one >two) >two");
}

#[test]
fn diagrams_that_do_not_hold_together_are_refused() {
    let problem = |root, all: &[[i32; 3]]| {
        let said = complaint(&diagram(root, all));
        assert!(said.contains("traits/smithy.rules#endpointBdd"), "{said}");
        said.lines().next().unwrap().to_owned()
    };
    assert_eq!(problem(9, &[]), "there is no node 9");
    assert_eq!(problem(i32::MIN, &[]), "there is no node -2147483648");
    assert_eq!(problem(2, &[[7, ONE, TWO]]), "there is no condition 7");
    assert_eq!(problem(2, &[[0, ONE + 5, TWO]]), "there is no result 6");
    assert_eq!(
        problem(2, &[[0, ONE, 2]]),
        "the node 2 asks a condition that was asked before"
    );
    let mut cut = diagram(2, &[[0, ONE, TWO]]);
    cut["shapes"]["a#Shelves"]["traits"]["smithy.rules#endpointBdd"]["nodeCount"] = json!(3);
    assert!(complaint(&cut).starts_with("these are not 3 nodes in base64, of 12 bytes each\n"));
}

#[test]
fn a_circle_of_nodes_comes_to_an_end() {
    let said = complaint(&diagram(2, &[[0, 2, TWO]]));
    assert!(said.starts_with("the diagram stands for more than"), "{said}");
}

#[test]
fn no_spoilt_diagram_is_a_panic() {
    let interesting = [
        i32::MIN,
        -NONE,
        -3,
        -2,
        -1,
        0,
        1,
        2,
        3,
        4,
        NONE,
        ONE,
        TWO,
        TWO + 1,
        i32::MAX,
    ];
    for root in [-3, -2, 1, 2, 3] {
        for high in interesting {
            for low in interesting {
                for condition in [0, 3] {
                    let _ = File::new(&diagram(root, &[[condition, high, low], [2, low, high]])).load();
                }
            }
        }
    }
}
