//! Does a small text model that imitates the judge agree with it?
//!
//! Where no person has spoken, a judge can still be held against itself: a model of its decisions, learnt from the words
//! of other items, says what the judge usually does with such words. Where the two differ, the judge is more often wrong.
//! On XSTest this and disagreement among judges are the two best signals that need no person.
//!
//! Softmax regression over hashed words and word pairs, by stochastic gradient descent with per-weight steps (Duchi, Hazan,
//! Singer 2011). Three models per judge, each blind to a third of the items, so that no item is judged by a model that
//! has seen it; near-duplicates fall into the same third, since a model that knows an item's twin knows the item. Order
//! is shuffled through a buffer with a fixed seed. Memory and time are bounded: the four judges with most decisions, a
//! hundred thousand items a pass.

use crate::language::value::Rung;

use super::case::{Case, JudgeKind, Voice};
use super::ledger::Ledger;

/// Weights per rung; words are hashed into so many places.
const PLACES: usize = 1 << 16;
/// Parts of the corpus, each judged by a model that did not see it.
const FOLDS: usize = 3;
/// How often the corpus is gone through.
pub const PASSES: usize = 4;
/// Judges that are imitated, at most.
const JUDGES_MAX: usize = 4;
/// Decisions without people from which a judge can be imitated.
const FEWEST_DECISIONS: u64 = 200;
/// Items learnt from in one pass, at most.
pub const ITEMS_MAX: u64 = 100_000;
/// Items in the shuffling buffer.
const BUFFER: usize = 4096;
/// First step of a weight.
const STEP: f32 = 0.3;

/// A text model of one judge, blind to one part of the corpus.
#[derive(Debug, Clone, PartialEq)]
struct Model {
    rungs: usize,
    weights: Vec<f32>,
    squares: Vec<f32>,
    bias: Vec<f32>,
}

/// An item to learn from.
#[derive(Debug, Clone)]
struct Lesson {
    features: Vec<u32>,
    fold: usize,
    /// Places of imitated judges with their verdicts.
    verdicts: Vec<(usize, Rung)>,
}

/// Text models of the judges who can be imitated.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Imitation {
    judges: Vec<u32>,
    /// By judge, then by fold.
    models: Vec<Model>,
}

/// Learns, one case after the other.
#[derive(Debug)]
pub struct Learner {
    imitation: Imitation,
    buffer: Vec<Lesson>,
    state: u64,
}

impl Model {
    fn new(rungs: usize) -> Model {
        Model { rungs, weights: vec![0.0; PLACES * rungs], squares: vec![0.01; PLACES * rungs], bias: vec![0.0; rungs] }
    }

    /// Probabilities of the rungs, and the weight of each feature.
    fn shares(&self, features: &[u32]) -> (Vec<f32>, f32) {
        let scale = 1.0 / (features.len() as f32 + 1.0).sqrt();
        let mut sums = self.bias.clone();
        for feature in features {
            for (sum, weight) in sums.iter_mut().zip(self.row(*feature)) {
                *sum += scale * weight;
            }
        }
        let most = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        sums.iter_mut().for_each(|sum| *sum = (*sum - most).exp());
        let total: f32 = sums.iter().sum();
        sums.iter_mut().for_each(|sum| *sum /= total);
        (sums, scale)
    }

    fn row(&self, feature: u32) -> &[f32] {
        let start = feature as usize % PLACES * self.rungs;
        self.weights.get(start..start + self.rungs).unwrap_or(&[])
    }

    fn learn(&mut self, features: &[u32], verdict: Rung) {
        let (shares, scale) = self.shares(features);
        let errors: Vec<f32> =
            shares.iter().enumerate().map(|(at, share)| share - f32::from(at == verdict.0 as usize)).collect();
        for (bias, error) in self.bias.iter_mut().zip(&errors) {
            *bias -= 0.05 * STEP * error;
        }
        for feature in features {
            let start = *feature as usize % PLACES * self.rungs;
            let places = start..start + self.rungs;
            let (Some(weights), Some(squares)) = (self.weights.get_mut(places.clone()), self.squares.get_mut(places))
            else {
                continue;
            };
            for ((weight, square), error) in weights.iter_mut().zip(squares).zip(&errors) {
                let slope = error * scale;
                *square += slope * slope;
                *weight -= STEP * slope / square.sqrt();
            }
        }
    }
}

