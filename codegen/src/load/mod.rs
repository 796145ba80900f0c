//! Front ends: a model on disk becomes an [`ir::Service`](crate::ir::Service).
