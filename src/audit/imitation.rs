//! What do the machines together usually decide on such words?
//!
//! Where no person has spoken, judges can still be held against themselves: a model of their pooled decisions, learnt from
//! the words of other items, says what they usually decide on such words. Where one departs from that, it is more often
//! wrong. On XSTest this is the best signal that needs no person: a model of all judges together finds more than one of
//! each judge alone, which learns its habitual errors with the rest, and far more than counting disagreements. Where people
//! settled an item, what is learnt of its words is what they said: machines that err on some wording err there together.
//!
//! A *stance* is a verdict with its labels. The most frequent ones are classes of their own, and each rung is a class for
//! all others. Three models, each blind to a third of the items, so that no item is judged by a model that has seen it;
//! kindred items (near-duplicates, answers to one prompt) fall into the same third, since a model that knows an item's
//! twin knows the item. They read words and nothing else: fields that name a test or a template give its answer away.
//! Order is shuffled through a buffer with a fixed seed. Memory and time are bounded: a hundred thousand items a pass.

use crate::calibrate::intervals::random::Random;
use crate::calibrate::learner::{Softmax, scaled};
use crate::language::value::{LabelId, Rung};

use super::case::{Case, JudgeKind, Reference, Source, Voice};
use super::ledger::Ledger;

/// Parts of the corpus, each judged by a model that did not see it.
const FOLDS: usize = 3;
/// How often the corpus is gone through.
pub const PASSES: usize = 4;
/// Stances that are classes of their own, at most.
const STANCES_MAX: usize = 12;
/// Decisions without people from which judges can be imitated.
const FEWEST_DECISIONS: u64 = 200;
/// Items learnt from in one pass, at most.
pub const ITEMS_MAX: u64 = 100_000;
/// Items in the shuffling buffer.
const BUFFER: usize = 4096;
/// First step of a weight. Of .05, .1 and .3, on XSTest; they differ by .01 of the area under the yield.
const STEP: f32 = 0.1;

/// A verdict with its labels; `None`: none were given.
pub type Stance = (Rung, Option<Vec<LabelId>>);

/// An item to learn from.
#[derive(Debug, Clone)]
struct Lesson {
    features: Vec<u16>,
    fold: usize,
    /// The share of the machines behind each class.
    shares: Vec<f32>,
}

/// Text models of what the machines decide together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Imitation {
    rungs: usize,
    stances: Vec<Stance>,
    /// By fold.
    models: Vec<Softmax>,
}

/// Learns, one case after the other.
#[derive(Debug)]
pub struct Learner {
    imitation: Imitation,
    buffer: Vec<Lesson>,
    random: Random,
}

/// What the machines together usually decide on an item's words.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected<'m> {
    imitation: &'m Imitation,
    shares: Vec<f32>,
}

/// The part of the corpus an item belongs to.
fn fold(case: &Case) -> usize {
    (case.kin % FOLDS as u64) as usize
}

/// What people say is right of an item: gold, an adjudication or a consensus.
fn settled(case: &Case) -> Option<&Reference> {
    case.reference.as_ref().filter(|reference| reference.source != Source::Policy)
}

/// The models that decided an item on which no person spoke.
fn speakers(case: &Case) -> impl Iterator<Item = &Voice> {
    let alone = case.machines_only() && !case.features.is_empty();
    let voices = case.voices.iter().filter(move |_| alone);
    voices.filter(|voice| voice.kind == JudgeKind::Model && voice.decided().is_some())
}

impl Learner {
    /// Makes ready to imitate the models; `None` if none decided often enough without people.
    pub fn new(ledger: &Ledger) -> Option<Learner> {
        let often =
            |tally: &&super::ledger::JudgeTally| tally.key.kind == JudgeKind::Model && tally.alone >= FEWEST_DECISIONS;
        ledger.judges.iter().find(often)?;
        let rungs = ledger.verdicts.len();
        let mut stances: Vec<(u64, &Stance)> = ledger.stances.iter().map(|(stance, count)| (*count, stance)).collect();
        stances.sort_by_key(|(count, stance)| (std::cmp::Reverse(*count), *stance));
        let stances: Vec<Stance> = stances.into_iter().take(STANCES_MAX).map(|(_, stance)| stance.clone()).collect();
        let models = vec![Softmax::new(rungs + stances.len(), STEP); FOLDS];
        let imitation = Imitation { rungs, stances, models };
        Some(Learner { imitation, buffer: Vec::new(), random: Random::new(1) })
    }

