//! Smithy's own language: how long a model of one megabyte takes to the IR, and one of two.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Instant;

use codegen::load::{ModelPaths, load};

use super::least;
use super::report::Row;
use crate::Result;

/// The greatest time that a megabyte may take, in milliseconds.
const TARGET: f64 = 50.0;

const MEGABYTE: usize = 1 << 20;

/// Measures the rows of a group in a folder.
pub fn rows(group: &'static str, scratch: &Path, runs: u32) -> Result<Vec<Row>> {
    let one = milliseconds(&scratch.join("one"), MEGABYTE, runs)?;
    let two = milliseconds(&scratch.join("two"), 2 * MEGABYTE, runs)?;
    Ok(vec![
        Row::alone(group, "a megabyte of Smithy's language, load", "ms", one, Some(TARGET)),
        Row::compare(group, "two megabytes of it beside one", "ms", two, one, Some(2.2)),
    ])
}

fn milliseconds(folder: &Path, size: usize, runs: u32) -> Result<f64> {
    fs::create_dir_all(folder)?;
    let file = folder.join("model.smithy");
    fs::write(&file, model(size))?;
    let once = || -> Result<f64> {
        let started = Instant::now();
        let service = load(&ModelPaths::new(&file))?;
        let time = started.elapsed().as_secs_f64() * 1e3;
        drop(service);
        Ok(time)
    };
    let times = (0..runs).map(|_| once()).collect::<Result<Vec<f64>>>()?;
    Ok(least(times).unwrap_or_default())
}

/// A service whose model is about as long as is wanted, in files as people write them.
fn model(size: usize) -> String {
    let mut shapes = String::new();
    let mut operations = String::new();
    let mut number = 0;
    while shapes.len() + operations.len() < size {
        // Writing to a string cannot fail.
        let _ = writeln!(operations, "        Get{number}");
        let _ = shapes.write_str(&part(number));
        number += 1;
    }
    format!(
        "$version: \"2.0\"\n\nnamespace bench.service\n\nuse aws.api#service\nuse aws.protocols#restJson1\n\n\
         @service(sdkId: \"Bench\")\n@restJson1\nservice Bench {{\n    version: \"2026-11-01\"\n    operations: [\n\
         {operations}    ]\n}}\n\n@error(\"client\")\nstructure NotThere {{\n    message: String\n}}\n{shapes}"
    )
}

/// An operation with what it reads and writes.
fn part(number: usize) -> String {
    format!(
        r#"
/// Gets the thing that is called so, with all that belongs to it. Whoever may not see a part of it gets what is left.
///
/// Nothing changes by it.
@readonly
@http(method: "GET", uri: "/things{number}/{{name}}", code: 200)
operation Get{number} {{
    input := {{
        /// The name of the thing.
        @required
        @httpLabel
        @length(min: 1, max: 64)
        name: String

        @httpQuery("depth")
        depth: Integer = 1

        @httpHeader("x-token")
        @tags(["internal", "beta"])
        token: String
    }}

    output := {{
        @required
        thing: Thing{number}

        children: Things{number}
        states: States{number}
    }}

    errors: [
        NotThere
    ]
}}

/// A thing, as it is at the moment.
structure Thing{number} {{
    /// The name, which no two things share.
    @required
    name: String

    state: State{number}
    createdAt: Timestamp
    size: Long = 0
    isOpen: Boolean = false
    parent: Thing{number}

    /// What it is made of: "wood", "stone", or both of them.
    material: Material{number}
}}

list Things{number} {{
    member: Thing{number}
}}

map States{number} {{
    key: String
    value: State{number}
}}

enum State{number} {{
    /// It is there.
    OPEN = "open"
    CLOSED = "closed"
    GONE
}}

union Material{number} {{
    wood: String
    stone: Double
}}
"#
    )
}
