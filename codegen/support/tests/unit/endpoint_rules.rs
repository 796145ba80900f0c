//! Tests of `endpoint_rules`.

use super::Condition::{Let, When};
use super::*;

static PARTITIONS: Partitions = Partitions::new(&[Partition {
    name: "aws",
    region_regex: "^eu-",
    regions: "eu-north-1",
    dns_suffix: "example.com",
    dual_stack_dns_suffix: "example.org",
    supports_fips: true,
    supports_dual_stack: false,
    implicit_global_region: "eu-north-1",
}]);

/// Parameters by their names.
struct Named<'a>(&'a [(&'a str, Value<'static>)]);

impl Parameters for Named<'_> {
    fn parameter(&self, name: &str) -> Option<Value<'_>> {
        let named = self.0.iter().find(|(known, _)| *known == name);
        named.map(|(_, value)| value.clone())
    }
}

fn text(text: &'static str) -> Value<'static> {
    Value::Text(Cow::Borrowed(text))
}

/// The URL of the endpoint, or why there is none.
fn url(rules: &'static [Rule], params: &[(&str, Value<'static>)]) -> String {
    match resolve(rules, &PARTITIONS, &Named(params)) {
        Ok(endpoint) => endpoint.url().to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_first_rule_that_holds_decides_and_none_is_an_error() {
    static RULES: &[Rule] = &[
        Rule(0, &[When(Expr::Set("Endpoint"))], Then::Below),
        Rule(1, &[When(Expr::Is(&Expr::Ref("UseFIPS"), true))], Then::Fail("not both")),
        Rule(1, &[], Then::At("{Endpoint}")),
        Rule(
            0,
            &[
                Let("partition", Expr::PartitionOf(&Expr::Ref("Region"))),
                When(Expr::Part(&Expr::Ref("partition"), "supportsFIPS")),
            ],
            Then::At("https://{Region}.{partition#dnsSuffix}/{{}}"),
        ),
    ];
    assert_eq!(url(RULES, &[("Endpoint", text("http://here"))]), "http://here");
    assert_eq!(
        url(
            RULES,
            &[("Endpoint", text("http://here")), ("UseFIPS", Value::Boolean(true))]
        ),
        "not both"
    );
    assert_eq!(
        url(
            RULES,
            &[("Endpoint", text("http://here")), ("UseFIPS", Value::Boolean(false))]
        ),
        "http://here"
    );
    assert_eq!(
        url(RULES, &[("Region", text("eu-somewhere"))]),
        "https://eu-somewhere.example.com/{}"
    );
    assert_eq!(url(RULES, &[]), "No endpoint rule matched");
}

#[test]
fn rules_below_one_that_does_not_hold_are_not_heard_and_those_above_one_that_does_neither() {
    static RULES: &[Rule] = &[
        Rule(0, &[When(Expr::Ref("A"))], Then::Below),
        Rule(1, &[When(Expr::Ref("B"))], Then::Below),
        Rule(2, &[When(Expr::Ref("C"))], Then::At("abc")),
        Rule(1, &[], Then::At("a")),
        Rule(0, &[When(Expr::Call(is_set, &[Expr::Ref("D")]))], Then::Below),
        Rule(1, &[], Then::At("d")),
    ];
    const YES: Value<'static> = Value::Boolean(true);
    assert_eq!(url(RULES, &[("A", YES), ("B", YES), ("C", YES)]), "abc");
    assert_eq!(url(RULES, &[("A", YES), ("B", YES)]), "No endpoint rule matched");
    assert_eq!(url(RULES, &[("A", YES), ("C", YES)]), "a");
    assert_eq!(url(RULES, &[("B", YES), ("C", YES), ("D", YES)]), "d");
    assert_eq!(url(RULES, &[]), "No endpoint rule matched");
}

#[test]
fn what_one_rule_names_the_next_does_not_know() {
    static RULES: &[Rule] = &[
        Rule(
            0,
            &[Let("name", Expr::Text("first")), When(Expr::Boolean(false))],
            Then::At("{name}"),
        ),
        Rule(0, &[], Then::At("{name}")),
    ];
    assert_eq!(url(RULES, &[]), "A value that the endpoint depends on is not set");
    assert_eq!(url(RULES, &[("name", text("a parameter"))]), "a parameter");
}

#[test]
fn of_values_the_first_that_is_there_counts_and_only_the_chosen_one_is_asked_for() {
    static RULES: &[Rule] = &[
        Rule(
            0,
            &[
                Let("one", Expr::First(&[Expr::Ref("A"), Expr::Ref("B")])),
                Let(
                    "chosen",
                    Expr::Choice(&[
                        Expr::Call(not, &[Expr::Ref("Never")]),
                        Expr::Ref("one"),
                        Expr::Text("{Never}"),
                    ]),
                ),
            ],
            Then::At("{chosen}"),
        ),
        Rule(0, &[], Then::Fail("neither")),
    ];
    assert_eq!(url(RULES, &[("A", text("a")), ("B", text("b"))]), "a");
    assert_eq!(url(RULES, &[("B", text("b"))]), "b");
    assert_eq!(url(RULES, &[]), "neither");
}

#[test]
fn absent_values_are_equal_to_each_other_alone() {
    let yes = Some(Value::Boolean(true));
    let no = Some(Value::Boolean(false));
    assert_eq!(equals(&[None, None]), yes);
    assert_eq!(equals(&[None, yes.clone()]), no);
    assert_eq!(equals(&[Some(text("a")), Some(text("a"))]), yes);
    assert_eq!(not(&[None]), yes);
    assert_eq!(not(std::slice::from_ref(&yes)), no);
    assert_eq!(is_set(&[None]), no);
    assert_eq!(is_valid_host_label(&[None, yes.clone()]), None);
    assert_eq!(is_valid_host_label(&[Some(text("a.b")), no.clone()]), no);
    assert_eq!(is_valid_host_label(&[Some(text("a.b")), yes.clone()]), yes);
}

#[test]
fn parts_are_found_by_name_and_by_index() {
    let list = Value::List(Rc::new([text("a"), text("b")]));
    let record = Value::Record(Rc::new([("resourceId", list.clone())]));
    assert_eq!(record.part("resourceId[1]"), Some(text("b")));
    assert_eq!(record.part("resourceId[2]"), None);
    assert_eq!(record.part("resourceId"), Some(list.clone()));
    assert_eq!(list.part("[0]"), Some(text("a")));
    assert_eq!(list.part("name"), None);
    assert_eq!(text("a").part("name"), None);
}
