//! Recursion: finds the members that have to be boxed so that every type has a size.

use std::collections::BTreeSet;

use crate::{
    Error, Result,
    ir::{Service, Shape, ShapeId},
};

/// The members that have to be boxed.
#[derive(Debug, Default)]
pub struct Recursion {
    boxed: BTreeSet<(ShapeId, usize)>,
}

impl Recursion {
    /// Walks structures and unions in the order of the model, and marks one member of each cycle that it meets: the
    /// first by its name, as AWS's generator does.
    ///
    /// # Errors
    ///
    /// Lists or maps contain each other without a structure in between, which no Rust type can express.
    pub fn of(service: &Service) -> Result<Self> {
        let mut walk = Walk {
            service,
            state: vec![State::New; service.shapes.id_count()],
            boxed: BTreeSet::new(),
        };
        for (id, shape) in service.shapes.iter() {
            refuse_endless_container(service, id, shape)?;
            walk.visit(id);
        }
        Ok(Self { boxed: walk.boxed })
    }

    /// True where the member at that index of the structure or union is boxed.
    pub fn is_boxed(&self, shape: ShapeId, member: usize) -> bool {
        self.boxed.contains(&(shape, member))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Walk<'a> {
    service: &'a Service,
    state: Vec<State>,
    boxed: BTreeSet<(ShapeId, usize)>,
}

impl Walk<'_> {
    /// A depth-first walk with a stack of its own: a model may nest deeper than the program's stack.
    fn visit(&mut self, root: ShapeId) {
        if self.state[root.index()] != State::New {
            return;
        }
        self.state[root.index()] = State::Open;
        let mut path = vec![(root, 0)];
        while let Some((id, position)) = path.last_mut() {
            let (id, index) = (*id, *position);
            *position += 1;
            let Some(member) = self.service.shapes[id].kind.members().get(index) else {
                self.state[id.index()] = State::Done;
                path.pop();
                continue;
            };
            if self.boxed.contains(&(id, index)) {
                continue;
            }
            match self.state[member.target.index()] {
                State::Open => self.break_cycle(&mut path, member.target),
                State::Done => {}
                State::New => {
                    self.state[member.target.index()] = State::Open;
                    path.push((member.target, 0));
                }
            }
        }
    }

    /// Boxes a member of the cycle that the end of a path closes. What was walked behind that member is walked anew, since
    /// the path does not lead there any more.
    fn break_cycle(&mut self, path: &mut Vec<(ShapeId, usize)>, start: ShapeId) {
        let Some(first) = path.iter().position(|(id, _)| *id == start) else {
            return;
        };
        // The path has gone one position on from each member that it took.
        let name = |step: usize| {
            let (id, next) = path[step];
            let shape = &self.service.shapes[id];
            (&shape.name, &shape.kind.members()[next - 1].name)
        };
        let Some(step) = (first..path.len()).min_by_key(|step| name(*step)) else {
            return;
        };
        let (id, next) = path[step];
        self.boxed.insert((id, next - 1));
        for (id, _) in path.drain(step + 1..) {
            self.state[id.index()] = State::New;
        }
    }
}

/// The deepest nesting of lists and maps. AWS's models have three levels at most; compilers and stacks can take some
/// hundred.
const DEEPEST: usize = 16;

/// Fails for a list that contains itself, which has no Rust type however it is boxed, and for one that is nested too
/// deep.
fn refuse_endless_container(service: &Service, start: ShapeId, shape: &Shape) -> Result<()> {
    let mut passed = vec![start];
    let mut at = start;
    while passed.len() <= DEEPEST {
        let Some(element) = service.shapes[at].kind.element() else {
            return Ok(());
        };
        at = element.target;
        if at == start {
            return Err(refusal(
                service,
                shape,
                format!(
                    "the {} `{}` holds itself, with no structure between",
                    shape.kind.noun(),
                    shape.name
                ),
            ));
        }
        if passed.contains(&at) {
            // Another shape holds itself, and is refused for it.
            return Ok(());
        }
        passed.push(at);
    }
    if service.shapes[at].kind.element().is_none() {
        return Ok(());
    }
    Err(refusal(
        service,
        shape,
        format!(
            "lists and maps stand in each other more than {DEEPEST} deep in the {} `{}`",
            shape.kind.noun(),
            shape.name
        ),
    ))
}

fn refusal(service: &Service, shape: &Shape, problem: String) -> Error {
    Error::new(problem, "let one of the shapes in between be a structure or a union")
        .in_file(&service.origin.model)
        .at(&shape.pointer)
        .on(&shape.name)
}
