//! Endpoint rules and their parameters.

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
