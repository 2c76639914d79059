//! Writes a bundled corpus.
fn main() {}
