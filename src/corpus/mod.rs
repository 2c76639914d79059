//! Files ↔ records.

pub mod record;
pub mod spool;
