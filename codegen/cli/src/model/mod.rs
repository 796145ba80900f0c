//! Newer models: comparisons of what they change for users, and upgrades to them.

pub mod ast;
mod changelog;
mod compare;
mod comparison;
pub mod diff;
mod places;
pub mod policy;
mod release;
pub(crate) mod report;
pub mod side;
pub mod transaction;
pub mod upgrade;
mod used_by;
pub mod wheel;
