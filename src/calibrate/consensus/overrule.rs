//! Where consensus says no to judges that are trusted and of one mind: never silently.

use serde::Serialize;

use super::{Fit, Options};
use crate::calibrate::{Figure, Ratings};

/// Who is trusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trust {
    /// The lower end of the judge's measured accuracy must reach this: a judge measured on few items is not trusted yet.
    pub accuracy_min: f64,
    /// So many trusted judges must be of one mind about an item.
    pub judges_min: u32,
}

impl Default for Trust {
    fn default() -> Self {
        Trust { accuracy_min: 0.9, judges_min: 2 }
    }
}

/// One item on which consensus overrules its trusted judges.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overruled {
    /// The item.
    pub item: u32,
    /// What all its trusted judges say.
    pub said: u16,
    /// What consensus says.
    pub consensus: u16,
    /// How many trusted judges were of one mind.
    pub trusted: u32,
    /// How many other judges rated the item, and how many of them side with consensus.
    pub others: (u32, u32),
    /// Whether it is clamped gold that overrules them: then gold itself is suspect.
    pub by_gold: bool,
}

/// All items on which trusted judges are of one mind, and those where they are overruled.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overrulings {
    /// How many judges are trusted.
    pub trusted_judges: u64,
    /// The share of items on which enough trusted judges are of one mind and consensus differs; n is those items.
    pub share: Figure,
    /// The overruled items, ascending.
    pub items: Vec<Overruled>,
}

/// Lists the items on which the trusted judges are unanimous and `fit` decides otherwise.
///
/// `accuracies` holds every judge's accuracy as measured on gold (not as estimated by consensus: that would be a circle).
pub fn overruled(
    ratings: &Ratings,
    fit: &Fit,
    options: &Options<'_>,
    accuracies: &[Figure],
    trust: Trust,
) -> Overrulings {
    let trusted: Vec<bool> =
        accuracies.iter().map(|figure| figure.low.is_some_and(|low| low >= trust.accuracy_min)).collect();
    let trusts = |judge: u32| trusted.get(judge as usize).copied().unwrap_or(false);
    let (mut unanimous, mut items) = (0_u64, Vec::new());
    for item in 0..ratings.items() {
        let (judges, labels) = ratings.of(item);
        let mut sure = judges.iter().zip(labels).filter(|(judge, _)| trusts(**judge)).map(|(_, label)| *label);
        let Some(said) = sure.next() else { continue };
        let mut count = 1;
        let one_mind = sure.all(|label| {
            count += 1;
            label == said
        });
        let decided = fit.decisions.get(item).copied().flatten();
        let (true, Some(consensus)) = (one_mind && count >= trust.judges_min, decided) else { continue };
        unanimous += 1;
        if consensus != said {
            let others = || judges.iter().zip(labels).filter(|(judge, _)| !trusts(**judge));
            let siding = others().filter(|(_, label)| **label == consensus).count() as u32;
            items.push(Overruled {
                item: item as u32,
                said,
                consensus,
                trusted: count,
                others: (others().count() as u32, siding),
                by_gold: options.gold_of(item, ratings.labels()).is_some(),
            });
        }
    }
    let share = match unanimous {
        0 => Figure::undefined(0, "on no item are enough trusted judges of one mind"),
        n => super::fit::share(items.len() as f64, n),
    };
    Overrulings { trusted_judges: trusted.iter().filter(|trusted| **trusted).count() as u64, share, items }
}
