//! A small learner of classes from hashed words.
//!
//! Softmax regression over places that words are hashed into, by stochastic gradient descent with a step per weight
//! (Duchi, Hazan, Singer 2011). It is small on purpose: it must learn from a few dozen verdicts, say a probability, and
//! give the same bytes everywhere. The order of learning is the caller's.
//!
//! Architecture invariant: nothing here knows what a place or a class stands for.

mod apart;
mod softmax;

pub use apart::apart;
pub use softmax::{Feature, PLACES, Softmax, scaled};

#[cfg(test)]
mod tests;
