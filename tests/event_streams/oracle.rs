//! What botocore reads in messages, where Python has it.

use std::env;
use std::io::Write;
use std::process::{Command, Stdio};

/// What botocore reads in these bytes, as JSON; none where it is not there, which whoever runs these tests says.
pub fn read(protocol: &str, messages: &[u8]) -> Option<String> {
    let (script, model) = (env::var("EVENTS_ORACLE").ok()?, env::var("EVENTS_MODEL").ok()?);
    let mut python = Command::new("python3")
        .args([&script, &model, protocol, "Utterances"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python was there a moment ago");
    let mut input = python.stdin.take().expect("it is piped");
    input.write_all(messages).expect("Python reads its input");
    drop(input);
    let output = python.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "the script failed");
    let text = String::from_utf8(output.stdout).expect("it prints text");
    Some(text.trim_end().to_owned())
}
