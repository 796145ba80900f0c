//! Cursors over parsed JSON, whose errors name the file and the pointer.
//!
//! Front ends read files only through a [`Cursor`], so a model of the wrong form is an error and never a panic or a
//! silent default. A cursor refers to its parent on the stack, and builds its pointer only when an error or the IR
//! needs it.
//!
//! An object is read through [`Fields`], with a list of the [`Keys`] that it may have. A key outside the list is not an
//! error, since a newer model may have more than we know; it is recorded as [`Unread`]. Nothing here knows the meaning
//! of a key.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::{Error, Result, error::did_you_mean};

/// The advice about a file that is not of the form that its front end reads.
const MEND: &str = "mend this place, or fetch the file again if it was edited or cut off";

/// A part of a model that no front end knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The file.
    pub file: PathBuf,
    /// The location in the file, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The unknown part: "the key `box` of an operation".
    pub what: String,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is not known\n  --> {}#{}",
            self.what,
            self.file.display(),
            self.pointer
        )
    }
}

/// A parsed file.
#[derive(Debug)]
pub(crate) struct Document {
    file: PathBuf,
    root: Value,
    extras: Option<Extras>,
    moves: Moves,
    unread: RefCell<Vec<Unread>>,
}

/// Values that a front end moved: their pointers in the file, by their pointers now.
pub(crate) type Moves = BTreeMap<String, String>;

/// A second file that is merged into a first one.
#[derive(Debug)]
struct Extras {
    file: PathBuf,
    merge: Value,
}

impl Document {
    pub(crate) fn new(file: PathBuf, root: Value) -> Self {
        Self {
            file,
            root,
            extras: None,
            moves: Moves::default(),
            unread: RefCell::default(),
        }
    }

    /// The same file with other content, parts of which were moved.
    pub(crate) fn rearranged(self, root: Value, moves: Moves) -> Self {
        Self { root, moves, ..self }
    }

    /// Merges the value of `merge` in another file into this one: objects are joined, other values are replaced.
    pub(crate) fn merge(&mut self, mut extras: Self) {
        let Some(merge) = extras.root.get_mut("merge").map(Value::take) else {
            return;
        };
        deep_merge(&mut self.root, &merge);
        self.extras = Some(Extras {
            file: extras.file,
            merge,
        });
    }

    pub(crate) fn moves(&self) -> &Moves {
        &self.moves
    }

    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    pub(crate) fn root(&self) -> Cursor<'_, '_> {
        Cursor {
            document: self,
            value: &self.root,
            place: Place::Root,
        }
    }

    /// The unknown parts met so far, in that order.
    pub(crate) fn into_unread(self) -> Vec<Unread> {
        let Self { root, unread, .. } = self;
        if is_large(&root) {
            // To give back the memory of a large model takes a fifth of the time that it takes to read it. Nobody has
            // to wait for that.
            rayon::spawn(move || drop(root));
        }
        unread.into_inner()
    }

    /// The file that a value came from, and its pointer there.
    fn origin(&self, pointer: String) -> (&Path, String) {
        match &self.extras {
            Some(extras) if extras.has(&pointer, &self.root) => (&extras.file, format!("/merge{pointer}")),
            _ => (&self.file, pointer),
        }
    }
}

/// Tells whether a model has so many shapes that freeing it takes a while.
fn is_large(root: &Value) -> bool {
    let shapes = field(root, "shapes").and_then(Value::as_object);
    shapes.is_some_and(|shapes| shapes.len() > 512)
}

impl Extras {
    /// True where the whole value at the pointer comes from this file.
    fn has(&self, pointer: &str, merged: &Value) -> bool {
        let own = self.merge.pointer(pointer);
        own.is_some() && own == merged.pointer(pointer)
    }
}

/// Merges a value into another. The depth is bounded: the parser refuses a file that nests deeper than 128 levels.
fn deep_merge(base: &mut Value, extra: &Value) {
    match (base, extra) {
        (Value::Object(base), Value::Object(extra)) => {
            for (key, value) in extra {
                deep_merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, extra) => *base = extra.clone(),
    }
}

/// The pointer that a value had in the file, before it or a value around it was moved.
pub(crate) fn before(moves: &Moves, pointer: String) -> String {
    let mut end = pointer.len();
    loop {
        if let Some(origin) = moves.get(&pointer[..end]) {
            return format!("{origin}{}", &pointer[end..]);
        }
        match pointer[..end].rfind('/') {
            Some(slash) => end = slash,
            None => return pointer,
        }
    }
}

/// The pointer to the value of a key.
pub(crate) fn pointer_to(parent: &str, key: &str) -> String {
    let mut pointer = String::with_capacity(parent.len() + 1 + key.len());
    pointer.push_str(parent);
    push_step(&mut pointer, key);
    pointer
}

/// Adds a key to a pointer.
fn push_step(pointer: &mut String, key: &str) {
    pointer.push('/');
    if !key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        pointer.push_str(key);
        return;
    }
    for character in key.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The size up to which an object is searched linearly, which is faster than to hash the key.
const FEW: usize = 12;

/// The value of a key in an object, if it has one. The objects of models are small, and read often.
pub(crate) fn get<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    match object.len() {
        0..=FEW => object.iter().find(|(known, _)| *known == key).map(|(_, value)| value),
        _ => object.get(key),
    }
}

