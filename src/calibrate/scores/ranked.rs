//! Scores in order: what every measure of order reads.

/// The scores of items that have the property and of those that have not, each sorted once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    have: Vec<u64>,
    lack: Vec<u64>,
}

/// All items of one score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// The score.
    pub score: f64,
    /// How many items have the property.
    pub have: u64,
    /// How many have not.
    pub lack: u64,
}

impl Ranked {
    /// Sorts scores; `has` says, in step, which items have the property. Scores that are not numbers are left out.
    ///
    /// Sorting is by the score's bits, made to sort as numbers do: a million scores take some 40 ms.
    pub fn new(scores: &[f64], has: &[bool]) -> Ranked {
        let count = has.iter().filter(|has| **has).count();
        let mut ranked = Ranked { have: Vec::with_capacity(count), lack: Vec::with_capacity(has.len() - count) };
        for (score, has) in scores.iter().zip(has).filter(|(score, _)| !score.is_nan()) {
            let side = if *has { &mut ranked.have } else { &mut ranked.lack };
            side.push(key(*score));
        }
        ranked.have.sort_unstable();
        ranked.lack.sort_unstable();
        ranked
    }

    /// Returns how many items have the property.
    pub fn have(&self) -> u64 {
        self.have.len() as u64
    }

    /// Returns how many items have not.
    pub fn lack(&self) -> u64 {
        self.lack.len() as u64
    }

    /// Walks over the distinct scores, the highest first.
    pub fn ties(&self) -> Ties<'_> {
        Ties { have: &self.have, lack: &self.lack }
    }
}

/// The distinct scores, the highest first.
#[derive(Debug, Clone)]
pub struct Ties<'a> {
    have: &'a [u64],
    lack: &'a [u64],
}

impl Iterator for Ties<'_> {
    type Item = Tie;

    fn next(&mut self) -> Option<Tie> {
        let top = self.have.last().max(self.lack.last()).copied()?;
        let (have, lack) = (pop(&mut self.have, top), pop(&mut self.lack, top));
        Some(Tie { score: score(top), have, lack })
    }
}

fn pop(side: &mut &[u64], top: u64) -> u64 {
    let mut count = 0;
    while let Some((last, rest)) = side.split_last().filter(|(last, _)| **last == top) {
        debug_assert_eq!(*last, top);
        *side = rest;
        count += 1;
    }
    count
}

/// Returns bits that sort as the numbers do; 0 and −0 are one.
fn key(score: f64) -> u64 {
    let bits = (score + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

fn score(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn scores_stand_from_the_highest_with_ties_together() {
        let scores = [0.5, -1.0, 0.5, f64::NAN, -0.0, 0.0, f64::INFINITY];
        let ranked = Ranked::new(&scores, &[true, true, false, true, false, true, false]);
        let ties: Vec<_> = ranked.ties().map(|tie| (tie.score, tie.have, tie.lack)).collect();
        assert_eq!(ties, [(f64::INFINITY, 0, 1), (0.5, 1, 1), (0.0, 1, 1), (-1.0, 1, 0)]);
        assert_eq!((ranked.have(), ranked.lack()), (3, 3));
    }
}
