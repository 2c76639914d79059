//! Writes the bundled synthetic corpora, with known truth, byte for byte from a seed.
