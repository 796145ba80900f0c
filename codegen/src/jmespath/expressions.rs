//! Paths: what the expressions of an operation give, and whether it is what its paginator, its waiters and its endpoint
//! can use.

use crate::{
    Error, Result,
    ir::{
        Acceptor, Expectation, Kind, Operation, OperationContextParam, Paginator, PathExpr, Service, ShapeId, Waiter,
    },
    jmespath::{Type, Typed, Types, resolve},
};

/// What is wrong with the expressions of an operation, in the order of the model.
pub fn problems<'a>(service: &'a Service, operation: &'a Operation) -> impl Iterator<Item = Error> + 'a {
    let paths = Expressions::of(service, operation);
    let paginator = operation.paginator.as_ref();
    let pages = paginator.and_then(move |paginator| paths.pages(paginator).err());
    let waiters = operation.waiters.iter().flat_map(move |waiter| {
        let acceptors = waiter.acceptors.iter().enumerate();
        acceptors.filter_map(move |(index, acceptor)| paths.acceptor(waiter, index, acceptor).err())
    });
    let context = operation.operation_context.iter();
    let context = context.filter_map(move |parameter| paths.context(parameter).err());
    pages.into_iter().chain(waiters).chain(context)
}

/// The expressions of one operation.
#[derive(Clone, Copy, Debug)]
pub struct Expressions<'a> {
    service: &'a Service,
    operation: &'a Operation,
}

/// Where a paginator finds what it needs.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The member of the input that takes a token, and where in the output the next one is.
    pub tokens: Vec<(usize, Typed)>,
    /// The member of the input that limits a page.
    pub limit: Option<usize>,
    /// Where the results are: a list, or a map, at the end of a path of members. None where they are neither.
    pub items: Option<(Vec<usize>, ShapeId)>,
    /// Where the output says that there is more.
    pub more: Option<Typed>,
}

impl<'a> Expressions<'a> {
    /// The expressions of an operation.
    pub fn of(service: &'a Service, operation: &'a Operation) -> Self {
        Self { service, operation }
    }

