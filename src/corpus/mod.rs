//! Files ↔ records.
//!
//! [`open`] gives a [`Corpus`], which is read in [`Batch`]es of about a mebibyte that end where an entry ends. A batch
//! is all a worker needs, beside the shared [`RecordReader`], to read its [`record::Record`]s; every batch says where
//! the next one begins, so that an interrupted run goes on from there. What cannot be read is a [`Rejection`] with its
//! place and a reason, and never stops a run. Files may be JSON lines, JSON lists, CSV or TSV, compressed or not; foreign
//! ones are read through a corpus card ([`card`]).

mod batch;
pub mod card;
mod decode;
mod entries;
mod fingerprint;
mod ids;
mod masking;
mod open;
pub mod ratings;
mod read;
pub mod record;
mod rejection;
mod repeats;
mod split;
pub mod spool;
mod table;
mod tally;
#[cfg(test)]
mod tests;
mod texts;
pub mod verdicts;

pub use batch::{Batch, Located};
pub use fingerprint::Fingerprint;
pub use ids::{Ids, hash};
pub use masking::{Masking, masked};
pub use open::{Corpus, OpenError, OpenOptions, open};
pub use read::{RecordReader, in_short};
pub use rejection::{Place, Rejection};
pub use repeats::Repeats;
pub use tally::Tally;
pub use texts::texts;
