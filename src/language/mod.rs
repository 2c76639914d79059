//! Text → checked policy.
//!
//! `syntax` turns each file into a tree and never fails as a whole; `resolve` finds what names mean; `check` types every
//! expression and builds the [`policy::Pack`] that the rest of the house reads. Problems are gathered as
//! [`diag::Diagnostic`]s, several per file, and a broken item never makes a sound one look wrong.
//!
//! Architecture invariant: nothing here reads a disk or knows a terminal; pest's rules never leave `syntax`.

pub mod check;
pub mod diag;
pub mod input;
pub mod moment;
pub mod nearest;
pub mod policy;
pub mod prose;
pub mod resolve;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod value;
