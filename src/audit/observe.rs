//! The first phase: one item, one decision, one case. Pure, so that items can be observed on any number of threads.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::calibrate::sheet::Words;
use crate::corpus::record::Record;
use crate::corpus::{Masking, card, texts};
use crate::engine::contested::contested;
use crate::engine::decision::{Decision, Outcome};
use crate::language::policy::{CheckId, Pack, Queue, QueueId, Take};
use crate::language::value::{ClauseId, Severity, Truth, Value};

use super::case::{Case, ClauseFact, Facts, Finding, JudgeKind, Membership, Passage, Voice};
use super::checks;
use super::content::content;
use super::fingerprint::{self, Mask};
use super::kinds::{KINDS, Scene};
use super::probe::{Asking, Question, Reading, Target};
use super::reasoning::statements::RungWords;
use super::reasoning::{Grounds, grounds};
use super::reference::{most_frequent, strongest};
use super::voices::{Gathered, gather};

/// How a run is to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Seeds every random share.
    pub seed: u64,
    /// The as-of date, in milliseconds since 1970: due dates count from it.
    pub as_of: i64,
    /// Whether rows may quote content.
    pub show_content: bool,
}

/// Observes items under a pack.
pub struct Auditor<'p> {
    pub(super) pack: &'p Pack,
    pub(super) options: Options,
    reading: &'p dyn Reading,
    rungs: RungWords,
    mask: Mask,
    masking: Masking,
}

