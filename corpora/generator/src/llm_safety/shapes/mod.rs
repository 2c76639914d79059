//! All shapes of conversation, one file per area of the pack, and one for what the pack gets wrong or leaves open.

mod advice;
mod crisis;
mod drift;
mod everyday;
mod harm;
mod injection;
mod jailbreak;
mod minors;
mod open;
mod privacy;
mod refusals;

use super::shape::Shape;

/// Returns all shapes, in a fixed order.
pub fn all() -> impl Iterator<Item = &'static Shape> {
    [
        everyday::SHAPES,
        refusals::SHAPES,
        harm::SHAPES,
        jailbreak::SHAPES,
        advice::SHAPES,
        crisis::SHAPES,
        minors::SHAPES,
        privacy::SHAPES,
        injection::SHAPES,
        drift::SHAPES,
        open::SHAPES,
    ]
    .into_iter()
    .flatten()
}
