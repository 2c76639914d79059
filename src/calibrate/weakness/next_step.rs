//! What to try first about a slice.
//!
//! A suggestion, not a finding: it follows from which way the errors go, which features cut the slice and who errs there, by
//! the first line that fits.
//!
//! | where | errors | who errs | next step |
//! |---|---|---|---|
//! | anywhere | mostly no label | anyone | look at the output |
//! | no clause is named: that is among the conditions | mostly not for being too strict | anyone | name it in gold |
//! | a language or a translation is among the conditions | any | anyone | check the translation |
//! | anywhere | mostly too strict | the policy | narrow the clause |
//! | a property of the text is among the conditions | mostly too mild | the policy | extend the lexicon |
//! | anywhere else | mostly too mild | the policy | extend the clause |
//! | anywhere | of both kinds | the policy | look at the clause |
//! | anywhere | any | raters | clarify the guideline |
//! | anywhere | any | a model | add training data |

use serde::{Deserialize, Serialize};

use super::mistakes::{Mistakes, Tendency};
use super::table::FeatureKind;

/// Who errs in a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoErrs {
    /// The written policy, as the engine applies it.
    Policy,
    /// A model.
    Model,
    /// One or several raters.
    Raters,
}

/// What to try first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Find out why no label can be read.
    LookAtTheOutput,
    /// Say in gold which clause is at issue: without it nothing can be told of any clause.
    NameTheClause,
    /// Compare the guideline, or the texts, with their translation.
    CheckTheTranslation,
    /// Let the clause say less, or except what is allowed.
    NarrowTheClause,
    /// Add the words that the policy does not know.
    ExtendTheLexicon,
    /// Let the clause say more.
    ExtendTheClause,
    /// Read the clause again: what it says may not be what is meant.
    LookAtTheClause,
    /// Explain the clause to those who apply it, with these cases as examples.
    ClarifyTheGuideline,
    /// Give the model examples of this kind.
    AddTrainingData,
}

/// What is known of a slice when a step is suggested.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// What its conditions are about.
    pub kinds: &'a [FeatureKind],
    /// The items are those of which gold names no clause.
    pub unnamed: bool,
    /// Who errs there.
    pub who: WhoErrs,
    /// The clause that the errors are about: by which the policy decided too strictly, else that applies; and of how many of
    /// them.
    pub clause: Option<(&'a str, u64)>,
}

impl NextStep {
    /// Suggests a step by the table of this file.
    pub fn suggest(place: &Place<'_>, mistakes: &Mistakes) -> NextStep {
        let cut_by = |kind: FeatureKind| place.kinds.contains(&kind);
        match (place.who, mistakes.tendency) {
            (_, Tendency::NoLabel) => NextStep::LookAtTheOutput,
            // Where nothing is to be done, there is no clause to name.
            (_, tendency) if place.unnamed && tendency != Tendency::TooStrict => NextStep::NameTheClause,
            _ if cut_by(FeatureKind::Language) => NextStep::CheckTheTranslation,
            (WhoErrs::Policy, Tendency::TooStrict) => NextStep::NarrowTheClause,
            (WhoErrs::Policy, Tendency::TooMild) if cut_by(FeatureKind::Text) => NextStep::ExtendTheLexicon,
            (WhoErrs::Policy, Tendency::TooMild) => NextStep::ExtendTheClause,
            (WhoErrs::Policy, _) => NextStep::LookAtTheClause,
            (WhoErrs::Raters, _) => NextStep::ClarifyTheGuideline,
            (WhoErrs::Model, _) => NextStep::AddTrainingData,
        }
    }

