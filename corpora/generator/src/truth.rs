//! What is truly wrong with what was said: every disagreement of an item, whether it was planted or came by chance.
//!
//! This restates the definitions of the eight kinds independently of the program that looks for them: the strongest
//! judge present is the reference (gold, else two thirds of at least two raters, else the settled policy), every other
//! judge and the policy are compared with it, and who is wrong is read from what the case's author meant.

use serde_json::{Value, json};

use crate::case::{Case, Setting};
use crate::judges::{Modelled, Rated, Said, View};
use crate::plant::Plant;
use crate::reasoning::Flaw;

/// One disagreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The kind's name.
    pub kind: &'static str,
    /// The judge that the disagreement is about: `policy`, `gold`, a model or a rater.
    pub judge: String,
    /// What it was compared with: `gold`, `raters`, `policy`, or the item itself.
    pub against: &'static str,
    /// The judges who are truly wrong; empty where nobody is.
    pub wrong: Vec<String>,
    /// Why.
    pub why: String,
}

/// What the rules decide, given the answers to questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The standing rung.
    pub rung: usize,
    /// The clauses that fire.
    pub fired: Vec<&'static str>,
    /// No stronger verdict hangs on something unknown.
    pub settled: bool,
    /// The fields and questions that leave a clause open.
    pub missing: Vec<&'static str>,
    /// The clauses that are open.
    pub open: Vec<&'static str>,
}

/// Returns what the rules decide about a case.
pub fn outcome(case: &Case, setting: &Setting, said: &Said) -> Outcome {
    let mut fired = case.fires.clone();
    let mut missing = case.missing.clone();
    let mut open_rung = if missing.is_empty() { 0 } else { case.open_rung };
    let mut open: Vec<&'static str> = (!missing.is_empty()).then_some(case.tempting).into_iter().collect();
    for ask in &case.asks {
        let by_models = said.models.iter().flat_map(|model| &model.answers);
        let answers: Vec<bool> = by_models
            .chain(said.ratings.iter().flat_map(|rating| &rating.answers))
            .filter(|(question, _)| *question == ask.question)
            .map(|(_, answer)| *answer)
            .collect();
        match answers.split_first().filter(|(first, rest)| rest.iter().all(|answer| answer == *first)) {
            Some((first, _)) if *first == ask.fires_on && !fired.contains(&ask.clause) => fired.push(ask.clause),
            Some(_) => {}
            None if ask.closes => open.push(ask.clause),
            None => {
                missing.push(ask.question);
                open_rung = open_rung.max(setting.rung_of([&ask.clause]));
                open.push(ask.clause);
            }
        }
    }
    let rung = setting.rung_of(&fired);
    Outcome { rung, settled: open_rung <= rung, fired, missing, open }
}

/// What the others are compared with.
struct Reference {
    name: &'static str,
    rung: usize,
    /// Clauses on which a judge may rest; empty: unknown.
    clauses: Vec<&'static str>,
    /// The labels, if known.
    labels: Option<Vec<&'static str>>,
    /// Who speaks.
    voices: Vec<String>,
}

fn reference(setting: &Setting, said: &Said, policy: &Outcome) -> Option<Reference> {
    if let Some(gold) = &said.gold {
        return Some(Reference {
            name: "gold",
            rung: gold.view.rung,
            clauses: gold.view.clause.into_iter().collect(),
            labels: Some(gold.view.labels.clone()),
            voices: vec!["gold".to_owned()],
        });
    }
    if let Some(agreeing) = consensus(&said.ratings) {
        let rung = agreeing.first().map_or(0, |rating| rating.view.rung);
        let clause = majority(&agreeing.iter().map(|rating| rating.view.clause).collect::<Vec<_>>()).flatten();
        let labels = majority(&agreeing.iter().map(|rating| rating.view.labels.clone()).collect::<Vec<_>>());
        let voices = agreeing.iter().map(|rating| rating.rater.to_owned()).collect();
        return Some(Reference { name: "raters", rung, clauses: clause.into_iter().collect(), labels, voices });
    }
    policy.settled.then(|| Reference {
        name: "policy",
        rung: policy.rung,
        clauses: policy.fired.clone(),
        labels: Some(setting.labels_of(&policy.fired)),
        voices: vec!["policy".to_owned()],
    })
}

/// Returns the raters who agree on a verdict, if there are at least two raters and two thirds of them do.
fn consensus(ratings: &[Rated]) -> Option<Vec<&Rated>> {
    if ratings.len() < 2 {
        return None;
    }
    ratings.iter().find_map(|one| {
        let agreeing: Vec<&Rated> = ratings.iter().filter(|other| other.view.rung == one.view.rung).collect();
        (agreeing.len() * 3 >= ratings.len() * 2).then_some(agreeing)
    })
}

