//! Items: heads, bodies, and the items without lines.

use super::super::ast::{
    Amend, Check, Clause, Define, Example, Exempt, Item, ItemKind, List, ListBody, Pattern, Policy, Question, Queue,
    Slice,
};
use super::super::grammar::{Node, Rule};
use super::super::words::Block;
use super::{Lower, child};

impl Lower<'_> {
    /// Lowers an item that was read as a whole.
    pub(in super::super) fn item(&mut self, node: &Node<'_>) -> Option<Item> {
        let kind = match node.as_rule() {
            Rule::policy => self.whole_block(Block::Policy, node, Rule::policy_head)?,
            Rule::question => self.whole_block(Block::Question, node, Rule::question_head)?,
            Rule::clause => self.whole_block(Block::Clause, node, Rule::clause_head)?,
            Rule::exempt => self.whole_block(Block::Exempt, node, Rule::exempt_head)?,
            Rule::check => self.whole_block(Block::Check, node, Rule::check_head)?,
            Rule::queue => self.whole_block(Block::Queue, node, Rule::queue_head)?,
            Rule::amend => self.whole_block(Block::Amend, node, Rule::amend_head)?,
            Rule::replace => self.whole_block(Block::Replace, node, Rule::replace_head)?,
            _ => self.flat_item(node)?,
        };
        Some(Item { span: self.span(node), kind })
    }

    fn whole_block(&mut self, block: Block, node: &Node<'_>, head: Rule) -> Option<ItemKind> {
        let mut item = self.head(block, &child(node, head)?)?;
        for line in node.clone().into_inner() {
            self.add_line(&mut item, &line);
        }
        if let ItemKind::Clause(clause) | ItemKind::Replace(clause) = &mut item {
            self.refuse_when_after_except(&mut clause.lines);
        }
        Some(item)
    }

    /// Lowers the head of an item with lines; it has no lines yet.
    pub(in super::super) fn head(&mut self, block: Block, head: &Node<'_>) -> Option<ItemKind> {
        if block == Block::Replace {
            let inner = child(head, Rule::clause_head)?;
            return match self.head(Block::Clause, &inner)? {
                ItemKind::Clause(clause) => Some(ItemKind::Replace(clause)),
                _ => None,
            };
        }
        let (name, id, title) = (self.name_in(head), self.path_in(head), self.text_in(head)?);
        let broken = false;
        Some(match block {
            Block::Policy => ItemKind::Policy(Policy { name: name?, title, lines: Vec::new(), broken }),
            Block::Question => ItemKind::Question(Question { name: name?, text: title, lines: Vec::new(), broken }),
            Block::Clause | Block::Replace => ItemKind::Clause(Clause { id: id?, title, lines: Vec::new(), broken }),
            Block::Exempt => ItemKind::Exempt(Exempt { name: name?, title, lines: Vec::new(), broken }),
            Block::Check => ItemKind::Check(Check { name: name?, title, lines: Vec::new(), broken }),
            Block::Queue => ItemKind::Queue(Queue { name: name?, title, lines: Vec::new(), broken }),
            Block::Amend => ItemKind::Amend(Amend { id: id?, why: title, lines: Vec::new(), broken }),
        })
    }

    /// Lowers a line and adds it to its item; a node that is no line is passed over.
    pub(in super::super) fn add_line(&mut self, item: &mut ItemKind, node: &Node<'_>) {
        let added = match (item, node.as_rule()) {
            (ItemKind::Policy(item), Rule::policy_line) => self.policy_line(node).map(|line| item.lines.push(line)),
            (ItemKind::Question(item), Rule::question_line) => {
                self.question_line(node).map(|line| item.lines.push(line))
            }
            (ItemKind::Clause(item) | ItemKind::Replace(item), Rule::clause_line) => {
                self.clause_line(node, false).map(|line| item.lines.push(line))
            }
            (ItemKind::Amend(item), Rule::clause_line) => {
                self.clause_line(node, true).map(|line| item.lines.push(line))
            }
            (ItemKind::Exempt(item), Rule::exempt_line) => self.exempt_line(node).map(|line| item.lines.push(line)),
            (ItemKind::Check(item), Rule::check_line) => self.check_line(node).map(|line| item.lines.push(line)),
            (ItemKind::Queue(item), Rule::queue_line) => self.queue_line(node).map(|line| item.lines.push(line)),
            _ => return,
        };
        debug_assert!(added.is_some(), "the grammar reads a line that lowering does not know");
    }

    fn flat_item(&mut self, node: &Node<'_>) -> Option<ItemKind> {
        Some(match node.as_rule() {
            Rule::verdicts => ItemKind::Verdicts(self.names(node)),
            Rule::list => ItemKind::List(self.list(node)?),
            Rule::pattern_item => {
                ItemKind::Pattern(Pattern { name: self.name_in(node)?, body: self.alternatives(node)? })
            }
            Rule::define => ItemKind::Define(Define { name: self.name_in(node)?, body: self.expr_in(node) }),
            Rule::slice => ItemKind::Slice(Slice {
                name: self.name_in(node)?,
                title: self.text_in(node)?,
                condition: self.expr_in(node),
            }),
            Rule::example => ItemKind::Example(Example {
                sample: self.sample_in(node)?,
                verdict: self.name_in(node)?,
                labels: self.names_in(node),
                by: self.paths_in(node),
            }),
            Rule::retire => ItemKind::Retire { id: self.path_in(node)?, why: self.text_in(node)? },
            Rule::add_to => ItemKind::AddTo { list: self.path_in(node)?, entries: self.entries_in(node)? },
            Rule::remove_from => ItemKind::RemoveFrom { list: self.path_in(node)?, entries: self.entries_in(node)? },
            _ => return None,
        })
    }

    fn entries_in(&mut self, node: &Node<'_>) -> Option<Vec<super::super::ast::Entry>> {
        child(node, Rule::entries).map(|entries| self.entries(&entries))
    }

    fn list(&mut self, node: &Node<'_>) -> Option<List> {
        let names = self.names(node);
        let body = match child(node, Rule::entries) {
            Some(entries) => ListBody::Entries(self.entries(&entries)),
            None => ListBody::From(self.text_in(node)?),
        };
        let mut names = names.into_iter();
        Some(List { name: names.next()?, kind: names.next(), views: self.views(node), body })
    }
}
