//! Requests of awsQuery and ec2Query: forms, of which only what they say counts, not the order or the escapes.

use std::collections::BTreeMap;

use codegen::ir::{Kind, Member, Protocol, Service, ShapeId};
use serde_json::{Map, Value};

use super::http;

/// The values below a name: text, more names, or both.
#[derive(Debug, Default)]
struct Branch {
    text: Vec<String>,
    below: BTreeMap<String, Branch>,
}

/// The value of a form, by the names of the model, its texts as they stand there; none if it is no form.
pub fn read(service: &Service, protocol: Protocol, id: ShapeId, body: &[u8]) -> Option<Value> {
    let mut root = Branch::default();
    for (name, value) in http::pairs(&std::str::from_utf8(body).ok()?.replace('+', "%20")) {
        let mut branch = &mut root;
        for part in name.split('.') {
            branch = branch.below.entry(part.to_owned()).or_default();
        }
        branch.text.push(value);
    }
    let reader = Reader { service, protocol };
    Some(reader.structure(service.shapes[id].kind.members(), root))
}

struct Reader<'a> {
    service: &'a Service,
    protocol: Protocol,
}

impl Reader<'_> {
    /// The name of a member in a form.
    fn name(&self, member: &Member) -> String {
        let traits = &member.traits;
        if self.protocol == Protocol::Ec2Query {
            let name = traits.wire_name.as_ref().unwrap_or(&member.name);
            let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
            return traits.query_name.clone().unwrap_or_else(|| first.to_uppercase() + rest);
        }
        traits.wire_name.as_ref().unwrap_or(&member.name).clone()
    }

    fn is_flat(&self, member: &Member) -> bool {
        member.traits.flattened || self.service.shapes[member.target].traits.flattened
    }

    fn structure(&self, members: &[Member], branch: Branch) -> Value {
        if branch.below.is_empty() || !branch.text.is_empty() {
            return raw(branch);
        }
        let member = |(name, below): (String, Branch)| match members.iter().find(|member| self.name(member) == name) {
            Some(member) => (member.name.clone(), self.member(member, below)),
            None => (format!("{name}="), raw(below)),
        };
        branch.below.into_iter().map(member).collect::<Map<_, _>>().into()
    }

    fn member(&self, member: &Member, branch: Branch) -> Value {
        let is_flat = self.is_flat(member) || self.protocol == Protocol::Ec2Query;
        match &self.service.shapes[member.target].kind {
            Kind::Structure(members) | Kind::Union(members) => self.structure(members, branch),
            Kind::List(element) => {
                let wrapper = element.traits.wire_name.as_deref().unwrap_or("member");
                match numbered(branch, (!is_flat).then_some(wrapper)) {
                    Ok(items) => items.into_iter().map(|item| self.member(element, item)).collect(),
                    Err(branch) => raw(branch),
                }
            }
            Kind::Map(key, entry) => match numbered(branch, (!is_flat).then_some("entry")) {
                Ok(items) => self.entries(key, entry, items),
                Err(branch) => raw(branch),
            },
            _ => raw(branch),
        }
    }

    fn entries(&self, key: &Member, entry: &Member, items: Vec<Branch>) -> Value {
        let name = |member: &Member, default: &str| member.traits.wire_name.clone().unwrap_or_else(|| default.into());
        let (key_name, value_name) = (name(key, "key"), name(entry, "value"));
        let mut entries = Map::new();
        for mut item in items {
            let (key, value) = (item.below.remove(&key_name), item.below.remove(&value_name));
            match (key.map(raw), value) {
                (Some(Value::String(key)), Some(value)) if item.below.is_empty() => {
                    entries.insert(key, self.member(entry, value));
                }
                // What is missing, or more than an entry has, is shown under the number of the entry.
                (key, value) => {
                    let parts = [key.unwrap_or_default(), value.map(raw).unwrap_or_default(), raw(item)];
                    entries.insert(format!("{}=", entries.len()), parts.into_iter().collect());
                }
            }
        }
        entries.into()
    }
}

/// The elements of a list, which have numbers from one on, below a name if that is what wraps them.
fn numbered(mut branch: Branch, wrapper: Option<&str>) -> Result<Vec<Branch>, Branch> {
    if !branch.text.is_empty() {
        return Err(branch);
    }
    if let Some(wrapper) = wrapper {
        if branch.below.len() != 1 || !branch.below.contains_key(wrapper) {
            return Err(branch);
        }
        branch = branch.below.remove(wrapper).unwrap_or_default();
    }
    let count = branch.below.len();
    if (1..=count).any(|number| !branch.below.contains_key(&number.to_string())) {
        return Err(branch);
    }
    Ok((1..=count)
        .filter_map(|number| branch.below.remove(&number.to_string()))
        .collect())
}

/// A branch as it is, where it is not what the model has there.
fn raw(mut branch: Branch) -> Value {
    match (branch.text.len(), branch.below.is_empty()) {
        (1, true) => branch.text.remove(0).into(),
        _ => {
            let below = branch.below.into_iter();
            let mut value: Map<String, Value> = below.map(|(name, below)| (format!("{name}="), raw(below))).collect();
            if !branch.text.is_empty() {
                value.insert("=".into(), branch.text.into());
            }
            value.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form(text: &str) -> Value {
        let service = crate::harness::tests::service("forms");
        let input = service.operations[0].input.expect("isolation gave it one");
        read(&service, Protocol::AwsQuery, input, text.as_bytes()).expect("it is a form")
    }

    #[test]
    fn order_and_escapes_mean_nothing_and_names_do() {
        assert_eq!(form("Action=Tag+Things&b=1"), form("b=1&Action=Tag%20Things"));
        assert_ne!(form("b.1=1"), form("b.2=1"));
        assert_eq!(form("Action=x"), json!({ "Action=": "x" }));
    }

    #[test]
    fn numbers_that_do_not_follow_each_other_are_no_list() {
        let branch = |text: &str| {
            let mut branch = Branch::default();
            for (name, value) in http::pairs(text) {
                branch.below.entry(name).or_default().text.push(value);
            }
            numbered(branch, None)
                .map(|items| items.len())
                .map_err(|branch| branch.below.len())
        };
        assert_eq!(branch("1=a&2=b"), Ok(2));
        assert_eq!(branch("1=a&3=b"), Err(2));
    }
}
