//! The table at the end of `init`: the new crates, beside those that they replace.

use std::path::Path;

use super::plan::Plan;
use crate::say::Say;

/// Prints the table.
pub fn print(plan: &Plan, root: &Path, say: Say) {
    let mut rows = vec![["crate", "operations", "lines", "instead of"].map(str::to_owned)];
    let mut sums = (0, 0);
    for row in &plan.rows {
        let theirs = row.instead_of.as_deref().map(lines);
        sums = (sums.0 + row.lines, sums.1 + theirs.unwrap_or_default());
        rows.push([
            row.package.clone(),
            format!("{} of {}", row.operations.0, row.operations.1),
            grouped(row.lines),
            theirs.map(grouped).unwrap_or_default(),
        ]);
    }
    rows.push([
        "together".into(),
        String::new(),
        grouped(sums.0),
        if sums.1 > 0 { grouped(sums.1) } else { String::new() },
    ]);
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let widths = [0, 1, 2, 3].map(width);
    println!("{}", root.display());
    for (number, row) in rows.iter().enumerate() {
        let line = format!(
            "  {:<a$}  {:>b$}  {:>c$}  {:>d$}",
            row[0],
            row[1],
            row[2],
            row[3],
            a = widths[0],
            b = widths[1],
            c = widths[2],
            d = widths[3]
        );
        let line = line.trim_end();
        println!("{}", if number == 0 { say.strong(line) } else { line.to_owned() });
    }
}

/// The number of lines in the Rust files of a crate.
fn lines(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let of = |path: std::path::PathBuf| match path.is_dir() {
        true => lines(&path),
        false if path.extension().is_some_and(|it| it == "rs") => {
            std::fs::read(&path).map_or(0, |bytes| bytes.iter().filter(|byte| **byte == b'\n').count())
        }
        false => 0,
    };
    entries.filter_map(|entry| Some(of(entry.ok()?.path()))).sum()
}

/// A number with a comma after each thousand.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_grouped() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567")];
        for (number, text) in cases {
            assert_eq!(super::grouped(number), text);
        }
    }
}
