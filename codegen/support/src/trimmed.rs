//! Ids that come back with a part of a path before them, and are sent without it.

/// Leaves out the first of the prefixes that the text starts with.
pub fn trim(text: &mut Option<String>, prefixes: &[&str]) {
    if let Some(text) = text
        && let Some(rest) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))
    {
        *text = rest.to_owned();
    }
}
