//! Required parts of a request: members that its path, its query string or its host needs.
//!
//! A service could take a request without one for another operation, so such a call fails before anything is sent.

use aws_smithy_types::error::operation::BuildError;

/// The message about a missing part, as AWS's crates word it.
const DETAILS: &str = "cannot be empty or unset";

/// The text of a member.
///
/// # Errors
///
/// The member is not set, or empty.
#[inline]
pub fn not_empty<'a>(member: &'static str, value: Option<&'a str>) -> Result<&'a str, BuildError> {
    value
        .filter(|value| !value.is_empty())
        .ok_or_else(|| BuildError::missing_field(member, DETAILS))
}

/// The value of a member.
///
/// # Errors
///
/// The member is not set.
#[inline]
pub fn set<'a, T>(member: &'static str, value: &'a Option<T>) -> Result<&'a T, BuildError> {
    value.as_ref().ok_or_else(|| BuildError::missing_field(member, DETAILS))
}