/// Returns what more than half say.
fn majority<T: PartialEq + Clone>(said: &[T]) -> Option<T> {
    said.iter().find(|one| said.iter().filter(|other| other == one).count() * 2 > said.len()).cloned()
}

/// Returns every disagreement of an item.
pub fn rows(case: &Case, setting: &Setting, said: &Said) -> Vec<Row> {
    let policy = outcome(case, setting, said);
    let reference = reference(setting, said, &policy);
    let mut rows = Vec::new();
    if let Some(reference) = &reference {
        against(case, setting, said, &policy, reference, &mut rows);
    }
    for model in &said.models {
        reasoning(case, model, &policy, &mut rows);
    }
    let others_decided = !said.ratings.is_empty() || said.models.iter().any(|model| model.view.is_some());
    if reference.is_none() && !policy.missing.is_empty() && others_decided {
        rows.push(Row {
            kind: "insufficient_information",
            judge: "policy".to_owned(),
            against: "item",
            wrong: Vec::new(),
            why: format!("nobody else settles it, and the policy lacks {}", policy.missing.join(", ")),
        });
    }
    gap(case, setting, said, &policy, &mut rows);
    suspect(case, setting, said, &policy, &mut rows);
    rows
}

/// Compares everybody with the reference. Raters of a consensus agree on the verdict only, so each of them is compared
/// with what most of them say as well.
fn against(case: &Case, setting: &Setting, said: &Said, policy: &Outcome, reference: &Reference, rows: &mut Vec<Row>) {
    let truth = case.rung(setting);
    let reference_is_right = reference.rung == truth;
    let mut compare = |judge: &str, view: &View, clauses: Vec<&'static str>| {
        let Some(kind) = kind(view, &clauses, reference) else { return };
        let is_right = if kind == "wrong_clause" { rests_on_truth(case, setting, view) } else { view.rung == truth };
        let mut wrong = Vec::new();
        if !is_right {
            wrong.push(judge.to_owned());
        }
        if !reference_is_right || (kind == "wrong_clause" && is_right) {
            wrong.extend(reference.voices.iter().cloned());
        }
        let why = format!(
            "says {}, {} says {}, the truth is {} because {}",
            setting.rung_name(view.rung),
            reference.name,
            setting.rung_name(reference.rung),
            setting.rung_name(truth),
            case.because
        );
        rows.push(Row { kind, judge: judge.to_owned(), against: reference.name, wrong, why });
    };
    for model in &said.models {
        if let Some(view) = &model.view {
            compare(model.model, view, view.clause.into_iter().collect());
        }
    }
    for rating in &said.ratings {
        compare(rating.rater, &rating.view, rating.view.clause.into_iter().collect());
    }
    // What stands in an unsettled policy can only be too weak, so it is compared where it is already the stronger one.
    if policy.settled || policy.rung > reference.rung {
        let labels = setting.labels_of(&policy.fired);
        let view = View { rung: policy.rung, clause: policy.fired.first().copied(), labels, except: None };
        compare("policy", &view, policy.fired.clone());
    }
}

/// A view rests on a clause that is truly violated, and carries the labels of the truth.
fn rests_on_truth(case: &Case, setting: &Setting, view: &View) -> bool {
    view.clause.is_none_or(|clause| case.violates.contains(&clause)) && view.labels == setting.labels_of(&case.violates)
}

