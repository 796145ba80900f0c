//! Ids that responses give with a path prefix, and requests need without it.

/// Removes the first of these prefixes that the text starts with.
#[inline]
pub fn trim(text: &mut Option<String>, prefixes: &[&str]) {
    if let Some(text) = text
        && let Some(rest) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))
    {
        *text = rest.to_owned();
    }
}
