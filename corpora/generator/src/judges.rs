//! The people and machines that judge a case, each with habits of its own.
//!
//! Errors follow the case: what is hard is judged wrongly more often, and models that learnt from the same data err
//! together. A judge that errs sees what the case tempts it to see, not something random.

use crate::case::{Case, Clause, Setting};
use crate::reasoning;
use crate::rng::Rng;

/// Where a rater tends when wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// Either way.
    Even,
    /// Toward acting, and toward stronger verdicts.
    Strict,
    /// Toward leaving things be.
    Lenient,
}

/// A person who rates.
#[derive(Debug, Clone, Copy)]
pub struct Rater {
    /// The name in the data.
    pub name: &'static str,
    /// Share of verdicts that are right on an item of middling difficulty.
    pub skill: f64,
    /// Where the others go.
    pub lean: Lean,
    /// Share of right verdicts that rest on the wrong clause.
    pub clause_slips: f64,
    /// Seconds per verdict, typically.
    pub seconds: f64,
    /// How often this rater is asked, beside the others.
    pub weight: u32,
}

/// A model that judges.
#[derive(Debug, Clone, Copy)]
pub struct Model {
    /// The name in the data.
    pub name: &'static str,
    /// Its versions with how often each is met.
    pub versions: &'static [(&'static str, u32)],
    /// The score from which it acts.
    pub threshold: f64,
    /// The names of its scores.
    pub scores: &'static [&'static str],
    /// Share of decisions that are wrong on an item of middling difficulty, beyond the errors that models share.
    pub slips: f64,
    /// Share of right decisions with bad reasoning.
    pub bad_reasons: f64,
}

/// What a judge holds: the part that all judges share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// The verdict's rung.
    pub rung: usize,
    /// The clause it rests on.
    pub clause: Option<&'static str>,
    /// The labels, sorted.
    pub labels: Vec<&'static str>,
    /// The exception it sees.
    pub except: Option<&'static str>,
}

/// One rating.
#[derive(Debug, Clone)]
pub struct Rated {
    /// Who.
    pub rater: &'static str,
    /// What.
    pub view: View,
    /// How long it took, in seconds.
    pub seconds: usize,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// Answers to the case's questions.
    pub answers: Vec<(&'static str, bool)>,
}

/// One model's decision.
#[derive(Debug, Clone)]
pub struct Modelled {
    /// Which model.
    pub model: &'static str,
    /// Which version.
    pub version: &'static str,
    /// The threshold it ran with.
    pub threshold: f64,
    /// What; `None` where its output cannot be read.
    pub view: Option<View>,
    /// Its scores.
    pub scores: Vec<(&'static str, f64)>,
    /// Its reasoning.
    pub reasons: reasoning::Reasons,
    /// Answers to the case's questions.
    pub answers: Vec<(&'static str, bool)>,
}

/// The adjudicated decision.
#[derive(Debug, Clone)]
pub struct Gold {
    /// What.
    pub view: View,
    /// The panel.
    pub by: &'static str,
    /// Who took part.
    pub made_by: Vec<&'static str>,
}

/// Everything said about a case.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// By models, in the order of the setting.
    pub models: Vec<Modelled>,
    /// By raters, in the order asked.
    pub ratings: Vec<Rated>,
    /// By the panel.
    pub gold: Option<Gold>,
}

/// Experts who adjudicate and do not rate.
pub const PANEL: [&str; 4] = ["x1", "x2", "x3", "x4"];

/// Returns the right view of a case.
pub fn right(case: &Case, setting: &Setting) -> View {
    View {
        rung: case.rung(setting),
        clause: case.violates.first().copied(),
        labels: setting.labels_of(&case.violates),
        except: case.except,
    }
}

/// Returns the view of a judge who rests on one clause.
pub fn resting_on(clause: &Clause) -> View {
    View { rung: clause.rung, clause: Some(clause.id), labels: setting_labels(clause), except: None }
}

fn setting_labels(clause: &Clause) -> Vec<&'static str> {
    let mut labels = clause.labels.to_vec();
    labels.sort_unstable();
    labels
}

/// Returns a wrong view of a case: what it tempts to, as far as the lean allows.
pub fn wrong(case: &Case, setting: &Setting, lean: Lean, rng: &mut Rng) -> View {
    let truth = case.rung(setting);
    if truth == 0 {
        return tempted(case, setting, rng).map_or_else(View::default, resting_on);
    }
    let misses = match lean {
        Lean::Lenient => 0.85,
        Lean::Even => 0.65,
        Lean::Strict => 0.25,
    };
    if rng.chance(misses) { View::default() } else { other_rung(case, setting, rng).unwrap_or_default() }
}

/// Returns the clause a mistaken judge sees in a case that is fine.
pub fn tempted(case: &Case, setting: &Setting, rng: &mut Rng) -> Option<&'static Clause> {
    setting.clause(case.tempting).or_else(|| rng.pick(setting.clauses))
}

