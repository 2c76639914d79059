//! A calibration in sentences: what a lead should know first, each with its figures.

use crate::calibrate::Figure;
use crate::calibrate::sheet::JudgeKind;
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::study::{Calibration, Named, Status};
use crate::calibrate::weakness::Confirmation;
use crate::publish::terminal::{count, counted, share};

/// Judges named in one sentence.
const NAMED_MAX: usize = 6;
/// Slices and alarms told of.
const TOLD_MAX: usize = 3;

/// Writes a share with its interval: `81 % (79–83 %, n = 1,204)`.
pub fn figure(own: &Figure) -> String {
    match (own.value, own.low, own.high) {
        (Some(value), Some(low), Some(high)) => {
            let (low, high) = (share(low), share(high));
            format!("{} ({}–{high}, n = {})", share(value), low.trim_end_matches(" %"), count(own.n))
        }
        (Some(value), ..) => format!("{} (n = {})", share(value), count(own.n)),
        _ => format!("undefined: {}", own.why.unwrap_or("nothing to compare")),
    }
}

/// Writes a coefficient with its interval: `0.62 (0.58 to 0.66, n = 1,204)`.
pub fn coefficient(own: &Figure) -> String {
    match (own.value, own.low, own.high) {
        (Some(value), Some(low), Some(high)) => {
            format!("{value:.2} ({low:.2} to {high:.2}, n = {})", count(own.n))
        }
        (Some(value), ..) => format!("{value:.2} (n = {})", count(own.n)),
        _ => format!("undefined: {}", own.why.unwrap_or("nothing to compare")),
    }
}

/// Returns the calibration in sentences, the most telling first.
pub fn sentences(found: &Calibration) -> Vec<String> {
    let mut said = vec![what_was_read(found), agreement(found)];
    said.extend(passing(found));
    said.push(format!("Consensus: {}.", found.consensus.why.trim_end_matches('.')));
    said.extend(weak(found));
    said.extend(
        found
            .changes
            .drift
            .iter()
            .flat_map(|one| &one.drift.alarms)
            .take(TOLD_MAX)
            .map(|alarm| sentence(&alarm.sentence)),
    );
    said.extend(gold(found));
    said.extend(causes(found));
    said
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

fn what_was_read(found: &Calibration) -> String {
    let of = |kind: JudgeKind| found.judges.iter().filter(|(_, judge)| judge.kind == kind).count() as u64;
    let mut who =
        vec![counted(of(JudgeKind::Rater), "rater", "raters"), counted(of(JudgeKind::Model), "model", "models")];
    if of(JudgeKind::Policy) > 0 {
        who.push("the policy".to_owned());
    }
    let mut said = format!(
        "{}, {} by {}; {} have gold.",
        counted(found.items, "item", "items"),
        counted(found.ratings, "decision", "decisions"),
        who.join(", "),
        count(found.gold)
    );
    if found.duplicates > 0 {
        said.push_str(&format!(
            " {} repeated a judge on an item: the first counts.",
            counted(found.duplicates, "decision", "decisions")
        ));
    }
    if found.intake.rejected > 0 {
        said.push_str(&format!(" {} rejected.", counted(found.intake.rejected, "record was", "records were")));
    }
    said
}

fn agreement(found: &Calibration) -> String {
    let of = |name: &str| found.agreements.agreement.get(name);
    let alpha = if found.scale == Order::Nominal { "alpha_nominal" } else { "alpha_ordinal" };
    match (of("percent"), of(alpha), of("ac1")) {
        (Some(percent), Some(alpha), Some(ac1)) if percent.value.is_some() => format!(
            "Two {} agree on {}; beyond chance that is an alpha of {} and an AC1 of {}.",
            found.agreements.agreement_of,
            figure(percent),
            coefficient(alpha),
            coefficient(ac1)
        ),
        _ => "No item was decided by two judges of the panel, so there is no agreement to measure.".to_owned(),
    }
}

fn passing(found: &Calibration) -> Vec<String> {
    let bar = share(found.bar);
    let told = |status: Status, words: &str| {
        let mut own: Vec<_> = found.judges.iter().filter(|(_, judge)| judge.status == status).collect();
        own.sort_by(|a, b| a.1.accuracy().value.unwrap_or(0.0).total_cmp(&b.1.accuracy().value.unwrap_or(0.0)));
        let names = own.iter().take(NAMED_MAX).map(|(name, judge)| format!("{name} at {}", figure(&judge.accuracy())));
        let names = names.collect::<Vec<_>>().join(", ");
        let more = own.len().saturating_sub(NAMED_MAX);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!own.is_empty()).then(|| format!("{words}: {names}{more}."))
    };
    let all = [
        told(Status::Fails, &format!("Below the bar of {bar} of gold")),
        told(Status::Unclear, &format!("Not yet known to reach {bar}")),
        told(Status::Passes, &format!("At {bar} or better")),
    ];
    all.into_iter().flatten().collect()
}

fn weak(found: &Calibration) -> Vec<String> {
    let confirmed = found.slices.iter().filter_map(|judge| {
        judge
            .slices
            .iter()
            .map(|(weakness, _)| weakness)
            .find(|weakness| weakness.confirmation == Confirmation::Confirmed)
    });
    confirmed
        .take(TOLD_MAX)
        .map(|weakness| format!("{} Next step: {}.", sentence(&weakness.sentence), weakness.next_step.words()))
        .collect()
}

fn gold(found: &Calibration) -> Option<String> {
    let suspects = found.suspects.suspect_gold_count;
    (suspects > 0).then(|| {
        let first = found.suspects.suspect_gold.first();
        let first = first.map(|one| {
            format!(
                "; first {}: gold says {}, {} is {} likely",
                one.item,
                one.gold,
                one.instead,
                share(one.probability)
            )
        });
        format!(
            "{} probably wrong{}.",
            counted(suspects, "gold label is", "gold labels are"),
            first.unwrap_or_default()
        )
    })
}

fn causes(found: &Calibration) -> Option<String> {
    let Named(all) = &found.causes.root_causes;
    let total: u64 = all.iter().map(|(_, n)| n).sum();
    let mut own: Vec<_> = all.iter().filter(|(_, n)| *n > 0).collect();
    own.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let named =
        own.iter().map(|(name, n)| format!("{} {}", name.replace('_', " "), share(*n as f64 / total.max(1) as f64)));
    (total > 0).then(|| {
        format!("Of {}: {}.", counted(total, "disagreement", "disagreements"), named.collect::<Vec<_>>().join(", "))
    })
}
