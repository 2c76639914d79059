//! Everything → readers: one file per format.
//!
//! What is made here is text or bytes; where it goes is the caller's business.

pub mod calibration;
pub mod decisions;
pub mod examples;
pub mod excerpt;
pub mod explanation;
pub mod github;
pub mod junit;
pub mod ordered;
pub mod sarif;
pub mod terminal;
