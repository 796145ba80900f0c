//! Tests of `endpoint_resolver`.

use aws_smithy_types::config_bag::ConfigBag;

use super::super::endpoint::Partitions;
use super::super::endpoint_rules::{Rule, Then};
use super::*;

static RULES: &[Rule] = &[Rule(0, &[], Then::At("https://{Region}.{Stage}.example.com"))];
static PARTITIONS: Partitions = Partitions::new(&[]);

fn of_config(_cfg: &ConfigBag) -> ParamsBuilder {
    Params::builder()
}

endpoint_resolver! {
    rules RULES, partitions PARTITIONS, of_config of_config;
    before |params| check_region("region", params.region.as_deref());
    param region, set_region: [String] text required = None, "Region", "The region.";
    param stage, set_stage: [String] text optional = Some("live".to_owned()), "Stage", "The stage.";
    param is_old, set_is_old: [bool] flag optional = None, "IsOld", "The age.";
    param names, set_names: [Vec<String>] texts optional = Some(vec!["a".to_owned()]), "Names", "Names.";
}

#[tokio::test]
async fn parameters_have_their_defaults_and_lead_to_an_endpoint() {
    let params = Params::builder().region("eu").build().expect("the region is set");
    assert_eq!((params.region(), params.stage()), (Some("eu"), Some("live")));
    assert_eq!((params.is_old(), params.names()), (None, Some(&["a".to_owned()][..])));
    let endpoint = DefaultResolver::new().resolve_endpoint(&params).await;
    assert_eq!(endpoint.expect("the rule holds").url(), "https://eu.live.example.com");
}

#[tokio::test]
async fn a_resolver_that_knows_an_endpoint_finds_those_of_other_parameters() {
    let resolver = DefaultResolver::new();
    let params = |region: &str, stage: Option<&str>| {
        let params = Params::builder().region(region).set_stage(stage.map(str::to_owned));
        params.build().expect("the region is set")
    };
    let wanted = [
        (params("eu", None), "https://eu.live.example.com"),
        (params("us", None), "https://us.live.example.com"),
        (params("eu", Some("test")), "https://eu.test.example.com"),
    ];
    for (params, url) in wanted.iter().chain(&wanted) {
        let endpoint = resolver.resolve_endpoint(params).await;
        assert_eq!(endpoint.expect("the rule holds").url(), *url);
    }
}

#[test]
fn an_endpoint_that_was_not_found_is_looked_for_again() {
    let first = First::default();
    let found = |url: &'static str| Ok(Endpoint::builder().url(url).build());
    assert!(first.get_or(&1, || Err("not yet".into())).is_err());
    let url = |params, url: &'static str| first.get_or(&params, || found(url)).map(|it| it.url().to_owned()).ok();
    assert_eq!(url(1, "https://one").as_deref(), Some("https://one"));
    assert_eq!(url(2, "https://two").as_deref(), Some("https://two"));
    assert_eq!(url(1, "https://other").as_deref(), Some("https://one"));
}

#[test]
fn parameters_that_are_missing_or_wrong_are_named() {
    let problem = |params: ParamsBuilder| params.build().expect_err("it cannot be built").to_string();
    assert_eq!(problem(Params::builder()), "a required field was missing: `region`");
    assert_eq!(
        problem(Params::builder().region("a/b")),
        "invalid value for field: `region` - must be a valid host label"
    );
}

#[test]
fn rules_know_parameters_by_the_names_of_the_model() {
    use super::super::endpoint_rules::Parameters;
    let params = Params::builder().region("eu").is_old(true).names(vec!["b".to_owned()]);
    let params = params.build().expect("the region is set");
    assert_eq!(params.parameter("Region"), Some(Value::text("eu")));
    assert_eq!(params.parameter("IsOld"), Some(Value::Boolean(true)));
    assert_eq!(params.parameter("Names"), Some(Value::List(Rc::new([Value::text("b")]))));
    assert_eq!(params.parameter("region"), None);
}