/// Returns a view that acts on another rung than the truth, with the right clause and labels.
pub fn other_rung(case: &Case, setting: &Setting, rng: &mut Rng) -> Option<View> {
    let truth = case.rung(setting);
    let rungs: Vec<usize> = (1..setting.ladder.len()).filter(|rung| *rung != truth).collect();
    rng.pick(&rungs).map(|rung| View { rung: *rung, ..right(case, setting) })
}

/// Returns a view on the right rung that rests on a clause the case does not violate and carries that clause's labels.
pub fn other_clause(case: &Case, setting: &Setting, rng: &mut Rng) -> Option<View> {
    let truth = right(case, setting);
    let others: Vec<&Clause> = setting
        .clauses
        .iter()
        .filter(|clause| !case.violates.contains(&clause.id) && !case.fires.contains(&clause.id))
        .filter(|clause| setting_labels(clause) != truth.labels)
        .collect();
    rng.pick(&others).map(|clause| View { rung: truth.rung, ..resting_on(clause) })
}

/// Lets everyone judge a case.
pub fn judge(case: &Case, setting: &Setting, rng: &mut Rng) -> Said {
    let mut said = Said {
        models: models(case, setting, &mut rng.fork("models")),
        ratings: ratings(case, setting, &mut rng.fork("ratings")),
        gold: None,
    };
    if rng.chance(setting.shares.gold) {
        let mut decided = gold(case, setting, &mut rng.fork("gold"));
        let (right, mut makers) = (right(case, setting), Vec::new());
        makers.extend(said.ratings.iter().filter(|rating| rating.view == right).map(|rating| rating.rater).take(2));
        if makers.len() == 2 && rng.chance(setting.shares.gold_by_raters) {
            decided.made_by = makers;
        }
        said.gold = Some(decided);
    }
    said
}

/// How much likelier an error is on this case than on one of middling difficulty.
fn hardness(case: &Case) -> f64 {
    0.15 + 1.7 * case.difficulty
}

fn ratings(case: &Case, setting: &Setting, rng: &mut Rng) -> Vec<Rated> {
    let drawn = rng.unit();
    let count = match drawn {
        d if d < setting.shares.three_raters => 3,
        d if d < setting.shares.three_raters + setting.shares.two_raters => 2,
        _ => 0,
    };
    panel_of(setting, count, rng).into_iter().map(|rater| rate(case, setting, rater, rng)).collect()
}

/// Draws different raters by weight.
pub fn panel_of(setting: &Setting, count: usize, rng: &mut Rng) -> Vec<&'static Rater> {
    let mut left: Vec<&'static Rater> = setting.raters.iter().collect();
    let mut chosen = Vec::new();
    while chosen.len() < count {
        let Some(next) = rng.weighted(&left, |rater| rater.weight).copied() else { break };
        left.retain(|rater| rater.name != next.name);
        chosen.push(next);
    }
    chosen
}

/// One rater judges.
fn rate(case: &Case, setting: &Setting, rater: &Rater, rng: &mut Rng) -> Rated {
    let errs = rng.chance((1.0 - rater.skill) * hardness(case));
    let view = if errs { wrong(case, setting, rater.lean, rng) } else { slip(case, setting, rater.clause_slips, rng) };
    rated(case, rater, view, !errs, rng)
}

/// A right verdict, now and then on the wrong clause.
fn slip(case: &Case, setting: &Setting, share: f64, rng: &mut Rng) -> View {
    let slips = !case.violates.is_empty() && rng.chance(share * hardness(case));
    let slipped = slips.then(|| other_clause(case, setting, rng)).flatten();
    slipped.unwrap_or_else(|| right(case, setting))
}

