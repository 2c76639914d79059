//! Sums and products of numbers, durations and times.

use super::Checker;
use super::context::Scope;
use super::expr::make;
use super::types;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Arithmetic, Expr, ExprKind};
use crate::language::source::Span;
use crate::language::syntax::ast::{self, BinaryOp};
use crate::language::value::{Type, Unit, Value};

/// How many operands one calculation may have.
const OPERANDS_MAX: usize = 128;

impl Checker<'_> {
    /// Types a row of sums and products; it leans to the left, and is gone through in a loop.
    pub fn arithmetic(&mut self, expr: &ast::Expr, scope: &mut Scope) -> Option<Expr> {
        let mut steps = Vec::new();
        let mut first = expr;
        while let ast::ExprKind::Binary { op, op_span, left, right } = &first.kind
            && let Some(operation) = operation(*op)
        {
            steps.push((operation, *op_span, right.as_ref()));
            first = left;
        }
        if steps.len() >= OPERANDS_MAX {
            self.report(
                Diagnostic::error("E075", "this calculation is too long", expr.span, "")
                    .note(format!("it has more than {OPERANDS_MAX} operands"))
                    .help("name its parts with `define`"),
            );
            return None;
        }
        let mut sum = self.expr(first, scope, None);
        for (operation, op_span, right) in steps.into_iter().rev() {
            let right = self.expr(right, scope, None);
            sum = match (sum, right) {
                (Some(left), Some(right)) => self.step(operation, op_span, left, right),
                _ => None,
            };
        }
        sum
    }

    /// Types one operation.
    fn step(&mut self, operation: Arithmetic, op_span: Span, left: Expr, right: Expr) -> Option<Expr> {
        let span = left.span.to(right.span);
        let Some(ty) = result(operation, &left.ty, &right.ty) else {
            self.report(impossible(operation, op_span, &left, &right));
            return None;
        };
        Some(make(ExprKind::Arithmetic(operation, Box::new(left), Box::new(right)), ty, span))
    }

    /// Types `-x`.
    pub fn negate(&mut self, span: Span, inner: &ast::Expr, scope: &mut Scope) -> Option<Expr> {
        let inner = self.expr(inner, scope, None)?;
        match (&inner.ty, &inner.kind) {
            (_, ExprKind::Const(Value::Number(number))) => {
                Some(make(ExprKind::Const(Value::Number(-number)), Type::NUMBER, span))
            }
            (Type::Number { min, max }, _) => {
                let ty = Type::Number { min: max.map(|max| -max), max: min.map(|min| -min) };
                Some(make(ExprKind::Negate(Box::new(inner)), ty, span))
            }
            (Type::Duration(_), _) => {
                let ty = inner.ty.clone();
                Some(make(ExprKind::Negate(Box::new(inner)), ty, span))
            }
            _ => {
                let title = format!("{} has no minus", types::phrase(&inner.ty));
                self.report(Diagnostic::error("E046", title, span, "a number or a duration is wanted"));
                None
            }
        }
    }
}

/// Describes an operation that has no meaning.
fn impossible(operation: Arithmetic, op_span: Span, left: &Expr, right: &Expr) -> Diagnostic {
    let verb = match operation {
        Arithmetic::Add => "added",
        Arithmetic::Subtract => "subtracted",
        Arithmetic::Multiply => "multiplied",
        Arithmetic::Divide => "divided",
    };
    let title = format!("{} and {} cannot be {verb}", types::phrase(&left.ty), types::phrase(&right.ty));
    let found = Diagnostic::error("E046", title, op_span, "")
        .also(left.span, types::phrase(&left.ty))
        .also(right.span, types::phrase(&right.ty));
    match (&left.ty, &right.ty) {
        (Type::Time | Type::Duration(_), Type::Number { .. }) => found.help("give the number a unit: `7 days`"),
        _ => found
            .note("numbers calculate with numbers; a time plus or minus a duration is a time")
            .note("the time between two times is a duration"),
    }
}

/// Returns the operation an operator stands for, if it stands for one.
fn operation(op: BinaryOp) -> Option<Arithmetic> {
    Some(match op {
        BinaryOp::Add => Arithmetic::Add,
        BinaryOp::Subtract => Arithmetic::Subtract,
        BinaryOp::Multiply => Arithmetic::Multiply,
        BinaryOp::Divide => Arithmetic::Divide,
        _ => return None,
    })
}

/// Returns the type of an operation, or nothing if it has no meaning.
fn result(operation: Arithmetic, left: &Type, right: &Type) -> Option<Type> {
    use Arithmetic::{Add, Divide, Multiply, Subtract};
    const SECONDS: Type = Type::Duration(Unit::Second);
    Some(match (operation, left, right) {
        (_, Type::Number { .. }, Type::Number { .. }) => Type::NUMBER,
        (Add | Subtract, Type::Duration(_), Type::Duration(_)) => SECONDS,
        (Multiply, Type::Duration(_), Type::Number { .. }) | (Multiply, Type::Number { .. }, Type::Duration(_)) => {
            SECONDS
        }
        (Divide, Type::Duration(_), Type::Number { .. }) => SECONDS,
        (Divide, Type::Duration(_), Type::Duration(_)) => Type::NUMBER,
        (Subtract, Type::Time, Type::Time) => SECONDS,
        (Add | Subtract, Type::Time, Type::Duration(_)) | (Add, Type::Duration(_), Type::Time) => Type::Time,
        _ => return None,
    })
}
