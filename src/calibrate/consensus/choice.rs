//! Which method to trust on this corpus: gold decides, by cross-validation.
//!
//! Gold items that somebody rated are dealt into folds. A method is fitted with the gold of the other folds clamped, as
//! it will be in use, and answers for the fold whose gold it has not seen; so every gold item is judged once. The method
//! that is right most often is the best, but a simpler one is chosen when it is not clearly worse: when, of the items on
//! which just one of the two is right, the best wins by no more than √(their number), one standard error of that
//! difference when both are equally good (McNemar 1947). Rationale: the two are judged on the same items, so their
//! difference is known far better than either accuracy; and a surplus of one item never decides.

use serde::Serialize;

use super::fit::share;
use super::{METHODS, Method, Options, Posteriors, Unfit};
use crate::calibrate::intervals::random::Random;
use crate::calibrate::{Figure, Ratings};
use crate::language::prose::{count, counted};

/// How the choice is made.
#[derive(Clone)]
pub struct Rule<'a> {
    /// The methods to choose among, the simplest first.
    pub methods: &'a [&'a dyn Method],
    /// How many folds gold is dealt into.
    pub folds: u32,
    /// Where the dealing starts from.
    pub seed: u64,
    /// With fewer gold items that somebody rated nothing is chosen by gold. At 50 items an accuracy of .8 is known to
    /// about ±.11: methods that differ by less cannot be told apart.
    pub gold_min: u64,
    /// The method where gold cannot choose.
    pub default: &'static str,
    /// How the default is called.
    pub default_as: &'static str,
    /// With more ratings methods are tried on a random sample of about so many: enough to know the judges, and ten
    /// million ratings are tried as fast as half a million. Gold items go first, up to half of them
    /// (more where there is little else).
    pub ratings_max: usize,
    /// How many more items have gold that may not choose, since a judge of the panel made it.
    pub set_aside: u64,
}

impl Default for Rule<'_> {
    fn default() -> Self {
        Rule {
            methods: METHODS,
            folds: 5,
            seed: 1,
            gold_min: 50,
            default: "one_coin",
            default_as: "the default",
            ratings_max: 500_000,
            set_aside: 0,
        }
    }
}

/// Gold items dealt into folds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds {
    /// Item, gold label, fold; ascending by item.
    pub items: Vec<(u32, u16, u32)>,
    /// How many folds there are.
    pub count: u32,
    /// How many gold items nobody rated: they can judge no method.
    pub unrated: u64,
}

impl Folds {
    /// Deals the rated gold items into `count` folds (at least 2), each label in turn, shuffled from `seed`.
    pub fn deal(ratings: &Ratings, options: &Options<'_>, count: u32, seed: u64) -> Folds {
        let count = count.max(2);
        let golden =
            (0..ratings.items()).filter_map(|item| options.gold_of(item, ratings.labels()).map(|gold| (item, gold)));
        let (rated, unrated): (Vec<_>, Vec<_>) = golden.partition(|(item, _)| !ratings.range(*item).is_empty());
        let mut dealt = rated;
        Random::new(seed).shuffle(&mut dealt);
        dealt.sort_by_key(|(_, gold)| *gold);
        let fold = |(place, (item, gold)): (usize, (usize, u16))| (item as u32, gold, place as u32 % count);
        let mut items: Vec<(u32, u16, u32)> = dealt.into_iter().enumerate().map(fold).collect();
        items.sort_unstable();
        Folds { items, count, unrated: unrated.len() as u64 }
    }
}

/// What a method says of gold items whose gold it has not seen.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldOut {
    /// The method.
    pub method: &'static str,
    /// The label it decides, in the order of [`Folds::items`].
    pub decisions: Vec<Option<u16>>,
    /// The probabilities, one row for each of [`Folds::items`].
    pub posteriors: Posteriors,
}

/// Fits `method` once for every fold and keeps what it says of that fold.
///
/// # Errors
/// Says why the method cannot be fitted.
pub fn hold_out(
    ratings: &Ratings,
    options: &Options<'_>,
    method: &dyn Method,
    folds: &Folds,
) -> Result<HeldOut, Unfit> {
    let mut decisions = vec![None; folds.items.len()];
    let mut posteriors = Posteriors::new(folds.items.len(), ratings.labels());
    let mut gold = options.gold.to_vec();
    for fold in 0..folds.count {
        let held = || folds.items.iter().enumerate().filter(|(_, dealt)| dealt.2 == fold);
        held().for_each(|(_, (item, _, _))| set(&mut gold, *item, None));
        let fit = method.fit(ratings, &Options { gold: &gold, ..*options })?;
        for (place, (item, label, _)) in held() {
            if let Some(decision) = decisions.get_mut(place) {
                *decision = fit.decisions.get(*item as usize).copied().flatten();
            }
            posteriors.row_mut(place).copy_from_slice(fit.posteriors.row(*item as usize));
            set(&mut gold, *item, Some(*label));
        }
    }
    Ok(HeldOut { method: method.name(), decisions, posteriors })
}

