//! Many labels of one item → one label and how sure it is.
//!
//! A [`method::Method`] reads a table of ratings and gives a [`fit::Fit`]: a probability of every label for every item
//! and a summary of every judge. Methods stand in [`METHODS`], the simplest first:
//!
//! | method | what it believes of a judge |
//! |---|---|
//! | `majority` | all are alike |
//! | `wawa` | one weight: how often the judge sides with the majority |
//! | `zero_based_skill` | one weight, fitted to the weighted vote it makes |
//! | `one_coin` | one chance of being right, whatever the label |
//! | `mace` | knows the answer, or guesses from a favourite list |
//! | `glad` | one ability, met by a difficulty of each item |
//! | `dawid_skene_pooled` | a whole table that leans on the average judge's |
//! | `dawid_skene` | a whole table of its own: how each true label comes out |
//! | `crowdlab` | one weight, and a model's probabilities are one more judge |
//!
//! No method is the best everywhere: [`choice`] asks gold which one to trust on this corpus, and [`settle`] does all of
//! it in one call. [`pool`] weighs voices that are not independent. [`confidence`] turns probabilities into honest ones, [`overrule`] lists where consensus says no to judges that are trusted and of one
//! mind, and [`next_label`] prices one more rating of each item.
//!
//! Invariants: gold that is clamped stays one-hot to the bit; rows sum to 1; nothing here draws a random number
//! without a seed; sums run item by item, so equal input gives equal bytes.

pub mod choice;
pub mod confidence;
pub mod crowdlab;
pub mod dawid_skene;
pub mod dawid_skene_pooled;
mod em;
pub mod fit;
pub mod glad;
pub mod mace;
pub mod majority;
pub mod method;
pub mod next_label;
pub mod one_coin;
pub mod overrule;
pub mod pool;
pub mod posteriors;
pub mod settle;
mod votes;
pub mod wawa;
pub mod zero_based_skill;

#[cfg(test)]
mod tests;

pub use fit::{Confusions, Fit, JudgeSummary};
pub use method::{History, Method, Options, Prior, Tie, Unfit};
pub use posteriors::Posteriors;

/// All methods, the simplest first: of two that do equally well the earlier one is chosen.
pub const METHODS: &[&dyn Method] = &[
    &majority::Majority,
    &wawa::Wawa,
    &zero_based_skill::ZeroBasedSkill,
    &one_coin::OneCoin,
    &mace::Mace,
    &glad::Glad,
    &dawid_skene_pooled::DawidSkenePooled,
    &dawid_skene::DawidSkene,
    &crowdlab::Crowdlab,
];

/// Finds a method by its name.
pub fn method(name: &str) -> Option<&'static dyn Method> {
    METHODS.iter().copied().find(|method| method.name() == name)
}
