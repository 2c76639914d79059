//! Preceptor: write an enforcement guideline once; find where policy, models, raters and gold disagree.

pub mod app;
pub mod audit;
pub mod calibrate;
pub mod corpus;
pub mod engine;
pub mod language;
pub mod packs;
pub mod publish;
pub mod review;
