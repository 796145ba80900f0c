//! Mutations: a model, and a number, become a case. Each step changes the structure of the JSON, names, or bytes.
//!
//! The number of a case decides everything about it, so that a run can be repeated and a case be made again.

mod names;
mod text;
mod tree;

use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::Value;

use super::case::{Case, Content, Form};
use super::corpus::Seed;

/// The most steps of a case.
const STEPS: usize = 4;

/// A model on its way to a case.
struct Edit<'a> {
    rng: &'a mut Rng,
    form: Form,
    files: &'a mut BTreeMap<String, Value>,
}

type Step = fn(&mut Edit<'_>) -> Option<()>;

/// The steps, and how often each is taken among the others.
const ALL: [(&str, usize, Step); 18] = [
    ("rename to a hostile name", 8, names::hostile),
    ("rename to a sibling's name in another case", 5, names::like_another),
    ("rename to a name that generated code has", 6, names::of_generated_code),
    ("rename one mention only", 2, names::one_mention),
    ("drop", 6, tree::drop_one),
    ("duplicate a key", 1, tree::duplicate_key),
    ("repeat an element", 2, tree::repeat_element),
    ("swap", 3, tree::swap),
    ("transplant", 3, tree::transplant),
    ("wrong type", 4, tree::wrong_type),
    ("dangle", 2, tree::dangle),
    ("edit a text", 4, tree::edit_text),
    ("nest", 1, tree::nest),
    ("many", 1, tree::many),
    ("refer to itself", 2, names::self_reference),
    ("a chain of lists", 1, names::chain_of_lists),
    ("a chain of mixins", 1, names::chain_of_mixins),
    ("a hostile text", 3, tree::hostile_text),
];

/// The case of a number.
pub fn case(corpus: &[Seed], seed: u64, number: u64) -> Case {
    let mut rng = super::rng(seed, number);
    let of = &corpus[rng.usize(..corpus.len())];
    if of.form == Form::Idl {
        let (files, steps) = text::files(&of.files, &mut rng);
        return Case {
            name: of.name.clone(),
            files,
            truncated: false,
            steps,
        };
    }
    let mut files = of.files.clone();
    let mut steps = Vec::new();
    for _ in 0..rng.usize(1..=STEPS) {
        let (name, step) = pick(&mut rng);
        let mut edit = Edit {
            rng: &mut rng,
            form: of.form,
            files: &mut files,
        };
        if step(&mut edit).is_some() {
            steps.push(name);
        }
    }
    let files = files.into_iter().map(|(name, value)| (name, Content::Json(value)));
    let mut case = Case {
        name: of.name.clone(),
        files: files.collect(),
        truncated: false,
        steps,
    };
    match rng.usize(..20) {
        0 => cut(&mut case, &mut rng),
        1 => damage(&mut case, &mut rng),
        _ => {}
    }
    case
}

fn pick(rng: &mut Rng) -> (&'static str, Step) {
    let total: usize = ALL.iter().map(|(_, weight, _)| weight).sum();
    let mut at = rng.usize(..total);
    for (name, weight, step) in ALL {
        if at < weight {
            return (name, step);
        }
        at -= weight;
    }
    unreachable!("the weights add up to their sum")
}

/// Cuts off the end of a file. What is left of an object is no JSON.
fn cut(case: &mut Case, rng: &mut Rng) {
    if let Some(content) = any_file(case, rng) {
        let mut bytes = content.bytes();
        bytes.truncate(rng.usize(..bytes.len().max(1)));
        *content = Content::Bytes(bytes);
        case.truncated = true;
        case.steps.push("cut off");
    }
}

/// Puts other bytes into a file.
fn damage(case: &mut Case, rng: &mut Rng) {
    const BYTES: &[u8] = b"\0\"\\{}[],:\x80\xff\xc3\xed\n\r0-e.u ";
    if let Some(content) = any_file(case, rng) {
        let mut bytes = content.bytes();
        if rng.u8(..8) == 0 {
            let at = rng.usize(..=bytes.len());
            let open = if rng.bool() { "[" } else { "{\"a\":" };
            bytes.splice(at..at, open.repeat(100_000).into_bytes());
        }
        for _ in 0..rng.usize(1..6) {
            let at = rng.usize(..=bytes.len());
            let byte = BYTES[rng.usize(..BYTES.len())];
            match rng.u8(..3) {
                0 => bytes.insert(at, byte),
                1 if at < bytes.len() => bytes[at] = byte,
                _ if at < bytes.len() => drop(bytes.remove(at)),
                _ => {}
            }
        }
        *content = Content::Bytes(bytes);
        case.steps.push("damage");
    }
}

fn any_file<'a>(case: &'a mut Case, rng: &mut Rng) -> Option<&'a mut Content> {
    let at = rng.usize(..case.files.len().max(1));
    case.files.values_mut().nth(at)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::case::SMITHY;
    use super::*;

    fn corpus() -> Vec<Seed> {
        let botocore = json!({
            "operations": { "GetThing": { "name": "GetThing", "input": { "shape": "In" } } },
            "shapes": {
                "In": { "type": "structure", "members": { "Id": { "shape": "Text" }, "Ids": { "shape": "Texts" } } },
                "Text": { "type": "string", "enum": ["a", "b"] },
                "Texts": { "type": "list", "member": { "shape": "Text" } },
            },
        });
        let smithy = json!({ "shapes": {
            "a#In": { "type": "structure", "members": { "Id": { "target": "a#Text" } } },
            "a#Text": { "type": "string" },
        } });
        let seed = |form, file: &str, value: Value| Seed {
            name: file.to_owned(),
            form,
            files: [(file.to_owned(), value)].into(),
        };
        vec![
            seed(Form::Botocore, "service-2.json", botocore),
            seed(Form::Smithy, SMITHY, smithy),
        ]
    }

    #[test]
    fn a_number_gives_the_same_case_again_and_another_number_another() {
        let corpus = corpus();
        let bytes = |number| -> Vec<Vec<u8>> {
            let case = case(&corpus, 1, number);
            case.files.values().map(Content::bytes).collect()
        };
        let all: Vec<_> = (0..50).map(bytes).collect();
        assert_eq!(all, (0..50).map(bytes).collect::<Vec<_>>());
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert!(different.len() > 40, "{}", different.len());
    }

    #[test]
    fn every_step_changes_a_model_of_some_form() {
        for (name, _, step) in ALL {
            let changes = corpus().into_iter().any(|of| {
                (0..200).any(|seed| {
                    let mut files = of.files.clone();
                    let mut rng = Rng::with_seed(seed);
                    let mut edit = Edit {
                        rng: &mut rng,
                        form: of.form,
                        files: &mut files,
                    };
                    step(&mut edit).is_some() && files != of.files
                })
            });
            assert!(changes, "{name}");
        }
    }

    #[test]
    fn what_is_cut_off_is_no_json() {
        let corpus = corpus();
        let cases = (0..300).map(|number| case(&corpus, 3, number));
        let cut: Vec<Case> = cases.filter(|case| case.truncated).collect();
        assert!(!cut.is_empty());
        for case in cut {
            let is_json = |content: &Content| serde_json::from_slice::<Value>(&content.bytes()).is_ok();
            assert!(!case.files.values().all(is_json));
        }
    }
}
