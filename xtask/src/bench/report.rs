//! Rows of measurements: as a table for people, as JSON for programs.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::Result;

/// One measurement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    /// The group of the row.
    pub group: String,
    /// The name of the measurement.
    pub what: String,
    /// The unit of both values.
    pub unit: String,
    /// The value of the generated crate, or of the generator.
    pub ours: f64,
    /// The value of AWS's crate, where there is one.
    pub peer: Option<f64>,
    /// The one divided by the other.
    pub ratio: Option<f64>,
    /// The greatest ratio that is good; the greatest value, where there is no peer.
    pub target: Option<f64>,
    /// True where the target is met; `None` where there is no target.
    pub met: Option<bool>,
}

impl Row {
    /// A row that compares.
    pub fn compare(group: &str, what: &str, unit: &str, ours: f64, peer: f64, target: Option<f64>) -> Self {
        let ratio = ours / peer;
        Self {
            group: group.to_owned(),
            what: what.to_owned(),
            unit: unit.to_owned(),
            ours,
            peer: Some(peer),
            ratio: Some(ratio),
            target,
            met: target.map(|target| ratio <= target),
        }
    }

    /// A row without a peer.
    pub fn alone(group: &str, what: &str, unit: &str, ours: f64, target: Option<f64>) -> Self {
        Self {
            group: group.to_owned(),
            what: what.to_owned(),
            unit: unit.to_owned(),
            ours,
            peer: None,
            ratio: None,
            target,
            met: target.map(|target| ours <= target),
        }
    }
}

/// The rows that an earlier run printed as JSON.
///
/// # Errors
///
/// The file cannot be read, or is not such a list of rows.
pub fn read(file: &Path) -> Result<Vec<Row>> {
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(|error| said(&error))?;
    Ok(serde_json::from_str(&text).map_err(|error| said(&error))?)
}

/// The rows as a table in Markdown, which a terminal shows as well.
pub fn table(rows: &[Row]) -> String {
    let head = ["", "unit", "ours", "AWS's crate", "ratio", "target", ""].map(str::to_owned);
    let body = rows.iter().map(cells);
    let lines: Vec<[String; 7]> = std::iter::once(head).chain(body).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 7] = std::array::from_fn(width);
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        let cells = line.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
            if (2..6).contains(&column) {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        out += &format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
        if number == 0 {
            out += &format!("|{}\n", widths.map(|width| "-".repeat(width + 2) + "|").concat());
        }
    }
    out
}

fn cells(row: &Row) -> [String; 7] {
    let optional = |value: Option<f64>| value.map(number).unwrap_or_default();
    let met = match row.met {
        Some(true) => "met",
        Some(false) => "missed",
        None => "",
    };
    [
        format!("{}: {}", row.group, row.what),
        row.unit.clone(),
        number(row.ours),
        optional(row.peer),
        row.ratio.map(|ratio| format!("{ratio:.3}")).unwrap_or_default(),
        row.target
            .map(|target| format!("≤ {}", rounded(target)))
            .unwrap_or_default(),
        met.to_owned(),
    ]
}

/// A target with three digits behind the point at most.
fn rounded(target: f64) -> f64 {
    (target * 1e3).round() / 1e3
}

/// Three digits at least, and no more behind the point than a measurement is good for.
pub fn number(value: f64) -> String {
    match value {
        value if value.fract() == 0.0 || value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_one_of_the_ratio_or_of_the_value() {
        let row = Row::compare("compile", "build", "s", 1.0, 4.0, Some(0.25));
        assert_eq!((row.ratio, row.met), (Some(0.25), Some(true)));
        assert_eq!(
            Row::compare("compile", "build", "s", 1.1, 4.0, Some(0.25)).met,
            Some(false)
        );
        assert_eq!(
            Row::alone("generation", "total", "ms", 301.0, Some(300.0)).met,
            Some(false)
        );
        assert_eq!(Row::alone("generation", "load", "ms", 10.0, None).met, None);
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [
            Row::compare("compile", "build", "CPU s", 4.25, 18.0, Some(0.25)),
            Row::alone("generation", "total", "ms", 171.4, Some(300.0)),
        ];
        let table = table(&rows);
        let widths: Vec<usize> = table.lines().map(|line| line.chars().count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{table}");
        assert!(table.contains("| compile: build"), "{table}");
        assert!(table.contains("| 4.25 |"), "{table}");
    }
}