    /// Returns the step in plain words, with what goes wrong.
    pub fn words(self, place: &Place<'_>, mistakes: &Mistakes) -> String {
        let known = |before: &str, unknown: &str| match place.clause {
            Some((clause, _)) => format!("{before}{clause}"),
            None => unknown.to_owned(),
        };
        let right = mistakes.right.as_deref().unwrap_or("something else");
        let step = match self {
            NextStep::LookAtTheOutput => "look at why no label can be read from what it says".to_owned(),
            NextStep::NameTheClause => {
                "name in gold the clause that each of these items is about, where there is one".to_owned()
            }
            NextStep::CheckTheTranslation => "check the translation of the guideline and of these items".to_owned(),
            NextStep::NarrowTheClause => match place.clause {
                Some((clause, n)) => format!("narrow {clause}, which decided {n} of them, or add an exception to it"),
                None => "narrow the clauses that decided them, or add exceptions".to_owned(),
            },
            NextStep::ExtendTheLexicon => {
                format!("add the words and patterns of these items to the lexicon{}", known(" of ", ""))
            }
            NextStep::ExtendTheClause => known("extend ", "extend the clause that should have decided them"),
            NextStep::LookAtTheClause => {
                format!("read {} again with these items beside it", known("", "the clauses that decided them"))
            }
            NextStep::ClarifyTheGuideline => {
                format!("say in the guideline when {right} is right, with these items as examples")
            }
            NextStep::AddTrainingData => format!("give the model examples of this kind where {right} is right"),
        };
        format!("{step} ({})", mistakes.words())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::super::mistakes::Mistake;
    use super::*;
    use FeatureKind::{Clause, Field, Language, Text};

    fn mistakes(strict: usize, mild: usize, none: usize, ordered: bool) -> Mistakes {
        let labels = ["allow", "remove"].map(str::to_owned);
        let mut all = vec![Mistake { right: 0, said: Some(1) }; strict];
        all.extend(vec![Mistake { right: 1, said: Some(0) }; mild]);
        all.extend(vec![Mistake { right: 1, said: None }; none]);
        Mistakes::of(all, &labels, ordered)
    }

    #[test]
    fn the_step_follows_the_errors_then_the_place_and_who_errs() {
        let (strict, mild, mixed) = (mistakes(9, 1, 0, true), mistakes(1, 9, 0, true), mistakes(5, 5, 0, true));
        let (none, unordered) = (mistakes(1, 1, 9, true), mistakes(9, 1, 0, false));
        for (kinds, unnamed, who, found, step) in [
            (vec![Text], false, WhoErrs::Policy, &strict, NextStep::NarrowTheClause),
            (vec![Text, Clause], false, WhoErrs::Policy, &mild, NextStep::ExtendTheLexicon),
            (vec![Field], false, WhoErrs::Policy, &mild, NextStep::ExtendTheClause),
            (vec![Text], false, WhoErrs::Policy, &mixed, NextStep::LookAtTheClause),
            (vec![Text], false, WhoErrs::Policy, &unordered, NextStep::LookAtTheClause),
            (vec![Language], false, WhoErrs::Policy, &strict, NextStep::CheckTheTranslation),
            (vec![Language], false, WhoErrs::Model, &none, NextStep::LookAtTheOutput),
            (vec![Clause], true, WhoErrs::Policy, &mild, NextStep::NameTheClause),
            (vec![Clause], true, WhoErrs::Policy, &strict, NextStep::NarrowTheClause),
            (vec![Field], false, WhoErrs::Raters, &unordered, NextStep::ClarifyTheGuideline),
            (vec![Field], false, WhoErrs::Model, &mild, NextStep::AddTrainingData),
        ] {
            let place = Place { kinds: &kinds, unnamed, who, clause: None };
            assert_eq!(NextStep::suggest(&place, found), step, "{kinds:?} {who:?} {found:?}");
        }
    }

    #[test]
    fn a_step_names_the_clause_and_what_is_confused() {
        let place = |clause| Place { kinds: &[Text], unnamed: false, who: WhoErrs::Policy, clause };
        let words = |clause, found: &Mistakes| NextStep::suggest(&place(clause), found).words(&place(clause), found);
        assert_eq!(
            words(Some(("LS.3", 7)), &mistakes(9, 1, 0, true)),
            "narrow LS.3, which decided 7 of them, or add an exception to it (remove where allow is right: 9 of 10 errors)"
        );
        assert_eq!(
            words(Some(("LS.3", 7)), &mistakes(1, 9, 0, true)),
            "add the words and patterns of these items to the lexicon of LS.3 (allow where remove is right: 9 of 10 errors)"
        );
        assert!(words(None, &mistakes(5, 5, 0, true)).ends_with("5 of 10 errors; 5 too strict, 5 too mild)"));
    }
}
