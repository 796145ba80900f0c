//! What a model deprecates: whoever uses it is told, wherever it is named. A use without a warning does not compile.

#![deny(unfulfilled_lint_expectations)]

use fixture_deprecated::Client;
use fixture_deprecated::operation::lend::{LendError, LendInput, LendOutput};

#[test]
fn an_operation_and_its_builder_are_deprecated() {
    #[expect(deprecated)]
    let call = |client: &Client| drop(client.lend());
    #[expect(deprecated)]
    let _: Option<fixture_deprecated::operation::lend::builders::LendFluentBuilder> = None;
    let _ = call;
}

#[test]
fn setters_and_getters_of_a_member_are_deprecated() {
    #[expect(deprecated)]
    let input = LendInput::builder().titles("Emma");
    #[expect(deprecated)]
    let input = input.set_titles(Some(vec!["Persuasion".to_owned()]));
    #[expect(deprecated)]
    let titles = input.get_titles().as_ref().map(Vec::len);
    assert_eq!(titles, Some(1));
    let input = input.title("Emma").build().expect("all is set");
    #[expect(deprecated)]
    let titles = input.titles().len();
    assert_eq!((titles, input.title()), (1, Some("Emma")));
    #[expect(deprecated)]
    let until = LendOutput::builder().build().until;
    assert_eq!(until, None);
}

#[test]
fn types_are_deprecated() {
    #[expect(deprecated)]
    let genre = fixture_deprecated::types::Genre::from("POETRY");
    assert_eq!(genre.to_string(), "POETRY");
    #[expect(deprecated)]
    let reader = fixture_deprecated::types::Reader::builder().name("Anne").build();
    assert_eq!(reader.name(), Some("Anne"));
}

#[test]
fn errors_are_deprecated_where_they_are_named() {
    let error = LendError::generic(fixture_deprecated::error::ErrorMetadata::builder().build());
    #[expect(deprecated)]
    let is_torn = matches!(error, LendError::TornException(_));
    assert!(!is_torn && !error.is_torn_exception());
    let error = fixture_deprecated::Error::from(error);
    #[expect(deprecated)]
    let is_torn = matches!(error, fixture_deprecated::Error::TornException(_));
    assert!(!is_torn);
}
