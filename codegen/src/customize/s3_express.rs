//! S3 Express: directory buckets, whose endpoints require signatures of a session.

use crate::ir::{BucketSessions, Service};

/// The scheme by which endpoint rules require them.
const SCHEME: &str = "sigv4-s3express";
/// The parameter of the rules for the bucket, and the one that turns sessions off.
const PARAMETERS: (&str, &str) = ("Bucket", "DisableS3ExpressSessionAuth");
/// The structure of a session's credentials.
const CREDENTIALS: &str = "SessionCredentials";

/// Sets the facts about sessions with buckets, where the rules of a service require them.
pub(super) fn customize(service: &mut Service) {
    let Some(rules) = &service.endpoint_rules else {
        return;
    };
    let has = |name: &str| rules.parameters.iter().any(|parameter| parameter.name == name);
    let (bucket, off) = PARAMETERS;
    if has(bucket) && has(off) && rules.auth_schemes().iter().any(|scheme| scheme == SCHEME) {
        service.behavior.bucket_sessions = Some(BucketSessions {
            bucket: bucket.to_owned(),
            off: off.to_owned(),
            credentials: CREDENTIALS.to_owned(),
        });
    }
}