/// Returns the kind among the first four, which exclude each other.
fn kind(view: &View, clauses: &[&'static str], reference: &Reference) -> Option<&'static str> {
    match (view.rung, reference.rung) {
        (0, 0) => None,
        (_, 0) => Some("false_positive"),
        (0, _) => Some("false_negative"),
        (here, there) if here != there => Some("wrong_action"),
        _ => {
            let elsewhere = !clauses.is_empty()
                && !reference.clauses.is_empty()
                && !clauses.iter().any(|clause| reference.clauses.contains(clause));
            let labelled = reference.labels.as_ref().is_some_and(|labels| *labels != view.labels);
            (elsewhere || labelled).then_some("wrong_clause")
        }
    }
}

/// Looks at a model's reasons by themselves.
fn reasoning(case: &Case, model: &Modelled, policy: &Outcome, rows: &mut Vec<Row>) {
    let mut flaws: Vec<&'static str> = model.reasons.flaws.iter().map(|flaw| flaw.words()).collect();
    // A clause that is truly violated may be cited even where the rules missed it, and so may one that is open.
    let known: Vec<&str> = [&policy.fired, &policy.open, &case.violates].into_iter().flatten().copied().collect();
    let unfired = model.reasons.cites.iter().any(|cite| !known.contains(&cite.as_str()));
    let said = [Flaw::UnknownClause, Flaw::UnfiredClause].iter().any(|flaw| model.reasons.flaws.contains(flaw));
    if unfired && !said {
        flaws.push(Flaw::UnfiredClause.words());
    }
    if !flaws.is_empty() {
        rows.push(Row {
            kind: "wrong_reasoning",
            judge: model.model.to_owned(),
            against: "item",
            wrong: vec![model.model.to_owned()],
            why: format!("the model {}", flaws.join(", and ")),
        });
    }
}

/// Raters who split over different clauses, or who agree on acting where the policy is silent.
fn gap(case: &Case, setting: &Setting, said: &Said, policy: &Outcome, rows: &mut Vec<Row>) {
    let mut cited: Vec<&str> = said.ratings.iter().filter_map(|rating| rating.view.clause).collect();
    cited.sort_unstable();
    cited.dedup();
    let agreeing = consensus(&said.ratings);
    let split = said.ratings.len() >= 2 && agreeing.is_none() && cited.len() >= 2;
    let acts = agreeing.is_some_and(|raters| raters.first().is_some_and(|rating| rating.view.rung > 0));
    let spoke = !policy.fired.is_empty() || case.except.is_some() || !policy.missing.is_empty();
    let silent = acts && !spoke && policy.settled;
    if !split && !silent {
        return;
    }
    let policy_is_wrong = case.rung(setting) != policy.rung || split;
    let wrong = if policy_is_wrong {
        vec!["policy".to_owned()]
    } else {
        said.ratings
            .iter()
            .filter(|rating| rating.view.rung != case.rung(setting))
            .map(|r| r.rater.to_owned())
            .collect()
    };
    let why = if split {
        format!("raters split over {}", cited.join(", "))
    } else {
        "raters agree to act and no clause speaks of it".to_owned()
    };
    rows.push(Row { kind: "policy_gap", judge: "policy".to_owned(), against: "raters", wrong, why });
}

/// Gold that is wrong although the judges who had no part in it agree on the truth.
fn suspect(case: &Case, setting: &Setting, said: &Said, policy: &Outcome, rows: &mut Vec<Row>) {
    let Some(gold) = &said.gold else { return };
    let truth = case.rung(setting);
    if gold.view.rung == truth {
        return;
    }
    let raters = said.ratings.iter().filter(|rating| !gold.made_by.contains(&rating.rater)).map(|r| r.view.rung);
    let models = said.models.iter().filter_map(|model| model.view.as_ref()).map(|view| view.rung);
    let judges: Vec<usize> = raters.chain(models).chain(policy.settled.then_some(policy.rung)).collect();
    let agreeing = judges.iter().filter(|rung| **rung == truth).count();
    if judges.len() >= 2 && agreeing * 3 >= judges.len() * 2 {
        rows.push(Row {
            kind: "gold_suspect",
            judge: "gold".to_owned(),
            against: "raters",
            wrong: vec!["gold".to_owned()],
            why: format!(
                "gold says {}, {agreeing} of {} others say {}",
                setting.rung_name(gold.view.rung),
                judges.len(),
                setting.rung_name(truth)
            ),
        });
    }
}

/// Returns the truth about an item as lines of `truth.jsonl`: first the item, then each disagreement.
pub fn lines(case: &Case, setting: &Setting, said: &Said, planted: Option<Plant>) -> Vec<Value> {
    let policy = outcome(case, setting, said);
    let truth = case.rung(setting);
    let wrong: Vec<&str> = said
        .models
        .iter()
        .filter(|model| model.view.as_ref().is_some_and(|view| view.rung != truth))
        .map(|model| model.model)
        .chain(said.ratings.iter().filter(|rating| rating.view.rung != truth).map(|rating| rating.rater))
        .chain(said.gold.iter().filter(|gold| gold.view.rung != truth).map(|_| "gold"))
        .chain((policy.settled && policy.rung != truth).then_some("policy"))
        .collect();
    let item = json!({
        "id": case.id, "verdict": setting.rung_name(truth), "clauses": case.violates,
        "labels": setting.labels_of(&case.violates), "except": case.except, "because": case.because,
        "policy": {"verdict": setting.rung_name(policy.rung), "fired": policy.fired, "settled": policy.settled, "missing": policy.missing},
        "wrong_verdicts": wrong, "planted": planted.map(Plant::name),
    });
    let rows = rows(case, setting, said).into_iter().map(|row| {
        json!({"id": case.id, "kind": row.kind, "judge": row.judge, "against": row.against, "wrong": row.wrong, "why": row.why})
    });
    std::iter::once(item).chain(rows).collect()
}