/// The part of the corpus an item belongs to: near-duplicates mostly share their sketch's first byte.
fn fold(case: &Case) -> usize {
    let hash = case.sketch.first().map_or(case.cluster ^ case.decided_as, |byte| u64::from(*byte));
    (hash % FOLDS as u64) as usize
}

impl Learner {
    /// Makes ready to imitate the models that decided most often; `None` if there is none to imitate.
    pub fn new(ledger: &Ledger) -> Option<Learner> {
        let mut judges: Vec<(u64, u32)> = ledger
            .judges
            .iter()
            .enumerate()
            .filter(|(_, tally)| tally.key.kind == JudgeKind::Model && tally.alone >= FEWEST_DECISIONS)
            .map(|(at, tally)| (tally.alone, at as u32))
            .collect();
        judges.sort_by_key(|(decisions, at)| (std::cmp::Reverse(*decisions), *at));
        judges.truncate(JUDGES_MAX);
        let judges: Vec<u32> = judges.into_iter().map(|(_, at)| at).collect();
        let models = vec![Model::new(ledger.verdicts.len()); judges.len() * FOLDS];
        let imitation = Imitation { judges, models };
        (!imitation.judges.is_empty()).then_some(Learner {
            imitation,
            buffer: Vec::new(),
            state: 0x9e37_79b9_7f4a_7c15,
        })
    }

    /// Takes a case; learns from one that was taken before, drawn at random.
    pub fn take(&mut self, case: &Case) {
        if case.features.is_empty() {
            return;
        }
        let place = |voice: &Voice| self.imitation.judges.iter().position(|judge| *judge == voice.judge);
        let verdicts: Vec<(usize, Rung)> =
            case.voices.iter().filter_map(|voice| Some((place(voice)?, voice.decided()?))).collect();
        if verdicts.is_empty() {
            return;
        }
        let mut lesson = Lesson { features: case.features.clone(), fold: fold(case), verdicts };
        if self.buffer.len() < BUFFER {
            self.buffer.push(lesson);
            return;
        }
        let drawn = self.draw();
        if let Some(slot) = self.buffer.get_mut(drawn) {
            std::mem::swap(slot, &mut lesson);
        }
        self.imitation.learn(&lesson);
    }

    /// Learns from what is left at the end of a pass.
    pub fn end_pass(&mut self) {
        while !self.buffer.is_empty() {
            let drawn = self.draw();
            let lesson = self.buffer.swap_remove(drawn);
            self.imitation.learn(&lesson);
        }
    }

    /// A place in the buffer (xorshift64*, Marsaglia 2003 and Vigna 2016).
    fn draw(&mut self) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % self.buffer.len().max(1)
    }

    /// Ends the learning.
    pub fn finish(self) -> Imitation {
        let mut imitation = self.imitation;
        imitation.models.iter_mut().for_each(|model| model.squares = Vec::new());
        imitation
    }
}

impl Imitation {
    fn learn(&mut self, lesson: &Lesson) {
        for (judge, verdict) in &lesson.verdicts {
            for at in (0..FOLDS).filter(|at| *at != lesson.fold) {
                if let Some(model) = self.models.get_mut(judge * FOLDS + at) {
                    model.learn(&lesson.features, *verdict);
                }
            }
        }
    }

    /// Returns the probability that the imitated judge would say what the judge said; `None` where nothing can be told.
    pub fn agreement(&self, case: &Case, voice: &Voice) -> Option<f64> {
        let verdict = voice.decided()?;
        let judge = self.judges.iter().position(|judge| *judge == voice.judge)?;
        let model = self.models.get(judge * FOLDS + fold(case)).filter(|_| !case.features.is_empty())?;
        model.shares(&case.features).0.get(verdict.0 as usize).map(|share| f64::from(*share))
    }
}
