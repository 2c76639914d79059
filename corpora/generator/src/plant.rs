//! Cases planted on purpose, so that every kind of disagreement occurs often enough to be measured.

use crate::case::{Case, Setting, Suits};
use crate::judges::{self, Gold, Lean, Modelled, Rated, Rater, Said, View};
use crate::reasoning::{self, Flaw};
use crate::rng::Rng;

/// Something planted in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plant {
    /// A model acts on what is fine.
    ModelFalsePositive,
    /// A model lets a violation be.
    ModelFalseNegative,
    /// A model acts on the wrong rung.
    ModelWrongAction,
    /// A model acts on the right rung for the wrong clause.
    ModelWrongClause,
    /// A model is right with bad reasons.
    ModelReasoning(Flaw),
    /// A rater is wrong against gold.
    RaterWrong,
    /// Nobody settles it, and a field that the policy needs is missing.
    Insufficient,
    /// Raters split over different clauses.
    GapSplit,
    /// Raters agree to act, and the policy says nothing.
    GapSilent,
    /// The rules decide otherwise than the prose means, against gold.
    PolicyError,
    /// Gold is wrong.
    GoldWrong,
}

impl Plant {
    /// Returns its name in `truth.jsonl`.
    pub fn name(self) -> &'static str {
        match self {
            Plant::ModelFalsePositive => "model_false_positive",
            Plant::ModelFalseNegative => "model_false_negative",
            Plant::ModelWrongAction => "model_wrong_action",
            Plant::ModelWrongClause => "model_wrong_clause",
            Plant::ModelReasoning(Flaw::UnknownClause) => "reasoning_unknown_clause",
            Plant::ModelReasoning(Flaw::UnfiredClause) => "reasoning_unfired_clause",
            Plant::ModelReasoning(Flaw::FalseQuote) => "reasoning_false_quote",
            Plant::ModelReasoning(Flaw::Contradiction) => "reasoning_contradiction",
            Plant::ModelReasoning(Flaw::NoGround) => "reasoning_no_ground",
            Plant::RaterWrong => "rater_wrong",
            Plant::Insufficient => "insufficient_information",
            Plant::GapSplit => "policy_gap_split",
            Plant::GapSilent => "policy_gap_silent",
            Plant::PolicyError => "policy_error",
            Plant::GoldWrong => "gold_wrong",
        }
    }

    /// Tells whether a case can carry it.
    pub fn fits(self, case: &Case, setting: &Setting) -> bool {
        let acts = case.rung(setting) > 0;
        let plain = case.suits == Suits::Plain;
        match self {
            Plant::ModelFalsePositive => plain && !acts,
            Plant::ModelFalseNegative | Plant::ModelWrongClause => plain && acts,
            Plant::ModelWrongAction => plain && acts && setting.ladder.len() > 2,
            Plant::ModelReasoning(_) | Plant::RaterWrong => plain,
            Plant::GoldWrong => plain && case.asks.is_empty(),
            Plant::Insufficient => case.suits == Suits::Missing,
            Plant::GapSplit => matches!(case.suits, Suits::Ambiguous(..)),
            Plant::GapSilent => case.suits == Suits::Silent,
            Plant::PolicyError => case.suits == Suits::PolicyError,
        }
    }
}

/// Chooses which cases carry which plant: one at most each. Cases made for a plant always carry theirs.
pub fn assign(cases: &[Case], setting: &Setting, rng: &mut Rng) -> Vec<Option<Plant>> {
    let made_for = |case: &Case| match case.suits {
        Suits::Plain => None,
        Suits::PolicyError => Some(Plant::PolicyError),
        Suits::Missing => Some(Plant::Insufficient),
        Suits::Silent => Some(Plant::GapSilent),
        Suits::Ambiguous(..) => Some(Plant::GapSplit),
    };
    let mut planted: Vec<Option<Plant>> = cases.iter().map(made_for).collect();
    let mut order: Vec<usize> = (0..cases.len()).collect();
    rng.shuffle(&mut order);
    for (plant, quota) in setting.quotas {
        let mut left = *quota;
        for at in &order {
            let (Some(case), Some(slot)) = (cases.get(*at), planted.get_mut(*at)) else { continue };
            if left > 0 && slot.is_none() && plant.fits(case, setting) {
                *slot = Some(*plant);
                left -= 1;
            }
        }
    }
    planted
}

