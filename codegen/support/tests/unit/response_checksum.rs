//! Tests of `response_checksum`.

use super::*;

const ALGORITHMS: &[&str] = &["CRC64NVME", "CRC32", "MD5", "SHA256", "XXHASH3"];

fn headers(pairs: &[(&'static str, &'static str)]) -> Headers {
    let mut headers = Headers::new();
    for (name, value) in pairs {
        headers.insert(*name, *value);
    }
    headers
}

#[test]
fn the_quickest_algorithm_of_the_model_that_the_response_has_counts() {
    let both = headers(&[
        ("x-amz-checksum-sha256", "kW8AJ6V1B0znKjMXd8NHjWUT94alkb2JLaGld78jNfk="),
        ("x-amz-checksum-crc32", "0wiusg=="),
    ]);
    for algorithms in [ALGORITHMS, &["SHA256", "CRC32"]] {
        let (algorithm, checksum) = expected(&both, algorithms).expect("there is one");
        assert_eq!(algorithm, ChecksumAlgorithm::Crc32);
        assert_eq!(checksum, [0xd3, 0x08, 0xae, 0xb2]);
    }
    assert!(expected(&both, &["CRC32C", "XXHASH3"]).is_none());
}

#[test]
fn what_no_body_can_have_is_not_expected() {
    for said in ["0wiusg==-3", "no base 64!"] {
        let headers = headers(&[("x-amz-checksum-crc32", said)]);
        assert!(expected(&headers, ALGORITHMS).is_none(), "{said}");
    }
    assert!(is_of_parts("0wiusg==-10000"));
    assert!(!is_of_parts("0wiusg=="));
    assert!(!is_of_parts("-"));
}
