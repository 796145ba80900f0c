//! Sensitivity: the values that are secret, and the shapes that lead to secrets.
//!
//! A value is secret where a model marks its shape, the member that holds it, or the structure or union around that
//! member as sensitive. A list or a map is secret as a whole where its elements, keys or values are, however deep; a
//! structure hides only its own secret members.

use crate::ir::{Member, Service, Shape, ShapeId};

/// The shapes whose values are secret.
#[derive(Debug)]
pub struct Sensitivity {
    secret: Vec<bool>,
    leads_to_secrets: Vec<bool>,
}

impl Sensitivity {
    /// Marks sensitive shapes, and the containers around them.
    pub fn of(service: &Service) -> Self {
        let says = |shape: &Shape| shape.traits.sensitive;
        let secret = spread(service, says, |shape, member| {
            shape.kind.element().map(|_| member.traits.sensitive)
        });
        let leads_to_secrets = spread(service, says, |_, member| Some(member.traits.sensitive));
        Self {
            secret,
            leads_to_secrets,
        }
    }

    /// True where values of the shape are secret wherever they occur.
    pub fn is_secret(&self, shape: ShapeId) -> bool {
        self.secret[shape.index()]
    }

    /// True where the value of a member is secret in this structure or union.
    pub fn hides(&self, owner: &Shape, member: &Member) -> bool {
        owner.traits.sensitive || member.traits.sensitive || self.is_secret(member.target)
    }

    /// True where values of the shape are secret, or hold secrets at any depth.
    pub fn leads_to_secrets(&self, shape: ShapeId) -> bool {
        self.leads_to_secrets[shape.index()]
    }
}

/// Marks shapes that are marked by themselves, and those around them. For each member, `passes_on` decides how: `None`
/// never marks the owner, `Some(false)` marks it if the target is marked, `Some(true)` always does.
fn spread(
    service: &Service,
    is_marked: impl Fn(&Shape) -> bool,
    passes_on: impl Fn(&Shape, &Member) -> Option<bool>,
) -> Vec<bool> {
    let count = service.shapes.id_count();
    let mut owners = vec![Vec::new(); count];
    let mut open = Vec::new();
    for (id, shape) in service.shapes.iter() {
        let mut marked = is_marked(shape);
        for member in shape.kind.references() {
            match passes_on(shape, member) {
                None => {}
                Some(true) => marked = true,
                Some(false) => owners[member.target.index()].push(id),
            }
        }
        open.extend(marked.then_some(id));
    }
    let mut marks = vec![false; count];
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut marks[id.index()], true) {
            open.extend(&owners[id.index()]);
        }
    }
    marks
}
