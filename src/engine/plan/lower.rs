//! Expressions → nodes and outlines.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::finder::{Finder, Finders, RelationOp};
use super::node::{FinderId, NodeId, Nodes, Op, RelationId};
use super::outline::{Outline, StepKind};
use super::{PlanError, facts};
use crate::engine::text::Builder;
use crate::language::policy::{
    DefineId, Expr, ExprKind, Judge, JudgeField, Pack, PatternId, PolicyField, PolicyId, View,
};
use crate::language::value::Type;

/// How deep conditions may be nested, defines and patterns counted as if they were written out.
///
/// The parser allows 128 levels in one item; this is what a run's stack bears with room to spare.
const NESTING_MAX: usize = 200;

/// The state of lowering one pack.
pub struct Lowering<'p> {
    /// The pack.
    pub pack: &'p Pack,
    /// The nodes so far.
    pub nodes: Nodes,
    /// The finders so far.
    pub finders: Finders,
    /// The terms and expressions so far.
    pub text: Builder,
    /// Patterns already lowered, by the views around their use.
    pub patterns: HashMap<(PatternId, Box<[View]>), FinderId>,
    /// What finders read besides the texts they look into.
    pub asides: HashMap<FinderId, Arc<Outline>>,
    defines: Vec<Option<Arc<Outline>>>,
    scopes: Vec<String>,
    depth: usize,
}

impl<'p> Lowering<'p> {
    /// Starts on a pack.
    pub fn new(pack: &'p Pack, text: Builder) -> Self {
        Lowering {
            pack,
            nodes: Nodes::default(),
            finders: Finders::default(),
            text,
            patterns: HashMap::new(),
            asides: HashMap::new(),
            defines: vec![None; pack.defines.len()],
            scopes: Vec::new(),
            depth: 0,
        }
    }

    /// Runs one level deeper, or refuses.
    pub fn deeper<T>(&mut self, step: impl FnOnce(&mut Self) -> Result<T, PlanError>) -> Result<T, PlanError> {
        if self.depth >= NESTING_MAX {
            return Err(PlanError::TooDeep { max: NESTING_MAX });
        }
        self.depth += 1;
        let result = step(self);
        self.depth -= 1;
        result
    }

    /// Lowers an expression that stands by itself, and counts it as used.
    pub fn root(&mut self, expr: &Expr) -> Result<Arc<Outline>, PlanError> {
        let outline = self.expr(expr)?;
        self.nodes.used(outline.node);
        Ok(outline)
    }

    /// Lowers an expression.
    pub fn expr(&mut self, expr: &Expr) -> Result<Arc<Outline>, PlanError> {
        self.deeper(|lowering| lowering.expr_here(expr))
    }

    fn node(&mut self, op: Op) -> Result<NodeId, PlanError> {
        let finders = &self.finders;
        let before = self.nodes.len();
        let parts = parts_of(&op);
        let node = self.nodes.add(op.clone(), |nodes| facts::of_op(nodes, finders, &op));
        if self.nodes.len() > before {
            for part in parts {
                self.nodes.used(part);
            }
        }
        if self.nodes.facts(node).cost > facts::COST_MAX { Err(PlanError::TooLarge) } else { Ok(node) }
    }

