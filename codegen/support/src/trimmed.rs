//! Ids that come back with a part of a path before them, and are sent without it.

/// Leaves out the first of the prefixes that the text starts with.
pub fn trim(text: &mut Option<String>, prefixes: &[&str]) {
    if let Some(text) = text
        && let Some(rest) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))
    {
        *text = rest.to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::trim;

    #[test]
    fn one_prefix_is_left_out() {
        for (text, expected) in [
            ("/zone/Z1", "Z1"),
            ("zone/Z1", "Z1"),
            ("/zone/zone/Z1", "zone/Z1"),
            ("Z1", "Z1"),
            ("/other/Z1", "/other/Z1"),
            ("", ""),
        ] {
            let mut it = Some(text.to_owned());
            trim(&mut it, &["/zone/", "zone/"]);
            assert_eq!(it.as_deref(), Some(expected), "{text}");
        }
        let mut none = None;
        trim(&mut none, &["/zone/"]);
        assert_eq!(none, None);
    }
}
