//! Endpoints: where each region and each setting leads, by the rules of both versions. It runs them, and reads no rule.

mod evaluate;

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Level, Rule};
use crate::ir::{Operation, Parameter, ParameterType, RuleSet, Service};
use evaluate::{Value, Values};

/// How many kinds of difference are listed.
const MOST: usize = 20;

/// How many regions are named.
const MOST_REGIONS: usize = 4;

/// Texts that parameters are set to: a name, an account, and what some rules take apart.
const TEXTS: [&str; 4] = [
    "example",
    "123456789012",
    "https://example.com/path",
    "arn:aws:s3:us-west-2:123456789012:accesspoint:example",
];

/// Compares where regions and settings lead. False where no outcome is another.
pub(super) fn compare((old, new): (&Service, &Service), pointer: &str, out: &mut Findings) -> bool {
    let sides = [old, new];
    // A model that was taken without its partitions says nothing of them.
    let partitions = match (old.partitions.is_empty(), new.partitions.is_empty()) {
        (true, false) => [&new.partitions; 2],
        (false, true) => [&old.partitions; 2],
        _ => [&old.partitions, &new.partitions],
    };
    let sets = sides.map(|service| service.endpoint_rules.as_ref());
    let [Some(before), Some(after)] = sets else {
        return false;
    };
    let cases = cases(sides, [before, after]);
    let mut kinds: BTreeMap<(String, String), Kind> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for case in &cases {
        let was = evaluate::resolve(before, partitions[0], &case.values);
        let is = evaluate::resolve(after, partitions[1], &case.values);
        // A region is told once, with the simplest setting with which it leads elsewhere.
        if was == is || (!case.region.is_empty() && !told.insert(&case.region)) {
            continue;
        }
        let fails = was.is_ok() && is.is_err();
        let [was, is] = [was, is].map(|outcome| shown(outcome, &case.region));
        let kind = kinds.entry((was, is)).or_insert_with(|| Kind {
            setting: case.setting.clone(),
            regions: BTreeSet::new(),
            fails,
        });
        kind.regions
            .extend(Some(case.region.clone()).filter(|it| !it.is_empty()));
    }
    for ((was, is), kind) in kinds.iter().take(MOST) {
        let item = format!("config::endpoint::DefaultResolver{}", kind.place());
        let change = out.add(Rule::EndpointChanged, Level::Fix, item, pointer);
        change.said(Some(was.clone()), Some(is.clone()));
        change.note = match (kind.fails, kinds.len() > MOST) {
            (true, _) => Some("requests fail before they are sent"),
            (false, true) => Some("there are more changes of endpoints than are listed"),
            (false, false) => None,
        };
    }
    !kinds.is_empty()
}

/// Differences that are alike: the same endpoints in several regions.
struct Kind {
    /// The setting with which it is found first.
    setting: String,
    regions: BTreeSet<String>,
    fails: bool,
}

impl Kind {
    /// The regions and the setting in words.
    fn place(&self) -> String {
        let mut said: Vec<String> = self.regions.iter().take(MOST_REGIONS).cloned().collect();
        if let Some(more @ 1..) = self.regions.len().checked_sub(MOST_REGIONS) {
            said.push(format!("{more} more regions"));
        }
        said.extend(Some(self.setting.clone()).filter(|it| !it.is_empty()));
        match said.is_empty() {
            true => String::new(),
            false => format!(" ({})", said.join(", ")),
        }
    }
}

/// An outcome in which the region has no name, so that those of several regions are alike.
fn shown(outcome: Result<String, String>, region: &str) -> String {
    let text = match outcome {
        Ok(endpoint) => endpoint,
        Err(why) => format!("error: {why}"),
    };
    match region {
        "" => text,
        region => text.replace(region, "{region}"),
    }
}

/// Values of parameters to run rules over.
struct Case {
    region: String,
    setting: String,
    values: Values,
}

