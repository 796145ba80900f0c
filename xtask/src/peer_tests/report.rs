//! The report: a line for each service, and what is lost.

use std::fmt::Write;

use super::Tried;

/// A table, and the tests that pass with AWS's crates alone.
pub fn text(tried: &[Tried], verbose: bool) -> String {
    let mut text = String::from(
        "| service | AWS's crate | files | passed | failed | do not compile | fail on AWS's crate, too |\n\
         |---|---|---:|---:|---:|---:|---:|\n",
    );
    for it in tried {
        let files = it.files.values();
        let passed: usize = files.clone().map(|pair| pair.ours.passed.len()).sum();
        let lost: usize = files.clone().map(|pair| pair.lost().len()).sum();
        let broken = files.clone().filter(|pair| !pair.ours.compiled).count();
        let theirs = files.clone().filter_map(|pair| pair.theirs.as_ref());
        let both: usize = theirs
            .clone()
            .map(|theirs| theirs.failed.len() + usize::from(!theirs.compiled))
            .sum();
        let (service, version, files) = (&it.service, &it.version, it.files.len());
        line(
            &mut text,
            format!("| {service} | {version} | {files} | {passed} | {lost} | {broken} | {both} |"),
        );
    }
    for it in tried {
        for (file, pair) in it.files.iter().filter(|(_, pair)| !pair.is_equal()) {
            let how = if pair.ours.compiled {
                "fails"
            } else {
                "does not compile"
            };
            line(
                &mut text,
                format!("\n{} {file} {how} with ours: {}", it.service, pair.lost().join(", ")),
            );
            if verbose {
                line(&mut text, pair.ours.said.clone());
            }
        }
    }
    text
}

fn line(text: &mut String, line: String) {
    writeln!(text, "{line}").expect("text takes any text");
}
