//! An item's decisions, as the order that learns sees them.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::audit::case::{JudgeKind, Voice};
use crate::audit::replay::Replayed;

use super::adaptive::Candidate;

/// Makes a candidate of one voice's decision on an item. `cold` is the probability that it is wrong before anyone has
/// looked. Gold is never seen, nor are the voices that `hidden` names; nothing is learnt from the fields in `telling`.
pub(super) fn candidate(
    item: &Replayed,
    own: &Voice,
    cold: f64,
    hidden: impl Fn(&Voice) -> bool,
    telling: &[u16],
) -> Candidate {
    let seen = |voice: &&Voice| voice.kind != JudgeKind::Gold && !hidden(voice);
    let facets = item.facets.iter().filter(|(field, _)| !telling.contains(field));
    Candidate {
        cold,
        words: item.words.clone(),
        stance: stance(own, 0),
        facets: facets.map(|(field, value)| u64::from(*field) << 16 | u64::from(*value)).collect(),
        stances: item.voices.iter().filter(seen).map(|voice| stance(voice, u64::from(voice.judge) + 1)).collect(),
        cluster: item.cluster,
        kin: item.kin,
    }
}

/// A judge's decision as a number.
fn stance(voice: &Voice, judge: u64) -> u64 {
    let verdict = voice.decided().map_or(255, |verdict| verdict.0);
    let labels = voice.labels.iter().flatten().flat_map(|label| label.0.to_le_bytes());
    let bytes: Vec<u8> = [voice.speech as u8, verdict].into_iter().chain(labels).collect();
    xxh3_64_with_seed(&bytes, judge)
}
