//! Policies, their labels, and the ladder.

use super::Checker;
use super::context::{Reads, Scope};
use super::expr::shorten;
use super::lines::{self, Once};
use super::sample::Assignments;
use super::types;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Exception, Label, OnUnknown, Policy, PolicyId};
use crate::language::resolve::names::{Kind, Node};
use crate::language::resolve::suggest;
use crate::language::schema::FieldId;
use crate::language::syntax::ast::{self, PolicyLine};
use crate::language::value::{LabelId, Type};

/// Rungs that a ladder may have.
const RUNGS_MAX: usize = 64;

/// What a policy hands down to its clauses.
#[derive(Debug, Clone, Default)]
pub struct Inherited {
    /// What to do when a clause cannot be told; `None` if the policy does not say.
    pub on_unknown: Option<OnUnknown>,
    /// The policy says what to do, though it could not be made out.
    pub says_unknown: bool,
    /// Exceptions of all its clauses; `None` if one is wrong.
    pub exceptions: Option<Vec<Exception>>,
    /// What every example starts from.
    pub given: Assignments,
    /// The field that a bare string fills.
    pub subject: Option<FieldId>,
    /// The policy has a subject, though it could not be made out.
    pub says_subject: bool,
}

/// The lines of a policy by kind.
#[derive(Default)]
struct Lines<'t> {
    labels: Once<&'t ast::Labels>,
    subject: Once<&'t ast::Path>,
    applies: Once<&'t ast::Expr>,
    on_unknown: Once<&'t ast::OnUnknown>,
    given: Once<&'t ast::RecordLiteral>,
    excepts: Vec<&'t ast::Except>,
    meta: Vec<&'t ast::Meta>,
    prose: Vec<&'t ast::Text>,
}

impl<'t> Checker<'t> {
    /// Checks that the pack has one ladder of at least two rungs.
    pub fn ladder(&mut self) {
        let ladders = &self.world.ladders;
        if let Some((_, first)) = ladders.first() {
            let (first_layer, first) = (ladders.first().map_or(0, |(layer, _)| *layer), *first);
            for (layer, span) in ladders.iter().skip(1) {
                let found = if *layer == first_layer {
                    Diagnostic::error("E054", "a second ladder of verdicts", *span, "again here")
                        .help("a pack has one `verdicts` line, in one of its files")
                } else {
                    Diagnostic::error("E070", "the ladder of a base cannot be changed", *span, "changed here")
                        .note("decisions of both packs must compare")
                        .help("remove this line")
                };
                self.diagnostics.push(found.also(first, "the ladder stands here"));
            }
            if self.world.ladder.len() > RUNGS_MAX {
                let title = format!("this ladder has more than {RUNGS_MAX} rungs");
                self.report(Diagnostic::error("E075", title, first, ""));
            }
            return;
        }
        let judged = !self.world.policies.is_empty() || !self.clauses.by_id.is_empty();
        if judged && !self.lost(&[Kind::Rung], "") {
            let span = self.world.policies.first().map(|policy| policy.span);
            let span = span.or_else(|| self.clauses.by_id.values().next().map(|clause| clause.clause.id.span));
            self.report(
                Diagnostic::error("E054", "this pack has no ladder of verdicts", span.unwrap_or_default(), "")
                    .help("write it once, weakest first: `verdicts allow < label < remove`"),
            );
        }
    }

    /// Builds the labels of all policies.
    pub fn labels(&mut self) -> Vec<Label> {
        let world = self.world;
        let mut labels = Vec::new();
        for node in &world.labels {
            let policy = PolicyId(node.policy as u32);
            let implies = node.item.implies.as_ref().and_then(|parent| self.implied(parent, node.policy));
            labels.push(Label { name: node.item.name.text.clone(), policy, implies });
        }
        self.implied_circles(&labels);
        labels
    }

    /// Finds the label that another implies; it is one of the same policy.
    fn implied(&mut self, parent: &ast::Name, policy: usize) -> Option<LabelId> {
        let Some(LabelId(at)) = self.label(&parent.text) else {
            self.unknown_label(&parent.text, parent.span);
            return None;
        };
        let owner = self.world.labels.get(at as usize)?.policy;
        if owner != policy {
            self.foreign_label(parent, owner);
            return None;
        }
        Some(LabelId(at))
    }

    /// Reports a label of another policy.
    pub fn foreign_label(&mut self, name: &ast::Name, owner: usize) {
        let policy = self.world.policies.get(owner).map_or("", |policy| policy.item.name.text.as_str());
        let title = format!("`{}` is a label of policy `{policy}`", name.text);
        self.report(Diagnostic::error("E052", title, name.span, "a policy gives its own labels only"));
    }

    /// Reports labels that imply themselves.
    fn implied_circles(&mut self, labels: &[Label]) {
        let mut reported = vec![false; labels.len()];
        for start in 0..labels.len() {
            let mut chain = vec![start];
            while let Some(LabelId(next)) = chain.last().and_then(|at| labels.get(*at)).and_then(|label| label.implies)
            {
                let next = next as usize;
                if let Some(from) = chain.iter().position(|at| *at == next) {
                    self.implied_circle(chain.get(from..).unwrap_or(&[]), &mut reported);
                    break;
                }
                chain.push(next);
            }
        }
    }

