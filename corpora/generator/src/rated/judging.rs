//! How raters and the model of a rated corpus decide.

use super::{
    AMBIGUOUS, CLAUSES, DAY_MS, DIVIDING, DRIFT_DAY, FIRST_DAY_MS, Item, LABELS, MODEL, Plant, RATERS, RATERS_EACH,
    Rated,
};
use crate::rng::Rng;

/// How often a rater errs, and the model.
const RATER_ERRS: f64 = 0.07;
const MODEL_ERRS: f64 = 0.1;

/// What is drawn for one decision, whatever is planted: plants read the same dice, so that only what is planted changes.
struct Dice {
    errs: f64,
    plant: f64,
    other: usize,
}

impl Dice {
    fn throw(rng: &mut Rng) -> Dice {
        Dice { errs: rng.unit(), plant: rng.unit(), other: rng.below(LABELS.len() - 1) }
    }
}

/// Returns the ratings of all items, the model's among them.
pub(super) fn ratings(plant: Plant, items: &[Item], rng: &mut Rng) -> Vec<Rated> {
    let mut said = Vec::new();
    let mut raters: Vec<usize> = (1..=RATERS).collect();
    for (number, item) in items.iter().enumerate() {
        rng.shuffle(&mut raters);
        for rater in raters.iter().take(RATERS_EACH) {
            let dice = Dice::throw(rng);
            said.push(Rated {
                item: number,
                judge: format!("r{rater:02}"),
                is_model: false,
                group: Some(group(*rater)),
                label: rater_says(plant, item, *rater, &dice),
                at_ms: item.at_ms,
                batch: format!("day {:02}", (item.at_ms - FIRST_DAY_MS) / DAY_MS / 10 * 10),
            });
        }
        let dice = Dice::throw(rng);
        let blind = plant == Plant::BlindModel && item.lang == "fa";
        let label = slip(item.truth, if blind { 0.6 } else { MODEL_ERRS }, &dice);
        let judge = MODEL.to_owned();
        let batch = String::new();
        said.push(Rated { item: number, judge, is_model: true, group: None, label, at_ms: item.at_ms, batch });
    }
    said
}

/// Raters with an even number are of one group.
fn group(rater: usize) -> &'static str {
    if rater.is_multiple_of(2) { "north" } else { "south" }
}

/// The label that is right, or, with a probability, another.
fn slip(truth: usize, errs: f64, dice: &Dice) -> usize {
    if dice.errs < errs { (truth + 1 + dice.other) % LABELS.len() } else { truth }
}

fn rater_says(plant: Plant, item: &Item, rater: usize, dice: &Dice) -> usize {
    let usual = slip(item.truth, RATER_ERRS, dice);
    let planted = rater == 1;
    let clause = CLAUSES.get(item.clause).copied().unwrap_or_default();
    let stricter = (usual + 1).min(LABELS.len() - 1);
    match plant {
        Plant::WeakRater if planted => slip(item.truth, 0.45, dice),
        Plant::BiasedRater if planted && item.truth < 2 && dice.plant < 1.0 / 3.0 => 2,
        Plant::DriftingRater if planted && item.at_ms >= FIRST_DAY_MS + DRIFT_DAY as i64 * DAY_MS => {
            slip(item.truth, 5.0 * RATER_ERRS, dice)
        }
        // Every other pair of raters: as many of either group read it so.
        Plant::AmbiguousClause if clause == AMBIGUOUS && item.unclear && rater % 4 < 2 && dice.plant < 0.85 => stricter,
        Plant::Groups if clause == DIVIDING && item.unclear && group(rater) == "north" && dice.plant < 0.85 => stricter,
        Plant::Spammer if planted => 0,
        _ => usual,
    }
}
