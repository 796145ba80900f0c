//! The files of a model together: the shapes that they define, and the names that each of them can use.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;

use super::{
    builtin,
    fault::{Fault, Faults, Where},
    problem::Span,
    syntax::{Body, File, Io, Shape, ShapeType, Version},
};

/// The namespace of the prelude.
pub(super) const PRELUDE: &str = "smithy.api";

/// The text of a file, and its name in errors.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// A file that was read.
#[derive(Debug)]
pub(super) struct Input<'s> {
    pub(super) path: &'s Path,
    pub(super) text: &'s str,
    pub(super) content: Content<'s>,
}

#[derive(Debug)]
pub(super) enum Content<'s> {
    Idl(File<'s>),
    Json(Value),
}

/// The definition of a shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Defined<'m> {
    pub(super) file: usize,
    pub(super) version: Version,
    pub(super) of: Definition<'m>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Definition<'m> {
    Idl(&'m Shape<'m>),
    /// The input or output of an operation, defined in place: the trait that marks it.
    Inline(&'m Shape<'m>, &'static str),
    Json(&'m Value),
}

impl<'m> Defined<'m> {
    /// The name of the type.
    pub(super) fn type_name(&self) -> &'m str {
        match self.of {
            Definition::Idl(shape) | Definition::Inline(shape, _) => shape.kind.name(),
            Definition::Json(shape) => shape.get("type").and_then(Value::as_str).unwrap_or_default(),
        }
    }

    /// The statement, where there is one.
    pub(super) fn statement(&self) -> Option<&'m Shape<'m>> {
        match self.of {
            Definition::Idl(shape) | Definition::Inline(shape, _) => Some(shape),
            Definition::Json(_) => None,
        }
    }
}

/// A file that defines shapes: one of the model, or a built-in one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'m> {
    pub(super) path: &'m Path,
    pub(super) text: &'m str,
    pub(super) idl: Option<&'m File<'m>>,
}

/// The files, and the shapes that they define.
#[derive(Debug)]
pub(super) struct Model<'m> {
    pub(super) origins: Vec<Origin<'m>>,
    /// The number of the model's own files; the built-in ones follow.
    pub(super) own: usize,
    /// Numbers have to be held to their last digit.
    pub(super) is_exact: bool,
    pub(super) shapes: HashMap<String, Defined<'m>>,
    /// The ids of the model's own shapes, in the order of the files.
    pub(super) order: Vec<String>,
    /// Definitions of shapes that another file defines, too.
    pub(super) again: Vec<(String, Defined<'m>)>,
    /// The names of the prelude's shapes that every file can use, with their ids.
    public: HashMap<&'m str, String>,
    /// Those of them that other namespaces define, too.
    shadowed: HashSet<&'m str>,
    /// The names that each file imports.
    imports: Vec<HashMap<&'m str, &'m str>>,
}

