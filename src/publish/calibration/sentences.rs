//! A calibration in sentences: what a lead should know first, each with its figures.

use crate::calibrate::Figure;
use crate::calibrate::acceptance::Verdict;
use crate::calibrate::drift::PaceKind;
use crate::calibrate::sheet::JudgeKind;
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::study::{Advice, BatchStudy, Calibration, JudgeReport, Named, PairedReport, Status};
use crate::calibrate::weakness::Confirmation;
use crate::publish::terminal::{count, counted, probability, share};

/// Judges of one status that are all named.
const NAMED_MAX: usize = 4;
/// Judges that are named of more than that.
const EXAMPLES_MAX: usize = 2;
/// The q up to which two judges are said to use the labels unlike each other.
const UNLIKE_MAX: f64 = 0.05;
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
    let mut said = vec![what_was_read(found)];
    said.extend(found.doubtful_names.sentences().iter().map(|own| sentence(own)));
    said.push(agreement(found));
    said.extend(open(found));
    said.extend(found.circular_gold.iter().map(|own| sentence(&own.sentence)));
    said.extend(dealt(found));
    said.extend(passing(found));
    said.extend(costly(found));
    said.extend(unlike(found));
    said.extend(found.paired.sentence.iter().map(|own| sentence(own)));
    said.extend(found.versions.iter().take(TOLD_MAX).map(|own| sentence(&own.sentence)));
    said.extend(found.sample.iter().flat_map(|own| &own.queues).map(|own| sentence(&own.sentence)));
    said.extend(leaning(found));
    said.push(format!("Consensus: {}.", found.consensus.why.trim_end_matches('.')));
    if !found.consensus.stands_in {
        said.push("Judges do not agree beyond chance, so nobody is held against their consensus.".to_owned());
    }
    said.extend(weak(found));
    said.extend(weak_clauses(found));
    said.extend(
        found
            .changes
            .drift
            .iter()
            .flat_map(|one| &one.drift.alarms)
            .take(TOLD_MAX)
            .map(|alarm| sentence(&alarm.sentence)),
    );
    said.extend(patterns(found));
    said.extend(gold(found));
    said.extend(causes(found));
    said.extend(ambiguous(found));
    let differ = found.groups.clauses.iter().filter(|one| one.differ);
    said.extend(differ.take(TOLD_MAX).map(|one| sentence(&one.sentence)));
    said.extend(refused(found));
    said.extend(found.work.iter().flat_map(|own| &own.sentences).map(|own| sentence(own)));
    said
}

