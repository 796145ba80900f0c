//! Sensitivity: which values are secret, and which shapes lead to secrets.
//!
//! A value is secret where a model says so of its shape, of the member that holds it, or of the structure or union around
//! that member. A list or a map is secret in whole where its elements, keys or values are, however deep; a structure
//! hides its own members, and is shown around them.

use crate::ir::{Member, Service, Shape, ShapeId};

/// Which values are secret.
#[derive(Debug)]
pub struct Sensitivity {
    secret: Vec<bool>,
    leads_to_secrets: Vec<bool>,
}

impl Sensitivity {
    /// Follows containers to what they hold.
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

    /// Whether values of the shape are secret wherever they stand.
    pub fn is_secret(&self, shape: ShapeId) -> bool {
        self.secret[shape.index()]
    }

    /// Whether the value of a member is secret in a structure or a union.
    pub fn hides(&self, owner: &Shape, member: &Member) -> bool {
        owner.traits.sensitive || member.traits.sensitive || self.is_secret(member.target)
    }

    /// Whether values of the shape are secret, or hold secrets at any depth.
    pub fn leads_to_secrets(&self, shape: ShapeId) -> bool {
        self.leads_to_secrets[shape.index()]
    }
}

/// Marks shapes that are marked by themselves, and those around them. `passes_on` is asked about each member: none keeps
/// what its target has from its owner, true marks the owner whatever the target is.
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
