//! The name and the version of the package, as cargo accepts them.

use crate::{Error, Options, Result};

/// The version of a package, where the user names none.
const DEFAULT_VERSION: &str = "0.1.0";

/// The name of the package.
pub(super) fn name(options: &Options, default: &str) -> Result<String> {
    let package = options.package_name.clone().unwrap_or_else(|| default.to_owned());
    let is_package = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if package.is_empty() || !package.chars().all(is_package) || package.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Error::new(
            format!("`{package}` cannot be the name of a package"),
            "name one of letters, digits, `-` and `_` that starts with a letter",
        ));
    }
    Ok(package)
}

/// The version of the package.
pub(super) fn version(options: &Options) -> Result<String> {
    let version = options.package_version.clone();
    let version = version.unwrap_or_else(|| DEFAULT_VERSION.to_owned());
    if !is_version(&version) {
        return Err(Error::new(
            format!("`{version}` cannot be the version of a package"),
            "name three numbers, such as `1.2.3`, with a suffix such as `-rc.1` where one is wanted",
        ));
    }
    Ok(version)
}

/// Tells whether a text looks like a version to cargo; at least, no character of it can end the string in the manifest.
fn is_version(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<&str> = core.split('.').collect();
    let is_number = |number: &&str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    numbers.len() == 3
        && numbers.iter().all(is_number)
        && text[core.len()..]
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ['.', '-', '+'].contains(&c))
}