fn set(gold: &mut [Option<u16>], item: u32, label: Option<u16>) {
    if let Some(cell) = gold.get_mut(item as usize) {
        *cell = label;
    }
}

/// How one method did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// The method.
    pub method: &'static str,
    /// The share of held-out gold items it decides rightly (an open tie is not right); n is those items.
    pub accuracy: Figure,
    /// How many items it decides rightly that the chosen method does not, and the other way round.
    pub against_chosen: (u64, u64),
    /// Why it could not be tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_tried: Option<&'static str>,
}

/// The method chosen, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// The method.
    pub chosen: &'static str,
    /// Whether gold chose it, or it is the default.
    pub by_gold: bool,
    /// Why, in one plain sentence.
    pub why: String,
    /// How every method did, in the order of the registry; empty where gold could not choose.
    pub scores: Vec<Score>,
    /// How many gold items were used; of very much gold a sample.
    pub gold: u64,
    /// How many gold items nobody rated.
    pub gold_unrated: u64,
    /// How many ratings the methods were tried on; fewer than there are where a sample was drawn.
    pub ratings: u64,
}

/// Tries every method on gold and chooses one.
pub fn choose(ratings: &Ratings, options: &Options<'_>, rule: &Rule<'_>) -> Choice {
    let sample = Sample::draw(ratings, options, rule);
    let (folds, trials) = try_all(ratings, options, rule, sample.as_ref());
    pick(&folds, &trials, rule, sample.as_ref().map_or(ratings.len(), |sample| sample.ratings.len()) as u64)
}

