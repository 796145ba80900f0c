//! The small languages in the strings of endpoint rules: templates, and paths into values.
//!
//! Both are of Smithy's endpoint rule set specification. Nothing here knows the origin of a string.

use crate::ir::{Expr, TemplatePart};

/// Parses a template: text with `{name}` and `{name#path}` in it, where `{{` and `}}` are escaped braces.
pub(super) fn parse(text: &str) -> Result<Vec<TemplatePart>, String> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        literal.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("{{") {
            literal.push('{');
            rest = after;
        } else if let Some(after) = rest.strip_prefix("}}") {
            literal.push('}');
            rest = after;
        } else if let Some(after) = rest.strip_prefix('{') {
            let (inner, after) = after
                .split_once('}')
                .ok_or_else(|| format!("the template `{text}` has a `{{` that is never closed"))?;
            flush(&mut literal, &mut parts);
            parts.push(TemplatePart::Value(reference(inner, text)?));
            rest = after;
        } else {
            return Err(format!("the template `{text}` has a `}}` that closes nothing"));
        }
    }
    literal.push_str(rest);
    flush(&mut literal, &mut parts);
    Ok(parts)
}

fn flush(literal: &mut String, parts: &mut Vec<TemplatePart>) {
    if !literal.is_empty() {
        parts.push(TemplatePart::Text(std::mem::take(literal)));
    }
}

fn reference(inner: &str, template: &str) -> Result<Expr, String> {
    let (name, path) = match inner.split_once('#') {
        Some((name, path)) => (name, Some(path)),
        None => (inner, None),
    };
    if !is_name(name) || path.is_some_and(|path| !is_path(path)) {
        return Err(format!("`{{{inner}}}` in the template `{template}` names no value"));
    }
    let value = Expr::Ref(name.to_owned());
    Ok(match path {
        Some(path) => Expr::GetAttr(Box::new(value), path.to_owned()),
        None => value,
    })
}

/// Tells whether text is a path into a value: `name`, `name.name`, `name[0]`, `[0]`.
pub(super) fn is_path(text: &str) -> bool {
    text.split('.').all(|step| match step.split_once('[') {
        Some((name, index)) => (name.is_empty() || is_name(name)) && index.strip_suffix(']').is_some_and(is_digits),
        None => is_name(step),
    })
}

/// Tells whether text can name a parameter or a value.
pub(super) fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> TemplatePart {
        TemplatePart::Text(text.to_owned())
    }

    fn value(name: &str) -> Expr {
        Expr::Ref(name.to_owned())
    }

    #[test]
    fn text_without_braces_is_one_part() {
        assert_eq!(parse("https://a.b").unwrap(), [text("https://a.b")]);
        assert_eq!(parse("").unwrap(), []);
    }

    #[test]
    fn names_and_paths_are_values() {
        let suffix = Expr::GetAttr(Box::new(value("Partition")), "dnsSuffix".to_owned());
        assert_eq!(
            parse("a.{Region}.{Partition#dnsSuffix}").unwrap(),
            [
                text("a."),
                TemplatePart::Value(value("Region")),
                text("."),
                TemplatePart::Value(suffix)
            ]
        );
    }

    #[test]
    fn doubled_braces_are_text() {
        assert_eq!(parse("{{a}} }}{{").unwrap(), [text("{a} }{")]);
        assert_eq!(
            parse("{{{a}}}").unwrap(),
            [text("{"), TemplatePart::Value(value("a")), text("}")]
        );
    }

    #[test]
    fn braces_that_do_not_match_are_errors() {
        assert_eq!(
            parse("a{b").unwrap_err(),
            "the template `a{b` has a `{` that is never closed"
        );
        assert_eq!(
            parse("a}b").unwrap_err(),
            "the template `a}b` has a `}` that closes nothing"
        );
        for nameless in ["{}", "{#a}", "{a#}", "{a b}", "{a#b[x]}", "{1}", "{a#b..c}"] {
            assert_eq!(
                parse(nameless).unwrap_err(),
                format!("`{nameless}` in the template `{nameless}` names no value")
            );
        }
    }

    #[test]
    fn paths_step_by_name_and_by_index() {
        for path in ["a", "a.b", "a[0]", "[12]", "a.b[0].c"] {
            assert!(is_path(path), "{path}");
        }
        for other in ["", ".", "a.", "a[", "a[]", "a[-1]", "a[0]b", "a b"] {
            assert!(!is_path(other), "{other}");
        }
    }
}
