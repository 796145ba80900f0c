//! Values and traits as JSON.

use serde_json::{Map, Number, Value};

use super::{
    fault::{Fault, Faults},
    model::{Model, PRELUDE},
    problem::Span,
    syntax::{Docs, Entry, Node, Trait, Traits, Value as Written},
};

/// The conversion of written values to JSON.
pub(super) struct Values<'a, 'm> {
    pub(super) model: &'a Model<'m>,
    pub(super) file: usize,
}

/// The owner of traits: a shape, and the name of its member, empty for the shape itself.
pub(super) type Owner<'a> = (&'a str, &'a str);

impl<'m> Values<'_, 'm> {
    /// Converts a value. Identifiers are ids of shapes.
    pub(super) fn value(&self, node: &'m Node<'m>, faults: &mut Faults) -> Value {
        match &node.value {
            Written::Null => Value::Null,
            Written::Bool(value) => Value::Bool(*value),
            Written::Number(text) => {
                let number = number(text);
                if self.model.is_exact && !keeps_digits(&number, text) {
                    let problem = format!("the number `{text}` has more digits than the JSON AST can be given with");
                    let advice = format!("as JSON it would be `{number}`: write that, or put the number into quotes");
                    self.fault(node.span, problem, &advice, faults);
                }
                Value::Number(number)
            }
            Written::String(text) => Value::String(text.clone().into_owned()),
            Written::Id(id) => Value::String(self.model.resolve(self.file, id).into_owned()),
            Written::Array(items) => items.iter().map(|item| self.value(item, faults)).collect(),
            Written::Object(entries) => Value::Object(self.object(entries, faults)),
        }
    }

    pub(super) fn object(&self, entries: &'m [Entry<'m>], faults: &mut Faults) -> Map<String, Value> {
        let mut object = Map::with_capacity(entries.len());
        for entry in entries {
            let value = self.value(&entry.value, faults);
            if object.insert(entry.key.clone().into_owned(), value).is_some() {
                let problem = format!("duplicate member: `{}`", entry.key);
                self.fault(entry.key_span, problem, "take one of them away", faults);
            }
        }
        object
    }

    /// The traits before a shape, or before a member of it.
    pub(super) fn traits(&self, written: &'m Traits<'m>, owner: Owner<'_>, faults: &mut Faults) -> Map<String, Value> {
        let count = written.traits.len() + usize::from(written.docs.is_some());
        let mut traits = Map::with_capacity(count);
        if let Some(Docs { text, .. }) = &written.docs {
            traits.insert(format!("{PRELUDE}#documentation"), Value::String(text.clone()));
        }
        for one in &written.traits {
            self.add_trait(&mut traits, one, owner, faults);
        }
        traits
    }

    /// Adds a trait. One that is applied twice has to have the same value, but lists are joined.
    pub(super) fn add_trait(
        &self,
        traits: &mut Map<String, Value>,
        one: &'m Trait<'m>,
        owner: Owner<'_>,
        faults: &mut Faults,
    ) {
        let id = self.model.resolve(self.file, one.name.text);
        let said = one.value.as_ref().map_or(Value::Null, |node| self.value(node, faults));
        let value = match said {
            Value::Null => self.model.empty_value(&id),
            said => said,
        };
        if !join(traits, &id, value) {
            let owner = match owner {
                (shape, "") => shape.to_owned(),
                (shape, member) => format!("{shape}${member}"),
            };
            let problem =
                format!("conflicting `{id}` trait found on `{owner}`: it is there with another value already");
            self.fault(one.name.span, problem, "take one of them away", faults);
        }
    }

    fn fault(&self, span: Span, problem: String, advice: &str, faults: &mut Faults) {
        faults.add(Fault::new(Model::span(self.file, span), problem, advice));
    }
}

/// Adds a trait to others; false if it is there with another value.
pub(super) fn join(traits: &mut Map<String, Value>, id: &str, value: Value) -> bool {
    match (traits.get_mut(id), value) {
        (None, value) => {
            traits.insert(id.to_owned(), value);
            true
        }
        (Some(known), value) if *known == value => true,
        (Some(Value::Array(known)), Value::Array(more)) => {
            known.extend(more);
            true
        }
        (Some(_), _) => false,
    }
}

/// Tells whether a number is exactly the written one, not only close to it.
fn keeps_digits(number: &Number, text: &str) -> bool {
    !number.is_f64() || decimal(text) == decimal(&number.to_string())
}

/// The digits of a number without zeros at either end, and the exponent of the last of them.
fn decimal(text: &str) -> (bool, String, i64) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_negative = whole.starts_with('-');
    let all = format!("{}{fraction}", whole.trim_start_matches('-'));
    let digits = all.trim_end_matches('0');
    let dropped = all.len() - digits.len();
    let shift = i64::try_from(dropped).unwrap_or(i64::MAX) - i64::try_from(fraction.len()).unwrap_or(i64::MAX);
    // An exponent that is no number of this size is one that no floating point number has.
    let exponent: i64 = exponent.parse().unwrap_or(i64::MAX);
    match digits.trim_start_matches('0') {
        "" => (is_negative, String::new(), 0),
        digits => (is_negative, digits.to_owned(), exponent.saturating_add(shift)),
    }
}

/// A number that the lexer took for one.
fn number(text: &str) -> Number {
    let whole = text.parse::<i64>().map(Number::from);
    let whole = whole.or_else(|_| text.parse::<u64>().map(Number::from));
    whole.unwrap_or_else(|_| {
        let float = text.parse::<f64>().ok().and_then(Number::from_f64);
        // What is beyond all floating point numbers is the largest of them.
        float.unwrap_or_else(|| Number::from_f64(f64::MAX).unwrap_or_else(|| Number::from(0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_a_number_cannot_hold_are_noticed() {
        for kept in [
            "0",
            "-0.0",
            "1e2",
            "100.00",
            "-1.5E-3",
            "18446744073709551615",
            "0.1",
            "1e300",
            "1.7976931348623157e308",
        ] {
            assert!(keeps_digits(&number(kept), kept), "{kept}");
        }
        for lost in [
            "18446744073709551616",
            "-9223372036854775809",
            "123456789012345678901234567890",
            "0.10000000000000000555",
            "1e400",
            "1e-400",
            "1e99999999999999999999",
        ] {
            assert!(!keeps_digits(&number(lost), lost), "{lost}");
        }
        assert!(keeps_digits(&number("100000000000000000000"), "100000000000000000000"));
    }
}
