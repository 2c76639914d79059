//! What is counted over the whole corpus while it is read.
//!
//! Cases are absorbed in the order of the input, one after the other; their number is set, their judges get numbers, they
//! are counted and put away. The ledger is small (judges × clauses × rungs), and can be written down and read back, so
//! that an interrupted run goes on with the same bytes.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use crate::corpus::spool::Spool;
use crate::language::policy::{ExemptionId, Pack};
use crate::language::value::{ClauseId, Rung};

use super::case::{Case, Facts, JudgeKey, JudgeKind, Source, Speech, Voice};
use super::confusion::Confusion;
use super::imitation::Stance;
use super::reference::consensus;

/// Parts of the way from a judge's tipping point to its certainty.
pub const MARGIN_BINS: usize = 4;

/// Different stances that are counted, at most.
const STANCES_MAX: usize = 256;

/// What one clause did over the corpus.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ClauseTally {
    /// Items on which it fired.
    pub fired: u64,
    /// Items on which it fired with the verdict that stands.
    pub decisive: u64,
    /// Items on which it could not be told.
    pub indeterminate: u64,
    /// Items by exception.
    pub excepted: BTreeMap<u16, u64>,
    /// Items by exemption.
    pub exempted: BTreeMap<ExemptionId, u64>,
}

/// What one judge did over the corpus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgeTally {
    /// Who.
    pub key: JudgeKey,
    /// Times it appears.
    pub entries: u64,
    /// Times it decided.
    pub decisions: u64,
    /// Times it decided where no person did and there is no gold.
    pub alone: u64,
    /// Times its output could not be read.
    pub unparsable: u64,
    /// Times it decided as the reference, which it was no part of; a rater, as the consensus of the other raters.
    pub agree: u64,
    /// Times it decided otherwise than the reference.
    pub disagree: u64,
    /// Against gold that it had no part in.
    pub gold: Confusion,
    /// The same, by the clause the item is about.
    pub topics: BTreeMap<ClauseId, Confusion>,
    /// Items and right verdicts by gold's clause.
    pub by_clause: BTreeMap<ClauseId, (u64, u64)>,
    /// Times the clause could be compared with gold's where both act, and times it was the same.
    pub clause_right: (u64, u64),
    /// Times gold was made from its own word, so that nothing can be learnt.
    pub circular: u64,
    /// Against the majority of the other judges.
    pub peers: Confusion,
    /// How often it was right (first) or wrong, by how far it stood from its tipping point.
    pub margins: [[u64; MARGIN_BINS]; 2],
    /// Decisions that allow (first) or act: how many, and how many with grounds.
    pub grounds: [(u64, u64); 2],
}

impl JudgeTally {
    fn new(key: JudgeKey, rungs: usize) -> JudgeTally {
        JudgeTally {
            key,
            entries: 0,
            decisions: 0,
            alone: 0,
            unparsable: 0,
            agree: 0,
            disagree: 0,
            gold: Confusion::new(rungs),
            topics: BTreeMap::new(),
            by_clause: BTreeMap::new(),
            clause_right: (0, 0),
            circular: 0,
            peers: Confusion::new(rungs),
            margins: [[0; MARGIN_BINS]; 2],
            grounds: [(0, 0); 2],
        }
    }
}

/// Writes counts of stances as a list of pairs: a checkpoint is JSON, where only a text can be a key.
mod as_pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::Stance;

    pub fn serialize<S: Serializer>(counts: &BTreeMap<Stance, u64>, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(counts)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<BTreeMap<Stance, u64>, D::Error> {
        Ok(Vec::<(Stance, u64)>::deserialize(from)?.into_iter().collect())
    }
}

/// The counts of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// Items.
    pub items: u64,
    /// Items by the policy's standing verdict, weakest first.
    pub verdicts: Vec<u64>,
    /// Items that a clause sends to a queue.
    pub escalated: u64,
    /// Items on which a stronger verdict hangs on something unknown.
    pub unsettled: u64,
    /// Of these, the items on which judges contradict each other on a question that counts.
    pub contradicted: u64,
    /// Items with a clause that could not be told.
    pub indeterminate: u64,
    /// By clause, in the order of the pack.
    pub clauses: Vec<ClauseTally>,
    /// By queue, in the order of the pack, the items that its random share draws from.
    pub frames: Vec<u64>,
    /// By judge, in the order they were first met.
    pub judges: Vec<JudgeTally>,
    /// Verdicts of references stronger than the policy.
    pub truths: Vec<u64>,
    /// Verdicts of all judges.
    pub votes: Vec<u64>,
    /// Verdicts with their labels that models gave where no person spoke; beyond [`STANCES_MAX`] no new ones.
    #[serde(with = "as_pairs")]
    pub stances: BTreeMap<Stance, u64>,
    #[serde(skip)]
    numbers: BTreeMap<JudgeKey, u32>,
}

