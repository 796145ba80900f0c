//! Results that come in pages.

use personalize::error::ProvideErrorMetadata;
use serde_json::{Value, json};

use crate::server::{Clients, Reply, Server, failure, ok};

/// A page of datasets with these names.
fn page(names: &[&str], token: Option<&str>) -> Reply {
    let datasets: Vec<Value> = names.iter().map(|name| json!({"name": name})).collect();
    ok(json!({"datasets": datasets, "nextToken": token}).to_string())
}

/// The token of each request.
fn tokens(server: &Server) -> Vec<Option<String>> {
    let token = |body: Value| body["nextToken"].as_str().map(str::to_owned);
    server.received().iter().map(|request| token(request.json())).collect()
}

fn some(token: &str) -> Option<String> {
    Some(token.to_owned())
}

/// The names of all datasets, or the code of the error that came instead.
async fn names(server: &Server) -> Vec<String> {
    let mut items = server.client().list_datasets().into_paginator().items().send();
    let mut names = Vec::new();
    while let Some(item) = items.next().await {
        names.push(match item {
            Ok(dataset) => dataset.name.expect("every dataset of a script has a name"),
            Err(error) => error.code().unwrap_or("no code").to_owned(),
        });
    }
    names
}

#[tokio::test]
async fn each_page_is_asked_for_with_the_token_of_the_one_before() {
    let server = Server::start([page(&["a"], Some("1")), page(&["b"], Some("2")), page(&["c"], None)]).await;
    let pages = server
        .client()
        .list_datasets()
        .dataset_group_arn("arn:1")
        .into_paginator()
        .send();
    let pages = pages.collect::<Result<Vec<_>, _>>().await.expect("every page was sent");
    assert_eq!(
        pages.iter().map(|page| page.datasets().len()).collect::<Vec<_>>(),
        [1, 1, 1]
    );
    assert_eq!(tokens(&server), [None, some("1"), some("2")]);
    assert!(
        server
            .received()
            .iter()
            .all(|request| request.json()["datasetGroupArn"] == "arn:1")
    );
}

#[tokio::test]
async fn items_are_those_of_all_pages_in_order() {
    let server = Server::start([page(&["a", "b"], Some("1")), page(&["c"], None)]).await;
    assert_eq!(names(&server).await, ["a", "b", "c"]);
}

#[tokio::test]
async fn an_empty_page_with_a_token_is_followed_by_the_next() {
    let server = Server::start([page(&[], Some("1")), ok(r#"{"nextToken": "2"}"#), page(&["a"], None)]).await;
    assert_eq!(names(&server).await, ["a"]);
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn an_empty_token_ends_the_pages() {
    let server = Server::start([page(&["a"], Some(""))]).await;
    assert_eq!(names(&server).await, ["a"]);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_token_that_repeats_ends_the_pages() {
    let server = Server::start([page(&["a"], Some("1")), page(&["b"], Some("1")), page(&["c"], None)]).await;
    assert_eq!(names(&server).await, ["a", "b"]);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_token_that_repeats_is_followed_where_the_user_says_so() {
    let server = Server::start([page(&["a"], Some("1")), page(&["b"], Some("1")), page(&["c"], None)]).await;
    let pages = server
        .client()
        .list_datasets()
        .into_paginator()
        .stop_on_duplicate_token(false)
        .send();
    let pages = pages.collect::<Result<Vec<_>, _>>().await.expect("every page was sent");
    assert_eq!(pages.len(), 3);
    assert_eq!(tokens(&server), [None, some("1"), some("1")]);
}

#[tokio::test]
async fn the_first_request_has_the_token_of_the_call() {
    let server = Server::start([page(&["a"], None)]).await;
    let mut pages = server
        .client()
        .list_datasets()
        .next_token("from-here")
        .into_paginator()
        .send();
    pages
        .try_next()
        .await
        .expect("the page was sent")
        .expect("there is a page");
    assert_eq!(tokens(&server), [some("from-here")]);
}

#[tokio::test]
async fn no_page_is_fetched_before_it_is_asked_for() {
    let server = Server::start([page(&["a", "b"], Some("1")), page(&["c"], None)]).await;
    let mut items = server.client().list_datasets().into_paginator().items().send();
    assert_eq!(server.count(), 0);
    for (name, requests) in [("a", 1), ("b", 1), ("c", 2)] {
        let item = items
            .try_next()
            .await
            .expect("the page was sent")
            .expect("there is an item");
        assert_eq!(item.name(), Some(name));
        assert_eq!(server.count(), requests, "after {name}");
    }
    assert!(items.next().await.is_none());
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn an_error_amid_the_pages_is_handed_on_and_ends_them() {
    let error = failure(400, r#"{"__type": "InvalidNextTokenException"}"#);
    let server = Server::start([page(&["a"], Some("1")), error, page(&["b"], None)]).await;
    assert_eq!(names(&server).await, ["a", "InvalidNextTokenException"]);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn the_page_size_is_sent_with_every_request() {
    let server = Server::start([page(&["a"], Some("1")), page(&["b"], None)]).await;
    let pages = server
        .client()
        .list_datasets()
        .max_results(99)
        .into_paginator()
        .page_size(2)
        .send();
    pages.collect::<Result<Vec<_>, _>>().await.expect("every page was sent");
    let sizes: Vec<Value> = server
        .received()
        .iter()
        .map(|request| request.json()["maxResults"].clone())
        .collect();
    assert_eq!(sizes, [2, 2]);
}
