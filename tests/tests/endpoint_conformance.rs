//! Endpoint resolution against the cases that come with AWS's models.
//!
//! The environment variable `CONFORMANCE_DATA` names a folder that holds them as
//! `endpoint-tests/<service>/endpoint-tests-1.json`; without it the test says that it is skipped.

use std::fs;
use std::io::Write;
use std::path::Path;

use personalize::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
use serde_json::Value;

#[tokio::test]
async fn endpoints_of_personalize_are_those_of_its_cases() {
    let Some(data) = std::env::var_os("CONFORMANCE_DATA") else {
        // Written past the test runner, which hides what a passing test prints.
        let said = writeln!(
            std::io::stderr(),
            "skipped: CONFORMANCE_DATA names no folder with endpoint cases"
        );
        return said.expect("standard error is open");
    };
    let file = Path::new(&data).join("endpoint-tests/personalize/endpoint-tests-1.json");
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let suite: Value = serde_json::from_str(&text).expect("the cases are JSON");
    let cases = suite["testCases"].as_array().expect("the file has cases");
    assert!(!cases.is_empty());
    for case in cases {
        let outcome = resolve(&case["params"]).await;
        let expected = match (
            case["expect"]["endpoint"]["url"].as_str(),
            case["expect"]["error"].as_str(),
        ) {
            (Some(url), _) => Ok(url.to_owned()),
            (None, Some(error)) => Err(error.to_owned()),
            (None, None) => panic!("a case expects neither an endpoint nor an error: {case}"),
        };
        assert_eq!(outcome, expected, "{}", case["documentation"]);
    }
}

/// The URL of the endpoint for a case's parameters, or why there is none.
async fn resolve(params: &Value) -> Result<String, String> {
    let text = |name: &str| params[name].as_str().map(str::to_owned);
    let params = Params::builder()
        .set_region(text("Region"))
        .set_endpoint(text("Endpoint"))
        .set_use_fips(params["UseFIPS"].as_bool())
        .set_use_dual_stack(params["UseDualStack"].as_bool())
        .build()
        .map_err(|error| error.to_string())?;
    let endpoint = DefaultResolver::new().resolve_endpoint(&params).await;
    endpoint
        .map(|endpoint| endpoint.url().to_owned())
        .map_err(|error| error.to_string())
}