    fn expr_here(&mut self, expr: &Expr) -> Result<Arc<Outline>, PlanError> {
        if let ExprKind::Define(define) = &expr.kind {
            return self.define(expr, *define);
        }
        let mut children = Vec::new();
        let (kind, op) = match &expr.kind {
            ExprKind::And(parts) => (StepKind::And, Op::And(self.joined(parts, &mut children)?)),
            ExprKind::Or(parts) => (StepKind::Or, Op::Or(self.joined(parts, &mut children)?)),
            ExprKind::Filter(list, body) => {
                let (list, body) = self.per_element(list, body, &mut children)?;
                (StepKind::Filter, Op::Filter(list, body))
            }
            ExprKind::For { quantifier, list, body } => {
                let (list, body) = self.per_element(list, body, &mut children)?;
                (StepKind::For, Op::For(*quantifier, list, body))
            }
            ExprKind::Has { subject, amount, pattern } => {
                let subject = self.part(subject, &mut children)?;
                let finder = self.matcher(pattern, &[])?;
                self.finders.used(finder);
                (StepKind::Has, Op::Has(subject, *amount, finder))
            }
            ExprKind::MatchTest { every, relation } => {
                let relation = self.relation(relation, &[])?;
                (StepKind::Match, Op::MatchTest(*every, relation))
            }
            ExprKind::Includes { list, amount, members } => {
                let list = self.part(list, &mut children)?;
                (StepKind::Includes, Op::Includes(list, *amount, self.parts(members, &mut children)?))
            }
            _ => self.simple(expr, &mut children)?,
        };
        let node = self.node(op)?;
        let reads = self.reads(expr);
        let asides = self.asides_of(node);
        Ok(Arc::new(Outline { kind, node, ty: expr.ty.clone(), span: expr.span, reads, children, asides }))
    }

    fn simple(&mut self, expr: &Expr, children: &mut Vec<Arc<Outline>>) -> Result<(StepKind, Op), PlanError> {
        Ok(match &expr.kind {
            ExprKind::Const(value) => (StepKind::Literal, Op::Const(self.nodes.constant(value))),
            ExprKind::Today => (StepKind::Literal, Op::Today),
            ExprKind::Field(field) => (StepKind::Read, Op::Field(field.0)),
            ExprKind::Question(question) => (StepKind::Question(*question), Op::Question(question.0)),
            ExprKind::Judge(judge, field) => (StepKind::Read, Op::Judge(*judge, field.clone())),
            ExprKind::Ratings => (StepKind::Read, Op::Ratings),
            ExprKind::Policy(policy, field) => (StepKind::Read, Op::Policy(*policy, *field)),
            ExprKind::Checks => (StepKind::Read, Op::Checks),
            ExprKind::Element(depth) => (StepKind::Read, Op::Element(*depth)),
            ExprKind::Member(of, field) => (StepKind::Read, Op::Member(self.part(of, children)?, *field)),
            ExprKind::Property(of, property) => (StepKind::Read, Op::Property(self.part(of, children)?, *property)),
            ExprKind::First(of) => (StepKind::Read, Op::First(self.part(of, children)?)),
            ExprKind::Last(of) => (StepKind::Read, Op::Last(self.part(of, children)?)),
            ExprKind::Count(of) => (StepKind::Read, Op::Count(self.part(of, children)?)),
            ExprKind::Not(of) => (StepKind::Not, Op::Not(self.part(of, children)?)),
            ExprKind::IsMissing(of) => (StepKind::IsMissing, Op::IsMissing(self.part(of, children)?)),
            ExprKind::Default(of, other) => {
                let of = self.part(of, children)?;
                (StepKind::Default, Op::Default(of, self.part(other, children)?))
            }
            _ => (StepKind::Operation, self.operation(expr, children)?),
        })
    }

    fn operation(&mut self, expr: &Expr, children: &mut Vec<Arc<Outline>>) -> Result<Op, PlanError> {
        Ok(match &expr.kind {
            ExprKind::Negate(of) => Op::Negate(self.part(of, children)?),
            ExprKind::Compare(comparison, a, b) => {
                let a = self.part(a, children)?;
                Op::Compare(*comparison, a, self.part(b, children)?)
            }
            ExprKind::Arithmetic(operation, a, b) => {
                let a = self.part(a, children)?;
                Op::Arithmetic(*operation, a, self.part(b, children)?)
            }
            ExprKind::Equal(a, b) => {
                let a = self.part(a, children)?;
                Op::Equal(a, self.part(b, children)?)
            }
            ExprKind::OneOf(of, members) => {
                let of = self.part(of, children)?;
                Op::OneOf(of, self.parts(members, children)?)
            }
            ExprKind::OneOfList(of, list) => {
                let of = self.part(of, children)?;
                Op::OneOfList(of, self.part(list, children)?)
            }
            ExprKind::OneOfTerms(of, list) => {
                let of = self.part(of, children)?;
                Op::OneOfTerms(of, self.list(*list, None, &[])?)
            }
            // The other kinds were taken by the callers.
            _ => Op::Const(self.nodes.constant(&crate::language::value::Value::Missing)),
        })
    }

