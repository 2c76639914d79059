//! What the experts said, item by item: what contradicts itself is left out, and told.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::Rejection;
use crate::corpus::verdicts::VerdictLine;
use crate::language::value::{LabelId, Rung};

/// What is right on an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The verdict.
    pub verdict: Rung,
    /// The labels; `None`: nothing was said of them.
    pub labels: Option<Vec<LabelId>>,
    /// Who said so, sorted, each once.
    pub by: Vec<String>,
    /// When it was last said, in milliseconds since 1970-01-01T00:00Z.
    pub at_ms: Option<i64>,
}

impl Said {
    /// Tells whether both can be right: the same verdict, and the same labels where both name some.
    pub fn agrees(&self, other: &Said) -> bool {
        let labels = self.labels.as_ref().zip(other.labels.as_ref());
        self.verdict == other.verdict && labels.is_none_or(|(own, others)| own == others)
    }
}

/// The verdicts that stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdicts {
    /// By the item's number.
    pub said: BTreeMap<usize, Said>,
    /// Lines that say again what another line of the item says.
    pub repeated: u64,
    /// Lines of items that are not known, and of items on which lines contradict each other.
    pub rejections: Vec<Rejection>,
}

/// Gathers lines by item, whatever their order. `number` finds an item by its id; `names` are the ladder's rungs.
pub fn gather(lines: Vec<VerdictLine>, number: &HashMap<&str, usize>, names: &[String]) -> Verdicts {
    let mut found = Verdicts::default();
    let mut by_item: BTreeMap<usize, Vec<VerdictLine>> = BTreeMap::new();
    for line in lines {
        match number.get(line.item.as_str()) {
            Some(at) => by_item.entry(*at).or_default().push(line),
            None => found.rejections.push(Rejection {
                place: line.place,
                id: Some(line.item),
                reason: "there is no such item in the queue: write the id as the queue has it, and name the folder that the \
                         item was queued in"
                    .to_owned(),
            }),
        }
    }
    for (item, lines) in by_item {
        found.take(item, &lines, names);
    }
    found
}

impl Verdicts {
    /// Takes the lines of one item together, or rejects them all: the first is not the better one for being the first.
    fn take(&mut self, item: usize, lines: &[VerdictLine], names: &[String]) {
        let against = |line: &VerdictLine| lines.iter().find(|other| !of(line).agrees(&of(other)));
        if lines.iter().any(|line| against(line).is_some()) {
            self.rejections.extend(lines.iter().map(|line| contradicted(line, against(line), names)));
            return;
        }
        self.repeated += lines.len().saturating_sub(1) as u64;
        let Some(first) = lines.first() else { return };
        let mut by: Vec<String> = lines.iter().filter_map(|line| line.by.clone()).collect();
        by.sort_unstable();
        by.dedup();
        let labels = lines.iter().find_map(|line| line.labels.clone());
        let at_ms = lines.iter().filter_map(|line| line.at_ms).max();
        self.said.insert(item, Said { verdict: first.verdict, labels, by, at_ms });
    }
}

fn of(line: &VerdictLine) -> Said {
    Said { verdict: line.verdict, labels: line.labels.clone(), by: Vec::new(), at_ms: None }
}

fn contradicted(line: &VerdictLine, other: Option<&VerdictLine>, names: &[String]) -> Rejection {
    let name = |rung: Rung| names.get(usize::from(rung.0)).map_or("?", String::as_str);
    let other = match other {
        Some(other) if other.verdict != line.verdict => {
            format!("this says `{}` and line {} says `{}`", name(line.verdict), other.place.line, name(other.verdict))
        }
        Some(other) => format!("this and line {} name different labels", other.place.line),
        None => "other lines of the item contradict each other".to_owned(),
    };
    Rejection {
        place: line.place,
        id: Some(line.item.clone()),
        reason: format!("the item has several verdicts: {other}; settle it and keep the one that stands"),
    }
}
