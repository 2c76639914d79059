//! Why a column that came with the items divides nothing.

use serde::Serialize;

/// Why a column is left out of every division of the items; of several reasons the last one here is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// It has more values than can be told apart.
    TooManyValues,
    /// There are too many columns.
    TooManyColumns,
    /// Its values are moments, lengths of time, lists or objects.
    NotSingle,
    /// A value is a text of several words, or longer than a name.
    Content,
    /// It is what a policy is about.
    Subject,
    /// It is sensitive or made from personal data.
    Hidden,
}

impl LeftOut {
    /// Returns the reason in plain words.
    pub fn words(self) -> &'static str {
        match self {
            LeftOut::TooManyValues => "more than 60 different values",
            LeftOut::TooManyColumns => "more than 200 columns",
            LeftOut::NotSingle => "moments, lengths of time, lists or objects",
            LeftOut::Content => "sentences, or values too long for a name",
            LeftOut::Subject => "the content that a policy is about",
            LeftOut::Hidden => "sensitive or personal",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::LeftOut;
    use crate::calibrate::sheet::columns::{COLUMNS_MAX, VALUES_MAX};

    #[test]
    fn the_words_name_the_limits_that_hold() {
        assert!(LeftOut::TooManyValues.words().contains(&VALUES_MAX.to_string()));
        assert!(LeftOut::TooManyColumns.words().contains(&COLUMNS_MAX.to_string()));
    }
}
