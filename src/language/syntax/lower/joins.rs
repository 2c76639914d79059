//! Conditions joined by `and` and `or`: what is grammatical and still has two readings.

use crate::language::diag::Diagnostic;
use crate::language::source::Span;

use super::super::ast::{BinaryOp, Expr, ExprKind, LiteralKind, TermKind};
use super::Lower;
use super::expr::Join;
use super::literals::{shorten, shorten_to};

/// How many characters of a reading are shown.
const READING_MAX: usize = 240;

impl Lower<'_> {
    /// Refuses `and` beside `or`, with both readings.
    pub(super) fn refuse_mixed(&mut self, operands: &[Expr], joins: &[Join]) {
        let Some(first_join) = joins.first() else { return };
        let Some(other) = joins.iter().find(|join| join.op != first_join.op) else { return };
        let by_and = self.reading(operands, joins, BinaryOp::And);
        let by_or = self.reading(operands, joins, BinaryOp::Or);
        self.report(
            Diagnostic::error(
                "E009",
                "`and` and `or` are mixed without parentheses",
                other.span,
                "the other kind of joining",
            )
            .also(first_join.span, "one kind of joining")
            .note(format!("this could be read as `{by_and}`"))
            .note(format!("or as `{by_or}`"))
            .help("put parentheses round the part that belongs together"),
        );
    }

    /// Writes a run out with parentheses round what `tight` joins.
    fn reading(&self, operands: &[Expr], joins: &[Join], tight: BinaryOp) -> String {
        let mut out = String::new();
        let mut run: Vec<String> = Vec::new();
        let flush = |run: &mut Vec<String>, out: &mut String| {
            let joined = run.join(if tight == BinaryOp::And { " and " } else { " or " });
            out.push_str(&if run.len() > 1 { format!("({joined})") } else { joined });
            run.clear();
        };
        for (index, operand) in operands.iter().enumerate() {
            run.push(shorten(self.slice(operand.span)));
            match joins.get(index) {
                Some(join) if join.op == tight => {}
                Some(_) => {
                    flush(&mut run, &mut out);
                    out.push_str(if tight == BinaryOp::And { " or " } else { " and " });
                }
                None => flush(&mut run, &mut out),
            }
        }
        shorten_to(&out, READING_MAX)
    }

    /// Refuses `text has "a" or "b"`, where a string or a regex stands alone after a join.
    pub(super) fn refuse_has_with_alternatives(&mut self, operands: &mut [Expr], joins: &[Join]) {
        // A define may well be nothing but text; only a condition among others cannot.
        if joins.is_empty() {
            return;
        }
        let mut has_at: Option<usize> = None;
        for index in 0..operands.len() {
            let Some(operand) = operands.get(index) else { return };
            if !self.is_bare_term(operand) {
                has_at = matches!(operand.kind, ExprKind::Has { .. }).then_some(index);
                continue;
            }
            let span = operand.span;
            let last_of_run = operands.get(index + 1).is_none_or(|next| !self.is_bare_term(next));
            if last_of_run {
                let left = has_at.and_then(|at| operands.get(at));
                let join = index.checked_sub(1).and_then(|before| joins.get(before));
                let problem = self.stray_term(left, join, span);
                self.report(problem);
            }
            if let Some(operand) = operands.get_mut(index) {
                operand.kind = ExprKind::Broken;
            }
        }
    }

    fn is_bare_term(&self, operand: &Expr) -> bool {
        match &operand.kind {
            ExprKind::Literal(literal) => matches!(literal.kind, LiteralKind::Text(_)),
            ExprKind::Not(negated) => self.is_bare_term(negated),
            ExprKind::Broken => self.slice(operand.span).starts_with(['/', '"']),
            _ => false,
        }
    }

    fn stray_term(&self, left: Option<&Expr>, join: Option<&Join>, span: Span) -> Diagnostic {
        let written = shorten(self.slice(span));
        let problem =
            Diagnostic::error("E012", format!("`{written}` is neither true nor false"), span, "this stands alone");
        let Some(ExprKind::Has { pattern, .. }) = left.map(|left| &left.kind) else {
            return problem.help("say where to look, e.g. `text has \"…\"`");
        };
        if join.is_some_and(|join| join.op == BinaryOp::And) || written.starts_with("not ") {
            let has = left.map_or("", |left| self.slice(left.span));
            let subject = shorten(has.split(" has ").next().unwrap_or("text"));
            let joined = join.map_or("and", |join| if join.op == BinaryOp::Or { "or" } else { "and" });
            let wanted = match written.strip_prefix("not ") {
                Some(term) => format!("no {term}"),
                None => written.clone(),
            };
            return problem
                .also(pattern.span, "`has` looks for this only")
                .help(format!("write `{joined} {subject} has {wanted}`"));
        }
        let inside = Span { end: span.end, ..pattern.span };
        let simple = pattern.relation.is_none() && !matches!(pattern.term.kind, TermKind::Group { .. });
        let right = format!("({})", self.slice(inside));
        let problem = problem.also(pattern.span, "`has` looks for this only");
        match simple {
            true => problem.help(format!("write `has {}`", shorten(&right))).fix(inside, right),
            false => problem.help("put the alternatives into the parentheses after `has`"),
        }
    }
}
