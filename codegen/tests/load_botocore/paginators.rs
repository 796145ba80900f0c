//! Paginators.

use super::*;

fn with_paginator(operation: &str, paginator: Value) -> Folder {
    Folder::new()
        .with("service-2.json", minimal())
        .with("paginators-1.json", json!({ "pagination": { operation: paginator } }))
}

#[test]
fn a_paginator_takes_one_token_or_several() {
    let paginator = json!({
        "input_token": ["A", "B"],
        "output_token": ["NextA", "NextB || Last[-1].Id"],
        "limit_key": "Max",
        "result_key": ["Books", "Shelf.Books"],
        "more_results": "More"
    });
    let service = with_paginator("ListBooks", paginator).load().unwrap();
    let paginator = service.operations[0].paginator.as_ref().unwrap();
    assert_eq!(paginator.input_tokens, [path("A"), path("B")]);
    assert_eq!(paginator.output_tokens, [path("NextA"), path("NextB || Last[-1].Id")]);
    assert_eq!(paginator.limit.as_deref(), Some("Max"));
    assert_eq!(paginator.results, [path("Books"), path("Shelf.Books")]);
    assert_eq!(paginator.more_results, Some(path("More")));
    assert_eq!(paginator.pointer, "/pagination/ListBooks");
}

#[test]
fn a_paginator_of_no_operation_is_refused() {
    assert_eq!(
        with_paginator("ListBook", least_paginator()).complaint(),
        "no operation is called `ListBook`\n  \
         --> <folder>/paginators-1.json#/pagination/ListBook\n   \
         = help: did you mean `ListBooks`?"
    );
}

#[test]
fn tokens_come_in_pairs() {
    let uneven = json!({ "input_token": "Token", "output_token": ["A", "B"], "result_key": "Books" });
    assert_eq!(
        with_paginator("ListBooks", uneven).complaint(),
        "the output has 2 tokens, and the input takes 1\n  \
         --> <folder>/paginators-1.json#/pagination/ListBooks\n   \
         = shape: ListBooks\n   \
         = help: list one `output_token` for each `input_token`"
    );
}