    /// Takes a case; learns from one that was taken before, drawn at random.
    pub fn take(&mut self, case: &Case) {
        let mut shares = vec![0.0; self.imitation.rungs + self.imitation.stances.len()];
        let told: Vec<usize> = match settled(case).filter(|_| !case.features.is_empty()) {
            Some(right) => vec![self.imitation.class(right.verdict, right.labels.as_ref())],
            None => speakers(case).filter_map(|voice| self.imitation.class_of(voice)).collect(),
        };
        for class in &told {
            if let Some(share) = shares.get_mut(*class) {
                *share += 1.0 / told.len() as f32;
            }
        }
        if told.is_empty() {
            return;
        }
        let mut lesson = Lesson { features: case.features.clone(), fold: fold(case), shares };
        if self.buffer.len() < BUFFER {
            self.buffer.push(lesson);
            return;
        }
        let drawn = self.random.below(self.buffer.len() as u64) as usize;
        if let Some(slot) = self.buffer.get_mut(drawn) {
            std::mem::swap(slot, &mut lesson);
        }
        self.imitation.learn(&lesson);
    }

    /// Learns from what is left at the end of a pass.
    pub fn end_pass(&mut self) {
        while !self.buffer.is_empty() {
            let drawn = self.random.below(self.buffer.len() as u64) as usize;
            let lesson = self.buffer.swap_remove(drawn);
            self.imitation.learn(&lesson);
        }
    }

    /// Ends the learning.
    pub fn finish(self) -> Imitation {
        let mut imitation = self.imitation;
        imitation.models.iter_mut().for_each(Softmax::settle);
        imitation
    }
}

impl Imitation {
    fn learn(&mut self, lesson: &Lesson) {
        let features = scaled(&lesson.features);
        for (_, model) in self.models.iter_mut().enumerate().filter(|(at, _)| *at != lesson.fold) {
            model.learn(&features, &lesson.shares);
        }
    }

    /// The class of a stance: its own, or its rung's.
    fn class(&self, verdict: Rung, labels: Option<&Vec<LabelId>>) -> usize {
        let own = self.stances.iter().position(|(rung, known)| *rung == verdict && known.as_ref() == labels);
        own.map_or(verdict.0 as usize, |at| self.rungs + at)
    }

    fn class_of(&self, voice: &Voice) -> Option<usize> {
        Some(self.class(voice.decided()?, voice.labels.as_ref()))
    }

    /// Returns what is usually decided on the words of an item; `None` where people spoke, or no model did.
    pub fn expected(&self, case: &Case) -> Option<Expected<'_>> {
        speakers(case).next()?;
        self.read(case)
    }

    /// Returns what is usually decided on the words of an item, whoever spoke; `None` if it has no words.
    pub fn read(&self, case: &Case) -> Option<Expected<'_>> {
        let model = self.models.get(fold(case)).filter(|_| !case.features.is_empty())?;
        Some(Expected { imitation: self, shares: model.shares(&scaled(&case.features)) })
    }
}

impl Expected<'_> {
    /// Returns the probability of each verdict, weakest first.
    pub fn verdicts(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.imitation.rungs];
        for (class, share) in self.shares.iter().enumerate() {
            let stance = class.checked_sub(self.imitation.rungs).and_then(|at| self.imitation.stances.get(at));
            let rung = stance.map_or(class, |(rung, _)| rung.0 as usize);
            if let Some(sum) = sums.get_mut(rung) {
                *sum += f64::from(*share);
            }
        }
        sums
    }

    /// Returns the probability of a voice's labels, given its verdict; `None` if it gave no verdict or no labels.
    pub fn labels(&self, voice: &Voice) -> Option<f64> {
        let verdict = voice.decided().filter(|_| voice.labels.is_some())?;
        let own = self.shares.get(self.imitation.class_of(voice)?)?;
        let rung = self.verdicts().get(verdict.0 as usize).copied().unwrap_or(0.0);
        Some((f64::from(*own) / rung.max(1e-9)).min(1.0))
    }
}