/// Makes a sentence of a finding. A judge's name at its beginning stays as it is written.
pub fn sentence(text: &str) -> String {
    let plain = [
        "the ",
        "by ",
        "batch ",
        "raters ",
        "there ",
        "no ",
        "none ",
        "of ",
        "on ",
        "trusted ",
        "gold was ",
        "gold gives ",
        "labels ",
    ]
    .iter()
    .any(|word| text.starts_with(word));
    let mut letters = text.chars();
    let first = letters
        .next()
        .map_or_else(String::new, |first| if plain { first.to_uppercase().to_string() } else { first.to_string() });
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

fn what_was_read(found: &Calibration) -> String {
    let of = |kind: JudgeKind| found.judges.iter().filter(|(_, judge)| judge.kind == kind).count() as u64;
    let mut who = Vec::new();
    for (kind, one, many) in [(JudgeKind::Rater, "rater", "raters"), (JudgeKind::Model, "model", "models")] {
        if of(kind) > 0 {
            who.push(counted(of(kind), one, many));
        }
    }
    if of(JudgeKind::Policy) > 0 {
        who.push("the policy".to_owned());
    }
    if who.is_empty() {
        who.push("nobody".to_owned());
    }
    let mut said = format!(
        "{}, {} by {}; {}.",
        counted(found.items, "item", "items"),
        counted(found.ratings, "decision", "decisions"),
        and(&who),
        if found.gold == 0 { "none has gold".to_owned() } else { counted(found.gold, "has gold", "have gold") }
    );
    if found.duplicates > 0 {
        said.push_str(&format!(
            " {} of {} repeated a judge on an item: the first counts.",
            counted(found.duplicates, "decision", "decisions"),
            counted(found.duplicate_pairs, "pair of judge and item", "pairs of judge and item")
        ));
    }
    if found.gold_undecided > 0 {
        let items = counted(found.gold_undecided, "item", "items");
        said.push_str(&format!(" On {items} with gold nobody gave a label, so that gold is in no figure."));
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
        (Some(percent), Some(alpha), Some(ac1)) if percent.value.is_some() => {
            let who = found.agreements.agreement_of;
            let who = if who == "raters" { "Two raters" } else { "Two of the raters and models" };
            let beyond = match (alpha.value, ac1.value) {
                (Some(_), Some(_)) => format!(
                    "beyond chance that is an alpha of {} and an AC1 of {}",
                    without_n(alpha, &coefficient(alpha)),
                    without_n(ac1, &coefficient(ac1))
                ),
                (None, Some(_)) => format!(
                    "beyond chance that is an AC1 of {}, and alpha is unknown, since {}",
                    without_n(ac1, &coefficient(ac1)),
                    alpha.why.unwrap_or("there is nothing to compare")
                ),
                (_, None) => {
                    format!(
                        "what that is beyond chance is unknown, since {}",
                        ac1.why.unwrap_or("there is nothing to compare")
                    )
                }
            };
            let items = counted(percent.n, "item", "items");
            format!(
                "{who} agree on {}, on {items} decided by two or more; {beyond}.",
                without_n(percent, &figure(percent))
            )
        }
        _ => "No item was decided by two judges of the panel, so there is no agreement to measure.".to_owned(),
    }
}

/// Leaves out of a figure in words what it rests on, where that is said once for several.
fn without_n(own: &Figure, said: &str) -> String {
    said.replace(&format!(", n = {}", count(own.n)), "")
}

/// Joins words: `a, b and c`.
fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn passing(found: &Calibration) -> Vec<String> {
    let bar = share(found.bar);
    let of = |status: Status| found.judges.iter().filter(|(_, judge)| judge.status == status).count() as u64;
    let all = found.judges.iter().count() as u64;
    if found.gold == 0 {
        return vec!["There is no gold, so nobody's accuracy is known.".to_owned()];
    }
    let mut said: Vec<String> = [
        told(found, Status::Fails, &format!("below the bar of {bar} of gold"), "the lowest"),
        told(found, Status::Unclear, &format!("not yet known to reach {bar} of gold"), "the lowest"),
        told(found, Status::Passes, &format!("at {bar} of gold or better"), "the lowest"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let left_open =
        found.judges.iter().filter(|(_, judge)| judge.status == Status::NoGold && judge.unsettled.n > 0).count();
    let (few, none) = (of(Status::TooFewGold), of(Status::NoGold) - left_open as u64);
    if few + none > 0 {
        let few = (few > 0).then(|| format!("{} too little gold to tell", counted(few, "has", "have")));
        let none = (none > 0).then(|| format!("{} no gold to be held against", counted(none, "has", "have")));
        let words: Vec<String> = few.into_iter().chain(none).collect();
        said.push(format!("Of {}, {}.", counted(all, "judge", "judges"), and(&words)));
    }
    said
}

/// Tells of the judges of one status: all of a few, the number and the first of many.
fn told(found: &Calibration, status: Status, words: &str, which: &str) -> Option<String> {
    let mut own: Vec<_> = found.judges.iter().filter(|(_, judge)| judge.status == status).collect();
    own.sort_by(|a, b| a.1.accuracy().value.unwrap_or(0.0).total_cmp(&b.1.accuracy().value.unwrap_or(0.0)));
    let names: Vec<String> =
        own.iter().map(|(name, judge)| format!("{name} with {}", figure(&judge.accuracy()))).collect();
    let judges = counted(names.len() as u64, "judge is", "judges are");
    match names.len() {
        0 => None,
        few if few <= NAMED_MAX => Some(format!("{judges} {words}: {}.", and(&names))),
        _ => Some(format!("{judges} {words}, {which} {}.", and(names.get(..EXAMPLES_MAX).unwrap_or(&[])))),
    }
}

/// Tells, where no gold says who is right, which two judges use the labels unlike each other most surely.
fn unlike(found: &Calibration) -> Option<String> {
    let sure = |pair: &&PairedReport| found.gold == 0 && pair.symmetry_q.is_some_and(|q| q <= UNLIKE_MAX);
    let pairs = found.paired.pairs.iter().filter(sure);
    let most = pairs.min_by(|a, b| a.symmetry_q.unwrap_or(1.0).total_cmp(&b.symmetry_q.unwrap_or(1.0)))?;
    let way = most.lopsided.as_ref()?;
    Some(format!(
        "{} and {} use the labels unlike each other: of {} the first says {} where the second says {} on {}, and the other way \
         round on {} (q {}).",
        most.a,
        most.b,
        counted(most.met, "item of both", "items of both"),
        way.a_gives,
        way.b_gives,
        count(way.n),
        count(way.other_way),
        adjusted(most.symmetry_q.unwrap_or(1.0))
    ))
}

fn adjusted(q: f64) -> String {
    if q < 0.0001 { "< 0.0001".to_owned() } else { format!("= {q:.4}") }
}

/// Tells who costs most, where somebody said what errors cost.
fn costly(found: &Calibration) -> Option<String> {
    let tried = |judge: &&(String, JudgeReport)| !matches!(judge.1.status, Status::NoGold | Status::TooFewGold);
    let most = found.judges.0.iter().filter(tried).max_by(|a, b| {
        let cost = |judge: &(String, JudgeReport)| judge.1.cost.value.unwrap_or(0.0);
        cost(a).total_cmp(&cost(b))
    });
    most.filter(|_| !found.costs.is_empty()).map(|(name, judge)| {
        format!("By the costs declared, a decision of {name} costs most: {}.", coefficient(&judge.cost))
    })
}

fn leaning(found: &Calibration) -> Vec<String> {
    let mut own: Vec<_> = found.judges.iter().filter_map(|(_, judge)| judge.lean.as_ref()).collect();
    own.sort_by(|a, b| b.times.value.unwrap_or(0.0).total_cmp(&a.times.value.unwrap_or(0.0)));
    own.into_iter().take(TOLD_MAX).map(|lean| sentence(&lean.sentence)).collect()
}

/// Tells of raters whose answers do not look like decisions, those with most of them first.
fn patterns(found: &Calibration) -> Vec<String> {
    let telling = |kind: PaceKind| matches!(kind, PaceKind::TooFast | PaceKind::Hurried | PaceKind::OneAnswer);
    let figures = found.changes.pace.iter().flat_map(|own| &own.pace.figures);
    let mut odd: Vec<_> = figures.filter(|one| one.found && telling(one.kind)).collect();
    odd.sort_by_key(|one| std::cmp::Reverse(one.own.n));
    odd.into_iter().take(TOLD_MAX).map(|one| sentence(&one.sentence)).collect()
}

fn ambiguous(found: &Calibration) -> Vec<String> {
    let told = found.causes.ambiguous_clauses.iter().take(TOLD_MAX).map(|(clause, one)| {
        format!(
            "Good raters split on {clause}: {} of pairs differ, {} elsewhere; alpha is {}, {} elsewhere. The clause can \
             probably be read in two ways.",
            figure(&one.differ),
            figure(&one.differ_elsewhere),
            coefficient(&one.alpha),
            coefficient(&one.alpha_elsewhere)
        )
    });
    told.collect()
}

/// Tells how many batches are refused, and of the worst of them.
fn refused(found: &Calibration) -> Option<String> {
    let verdict = |batch: &BatchStudy| batch.decision.as_ref().map(|decision| decision.verdict);
    let decided =
        found.batches.iter().filter(|batch| verdict(batch).is_some_and(|verdict| verdict != Verdict::Unfinished));
    let mut refused: Vec<_> = found.batches.iter().filter(|batch| verdict(batch) == Some(Verdict::Refuse)).collect();
    refused.sort_by(|a, b| b.rate.value.unwrap_or(0.0).total_cmp(&a.rate.value.unwrap_or(0.0)));
    let worst = refused.first()?;
    let all = counted(decided.count() as u64, "batch that could be decided", "batches that could be decided");
    Some(format!(
        "Of {all}, {} refused, the worst first: {}",
        counted(refused.len() as u64, "is", "are"),
        sentence(&worst.sentence)
    ))
}

fn weak(found: &Calibration) -> Vec<String> {
    let confirmed = found
        .slices
        .iter()
        .filter_map(|judge| judge.slices.iter().find(|slice| slice.weakness.confirmation == Confirmation::Confirmed));
    confirmed.take(TOLD_MAX).map(|slice| with_step(&slice.weakness.sentence, &slice.advice)).collect()
}

fn weak_clauses(found: &Calibration) -> Vec<String> {
    let all = &found.weak_clauses.found;
    let mut said: Vec<String> = all.iter().take(TOLD_MAX).map(|one| with_step(&one.sentence, &one.advice)).collect();
    if let Some(more) = all.get(TOLD_MAX..).filter(|more| !more.is_empty()) {
        let names: Vec<String> =
            more.iter().take(TOLD_MAX).map(|one| format!("{} on {}", one.judge, one.clause)).collect();
        let others = more.len().saturating_sub(TOLD_MAX) as u64;
        let others = (others > 0).then(|| counted(others, "other", "others"));
        let names: Vec<String> = names.into_iter().chain(others).collect();
        said.push(format!("Weak on a clause are also {}.", and(&names)));
    }
    said
}

fn with_step(finding: &str, advice: &Advice) -> String {
    format!("{} Next step: {}.", sentence(finding), advice.next_step_words)
}

/// Says where raters are no people.
fn dealt(found: &Calibration) -> Option<String> {
    let said = "Raters here are votes dealt by lot, since nobody knows whose they were: nobody is the same rater on two items. How \
                far raters agree can be told; what is said of a single one holds of nobody.";
    found.intake.votes_dealt.then(|| said.to_owned())
}

/// Says how much the policy leaves open.
fn open(found: &Calibration) -> Option<String> {
    let (name, policy) = found.judges.iter().find(|(_, judge)| judge.odd.get("unsettled").is_some())?;
    let all = policy.odd.get("unsettled").copied().unwrap_or(0);
    let of_gold = match policy.unsettled.value {
        Some(_) => format!(", on {} of gold", figure(&policy.unsettled)),
        None => String::new(),
    };
    Some(format!(
        "The {name} leaves {} open for want of something it needs to know{of_gold}: neither right nor wrong.",
        counted(all, "item", "items")
    ))
}

fn gold(found: &Calibration) -> Option<String> {
    let suspects = found.suspects.suspect_gold_count;
    (suspects > 0).then(|| {
        let first = found.suspects.probable().next();
        let first = first.map(|one| {
            format!(
                ", first of all {}: gold says {}, {} is likelier by the word of {} to {}, and gold is wrong with {} probability",
                one.item,
                one.gold,
                one.instead,
                counted(u64::from(one.judges_for), "judge", "judges"),
                count(u64::from(one.judges_with_gold)),
                probability(one.probability)
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
    let named: Vec<String> = own.iter().map(|(name, n)| format!("{} {}", name.replace('_', " "), count(*n))).collect();
    (total > 0).then(|| {
        format!("Of {}, by the likeliest cause: {}.", counted(total, "disagreement", "disagreements"), named.join(", "))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use super::{and, sentence};

    #[test]
    fn a_judge_is_called_as_it_is_written() {
        assert_eq!(sentence("gpt4-judge is wrong on 9 of 10 items"), "gpt4-judge is wrong on 9 of 10 items.");
        assert_eq!(sentence("the policy is wrong on all."), "The policy is wrong on all.");
        assert_eq!(sentence(""), ".");
    }

    #[test]
    fn words_are_joined_as_people_do() {
        let words = ["a", "b", "c"].map(str::to_owned);
        assert_eq!([and(&[]), and(&words[..1]), and(&words)], ["", "a", "a, b and c"]);
    }
}
