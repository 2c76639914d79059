//! Matches → finders and relations, with the views they are looked for in.

use super::finder::{Finder, FinderPlan, Kept, Relation, RelationOp, TermUse};
use super::lower::Lowering;
use super::node::{FinderId, RelationId};
use super::{PlanError, facts};
use crate::engine::text::RegexId;
use crate::language::policy::{Expr, ListId, Match, PatternId, RelationKind, Term, TermKind, View};

impl Lowering<'_> {
    /// Lowers a match; `views` are those of the use around it, if it names any.
    pub fn matcher(&mut self, pattern: &Match, views: &[View]) -> Result<FinderId, PlanError> {
        self.deeper(|lowering| {
            let finder = lowering.term(&pattern.term, views)?;
            let Some(relation) = &pattern.relation else { return Ok(finder) };
            let relation = lowering.relation(relation, views)?;
            lowering.finder(Finder::Related(finder, relation))
        })
    }

    /// Lowers a relation; `views` are those of the use around it, if it names any.
    pub fn relation(
        &mut self,
        relation: &crate::language::policy::Relation,
        views: &[View],
    ) -> Result<RelationId, PlanError> {
        let kind = match &relation.kind {
            RelationKind::Within { words, order, other } => {
                RelationOp::Within(*words, *order, self.term(other, views)?)
            }
            RelationKind::SameSentence(other) => RelationOp::SameSentence(self.term(other, views)?),
            RelationKind::InQuotes => RelationOp::InQuotes,
            RelationKind::InFirst(words) => RelationOp::InFirst(*words),
            RelationKind::InLast(words) => RelationOp::InLast(*words),
        };
        Ok(self.finders.relation(Relation { negated: relation.negated, kind }))
    }

    fn term(&mut self, term: &Term, around: &[View]) -> Result<FinderId, PlanError> {
        self.deeper(|lowering| lowering.term_here(term, around))
    }

    fn term_here(&mut self, term: &Term, around: &[View]) -> Result<FinderId, PlanError> {
        let views = if term.views.is_empty() { around } else { &term.views };
        match &term.kind {
            TermKind::Literal(words) => self.finder(Finder::Literal(words.as_str().into(), or_plain(views))),
            TermKind::Regex(source) => self.finder(Finder::Regex(source.as_str().into(), or_plain(views))),
            TermKind::Standard(pattern) => self.finder(Finder::Standard(*pattern, or_plain(views))),
            TermKind::List(list, filter) => self.list(*list, filter.as_deref(), views),
            TermKind::Pattern(pattern) => self.pattern(*pattern, views),
            TermKind::Text(text) => {
                let outline = self.root(text)?;
                let finder = self.finder(Finder::Text(outline.node, or_plain(views)))?;
                self.asides.insert(finder, outline);
                Ok(finder)
            }
            TermKind::Any(matches) => {
                let parts = matches.iter().map(|part| self.matcher(part, views)).collect::<Result<Vec<_>, _>>()?;
                match parts.as_slice() {
                    [only] => Ok(*only),
                    _ => self.finder(Finder::Any(parts.into())),
                }
            }
        }
    }

    /// Lowers a list, or those of its entries that meet a condition.
    pub(super) fn list(&mut self, list: ListId, filter: Option<&Expr>, views: &[View]) -> Result<FinderId, PlanError> {
        let pack = self.pack;
        let Some(declared) = pack.lists.get(list.0 as usize) else { return Err(PlanError::Dangling { what: "list" }) };
        let views = if views.is_empty() { declared.views.as_slice() } else { views };
        let views = or_plain(views);
        let filter = match filter {
            Some(condition) => Some(self.in_scope(declared.name.clone(), |lowering| lowering.root(condition))?),
            None => None,
        };
        let finder = self.finder(Finder::List(list, views, filter.as_ref().map(|filter| filter.node)))?;
        self.asides.extend(filter.map(|filter| (finder, filter)));
        Ok(finder)
    }

    fn pattern(&mut self, pattern: PatternId, views: &[View]) -> Result<FinderId, PlanError> {
        let key = (pattern, views.into());
        if let Some(&known) = self.patterns.get(&key) {
            return Ok(known);
        }
        let pack = self.pack;
        let Some(declared) = pack.patterns.get(pattern.0 as usize) else {
            return Err(PlanError::Dangling { what: "pattern" });
        };
        let finder = self.matcher(&declared.body, views)?;
        self.patterns.insert(key, finder);
        Ok(finder)
    }

    /// Adds a finder, with its terms and expressions, or finds the equal one there is.
    fn finder(&mut self, finder: Finder) -> Result<FinderId, PlanError> {
        if let Some(known) = self.finders.find(&finder) {
            return Ok(known);
        }
        let regexes = self.regexes(&finder)?;
        let kept = match finder {
            Finder::List(_, _, Some(condition)) => Kept::Ask(condition),
            _ => Kept::All,
        };
        let facts = facts::of_finder(&self.nodes, &self.finders, &finder);
        if facts.cost > facts::COST_MAX {
            return Err(PlanError::TooLarge);
        }
        self.used_by(&finder);
        let id = self.finders.add(FinderPlan { finder: finder.clone(), kept, regexes, facts });
        self.terms(id, &finder);
        Ok(id)
    }

    /// Counts the parts of a finder that is new as used once more.
    fn used_by(&mut self, finder: &Finder) {
        match finder {
            Finder::Any(parts) => parts.iter().for_each(|part| self.finders.used(*part)),
            Finder::Related(of, relation) => {
                self.finders.used(*of);
                if let Some(other) = self.other_of(*relation) {
                    self.finders.used(other);
                }
            }
            _ => {}
        }
    }

    fn regexes(&mut self, finder: &Finder) -> Result<Box<[(RegexId, View)]>, PlanError> {
        match finder {
            Finder::Regex(source, views) => views
                .iter()
                .map(|view| match self.text.regex(source, *view) {
                    Ok(regex) => Ok((regex, *view)),
                    Err(bad) => Err(PlanError::Regex { expression: source.to_string(), why: bad.to_string() }),
                })
                .collect(),
            Finder::Standard(pattern, views) => {
                Ok(views.iter().map(|view| (self.text.standard(*pattern, *view), *view)).collect())
            }
            _ => Ok(Box::default()),
        }
    }

    fn terms(&mut self, id: FinderId, finder: &Finder) {
        match finder {
            Finder::Literal(words, views) => {
                for &view in views {
                    let term = self.text.term(words, view);
                    self.finders.uses(term, TermUse { finder: id, entry: 0 });
                }
            }
            Finder::List(list, views, _) => {
                let pack = self.pack;
                // Domains are looked for among the links of a text, not among its words.
                let Some(list) = pack.lists.get(list.0 as usize).filter(|list| !list.domains) else { return };
                for (entry, text) in list.entries.iter().enumerate() {
                    for &view in views {
                        let term = self.text.term(&text.text, view);
                        self.finders.uses(term, TermUse { finder: id, entry: entry as u32 });
                    }
                }
            }
            _ => {}
        }
    }
}

/// Returns the views without repeats, plainest first; `plain` if none is named.
fn or_plain(views: &[View]) -> Box<[View]> {
    let mut views = views.to_vec();
    if views.is_empty() {
        views.push(View::Plain);
    }
    views.sort_unstable();
    views.dedup();
    views.into()
}
