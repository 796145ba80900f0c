//! Tests of `config`.

use super::*;

#[test]
fn services_that_sign_with_one_name_learn_nothing_of_each_other() {
    let region = Region::new("us-east-1");
    let (models, agents) = ("Bedrock Runtime", "Bedrock Agent Runtime");
    assert_eq!(retry_partition(models, Some(&region)), "bedrockruntime-us-east-1");
    assert_eq!(retry_partition(agents, None), "bedrockagentruntime");
}