impl Ledger {
    /// Begins the counts of a run over a pack.
    pub fn new(pack: &Pack) -> Ledger {
        let clauses = vec![ClauseTally::default(); pack.clauses.len()];
        Ledger { clauses, frames: vec![0; pack.queues.len()], ..Ledger::of_rungs(pack.ladder.len()) }
    }

    /// Begins the counts of judges alone, over a ladder of so many rungs.
    pub fn of_rungs(rungs: usize) -> Ledger {
        Ledger { verdicts: vec![0; rungs], truths: vec![0; rungs], votes: vec![0; rungs], ..Ledger::default() }
    }

    /// Counts a case and puts it away: the case itself, and the item's content beside it if it may be queued.
    /// A case of which nothing can come is only counted.
    pub fn absorb(&mut self, mut case: Case, cases: &mut Spool, contents: &mut Spool) -> io::Result<()> {
        case.seq = self.items;
        self.items += 1;
        let names = std::mem::take(&mut case.names);
        for (voice, key) in case.voices.iter_mut().zip(names) {
            voice.judge = self.number(key);
        }
        let content = std::mem::take(&mut case.content);
        if !content.is_empty() {
            case.content_at = Some(contents.append(&content)?);
        }
        self.count_policy(&std::mem::take(&mut case.facts));
        self.count_judges(&case);
        if !case.is_quiet() {
            cases.append(&postcard::to_allocvec(&case).map_err(io::Error::other)?)?;
        }
        Ok(())
    }

    fn number(&mut self, key: JudgeKey) -> u32 {
        if self.numbers.len() != self.judges.len() {
            let known = self.judges.iter().enumerate().map(|(at, tally)| (tally.key.clone(), at as u32));
            self.numbers = known.collect();
        }
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.judges.len() as u32;
        self.judges.push(JudgeTally::new(key.clone(), self.verdicts.len()));
        self.numbers.insert(key, number);
        number
    }

    fn count_policy(&mut self, facts: &Facts) {
        count(&mut self.verdicts, facts.verdict);
        self.escalated += u64::from(facts.escalated);
        self.unsettled += u64::from(facts.unsettled);
        self.contradicted += u64::from(facts.contradicted);
        self.indeterminate += u64::from(facts.clauses.iter().any(|clause| clause.indeterminate));
        for queue in &facts.drawn_from {
            self.frames.get_mut(queue.0 as usize).into_iter().for_each(|count| *count += 1);
        }
        for fact in &facts.clauses {
            let Some(tally) = self.clauses.get_mut(fact.clause.0 as usize) else { continue };
            tally.fired += u64::from(fact.fired);
            tally.decisive += u64::from(fact.decisive);
            tally.indeterminate += u64::from(fact.indeterminate);
            for exception in &fact.excepted_by {
                *tally.excepted.entry(*exception).or_default() += 1;
            }
            for exemption in &fact.exempted_by {
                *tally.exempted.entry(*exemption).or_default() += 1;
            }
        }
    }

    fn count_stance(&mut self, verdict: Rung, voice: &Voice) {
        let stance = (verdict, voice.labels.clone());
        if self.stances.len() < STANCES_MAX || self.stances.contains_key(&stance) {
            *self.stances.entry(stance).or_default() += 1;
        }
    }

    fn count_judges(&mut self, case: &Case) {
        if let Some(reference) = case.reference.as_ref().filter(|reference| reference.source != Source::Policy) {
            count(&mut self.truths, reference.verdict);
        }
        let gold = case.gold().cloned();
        let alone = case.machines_only() && !case.features.is_empty();
        for (place, voice) in case.voices.iter().enumerate() {
            if let Some(verdict) = voice.decided() {
                count(&mut self.votes, verdict);
                if alone && voice.kind == JudgeKind::Model {
                    self.count_stance(verdict, voice);
                }
            }
            let peers = majority_of_others(&case.voices, place);
            let rungs = self.verdicts.len();
            let Some(tally) = self.judges.get_mut(voice.judge as usize) else { continue };
            tally.entries += 1;
            tally.unparsable += u64::from(voice.speech == Speech::Unparsable);
            if let Some(gold) = &gold {
                against_gold(tally, voice, gold, case.topic, rungs);
            }
            let Some(verdict) = voice.decided() else { continue };
            tally.decisions += 1;
            tally.alone += u64::from(alone);
            if let Some(grounds) = tally.grounds.get_mut(usize::from(verdict > Rung(0))) {
                *grounds = (grounds.0 + 1, grounds.1 + u64::from(voice.grounded));
            }
            if let Some(right) = compared_with(case, place) {
                tally.agree += u64::from(right == verdict);
                tally.disagree += u64::from(right != verdict);
            }
            if let Some(peers) = peers {
                tally.peers.add(peers, Some(verdict), 1.0);
            }
        }
    }
}