/// Writes a rating down.
pub fn rated(case: &Case, rater: &Rater, view: View, is_right: bool, rng: &mut Rng) -> Rated {
    let hesitation = 1.0 + case.difficulty * rng.unit();
    let confidence = if is_right { rng.hundredths(0.6, 1.0) } else { rng.hundredths(0.4, 0.95) };
    Rated {
        rater: rater.name,
        seconds: (rater.seconds * hesitation * (0.6 + 0.8 * rng.unit())) as usize + 2,
        confidence,
        answers: answers(case, is_right, 0.9, rng),
        view,
    }
}

/// Answers to the case's questions: whoever has the verdict right has the answer right. A question is asked once,
/// however many clauses hang on it.
fn answers(case: &Case, is_right: bool, share: f64, rng: &mut Rng) -> Vec<(&'static str, bool)> {
    let mut questions: Vec<(&'static str, bool)> =
        case.asks.iter().map(|ask| (ask.question, ask.answer == is_right)).collect();
    questions.dedup();
    questions.retain(|_| rng.chance(share));
    questions
}

fn models(case: &Case, setting: &Setting, rng: &mut Rng) -> Vec<Modelled> {
    let shared = rng.chance(setting.shares.models_err_together * hardness(case));
    let error = wrong(case, setting, Lean::Even, rng);
    let mut all = Vec::new();
    for model in setting.models {
        if rng.chance(setting.shares.no_model) {
            continue;
        }
        let slips = rng.chance(model.slips * hardness(case));
        let view = match (shared, slips) {
            (true, _) => error.clone(),
            (false, true) => wrong(case, setting, Lean::Even, rng),
            (false, false) => right(case, setting),
        };
        let is_right = !shared && !slips;
        let mut decision = modelled(case, setting, model, view, is_right, rng);
        if is_right && rng.chance(model.bad_reasons) {
            reasoning::spoil_any(&mut decision, case, setting, rng);
        }
        if rng.chance(setting.shares.unparsable) {
            reasoning::garble(&mut decision, rng);
        }
        all.push(decision);
    }
    all
}

/// Writes a model's decision down with scores and reasons that fit it.
pub fn modelled(case: &Case, setting: &Setting, model: &Model, view: View, is_right: bool, rng: &mut Rng) -> Modelled {
    Modelled {
        model: model.name,
        version: rng.weighted(model.versions, |version| version.1).map_or("", |version| version.0),
        threshold: model.threshold,
        scores: scores(case, setting, model, &view, is_right, rng),
        reasons: reasoning::sound(case, setting, &view, rng),
        answers: answers(case, is_right, 0.7, rng),
        view: Some(view),
    }
}

/// Scores that lead to the view: surer where it is right and easy, but never telling by themselves.
fn scores(
    case: &Case,
    setting: &Setting,
    model: &Model,
    view: &View,
    is_right: bool,
    rng: &mut Rng,
) -> Vec<(&'static str, f64)> {
    let unsure = if is_right { 0.25 + 0.45 * case.difficulty } else { 0.55 + 0.25 * case.difficulty };
    let raised = |id: Option<&str>| id.and_then(|id| setting.clause(id)).map(|clause| clause.score);
    let acting = raised(view.clause);
    let tempting = raised(case.violates.first().copied()).or_else(|| raised(Some(case.tempting)));
    let mut score = |name: &'static str| {
        let noise = rng.unit();
        if acting == Some(name) && view.rung > 0 {
            return 1.0 - (1.0 - model.threshold) * (unsure * 0.9 + (1.0 - unsure) * 0.5 * noise);
        }
        if tempting == Some(name) { model.threshold * (unsure * (0.5 + 0.45 * noise)) } else { 0.3 * noise * noise }
    };
    model.scores.iter().map(|name| (*name, (score(name) * 1000.0).round() / 1000.0)).collect()
}

/// The panel decides, rightly.
pub fn gold(case: &Case, setting: &Setting, rng: &mut Rng) -> Gold {
    let first = rng.below(PANEL.len());
    let pair = PANEL.iter().cycle().skip(first).take(2).copied().collect();
    Gold { view: right(case, setting), by: rng.word(&["panel-1", "panel-2"]), made_by: pair }
}
