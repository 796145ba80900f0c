//! Rows that compare as a chart in SVG, which can be read on light and dark grounds: two bars a row, of which the longer
//! one is as long as there is room.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::report::{Row, number};

/// Lengths in pixels: of the whole, of the labels on the left, of the longest bar, of a row, and of what is above the rows.
const WIDTH: f64 = 860.0;
const LABELS: f64 = 380.0;
const LONGEST: f64 = 360.0;
const ROW: f64 = 44.0;
const HEAD: f64 = 40.0;
/// The height of a bar.
const BAR: f64 = 14.0;

const STYLE: &str = "text{font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:13px;fill:#24292f}\
.ours{fill:#1a7f6b}.peer{fill:#8c959f}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.ours{fill:#3fb99f}.peer{fill:#6e7681}}";

/// The chart of all rows that have a peer.
pub fn svg(rows: &[Row]) -> String {
    let compared: Vec<(&Row, f64)> = rows.iter().filter_map(|row| Some((row, row.peer?))).collect();
    let groups: BTreeSet<&str> = compared.iter().map(|(row, _)| row.group.as_str()).collect();
    let height = HEAD + ROW * compared.len() as f64;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\">\n<title>What the generated crates cost beside AWS's crates</title>\n<style>{STYLE}</style>\n"
    );
    legend(&mut out);
    for (index, (row, peer)) in compared.into_iter().enumerate() {
        let top = HEAD + ROW * index as f64;
        text(&mut out, LABELS - 12.0, top + BAR + 5.0, "end", &label(row, &groups));
        let greater = row.ours.max(peer);
        for (class, value, y) in [("peer", peer, top), ("ours", row.ours, top + BAR + 2.0)] {
            // Two values of nothing have no bars.
            let length = if greater > 0.0 { LONGEST * value / greater } else { 0.0 };
            bar(&mut out, class, LABELS, y, length);
            let shown = format!("{} {}", number(value), row.unit);
            text(&mut out, LABELS + length + 6.0, y + 11.5, "start", shown.trim_end());
        }
    }
    out + "</svg>\n"
}

/// The label of a row, with its group where there are several.
fn label(row: &Row, groups: &BTreeSet<&str>) -> String {
    match groups.len() {
        1 => row.what.clone(),
        _ => format!("{}: {}", row.group, row.what),
    }
}

fn legend(out: &mut String) {
    for (class, name, x) in [("peer", "AWS's crates", LABELS), ("ours", "sdk-tailor", LABELS + 130.0)] {
        bar(out, class, x, 8.0, BAR);
        text(out, x + BAR + 6.0, 19.5, "start", name);
    }
}

// Writing to a string cannot fail.

fn bar(out: &mut String, class: &str, x: f64, y: f64, length: f64) {
    let _ = writeln!(
        out,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{length:.1}\" height=\"{BAR}\" rx=\"2\"/>"
    );
}

fn text(out: &mut String, x: f64, y: f64, anchor: &str, words: &str) {
    let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_values_and_say_them() {
        let rows = [
            Row::compare("app", "dev, binary", "MB", 60.5, 242.0, None),
            Row::compare("app", "a < b & c", "", 150.0, 100.0, None),
            Row::alone("generation", "without a peer", "s", 1.0, None),
        ];
        let chart = svg(&rows);
        let document = roxmltree::Document::parse(&chart).expect("it is XML");
        let texts: Vec<&str> = document
            .descendants()
            .filter(|node| node.has_tag_name("text"))
            .filter_map(|node| node.text())
            .collect();
        assert_eq!(
            texts,
            [
                "AWS's crates",
                "sdk-tailor",
                "dev, binary",
                "242 MB",
                "60.5 MB",
                "a < b & c",
                "100",
                "150"
            ]
        );
        let bars = |class: &str| -> Vec<f64> {
            document
                .descendants()
                .filter(|node| node.attribute("class") == Some(class))
                .filter_map(|node| node.attribute("width")?.parse().ok())
                .collect()
        };
        // The first of each is that of the legend.
        assert_eq!(bars("peer")[1..], [LONGEST, LONGEST / 1.5]);
        assert_eq!(bars("ours")[1..], [LONGEST / 4.0, LONGEST]);
    }

    #[test]
    fn nothing_leaves_the_picture() {
        let rows = [Row::compare("app", "nothing", "CPU s", 0.0, 0.0, None)];
        let chart = svg(&rows);
        assert!(!chart.contains("NaN") && !chart.contains("inf"), "{chart}");
        assert!(
            chart.contains("prefers-color-scheme:dark"),
            "it is read in the dark, too"
        );
        let room = WIDTH - LABELS - LONGEST;
        assert!(room > 100.0, "the numbers beside the longest bar have room: {room}");
    }
}
