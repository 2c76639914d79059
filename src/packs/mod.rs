//! Folder ↔ sources.

pub mod yaml;
