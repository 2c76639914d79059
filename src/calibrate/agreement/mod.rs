//! How far judges agree with one another.
//!
//! Items that were labelled alike are gathered once ([`profiles`]); every coefficient then reads the distinct profiles
//! with how often each occurs, and compares the agreement that is there with what chance would give ([`chance`]).
//! Which disagreements count less is a matter of [`weights`], or of a distance in [`alpha`]. Two judges at a time are
//! [`cohen`] and [`pairs`]; measurements on a scale are [`icc`].

pub mod alpha;
pub mod brennan_prediger;
pub mod chance;
pub mod cohen;
pub mod conger;
pub mod distance;
pub mod fleiss;
pub mod gwet;
pub mod icc;
pub mod pairs;
pub mod percent;
pub mod profiles;
pub mod weights;

#[cfg(test)]
mod laws;

pub use chance::Coefficient;
pub use profiles::Profiles;
pub use weights::{Weighting, Weights};

/// One coefficient that needs only profiles and weights.
pub struct Entry {
    /// Its name in reports' data.
    pub name: &'static str,
    /// Its name in sentences.
    pub title: &'static str,
    /// Computes it.
    pub of: fn(&Profiles, &Weights) -> Coefficient,
}

/// All coefficients that need only profiles and weights, in the order in which reports show them.
///
/// Conger's needs to know who gave each label and stands apart in [`conger`].
pub const COEFFICIENTS: &[Entry] = &[
    Entry { name: "percent", title: "percent agreement", of: percent::item_mean },
    Entry { name: "percent_pooled", title: "percent agreement, pairs pooled", of: percent::pooled },
    Entry { name: "alpha", title: "Krippendorff's alpha", of: alpha::weighted },
    Entry { name: "gwet", title: "Gwet's AC", of: gwet::gwet },
    Entry { name: "fleiss", title: "Fleiss' kappa", of: fleiss::fleiss },
    Entry { name: "brennan_prediger", title: "Brennan and Prediger's kappa", of: brennan_prediger::brennan_prediger },
];
