//! Versions of packages: the one that follows after a step, by the rules that cargo resolves with.

use codegen::diff::Step;
use semver::{BuildMetadata, Prerelease, Version};

use crate::Result;

/// The version of a crate without one.
pub const FIRST: &str = "0.1.0";

/// The version that follows after a step.
///
/// The first number that is not zero is the one that decides compatibility for cargo: a major step raises the second
/// number of 0.2.3, and the third of 0.0.3. A minor step raises the number after it.
///
/// # Errors
///
/// The text is not a version.
pub fn next(version: &str, step: Step) -> Result<String> {
    let parsed = Version::parse(version).map_err(|error| {
        format!("`{version}` is not a version: {error}\n   = help: correct `version` in codegen.toml, as in `1.2.3`")
    })?;
    let Version {
        major, minor, patch, ..
    } = parsed;
    let (major, minor, patch) = match (step, major, minor) {
        (Step::None, ..) => return Ok(version.to_owned()),
        // What comes after a pre-release is its release.
        _ if !parsed.pre.is_empty() => (major, minor, patch),
        (_, 0, 0) => (0, 0, patch + 1),
        (Step::Major, 0, minor) => (0, minor + 1, 0),
        (_, 0, minor) => (0, minor, patch + 1),
        (Step::Major, major, _) => (major + 1, 0, 0),
        (Step::Minor, major, minor) => (major, minor + 1, 0),
        (Step::Patch, major, minor) => (major, minor, patch + 1),
    };
    let next = Version {
        major,
        minor,
        patch,
        pre: Prerelease::EMPTY,
        build: BuildMetadata::EMPTY,
    };
    Ok(next.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_that_is_not_zero_stands_for_compatibility() {
        let cases = [
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
            ("0.2.3", "0.2.4", "0.2.4", "0.3.0"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("1.0.0-rc.1", "1.0.0", "1.0.0", "1.0.0"),
            ("1.2.3+build", "1.2.4", "1.3.0", "2.0.0"),
        ];
        for (version, patch, minor, major) in cases {
            for (step, wanted) in [
                (Step::None, version),
                (Step::Patch, patch),
                (Step::Minor, minor),
                (Step::Major, major),
            ] {
                assert_eq!(next(version, step).expect("a version"), wanted, "{version} {step:?}");
            }
        }
        assert!(next("latest", Step::Patch).is_err());
    }
}
