//! What names mean.
//!
//! `space` parses a pack with its bases and the packs it uses; `names` declares everything in them; `overlay` lays
//! clause over clause; `cycles` finds an order in which nothing is read before it is known. Typing is `check`.

pub mod cycles;
pub mod names;
pub mod overlay;
pub mod space;
pub mod suggest;
pub mod walk;

use space::{Place, Reading};

/// Returns the space behind an alias, seen from a place: an overlay sees its bases' aliases beside its own.
pub fn alias(reading: &Reading<'_>, place: Place, name: &str) -> Option<usize> {
    let space = reading.spaces.get(place.space)?;
    let visible = space.layers.iter().take(place.layer + 1).rev();
    visible.filter_map(|layer| layer.aliases.get(name)).next().copied()
}
