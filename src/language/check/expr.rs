//! Expressions: what each is made of, and its type.
//!
//! Every method returns `None` where something was reported (or fell victim to something reported elsewhere), and looks
//! at all parts first, so that one run shows all that is wrong and nothing that only follows from it.

use super::Checker;
use super::context::{Binder, Scope};
use super::types;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Comparison, Expr, ExprKind};
use crate::language::source::Span;
use crate::language::syntax::ast::{self, BinaryOp};
use crate::language::value::{Type, Unit, Value};

/// Makes an expression.
pub fn make(kind: ExprKind, ty: Type, span: Span) -> Expr {
    Expr { kind, ty, span }
}

/// Makes a condition.
pub fn condition(kind: ExprKind, span: Span) -> Expr {
    make(kind, Type::Bool, span)
}

impl Checker<'_> {
    /// Types an expression. `hint` is the type its surroundings want, for the words that only it gives a meaning.
    pub fn expr(&mut self, expr: &ast::Expr, scope: &mut Scope, hint: Option<&Type>) -> Option<Expr> {
        use ast::ExprKind as Written;
        let span = expr.span;
        match &expr.kind {
            Written::Literal(literal) => literal_expr(literal),
            Written::Ref(reference) => self.reference(reference, scope, hint),
            Written::Paren(inner) => self.expr(inner, scope, hint),
            Written::Default { value, fallback } => self.default(span, value, fallback, scope),
            Written::Not(inner) => {
                let inner = self.condition(inner, scope)?;
                Some(condition(ExprKind::Not(Box::new(inner)), span))
            }
            Written::Negate(inner) => self.negate(span, inner, scope),
            Written::Binary { op: BinaryOp::And | BinaryOp::Or, .. } => self.joined(expr, scope),
            Written::Binary { op, op_span, left, right } => match comparison(*op) {
                Some(order) => self.compare(span, &[left, right], &[(order, *op_span)], scope),
                None => self.arithmetic(expr, scope),
            },
            Written::Chain { operands, operators } => {
                let operands: Vec<&ast::Expr> = operands.iter().collect();
                let operators: Vec<_> =
                    operators.iter().filter_map(|(op, span)| Some((comparison(*op)?, *span))).collect();
                self.compare(span, &operands, &operators, scope)
            }
            Written::Is { value, negated, right } => {
                let is = self.is(span, value, right, scope)?;
                Some(if *negated { condition(ExprKind::Not(Box::new(is)), span) } else { is })
            }
            Written::Has { value, amount, pattern } => self.has(span, value, *amount, pattern, scope),
            Written::MatchTest { every, relation } => self.match_test(span, *every, relation, scope),
            Written::For { quantifier, element, list, body } => {
                let list = self.gone_through(list, scope);
                self.quantified(span, *quantifier, element, list?, body, scope)
            }
            Written::Broken => None,
        }
    }

    /// Types an expression that must be a condition.
    pub fn condition(&mut self, expr: &ast::Expr, scope: &mut Scope) -> Option<Expr> {
        if self.is_full() {
            return None;
        }
        if let Some(wrong) = self.lone_words(expr, scope) {
            self.report(wrong);
            return None;
        }
        let found = self.expr(expr, scope, None)?;
        if found.ty == Type::Bool {
            return Some(found);
        }
        let name = shorten(self.sources.text(expr.span)).to_owned();
        let title = format!("`{name}` is {} and not a condition", types::phrase(&found.ty));
        let wrong = Diagnostic::error("E039", title, expr.span, "true or false is wanted here");
        self.report(match &found.ty {
            Type::Text => wrong.help(format!("say what it has or is: `{name} has …`, `{name} is \"…\"`")),
            Type::Enum(words) => {
                wrong.help(format!("say which: `{name} is {}`", words.first().map_or("…", String::as_str)))
            }
            Type::Number { .. } => wrong.help(format!("compare it: `{name} > 0`")),
            Type::Duration(_) => wrong.help(format!("compare it: `{name} < 7 days`")),
            Type::Time => wrong.help(format!("compare it: `{name} > today - 7 days`")),
            Type::List(_) => wrong.help(format!("count it or look into it: `{name}.count >= 1`, `{name} has …`")),
            _ => wrong,
        });
        None
    }

    /// Types the body of a define: a condition or any other value.
    pub fn define_body(&mut self, body: &ast::Expr, scope: &mut Scope) -> Option<Expr> {
        if let Some(wrong) = self.lone_words(body, scope) {
            self.report(wrong.help("to give words a name write `pattern`"));
            return None;
        }
        self.expr(body, scope, None)
    }

    /// Describes a list or a pattern that stands alone where a condition should.
    fn lone_words(&mut self, expr: &ast::Expr, scope: &Scope) -> Option<Diagnostic> {
        let ast::ExprKind::Ref(reference) = &expr.kind else { return None };
        let kind = self.words_named(&reference.path, scope)?;
        let name = reference.path.text();
        let title = format!("{kind} `{name}` is not a condition");
        Some(
            Diagnostic::error("E039", title, expr.span, "this says what to look for, not where")
                .help(format!("say where to look: `text has {name}`"))
                .help(format!("alternatives stand in parentheses: `text has (… or {name})`")),
        )
    }

    /// Types a row of conditions joined by `and` or by `or`, however the tree holds it.
    fn joined(&mut self, expr: &ast::Expr, scope: &mut Scope) -> Option<Expr> {
        let ast::ExprKind::Binary { op: joiner, .. } = expr.kind else { return None };
        let mut operands = Vec::new();
        let mut rest = vec![expr];
        while let Some(next) = rest.pop() {
            match &next.kind {
                ast::ExprKind::Binary { op, left, right, .. } if *op == joiner => {
                    rest.extend([right, left].map(Box::as_ref))
                }
                _ => operands.push(next),
            }
        }
        let mut parts = Vec::new();
        let mut sound = true;
        for operand in operands {
            match self.condition(operand, scope) {
                Some(part) => parts.push(part),
                None => sound = false,
            }
        }
        let kind = if joiner == BinaryOp::And { ExprKind::And(parts) } else { ExprKind::Or(parts) };
        sound.then(|| condition(kind, expr.span))
    }

    /// Types `(value default fallback)`.
    fn default(&mut self, span: Span, value: &ast::Expr, fallback: &ast::Expr, scope: &mut Scope) -> Option<Expr> {
        let value = self.expr(value, scope, None);
        let fallback = match &value {
            Some(value) => self.member(fallback, &value.ty, scope),
            None => self.expr(fallback, scope, None),
        };
        let (value, fallback) = (value?, fallback?);
        if !types::alike(&value.ty, &fallback.ty) {
            self.mismatch(&value, &fallback);
            return None;
        }
        // The fallback may lie outside the range of what it replaces.
        let ty = if let Type::Number { .. } = value.ty { wider(&value.ty, &fallback) } else { value.ty.clone() };
        Some(make(ExprKind::Default(Box::new(value), Box::new(fallback)), ty, span))
    }

    /// Types the list of a `for`.
    fn gone_through(&mut self, list: &ast::Ref, scope: &mut Scope) -> Option<Expr> {
        let Some(kind) = self.words_named(&list.path, scope) else { return self.reference(list, scope, None) };
        let title = format!("{kind} `{}` cannot be gone through", list.path.text());
        self.report(
            Diagnostic::error("E045", title, list.span, "`for` goes through what the item holds")
                .help(format!("to look for its words write `text has {}`", list.path.text())),
        );
        None
    }

    /// Types `for any x in list: ( … )`.
    fn quantified(
        &mut self,
        span: Span,
        quantifier: ast::Quantifier,
        element: &ast::Name,
        list: Expr,
        body: &ast::Expr,
        scope: &mut Scope,
    ) -> Option<Expr> {
        let Some(ty) = types::element(&list.ty).cloned() else {
            let name = shorten(self.sources.text(list.span)).to_owned();
            let title = format!("`{name}` is {} and not a list", types::phrase(&list.ty));
            self.report(Diagnostic::error("E045", title, list.span, "`for` goes through a list"));
            return None;
        };
        if quantifier == ast::Quantifier::AtLeast(0) {
            let title = "`at least 0` always holds";
            self.report(Diagnostic::error("E045", title, span, "").help("write `at least 1` or more"));
            return None;
        }
        scope.binders.push(Binder { name: Some(element.text.clone()), ty, list: None });
        let body = self.condition(body, scope);
        scope.binders.pop();
        Some(condition(ExprKind::For { quantifier, list: Box::new(list), body: Box::new(body?) }, span))
    }
}

