//! Lists the datasets of Amazon Personalize: none, one, a page of a hundred, and a hundred pages.

mod harness;

use harness::{client, measure};

fn page(datasets: usize, token: Option<&str>) -> Vec<u8> {
    let dataset = |number: usize| {
        format!(
            r#"{{"name":"dataset-{number}","datasetArn":"arn:aws:personalize:us-east-1:123456789012:dataset/group-{number}/INTERACTIONS","datasetType":"Interactions","status":"ACTIVE","creationDateTime":1543622400.25,"lastUpdatedDateTime":1543708800.5}}"#
        )
    };
    let datasets: Vec<String> = (0..datasets).map(dataset).collect();
    let token = token.map(|token| format!(r#","nextToken":"{token}""#)).unwrap_or_default();
    format!(r#"{{"datasets":[{}]{token}}}"#, datasets.join(",")).into_bytes()
}

async fn list(client: &sdk::Client) -> usize {
    let output = client.list_datasets().send().await.expect("the call succeeds");
    output.datasets().len()
}

async fn list_all(client: &sdk::Client) -> usize {
    let mut items = client.list_datasets().into_paginator().items().send();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.expect("the call succeeds");
        count += 1;
    }
    count
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for datasets in [0, 1, 100] {
        let client = client(vec![page(datasets, None)]);
        measure(&format!("{datasets} datasets"), 500, datasets, || list(&client)).await;
    }
    let tokens = (1..=100).map(|number| (number < 100).then(|| format!("token-{number}")));
    let client = client(tokens.map(|token| page(100, token.as_deref())).collect());
    measure("10000 datasets on 100 pages", 3, 10_000, || list_all(&client)).await;
}