impl<'p> Auditor<'p> {
    /// Prepares the audit of a pack.
    pub fn new(pack: &'p Pack, options: Options, reading: &'p dyn Reading) -> Auditor<'p> {
        let mask = Mask::new(pack, |term| reading.plain(term));
        let masking = if options.show_content { Masking::nothing() } else { Masking::new(&pack.schema, None) };
        Auditor { pack, options, reading, rungs: RungWords::new(pack), mask, masking }
    }

    /// Hides also what a corpus's card calls sensitive or personal, unless content is to be shown.
    pub fn with_card(mut self, card: Option<&card::Facts>) -> Auditor<'p> {
        if !self.options.show_content {
            self.masking = Masking::new(&self.pack.schema, card);
        }
        self
    }

    /// Returns the pack.
    pub fn pack(&self) -> &'p Pack {
        self.pack
    }

    /// Makes the case of an item: what each judge said, what can be found without the rest of the corpus, and which
    /// queues want it.
    pub fn observe(&self, record: &Record<'_>, decision: &Decision, asking: &mut dyn Asking) -> Case {
        let grounds: Vec<Grounds> = record.models.iter().map(|model| grounds(model, self.pack)).collect();
        let gathered = gather(record, decision, &grounds);
        let reference = strongest(&gathered.voices);
        let texts = texts(&self.pack.schema, record);
        let contested = self.contested(record);
        let scene = Scene {
            pack: self.pack,
            rungs: &self.rungs,
            record,
            decision,
            reading: self.reading,
            gathered: &gathered,
            grounds: &grounds,
            texts: &texts,
            contested: &contested,
            reference: reference.as_ref(),
        };
        let mut findings: Vec<Finding> = KINDS.iter().flat_map(|rule| (rule.find)(&scene)).collect();
        let fired = checks::run(&scene, asking, &mut findings);
        findings.sort_by_key(|finding| (finding.kind, finding.voice));
        if self.options.show_content {
            findings.iter_mut().for_each(|finding| show(finding, record, &gathered, &texts));
        }
        let (queues, drawn_from) = self.memberships(&scene, asking, &findings, &fired);
        let mut case = Case {
            id: record.id.as_ref().to_owned(),
            reference,
            topic: topic(decision, &gathered.voices),
            severity: self.worst(decision, &gathered.voices),
            reach: record.reach,
            escalated: !decision.escalations.is_empty(),
            facts: Facts { drawn_from, ..facts(decision, &contested) },
            findings,
            checks: fired,
            queues,
            ..Case::default()
        };
        let Gathered { voices, names, .. } = gathered;
        (case.voices, case.names) = (voices, names);
        self.describe(&mut case, record, &texts);
        case
    }

    /// The names of the questions on which judges contradict each other, as a clause's missing things name them.
    fn contested(&self, record: &Record<'_>) -> Vec<&'p str> {
        let questions = contested(self.pack, record);
        let named = questions.into_iter().filter_map(|question| self.pack.questions.get(question.0 as usize));
        named.map(|question| question.name.as_str()).collect()
    }

    /// Returns the mark that an item shares with its exact near-duplicates, the pack's own lists masked; `None` if it has
    /// no text.
    pub fn cluster(&self, record: &Record<'_>) -> Option<u64> {
        let texts = texts(&self.pack.schema, record);
        let plain = texts.iter().map(|(_, text)| self.reading.plain(text)).collect::<Vec<_>>().join("\n");
        (!plain.trim().is_empty()).then(|| fingerprint::exact(&plain, &self.mask))
    }

    /// Returns the words of an item as a text model reads them, hidden fields among them; `None` if it has no text.
    pub fn words(&self, record: &Record<'_>) -> Option<Words> {
        let texts = texts(&self.pack.schema, record);
        let plains: Vec<(&str, String)> =
            texts.iter().map(|(path, text)| (path.as_str(), self.reading.plain(text))).collect();
        let places = fingerprint::features(&plains);
        let (_, first) = plains.first().filter(|_| !places.is_empty())?;
        Some(Words { kin: fingerprint::kin(first, &self.mask), places })
    }

    /// Adds what tells items apart, where anything may come of it.
    fn describe(&self, case: &mut Case, record: &Record<'_>, texts: &[(String, &str)]) {
        let anyone = case.voices.iter().any(|voice| voice.kind != JudgeKind::Policy);
        if !anyone && case.findings.is_empty() && case.queues.is_empty() {
            return;
        }
        let decisions: Vec<u8> = case.voices.iter().flat_map(decision_bytes).collect();
        case.decided_as = xxh3_64_with_seed(&decisions, case.facts.verdict.0.into());
        let plains: Vec<(&str, String)> =
            texts.iter().map(|(path, text)| (path.as_str(), self.reading.plain(text))).collect();
        let plain = plains.iter().map(|(_, plain)| plain.as_str()).collect::<Vec<_>>().join("\n");
        if !plain.trim().is_empty() {
            case.cluster = fingerprint::exact(&plain, &self.mask) ^ case.decided_as;
            case.sketch = fingerprint::sketch(&plain);
        }
        if case.machines_only() || case.gold().is_some() || case.may_be_queued() {
            case.features = fingerprint::features(&plains);
            case.facets = facets(record, &self.masking);
            let hidden = plains.iter().filter(|(path, _)| self.masking.hides_path(path)).cloned().collect::<Vec<_>>();
            case.withheld = fingerprint::features(&hidden);
            case.kin = plains.first().map_or(0, |(_, first)| fingerprint::kin(first, &self.mask));
        }
        case.content = content(self.pack, record, &self.masking);
    }

    /// The worst harm that any judge names: clauses that fired or could not be told, clauses that others rest on.
    fn worst(&self, decision: &Decision, voices: &[Voice]) -> Option<Severity> {
        let acted = |outcome: Outcome| matches!(outcome, Outcome::Match | Outcome::Indeterminate);
        let own =
            decision.clauses.iter().filter(|clause| clause.fired || acted(clause.outcome)).map(|clause| clause.clause);
        let others = voices.iter().flat_map(|voice| voice.clauses.iter().copied());
        own.chain(others)
            .filter_map(|clause| self.pack.clauses.get(clause.0 as usize))
            .map(|clause| clause.severity)
            .max()
    }

    /// Which queues want the item, and which draw their random share from a pool that holds it.
    fn memberships(
        &self,
        scene: &Scene<'_>,
        asking: &mut dyn Asking,
        findings: &[Finding],
        fired: &[CheckId],
    ) -> (Vec<Membership>, Vec<QueueId>) {
        let routed = |queue: QueueId| {
            let by_check =
                |check: &CheckId| self.pack.checks.get(check.0 as usize).and_then(|check| check.queue) == Some(queue);
            scene.decision.escalations.contains(&queue)
                || findings.iter().any(|finding| finding.checks.iter().any(by_check))
                || fired.iter().any(by_check)
        };
        let checks = checks::names(self.pack, findings);
        let (mut wanted, mut drawn_from) = (Vec::new(), Vec::new());
        for (at, queue) in self.pack.queues.iter().enumerate() {
            let id = QueueId(at as u32);
            let holds = queue.when.is_none() || asking.holds(Question::Queue(id), Target::Item, &checks) == Truth::True;
            if holds && queue.sample.is_some() {
                drawn_from.push(id);
            }
            let sampled = holds && self.in_sample(queue, &scene.record.id);
            let ranked = takes(queue).is_some() && (routed(id) || (holds && queue.when.is_some()));
            if ranked || sampled {
                let severity = queue.priority.as_ref();
                let severity =
                    severity.and_then(|_| asking.severity(Question::QueuePriority(id), Target::Item, &checks));
                wanted.push(Membership { queue: id, severity, ranked, sampled });
            }
        }
        (wanted, drawn_from)
    }

    /// Tells whether an item is in a queue's random share.
    fn in_sample(&self, queue: &Queue, id: &str) -> bool {
        queue.sample.is_some_and(|share| unit(self.options.seed, &queue.name, id) < share)
    }
}

