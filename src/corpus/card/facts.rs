//! What a card says about its corpus, and what it expects to find.

use serde_json::{Value as Json, json};

use super::spec::Expect;
use crate::corpus::tally::Tally;

/// What a card says about its corpus, for summaries and exports to carry along.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// `corpus:`
    pub name: String,
    /// `title:`
    pub title: String,
    /// `source:` where it comes from, and how to get it.
    pub source: Option<String>,
    /// `licence:`
    pub licence: Option<String>,
    /// `notes:`
    pub notes: Option<String>,
    /// `pack:` the pack it is read with unless another is named.
    pub pack: Option<String>,
    /// `ladder:` verdicts of its own, weakest first, for a corpus that is only calibrated.
    pub ladder: Vec<String>,
    /// `scale: nominal`: the ladder's verdicts have no order.
    pub unordered: bool,
    /// `sensitive:` fields of items that are masked.
    pub sensitive: Vec<String>,
    /// `personal:` columns with personal data.
    pub personal: Vec<String>,
    /// `costs:` what a decision costs: gold, given, cost.
    pub costs: Vec<(String, String, f64)>,
    /// The judges that gold was made from: whoever is measured on it must not be among them.
    pub made_by: Vec<String>,
    /// Some judges are numbers of votes, dealt to voters by lot: nobody is the same voter on two items.
    pub votes_dealt: bool,
    /// `expect:`
    pub expect: Expect,
    /// `sha256:` of the card.
    pub hash: String,
}

/// One count that is not what the card expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What is counted, as `expect` writes it.
    pub name: String,
    /// What the card expects.
    pub expected: u64,
    /// What was found.
    pub found: u64,
}

impl Facts {
    /// Describes as data where a public corpus comes from and what it may be used for: it travels with every figure that
    /// was measured on it.
    pub fn provenance(&self) -> Json {
        json!({
            "name": self.name,
            "title": self.title,
            "source": self.source,
            "licence": self.licence,
            "personal_data": self.personal,
            "masked": self.sensitive,
            "card": self.hash,
            "gold_made_by": self.made_by,
        })
    }

    /// Compares a whole reading with what the card expects.
    pub fn compare(&self, tally: &Tally) -> Vec<Difference> {
        let mut differences = Vec::new();
        let mut compare = |name: &str, expected: u64, found: u64| {
            if expected != found {
                differences.push(Difference { name: name.to_owned(), expected, found });
            }
        };
        for (name, expected) in &self.expect.counts {
            let found = match name.as_str() {
                "items" => tally.records,
                "rejected" => tally.rejected,
                "duplicates" => tally.duplicates + tally.repeats.all(),
                "blank" => tally.blank,
                _ => tally.skipped.values().sum(),
            };
            compare(name, *expected, found);
        }
        for (name, expected) in &self.expect.facts {
            let found = match name.strip_prefix("skipped.") {
                Some(kind) => tally.skipped.get(kind),
                None => tally.facts.get(name),
            };
            compare(name, *expected, found.copied().unwrap_or(0));
        }
        differences
    }
}
