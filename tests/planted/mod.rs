//! Audits a generated corpus and measures the audit against what is planted in it.

pub mod audit;
pub mod calibration;
pub mod measure;
pub mod truth;
