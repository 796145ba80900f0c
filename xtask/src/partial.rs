//! Crates of services in part: without the operations that the generator refuses.

use std::collections::BTreeMap;

use codegen::ir::Service;

/// A crate with the operations that can be generated.
pub struct Partial {
    /// The files; none where no operation is left.
    pub files: codegen::Files,
    /// The operations, by their names.
    pub operations: Vec<String>,
    /// Why others are not there, by their names.
    pub refused: BTreeMap<String, codegen::Error>,
}

/// Generates a crate with the first operations that are not refused, as many as are wanted. It shares what it has in
/// common with others, and stands in a workspace of its own below `target/`.
///
/// # Errors
///
/// The operations can be generated one by one, and not together.
pub fn generate(service: &Service, package: &str, wanted: &[String], most: usize) -> codegen::Result<Partial> {
    let (mut operations, mut refused) = (Vec::new(), BTreeMap::new());
    if most >= wanted.len()
        && let Ok(files) = files(service, package, wanted)
    {
        return Ok(Partial {
            files,
            operations: wanted.to_vec(),
            refused,
        });
    }
    for name in wanted {
        if operations.len() == most {
            break;
        }
        match files(service, package, std::slice::from_ref(name)) {
            Ok(_) => operations.push(name.clone()),
            Err(error) => drop(refused.insert(name.clone(), error)),
        }
    }
    let files = match operations.is_empty() {
        true => codegen::Files::new(),
        false => files(service, package, &operations)?,
    };
    Ok(Partial {
        files,
        operations,
        refused,
    })
}

fn files(service: &Service, package: &str, operations: &[String]) -> codegen::Result<codegen::Files> {
    let options = codegen::Options::default()
        .operations(operations.to_vec())
        .package_name(Some(package.to_owned()))
        .support(codegen::Support::Crate("../../../codegen/support".to_owned()));
    codegen::generate(service.clone(), &options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_left_out_with_its_reason_and_counts_for_nothing() {
        let mut service = crate::harness::tests::service("errors");
        let mut discovers = service.operations[0].clone();
        discovers.name = "Discover".into();
        discovers.endpoint_discovery = Some(true);
        service.operations.insert(0, discovers);
        let wanted = ["Discover".to_owned(), "Try".to_owned()];
        let partial = generate(&service, "client", &wanted, 1).expect("what is left can be generated");
        assert_eq!(partial.operations, ["Try"]);
        assert!(partial.files.contains_key("src/operation/try.rs"));
        let reasons: Vec<_> = partial.refused.into_iter().collect();
        assert!(matches!(&reasons[..], [(name, _)] if name == "Discover"), "{reasons:?}");
    }
}
