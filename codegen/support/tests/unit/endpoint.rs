//! Tests of `endpoint`.

use super::*;

static PARTITIONS: Partitions = Partitions::new(&[
    partition("aws", "^(us|eu)\\-\\w+\\-\\d+$", "us-east-1 aws-global"),
    partition("aws-cn", "^cn\\-\\w+\\-\\d+$", "cn-north-1"),
]);

const fn partition(name: &'static str, region_regex: &'static str, regions: &'static str) -> Partition {
    Partition {
        name,
        region_regex,
        regions,
        dns_suffix: "example.com",
        dual_stack_dns_suffix: "example.org",
        supports_fips: true,
        supports_dual_stack: true,
        implicit_global_region: "us-east-1",
    }
}

#[test]
fn a_region_belongs_to_the_partition_that_lists_it_or_whose_pattern_it_matches() {
    let name = |region| PARTITIONS.of(region).map(|partition| partition.name);
    assert_eq!(name("cn-north-1"), Some("aws-cn"));
    assert_eq!(name("aws-global"), Some("aws"));
    assert_eq!(name("cn-somewhere-9"), Some("aws-cn"));
    assert_eq!(name("eu-somewhere-9"), Some("aws"));
    assert_eq!(name("moon-base-1"), Some("aws"));
}
