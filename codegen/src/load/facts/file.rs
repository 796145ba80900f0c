//! Files of facts that are not the library's: which one belongs to a model, and its text.

use std::path::{Path, PathBuf};

use heck::ToKebabCase;

use super::decoded;
use crate::{
    Error, Result,
    error::TextPlace,
    ir::Service,
    load::{Facts, ModelPaths, source},
};

/// The name of the file beside a model.
pub const NAME: &str = "facts.txt";

/// A file of facts.
pub(super) struct File {
    /// Its path.
    pub path: PathBuf,
    /// The name by which messages call it: it does not depend on where the model lies.
    pub shown: String,
    /// Its text.
    pub text: String,
}

impl File {
    /// The file of facts about a service: the one that is named, the service's in a folder that is named, or the one beside
    /// the model. None where the library's own facts hold.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is about another service.
    pub(super) fn of(paths: &ModelPaths, service: &Service) -> Result<Option<Self>> {
        let named = match &paths.facts {
            Facts::Library => return Ok(None),
            Facts::Found => None,
            Facts::At(folder) if folder.is_dir() => {
                // A folder need not have all services.
                let file = folder.join(format!("{}.txt", service.sdk_id.to_kebab_case()));
                file.is_file().then_some(file)
            }
            Facts::At(file) => Some(file.clone()),
        };
        if let Some(path) = named {
            let shown = shown(&path);
            return Self::read(path, shown)?.belongs_to(service).map(Some);
        }
        let Some(path) = beside(paths, service).filter(|path| path.is_file()) else {
            return Ok(None);
        };
        let file = Self::read(path, NAME.to_owned())?;
        // Files of Smithy's JSON may lie beside each other, and the facts are about one of them.
        match paths.directory.is_file() && file.service().as_ref() != Some(&service.sdk_id) {
            true => Ok(None),
            false => file.belongs_to(service).map(Some),
        }
    }

    fn read(path: PathBuf, shown: String) -> Result<Self> {
        let bytes = source::read_bytes(&path)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Error::new("the file is not UTF-8", "save it as UTF-8").in_file(&path))?;
        Ok(Self { path, shown, text })
    }

    /// Fails where a line begins with none of these words: what is not understood would be lost.
    ///
    /// # Errors
    ///
    /// There is such a line.
    pub(super) fn check_keywords(&self, words: &[&str]) -> Result<()> {
        let mut start = 0;
        let mut errors = Vec::new();
        for line in self.text.split_inclusive('\n') {
            let word = line.split_ascii_whitespace().next().unwrap_or_default();
            if !word.is_empty() && !word.starts_with('#') && !words.contains(&word) {
                let at = start + line.len() - line.trim_ascii_start().len();
                errors.push(self.unknown(word, at, words));
            }
            start += line.len();
        }
        Error::all(errors).map_or(Ok(()), Err)
    }

    fn unknown(&self, word: &str, at: usize, words: &[&str]) -> Error {
        let near = words
            .iter()
            .min_by_key(|known| strsim::damerau_levenshtein(known, word));
        let near = near.filter(|known| strsim::damerau_levenshtein(known, word) <= 2);
        let advice = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "model/facts/README.md of sdk-tailor lists the keywords; a newer version may have written the file"
                .to_owned(),
        };
        let place = TextPlace::new(&self.path, &self.text, at..at + word.len());
        Error::new(format!("`{word}` is no keyword of facts"), advice).in_text(place)
    }

    /// The id of the service that the facts are about, where the file says that.
    fn service(&self) -> Option<String> {
        let line = self.text.lines().find_map(|line| line.strip_prefix("service "))?;
        line.split_ascii_whitespace().next().map(decoded)
    }

    fn belongs_to(self, service: &Service) -> Result<Self> {
        let id = &service.sdk_id;
        match self.service() {
            Some(other) if other != *id => Err(Error::new(
                format!("the facts are about the service `{other}`, and the model is of `{id}`"),
                "name the file of the service, or a folder with a file for each service",
            )
            .in_file(&self.path)),
            _ => Ok(self),
        }
    }
}

/// The path of the file beside a model: in its folder, or in the folder of its file.
fn beside(paths: &ModelPaths, service: &Service) -> Option<PathBuf> {
    // botocore's models have a folder for each version, which the service's stands for.
    let is_below = service.origin.model.is_file() && service.origin.model.starts_with(&paths.directory);
    let folder = match paths.directory.is_dir() && !is_below {
        true => &*paths.directory,
        false => service.origin.model.parent()?,
    };
    Some(folder.join(NAME))
}

/// A path by its last two names.
fn shown(path: &Path) -> String {
    let names: Vec<_> = path.iter().rev().take(2).map(|name| name.to_string_lossy()).collect();
    names.into_iter().rev().collect::<Vec<_>>().join("/")
}
