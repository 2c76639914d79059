//! Which fields of items are hidden wherever people look, unless content is asked for.
//!
//! A pack's schema marks fields as sensitive; a corpus card does the same for its items, and names the columns with
//! personal data, which hide every field that is made from them.

use super::card::Facts;
use crate::language::schema::{Field, Schema};

/// The fields of a schema that are hidden.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Masking {
    hidden: Vec<bool>,
    paths: Vec<String>,
}

impl Masking {
    /// Hides what the schema and the card, if there is one, call sensitive or personal.
    pub fn new(schema: &Schema, card: Option<&Facts>) -> Masking {
        let named = |field: &Field| {
            let sensitive = card.into_iter().flat_map(|card| &card.sensitive);
            sensitive.into_iter().any(|name| within(&field.column, name) || within(&field.path, name))
        };
        let hidden: Vec<bool> = schema.fields.iter().map(|field| field.sensitive || named(field)).collect();
        let paths = schema.fields.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(field, _)| &field.path);
        // A card may name fields that the schema does not declare.
        let paths = paths.chain(card.into_iter().flat_map(|card| &card.sensitive));
        Masking { paths: paths.cloned().collect(), hidden }
    }

    /// Hides nothing: content was asked for, or is the user's own.
    pub fn nothing() -> Masking {
        Masking::default()
    }

    /// True if the field of this number is hidden.
    pub fn hides(&self, field: usize) -> bool {
        self.hidden.get(field).copied().unwrap_or(false)
    }

    /// True if a path such as `author.age` or `messages[2].text` leads into a hidden field.
    pub fn hides_path(&self, path: &str) -> bool {
        let path = path.strip_prefix("item.").unwrap_or(path);
        self.paths.iter().any(|hidden| within(path, hidden))
    }
}

/// Returns a text with a dot in place of every letter and digit; its characters keep their places.
pub fn masked(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { '•' } else { c }).collect()
}

/// True if a path is another or lies inside it.
fn within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::{Masking, masked};
    use crate::corpus::card::Facts;
    use crate::language::schema::{Field, Schema};
    use crate::language::value::Type;

    fn field(path: &str, column: &str, sensitive: bool) -> Field {
        Field { path: path.to_owned(), column: column.to_owned(), ty: Type::Text, required: false, sensitive }
    }

    #[test]
    fn schema_and_card_hide_fields_by_path_and_by_column() {
        let schema = Schema {
            fields: vec![
                field("text", "text", false),
                field("author.age", "author.age_days", true),
                field("bio", "b", false),
            ],
        };
        let card = Facts { sensitive: vec!["b".to_owned(), "undeclared".to_owned()], ..Facts::default() };
        let own = Masking::new(&schema, None);
        assert_eq!((own.hides(0), own.hides(1), own.hides(2)), (false, true, false));
        let both = Masking::new(&schema, Some(&card));
        assert!(
            both.hides(2)
                && both.hides_path("bio")
                && both.hides_path("item.author.age")
                && both.hides_path("bio[1].x")
                && both.hides_path("undeclared")
        );
        assert!(!both.hides_path("text") && !both.hides_path("biography") && !Masking::nothing().hides(1));
    }

    #[test]
    fn characters_keep_their_places() {
        assert_eq!(masked("Jo, 17 @x"), "••, •• @•");
    }
}
