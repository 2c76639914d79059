//! Files ↔ records.

pub mod record;