impl<'m> Model<'m> {
    pub(super) fn of(inputs: &'m [Input<'m>], faults: &mut Faults) -> Self {
        let mut model = Self {
            origins: Vec::new(),
            own: inputs.len(),
            is_exact: false,
            shapes: HashMap::new(),
            order: Vec::new(),
            again: Vec::new(),
            public: HashMap::new(),
            shadowed: HashSet::new(),
            imports: Vec::new(),
        };
        for input in inputs {
            let idl = match &input.content {
                Content::Idl(file) => Some(file),
                Content::Json(_) => None,
            };
            model.origins.push(Origin {
                path: input.path,
                text: input.text,
                idl,
            });
        }
        for built_in in builtin::files() {
            model.origins.push(Origin {
                path: Path::new(built_in.name),
                text: built_in.text,
                idl: Some(&built_in.file),
            });
        }
        for (number, input) in inputs.iter().enumerate() {
            if let Content::Json(value) = &input.content {
                model.take_json(number, value);
            }
        }
        for number in 0..model.origins.len() {
            model.take_file(number);
        }
        model.shadowed = model.shadowed();
        for number in 0..model.origins.len() {
            let imports = model.imports_of(number, faults);
            model.imports.push(imports);
        }
        model
    }

    pub(super) fn is_own(&self, file: usize) -> bool {
        file < self.own
    }

    fn define(&mut self, id: String, defined: Defined<'m>) {
        let is_own = self.is_own(defined.file);
        match self.shapes.get(&id) {
            None => {
                if is_own {
                    self.order.push(id.clone());
                }
                self.shapes.insert(id, defined);
            }
            // The model's own definition goes before one that is built in.
            Some(_) if is_own => self.again.push((id, defined)),
            Some(_) => {}
        }
    }

    fn take_json(&mut self, file: usize, value: &'m Value) {
        let version = match value.get("smithy").and_then(Value::as_str) {
            Some("1" | "1.0") => Version::One,
            _ => Version::Two,
        };
        let shapes = value.get("shapes").and_then(Value::as_object);
        for (id, shape) in shapes.into_iter().flatten() {
            if shape.get("type").is_none_or(|name| name != "apply") {
                let of = Definition::Json(shape);
                self.define(id.clone(), Defined { file, version, of });
            }
        }
    }

    fn take_file(&mut self, number: usize) {
        let Some(file) = self.origins[number].idl else { return };
        let id_of = |name: &str| format!("{}#{name}", file.namespace);
        let is_prelude = file.namespace == PRELUDE;
        for shape in &file.shapes {
            let defined = |of| Defined {
                file: number,
                version: file.version,
                of,
            };
            if is_prelude && !shape.traits.traits.iter().any(|it| it.name.text == "private") {
                let name = shape.name.text;
                self.public.insert(name, format!("{PRELUDE}#{name}"));
            }
            self.define(id_of(shape.name.text), defined(Definition::Idl(shape)));
            if let Body::Operation(operation) = &shape.body {
                let input = (&operation.input, &file.input_suffix, "smithy.api#input");
                let output = (&operation.output, &file.output_suffix, "smithy.api#output");
                for (io, suffix, mark) in [input, output] {
                    if let Some(Io::Inline(inline)) = io {
                        let id = id_of(&format!("{}{suffix}", shape.name.text));
                        self.define(id, defined(Definition::Inline(inline, mark)));
                    }
                }
            }
        }
    }

    /// The public names of the prelude that shapes of other namespaces have.
    fn shadowed(&self) -> HashSet<&'m str> {
        let ids = self.shapes.keys().filter_map(|id| id.split_once('#'));
        let others = ids.filter(|(namespace, _)| *namespace != PRELUDE);
        let public = others.filter_map(|(_, name)| self.public.get_key_value(name));
        public.map(|(name, _)| *name).collect()
    }

    /// The imports of a file. No two imports have one name, nor do an import and a shape of the file.
    fn imports_of(&self, number: usize, faults: &mut Faults) -> HashMap<&'m str, &'m str> {
        let mut imports: HashMap<&str, &str> = HashMap::new();
        let Some(file) = self.origins[number].idl else {
            return imports;
        };
        for import in &file.uses {
            let name = import.text.rsplit('#').next().unwrap_or_default();
            if let Some(known) = imports.insert(name, import.text)
                && known != import.text
            {
                let problem = format!("cannot use name `{}` because it conflicts with `{known}`", import.text);
                let advice = "write the whole id of one of them where it is used";
                faults.add(Fault::new(Where::Span(number, import.span), problem, advice));
            }
        }
        for shape in &file.shapes {
            if let Some(import) = imports.get(shape.name.text) {
                let problem = format!(
                    "shape name `{}` conflicts with imported shape `{import}`",
                    shape.name.text
                );
                let advice = "rename the shape, or write the whole id of the other where it is used";
                faults.add(Fault::new(Where::Span(number, shape.name.span), problem, advice));
            }
        }
        imports
    }

    /// The id that a name in a file refers to.
    pub(super) fn resolve<'a>(&'a self, file: usize, name: &'a str) -> Cow<'a, str> {
        if name.contains('#') {
            return Cow::Borrowed(name);
        }
        let (shape, member) = match name.split_once('$') {
            Some((shape, member)) => (shape, Some(member)),
            None => (name, None),
        };
        let id = self.resolve_shape(file, shape);
        match member {
            Some(member) => Cow::Owned(format!("{id}${member}")),
            None => id,
        }
    }

    fn resolve_shape<'a>(&'a self, file: usize, name: &'a str) -> Cow<'a, str> {
        if let Some(import) = self.imports[file].get(name) {
            return Cow::Borrowed(import);
        }
        let public = self.public.get(name);
        if let Some(id) = public.filter(|_| !self.shadowed.contains(name)) {
            return Cow::Borrowed(id);
        }
        let namespace = self.origins[file].idl.map_or("", |file| file.namespace);
        let here = [namespace, name].join("#");
        match public.filter(|_| !self.shapes.contains_key(&here)) {
            Some(id) => Cow::Borrowed(id),
            None => Cow::Owned(here),
        }
    }

    /// The type of a shape.
    pub(super) fn type_of(&self, id: &str) -> Option<&'m str> {
        self.shapes.get(id).map(Defined::type_name)
    }

    /// The place of a shape's name.
    pub(super) fn place(&self, id: &str) -> Where {
        self.shapes
            .get(id)
            .map_or_else(|| Where::Pointer(String::new()), |it| self.place_of(id, it))
    }

    /// The place of a definition's name.
    pub(super) fn place_of(&self, id: &str, defined: &Defined<'m>) -> Where {
        match defined.statement() {
            Some(shape) => Where::Span(defined.file, shape.name.span),
            None => Where::Json(defined.file, crate::load::json::pointer_to("/shapes", id)),
        }
    }

    /// Names that could be meant instead of an id: those of its namespace, and those of the prelude.
    pub(super) fn names_near<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        let namespace = id.split('#').next().unwrap_or_default();
        let own = self.order.iter().filter_map(move |known| {
            let (of, name) = known.split_once('#')?;
            (of == namespace).then_some(name)
        });
        own.chain(
            self.public
                .keys()
                .copied()
                .filter(|name| name.starts_with(char::is_uppercase)),
        )
    }

    /// True where any shape is of the namespace.
    pub(super) fn has_namespace(&self, namespace: &str) -> bool {
        self.origins
            .iter()
            .any(|it| it.idl.is_some_and(|file| file.namespace == namespace))
            || self
                .order
                .iter()
                .any(|id| id.strip_prefix(namespace).is_some_and(|rest| rest.starts_with('#')))
    }

    /// A span in one of the files.
    pub(super) fn span(file: usize, span: Span) -> Where {
        Where::Span(file, span)
    }

    /// The value of an annotation trait: empty, of the type that the trait's shape has.
    pub(super) fn empty_value(&self, id: &str) -> Value {
        match self.type_of(id) {
            Some("list" | "set") => Value::Array(Vec::new()),
            Some("structure" | "union" | "map") | None => Value::Object(serde_json::Map::new()),
            Some(_) => Value::Null,
        }
    }
}

/// The name of the type after lowering: sets are lists with unique items.
pub(super) fn ast_type(kind: ShapeType) -> &'static str {
    match kind {
        ShapeType::Set => "list",
        other => other.name(),
    }
}
