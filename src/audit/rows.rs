//! The rows of `disagreements.jsonl` and `queue.jsonl`, as data.
//!
//! Rows name clauses, fields and offsets, and quote no content unless the run was asked to show it.

use serde::Serialize;

use crate::calibrate::cause::weigh::EvidenceFigure;
use crate::language::policy::{CheckId, Pack};
use crate::language::value::{ClauseId, LabelId, Rung, Severity};

use super::attribution::{Blame, wrong};
use super::case::{Case, Finding, Passage, Place, Speech, Voice};
use super::cause::Cause;
use super::scored::Attributed;

/// Formats a moment as RFC 3339, in UTC.
pub fn time(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).map_or_else(|_| String::new(), |at| at.to_string())
}

/// One judge of the item.
#[derive(Debug, Clone, Serialize)]
pub struct JudgeRow<'a> {
    /// Its name.
    pub judge: &'a str,
    /// `policy`, `gold`, `model` or `rater`.
    pub kind: &'static str,
    /// A model's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<&'a str>,
    /// Its verdict; absent if it gave none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<&'a str>,
    /// `missing`, `unparsable` or `unsettled`, where it did not simply decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// Why it has none: `tooling` where its output could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<&'static str>,
    /// The clauses it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<&'a str>,
    /// Its labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<&'a str>>,
    /// Probability that its verdict is wrong.
    pub wrong: Option<f64>,
}

/// A passage that is evidence.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceRow<'a> {
    /// `rationale`, `quotes[0]`, or the path of a text of the item.
    #[serde(rename = "in")]
    pub passage: String,
    /// First character, in code points.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words, if content is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
}

/// What a finding rests on.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence<'a> {
    /// The tests that showed it.
    pub tests: Vec<&'static str>,
    /// The clauses in question.
    pub clauses: Vec<&'a str>,
    /// The reference's clauses.
    pub reference_clauses: Vec<&'a str>,
    /// The passages.
    pub places: Vec<PlaceRow<'a>>,
    /// The missing fields, and the questions that nobody answered.
    pub missing: &'a [String],
    /// The questions that judges answered against each other.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub contradicting: &'a [String],
}

/// The reference a judge was compared with.
#[derive(Debug, Clone, Serialize)]
pub struct Against<'a> {
    /// `gold`, `adjudication`, `raters`, `policy`, or `item` where no judge is needed.
    pub source: &'static str,
    /// The judges who make it.
    pub judges: Vec<&'a str>,
    /// Its verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<&'a str>,
}

/// The judge held most likely wrong.
#[derive(Debug, Clone, Serialize)]
pub struct Wrong<'a> {
    /// Its name; `raters` where it is a consensus.
    pub judge: &'a str,
    /// The judges it stands for.
    pub judges: Vec<&'a str>,
    /// The probability that it is wrong.
    pub probability: f64,
    /// Raters who were at least two and unanimous are among them: never settle this without a person.
    pub overrules_unanimous_raters: bool,
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingRow<'a> {
    /// Its kind.
    pub kind: &'static str,
    /// The judge in question.
    pub judge: &'a str,
    /// What it was compared with.
    pub against: Against<'a>,
    /// What it rests on.
    pub evidence: Evidence<'a>,
    /// The checks that found it.
    pub checks: Vec<&'a str>,
    /// Who is probably wrong.
    pub wrong: Wrong<'a>,
    /// The likely root cause.
    pub cause: &'static str,
    /// How probable it is.
    pub cause_probability: f64,
    /// The figures that it was weighed by; none where nothing was.
    pub cause_evidence: Vec<EvidenceFigure>,
}

/// A line of `disagreements.jsonl`.
#[derive(Debug, Clone, Serialize)]
pub struct DisagreementRow<'a> {
    /// The item.
    pub id: &'a str,
    /// The finding.
    #[serde(flatten)]
    pub finding: FindingRow<'a>,
    /// All judges of the item.
    pub judges: Vec<JudgeRow<'a>>,
    /// The harm that counts.
    pub severity: Option<&'static str>,
    /// The item's priority.
    pub priority: f64,
    /// The item's cluster.
    pub cluster: Option<String>,
}

/// A line of `queue.jsonl`.
#[derive(Debug, Clone, Serialize)]
pub struct QueueRow<'a> {
    /// The queue.
    pub queue: &'a str,
    /// The item.
    pub id: &'a str,
    /// `priority`, `sample` or `hidden_gold`.
    pub selection: &'static str,
    /// The probability with which the item came into the queue.
    pub selection_probability: f64,
    /// It is in the queue's random share, whether or not it was taken by priority too.
    pub in_sample: bool,
    /// The probability with which the random share draws an item, on the rows that it drew: what estimates weigh by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample_probability: Option<f64>,
    /// Its priority.
    pub priority: f64,
    /// The probability that some decision is wrong.
    pub probability: f64,
    /// The harm that counts.
    pub severity: Option<&'static str>,
    /// People it reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<f64>,
    /// How much news it is beside the rest of its cluster.
    pub novelty: f64,
    /// Its cluster.
    pub cluster: Option<String>,
    /// The kinds found, each once.
    pub kinds: Vec<&'static str>,
    /// Everything found.
    pub findings: Vec<FindingRow<'a>>,
    /// All judges of the item.
    pub judges: Vec<JudgeRow<'a>>,
    /// When it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// How many people review it, independently and blind.
    pub raters: u32,
    /// The skills they need.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub skills: &'a [String],
    /// The languages they need.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub languages: &'a [String],
}

