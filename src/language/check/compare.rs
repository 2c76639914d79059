//! Orders: `<` and its kin, alone or in a chain.

use super::Checker;
use super::context::Scope;
use super::expr::{condition, shorten};
use super::types;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Comparison, Expr, ExprKind};
use crate::language::source::Span;
use crate::language::syntax::ast;
use crate::language::value::{LabelId, Type, Value};

impl Checker<'_> {
    /// Types `a < b` and chains like `allow < rating.verdict < remove`.
    pub fn compare(
        &mut self,
        span: Span,
        operands: &[&ast::Expr],
        operators: &[(Comparison, Span)],
        scope: &mut Scope,
    ) -> Option<Expr> {
        let operands = self.operands(operands, scope)?;
        let mut parts = Vec::new();
        let mut sound = true;
        for (pair, (order, op_span)) in operands.windows(2).zip(operators) {
            let [left, right] = pair else { continue };
            sound &= self.comparable(left, right, *op_span);
            let kind = ExprKind::Compare(*order, Box::new(left.clone()), Box::new(right.clone()));
            parts.push(condition(kind, left.span.to(right.span)));
        }
        if !sound {
            return None;
        }
        match parts.len() {
            1 => parts.pop(),
            _ => Some(condition(ExprKind::And(parts), span)),
        }
    }

    /// Types operands that must be of one type: first those that have one of themselves, then the bare words, to which
    /// the others give a meaning.
    fn operands(&mut self, operands: &[&ast::Expr], scope: &mut Scope) -> Option<Vec<Expr>> {
        let mut typed: Vec<Option<Expr>> = Vec::new();
        let mut sound = true;
        let words: Vec<bool> = operands.iter().map(|operand| self.is_word(operand, scope)).collect();
        for (operand, is_word) in operands.iter().zip(&words) {
            let found = if *is_word { None } else { self.expr(operand, scope, None) };
            sound &= *is_word || found.is_some();
            typed.push(found);
        }
        let hint = typed.iter().flatten().map(|expr| expr.ty.clone()).find(|ty| !matches!(ty, Type::Number { .. }));
        let hint = hint.or_else(|| typed.iter().flatten().map(|expr| expr.ty.clone()).next());
        // A word that only a broken operand would explain is not reported.
        if hint.is_none() && !sound {
            return None;
        }
        for ((operand, is_word), slot) in operands.iter().zip(&words).zip(&mut typed) {
            if *is_word {
                *slot = self.expr(operand, scope, hint.as_ref());
                sound &= slot.is_some();
            }
        }
        if sound { typed.into_iter().collect() } else { None }
    }

    /// True for a name that may be a constant: a rung, a severity, a label, a clause, or nothing that has a value.
    fn is_word(&self, expr: &ast::Expr, scope: &Scope) -> bool {
        match &expr.kind {
            ast::ExprKind::Paren(inner) => self.is_word(inner, scope),
            ast::ExprKind::Ref(reference) if reference.filter.is_none() && reference.tail.is_empty() => {
                let bound = reference.path.segments.first().is_some_and(|first| scope.binds(&first.text));
                !bound && (self.names_constant(&reference.path.text()) || !self.names_value(&reference.path, scope))
            }
            _ => false,
        }
    }

    /// True, or reported, if the two can stand in an order.
    fn comparable(&mut self, left: &Expr, right: &Expr, op_span: Span) -> bool {
        for side in [left, right] {
            if !types::ordered(&side.ty) {
                self.report(unordered(side, op_span, self.sources.text(side.span)));
                return false;
            }
        }
        if !types::alike(&left.ty, &right.ty) {
            self.mismatch(left, right);
            return false;
        }
        if left.ty == Type::Label {
            return self.ordered_label(left) && self.ordered_label(right);
        }
        self.in_range(left, right) && self.in_range(right, left)
    }

    /// True, or reported, if a label's policy puts its labels in an order.
    fn ordered_label(&mut self, side: &Expr) -> bool {
        let ExprKind::Const(Value::Label(LabelId(at))) = &side.kind else { return true };
        let Some(label) = self.world.labels.get(*at as usize) else { return true };
        if label.ordered {
            return true;
        }
        let name = label.item.name.text.clone();
        let declared = label.item.name.span;
        self.report(
            Diagnostic::error("E037", format!("label `{name}` has no order"), side.span, "")
                .also(declared, "declared here, in a list joined by commas")
                .help("only labels declared with `<` are stronger or weaker: `labels mild < severe`"),
        );
        false
    }

    /// True, or reported, if a constant lies in the range of what it is compared with.
    pub fn in_range(&mut self, constant: &Expr, other: &Expr) -> bool {
        let name = shorten(self.sources.text(other.span)).to_owned();
        let ExprKind::Const(Value::Number(number)) = constant.kind else { return true };
        self.number_in_range(number, constant.span, &other.ty, &name)
    }

    /// True, or reported, if a number lies in the range of a field of this name.
    pub fn number_in_range(&mut self, number: f64, span: Span, ty: &Type, name: &str) -> bool {
        let Type::Number { min, max } = ty else { return true };
        let below = min.is_some_and(|min| number < min);
        let above = max.is_some_and(|max| number > max);
        if !below && !above {
            return true;
        }
        let written = shorten(self.sources.text(span)).to_owned();
        let range = match (min, max) {
            (Some(min), Some(max)) => format!("it lies between {min} and {max}"),
            (Some(min), None) => format!("it is at least {min}"),
            (None, Some(max)) => format!("it is at most {max}"),
            (None, None) => String::new(),
        };
        let found = Diagnostic::error("E038", format!("`{written}` is outside the range of `{name}`"), span, range);
        let percent = *max == Some(1.0) && *min == Some(0.0) && (1.0..=100.0).contains(&number);
        self.report(if percent {
            found.help(format!("write `{number}%`")).fix(span, format!("{number}%"))
        } else {
            found
        });
        false
    }
}

/// Describes a value that has no order.
fn unordered(side: &Expr, op_span: Span, text: &str) -> Diagnostic {
    let name = shorten(text);
    let title = format!("`{name}` is {}, which has no order", types::phrase(&side.ty));
    let found = Diagnostic::error("E037", title, op_span, "").also(side.span, types::phrase(&side.ty));
    match &side.ty {
        Type::Text => found.help(format!("compare its size, `{name}.words` or `{name}.length`, or use `is` or `has`")),
        Type::List(_) => found.help(format!("compare its size: `{name}.count`")),
        Type::Bool => found.help(format!("a condition stands alone: `{name}`, `not {name}`")),
        _ => found.help(format!("say which with `is`: `{name} is …`, `{name} is one of (…)`")),
    }
}
