//! Orders: their text in S3, their state in DynamoDB.

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::StorageClass;

use crate::Failure;

pub struct Store {
    s3: aws_sdk_s3::Client,
    dynamo: aws_sdk_dynamodb::Client,
    bucket: String,
    table: String,
}

impl Store {
    pub fn new(config: &SdkConfig, bucket: &str, table: &str) -> Self {
        let s3 = aws_sdk_s3::config::Builder::from(config).force_path_style(true).build();
        Self {
            s3: aws_sdk_s3::Client::from_conf(s3),
            dynamo: aws_sdk_dynamodb::Client::new(config),
            bucket: bucket.to_owned(),
            table: table.to_owned(),
        }
    }

    pub async fn put(&self, number: &str, text: &str) -> Result<(), Failure> {
        self.s3
            .put_object()
            .bucket(&self.bucket)
            .key(format!("orders/{number}"))
            .storage_class(StorageClass::StandardIa)
            .metadata("number", number)
            .body(ByteStream::from(text.as_bytes().to_vec()))
            .send()
            .await?;
        let words = text.split(' ').map(|word| AttributeValue::S(word.to_owned())).collect();
        self.dynamo
            .put_item()
            .table_name(&self.table)
            .item("number", AttributeValue::S(number.to_owned()))
            .item("words", AttributeValue::L(words))
            .item("open", AttributeValue::Bool(true))
            .send()
            .await?;
        Ok(())
    }

    pub async fn list(&self) -> Result<(), Failure> {
        let mut pages = self.s3.list_objects_v2().bucket(&self.bucket).prefix("orders/").max_keys(2).into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page?;
            println!("{} of {}:", page.key_count().unwrap_or_default(), page.name().unwrap_or_default());
            for object in page.contents() {
                let class = object.storage_class().map(|class| class.as_str().to_owned());
                println!("  {} {:?} {}", object.key().unwrap_or_default(), object.size(), class.unwrap_or_default());
            }
        }
        Ok(())
    }

    /// The text of an order, and how many words DynamoDB has of it.
    pub async fn get(&self, number: &str) -> Result<Option<String>, Failure> {
        let object = self.s3.get_object().bucket(&self.bucket).key(format!("orders/{number}")).send().await;
        let object = match object {
            Ok(object) => object,
            Err(SdkError::ServiceError(error)) if matches!(error.err(), GetObjectError::NoSuchKey(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let text = String::from_utf8(object.body.collect().await?.to_vec())?;
        let key = HashMap::from([("number".to_owned(), AttributeValue::S(number.to_owned()))]);
        let item = self.dynamo.get_item().table_name(&self.table).set_key(Some(key)).send().await?;
        let words = item.item().and_then(|item| item.get("words")?.as_l().ok()).map_or(0, Vec::len);
        Ok(Some(format!("{text} ({words} words)")))
    }
}
