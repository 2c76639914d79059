//! Walks trees for the paths they name, so that items can be put in an order before any of them is checked.

use crate::language::schema::Schema;
use crate::language::syntax::ast::{
    self, Expr, ExprKind, IsRight, Match, Path, RecordLiteral, Ref, RelationKind, Term, TermKind, ValueLiteralKind,
};
use crate::language::value::Type;

/// Gathers the paths that may lead to items: those that an enclosing `for` or filter binds are left out.
#[derive(Debug)]
pub struct Paths<'t, 's> {
    /// What was found, in the order written.
    pub found: Vec<&'t Path>,
    schema: &'s Schema,
    bound: Vec<String>,
}

impl<'t, 's> Paths<'t, 's> {
    /// Starts with nothing found.
    pub fn new(schema: &'s Schema) -> Self {
        Paths { found: Vec::new(), schema, bound: Vec::new() }
    }

    /// Walks an expression.
    pub fn expr(&mut self, expr: &'t Expr) {
        // A long row of `and` leans to the left: it is walked in a loop, so that its length costs no stack.
        let mut expr = expr;
        while let ExprKind::Binary { left, right, .. } = &expr.kind {
            self.expr(right);
            expr = left;
        }
        match &expr.kind {
            ExprKind::Literal(_) | ExprKind::Broken | ExprKind::Binary { .. } => {}
            ExprKind::Ref(reference) => self.reference(reference),
            ExprKind::Paren(inner) | ExprKind::Not(inner) | ExprKind::Negate(inner) => self.expr(inner),
            ExprKind::Default { value, fallback } => {
                self.expr(value);
                self.expr(fallback);
            }
            ExprKind::Chain { operands, .. } => operands.iter().for_each(|operand| self.expr(operand)),
            ExprKind::Is { value, right, .. } => {
                self.expr(value);
                self.is_right(right);
            }
            ExprKind::Has { value, pattern, .. } => {
                self.expr(value);
                self.pattern(pattern);
            }
            ExprKind::MatchTest { relation, .. } => self.relation(&relation.kind),
            ExprKind::For { element, list, body, .. } => {
                self.reference(list);
                self.bound.push(element.text.clone());
                self.expr(body);
                self.bound.pop();
            }
        }
    }

    /// Walks the right side of `is`.
    fn is_right(&mut self, right: &'t IsRight) {
        match right {
            IsRight::Missing => {}
            IsRight::OneOf(members) | IsRight::Set(members) => members.iter().for_each(|member| self.expr(member)),
            IsRight::OneOfRef(reference) => self.reference(reference),
            IsRight::Value(value) => self.expr(value),
        }
    }

    /// Walks a reference and its filter, in which the fields of the elements come first.
    fn reference(&mut self, reference: &'t Ref) {
        let first = reference.path.segments.first().map(|segment| segment.text.as_str());
        if !self.bound.iter().any(|name| Some(name.as_str()) == first) {
            self.found.push(&reference.path);
        }
        if let Some(filter) = &reference.filter {
            let before = self.bound.len();
            let path = reference.path.text();
            if let Some((_, field)) = self.schema.find(path.strip_prefix("item.").unwrap_or(&path))
                && let Type::List(element) = &field.ty
                && let Type::Record(fields) = element.as_ref()
            {
                self.bound.extend(fields.iter().map(|field| field.name.clone()));
            }
            self.expr(filter);
            self.bound.truncate(before);
        }
    }

    /// Walks what is looked for.
    pub fn pattern(&mut self, pattern: &'t Match) {
        self.term(&pattern.term);
        if let Some(relation) = &pattern.relation {
            self.relation(&relation.kind);
        }
    }

    /// Walks one term.
    fn term(&mut self, term: &'t Term) {
        match &term.kind {
            TermKind::Text(_) | TermKind::Regex(_) => {}
            TermKind::Ref(reference) => self.reference(reference),
            TermKind::Group { members, .. } => members.iter().for_each(|member| self.pattern(member)),
        }
    }

    /// Walks a relation.
    fn relation(&mut self, relation: &'t RelationKind) {
        match relation {
            RelationKind::Within { other, .. } | RelationKind::SameSentence(other) => self.term(other),
            RelationKind::InQuotes | RelationKind::InFirst(_) | RelationKind::InLast(_) => {}
        }
    }

    /// Walks a record, whose paths may name questions.
    fn record(&mut self, record: &'t RecordLiteral) {
        for field in &record.fields {
            self.found.push(&field.path);
            if let ValueLiteralKind::Record(inner) = &field.value.kind {
                self.record(inner);
            }
        }
    }

    /// Walks a sample.
    fn sample(&mut self, sample: &'t ast::Sample) {
        if let ast::SampleItem::Record(record) = &sample.item {
            self.record(record);
        }
        if let Some(with) = &sample.with {
            self.record(with);
        }
    }

    /// Walks the lines of a clause or of an amendment.
    pub fn clause_lines(&mut self, lines: &'t [ast::ClauseLine]) {
        use ast::ClauseLineKind as Line;
        for line in lines {
            match &line.kind {
                Line::When(condition) | Line::AlsoWhen(condition) | Line::OnlyWhen(condition) => self.expr(condition),
                Line::Except(except) => self.except(except),
                Line::Test(test) => self.sample(&test.sample),
                _ => {}
            }
        }
    }

    /// Walks an exception.
    fn except(&mut self, except: &'t ast::Except) {
        if let Some(condition) = &except.condition {
            self.expr(condition);
        }
    }

    /// Walks everything an item says.
    pub fn item(&mut self, item: &'t ast::ItemKind) {
        use ast::ItemKind;
        match item {
            ItemKind::Policy(policy) => policy.lines.iter().for_each(|line| self.policy_line(line)),
            ItemKind::Pattern(pattern) => self.pattern(&pattern.body),
            ItemKind::Define(define) => self.expr(&define.body),
            ItemKind::Question(question) => {
                for line in &question.lines {
                    if let ast::QuestionLine::Answer { sample, .. } = line {
                        self.sample(sample);
                    }
                }
            }
            ItemKind::Clause(clause) | ItemKind::Replace(clause) => self.clause_lines(&clause.lines),
            ItemKind::Amend(amend) => self.clause_lines(&amend.lines),
            ItemKind::Exempt(exempt) => {
                for line in &exempt.lines {
                    if let ast::ExemptLine::When { condition, .. } = line {
                        self.expr(condition);
                    }
                }
            }
            ItemKind::Check(check) => check.lines.iter().for_each(|line| match line {
                ast::CheckLine::When { condition: read, .. } | ast::CheckLine::Priority(read) => self.expr(read),
                _ => {}
            }),
            ItemKind::Queue(queue) => queue.lines.iter().for_each(|line| match line {
                ast::QueueLine::When { condition: read, .. } | ast::QueueLine::Priority(read) => self.expr(read),
                _ => {}
            }),
            ItemKind::Slice(slice) => self.expr(&slice.condition),
            ItemKind::Example(example) => self.sample(&example.sample),
            ItemKind::Verdicts(_)
            | ItemKind::List(_)
            | ItemKind::Retire { .. }
            | ItemKind::AddTo { .. }
            | ItemKind::RemoveFrom { .. } => {}
        }
    }

    /// Walks a line of a policy.
    fn policy_line(&mut self, line: &'t ast::PolicyLine) {
        match line {
            ast::PolicyLine::AppliesWhen { condition, .. } => self.expr(condition),
            ast::PolicyLine::Given(record) => self.record(record),
            ast::PolicyLine::Except(except) => self.except(except),
            _ => {}
        }
    }
}
