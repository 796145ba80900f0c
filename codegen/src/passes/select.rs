//! Selection: keeps the chosen operations.

use crate::{
    Error, Result,
    error::did_you_mean,
    ir::{Operation, Service},
};

/// Keeps the operations that `patterns` choose, in the order of the model; all of them if there are none.
///
/// A pattern is a name in which `*` stands for any text; one that starts with `!` removes operations from those chosen
/// so far. If the first pattern does so, all operations are chosen before it.
///
/// # Errors
///
/// A pattern matches no operation, or no operation is left.
pub fn select(service: &mut Service, patterns: &[String]) -> Result<()> {
    let mut chosen = choices(service, patterns)?.into_iter();
    service.operations.retain(|_| chosen.next().unwrap_or(false));
    Ok(())
}

/// The names of the operations that `patterns` choose, in the order of the model.
///
/// # Errors
///
/// A pattern matches no operation, or no operation is chosen.
pub fn chosen(service: &Service, patterns: &[String]) -> Result<Vec<String>> {
    let choices = choices(service, patterns)?;
    let operations = service.operations.iter().zip(choices);
    let chosen = operations.filter(|(_, is_chosen)| *is_chosen);
    Ok(chosen.map(|(operation, _)| operation.name.clone()).collect())
}

/// Tells for each operation, in the order of the model, whether it is chosen.
fn choices(service: &Service, patterns: &[String]) -> Result<Vec<bool>> {
    let starts_full = patterns.first().is_none_or(|first| first.starts_with('!'));
    let mut chosen = vec![starts_full; service.operations.len()];
    for pattern in patterns {
        let (keep, glob) = match pattern.strip_prefix('!') {
            Some(glob) => (false, glob),
            None => (true, pattern.as_str()),
        };
        apply(&service.operations, glob, keep, &mut chosen)
            .map_err(|error| error.in_file(&service.origin.model).at(service.origin.operations()))?;
    }
    add_discovery(service, &mut chosen);
    if !chosen.contains(&true) {
        return Err(Error::new(
            "no operation is left to generate",
            "choose at least one operation; `--list` shows what the model has",
        )
        .in_file(&service.origin.model)
        .at(service.origin.operations()));
    }
    Ok(chosen)
}

/// Adds the operation that tells endpoints, where one is chosen that has to be told its own.
fn add_discovery(service: &Service, chosen: &mut [bool]) {
    let operations = || service.operations.iter().zip(0..);
    let has_to_be_told =
        |(operation, place): (&Operation, usize)| chosen[place] && operation.endpoint_discovery == Some(true);
    if operations().any(has_to_be_told) {
        for (_, place) in operations().filter(|(operation, _)| operation.is_endpoint_discovery) {
            chosen[place] = true;
        }
    }
}

fn apply(operations: &[Operation], glob: &str, keep: bool, chosen: &mut [bool]) -> Result<()> {
    let mut found = false;
    for (operation, chosen) in operations.iter().zip(chosen) {
        if matches(glob, &operation.name) {
            found = true;
            *chosen = keep;
        }
    }
    if found {
        return Ok(());
    }
    let names = operations.iter().map(|operation| operation.name.as_str());
    let advice = did_you_mean(glob, names).unwrap_or_else(|| "`--list` shows what the model has".into());
    Err(Error::new(format!("the model has no operation `{glob}`"), advice))
}

/// Tells whether a name matches a pattern in which `*` stands for any text.
fn matches(glob: &str, name: &str) -> bool {
    let mut parts = glob.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let Some(last) = glob.contains('*').then(|| glob.rsplit('*').next().unwrap_or_default()) else {
        return rest.is_empty();
    };
    let middle = parts.collect::<Vec<_>>();
    for part in &middle[..middle.len().saturating_sub(1)] {
        match rest.find(part) {
            Some(position) => rest = &rest[position + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(matches("ListDatasets", "ListDatasets"));
        assert!(!matches("ListDatasets", "ListDatasetsNow"));
        assert!(matches("List*", "ListDatasets"));
        assert!(matches("*Datasets", "ListDatasets"));
        assert!(matches("*a*a*s", "ListDatasets"));
        assert!(matches("*", ""));
        assert!(!matches("List*Jobs", "ListDatasets"));
        assert!(!matches("ab*ba", "aba"));
    }
}
