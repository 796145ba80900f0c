//! Expressions of an operation, with their types: those that its paginator, its waiters and its endpoint parameters
//! use.

use crate::{
    Error, Result,
    ir::{
        Acceptor, Expectation, Kind, Operation, OperationContextParam, Paginator, PathExpr, Service, ShapeId, Waiter,
    },
    jmespath::{Type, Typed, Types, resolve},
};

/// The errors in the expressions of an operation, in the order of the model.
pub fn problems<'a>(service: &'a Service, operation: &'a Operation) -> impl Iterator<Item = Error> + 'a {
    let expressions = Expressions::of(service, operation);
    let paginator = operation.paginator.as_ref();
    let pages = paginator.and_then(move |paginator| expressions.pages(paginator).err());
    let waiters = operation.waiters.iter().flat_map(move |waiter| {
        let acceptors = waiter.acceptors.iter().enumerate();
        acceptors.filter_map(move |(index, acceptor)| expressions.acceptor(waiter, index, acceptor).err())
    });
    let context = operation.operation_context.iter();
    let context = context.filter_map(move |parameter| expressions.context(parameter).err());
    pages.into_iter().chain(waiters).chain(context)
}

/// The expressions of one operation.
#[derive(Clone, Copy, Debug)]
pub struct Expressions<'a> {
    service: &'a Service,
    operation: &'a Operation,
}

/// The resolved expressions of a paginator.
#[derive(Clone, Debug)]
pub struct Pages {
    /// For each token, the member of the input that takes it, and its path in the output.
    pub tokens: Vec<(usize, Typed)>,
    /// The member of the input that limits a page.
    pub limit: Option<usize>,
    /// The path of members to the results, a list or a map; `None` where they are neither.
    pub items: Option<(Vec<usize>, ShapeId)>,
    /// The expression that tells whether there are more pages.
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

    /// The type of the input or the output. An operation may have no input.
    fn root(shape: Option<ShapeId>) -> Type {
        shape.map_or(Type::Hash(Vec::new()), Type::Shape)
    }

    /// Resolves the expressions of a paginator.
    ///
    /// # Errors
    ///
    /// One of them has a type that a paginator cannot use.
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
        if self.differ(target, &given.ty) {
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

    /// Tells whether the type of a shape and another differ in Rust. Scalars and strings are equal types, whatever
    /// shapes they come from.
    fn differ(&self, taken: ShapeId, given: &Type) -> bool {
        let types = self.types();
        let kind = types.kind(given);
        match &self.service.shapes[taken].kind {
            Kind::List(a) => match kind {
                Some(Kind::List(b)) => self.differ(a.target, &Type::Shape(b.target)),
                Some(_) | None => true,
            },
            Kind::Map(_, a) => match kind {
                Some(Kind::Map(_, b)) => self.differ(a.target, &Type::Shape(b.target)),
                Some(_) | None => true,
            },
            Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_) => Type::Shape(taken) != *given,
            Kind::String if kind.is_none() => !types.is_text(given),
            plain @ (Kind::Blob
            | Kind::Boolean
            | Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::BigInteger
            | Kind::BigDecimal
            | Kind::String
            | Kind::IntEnum(_)
            | Kind::Timestamp
            | Kind::Document) => kind.is_none_or(|kind| kind.noun() != plain.noun()),
        }
    }

    /// The results, if they can be returned one by one.
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

    /// Resolves the expression of an acceptor; `None` for one without.
    ///
    /// # Errors
    ///
    /// Its type is not the one that the acceptor expects.
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
            Expectation::OutputAll { .. } | Expectation::OutputAny { .. } => self.holds_texts(&typed.ty),
            Expectation::Success(_) | Expectation::Status(_) | Expectation::Error(_) => true,
        };
        self.demand(fits, &typed, path, (&subject, wanted))?;
        Ok(Some(typed))
    }

    /// True for lists of strings.
    fn holds_texts(&self, ty: &Type) -> bool {
        let types = self.types();
        types.element(ty).is_some_and(|element| types.is_text(&element))
    }

    /// Resolves the expression of an endpoint parameter.
    ///
    /// # Errors
    ///
    /// Its type is not one that parameters have.
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

    /// Fails where an expression has a type that its user, the subject, does not accept.
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
