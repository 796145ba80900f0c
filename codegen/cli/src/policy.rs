//! The policy of a project on changes: `[diff]` in its configuration. It sets levels of rules, accepts changes, and
//! decides which changes a command fails on.

use std::collections::{BTreeMap, BTreeSet};

use codegen::diff::{Accepted, Change, Level, Report, Rule};
use serde::Deserialize;

use crate::Result;
use crate::comparison::Comparison;

/// The table `[diff]` of a configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Levels of rules, by the rule's id.
    #[serde(default)]
    levels: BTreeMap<String, Weight>,
    /// The changes that are accepted.
    #[serde(default)]
    accept: Vec<Exception>,
    /// The changes that `diff` and `upgrade` fail on.
    #[serde(default, rename = "fail-on")]
    fail_on: Option<FailOn>,
}

/// A level, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Weight(Option<Level>);

/// A change that is accepted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    /// The change, as reports name it.
    fingerprint: String,
    /// Why it is accepted.
    reason: String,
    /// The last day on which it is.
    until: Option<Day>,
}

/// A day, as `2026-12-31`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Day(String);

/// The limit to fail on: one for all crates, or one for each.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum FailOn {
    All(Limit),
    Each(BTreeMap<String, Limit>),
}

/// The changes that a command fails on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// None.
    Never,
    /// Those of a level, or graver; where `used`, only those that the workspace uses.
    From {
        /// The level.
        level: Level,
        /// Only what the workspace uses counts.
        used: bool,
    },
}

/// A limit of the command line: of one crate, or of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitOf {
    name: Option<String>,
    limit: Limit,
}

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let (name, used) = match text.strip_suffix("-used") {
            Some(name) => (name, true),
            None => (text, false),
        };
        match Level::named(name) {
            Some(level) => Ok(Self::From { level, used }),
            None if text == "never" => Ok(Self::Never),
            None => {
                let names: Vec<&str> = Level::ALL.iter().map(|level| level.name()).collect();
                Err(format!(
                    "it is one of {}, each also with `-used` behind it, or `never`",
                    names.join(", ")
                ))
            }
        }
    }
}