/// Turns indices back into names.
#[derive(Debug, Clone, Copy)]
pub struct Namer<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The judges' names, by number.
    pub judges: &'a [String],
    /// The models' versions, by number.
    pub versions: &'a [Option<String>],
}

impl<'a> Namer<'a> {
    fn clauses(&self, clauses: &[ClauseId]) -> Vec<&'a str> {
        let known = clauses.iter().filter_map(|clause| self.pack.clauses.get(clause.0 as usize));
        known.map(|clause| clause.id.as_str()).collect()
    }

    fn labels(&self, labels: &[LabelId]) -> Vec<&'a str> {
        let known = labels.iter().filter_map(|label| self.pack.labels.get(label.0 as usize));
        known.map(|label| label.name.as_str()).collect()
    }

    fn rung(&self, rung: Rung) -> &'a str {
        self.pack.rung_name(rung)
    }

    fn judge(&self, voice: &Voice) -> &'a str {
        self.judges.get(voice.judge as usize).map_or("", String::as_str)
    }

    fn checks(&self, checks: &[CheckId]) -> Vec<&'a str> {
        let known = checks.iter().filter_map(|check| self.pack.checks.get(check.0 as usize));
        known.map(|check| check.name.as_str()).collect()
    }

    fn of_places(&self, case: &Case, places: &[u16]) -> Vec<&'a str> {
        places.iter().filter_map(|place| case.voices.get(*place as usize)).map(|voice| self.judge(voice)).collect()
    }

    /// Describes the judges of an item.
    pub fn judge_rows(&self, case: &Case, truth: &[f64]) -> Vec<JudgeRow<'a>> {
        let row = |voice: &Voice| JudgeRow {
            judge: self.judge(voice),
            kind: voice.kind.name(),
            version: self.versions.get(voice.judge as usize).and_then(Option::as_deref),
            verdict: voice.verdict.map(|verdict| self.rung(verdict)),
            status: match voice.speech {
                Speech::Decided => None,
                Speech::Missing => Some("missing"),
                Speech::Unparsable => Some("unparsable"),
                Speech::Unsettled => Some("unsettled"),
            },
            cause: (voice.speech == Speech::Unparsable).then(|| Cause::Tooling.name()),
            clauses: self.clauses(&voice.clauses),
            labels: voice.labels.as_deref().map(|labels| self.labels(labels)),
            wrong: wrong(voice, truth),
        };
        case.voices.iter().map(row).collect()
    }

    /// Describes a finding.
    pub fn finding_row<'b>(&self, case: &'b Case, attributed: &'b Attributed) -> FindingRow<'b>
    where
        'a: 'b,
    {
        let Attributed { finding, blame, root } = attributed;
        let reference = case.reference.as_ref().filter(|reference| !reference.without(finding.voice).is_empty());
        let against = match reference {
            Some(reference) if needs_reference(finding) => Against {
                source: reference.source.name(),
                judges: self.of_places(case, &reference.without(finding.voice)),
                verdict: Some(self.rung(reference.verdict)),
            },
            _ => Against { source: "item", judges: Vec::new(), verdict: None },
        };
        FindingRow {
            kind: finding.kind.name(),
            judge: case.voices.get(finding.voice as usize).map_or("", |voice| self.judge(voice)),
            against,
            evidence: Evidence {
                tests: finding.tests.iter().map(|test| test.name()).collect(),
                clauses: self.clauses(&finding.clauses),
                reference_clauses: reference.map_or_else(Vec::new, |reference| self.clauses(&reference.clauses)),
                places: finding.places.iter().map(place_row).collect(),
                missing: &finding.missing,
                contradicting: &finding.contradicting,
            },
            checks: self.checks(&finding.checks),
            wrong: self.wrong(case, blame),
            cause: root.cause.name(),
            cause_probability: root.probability,
            cause_evidence: root.evidence(),
        }
    }

    fn wrong(&self, case: &Case, blame: &Blame) -> Wrong<'a> {
        let judges = self.of_places(case, &blame.voices);
        let people = |place: &u16| {
            let voice = case.voices.get(*place as usize);
            voice.is_some_and(|voice| voice.kind == super::case::JudgeKind::Rater)
        };
        let several = judges.len() > 1;
        Wrong {
            judge: if several { "raters" } else { judges.first().copied().unwrap_or("") },
            overrules_unanimous_raters: case.raters_unanimous().is_some() && blame.voices.iter().any(people),
            judges,
            probability: blame.probability,
        }
    }
}

fn needs_reference(finding: &Finding) -> bool {
    use crate::language::policy::Kind;
    super::kinds::is_exclusive(finding.kind) || finding.kind == Kind::PolicyGap
}

fn place_row(place: &Place) -> PlaceRow<'_> {
    let passage = match &place.passage {
        Passage::Rationale => "rationale".to_owned(),
        Passage::Quote(at) => format!("quotes[{at}]"),
        Passage::Item(path) => path.clone(),
    };
    PlaceRow { passage, start: place.start, end: place.end, text: place.text.as_deref() }
}

/// Names a cluster.
pub fn cluster_name(cluster: u64) -> Option<String> {
    (cluster != 0).then(|| format!("{cluster:016x}"))
}

/// Names a severity.
pub fn severity_name(severity: Option<Severity>) -> Option<&'static str> {
    severity.map(Severity::name)
}
