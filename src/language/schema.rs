//! The schema: every field that a file of the pack may read.
//!
//! `pack.yaml` is read by `packs`; this is what it means. A record's values are held in the order of
//! [`Schema::fields`], so that a field is an index once a policy is checked.

use super::value::Type;

/// Index of a field in [`Schema::fields`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u16);

/// One declared field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its path as policies write it, e.g. `author.age`.
    pub path: String,
    /// Where the data holds it, as a path of JSON keys joined by dots; the same as `path` unless declared otherwise.
    pub column: String,
    /// Its type.
    pub ty: Type,
    /// A record without it is rejected.
    pub required: bool,
    /// Masked wherever people look, beyond the pack's subjects.
    pub sensitive: bool,
}

/// All declared fields, in the order they were declared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// The fields.
    pub fields: Vec<Field>,
}

impl Schema {
    /// Finds a field by the path policies write.
    pub fn find(&self, path: &str) -> Option<(FieldId, &Field)> {
        self.fields
            .iter()
            .enumerate()
            .find(|(_, field)| field.path == path)
            .map(|(index, field)| (FieldId(index as u16), field))
    }
}

/// A model the pack knows: which versions it was calibrated for and which scores it gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Its name in records and in `models.NAME`.
    pub name: String,
    /// Versions whose scores may be read; a score of any other version is unknown. Empty: any version.
    pub versions: Vec<String>,
    /// Score names with their ranges (inclusive).
    pub scores: Vec<(String, (f64, f64))>,
}

/// The models of a pack.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Models {
    /// Index into `all` of the model that bare `model` in a clause means; `None` if the pack declares no model.
    pub default: Option<usize>,
    /// The models, in the order declared.
    pub all: Vec<Model>,
}
