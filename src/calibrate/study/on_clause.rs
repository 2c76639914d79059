//! One judge on one clause: all measures, not only how often it is right.

use serde::Serialize;

use super::Named;
use super::judges::{Counts, labels_of, table};
use crate::calibrate::Figure;
use crate::calibrate::against_gold::per_label::PerLabel;
use crate::calibrate::against_gold::{Confusion, MEASURES};
use crate::calibrate::sheet::{JudgeKind, Odd, Sheet};

/// Judges that are reported clause by clause: with thousands of raters most of what would be written is one decision each.
pub const JUDGES_MAX: usize = 200;

/// The measures that one clause has.
const WANTED: [&str; 4] = ["accuracy", "balanced_accuracy", "macro_f1", "mcc"];

/// One judge on one clause, against gold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OnClause {
    /// Accuracy, balanced accuracy, macro F1 and Matthews' correlation.
    #[serde(flatten)]
    pub measures: Named<Figure>,
    /// Each label that is given or right there.
    pub labels: Named<PerLabel>,
    /// How often each value was given where each label is right.
    pub confusion: Named<Named<u64>>,
}

/// Chooses who is reported clause by clause: models and the policy, then the raters held against most gold.
pub(super) fn chosen(sheet: &Sheet, all: &[Counts]) -> Vec<bool> {
    let mut order: Vec<(bool, std::cmp::Reverse<usize>, usize)> = sheet
        .judges
        .iter()
        .zip(all)
        .enumerate()
        .map(|(at, (judge, own))| (judge.kind == JudgeKind::Rater, std::cmp::Reverse(own.clauses.len()), at))
        .collect();
    order.sort_unstable();
    let mut chosen = vec![false; all.len()];
    for (.., at) in order.into_iter().filter(|(_, decided, _)| decided.0 > 0).take(JUDGES_MAX) {
        chosen.get_mut(at).into_iter().for_each(|slot| *slot = true);
    }
    chosen
}

/// Measures a judge on each clause; `rows` are clause, right label and given value, sorted.
pub(super) fn on_clauses(sheet: &Sheet, rows: &[(u32, u16, u16)]) -> Named<OnClause> {
    let labels = sheet.scale.labels();
    let one = |rows: &[(u32, u16, u16)]| {
        let clause = rows.first().and_then(|(clause, ..)| sheet.clauses.get(*clause as usize))?;
        let decisions = rows.iter().map(|(_, right, given)| (*right, *given));
        let confusion = Confusion::of(labels.len(), Odd::ALL.len(), decisions);
        let wanted = MEASURES.iter().filter(|measure| WANTED.contains(&measure.name));
        let measures = wanted.map(|measure| (measure.name.to_owned(), (measure.of)(&confusion))).collect();
        let own = OnClause {
            measures: Named(measures),
            labels: labels_of(&confusion, labels),
            confusion: table(&confusion, &vec![0; labels.len()], labels),
        };
        Some((clause.clone(), own))
    };
    Named(rows.chunk_by(|a, b| a.0 == b.0).filter_map(one).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use crate::calibrate::sheet::{ItemSaid, Judge, Said, Scale, SheetBuilder};
    use crate::calibrate::study::{Intake, StudyOptions, study};

    #[test]
    fn a_judge_is_measured_on_each_clause_by_its_labels() {
        let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec!["A".into(), "B".into()]);
        for number in 0..80_u16 {
            let (clause, right) = (u32::from(number % 4 == 0), number / 4 % 2);
            let judge = Judge { kind: super::JudgeKind::Rater, name: "r".into(), version: None };
            // On the second clause the rater always says no.
            let given = if clause == 1 { 0 } else { right };
            builder.add(ItemSaid {
                id: format!("i{number}"),
                said: vec![Said::new(judge, Ok(given))],
                gold: Some(right),
                gold_clause: Some(clause),
                policy_clause: Some(clause),
                ..ItemSaid::default()
            });
        }
        let options = StudyOptions { resamples: 100, ..StudyOptions::default() };
        let found = study(&builder.build(), &Intake::default(), &options);
        let rater = found.judges.get("r").unwrap();
        let (first, second) = (rater.clauses.get("A").unwrap(), rater.clauses.get("B").unwrap());
        assert_eq!(first.measures.get("balanced_accuracy").unwrap().value, Some(1.0));
        assert_eq!(second.measures.get("balanced_accuracy").unwrap().value, Some(0.5));
        assert!(second.measures.get("mcc").unwrap().why.is_some());
        assert_eq!(second.labels.get("yes").unwrap().recall.value, Some(0.0));
        assert_eq!(second.labels.get("yes").unwrap().precision.why, Some("this label was never given"));
        assert_eq!(second.confusion.get("yes").unwrap().get("no"), Some(&10));
        assert_eq!(rater.by_clause.get("B"), second.measures.get("accuracy"));
        assert_eq!(found.clauses_left_out, 0);
    }
}
