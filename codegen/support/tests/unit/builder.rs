//! Tests of `builder`.

use super::*;

#[derive(Debug)]
#[allow(dead_code, reason = "it is shown")]
struct Dataset {
    name: Option<&'static str>,
}

struct DatasetBuilder(Dataset);

impl Debug for DatasetBuilder {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        show(f, "DatasetBuilder", "Dataset", &self.0)
    }
}

#[test]
fn a_builder_is_shown_by_its_own_name_in_both_forms() {
    let builder = DatasetBuilder(Dataset { name: Some("films") });
    assert_eq!(format!("{builder:?}"), r#"DatasetBuilder { name: Some("films") }"#);
    assert_eq!(format!("{builder:#?}"), "DatasetBuilder {\n    name: Some(\n        \"films\",\n    ),\n}");
}
