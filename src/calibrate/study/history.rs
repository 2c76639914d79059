//! What earlier calibrations knew of judges, as a consensus of today may start from it.
//!
//! A judge is known again by kind, name and version; a model also by its prompts and threshold, since with others it errs
//! otherwise. An item of this run speaks for itself and never as history too: neither is gold counted twice, nor does it
//! reach the judges before methods are tried on it. What is left out is counted by why.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Intake, Named, Panel, StudyOptions};
use crate::calibrate::consensus::settle::{Settled, WithoutHistory};
use crate::calibrate::consensus::{History, METHODS};
use crate::calibrate::past::{Past, PastJudge};
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::sheet::{Judge, JudgeKind, Sheet};
use crate::language::prose::{count, counted, list};

/// Why earlier decisions are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LeftOut {
    Gone,
    Changed,
    NotOfThePanel,
    ItemOfThisRun,
    CountedBefore,
    LabelNotKnown,
}

impl LeftOut {
    fn name(self) -> &'static str {
        match self {
            LeftOut::Gone => "judge_not_in_this_run",
            LeftOut::Changed => "judge_changed",
            LeftOut::NotOfThePanel => "judge_not_of_the_panel",
            LeftOut::ItemOfThisRun => "item_of_this_run",
            LeftOut::CountedBefore => "counted_before",
            LeftOut::LabelNotKnown => "label_not_known",
        }
    }

    /// Says whose decisions they are.
    fn said(self) -> &'static str {
        match self {
            LeftOut::Gone => "of judges who are not in this run",
            LeftOut::Changed => "of models whose version, prompt or threshold is another now",
            LeftOut::NotOfThePanel => "of judges who do not make this consensus",
            LeftOut::ItemOfThisRun => "on items of this run, which speak for themselves",
            LeftOut::CountedBefore => "that stand in the history twice",
            LeftOut::LabelNotKnown => "with a label that this run does not have",
        }
    }
}

/// Judges and decisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Judges.
    pub judges: u64,
    /// Their decisions.
    pub decisions: u64,
}

/// One calibration that was named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryRead {
    /// A hash of what was read.
    pub mark: String,
    /// The revision of its pack, if it had one.
    pub pack_revision: Option<String>,
    /// What it holds.
    #[serde(flatten)]
    pub held: Counted,
}

/// What was made of earlier calibrations.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryReport {
    /// The calibrations, as they were named.
    pub read: Vec<HistoryRead>,
    /// What one earlier decision counts beside one of today.
    pub weight: f64,
    /// Judges of this consensus whose earlier decisions count, and those decisions.
    pub taken: Counted,
    /// Of those, models that name no version, so that nobody can tell whether they changed.
    pub without_version: u64,
    /// Judges of this consensus.
    pub panel: u64,
    /// What does not count, by why.
    pub left_out: Named<Counted>,
    /// One of the calibrations was made with another revision of the pack.
    pub other_revision: bool,
    /// The methods that start from history; no other can.
    pub read_by: Vec<&'static str>,
    /// Whether the chosen one does.
    pub chosen_reads_it: bool,
    /// How the chosen method does on gold that it has not seen where it knows no history.
    pub without: Option<WithoutHistory>,
    /// It as a sentence.
    pub sentence: String,
}

