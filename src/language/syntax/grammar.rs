//! The parser that pest makes from `grammar/precept.pest`. Its `Rule` is known in this folder only.

use pest::Parser;
use pest::iterators::{Pair, Pairs};

/// The generated parser.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/precept.pest"]
struct Precept;

/// A node of the parse.
pub(super) type Node<'a> = Pair<'a, Rule>;

/// Where reading failed, and what could have stood there.
#[derive(Debug)]
pub(super) struct Failure {
    /// Byte offset in the text given.
    pub at: usize,
    /// What would have been right.
    pub expected: Vec<Rule>,
}

/// Reads `text` from its start by `rule`.
pub(super) fn read(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, Failure> {
    Precept::parse(rule, text).map_err(|error| {
        let at = match error.location {
            pest::error::InputLocation::Pos(at) => at,
            pest::error::InputLocation::Span((at, _)) => at,
        };
        let expected = match error.variant {
            pest::error::ErrorVariant::ParsingError { positives, .. } => positives,
            pest::error::ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Failure { at, expected }
    })
}
