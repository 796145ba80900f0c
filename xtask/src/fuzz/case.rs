//! A case: the files of one model, and what is found with it. It knows how a case lies on the disk.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::Result;

/// Ends the keys that are in an object a second time, and is taken off when it is written.
pub const TWICE: char = '\u{E000}';

/// The file that says how a model is run.
pub const HOW: &str = "case.json";

/// The file of a model in Smithy's form.
pub const SMITHY: &str = "model.json";

/// The form of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A folder of files.
    Botocore,
    /// A file.
    Smithy,
    /// A folder of files of Smithy's own language.
    Idl,
}

/// The contents of a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// JSON, which mutations may change by its structure.
    Json(Value),
    /// Bytes that are perhaps no JSON any more.
    Bytes(Vec<u8>),
}

impl Content {
    /// The bytes to write.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Json(value) => value.to_string().replace(TWICE, "").into_bytes(),
            Self::Bytes(bytes) => bytes.clone(),
        }
    }
}

/// A mutated model.
#[derive(Clone, Debug)]
pub struct Case {
    /// The model that it was made of.
    pub name: String,
    /// Its files.
    pub files: BTreeMap<String, Content>,
    /// A file was cut off, so that the model has to be refused.
    pub truncated: bool,
    /// The mutations, in their order.
    pub steps: Vec<&'static str>,
}

impl Case {
    /// Writes the case to a folder that holds nothing else.
    ///
    /// # Errors
    ///
    /// The folder cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let told = |error: std::io::Error| format!("{}: {error}", folder.display());
        if folder.is_dir() {
            fs::remove_dir_all(folder).map_err(told)?;
        }
        let model = folder.join("model");
        fs::create_dir_all(&model).map_err(told)?;
        for (name, content) in &self.files {
            fs::write(model.join(name), content.bytes()).map_err(told)?;
        }
        let how = json!({ "from": self.name, "steps": self.steps, "truncated": self.truncated });
        fs::write(folder.join(HOW), format!("{how:#}\n")).map_err(told)?;
        Ok(())
    }

    /// The files of the case, as JSON or as bytes, in all their size.
    pub fn size(&self) -> usize {
        self.files.values().map(|content| content.bytes().len()).sum()
    }
}

/// A case on the disk: where its model is, and what is known of it.
pub struct Written {
    /// The folder or the file of the model.
    pub model: PathBuf,
    /// A file was cut off, so that the model has to be refused.
    pub truncated: bool,
}

impl Written {
    /// The case in a folder, or a model that stands alone.
    ///
    /// # Errors
    ///
    /// There is nothing, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self> {
        let Ok(text) = fs::read_to_string(path.join(HOW)) else {
            fs::metadata(path).map_err(|error| {
                format!(
                    "{}: {error}\n   = help: name the folder of a finding, or a model",
                    path.display()
                )
            })?;
            return Ok(Self {
                model: path.to_owned(),
                truncated: false,
            });
        };
        let how: Value = serde_json::from_str(&text)?;
        let (folder, file) = (path.join("model"), path.join("model").join(SMITHY));
        Ok(Self {
            model: if file.is_file() { file } else { folder },
            truncated: how["truncated"] == true,
        })
    }
}

/// Something that is wrong with the generator.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The kind of failure, in a word or two.
    pub kind: String,
    /// Where in our code, as far as that tells one mistake from another.
    pub place: String,
    /// The details for a reader.
    pub detail: String,
}

impl Finding {
    /// The text that findings of the same mistake share.
    pub fn signature(&self) -> String {
        match self.place.is_empty() {
            true => self.kind.clone(),
            false => format!("{}: {}", self.kind, self.place),
        }
    }

    /// A folder's name for the finding.
    pub fn slug(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.signature().hash(&mut hasher);
        format!("{}-{:08x}", self.kind.replace(' ', "-"), hasher.finish() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_there_twice_is_written_twice() {
        let content = Content::Json(json!({ "a": 1, "a\u{E000}": 2 }));
        assert_eq!(content.bytes(), br#"{"a":1,"a":2}"#);
    }

    #[test]
    fn a_case_that_was_written_is_opened_again() {
        let folder = tempfile::tempdir().expect("there is room");
        let mut case = Case {
            name: "forms".into(),
            files: [(SMITHY.to_owned(), Content::Bytes(b"{".to_vec()))].into(),
            truncated: true,
            steps: vec!["cut"],
        };
        let path = folder.path().join("case");
        case.write(&path).expect("it can be written");
        let opened = Written::open(&path).expect("it is there");
        assert_eq!((opened.model, opened.truncated), (path.join("model/model.json"), true));
        case.files = [("service-2.json".to_owned(), Content::Json(json!({})))].into();
        case.write(&path).expect("it can be written again");
        let opened = Written::open(&path).expect("it is there");
        assert_eq!(opened.model, path.join("model"), "the file of the other form is gone");
        assert!(Written::open(&folder.path().join("nowhere")).is_err());
    }
}