/// Says why an earlier calibration cannot be history for this one, if so.
///
/// # Errors
/// Its pack or its labels are other ones.
pub fn fits(past: &Past, sheet: &Sheet, intake: &Intake) -> Result<(), String> {
    let name = |pack: &Option<(String, String)>| pack.as_ref().map(|(name, _)| name.clone());
    let called = |pack: Option<String>| pack.map_or("no pack".to_owned(), |name| format!("the pack `{name}`"));
    let (then, now) = (name(&past.of.pack), name(&intake.pack));
    if then != now {
        return Err(format!(
            "it was made with {}, and this run is with {}: labels need not mean the same",
            called(then),
            called(now)
        ));
    }
    let (order, labels) = (sheet.scale.order(), sheet.scale.labels());
    if past.of.scale != order {
        return Err("its labels relate in another way than those of this run (see --scale)".to_owned());
    }
    if order == Order::Ordinal && past.of.labels != labels {
        let shown = |labels: &[String]| labels.join(" < ");
        return Err(format!("its labels are {}, and those of this run {}", shown(&past.of.labels), shown(labels)));
    }
    if !labels.is_empty() && !past.of.labels.iter().any(|label| labels.contains(label)) {
        return Err("none of its labels is one of this run".to_owned());
    }
    Ok(())
}

/// What counts, and what was made of the rest.
pub struct Known {
    counts: History,
    report: HistoryReport,
}

impl Known {
    /// Returns the counts to start from; none where nothing counts.
    pub fn counts(&self) -> Option<&History> {
        (self.report.taken.decisions > 0).then_some(&self.counts)
    }

    /// Returns the report, now that a consensus has settled.
    pub fn report(&self, settled: &Settled) -> HistoryReport {
        let mut report = self.report.clone();
        report.chosen_reads_it = report.taken.decisions > 0 && report.read_by.contains(&settled.fit.method);
        report.without = settled.without_history.clone();
        report.sentence = sentence(&report, settled);
        report
    }
}

/// Gathers what counts of the history that was named; `None` where none was.
pub fn known(sheet: &Sheet, panel: &Panel, intake: &Intake, options: &StudyOptions) -> Option<Known> {
    if options.history.is_empty() {
        return None;
    }
    let labels = sheet.scale.labels();
    let numbers: BTreeMap<&str, u16> = labels.iter().map(String::as_str).zip(0..).collect();
    let mut counts = History::new(sheet.judges.len(), labels.len());
    let mut taken: BTreeSet<(u32, &str)> = BTreeSet::new();
    let mut left: BTreeMap<LeftOut, (BTreeSet<&Judge>, u64)> = BTreeMap::new();
    for past in options.history.iter().flat_map(|past| &past.judges) {
        let mut leave = |why: LeftOut, decisions: u64| {
            let entry = left.entry(why).or_default();
            entry.0.insert(&past.judge);
            entry.1 += decisions;
        };
        let judge = match found(sheet, panel, past) {
            Ok(judge) => judge,
            Err(why) => {
                leave(why, past.decisions.len() as u64);
                continue;
            }
        };
        for (item, gold, given) in &past.decisions {
            let (gold, given) = (numbers.get(gold.as_str()), numbers.get(given.as_str()));
            match (gold, given) {
                _ if sheet.items.binary_search(item).is_ok() => leave(LeftOut::ItemOfThisRun, 1),
                (Some(gold), Some(given)) if taken.insert((judge, item.as_str())) => {
                    counts.add(judge as usize, *gold, *given, options.history_weight);
                }
                (Some(_), Some(_)) => leave(LeftOut::CountedBefore, 1),
                _ => leave(LeftOut::LabelNotKnown, 1),
            }
        }
    }
    let judges: BTreeSet<u32> = taken.iter().map(|(judge, _)| *judge).collect();
    let of = |judge: &u32| sheet.judges.get(*judge as usize);
    let unversioned = |judge: &&Judge| judge.kind == JudgeKind::Model && judge.version.is_none();
    let members: BTreeSet<u32> = panel.ratings.all_judges().iter().copied().collect();
    let left_out = left
        .into_iter()
        .map(|(why, (judges, decisions))| (why.name().to_owned(), Counted { judges: judges.len() as u64, decisions }));
    let report = HistoryReport {
        read: options.history.iter().map(read).collect(),
        weight: options.history_weight,
        taken: Counted { judges: judges.len() as u64, decisions: taken.len() as u64 },
        without_version: judges.iter().filter_map(of).filter(unversioned).count() as u64,
        panel: members.len() as u64,
        left_out: Named(left_out.collect()),
        other_revision: options.history.iter().any(|past| past.of.pack != intake.pack),
        read_by: METHODS.iter().filter(|method| method.reads_history()).map(|method| method.name()).collect(),
        chosen_reads_it: false,
        without: None,
        sentence: String::new(),
    };
    Some(Known { counts, report })
}