/// Plants in what was said about a case.
pub fn apply(plant: Plant, case: &Case, setting: &Setting, said: &mut Said, rng: &mut Rng) {
    match plant {
        Plant::ModelFalsePositive | Plant::ModelFalseNegative => {
            let view = match plant {
                Plant::ModelFalsePositive => judges::wrong(case, setting, Lean::Strict, rng),
                _ => View::default(),
            };
            settle(case, setting, said, rng);
            one_model(case, setting, said, view, false, rng);
        }
        Plant::ModelWrongAction => {
            settle(case, setting, said, rng);
            let view = judges::other_rung(case, setting, rng).unwrap_or_default();
            one_model(case, setting, said, view, false, rng);
        }
        Plant::ModelWrongClause => {
            settle(case, setting, said, rng);
            let view = judges::other_clause(case, setting, rng).unwrap_or_default();
            one_model(case, setting, said, view, true, rng);
        }
        Plant::ModelReasoning(flaw) => {
            settle(case, setting, said, rng);
            one_model(case, setting, said, judges::right(case, setting), true, rng);
            if let Some(decision) = said.models.first_mut() {
                reasoning::spoil(decision, flaw, case, setting, rng);
            }
        }
        Plant::RaterWrong => rater_wrong(case, setting, said, rng),
        Plant::PolicyError => {
            settle(case, setting, said, rng);
            said.models = right_models(case, setting, rng);
        }
        Plant::GoldWrong => gold_wrong(case, setting, said, rng),
        Plant::Insufficient => {
            said.gold = None;
            said.ratings.truncate(1);
        }
        Plant::GapSplit => split(case, setting, said, rng),
        Plant::GapSilent => silent(case, setting, said, rng),
    }
}

/// Makes sure that a strong reference stands and is right: gold, or raters who agree.
fn settle(case: &Case, setting: &Setting, said: &mut Said, rng: &mut Rng) {
    if rng.chance(0.6) {
        said.gold = Some(judges::gold(case, setting, rng));
    } else {
        said.ratings = right_ratings(case, setting, 3, rng);
    }
}

/// Lets one model hold a view and puts it first, with the others right.
fn one_model(case: &Case, setting: &Setting, said: &mut Said, view: View, is_right: bool, rng: &mut Rng) {
    let chosen = rng.below(setting.models.len());
    let mut all = right_models(case, setting, rng);
    if let (Some(slot), Some(model)) = (all.get_mut(chosen), setting.models.get(chosen)) {
        *slot = judges::modelled(case, setting, model, view, is_right, rng);
        all.swap(0, chosen);
    }
    said.models = all;
}

fn right_models(case: &Case, setting: &Setting, rng: &mut Rng) -> Vec<Modelled> {
    let view = judges::right(case, setting);
    setting.models.iter().map(|model| judges::modelled(case, setting, model, view.clone(), true, rng)).collect()
}

fn right_ratings(case: &Case, setting: &Setting, count: usize, rng: &mut Rng) -> Vec<Rated> {
    let panel = judges::panel_of(setting, count, rng);
    panel.into_iter().map(|rater| judges::rated(case, rater, judges::right(case, setting), true, rng)).collect()
}

fn rater_wrong(case: &Case, setting: &Setting, said: &mut Said, rng: &mut Rng) {
    said.gold = Some(judges::gold(case, setting, rng));
    said.models = right_models(case, setting, rng);
    said.ratings = right_ratings(case, setting, 2, rng);
    let taken: Vec<&str> = said.ratings.iter().map(|rating| rating.rater).collect();
    let others: Vec<&Rater> = setting.raters.iter().filter(|rater| !taken.contains(&rater.name)).collect();
    if let Some(rater) = rng.weighted(&others, |rater| ((1.0 - rater.skill) * 1000.0) as u32).copied() {
        let view = judges::wrong(case, setting, rater.lean, rng);
        let rating = judges::rated(case, rater, view, false, rng);
        said.ratings.insert(rng.below(3), rating);
    }
}

/// Gold errs; three raters who had no part in it, the models and the rules agree on the truth.
fn gold_wrong(case: &Case, setting: &Setting, said: &mut Said, rng: &mut Rng) {
    said.ratings = right_ratings(case, setting, 3, rng);
    said.models = right_models(case, setting, rng);
    let view = judges::wrong(case, setting, Lean::Even, rng);
    said.gold = Some(Gold { view, ..judges::gold(case, setting, rng) });
}

/// Three raters, three verdicts or two clauses: no two thirds for anything.
fn split(case: &Case, setting: &Setting, said: &mut Said, rng: &mut Rng) {
    let Suits::Ambiguous(one, other) = case.suits else { return };
    let views: Vec<View> = [one, other].iter().filter_map(|id| setting.clause(id)).map(judges::resting_on).collect();
    let panel = judges::panel_of(setting, 2 + 2 * rng.below(2), rng);
    said.ratings = panel
        .into_iter()
        .zip(views.iter().cycle())
        .map(|(rater, view)| judges::rated(case, rater, view.clone(), view.rung == case.rung(setting), rng))
        .collect();
    said.gold = None;
}

/// Raters agree to act on what no clause names.
fn silent(case: &Case, setting: &Setting, said: &mut Said, rng: &mut Rng) {
    said.ratings = right_ratings(case, setting, 3, rng);
    said.gold = None;
}
