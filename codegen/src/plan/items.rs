//! Items: the name of everything in the crate, and the path at which its users find it. It knows names, no tokens.

use super::{Crate, Role};
use crate::{
    ir::{Operation, ShapeId},
    plan::{Ident, OperationNames},
};

impl Crate {
    /// The name of the package, where the user names none.
    pub fn default_package(&self) -> &str {
        &self.names.package
    }

    /// The identifier of a type.
    pub fn type_name(&self, id: ShapeId) -> &Ident {
        self.names.type_of(id)
    }

    /// The module that holds the type of a shape.
    pub fn module_of(&self, id: ShapeId) -> &Ident {
        self.names.module_of(id)
    }

    /// The identifiers of a shape's members or variants.
    pub fn member_idents(&self, id: ShapeId) -> impl Iterator<Item = &Ident> {
        self.names.members_of(id).iter().map(|name| &name.ident)
    }

    /// The variant of an error in the enums of errors.
    pub fn error_variant(&self, id: ShapeId) -> &Ident {
        self.names.error_variant(id)
    }

    /// The identifiers of a shape's members or variants, as strings.
    pub fn member_names(&self, id: ShapeId) -> impl Iterator<Item = &str> {
        self.member_idents(id).map(Ident::as_str)
    }

    /// The identifiers of types.
    pub fn type_names(&self, ids: &[ShapeId]) -> Vec<&str> {
        ids.iter().map(|id| self.type_name(*id).as_str()).collect()
    }

    /// The names of an operation.
    pub fn operation_names(&self, operation: &Operation) -> &OperationNames {
        self.names.operation(operation)
    }

    /// The type of the error that may end an event stream, and the module that holds it.
    pub fn stream_error(&self, stream: ShapeId) -> (&Ident, &Ident) {
        self.names.error_of_stream(stream)
    }

    /// The path at which users of the crate find a type.
    pub fn path(&self, id: ShapeId) -> String {
        let name = self.names.type_of(id).as_str();
        match self.role(id) {
            Role::Input | Role::Output => format!("operation::{}::{name}", self.names.module_of(id).as_str()),
            Role::Error => format!("types::error::{name}"),
            Role::Data => format!("types::{name}"),
        }
    }

    /// The path of a structure's builder.
    pub fn builder_path(&self, id: ShapeId) -> String {
        let path = self.path(id);
        let (module, name) = path.rsplit_once("::").expect("paths have a module");
        format!("{module}::builders::{name}Builder")
    }

    /// The path of an operation's method.
    pub fn method_path(&self, operation: &Operation) -> String {
        format!("client::Client::{}", self.operation_names(operation).module.as_str())
    }

    /// The path of the enum of an operation's errors.
    pub fn error_path(&self, operation: &Operation) -> String {
        let names = self.operation_names(operation);
        format!("operation::{}::{}", names.module.as_str(), names.error())
    }

    /// The path of the error that may end an event stream.
    pub fn stream_error_path(&self, stream: ShapeId) -> String {
        format!("types::error::{}", self.stream_error(stream).0.as_str())
    }
}