/// Every region of both, with FIPS and dual stack on and off, and with each further parameter set, one at a time, beside what
/// operations set.
fn cases(sides: [&Service; 2], sets: [&RuleSet; 2]) -> Vec<Case> {
    let regions = regions(sides);
    let settings = settings(sides, sets);
    let named = |built_in: &str| {
        let parameters = sets.iter().rev().find_map(|set| set.built_in(built_in));
        parameters.map(|parameter| parameter.name.clone())
    };
    let region_name = named("AWS::Region");
    let flags = [named("AWS::UseFIPS"), named("AWS::UseDualStack")];
    let mut cases = Vec::new();
    for (setting, values) in &settings {
        for flagged in flag_values(&flags) {
            for region in &regions {
                let mut values = values.clone();
                values.extend(flagged.iter().map(|name| (name.clone(), Value::Boolean(true))));
                if let Some(name) = &region_name {
                    values.insert(name.clone(), Value::Text(region.clone()));
                }
                let flagged = flagged.iter().cloned();
                let said: Vec<String> = flagged
                    .chain(Some(setting.clone()).filter(|it| !it.is_empty()))
                    .collect();
                cases.push(Case {
                    region: region_name.as_ref().map(|_| region.clone()).unwrap_or_default(),
                    setting: said.join(", "),
                    values,
                });
            }
        }
    }
    cases
}

/// The names of regions that either side knows, and of one that none does.
fn regions(sides: [&Service; 2]) -> BTreeSet<String> {
    let known = sides
        .into_iter()
        .flat_map(|side| &side.partitions)
        .flat_map(|it| &it.regions);
    let unknown = ["us-east-1", "xx-nowhere-1"].map(str::to_owned);
    known.cloned().chain(unknown).collect()
}

/// The parameters of a list that are switched on: none, each, and all.
fn flag_values(flags: &[Option<String>; 2]) -> Vec<Vec<String>> {
    let flags: Vec<&String> = flags.iter().flatten().collect();
    (0..1_usize << flags.len())
        .map(|bits| {
            let is_on = |(index, _): &(usize, &&String)| bits & (1 << index) != 0;
            flags
                .iter()
                .enumerate()
                .filter(is_on)
                .map(|(_, name)| (*name).clone())
                .collect()
        })
        .collect()
}

/// Values of further parameters, each with what it is in words: none, those that an operation sets, and one at a time. What
/// is new leads nobody elsewhere: parameters that the older rules do not have, and operations that the older model lacks.
fn settings(sides: [&Service; 2], sets: [&RuleSet; 2]) -> Vec<(String, Values)> {
    let mut settings = vec![(String::new(), Values::new())];
    let mut seen = BTreeSet::new();
    let was_there = |it: &&Operation| sides[0].operations.iter().any(|old| old.name == it.name);
    let operations = sides.into_iter().flat_map(|side| &side.operations).filter(was_there);
    for operation in operations {
        let values: Values = operation
            .static_context
            .iter()
            .map(|it| (it.name.clone(), evaluate::value_of(&it.value)))
            .collect();
        if !values.is_empty() && seen.insert(format!("{values:?}")) {
            settings.push((format!("as {} sets it", operation.name), values));
        }
    }
    let handled = ["AWS::Region", "AWS::UseFIPS", "AWS::UseDualStack"];
    let is_further = |it: &&Parameter| it.built_in.as_deref().is_none_or(|name| !handled.contains(&name));
    for parameter in sets[0].parameters.iter().filter(is_further) {
        for (said, value) in samples(parameter) {
            let setting = format!("{} = {said}", parameter.name);
            settings.push((setting, [(parameter.name.clone(), value)].into()));
        }
    }
    settings
}

/// Values that a parameter is set to.
fn samples(parameter: &Parameter) -> Vec<(String, Value)> {
    let texts = || TEXTS.iter().map(|text| Value::Text((*text).to_owned()));
    match parameter.kind {
        ParameterType::Boolean => [true, false]
            .map(|value| (value.to_string(), Value::Boolean(value)))
            .into(),
        ParameterType::String => TEXTS.iter().map(|it| (*it).to_owned()).zip(texts()).collect(),
        ParameterType::StringArray => vec![(TEXTS[0].to_owned(), Value::List(texts().take(1).collect()))],
    }
}
