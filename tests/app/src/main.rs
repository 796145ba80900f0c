//! Takes an order: its text goes to S3, its state to DynamoDB, and a word of it to a queue, from which it is worked off.

mod store;

use aws_config::BehaviorVersion;
use aws_sdk_sqs::types::MessageSystemAttributeName;
use store::Store;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let (Some(bucket), Some(table), Some(queue)) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err("usage: orders BUCKET TABLE QUEUE-URL".into());
    };
    let config = aws_config::defaults(BehaviorVersion::latest()).load().await;
    let store = Store::new(&config, &bucket, &table);
    for (number, text) in [("17", "two chairs"), ("18", "a table"), ("19", "a lamp, and a bulb for it")] {
        store.put(number, text).await?;
    }
    store.list().await?;

    let sqs = aws_sdk_sqs::Client::new(&config);
    for number in ["17", "19", "20"] {
        sqs.send_message()
            .queue_url(&queue)
            .message_body(number)
            .send()
            .await?;
    }
    work_off(&sqs, &queue, &store).await
}

async fn work_off(sqs: &aws_sdk_sqs::Client, queue: &str, store: &Store) -> Result<(), Failure> {
    let mut seen = Vec::new();
    while seen.len() < 3 {
        let received = sqs
            .receive_message()
            .queue_url(queue)
            .max_number_of_messages(10)
            .message_system_attribute_names(MessageSystemAttributeName::ApproximateReceiveCount)
            .send()
            .await?;
        for message in received.messages() {
            let number = message.body().unwrap_or_default();
            seen.push((number.to_owned(), store.get(number).await?));
            let handle = message.receipt_handle().unwrap_or_default();
            sqs.delete_message().queue_url(queue).receipt_handle(handle).send().await?;
        }
    }
    seen.sort();
    for (number, text) in seen {
        println!("order {number}: {}", text.as_deref().unwrap_or("there is no such order"));
    }
    Ok(())
}
