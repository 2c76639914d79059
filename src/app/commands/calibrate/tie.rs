//! What `--tie` declares.

use clap::ValueEnum;

use crate::app::exit::Failure;
use crate::calibrate::consensus::Tie;
use crate::calibrate::sheet::scale::Order;

/// Which of several labels wins that are equally probable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TieRule {
    /// The one that stands first on the scale.
    First,
    /// The mildest one, on scales with an order.
    Mildest,
    /// The strictest one, on scales with an order.
    Strictest,
    /// None: the item has no consensus.
    None,
}

impl TieRule {
    /// Returns the rule on this scale.
    pub(super) fn on(self, order: Order) -> Result<Tie, Failure> {
        match self {
            TieRule::First => Ok(Tie::First),
            TieRule::None => Ok(Tie::Open),
            _ if order == Order::Nominal => Err(Failure::BadUse(
                "error: on a scale without an order no label is milder or stricter than another\n\
                 help: say --tie first or --tie none, or give the labels an order with --scale 'ordinal:a<b<c'"
                    .to_owned(),
            )),
            TieRule::Mildest => Ok(Tie::First),
            TieRule::Strictest => Ok(Tie::Last),
        }
    }
}
