//! Casing: where a name of a model falls into words, and how these are spelled in Rust. It knows no keyword.
//!
//! The rules are those by which AWS's own crates are named, so that code written for one compiles with the other. Types
//! and variants follow Smithy's own: `ICD10CMEntity` is `Icd10CmEntity`. Members, modules and methods follow others:
//! `ChecksumCRC32C` is `checksum_crc32_c`, `SizeInMiB` is `size_in_mib`, `providerARNs` is `provider_arns`.

/// Words that stay whole however a model spells them.
const WHOLE: &[&str] = &["ipv4", "ipv6", "sigv4", "mib", "gib", "kib", "ttl"];

/// The name of a member or an operation: its words in lower case, with underscores between them.
pub(crate) fn snake(name: &str) -> String {
    let mut words = Words::default();
    let is_small = !name.contains(|c: char| c.is_ascii_uppercase());
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
            let behind_digit = is_small && words.last.is_some_and(|it| it.is_ascii_digit()) && c.is_ascii_lowercase();
            if behind_digit || starts_word(words.last, c, after) {
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

/// Tells whether a letter starts a word: `Ab|C`, `Ab2|C`, `AB|Cd`; but not in the plural of `ABs`, nor in a version,
/// `ABv2`.
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

/// The name of a type or a variant in Pascal case, as Smithy's own tools make it: a capital starts a word behind a small
/// letter or a digit, and at the end of a run of capitals; all else is small.
pub(crate) fn pascal(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut pascal = String::with_capacity(name.len());
    let mut starts = true;
    for (at, &c) in letters.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            starts = true;
            continue;
        }
        let before = at.checked_sub(1).map(|at| letters[at]);
        let is_followed = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let ends_acronym = before.is_some_and(|it| it.is_ascii_uppercase()) && is_followed;
        let behind = before.is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
        starts |= c.is_ascii_uppercase() && (behind || ends_acronym);
        pascal.push(if starts {
            c.to_ascii_uppercase()
        } else {
            c.to_ascii_lowercase()
        });
        starts = false;
    }
    pascal
}

/// The name as the model spells it, with a capital first and nothing in it but letters and digits: what AWS's crates
/// call an operation.
pub(crate) fn raised(name: &str) -> String {
    let mut letters = name.chars().filter(char::is_ascii_alphanumeric);
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The name of a package: its words in lower case, with hyphens between them.
pub(crate) fn kebab(name: &str) -> String {
    heck::ToKebabCase::to_kebab_case(name)
}

/// The name that a service's shape has where its model leaves it out.
pub(crate) fn service_shape(sdk_id: &str) -> String {
    heck::ToUpperCamelCase::to_upper_camel_case(sdk_id)
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
    fn a_name_in_small_letters_has_words_behind_its_digits() {
        for (name, expected) in [
            ("s3key", "s3_key"),
            ("md5sum", "md5_sum"),
            ("a2a", "a2_a"),
            ("s3_uri", "s3_uri"),
            ("sha256sum", "sha256_sum"),
            ("ipv4address", "ipv4_address"),
            ("x2", "x2"),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
    }

    #[test]
    fn types_are_called_as_in_the_crates_of_aws() {
        for (name, expected) in [
            ("ICD10CMEntity", "Icd10CmEntity"),
            ("S3SSEAlgorithm", "S3SseAlgorithm"),
            ("X12GS05TimeFormat", "X12Gs05TimeFormat"),
            ("CRC64NVME", "Crc64Nvme"),
            ("ListMFADevices", "ListMfaDevices"),
            ("CustomKeyStoreHasCMKsException", "CustomKeyStoreHasCmKsException"),
            ("TooManyDistributionCNAMEs", "TooManyDistributionCnamEs"),
            ("us-east-1", "UsEast1"),
            ("A1_2xlarge", "A12xlarge"),
            ("G.1X", "G1X"),
            ("m4a", "M4a"),
            ("already_snake", "AlreadySnake"),
            ("", ""),
            ("--", ""),
        ] {
            assert_eq!(pascal(name), expected, "{name}");
        }
    }

    #[test]
    fn operations_keep_their_spelling() {
        assert_eq!(raised("AssumeRoleWithSAML"), "AssumeRoleWithSAML");
        assert_eq!(raised("getThing"), "GetThing");
        assert_eq!(raised("get-thing"), "Getthing");
    }
}
