//! The traits and methods of a client's types.

use std::fmt::Debug;

use personalize::config::endpoint::Params;
use personalize::operation::list_datasets::{ListDatasetsError, ListDatasetsInput, ListDatasetsOutput};
use personalize::types::DatasetSummary;
use personalize::{Client, Config, Error};

use crate::server::{Clients, Server, ok};

fn shared<T: Clone + Debug + Send + Sync + 'static>() {}

fn failing<T: std::error::Error + Send + Sync + 'static>() {}

fn sent<T: Send>(value: T) -> T {
    value
}

#[test]
fn clients_configurations_and_values_can_be_shared_cloned_and_shown() {
    shared::<Client>();
    shared::<Config>();
    shared::<personalize::config::Builder>();
    shared::<Params>();
    shared::<ListDatasetsInput>();
    shared::<ListDatasetsOutput>();
    shared::<DatasetSummary>();
    failing::<Error>();
    failing::<ListDatasetsError>();
}

#[tokio::test]
async fn calls_and_pages_can_be_awaited_on_another_thread() {
    let server = Server::start([ok("{}"), ok("{}"), ok("{}")]).await;
    let client = server.client();
    let call = tokio::spawn(client.list_datasets().send()).await.expect("the task ran");
    call.expect("the service answered");
    let call = tokio::spawn(client.list_datasets().customize().send())
        .await
        .expect("the task ran");
    call.expect("the service answered");
    let mut pages = client.list_datasets().into_paginator().send();
    let page = tokio::spawn(sent(async move { pages.next().await }))
        .await
        .expect("the task ran");
    page.expect("there is a page").expect("the service answered");
}

#[tokio::test]
async fn credentials_are_not_shown() {
    let server = Server::start([]).await;
    let shown = format!("{:?} {:?}", server.client(), server.config());
    assert!(!shown.contains("notrealrnrELgWzOk3IfjzDKtFBhDby"), "{shown}");
}

#[tokio::test]
async fn a_clone_of_a_client_is_as_good_as_the_client() {
    let server = Server::start([ok("{}"), ok("{}")]).await;
    let client = server.client();
    client
        .clone()
        .list_datasets()
        .send()
        .await
        .expect("the service answered");
    drop(client.clone());
    client.list_datasets().send().await.expect("the service answered");
    assert_eq!(server.count(), 2);
}