/// The item's fields of few values that may be seen, each with the place of its field in the schema.
fn facets(record: &Record<'_>, masking: &Masking) -> Vec<(u16, u16)> {
    let value = |value: &Value<'_>| match value {
        Value::Word(word) => Some(*word),
        Value::Bool(value) => Some(u16::from(*value)),
        _ => None,
    };
    let shown = record.fields.iter().enumerate().filter(|(at, _)| !masking.hides(*at));
    shown.filter_map(|(at, field)| Some((at as u16, value(field)?))).collect()
}

/// Adds the words of a finding's passages.
fn show(finding: &mut Finding, record: &Record<'_>, gathered: &Gathered, texts: &[(String, &str)]) {
    let model = (finding.voice as usize).checked_sub(gathered.first_model).and_then(|at| record.models.get(at));
    for place in &mut finding.places {
        let text = match &place.passage {
            Passage::Item(path) => texts.iter().find(|(known, _)| known == path).map(|(_, text)| *text),
            Passage::Rationale => model.and_then(|model| model.rationale.as_deref()),
            Passage::Quote(at) => {
                let quotes = model.and_then(|model| model.quotes.as_ref());
                quotes.and_then(|quotes| quotes.get(*at as usize)).map(AsRef::as_ref)
            }
        };
        let stretch =
            |text: &str| text.chars().skip(place.start as usize).take((place.end - place.start) as usize).collect();
        place.text = text.map(stretch);
    }
}

/// Maps an id to a number from 0 to below 1, the same for the same seed and purpose.
pub(super) fn unit(seed: u64, purpose: &str, id: &str) -> f64 {
    let seed = xxh3_64_with_seed(purpose.as_bytes(), seed);
    (xxh3_64_with_seed(id.as_bytes(), seed) >> 11) as f64 / (1u64 << 53) as f64
}

/// How many a queue takes by priority: one that names neither a number nor a share takes all that are sent to it.
pub(super) fn takes(queue: &Queue) -> Option<Take> {
    queue.take.or(if queue.sample.is_none() { Some(Take::All) } else { None })
}

fn decision_bytes(voice: &Voice) -> Vec<u8> {
    if !voice.kind.is_machine() {
        return Vec::new();
    }
    let mut bytes = vec![voice.speech as u8, voice.verdict.map_or(255, |verdict| verdict.0)];
    if voice.kind == JudgeKind::Policy {
        bytes.extend(voice.clauses.iter().flat_map(|clause| clause.0.to_le_bytes()));
    }
    bytes
}

/// The clause that an item is about: the policy's weightiest, else the raters' or the models' most frequent.
fn topic(decision: &Decision, voices: &[Voice]) -> Option<ClauseId> {
    let decisive = decision.clauses.iter().find(|clause| clause.fired && clause.proposes == Some(decision.verdict));
    let of = |kind: JudgeKind| {
        most_frequent(
            voices.iter().filter(move |voice| voice.kind == kind).flat_map(|voice| voice.clauses.iter().copied()),
        )
    };
    decisive.map(|clause| clause.clause).or_else(|| of(JudgeKind::Rater)).or_else(|| of(JudgeKind::Model))
}

fn facts(decision: &Decision, contested: &[&str]) -> Facts {
    let hangs = |missing: &String| contested.contains(&missing.as_str());
    let clauses = decision.clauses.iter().map(|outcome| ClauseFact {
        clause: outcome.clause,
        fired: outcome.fired,
        decisive: outcome.fired && outcome.proposes == Some(decision.verdict),
        indeterminate: outcome.outcome == Outcome::Indeterminate,
        excepted_by: outcome.excepted_by.clone(),
        exempted_by: outcome.exempted_by.iter().map(|(exemption, _)| *exemption).collect(),
    });
    Facts {
        verdict: decision.verdict,
        escalated: !decision.escalations.is_empty(),
        unsettled: decision.unsettled,
        contradicted: decision.unsettled && decision.clauses.iter().any(|clause| clause.missing.iter().any(hangs)),
        clauses: clauses.collect(),
        drawn_from: Vec::new(),
    }
}
