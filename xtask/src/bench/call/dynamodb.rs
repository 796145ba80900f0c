//! Queries Amazon DynamoDB, and gets a page of 1 MB.

mod harness;

use harness::{client, measure};

/// As large as a page may be.
const PAGE: usize = 1 << 20;

fn item(number: usize) -> String {
    format!(
        r#"{{"pk":{{"S":"customer#{number:08}"}},"sk":{{"S":"order#2026-11-25T16:00:00.{number:06}Z"}},"total":{{"N":"{number}.95"}},"paid":{{"BOOL":true}},"note":{{"S":"leave it \"at the door\" of the neighbour, please"}},"tags":{{"SS":["new","europe","film"]}},"key":{{"B":"aGVsbG8sIHdvcmxkIQ=="}},"lines":{{"L":[{{"M":{{"sku":{{"S":"A-{number}"}},"count":{{"N":"2"}}}}}},{{"M":{{"sku":{{"S":"B-{number}"}},"count":{{"N":"1"}}}}}}]}},"gone":{{"NULL":true}}}}"#
    )
}

fn page() -> (usize, Vec<u8>) {
    let (mut items, mut length) = (Vec::new(), 0);
    while length < PAGE {
        items.push(item(items.len()));
        length += items[items.len() - 1].len() + 1;
    }
    let count = items.len();
    let body = format!(r#"{{"Count":{count},"Items":[{}],"ScannedCount":{count}}}"#, items.join(","));
    (count, body.into_bytes())
}

async fn query(client: &sdk::Client) -> usize {
    let output = client.query().table_name("orders").send().await.expect("the call succeeds");
    assert_eq!(output.count() as usize, output.items().len());
    output.items().len()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (items, body) = page();
    let client = client(vec![body]);
    measure("DynamoDB Query, a page of 1 MB", 10, items, || query(&client)).await;
}