/// The verdict that a voice is compared with, if it had no part in it.
///
/// A rater is compared with the consensus of the *other* raters: those who disagree with a consensus are by that no part
/// of it, and a rater who was compared only then would never agree.
fn compared_with(case: &Case, place: usize) -> Option<Rung> {
    let reference = case.reference.as_ref()?;
    let rater = case.voices.get(place).is_some_and(|voice| voice.kind == JudgeKind::Rater);
    if rater && reference.source == Source::Consensus {
        return consensus(&case.voices, Some(place)).map(|reference| reference.verdict);
    }
    (!reference.voices.contains(&(place as u16))).then_some(reference.verdict)
}

fn count(counts: &mut [u64], rung: Rung) {
    if let Some(count) = counts.get_mut(rung.0 as usize) {
        *count += 1;
    }
}

/// Compares a judge's word with gold, unless gold was made from it.
fn against_gold(tally: &mut JudgeTally, voice: &Voice, gold: &Voice, topic: Option<ClauseId>, rungs: usize) {
    let Some(right) = gold.decided() else { return };
    if voice.kind == JudgeKind::Gold || matches!(voice.speech, Speech::Missing | Speech::Unsettled) {
        return;
    }
    if voice.made_gold {
        tally.circular += 1;
        return;
    }
    let given = voice.decided();
    let is_right = given == Some(right);
    tally.gold.add(right, given, 1.0);
    if let Some(topic) = topic {
        tally.topics.entry(topic).or_insert_with(|| Confusion::new(rungs)).add(right, given, 1.0);
    }
    for clause in &gold.clauses {
        let (items, rights) = tally.by_clause.entry(*clause).or_default();
        *items += 1;
        *rights += u64::from(is_right);
    }
    if given.is_some_and(|given| given > Rung(0)) && right > Rung(0) {
        let told = !voice.clauses.is_empty() && !gold.clauses.is_empty();
        let same = voice.clauses.iter().any(|clause| gold.clauses.contains(clause));
        tally.clause_right.0 += u64::from(told);
        tally.clause_right.1 += u64::from(told && same);
    }
    let bins = tally.margins.get_mut(usize::from(!is_right));
    if let Some(count) = bins.and_then(|bins| bins.get_mut(margin_bin(voice.margin?))) {
        *count += 1;
    }
}

/// Returns the part of the way to certainty that a margin lies in.
pub fn margin_bin(margin: f32) -> usize {
    ((margin * MARGIN_BINS as f32) as usize).min(MARGIN_BINS - 1)
}

/// What most of the others say; a person's word counts twice. `None` if there is no one strongest verdict.
fn majority_of_others(voices: &[Voice], own: usize) -> Option<Rung> {
    let weight = |voice: &Voice| if voice.kind.is_machine() { 1.0 } else { 2.0 };
    weighted_majority(voices, own, weight).map(|(verdict, _)| verdict)
}

/// What the others say by weight, with the share of the weight behind it; `None` if there is no one strongest verdict.
pub fn weighted_majority(voices: &[Voice], own: usize, weight: impl Fn(&Voice) -> f64) -> Option<(Rung, f64)> {
    let mut weights: BTreeMap<Rung, f64> = BTreeMap::new();
    for (_, voice) in voices.iter().enumerate().filter(|(place, _)| *place != own) {
        if let Some(verdict) = voice.decided() {
            *weights.entry(verdict).or_default() += weight(voice).max(0.0);
        }
    }
    let total: f64 = weights.values().sum();
    let (best, most) = weights.iter().max_by(|a, b| a.1.total_cmp(b.1))?;
    let rivals = weights.values().filter(|weight| *weight == most).count();
    (rivals == 1 && total > 0.0).then_some((*best, most / total))
}