/// The value of a key, if there is an object that has it.
pub(crate) fn field<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    get(value.as_object()?, key)
}

/// The keys that objects of one kind may have.
#[derive(Debug)]
pub(crate) struct Keys {
    /// The noun for an object of the kind, in messages: "an operation".
    pub(crate) of: &'static str,
    /// The keys that are read.
    pub(crate) read: &'static [&'static str],
    /// The keys that are known and ignored, because no client depends on them.
    pub(crate) left: &'static [&'static str],
}

/// A value and its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'p, 'v> {
    document: &'v Document,
    value: &'v Value,
    place: Place<'p, 'v>,
}

/// The last step of the path to a value.
#[derive(Clone, Copy, Debug)]
enum Place<'p, 'v> {
    Root,
    Key(&'p Cursor<'p, 'v>, &'v str),
    Index(&'p Cursor<'p, 'v>, usize),
}

impl<'p, 'v> Cursor<'p, 'v> {
    /// The value itself.
    pub(crate) fn value(&self) -> &'v Value {
        self.value
    }

    /// The location of the value in its file, as a JSON pointer (RFC 6901).
    pub(crate) fn pointer(&self) -> String {
        let mut now = String::with_capacity(64);
        self.push_place(&mut now);
        match self.document.moves.is_empty() {
            true => now,
            false => before(&self.document.moves, now),
        }
    }

    /// Appends the location of the value in the file, also if it was moved.
    fn push_place(&self, pointer: &mut String) {
        match self.place {
            Place::Root => {}
            Place::Key(parent, key) => {
                parent.push_place(pointer);
                push_step(pointer, key);
            }
            Place::Index(parent, index) => {
                parent.push_place(pointer);
                push_step(pointer, &index.to_string());
            }
        }
    }

    /// An error at this place.
    pub(crate) fn error(&self, problem: impl Into<String>, advice: impl Into<String>) -> Error {
        let (file, pointer) = self.document.origin(self.pointer());
        Error::new(problem, advice).in_file(file).at(pointer)
    }

