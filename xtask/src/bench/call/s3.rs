//! Lists a bucket of Amazon S3, and gets 1,000 keys.

mod harness;

use harness::{client, measure};

/// As many keys as a page may have.
const KEYS: usize = 1000;

fn object(number: usize) -> String {
    format!(
        "<Contents><Key>films/2026/11/{number:06}/a &amp; b.parquet</Key><LastModified>2026-11-25T16:00:00.000Z</LastModified>\
         <ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>\
         <ChecksumType>FULL_OBJECT</ChecksumType><Size>{number}7</Size><StorageClass>STANDARD</StorageClass></Contents>"
    )
}

fn page() -> Vec<u8> {
    let objects: String = (0..KEYS).map(object).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <Name>bucket</Name><Prefix>films/</Prefix><KeyCount>{KEYS}</KeyCount><MaxKeys>{KEYS}</MaxKeys>\
         <IsTruncated>false</IsTruncated>{objects}</ListBucketResult>"
    )
    .into_bytes()
}

async fn list(client: &sdk::Client) -> usize {
    let output = client.list_objects_v2().bucket("bucket").send().await.expect("the call succeeds");
    output.contents().len()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = client(vec![page()]);
    measure("S3 ListObjectsV2, 1000 keys", 50, KEYS, || list(&client)).await;
}
