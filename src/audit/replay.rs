//! `replay.jsonl`: what is needed to put the queue in order again, and to replay a review of the items that have gold.
//!
//! The first line names the judges; each further one has an item that is queued or has gold: its voices, as numbers, and
//! the places that its words hash to (two bytes a word), never the words, and nothing of fields that are hidden. A queued
//! item also has what the audit thinks of each voice. [`Replay::cold`] takes gold away, and people too if it is asked, and
//! scores the items just as an audit would that had never seen them.

use std::io::{self, BufRead, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::corpus::spool::Spool;
use crate::language::policy::Pack;
use crate::language::value::{ClauseId, LabelId, Rung};

use super::attribution::{truth, wrong_decision};
use super::case::{Case, JudgeKey, JudgeKind, Speech, Voice};
use super::judges::display_names;
use super::ledger::Ledger;
use super::reference::strongest;
use super::scored::Scored;
use super::worth::{each, reliability};

/// The form of the file. Another number: it was written by a program that this one does not understand.
const FORM: u32 = 2;

/// The first line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The form of the file.
    pub replay: u32,
    /// The ladder's rungs, weakest first.
    pub ladder: Vec<String>,
    /// The labels, by number.
    pub labels: Vec<String>,
    /// The judges, by number.
    pub judges: Vec<JudgeKey>,
    /// What they are called.
    pub names: Vec<String>,
    /// The fields of the schema, by place.
    pub fields: Vec<String>,
}

/// One item that is queued or has gold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replayed {
    /// Its id.
    pub id: String,
    /// Who said what; gold among them, if there is any.
    pub voices: Vec<Voice>,
    /// The clause it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub topic: Option<ClauseId>,
    /// Equal for items that one verdict settles.
    pub cluster: u64,
    /// Equal for items that a text model must know all or none of.
    pub kin: u64,
    /// The places of its words.
    pub words: Vec<u16>,
    /// Its fields of few values: the field's place and the value.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub facets: Vec<(u16, u16)>,
    /// If it is queued, the probability that each voice's decision is wrong, by place, as the audit has it, which knows
    /// gold and people; `None`: it gave none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub wrong: Option<Vec<Option<f64>>>,
}

/// What `replay.jsonl` holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// The first line.
    pub head: Head,
    /// The items, in the order of the input.
    pub items: Vec<Replayed>,
}

/// Writes the first line.
pub fn write_head(pack: &Pack, ledger: &Ledger, out: &mut dyn Write) -> io::Result<()> {
    let judges = ledger.judges.iter().map(|tally| tally.key.clone()).collect();
    let fields = pack.schema.fields.iter().map(|field| field.path.clone()).collect();
    let labels = pack.labels.iter().map(|label| label.name.clone()).collect();
    line(out, &Head { replay: FORM, ladder: pack.ladder.clone(), labels, judges, names: display_names(ledger), fields })
}

/// Writes an item's line, if it is queued or has gold.
pub fn write_item(scored: &Scored, queued: bool, out: &mut dyn Write) -> io::Result<()> {
    let case = &scored.case;
    if !queued && case.gold().and_then(Voice::decided).is_none() {
        return Ok(());
    }
    let item = Replayed {
        id: case.id.clone(),
        voices: case.voices.clone(),
        topic: case.topic,
        cluster: case.cluster,
        kin: case.kin,
        words: case.features.iter().copied().filter(|place| case.withheld.binary_search(place).is_err()).collect(),
        facets: case.facets.clone(),
        wrong: queued.then(|| scored.wrong.iter().map(|wrong| wrong.map(|(_, decision)| decision)).collect()),
    };
    line(out, &item)
}

fn line(out: &mut dyn Write, row: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, row).map_err(io::Error::other)?;
    out.write_all(b"\n")
}

impl Replayed {
    /// Returns gold's voice, if there is gold.
    pub fn gold(&self) -> Option<&Voice> {
        self.voices.iter().find(|voice| voice.kind == JudgeKind::Gold && voice.decided().is_some())
    }
}

/// Tells whether a voice's decision is not the right one: another verdict, or other labels where both give some. Output
/// that could not be read is wrong. `None` if it gave none.
pub fn is_wrong(voice: &Voice, verdict: Rung, labels: Option<&[LabelId]>) -> Option<bool> {
    if voice.speech == Speech::Unparsable {
        return Some(true);
    }
    let own = voice.decided()?;
    let other = |right: &[LabelId]| voice.labels.as_deref().is_some_and(|own| own != right);
    Some(own != verdict || labels.is_some_and(other))
}

impl Replay {
    /// Reads the file. The message of an error says what is wrong with it, with the line.
    pub fn read(file: impl BufRead) -> io::Result<Replay> {
        let mut lines = file.lines().enumerate();
        let bad = |at: usize, why: &str| {
            io::Error::new(io::ErrorKind::InvalidData, format!("line {}: {why}; audit the corpus again", at + 1))
        };
        const OTHER: &str = "it is not as an audit writes it, or broken off";
        let first = lines.next().map(|(_, line)| line).transpose()?.unwrap_or_default();
        let head: Head = serde_json::from_str(&first).map_err(|_| bad(0, OTHER))?;
        if head.replay != FORM {
            return Err(bad(0, "it was written by another version of preceptor"));
        }
        let item = |(at, line): (usize, io::Result<String>)| serde_json::from_str(&line?).map_err(|_| bad(at, OTHER));
        Ok(Replay { head, items: lines.map(item).collect::<io::Result<Vec<Replayed>>>()? })
    }

    /// Returns, for each item, the probability that each voice's decision is wrong, as an audit would say that has not
    /// seen gold (nor people, if `hide_people`): by place, `None` for voices that are hidden or did not decide. Scratch
    /// files go to `dir`.
    pub fn cold(&self, hide_people: bool, dir: &Path) -> io::Result<Vec<Vec<Option<f64>>>> {
        let hidden = |voice: &Voice| voice.kind == JudgeKind::Gold || (hide_people && voice.kind == JudgeKind::Rater);
        let mut ledger = Ledger::of_rungs(self.head.ladder.len());
        let mut cases = Spool::scratch(dir)?;
        let mut contents = Spool::scratch(dir)?;
        for item in &self.items {
            ledger.absorb(self.case(item, hidden), &mut cases, &mut contents)?;
        }
        let reliability = reliability(&ledger, &mut cases)?;
        let mut cold: Vec<Vec<Option<f64>>> = self.items.iter().map(|item| vec![None; item.voices.len()]).collect();
        each(&mut cases, |case| {
            let truth = truth(&case, &reliability);
            let at = case.seq as usize;
            let (Some(item), Some(cold)) = (self.items.get(at), cold.get_mut(at)) else { return Ok(()) };
            let seen = item.voices.iter().zip(cold).filter(|(voice, _)| !hidden(voice));
            for (voice, (_, cold)) in case.voices.iter().zip(seen) {
                *cold = wrong_decision(voice, &case, &truth, &reliability);
            }
            Ok(())
        })?;
        Ok(cold)
    }

    fn case(&self, item: &Replayed, hidden: impl Fn(&Voice) -> bool) -> Case {
        let voices: Vec<Voice> = item.voices.iter().filter(|voice| !hidden(voice)).cloned().collect();
        let names = voices.iter().filter_map(|voice| self.head.judges.get(voice.judge as usize)).cloned().collect();
        Case {
            id: item.id.clone(),
            reference: strongest(&voices),
            topic: item.topic,
            cluster: item.cluster,
            kin: item.kin,
            features: item.words.clone(),
            names,
            voices,
            ..Case::default()
        }
    }
}

#[cfg(test)]
mod tests;