/// A method's name and what it said of held-out gold, or why it could not.
pub type Trial = (&'static str, Result<HeldOut, Unfit>);

/// Tries every method, on the sample if there is one; none where gold is too little to choose.
pub fn try_all(
    ratings: &Ratings,
    options: &Options<'_>,
    rule: &Rule<'_>,
    sample: Option<&Sample>,
) -> (Folds, Vec<Trial>) {
    let (ratings, options) = match sample {
        Some(sample) => (&sample.ratings, sample.options(options)),
        None => (ratings, *options),
    };
    let folds = Folds::deal(ratings, &options, rule.folds, rule.seed);
    let enough = folds.items.len() as u64 >= rule.gold_min.max(1);
    let methods = rule.methods.iter().filter(|_| enough);
    let trials = methods.map(|method| (method.name(), hold_out(ratings, &options, *method, &folds))).collect();
    (folds, trials)
}

/// Some of the items, gold before others, numbered anew.
pub struct Sample {
    /// The sampled items, by the number each has in the sample.
    pub items: Vec<usize>,
    /// The sampled items' ratings.
    pub ratings: Ratings,
    gold: Vec<Option<u16>>,
    model: Result<Posteriors, Unfit>,
}

impl Sample {
    /// Draws a sample where there are more ratings than the rule tries methods on, else none.
    pub fn draw(ratings: &Ratings, options: &Options<'_>, rule: &Rule<'_>) -> Option<Sample> {
        if ratings.len() <= rule.ratings_max {
            return None;
        }
        let labels = ratings.labels();
        let golden = |item: usize| options.gold_of(item, labels).is_some();
        let of_gold: usize =
            (0..ratings.items()).filter(|item| golden(*item)).map(|item| ratings.range(item).len()).sum();
        let (of_others, wanted) = ((ratings.len() - of_gold) as f64, rule.ratings_max as f64);
        let gold_chance = ((wanted / 2.0).max(wanted - of_others) / of_gold.max(1) as f64).min(1.0);
        let other_chance = (wanted - of_gold as f64 * gold_chance) / of_others.max(1.0);
        let mut random = Random::new(rule.seed);
        let drawn = (0..ratings.items()).filter(|item| {
            let lot = random.unit();
            let (rated, golden) = (!ratings.range(*item).is_empty(), golden(*item));
            (golden && !rated) || (rated && lot < if golden { gold_chance } else { other_chance })
        });
        let items: Vec<usize> = drawn.collect();
        let rows = (0_u32..).zip(&items).flat_map(|(place, item)| {
            let (judges, given) = ratings.of(*item);
            judges.iter().zip(given).map(move |(judge, label)| (place, *judge, *label))
        });
        let model = options.model.map(|model| {
            let mut own = Posteriors::new(items.len(), model.labels());
            own.rows_mut().zip(&items).for_each(|(row, item)| row.copy_from_slice(model.row(*item)));
            own
        });
        Some(Sample {
            ratings: Ratings::new(items.len(), ratings.judges(), labels, rows.collect()),
            gold: items.iter().map(|item| options.gold_of(*item, labels)).collect(),
            items,
            model,
        })
    }

    /// Returns the options with the sample's own gold and model.
    pub fn options<'s>(&'s self, options: &Options<'s>) -> Options<'s> {
        Options { gold: &self.gold, model: self.model.as_ref().map_err(|why| *why), ..*options }
    }
}

/// A method and whether it is right, by held-out item.
type Tried = (&'static str, Vec<bool>);

/// Chooses among trials that were made with the same folds (for callers who run them side by side).
///
/// `ratings` is the number of ratings they were made on.
pub fn pick(folds: &Folds, trials: &[Trial], rule: &Rule<'_>, ratings: u64) -> Choice {
    let tried: Vec<(&'static str, Vec<bool>)> =
        trials.iter().filter_map(|(name, held)| held.as_ref().ok().map(|held| (*name, rights(folds, held)))).collect();
    let hits = |rights: &[bool]| rights.iter().filter(|right| **right).count() as u64;
    let top = tried.iter().map(|(_, rights)| hits(rights)).max();
    let best = tried.iter().find(|(_, rights)| Some(hits(rights)) == top);
    let n = folds.items.len() as u64;
    let (Some(best), true) = (best, n >= rule.gold_min.max(1)) else {
        return by_default(folds, rule, ratings);
    };
    let chosen = tried.iter().find(|(_, rights)| as_good(rights, &best.1)).unwrap_or(best);
    let score = |(name, held): &Trial| match held {
        Err(Unfit(why)) => {
            Score { method: name, accuracy: Figure::undefined(0, why), against_chosen: (0, 0), not_tried: Some(why) }
        }
        Ok(held) => {
            let rights = rights(folds, held);
            Score {
                method: name,
                accuracy: share(hits(&rights) as f64, n),
                against_chosen: only(&rights, &chosen.1),
                not_tried: None,
            }
        }
    };
    Choice {
        chosen: chosen.0,
        by_gold: true,
        why: reason(chosen, best, tried.first().is_some_and(|simplest| simplest.0 == chosen.0), n),
        scores: trials.iter().map(score).collect(),
        gold: n,
        gold_unrated: folds.unrated,
        ratings,
    }
}

/// Returns whether each held-out item was decided rightly.
pub(super) fn rights(folds: &Folds, held: &HeldOut) -> Vec<bool> {
    folds.items.iter().zip(&held.decisions).map(|((_, gold, _), decision)| *decision == Some(*gold)).collect()
}

/// Counts the items on which just the first, and just the second, is right.
pub(super) fn only(first: &[bool], second: &[bool]) -> (u64, u64) {
    let pairs = || first.iter().zip(second);
    let just_first = pairs().filter(|(a, b)| **a && !**b).count() as u64;
    let just_second = pairs().filter(|(a, b)| !**a && **b).count() as u64;
    (just_first, just_second)
}

/// Tells whether a method is within one standard error of the best.
fn as_good(rights: &[bool], best: &[bool]) -> bool {
    let (won, lost) = only(rights, best);
    (lost as f64 - won as f64) <= ((won + lost) as f64).sqrt()
}

fn reason(chosen: &Tried, best: &Tried, simplest: bool, n: u64) -> String {
    let right = |rights: &[bool]| rights.iter().filter(|right| **right).count() as u64;
    let accuracy = share(right(&chosen.1) as f64, n);
    let percent = |value: Option<f64>| 100.0 * value.unwrap_or(0.0);
    let told = format!(
        "`{}` is right on {} of {} gold items that it had not seen ({:.1} %, 95 % interval {:.1} to {:.1})",
        chosen.0,
        count(right(&chosen.1)),
        count(n),
        percent(accuracy.value),
        percent(accuracy.low),
        percent(accuracy.high)
    );
    if chosen.0 == best.0 && simplest {
        return format!("{told}; no method is right on more, and none is simpler");
    }
    if chosen.0 == best.0 {
        return format!("{told}; no simpler method is within one standard error of it");
    }
    let surplus = right(&best.1) - right(&chosen.1).min(right(&best.1));
    if surplus == 0 {
        return format!("{told}, as many as any method, and it is the simplest of those");
    }
    let (lost, won) = only(&chosen.1, &best.1);
    format!(
        "{told}; `{}` is right on {} more (it alone on {}, `{}` alone on {}), which is within one standard error, and the simpler method is chosen",
        best.0,
        count(surplus),
        count(won),
        chosen.0,
        count(lost)
    )
}

fn by_default(folds: &Folds, rule: &Rule<'_>, ratings: u64) -> Choice {
    let n = folds.items.len() as u64;
    let lack = match (n, rule.set_aside) {
        (0, 1..) => format!(
            "gold on {} was made by judges of the panel and may not choose the method, and there is no other that somebody rated",
            counted(rule.set_aside, "item", "items")
        ),
        (0, 0) if folds.unrated > 0 => format!("none of the {} gold items has a rating", count(folds.unrated)),
        (0, 0) => "there is no gold".to_owned(),
        (n, aside) => {
            let few = counted(n, "gold item with a rating is", "gold items with a rating are");
            let few = format!("{few} too few to tell methods apart ({} are needed)", count(rule.gold_min));
            match aside {
                0 => few,
                aside => {
                    format!("{few}; gold on {} more was made by judges of the panel and may not choose", count(aside))
                }
            }
        }
    };
    Choice {
        chosen: rule.default,
        by_gold: false,
        why: format!("{lack}, so {} `{}` is used; no accuracy is claimed", rule.default_as, rule.default),
        scores: Vec::new(),
        gold: n,
        gold_unrated: folds.unrated,
        ratings,
    }
}