    /// An error about an unknown name at this place.
    pub(crate) fn unknown<'n>(&self, what: &str, name: &str, known: impl IntoIterator<Item = &'n str>) -> Error {
        let known: Vec<&str> = known.into_iter().collect();
        let advice = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| match known.as_slice() {
            [] => format!("take it away: there is no {what} at all"),
            few if few.len() <= 20 => format!("use one of `{}`", few.join("`, `")),
            _ => format!("add a {what} of that name, or name one that is there"),
        });
        self.error(format!("no {what} is called `{name}`"), advice)
    }

    /// Records an unknown part at this place.
    pub(crate) fn note_unread(&self, what: impl Into<String>) {
        let (file, pointer) = self.document.origin(self.pointer());
        self.document.unread.borrow_mut().push(Unread {
            file: file.to_owned(),
            pointer,
            what: what.into(),
        });
    }

    pub(crate) fn str(&self) -> Result<&'v str> {
        self.value.as_str().ok_or_else(|| self.expected("a string"))
    }

    pub(crate) fn string(&self) -> Result<String> {
        self.str().map(str::to_owned)
    }

    pub(crate) fn bool(&self) -> Result<bool> {
        self.value.as_bool().ok_or_else(|| self.expected("a boolean"))
    }

    /// An integer within the bounds of its type.
    pub(crate) fn whole<T: TryFrom<i64>>(&self) -> Result<T> {
        let Value::Number(number) = self.value else {
            return Err(self.expected("a whole number"));
        };
        let whole = number.as_i64().and_then(|whole| T::try_from(whole).ok());
        whole.ok_or_else(|| self.error(format!("`{number}` is not a whole number that can stand here"), MEND))
    }

    /// A number, in the model's notation.
    pub(crate) fn number(&self) -> Result<String> {
        match self.value {
            Value::Number(number) => Ok(number.to_string()),
            _ => Err(self.expected("a number")),
        }
    }

    /// Looks a string up in a table of its possible values, and gives the meaning.
    pub(crate) fn one_of<T: Copy>(&self, what: &str, choices: &[(&'static str, T)]) -> Result<T> {
        let name = self.str()?;
        let choice = choices.iter().find(|(known, _)| *known == name);
        choice
            .map(|(_, meaning)| *meaning)
            .ok_or_else(|| self.unknown(what, name, choices.iter().map(|(known, _)| *known)))
    }

    /// The entries of an object whose keys are names.
    pub(crate) fn entries<'c>(&'c self) -> Result<impl Iterator<Item = (&'v str, Cursor<'c, 'v>)>> {
        let entries = self.map()?.iter();
        Ok(entries.map(move |(key, value)| (key.as_str(), self.child(value, Place::Key(self, key)))))
    }

    /// The value of a key, if this is an object that has it.
    pub(crate) fn key<'c>(&'c self, key: &str) -> Option<Cursor<'c, 'v>> {
        let object = self.value.as_object()?;
        let (key, value) = match object.len() {
            0..=FEW => object.iter().find(|(known, _)| *known == key)?,
            _ => object.get_key_value(key)?,
        };
        Some(self.child(value, Place::Key(self, key)))
    }

    /// The elements of an array.
    pub(crate) fn items<'c>(&'c self) -> Result<impl Iterator<Item = Cursor<'c, 'v>>> {
        let items = self.value.as_array().ok_or_else(|| self.expected("an array"))?.iter();
        Ok(items
            .enumerate()
            .map(move |(index, value)| self.child(value, Place::Index(self, index))))
    }

    /// The strings of an array.
    pub(crate) fn strings(&self) -> Result<Vec<String>> {
        self.items()?.map(|item| item.string()).collect()
    }

    /// The fields of an object whose keys are fixed.
    pub(crate) fn fields(self, keys: &'static Keys) -> Result<Fields<'p, 'v>> {
        let fields = Fields {
            map: self.map()?,
            cursor: self,
            keys,
        };
        fields.note_unread_keys();
        Ok(fields)
    }

    fn map(&self) -> Result<&'v Map<String, Value>> {
        self.value.as_object().ok_or_else(|| self.expected("an object"))
    }

    /// The cursor of an entry of this object, which was found by other means.
    pub(crate) fn entry<'c>(&'c self, key: &'v str, value: &'v Value) -> Cursor<'c, 'v> {
        self.child(value, Place::Key(self, key))
    }

    fn child<'c>(&self, value: &'v Value, place: Place<'c, 'v>) -> Cursor<'c, 'v> {
        Cursor {
            document: self.document,
            value,
            place,
        }
    }

    /// An error about a value of the wrong type.
    pub(crate) fn expected(&self, wanted: &str) -> Error {
        let found = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        self.error(format!("expected {wanted}, found {found}"), MEND)
    }
}

/// An object whose keys are fixed, and its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'p, 'v> {
    cursor: Cursor<'p, 'v>,
    map: &'v Map<String, Value>,
    keys: &'static Keys,
}

impl<'p, 'v> Fields<'p, 'v> {
    /// The object itself.
    pub(crate) fn cursor(&self) -> Cursor<'p, 'v> {
        self.cursor
    }

    /// The value of a key, if it is there.
    pub(crate) fn get<'c>(&'c self, key: &'static str) -> Option<Cursor<'c, 'v>> {
        debug_assert!(self.keys.read.contains(&key), "`{key}` is no key of {}", self.keys.of);
        let value = get(self.map, key)?;
        Some(self.cursor.child(value, Place::Key(&self.cursor, key)))
    }

    /// The value of a required key.
    pub(crate) fn require<'c>(&'c self, key: &'static str) -> Result<Cursor<'c, 'v>> {
        self.get(key).ok_or_else(|| {
            self.cursor
                .error(format!("{} needs the key `{key}`", self.keys.of), MEND)
        })
    }

    /// Reads a boolean; an absent key is false.
    pub(crate) fn flag(&self, key: &'static str) -> Result<bool> {
        self.get(key).map_or(Ok(false), |value| value.bool())
    }

    /// The string of a key, if it is there.
    pub(crate) fn string(&self, key: &'static str) -> Result<Option<String>> {
        self.get(key).map(|value| value.string()).transpose()
    }

    /// The strings of a key; empty if it is not there.
    pub(crate) fn strings(&self, key: &'static str) -> Result<Vec<String>> {
        self.get(key).map_or_else(|| Ok(Vec::new()), |value| value.strings())
    }

    fn note_unread_keys(&self) {
        for (key, value) in self.map {
            if !self.keys.read.contains(&key.as_str()) && !self.keys.left.contains(&key.as_str()) {
                let place = self.cursor.child(value, Place::Key(&self.cursor, key));
                place.note_unread(format!("the key `{key}` of {}", self.keys.of));
            }
        }
    }
}