/// Types a constant.
pub fn literal_expr(literal: &ast::Literal) -> Option<Expr> {
    let (value, ty) = match &literal.kind {
        ast::LiteralKind::Text(text) => (Value::Text(text.clone().into()), Type::Text),
        ast::LiteralKind::Number(number) | ast::LiteralKind::Percent(number) => (Value::Number(*number), Type::NUMBER),
        ast::LiteralKind::Duration(seconds) => (Value::Duration(*seconds), Type::Duration(Unit::Second)),
        ast::LiteralKind::Time(time) => (Value::Time((*time)?), Type::Time),
        ast::LiteralKind::Bool(bool) => (Value::Bool(*bool), Type::Bool),
        ast::LiteralKind::Today => return Some(make(ExprKind::Today, Type::Time, literal.span)),
    };
    Some(make(ExprKind::Const(value), ty, literal.span))
}

/// Returns the order an operator stands for, if it stands for one.
fn comparison(op: BinaryOp) -> Option<Comparison> {
    Some(match op {
        BinaryOp::Less => Comparison::Less,
        BinaryOp::LessEqual => Comparison::LessEqual,
        BinaryOp::Greater => Comparison::Greater,
        BinaryOp::GreaterEqual => Comparison::GreaterEqual,
        _ => return None,
    })
}

/// The range of a number that may also be its fallback.
fn wider(ty: &Type, fallback: &Expr) -> Type {
    let Type::Number { min, max } = ty else { return ty.clone() };
    match &fallback.kind {
        ExprKind::Const(Value::Number(number)) => {
            Type::Number { min: min.map(|min| min.min(*number)), max: max.map(|max| max.max(*number)) }
        }
        _ => Type::NUMBER,
    }
}

/// Cuts a long piece of source for a title.
pub fn shorten(text: &str) -> &str {
    const LONGEST: usize = 60;
    let line = text.lines().next().unwrap_or("");
    line.char_indices().nth(LONGEST).and_then(|(end, _)| line.get(..end)).unwrap_or(line)
}