impl std::str::FromStr for LimitOf {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let (name, limit) = match text.rsplit_once('=') {
            Some((name, limit)) => (Some(name.to_owned()), limit),
            None => (None, text),
        };
        Ok(Self {
            name,
            limit: limit.parse()?,
        })
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|why| serde::de::Error::custom(format!("`{text}` is no limit: {why}")))
    }
}

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match (text.as_str(), Level::named(&text)) {
            ("none", _) => Ok(Self(None)),
            (_, Some(level)) => Ok(Self(Some(level))),
            _ => Err(serde::de::Error::custom(format!(
                "`{text}` is no level: it is one of breaking, addition, fix, docs, none"
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Date(toml::value::Datetime),
            Text(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Date(date) => date.to_string(),
            Written::Text(text) => text,
        };
        match text.parse::<toml::value::Datetime>() {
            Ok(date) if date.date.is_some() && date.time.is_none() => Ok(Self(text)),
            _ => Err(serde::de::Error::custom(format!(
                "`{text}` is no day: write it as in `2026-12-31`"
            ))),
        }
    }
}

impl Policy {
    /// Refuses what names no rule.
    ///
    /// # Errors
    ///
    /// A level is given for a rule that there is not.
    pub fn check(&self) -> std::result::Result<(), String> {
        match self.levels.keys().find(|id| Rule::named(id).is_none()) {
            None => Ok(()),
            Some(id) => Err(format!(
                "`{id}` is no rule of `[diff.levels]`\n   = help: `cargo sdk-tailor diff --rules` lists them"
            )),
        }
    }

    /// Gives changes the levels that the configuration has for their rules, and leaves out those of rules without one.
    pub fn weigh(&self, report: &mut Report) {
        let before = report.changes.len();
        report
            .changes
            .retain_mut(|change| match self.levels.get(change.rule.id()) {
                None => true,
                Some(Weight(level)) => {
                    change.level = level.unwrap_or(change.level);
                    level.is_some()
                }
            });
        report.silenced += before - report.changes.len();
        report.changes.sort_by_key(|change| std::cmp::Reverse(change.level));
    }

    /// Marks the changes that are accepted. `is_all` where every crate of the project is compared whole: then an exception
    /// that fits no change is of no use any more.
    pub fn accept(&self, comparisons: &mut [Comparison], is_all: bool) {
        let today = today();
        let mut met = BTreeSet::new();
        for report in comparisons.iter_mut().map(|it| &mut it.report) {
            for exception in &self.accept {
                let fits = |change: &&mut Change| change.fingerprint == exception.fingerprint;
                let Some(change) = report.changes.iter_mut().find(fits) else {
                    continue;
                };
                met.insert(&exception.fingerprint);
                match exception.until.as_ref().filter(|until| **until < today) {
                    Some(Day(until)) => report.notices.push(format!(
                        "the exception {} of `{}` ran out on {until}: {}",
                        exception.fingerprint, change.item, exception.reason
                    )),
                    None => {
                        change.accepted = Some(Accepted {
                            reason: exception.reason.clone(),
                            until: exception.until.as_ref().map(|Day(until)| until.clone()),
                        });
                    }
                }
            }
        }
        let stale = self.accept.iter().filter(|it| is_all && !met.contains(&it.fingerprint));
        if let Some(first) = comparisons.first_mut() {
            first.report.notices.extend(stale.map(|it| {
                let (print, reason) = (&it.fingerprint, &it.reason);
                format!("the exception {print} applies to no change any more, and can be removed: {reason}")
            }));
        }
    }

    /// The changes that a command fails on, each with its crate: what the command line says goes before the configuration.
    ///
    /// # Errors
    ///
    /// A limit asks what is used, and nobody looked; or it is of a crate that is not compared.
    pub fn failing<'a>(
        &self,
        comparisons: &'a [Comparison],
        said: &[LimitOf],
    ) -> Result<Vec<(&'a Comparison, &'a Change)>> {
        let mut failing = Vec::new();
        let names = |it: &LimitOf| it.name.clone();
        if let Some(name) = said
            .iter()
            .filter_map(names)
            .find(|name| comparisons.iter().all(|it| !it.is_named(name)))
        {
            return Err(format!(
                "`--fail-on` names `{name}`, and no such crate is compared\n   = help: name its package or its path"
            )
            .into());
        }
        for comparison in comparisons {
            let limit = self.limit(comparison, said);
            let Limit::From { level, used } = limit else { continue };
            if used && comparison.report.used_by.is_none() && !comparison.report.changes.is_empty() {
                return Err(format!(
                    "`{}-used` asks which changes are used, and no workspace was looked through\n   = help: name it by \
                     `--used-by PATH`",
                    level.name()
                )
                .into());
            }
            let fails = |change: &Change| change.level >= level && !change.is_accepted() && (!used || change.is_used());
            let changes = comparison.report.changes.iter();
            failing.extend(changes.filter(|it| fails(it)).map(|change| (comparison, change)));
        }
        Ok(failing)
    }

    fn limit(&self, comparison: &Comparison, said: &[LimitOf]) -> Limit {
        let own = |it: &&LimitOf| it.name.as_ref().is_some_and(|name| comparison.is_named(name));
        let said = said
            .iter()
            .rev()
            .find(own)
            .or(said.iter().rev().find(|it| it.name.is_none()));
        let of_config = || match self.fail_on.as_ref()? {
            FailOn::All(limit) => Some(*limit),
            FailOn::Each(limits) => {
                let own = limits.iter().find(|(name, _)| comparison.is_named(name));
                own.map(|(_, limit)| *limit).or(limits.get("default").copied())
            }
        };
        said.map(|it| it.limit).or_else(of_config).unwrap_or(Limit::Never)
    }
}

/// Says which changes a command fails on, and how they are accepted.
pub fn failure(failing: &[(&Comparison, &Change)], config: &str) -> String {
    const MOST: usize = 20;
    let count = failing.len();
    let noun = if count == 1 { "change is" } else { "changes are" };
    let mut text = format!("error: {count} {noun} as grave as `fail-on` says");
    for (comparison, change) in failing.iter().take(MOST) {
        let uses = change.uses.iter().flatten().next();
        let used = uses.map(|place| format!(", used at {place}")).unwrap_or_default();
        text.push_str(&format!(
            "\n  --> {}: {} of `{}`{used}\n   = fingerprint: {}",
            comparison.heading.title,
            change.rule.id(),
            change.item,
            change.fingerprint
        ));
    }
    if let Some(more @ 1..) = count.checked_sub(MOST) {
        text.push_str(&format!("\n  --> and {more} more"));
    }
    text.push_str(&format!(
        "\n   = help: change the code, or accept a change in {config}: `[[diff.accept]]` with its `fingerprint`, a `reason` and, if \
         you like, a day `until`"
    ));
    text
}

/// Today's date in UTC.
fn today() -> Day {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    day(now.map_or(0, |since| since.as_secs() / 86_400))
}

/// The date of a day after 1970-01-01, in the Gregorian calendar.
fn day(mut days: u64) -> Day {
    let is_leap = |year: u64| (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let mut year = 1970;
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    Day(format!("{year:04}-{month:02}-{:02}", days + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_the_dates_of_the_calendar() {
        for (days, date) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_782, "2026-11-25"),
        ] {
            assert_eq!(day(days).0, date);
        }
    }

    #[test]
    fn a_table_is_read_and_what_it_gets_wrong_is_said() {
        let read = |text: &str| toml::from_str::<Policy>(text).map_err(|error| error.to_string());
        let policy = read(
            "fail-on = { default = \"breaking-used\", s3 = \"never\" }\n[levels]\nenum-order-changed = \"none\"\n\
             [[accept]]\nfingerprint = \"0123456789abcdef\"\nreason = \"we build none\"\nuntil = 2026-12-31\n",
        )
        .expect("read");
        assert!(policy.check().is_ok() && policy.accept[0].until == Some(Day("2026-12-31".into())));
        for (text, said) in [
            ("fail-on = \"grave\"", "did not match"),
            ("[levels]\ndeprecated = \"grave\"", "no level"),
            ("[[accept]]\nfingerprint = \"1\"", "reason"),
            (
                "[[accept]]\nfingerprint = \"1\"\nreason = \"r\"\nuntil = \"soon\"",
                "no day",
            ),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(said), "{error}");
        }
        let error = read("[levels]\ngrave = \"docs\"").expect("read").check();
        assert!(error.is_err_and(|it| it.contains("diff --rules")));
    }

    #[test]
    fn a_limit_may_be_of_one_crate() {
        let limit = |level, used| Limit::From { level, used };
        assert_eq!("breaking-used".parse(), Ok(limit(Level::Breaking, true)));
        assert_eq!("docs".parse(), Ok(limit(Level::Docs, false)));
        let of: LimitOf = "generated/s3=fix".parse().expect("a limit");
        assert_eq!(
            (of.name.as_deref(), of.limit),
            (Some("generated/s3"), limit(Level::Fix, false))
        );
        assert!("used".parse::<Limit>().is_err());
    }
}
