//! The labels that gold gives beside its verdict: what a score for one kind of harm is held against.

use std::collections::BTreeMap;

/// Gold's labels by item; equal names are kept once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoldLabels {
    names: Vec<String>,
    of: BTreeMap<u32, Vec<u16>>,
}

impl GoldLabels {
    /// Sets the labels of an item; none at all is a statement too.
    pub fn set(&mut self, item: u32, labels: &[String]) {
        let own = labels.iter().map(|name| self.number(name)).collect();
        self.of.insert(item, own);
    }

    /// Gives items other numbers; `item` gives the new number of each old one.
    pub fn renumbered(self, item: impl Fn(u32) -> u32) -> GoldLabels {
        GoldLabels { of: self.of.into_iter().map(|(old, own)| (item(old), own)).collect(), ..self }
    }

    fn number(&mut self, name: &str) -> u16 {
        let known = self.names.iter().position(|known| known == name);
        known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        }) as u16
    }

    /// Finds a label that gold gives to some item.
    pub fn find(&self, name: &str) -> Option<u16> {
        self.names.iter().position(|known| known == name).map(|at| at as u16)
    }

    /// Tells whether gold gives an item a label; `None` where gold says nothing of labels.
    pub fn has(&self, item: u32, label: u16) -> Option<bool> {
        self.of.get(&item).map(|own| own.contains(&label))
    }
}
