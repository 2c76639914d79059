//! Agreement beyond chance, and how far chance in the choice of items may have moved it.

use serde::Serialize;

use super::profiles::{Profile, Profiles};
use super::weights::Weights;
use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::{t_point, t_two_sided};
use crate::calibrate::intervals::wilson_of;

/// Why a coefficient is undefined when no two judges ever met.
pub const NO_PAIR: &str = "no item was rated by two judges";
/// Why a coefficient of a single item has no interval.
pub const ONE_ITEM: &str = "one item has no spread, so there is no interval";
/// Why a coefficient is undefined when chance alone would agree always.
pub const NO_VARIETY: &str = "every rating gives the same label, so that chance alone would agree always";

/// A coefficient of agreement, (observed − expected) / (1 − expected), and what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coefficient {
    /// The coefficient; n is the number of items that two or more judges rated.
    pub figure: Figure,
    /// The agreement observed, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<f64>,
    /// The agreement that chance would give, as this coefficient understands chance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    /// The standard error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// How likely a coefficient at least so far from 0 is when there is only chance (t test, two-sided).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
}

impl Coefficient {
    /// Makes a coefficient that is undefined.
    pub fn undefined(n: u64, why: &'static str) -> Coefficient {
        Coefficient { figure: Figure::undefined(n, why), observed: None, expected: None, se: None, p: None }
    }

    /// Makes a coefficient from its variance over `items` items, with a t interval cut at 1 and at the [`lowest`] value.
    ///
    /// Where all agree always, items have no spread and the lower end is what Wilson's would be for a share of 1 of as
    /// many items; where all agree alike and not wholly, the ends are what Wilson's are for that share. One item leaves no
    /// interval.
    pub fn of(value: f64, (observed, expected): (f64, f64), variance: f64, items: u64, n: u64) -> Coefficient {
        let mut whole = Coefficient {
            figure: Figure::bare(value, n, ONE_ITEM),
            observed: Some(observed),
            expected: Some(expected),
            se: None,
            p: None,
        };
        let degrees = items as f64 - 1.0;
        if observed > 1.0 - 1e-12 {
            whole.figure = Figure::new(value, (least(expected, n), 1.0), n, "wilson");
        } else if let Some(t) = t_point(degrees).filter(|_| variance > 1e-24) {
            let se = variance.sqrt();
            let low = (value - t * se).max(lowest(value, expected, items == n));
            whole.figure = Figure::new(value, (low, (value + t * se).min(1.0)), n, "t");
            whole.se = Some(se);
            whole.p = Some(t_two_sided(value / se, degrees));
        } else if items > 1 {
            let end = |share: f64| (share - expected) / (1.0 - expected);
            let (low, high) = wilson_of(observed.clamp(0.0, 1.0), n as f64);
            let low = end(low).max(lowest(value, expected, items == n));
            whole.figure = Figure::new(value, (low, end(high)), n, "wilson");
        }
        whole
    }
}

/// Returns the value that a coefficient cannot fall below.
///
/// That is −1 where `all_met`, that is, all items have two ratings or more: judges cannot differ more than twice as often
/// as chance makes them. It is −1, too, where chance agrees on no more than half, since agreement is never below none. Else
/// items with a single rating count for chance alone, and no agreement at all is lower.
fn lowest(value: f64, expected: f64, all_met: bool) -> f64 {
    let bounded = value >= -1.0 && (all_met || expected <= 0.5);
    if bounded { -1.0 } else { -expected / (1.0 - expected) }
}

/// Returns the lowest coefficient that full agreement on `n` items still allows.
pub fn least(expected: f64, n: u64) -> f64 {
    (wilson_of(1.0, n as f64).0 - expected) / (1.0 - expected)
}

/// What one item, or `times` items alike, add to a coefficient.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The agreement within the item; `None` when fewer than two judges rated it.
    pub observed: Option<f64>,
    /// The agreement that chance gives to its judges with all others.
    pub expected: f64,
    /// How many items are alike.
    pub times: u64,
}

/// Returns the weighted agreement among the judges of one item; `None` when fewer than two rated it.
pub fn within(profile: &Profile<'_>, weights: &Weights) -> Option<f64> {
    let judges = profile.judges();
    if judges < 2.0 {
        return None;
    }
    let with_all = |label: u16| {
        let row = weights.row(label as usize);
        let weigh = |(other, count): &(u16, u32)| f64::from(*count) * row.get(*other as usize).copied().unwrap_or(0.0);
        profile.given.iter().map(weigh).sum::<f64>()
    };
    let sum: f64 = profile.given.iter().map(|(label, count)| f64::from(*count) * (with_all(*label) - 1.0)).sum();
    Some(sum / (judges * (judges - 1.0)))
}

/// Returns the mean agreement within items that two or more judges rated, and the number of those items.
pub fn observed(profiles: &Profiles, weights: &Weights) -> Option<(f64, u64)> {
    let (mut sum, mut items) = (0.0, 0);
    for profile in profiles.iter() {
        if let Some(agreement) = within(&profile, weights) {
            sum += agreement * profile.times as f64;
            items += profile.times;
        }
    }
    (items > 0).then(|| (sum / items as f64, items))
}

/// Returns the coefficient of parts, with the standard error of Gwet (2008; 2014, chapter 5) over items.
///
/// The error is that of a coefficient made linear in the items: an item counts with its own agreement and with what it
/// adds to the agreement expected.
pub fn corrected(parts: impl Iterator<Item = Part> + Clone, observed: f64, expected: f64) -> Coefficient {
    let items: u64 = parts.clone().map(|part| part.times).sum();
    let met: u64 = parts.clone().filter(|part| part.observed.is_some()).map(|part| part.times).sum();
    if met == 0 {
        return Coefficient::undefined(0, NO_PAIR);
    }
    let room = 1.0 - expected;
    if room < 1e-12 {
        return Coefficient::undefined(met, NO_VARIETY);
    }
    let value = (observed - expected) / room;
    let share = items as f64 / met as f64;
    let square = |part: Part| {
        let own = part.observed.map_or(0.0, |agreement| share * (agreement - expected) / room);
        let linear = own - 2.0 * (1.0 - value) * (part.expected - expected) / room;
        (linear - value).powi(2) * part.times as f64
    };
    let variance = parts.map(square).sum::<f64>() / (items as f64 * (items as f64 - 1.0));
    Coefficient::of(value, (observed, expected), variance, items, met)
}
