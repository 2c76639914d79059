//! What a model gives as its grounds: clauses it cites, words it quotes, what its rationale argues.
//!
//! `statements` reads a rationale for what it plainly says should happen; `quotations` finds the words it claims to have
//! read. Both return offsets in code points and keep no content. Where the data lists citations or quotations, the list
//! holds; where it does not, the rationale itself is searched for clause ids and quotation marks.

pub mod quotations;
pub mod statements;

use crate::corpus::record::ModelDecision;
use crate::language::policy::Pack;
use crate::language::value::ClauseId;

use super::case::Place;

/// Words below which a rationale is no ground.
///
/// The number is the policy language's own example (`model.rationale.words < 5`).
pub const FEWEST_WORDS: usize = 5;

/// A model's grounds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grounds {
    /// The clauses it cites; [`ClauseId::UNKNOWN`] where the pack has none of that name.
    pub clauses: Vec<ClauseId>,
    /// Where in the rationale each was found, if it was found there.
    pub places: Vec<Option<Place>>,
    /// It cites, quotes or explains.
    pub any: bool,
}

/// Reads a model's grounds.
pub fn grounds(model: &ModelDecision<'_>, pack: &Pack) -> Grounds {
    let mut grounds = Grounds::default();
    match (&model.cites, &model.rationale) {
        (Some(cites), _) => {
            for cite in cites {
                grounds.clauses.push(cite.clause);
                grounds.places.push(None);
            }
        }
        (None, Some(rationale)) => {
            for (clause, place) in statements::clause_ids(rationale, pack) {
                grounds.clauses.push(clause);
                grounds.places.push(Some(place));
            }
        }
        (None, None) => {}
    }
    let words = model.rationale.as_deref().map_or(0, |text| text.split_whitespace().count());
    let quotes = model.quotes.as_ref().is_some_and(|quotes| !quotes.is_empty());
    grounds.any = !grounds.clauses.is_empty() || quotes || words >= FEWEST_WORDS;
    grounds
}

#[cfg(test)]
mod tests;