    fn define(&mut self, expr: &Expr, define: DefineId) -> Result<Arc<Outline>, PlanError> {
        let at = define.0 as usize;
        let body = match self.defines.get(at).cloned().flatten() {
            Some(body) => body,
            None => {
                let pack = self.pack;
                let Some(define) = pack.defines.get(at) else { return Err(PlanError::Dangling { what: "define" }) };
                let scopes = std::mem::take(&mut self.scopes);
                let body = self.expr(&define.body);
                self.scopes = scopes;
                let body = body?;
                if let Some(slot) = self.defines.get_mut(at) {
                    *slot = Some(Arc::clone(&body));
                }
                body
            }
        };
        let node = body.node;
        self.nodes.used(node);
        let kind = StepKind::Define(define);
        Ok(Arc::new(Outline {
            kind,
            node,
            ty: expr.ty.clone(),
            span: expr.span,
            reads: String::new(),
            children: vec![body],
            asides: Vec::new(),
        }))
    }

    fn part(&mut self, expr: &Expr, children: &mut Vec<Arc<Outline>>) -> Result<NodeId, PlanError> {
        let outline = self.expr(expr)?;
        let node = outline.node;
        children.push(outline);
        Ok(node)
    }

    fn parts(&mut self, exprs: &[Expr], children: &mut Vec<Arc<Outline>>) -> Result<Box<[NodeId]>, PlanError> {
        exprs.iter().map(|expr| self.part(expr, children)).collect()
    }

    /// Lowers the parts of an `and` or an `or`, cheapest first: Kleene logic does not mind the order.
    fn joined(&mut self, exprs: &[Expr], children: &mut Vec<Arc<Outline>>) -> Result<Box<[NodeId]>, PlanError> {
        let mut parts = self.parts(exprs, children)?;
        parts.sort_by_key(|part| self.nodes.facts(*part).cost);
        Ok(parts)
    }

    fn per_element(
        &mut self,
        list: &Expr,
        body: &Expr,
        children: &mut Vec<Arc<Outline>>,
    ) -> Result<(NodeId, NodeId), PlanError> {
        let list_node = self.part(list, children)?;
        let name = children.last().map(|outline| outline.reads.clone()).unwrap_or_default();
        let body = self.in_scope(name, |lowering| lowering.part(body, children))?;
        Ok((list_node, body))
    }

    /// Lowers something in which the innermost element belongs to the list of this name.
    pub fn in_scope<T>(
        &mut self,
        name: String,
        step: impl FnOnce(&mut Self) -> Result<T, PlanError>,
    ) -> Result<T, PlanError> {
        self.scopes.push(name);
        let result = step(self);
        self.scopes.pop();
        result
    }

    /// Returns what the things a step looks for read besides.
    fn asides_of(&self, node: NodeId) -> Vec<Arc<Outline>> {
        let &Op::Has(_, _, finder) = self.nodes.op(node) else { return Vec::new() };
        if self.asides.is_empty() {
            return Vec::new();
        }
        let (mut asides, mut seen, mut open) = (Vec::new(), HashSet::new(), vec![finder]);
        while let Some(finder) = open.pop() {
            if !seen.insert(finder) {
                continue;
            }
            asides.extend(self.asides.get(&finder).cloned());
            match self.finders.get(finder).map(|plan| &plan.finder) {
                Some(Finder::Any(parts)) => open.extend(parts.iter().copied()),
                Some(Finder::Related(of, relation)) => {
                    open.push(*of);
                    open.extend(self.other_of(*relation));
                }
                _ => {}
            }
        }
        asides
    }

    /// Returns the finder that a relation measures against, if any.
    pub(super) fn other_of(&self, relation: RelationId) -> Option<FinderId> {
        match self.finders.get_relation(relation)?.kind {
            RelationOp::Within(_, _, other) | RelationOp::SameSentence(other) => Some(other),
            RelationOp::InQuotes | RelationOp::InFirst(_) | RelationOp::InLast(_) => None,
        }
    }