    fn types(&self) -> Types<'a> {
        Types(&self.service.shapes)
    }

    /// The type of what is sent, or what comes back. An operation may send nothing.
    fn root(shape: Option<ShapeId>) -> Type {
        shape.map_or(Type::Hash(Vec::new()), Type::Shape)
    }

    /// Resolves the expressions of a paginator.
    ///
    /// # Errors
    ///
    /// One of them does not lead to what a paginator can use.
    pub fn pages(&self, paginator: &Paginator) -> Result<Pages> {
        self.page_parts(paginator).map_err(|error| {
            error
                .in_file(&self.service.origin.paginators)
                .at(&paginator.pointer)
                .on(&self.operation.name)
        })
    }

    fn page_parts(&self, paginator: &Paginator) -> Result<Pages> {
        const SUBJECT: &str = "the paginator";
        let output = Self::root(self.operation.output);
        let of_output = |path: &PathExpr| resolve(&self.service.shapes, &output, path, SUBJECT);
        let pairs = paginator.input_tokens.iter().zip(&paginator.output_tokens);
        let tokens = pairs.map(|(taken, given)| self.token(taken, of_output(given)?, given));
        let limit = paginator.limit.clone().map(PathExpr);
        let more = paginator.more_results.as_ref().map(|path| {
            let more = of_output(path)?;
            self.demand(self.types().is_boolean(&more.ty), &more, path, (SUBJECT, "a boolean"))?;
            Ok(more)
        });
        let items = paginator.results.first().map(|path| self.items(of_output(path)?, path));
        Ok(Pages {
            tokens: tokens.collect::<Result<_>>()?,
            limit: limit.map(|limit| Ok(self.input_member(&limit)?.0)).transpose()?,
            items: items.transpose()?.flatten(),
            more: more.transpose()?,
        })
    }

    /// A member of the input, and its shape.
    fn input_member(&self, path: &PathExpr) -> Result<(usize, ShapeId)> {
        let input = Self::root(self.operation.input);
        let typed = resolve(&self.service.shapes, &input, path, "the paginator")?;
        match (typed.members().as_deref(), &typed.ty) {
            (Some([index]), Type::Shape(target)) => Ok((*index, *target)),
            _ => Err(Error::new(
                format!("the paginator sets `{}`, which is no member of the input", path.0),
                "name one member of the input, without a path",
            )),
        }
    }

    fn token(&self, taken: &PathExpr, given: Typed, path: &PathExpr) -> Result<(usize, Typed)> {
        let (member, target) = self.input_member(taken)?;
        if self.differ(&Type::Shape(target), &given.ty) {
            let (took, gave) = (self.types().noun(&Type::Shape(target)), self.types().noun(&given.ty));
            return Err(Error::new(
                format!(
                    "the paginator takes {gave} at `{}` for `{}`, which is {took}",
                    path.0, taken.0
                ),
                "let both be of the same type",
            ));
        }
        Ok((member, given))
    }

    /// Whether values of two types are of different Rust types: scalars and texts may come of several shapes.
    fn differ(&self, one: &Type, other: &Type) -> bool {
        let types = self.types();
        let kind = |ty: &Type| match ty {
            Type::Shape(id) => Some(&self.service.shapes[*id].kind),
            _ => None,
        };
        match (kind(one), kind(other)) {
            (Some(Kind::List(a)), Some(Kind::List(b))) => self.differ(&Type::Shape(a.target), &Type::Shape(b.target)),
            (Some(Kind::Map(_, a)), Some(Kind::Map(_, b))) => {
                self.differ(&Type::Shape(a.target), &Type::Shape(b.target))
            }
            (Some(Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_)), _) => one != other,
            (Some(a), Some(b)) => a.noun() != b.noun(),
            (Some(Kind::String), None) => !types.is_text(other),
            _ => true,
        }
    }

    /// Results, if they can be handed on one by one.
    fn items(&self, typed: Typed, path: &PathExpr) -> Result<Option<(Vec<usize>, ShapeId)>> {
        let Type::Shape(target) = typed.ty else {
            return Err(self.is_no_path(path));
        };
        if !matches!(self.service.shapes[target].kind, Kind::List(_) | Kind::Map(..)) {
            return Ok(None);
        }
        let members = typed.members().ok_or_else(|| self.is_no_path(path))?;
        Ok(Some((members, target)))
    }

    fn is_no_path(&self, path: &PathExpr) -> Error {
        Error::new(
            format!(
                "the paginator has its results at `{}`, which is no path of members",
                path.0
            ),
            "name the member of the output that holds them, or the members that lead to it",
        )
    }

    /// Resolves the expression of an acceptor; none for one without.
    ///
    /// # Errors
    ///
    /// It does not give what the acceptor expects.
    pub fn acceptor(&self, waiter: &Waiter, index: usize, acceptor: &Acceptor) -> Result<Option<Typed>> {
        self.expected(acceptor).map_err(|error| {
            error
                .in_file(&self.service.origin.waiters)
                .at(format!("{}/acceptors/{index}", waiter.pointer))
                .on(&waiter.name)
        })
    }

    fn expected(&self, acceptor: &Acceptor) -> Result<Option<Typed>> {
        let (path, wanted) = match &acceptor.expectation {
            Expectation::Output { path, .. } => (path, "a string"),
            Expectation::OutputBoolean { path, .. } => (path, "a boolean"),
            Expectation::OutputAll { path, .. } | Expectation::OutputAny { path, .. } => (path, "a list of strings"),
            Expectation::Success(_) | Expectation::Status(_) | Expectation::Error(_) => return Ok(None),
        };
        let output = Self::root(self.operation.output);
        let root = if acceptor.with_input {
            let input = Self::root(self.operation.input);
            Type::Hash(vec![("input".into(), input), ("output".into(), output)])
        } else {
            output
        };
        let subject = format!("the waiter of `{}`", self.operation.name);
        let typed = resolve(&self.service.shapes, &root, path, &subject)?;
        let fits = match &acceptor.expectation {
            Expectation::Output { .. } => self.types().is_text(&typed.ty),
            Expectation::OutputBoolean { .. } => self.types().is_boolean(&typed.ty),
            _ => self.holds_texts(&typed.ty),
        };
        self.demand(fits, &typed, path, (&subject, wanted))?;
        Ok(Some(typed))
    }

    /// Whether values are lists of strings.
    fn holds_texts(&self, ty: &Type) -> bool {
        let types = self.types();
        types.element(ty).is_some_and(|element| types.is_text(&element))
    }

    /// Resolves the expression of an endpoint parameter.
    ///
    /// # Errors
    ///
    /// It gives what no parameter can be.
    pub fn context(&self, parameter: &OperationContextParam) -> Result<Typed> {
        let subject = format!("the endpoint parameter `{}`", parameter.name);
        let input = Self::root(self.operation.input);
        let resolved = resolve(&self.service.shapes, &input, &parameter.path, &subject).and_then(|typed| {
            let types = self.types();
            let fits = self.holds_texts(&typed.ty) || types.is_text(&typed.ty) || types.is_boolean(&typed.ty);
            let wanted = "a string, a boolean or a list of strings";
            self.demand(fits, &typed, &parameter.path, (&subject, wanted))?;
            Ok(typed)
        });
        resolved.map_err(|error| {
            error
                .in_file(&self.service.origin.model)
                .at(&self.operation.pointer)
                .on(&self.operation.name)
        })
    }

    /// Refuses an expression that gives what its subject cannot use.
    fn demand(&self, fits: bool, typed: &Typed, path: &PathExpr, (subject, wanted): (&str, &str)) -> Result<()> {
        if fits {
            return Ok(());
        }
        let noun = self.types().noun(&typed.ty);
        Err(Error::new(
            format!("{subject} refers to `{}`, which is {noun}", path.0),
            format!("refer to {wanted}"),
        ))
    }
}
