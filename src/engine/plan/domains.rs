//! Lists of domains, ready to be asked whether a domain is an entry or below one.

use std::collections::HashMap;

use crate::language::policy::{ListId, Pack};

/// The entries of every list of domains, by list.
#[derive(Debug, Default)]
pub struct Domains {
    lists: Vec<HashMap<String, u32>>,
}

impl Domains {
    /// Gathers the domains of a pack.
    pub fn new(pack: &Pack) -> Domains {
        let lists = pack.lists.iter().map(|list| {
            let entries = list.entries.iter().enumerate().filter(|_| list.domains);
            let mut known = HashMap::new();
            for (index, entry) in entries {
                known.entry(even(&entry.text)).or_insert(index as u32);
            }
            known
        });
        Domains { lists: lists.collect() }
    }

    /// Finds the entry that a domain is, or is below; the longest if there are several.
    pub fn entry(&self, list: ListId, domain: &str) -> Option<u32> {
        let known = self.lists.get(list.0 as usize).filter(|known| !known.is_empty())?;
        let domain = even(domain);
        let mut rest = Some(domain.as_str());
        while let Some(name) = rest {
            if let Some(&entry) = known.get(name) {
                return Some(entry);
            }
            rest = name.split_once('.').map(|(_, above)| above);
        }
        None
    }
}

fn even(domain: &str) -> String {
    domain.trim().trim_matches('.').to_lowercase()
}