    /// Reports one circle, once.
    fn implied_circle(&mut self, circle: &[usize], reported: &mut [bool]) {
        if circle.iter().any(|at| reported.get(*at) == Some(&true)) {
            return;
        }
        for at in circle {
            if let Some(seen) = reported.get_mut(*at) {
                *seen = true;
            }
        }
        let nodes: Vec<_> = circle.iter().filter_map(|at| self.world.labels.get(*at)).collect();
        let Some(first) = nodes.first() else { return };
        let mut words: Vec<String> = nodes.iter().map(|node| format!("`{}`", node.item.name.text)).collect();
        words.push(format!("`{}`", first.item.name.text));
        let title = format!("label `{}` implies itself", first.item.name.text);
        let found = Diagnostic::error("E053", title, first.item.name.span, "")
            .note(format!("the circle: {}", words.join(" → ")));
        self.report(found);
    }

    /// Builds a policy and what it hands down.
    pub fn policy(&mut self, node: &Node<'t, ast::Policy>) -> (Option<Policy>, Inherited) {
        let lines = self.policy_lines(node.item);
        let place = node.place;
        let excepts: Vec<_> = lines.excepts.iter().map(|except| (place, *except)).collect();
        let subject = lines.subject.and_then(|(path, _)| self.subject(path));
        let mut given = Assignments::default();
        if let Some((record, _)) = lines.given {
            self.assign_record(&mut given, record, place);
        }
        let inherited = Inherited {
            on_unknown: lines.on_unknown.and_then(|(line, _)| self.on_unknown(line)),
            says_unknown: lines.on_unknown.is_some() || self.reading.is_damaged(node.whole),
            exceptions: self.exceptions(&excepts, true),
            given,
            subject,
            says_subject: lines.subject.is_some() || self.reading.is_damaged(node.whole),
        };
        let scope = Scope::new(place, Reads::Item("the scope of a policy"));
        let applies = lines.applies.map(|(written, _)| self.line_condition(written, scope));
        let own = |label: &&ast::LabelDecl| self.label(&label.name.text);
        let labels = lines.labels.map_or(&[][..], |(labels, _)| labels.labels.as_slice());
        let labels: Vec<LabelId> = labels.iter().filter_map(|label| own(&label)).collect();
        let meta = self.meta(&lines.meta);
        let applies_when = match applies {
            Some(None) => return (None, inherited),
            Some(found) => found,
            None => None,
        };
        let policy = Policy {
            id: node.item.name.text.clone(),
            title: node.item.title.text.clone(),
            prose: lines::prose(&lines.prose),
            meta,
            subject,
            labels,
            ordered_labels: lines.labels.is_some_and(|(labels, _)| labels.ordered),
            applies_when,
            span: node.whole,
        };
        (Some(policy), inherited)
    }

    /// Sorts the lines of a policy.
    fn policy_lines(&mut self, policy: &'t ast::Policy) -> Lines<'t> {
        let mut lines = Lines::default();
        for line in &policy.lines {
            match line {
                PolicyLine::Labels(labels) => self.once(&mut lines.labels, labels, labels.keyword, "labels"),
                PolicyLine::Subject(path) => self.once(&mut lines.subject, path, path.span, "subject"),
                PolicyLine::AppliesWhen { keyword, condition } => {
                    self.once(&mut lines.applies, condition, *keyword, "applies when");
                }
                PolicyLine::OnUnknown(line) => self.once(&mut lines.on_unknown, line, line.span, "on unknown"),
                PolicyLine::Given(record) => self.once(&mut lines.given, record, record.span, "given"),
                PolicyLine::Except(except) => lines.excepts.push(except),
                PolicyLine::Meta(meta) => lines.meta.push(meta),
                PolicyLine::Prose(prose) => lines.prose.push(prose),
            }
        }
        lines
    }

    /// Finds the field that bare strings fill.
    fn subject(&mut self, path: &ast::Path) -> Option<FieldId> {
        let name = path.text();
        let Some((id, field)) = self.schema.find(&name) else {
            if self.is_unread(&name) {
                return None;
            }
            let mut found = self.unknown_field(&name, path.span);
            if found.help.is_empty() {
                let texts = self.schema.fields.iter().filter(|field| field.ty == Type::Text);
                let texts: Vec<&str> = texts.map(|field| field.path.as_str()).collect();
                found = match texts.as_slice() {
                    [] => found.note("the pack's schema has no text"),
                    texts => found.note(format!("its texts are {}", suggest::listing(texts.iter().copied()))),
                };
            }
            self.report(found);
            return None;
        };
        if field.ty != Type::Text {
            let title = format!("`{}` is {} and cannot be a subject", shorten(&name), types::phrase(&field.ty));
            self.report(Diagnostic::error("E060", title, path.span, "bare example strings fill it: a text is wanted"));
            return None;
        }
        Some(id)
    }
}
