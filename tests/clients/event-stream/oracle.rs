//! botocore's reading of messages, where Python has it.

use std::io::Write;
use std::process::{Command, Stdio};

use sdk_tailor_tests::FOLDER;

/// botocore's reading of these bytes, as JSON; `None` where it is not installed.
pub fn read(protocol: &str, messages: &[u8]) -> Option<String> {
    let there = Command::new("python3")
        .args(["-c", "import botocore"])
        .stderr(Stdio::null())
        .status();
    if !there.is_ok_and(|status| status.success()) {
        eprintln!("skipped: Python with botocore 1.44.x is not there; pip install botocore==1.44.5");
        return None;
    }
    let script = format!("{FOLDER}/oracle/botocore_events.py");
    let model = format!("{FOLDER}/fixtures/event-stream/model/service-2.json");
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