    /// Returns what an expression reads, as policies write it; nothing if it reads nothing by itself.
    fn reads(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Field(field) => {
                self.pack.schema.fields.get(field.0 as usize).map(|field| field.path.clone()).unwrap_or_default()
            }
            ExprKind::Question(question) => {
                self.pack.questions.get(question.0 as usize).map(|question| question.name.clone()).unwrap_or_default()
            }
            ExprKind::Judge(judge, field) => self.judge_path(*judge, field),
            ExprKind::Ratings => "ratings".to_owned(),
            ExprKind::Policy(policy, field) => self.policy_path(*policy, *field),
            ExprKind::Checks => "checks".to_owned(),
            ExprKind::Element(depth) => {
                let at = self.scopes.len().checked_sub(1 + *depth as usize);
                at.and_then(|at| self.scopes.get(at)).cloned().unwrap_or_default()
            }
            ExprKind::Member(of, field) => match (self.reads(of), member_name(&of.ty, *field)) {
                (path, Some(name)) if path.is_empty() => name.to_owned(),
                (path, Some(name)) => format!("{path}.{name}"),
                (path, None) => path,
            },
            ExprKind::Filter(of, _) | ExprKind::First(of) | ExprKind::Last(of) => self.reads(of),
            _ => String::new(),
        }
    }

    fn judge_path(&self, judge: Judge, field: &JudgeField) -> String {
        let models = &self.pack.models;
        let owner = match judge {
            Judge::Model(model) if models.default == Some(model) => "model".to_owned(),
            Judge::Model(model) => {
                format!("models.{}", models.all.get(model).map_or("", |model| model.name.as_str()))
            }
            Judge::Each => "judge".to_owned(),
            Judge::Gold => "gold".to_owned(),
        };
        format!("{owner}.{}", self.judge_field(field))
    }

    fn judge_field(&self, field: &JudgeField) -> String {
        match field {
            JudgeField::Score(score) => format!("scores.{score}"),
            JudgeField::Answer(question) => {
                let name = self.pack.questions.get(question.0 as usize).map_or("", |question| question.name.as_str());
                format!("answers.{name}")
            }
            other => format!("{other:?}").to_lowercase(),
        }
    }

    fn policy_path(&self, policy: Option<PolicyId>, field: PolicyField) -> String {
        let field = format!("{field:?}").to_lowercase();
        match policy.and_then(|policy| self.pack.policies.get(policy.0 as usize)) {
            Some(policy) => format!("policies.{}.{field}", policy.id),
            None => format!("policy.{field}"),
        }
    }
}

fn member_name(of: &Type, field: u16) -> Option<&str> {
    match of {
        Type::Record(fields) => fields.get(field as usize).map(|field| field.name.as_str()),
        Type::List(element) => member_name(element, field),
        _ => None,
    }
}

/// Returns the nodes that an operation works on.
pub fn parts_of(op: &Op) -> Vec<NodeId> {
    match op {
        Op::Const(_) | Op::Today | Op::Field(_) | Op::Question(_) | Op::Judge(..) | Op::Ratings => Vec::new(),
        Op::Policy(..) | Op::Checks | Op::Element(_) | Op::MatchTest(..) => Vec::new(),
        Op::Member(of, _) | Op::Property(of, _) | Op::First(of) | Op::Last(of) | Op::Count(of) => vec![*of],
        Op::Not(of) | Op::Negate(of) | Op::IsMissing(of) | Op::OneOfTerms(of, _) | Op::Has(of, _, _) => vec![*of],
        Op::And(parts) | Op::Or(parts) => parts.to_vec(),
        Op::Filter(a, b) | Op::For(_, a, b) | Op::Compare(_, a, b) | Op::Arithmetic(_, a, b) => vec![*a, *b],
        Op::Default(a, b) | Op::Equal(a, b) | Op::OneOfList(a, b) => vec![*a, *b],
        Op::OneOf(of, parts) | Op::Includes(of, _, parts) => {
            std::iter::once(*of).chain(parts.iter().copied()).collect()
        }
    }
}
