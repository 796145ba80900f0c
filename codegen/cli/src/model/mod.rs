//! Newer models: comparisons of what they change for users, and upgrades to them.

pub mod ast;
mod changelog;
mod compare;
pub mod diff;
mod places;
mod release;
pub(crate) mod report;
pub mod side;
pub mod upgrade;
mod used_by;
