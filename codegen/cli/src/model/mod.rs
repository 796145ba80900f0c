//! What a newer model changes for users, and the way to it.

pub mod ast;
mod changelog;
pub mod diff;
mod places;
mod release;
mod report;
pub mod side;
pub mod transaction;
pub mod upgrade;
pub mod wheel;
