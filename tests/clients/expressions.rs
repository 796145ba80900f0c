//! Expressions of JMESPath: what the compiled ones say of answers is what JMESPath itself says.
//!
//! Each waiter of the fixture expects what one expression gives. Its `answers.json` has answers, and with each the waiters
//! that Python's `jmespath` (the one that botocore stands on) finds to match.

use std::time::Duration;

use fixture_expressions::Client;
use fixture_expressions::client::Waiters;
use sdk_tailor_tests::FOLDER;
use sdk_tailor_tests::server::{Server, ok};
use serde_json::Value;

/// Waits with each waiter, and gives the names of those whose wait succeeded.
macro_rules! matching {
    ($client:expr, $($name:ident $method:ident)*) => {{
        let mut matching = Vec::new();
        $(
            if $client.$method().wait(Duration::ZERO).await.is_ok() {
                matching.push(stringify!($name));
            }
        )*
        matching
    }};
}

async fn matching(client: &Client) -> Vec<&'static str> {
    matching! {
        client,
        Field wait_until_field
        RequiredField wait_until_required_field
        Quoted wait_until_quoted
        Current wait_until_current
        Nested wait_until_nested
        First wait_until_first
        Last wait_until_last
        BeforeLast wait_until_before_last
        FirstOfProjection wait_until_first_of_projection
        LastOfProjection wait_until_last_of_projection
        BeforeLastOfProjection wait_until_before_last_of_projection
        Projection wait_until_projection
        AllOfProjection wait_until_all_of_projection
        Flatten wait_until_flatten
        FlattenGrid wait_until_flatten_grid
        IndexInProjection wait_until_index_in_projection
        ListOfTexts wait_until_list_of_texts
        ListOfEnums wait_until_list_of_enums
        MapValues wait_until_map_values
        MapEntry wait_until_map_entry
        MapEntryOfEnum wait_until_map_entry_of_enum
        Filter wait_until_filter
        FilterByTruth wait_until_filter_by_truth
        FilterByNegation wait_until_filter_by_negation
        FilterInFilter wait_until_filter_in_filter
        Or wait_until_or
        OrLiteral wait_until_or_literal
        OrOfEnums wait_until_or_of_enums
        OrOfBooleans wait_until_or_of_booleans
        OrOfTypes wait_until_or_of_types
        And wait_until_and
        AndIsFalse wait_until_and_is_false
        AndOfTypes wait_until_and_of_types
        Not wait_until_not
        NotEqual wait_until_not_equal
        Equal wait_until_equal
        IsNull wait_until_is_null
        Numbers wait_until_numbers
        NumbersOfOneKind wait_until_numbers_of_one_kind
        Fractions wait_until_fractions
        FractionAndNumber wait_until_fraction_and_number
        Negative wait_until_negative
        List wait_until_list
        ListsFlattened wait_until_lists_flattened
        IndexOfList wait_until_index_of_list
        Hash wait_until_hash
        Hashes wait_until_hashes
        Contains wait_until_contains
        ContainsField wait_until_contains_field
        ContainsText wait_until_contains_text
        ContainsNumber wait_until_contains_number
        ContainsInFilter wait_until_contains_in_filter
        ContainsInLiteral wait_until_contains_in_literal
        Keys wait_until_keys
        KeysOfEnums wait_until_keys_of_enums
        Values wait_until_values
        LengthOfMap wait_until_length_of_map
        LengthOfText wait_until_length_of_text
        LengthOfProjection wait_until_length_of_projection
        LengthOfNumbers wait_until_length_of_numbers
        StartsWith wait_until_starts_with
        EndsWith wait_until_ends_with
        NotNull wait_until_not_null
        Union wait_until_union
        UnionText wait_until_union_text
        UnionNumber wait_until_union_number
        Required wait_until_required
        RequiredList wait_until_required_list
        RequiredOr wait_until_required_or
        HashOfOne wait_until_hash_of_one
        HashWithList wait_until_hash_with_list
        ListsFiltered wait_until_lists_filtered
        NullComparedWithList wait_until_null_compared_with_list
        NotEqualLength wait_until_not_equal_length
        EmptyList wait_until_empty_list
        NegatedList wait_until_negated_list
        AndOfNulls wait_until_and_of_nulls
        NotNullOfTexts wait_until_not_null_of_texts
        Pipe wait_until_pipe
        Escaped wait_until_escaped
        Boolean wait_until_boolean
        BooleanIsFalse wait_until_boolean_is_false
        BooleanIsLiteral wait_until_boolean_is_literal
    }
}

fn client(server: &Server) -> Client {
    use fixture_expressions::config::{Config, Credentials, Region};
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .credentials_provider(Credentials::for_tests());
    Client::from_conf(config.build())
}

#[tokio::test]
async fn compiled_expressions_say_what_jmespath_says() {
    let cases = std::fs::read(format!("{FOLDER}/fixtures/expressions/answers.json")).expect("the fixture has cases");
    let cases: Vec<Value> = serde_json::from_slice(&cases).expect("cases are JSON");
    assert!(!cases.is_empty());
    for case in &cases {
        let replies = std::iter::repeat_n(ok(case["body"].to_string()), 1000);
        let server = Server::start(replies).await;
        let expected: Vec<&str> = case["matches"]
            .as_array()
            .expect("a list of names")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(matching(&client(&server)).await, expected, "{}", case["body"]);
    }
}
