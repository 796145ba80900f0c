//! Pairs: the plans of two versions of a service, cut to the same choice of operations. It knows patterns, no items.

use super::Crate;
use crate::{Options, Result, ir::Service, passes};

impl Crate {
    /// Plans the crates of two versions of a service with the same choice of operations.
    ///
    /// A pattern may match operations of only one version; a pattern without a match in both is an error.
    ///
    /// # Errors
    ///
    /// A pattern matches nothing, or a model has something that generated clients do not support.
    pub fn pair(old: Service, new: Service, options: &Options) -> Result<(Self, Self)> {
        for pattern in &options.operations {
            if let (false, Err(error)) = (fits(&old, pattern), check(&new, pattern)) {
                return Err(error);
            }
        }
        Ok((one(old, options)?, one(new, options)?))
    }
}

/// The plan of one version, where the patterns may choose no operation.
fn one(mut service: Service, options: &Options) -> Result<Crate> {
    match patterns_for(&service, &options.operations) {
        Some(operations) => Crate::of(
            service,
            &Options {
                operations,
                ..options.clone()
            },
        ),
        None => {
            service.operations.clear();
            Crate::of_selected(service, options)
        }
    }
}

/// Fails for a pattern that matches no operation.
fn check(service: &Service, pattern: &str) -> Result<()> {
    let positive = pattern.strip_prefix('!').unwrap_or(pattern);
    passes::chosen(service, &[positive.to_owned()]).map(drop)
}

fn fits(service: &Service, pattern: &str) -> bool {
    check(service, pattern).is_ok()
}

/// The patterns that match something in this version, with the same meaning as all of them; `None` if they choose
/// nothing.
fn patterns_for(service: &Service, patterns: &[String]) -> Option<Vec<String>> {
    let starts_full = patterns.first().is_none_or(|first| first.starts_with('!'));
    let mut kept: Vec<String> = patterns.iter().filter(|it| fits(service, it)).cloned().collect();
    if starts_full {
        // A pattern that fits nothing here may have been the one that says so.
        if kept.first().is_some_and(|first| !first.starts_with('!')) {
            kept.insert(0, "*".into());
        }
        return Some(kept);
    }
    let first = kept.iter().position(|it| !it.starts_with('!'))?;
    Some(kept.split_off(first))
}
