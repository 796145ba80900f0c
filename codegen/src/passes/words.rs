//! Words: where a name of a model falls into the words of a Rust identifier.
//!
//! Types follow the common rules of camel case. Members and operations follow those by which AWS's own crates are
//! named, so that code written for one compiles with the other: `ChecksumCRC32C` is `checksum_crc32_c`, `SizeInMiB` is
//! `size_in_mib`, `providerARNs` is `provider_arns`.

/// Words that stay whole however a model spells them.
const WHOLE: &[&str] = &["ipv4", "ipv6", "sigv4", "mib", "gib", "kib", "ttl"];

/// The name of a member or an operation: its words in lower case, with underscores between them.
pub(super) fn snake(name: &str) -> String {
    let mut words = Words::default();
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if !c.is_ascii_alphanumeric() {
            words.end();
            rest = after;
        } else if let Some(whole) = whole(rest).filter(|_| words.current.is_empty() || c.is_ascii_uppercase()) {
            words.end();
            words.push(&whole.to_ascii_lowercase());
            rest = &rest[whole.len()..];
        } else {
            if starts_word(words.last, c, after) {
                words.end();
            }
            words.push(&rest[..c.len_utf8()]);
            rest = after;
        }
    }
    words.end();
    words.text
}

/// The start of a text, if it is a word that stays whole.
fn whole(text: &str) -> Option<&str> {
    let starts = WHOLE
        .iter()
        .filter_map(|word| text.get(..word.len()).filter(|it| it.eq_ignore_ascii_case(word)));
    starts.into_iter().next()
}

/// Whether a letter starts a word: `Ab|C`, `Ab2|C`, `AB|Cd`; but not in the plural of `ABs`, nor in a version, `ABv2`.
fn starts_word(before: Option<char>, c: char, after: &str) -> bool {
    let (Some(before), true) = (before, c.is_ascii_uppercase()) else {
        return false;
    };
    let mut after = after.chars();
    let (next, second) = (after.next(), after.next());
    let is_lower = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
    let is_plural = next == Some('s') && !is_lower(second);
    let is_version = next == Some('v') && second.is_some_and(|c| c.is_ascii_digit());
    !before.is_ascii_uppercase() || is_lower(next) && !is_plural && !is_version
}

/// The words so far.
#[derive(Default)]
struct Words {
    text: String,
    current: String,
    /// The last letter of the current word, as it is spelled.
    last: Option<char>,
}

impl Words {
    fn push(&mut self, part: &str) {
        self.current.push_str(part);
        self.last = part.chars().last();
    }

    fn end(&mut self) {
        if !self.current.is_empty() {
            if !self.text.is_empty() {
                self.text.push('_');
            }
            self.text.push_str(&self.current.to_ascii_lowercase());
        }
        self.current.clear();
        self.last = None;
    }
}

/// The value of an enum with a mark where a capital letter follows a digit, which starts a word there: `CRC|64|NVME`.
pub(super) fn apart(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut before = None;
    for c in value.chars() {
        if c.is_ascii_uppercase() && before.is_some_and(|before: char| before.is_ascii_digit()) {
            text.push('_');
        }
        text.push(c);
        before = Some(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_called_as_in_the_crates_of_aws() {
        for (name, expected) in [
            ("datasetArn", "dataset_arn"),
            ("ChecksumCRC32C", "checksum_crc32_c"),
            ("ChecksumCRC64NVME", "checksum_crc64_nvme"),
            ("SSEKMSKeyId", "ssekms_key_id"),
            ("SizeInMiB", "size_in_mib"),
            ("MemoryGiBPerVCpu", "memory_gib_per_v_cpu"),
            ("TargetMiBps", "target_mibps"),
            ("providerARNs", "provider_arns"),
            ("ACLs", "acls"),
            ("dynamoDBv2", "dynamo_dbv2"),
            ("Ipv6CidrBlock", "ipv6_cidr_block"),
            ("IPv6Address", "ipv6_address"),
            ("M2tsSettings", "m2ts_settings"),
            ("S3objectKey", "s3object_key"),
            ("S3Bucket", "s3_bucket"),
            ("topP", "top_p"),
            ("ImageX", "image_x"),
            ("x-amz-id", "x_amz_id"),
            ("__type", "type"),
            ("DBInstanceIdentifier", "db_instance_identifier"),
            ("TTL", "ttl"),
            ("", ""),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
    }

    #[test]
    fn variants_start_a_word_with_a_capital_behind_a_digit() {
        assert_eq!(apart("CRC64NVME"), "CRC64_NVME");
        assert_eq!(apart("G.1X"), "G.1_X");
        assert_eq!(apart("m4a"), "m4a");
    }
}