/// Finds a judge again, or says why its decisions do not count.
fn found(sheet: &Sheet, panel: &Panel, past: &PastJudge) -> Result<u32, LeftOut> {
    let own = &past.judge;
    let same = |at: usize| sheet.judges.get(at).is_some_and(|judge| (judge.kind, &judge.name) == (own.kind, &own.name));
    let at = match sheet.judges.binary_search(own) {
        Ok(at) => at,
        // Other versions of a judge would stand next to it.
        Err(at) if same(at) || at.checked_sub(1).is_some_and(same) => return Err(LeftOut::Changed),
        Err(_) => return Err(LeftOut::Gone),
    };
    if !panel.holds(own.kind) {
        return Err(LeftOut::NotOfThePanel);
    }
    match sheet.bindings.get(at) {
        Some(binding) if binding.is_as(&past.binding) => Ok(at as u32),
        _ => Err(LeftOut::Changed),
    }
}

fn read(past: &Past) -> HistoryRead {
    let decisions = past.judges.iter().map(|judge| judge.decisions.len() as u64).sum();
    HistoryRead {
        mark: past.mark.clone(),
        pack_revision: past.of.pack.as_ref().map(|(_, revision)| revision.clone()),
        held: Counted { judges: past.judges.len() as u64, decisions },
    }
}

fn sentence(report: &HistoryReport, settled: &Settled) -> String {
    let Counted { judges, decisions } = report.taken;
    let counts = if report.weight < 1.0 { format!("{} of", report.weight) } else { "much as".to_owned() };
    let mut said = match decisions {
        0 => "Of the history that was named nothing counts".to_owned(),
        _ => format!(
            "The consensus starts from {} on other items with gold, by {} of its {}; each counts as {counts} one made now",
            counted(decisions, "earlier decision", "earlier decisions"),
            count(judges),
            counted(report.panel, "judge", "judges"),
        ),
    };
    let left: Vec<String> = LEFT_OUT
        .iter()
        .filter_map(|why| {
            report.left_out.get(why.name()).map(|left| format!("{} {}", count(left.decisions), why.said()))
        })
        .collect();
    if !left.is_empty() {
        said += &format!("; left out are {}", list(&left, "and"));
    }
    if report.without_version > 0 {
        let models = counted(report.without_version, "model names", "models name");
        said += &format!(". {models} no version and count as unchanged");
    }
    if report.other_revision {
        said += ". The history is of another revision of the pack";
    }
    if decisions == 0 {
        return said + ".";
    }
    if !report.chosen_reads_it {
        let readers: Vec<String> = report.read_by.iter().map(|name| format!("`{name}`")).collect();
        return said
            + &format!(
                ". The chosen method, `{}`, cannot start from history; {} can.",
                settled.fit.method,
                list(&readers, "and")
            );
    }
    if let Some(own) = &report.without {
        said += &format!(
            ". On unseen gold the chosen method is right on {} where it knows no history; with history it alone is right on {}, without it alone on {}",
            own.accuracy.as_percent(),
            counted(own.only_with, "item", "items"),
            counted(own.only_without, "item", "items")
        );
    }
    said + "."
}

/// All reasons, in the order in which they are told.
const LEFT_OUT: [LeftOut; 6] = [
    LeftOut::Gone,
    LeftOut::Changed,
    LeftOut::NotOfThePanel,
    LeftOut::ItemOfThisRun,
    LeftOut::CountedBefore,
    LeftOut::LabelNotKnown,
];
