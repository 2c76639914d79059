//! Expressions: one flat run of operands and operators → a tree.
//!
//! `and` and `or` bind loosest and never mix, so a run is first cut at them and joined as a balanced tree; what stands
//! between is short and goes through pest's precedence parser. Both steps are bounded: the tree is never deeper than
//! [`DEPTH_MAX`], however long or nested the text, so whoever walks it needs no guard.

use std::sync::LazyLock;

use pest::pratt_parser::{Assoc, Op, PrattParser};

use crate::language::diag::Diagnostic;
use crate::language::source::Span;

use super::super::ast::{BinaryOp, Expr, ExprKind, IsRight, Literal, LiteralKind, Path, Quantifier, Ref};
use super::super::grammar::{Node, Rule};
use super::literals::shorten;
use super::{Lower, child, first, has};

/// How deep the tree of one expression may be.
const DEPTH_MAX: usize = 400;

/// How many operands and operators may stand between two `and`s; more is not read by anyone.
const SEGMENT_MAX: usize = 100;

static PRECEDENCE: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    PrattParser::new()
        .op(Op::prefix(Rule::k_not) | Op::prefix(Rule::wrong_not))
        .op(Op::infix(Rule::less, Assoc::Left)
            | Op::infix(Rule::less_equal, Assoc::Left)
            | Op::infix(Rule::greater, Assoc::Left)
            | Op::infix(Rule::greater_equal, Assoc::Left)
            | Op::infix(Rule::wrong_operator, Assoc::Left)
            | Op::postfix(Rule::is_tail)
            | Op::postfix(Rule::has_tail)
            | Op::postfix(Rule::wrong_in))
        .op(Op::infix(Rule::plus, Assoc::Left) | Op::infix(Rule::minus, Assoc::Left))
        .op(Op::infix(Rule::times, Assoc::Left) | Op::infix(Rule::divide, Assoc::Left))
        .op(Op::prefix(Rule::negative))
});

/// A join between two segments: `and`, `or`, or a foreign word for one.
pub(super) struct Join {
    pub op: BinaryOp,
    pub span: Span,
}

impl Lower<'_> {
    /// Lowers the expression among a node's children; broken if there is none.
    pub(super) fn expr_in(&mut self, node: &Node<'_>) -> Expr {
        match child(node, Rule::expr) {
            Some(expr) => self.expr(&expr),
            None => Expr { span: self.span(node), kind: ExprKind::Broken },
        }
    }

    /// Lowers an expression.
    pub(super) fn expr(&mut self, node: &Node<'_>) -> Expr {
        let whole = self.span(node);
        let (segments, joins) = self.segments(node);
        let longest = segments.iter().map(Vec::len).max().unwrap_or(0);
        let levels = longest + segments.len().next_power_of_two().trailing_zeros() as usize + 1;
        if longest > SEGMENT_MAX || self.depth + levels > DEPTH_MAX {
            self.report(
                Diagnostic::error(
                    "E004",
                    "this expression is too long or too deep to be read",
                    whole,
                    "too much at once",
                )
                .help("give parts of it names with `define`"),
            );
            return Expr { span: whole, kind: ExprKind::Broken };
        }
        self.depth += levels;
        let mut operands: Vec<Expr> = segments.into_iter().map(|segment| self.segment(segment, whole)).collect();
        self.depth -= levels;
        self.refuse_mixed(&operands, &joins);
        self.refuse_has_with_alternatives(&mut operands, &joins);
        join(operands, &joins).unwrap_or(Expr { span: whole, kind: ExprKind::Broken })
    }

    /// Cuts a flat run at `and` and `or`.
    fn segments<'n>(&mut self, node: &Node<'n>) -> (Vec<Vec<Node<'n>>>, Vec<Join>) {
        let mut segments = vec![Vec::new()];
        let mut joins = Vec::new();
        for part in node.clone().into_inner() {
            let part = if part.as_rule() == Rule::infix { first(&part).unwrap_or(part) } else { part };
            match self.joins(&part) {
                Some(op) => {
                    joins.push(Join { op, span: self.span(&part) });
                    segments.push(Vec::new());
                }
                None => {
                    if let Some(segment) = segments.last_mut() {
                        segment.push(part);
                    }
                }
            }
        }
        (segments, joins)
    }

    fn joins(&mut self, part: &Node<'_>) -> Option<BinaryOp> {
        let (op, word) = match (part.as_rule(), part.as_str()) {
            (Rule::k_and, _) => return Some(BinaryOp::And),
            (Rule::k_or, _) => return Some(BinaryOp::Or),
            (Rule::wrong_operator, "&&" | "&" | "AND" | "And" | "but") => (BinaryOp::And, "and"),
            (Rule::wrong_operator, "||" | "|" | "OR" | "Or") => (BinaryOp::Or, "or"),
            _ => return None,
        };
        let span = self.span(part);
        self.wrong_operator(part.as_str(), span, word);
        Some(op)
    }

    /// Refuses a foreign word for which the language has one of its own.
    pub(super) fn wrong_word(&mut self, written: &str, span: Span, right: &str) {
        let title = format!("`{written}` is not a word of the language");
        let problem = Diagnostic::error("E008", title, span, "");
        self.report(problem.help(format!("write `{right}`")).fix(span, right));
    }

    /// Lowers what stands between two joins.
    fn segment(&mut self, parts: Vec<Node<'_>>, whole: Span) -> Expr {
        if parts.is_empty() {
            return Expr { span: whole, kind: ExprKind::Broken };
        }
        // The precedence parser takes one closure per kind of part, and all of them report: they share `self` in turn.
        let shared = std::cell::RefCell::new(self);
        PRECEDENCE
            .map_primary(|node| shared.borrow_mut().primary(&node))
            .map_prefix(|op, right| shared.borrow_mut().prefix(&op, right))
            .map_postfix(|left, tail| shared.borrow_mut().tail(left, &tail))
            .map_infix(|left, op, right| shared.borrow_mut().infix(left, &op, right))
            .parse(parts.into_iter())
    }

    fn prefix(&mut self, op: &Node<'_>, right: Expr) -> Expr {
        let op_span = self.span(op);
        let span = op_span.to(right.span);
        match op.as_rule() {
            Rule::negative => return Expr { span, kind: ExprKind::Negate(Box::new(right)) },
            Rule::wrong_not => self.wrong_not(op.as_str(), op_span),
            _ => {}
        }
        Expr { span, kind: ExprKind::Not(Box::new(right)) }
    }

    fn wrong_not(&mut self, written: &str, span: Span) {
        let title = format!("`{written}` is not a word of the language");
        let replacement = if written == "!" { "not " } else { "not" };
        let problem = Diagnostic::error("E008", title, span, "");
        self.report(problem.help("write `not`").fix(span, replacement));
    }

    fn infix(&mut self, left: Expr, op: &Node<'_>, right: Expr) -> Expr {
        let op_span = self.span(op);
        let span = left.span.to(right.span);
        let operator = match op.as_rule() {
            Rule::less => BinaryOp::Less,
            Rule::less_equal => BinaryOp::LessEqual,
            Rule::greater => BinaryOp::Greater,
            Rule::greater_equal => BinaryOp::GreaterEqual,
            Rule::plus => BinaryOp::Add,
            Rule::minus => BinaryOp::Subtract,
            Rule::times => BinaryOp::Multiply,
            Rule::divide => BinaryOp::Divide,
            _ => return self.wrong_infix(op.as_str(), op_span, span),
        };
        if let Some(tested) = [&left, &right].into_iter().find(|side| is_test(&side.kind)) {
            self.refuse_unclear(op.as_str(), op_span, tested.span);
            return Expr { span, kind: ExprKind::Broken };
        }
        if compares(operator) {
            return self.comparison(left, operator, op_span, right);
        }
        Expr { span, kind: ExprKind::Binary { op: operator, op_span, left: Box::new(left), right: Box::new(right) } }
    }

    fn refuse_unclear(&mut self, written: &str, op_span: Span, test: Span) {
        let tested = shorten(self.slice(test));
        let title = format!("`{written}` cannot stand beside `{tested}` without parentheses");
        self.report(
            Diagnostic::error("E013", title, op_span, "what does this take?")
                .also(test, "this is true or false")
                .help("put parentheses round the part that belongs together"),
        );
    }

    fn comparison(&mut self, left: Expr, op: BinaryOp, op_span: Span, right: Expr) -> Expr {
        let span = left.span.to(right.span);
        let (mut operands, mut operators) = match left.kind {
            ExprKind::Binary { op: before, op_span, left, right } if compares(before) => {
                (vec![*left, *right], vec![(before, op_span)])
            }
            ExprKind::Chain { operands, operators } => (operands, operators),
            kind => {
                let left = Box::new(Expr { span: left.span, kind });
                return Expr { span, kind: ExprKind::Binary { op, op_span, left, right: Box::new(right) } };
            }
        };
        if let Some((other, place)) = operators.iter().find(|(before, _)| rises(*before) != rises(op)).copied() {
            let title =
                format!("a chain of comparisons runs in one direction, not `{}` and `{}`", sign(other), sign(op));
            self.report(
                Diagnostic::error("E013", title, op_span, "this turns round")
                    .also(place, "the chain ran this way")
                    .help("write two comparisons joined by `and`"),
            );
        }
        operands.push(right);
        operators.push((op, op_span));
        Expr { span, kind: ExprKind::Chain { operands, operators } }
    }

    fn wrong_infix(&mut self, written: &str, op_span: Span, span: Span) -> Expr {
        let spaced = written.split_whitespace().collect::<Vec<_>>().join(" ");
        let right = match spaced.as_str() {
            "==" | "===" | "=" | "equals" => "is",
            "!=" | "!==" | "<>" => "is not",
            "=<" => "<=",
            "=>" => ">=",
            "contains" | "includes" | "matches" | "like" | "=~" => "has",
            _ => {
                let title = format!("`{spaced}` is not an operator");
                let problem = Diagnostic::error("E008", title, op_span, "");
                self.report(match spaced.as_str() {
                    "xor" => problem.help("write the cases out with `and`, `or` and `not`"),
                    _ => problem.help("write `has … in the first 3 words` or `has … in the last 3 words`"),
                });
                return Expr { span, kind: ExprKind::Broken };
            }
        };
        self.wrong_operator(&spaced, op_span, right);
        Expr { span, kind: ExprKind::Broken }
    }

    fn tail(&mut self, left: Expr, tail: &Node<'_>) -> Expr {
        let span = left.span.to(self.span(tail));
        if is_test(&left.kind) || matches!(&left.kind, ExprKind::Binary { op, .. } if compares(*op)) {
            let word = first(tail).map_or("is".to_string(), |word| word.as_str().to_string());
            let op_span = first(tail).map_or(span, |word| self.span(&word));
            self.refuse_unclear(&word, op_span, left.span);
            return Expr { span, kind: ExprKind::Broken };
        }
        let value = Box::new(left);
        let kind = match tail.as_rule() {
            Rule::wrong_in => self.wrong_in(value, tail),
            Rule::is_tail => match self.is_right(tail) {
                Some(right) => ExprKind::Is { value, negated: has(tail, Rule::k_not), right },
                None => ExprKind::Broken,
            },
            _ => match child(tail, Rule::pattern).and_then(|pattern| self.pattern(&pattern)) {
                Some(pattern) => ExprKind::Has { value, amount: self.amount(tail), pattern },
                None => ExprKind::Broken,
            },
        };
        Expr { span, kind }
    }

    /// Lowers `x in (a, b)` as what it means, and says how it is written.
    fn wrong_in(&mut self, value: Box<Expr>, tail: &Node<'_>) -> ExprKind {
        let negated = has(tail, Rule::k_not);
        let Some(right) = tail.clone().into_inner().last() else { return ExprKind::Broken };
        let place = self.span(&right);
        let whole = self.span(tail);
        let words = Span { end: self.scan.previous(place.start as usize).map_or(whole.end, |word| word.end), ..whole };
        let written = self.slice(words).split_whitespace().collect::<Vec<_>>().join(" ");
        let right_words = if negated { "is not one of" } else { "is one of" };
        self.wrong_operator(&written, words, right_words);
        let right = match right.as_rule() {
            Rule::set => IsRight::OneOf(self.set(&right)),
            _ => match self.reference(&right) {
                Some(list) => IsRight::OneOfRef(list),
                None => return ExprKind::Broken,
            },
        };
        ExprKind::Is { value, negated, right }
    }

    fn wrong_operator(&mut self, written: &str, span: Span, right: &str) {
        let title = format!("`{written}` is not an operator");
        let problem = Diagnostic::error("E008", title, span, "");
        self.report(problem.help(format!("write `{right}`")).fix(span, right));
    }

    fn is_right(&mut self, tail: &Node<'_>) -> Option<IsRight> {
        let wrong = child(tail, Rule::wrong_one_of);
        let one_of = has(tail, Rule::k_one) || wrong.is_some();
        if let Some(wrong) = wrong {
            let title = format!("`is {}` is not how it is written", shorten(wrong.as_str()));
            let span = self.span(&wrong);
            self.report(Diagnostic::error("E008", title, span, "").help("write `is one of`").fix(span, "one of"));
        }
        let right = tail.clone().into_inner().last()?;
        Some(match right.as_rule() {
            Rule::k_missing => IsRight::Missing,
            Rule::set if one_of => IsRight::OneOf(self.set(&right)),
            Rule::set => IsRight::Set(self.set(&right)),
            Rule::reference if one_of => IsRight::OneOfRef(self.reference(&right)?),
            Rule::is_value => {
                let value = self.is_value(&right)?;
                if matches!(&value.kind, ExprKind::Ref(found) if is_word(found, &["null", "nil", "undefined"])) {
                    let written = self.slice(value.span).to_string();
                    self.wrong_word(&written, value.span, "missing");
                    return Some(IsRight::Missing);
                }
                IsRight::Value(Box::new(value))
            }
            _ => return None,
        })
    }

    fn set(&mut self, node: &Node<'_>) -> Vec<Expr> {
        if child(node, Rule::wrong_bracket).is_some() {
            let span = self.span(node);
            let inside = self.slice(span);
            let right = format!("({})", inside.trim_start_matches('[').trim_end_matches(']'));
            self.report(
                Diagnostic::error("E008", "a set stands in round brackets", span, "square brackets hold filters")
                    .help(format!("write `{}`", shorten(&right)))
                    .fix(span, right),
            );
        }
        let values = node.clone().into_inner().filter(|inner| inner.as_rule() == Rule::is_value);
        values.filter_map(|value| self.is_value(&value)).collect()
    }

    fn is_value(&mut self, node: &Node<'_>) -> Option<Expr> {
        let span = self.span(node);
        let inner = node.clone().into_inner().last()?;
        let value = match inner.as_rule() {
            Rule::literal => {
                let literal = self.literal(&inner)?;
                Expr { span: literal.span, kind: ExprKind::Literal(literal) }
            }
            _ => self.ref_expr(&inner)?,
        };
        Some(match has(node, Rule::negative) {
            true => Expr { span, kind: ExprKind::Negate(Box::new(value)) },
            false => value,
        })
    }

    fn primary(&mut self, node: &Node<'_>) -> Expr {
        let span = self.span(node);
        let found = match node.as_rule() {
            Rule::paren => self.paren(node),
            Rule::quantified => self.quantified(node),
            Rule::match_test => self.match_test(node),
            Rule::literal => {
                self.literal(node).map(|literal| Expr { span: literal.span, kind: ExprKind::Literal(literal) })
            }
            Rule::reference => self.ref_expr(node),
            // A regex alone is nothing; if a `has` stands before it, that is reported where the join is.
            Rule::regex => Some(Expr { span, kind: ExprKind::Broken }),
            _ => None,
        };
        found.unwrap_or(Expr { span, kind: ExprKind::Broken })
    }

    fn paren(&mut self, node: &Node<'_>) -> Option<Expr> {
        let span = self.span(node);
        let mut inside = node.clone().into_inner().filter(|inner| inner.as_rule() == Rule::expr);
        let value = Box::new(self.expr(&inside.next()?));
        let kind = match inside.next() {
            Some(fallback) => ExprKind::Default { value, fallback: Box::new(self.expr(&fallback)) },
            None => ExprKind::Paren(value),
        };
        Some(Expr { span, kind })
    }

    fn quantified(&mut self, node: &Node<'_>) -> Option<Expr> {
        let written = child(node, Rule::quantifier)?;
        let quantifier = match first(&written)?.as_rule() {
            Rule::k_any => Quantifier::Any,
            Rule::k_every => Quantifier::Every,
            Rule::k_no => Quantifier::No,
            _ => Quantifier::AtLeast(self.count(&written)?),
        };
        let element = self.name_in(node)?;
        let list = self.reference(&child(node, Rule::reference)?)?;
        let body = Box::new(self.expr_in(node));
        Some(Expr { span: self.span(node), kind: ExprKind::For { quantifier, element, list, body } })
    }

    fn match_test(&mut self, node: &Node<'_>) -> Option<Expr> {
        let relation = self.relations(node)?;
        self.refuse_second_test(node);
        Some(Expr { span: self.span(node), kind: ExprKind::MatchTest { every: has(node, Rule::k_every), relation } })
    }

    fn ref_expr(&mut self, node: &Node<'_>) -> Option<Expr> {
        let found = self.reference(node)?;
        let span = found.span;
        let constant = match () {
            () if is_word(&found, &["True", "TRUE"]) => Some(true),
            () if is_word(&found, &["False", "FALSE"]) => Some(false),
            () => None,
        };
        let Some(value) = constant else { return Some(Expr { span, kind: ExprKind::Ref(found) }) };
        self.wrong_word(&found.path.text(), span, if value { "true" } else { "false" });
        Some(Expr { span, kind: ExprKind::Literal(Literal { span, kind: LiteralKind::Bool(value) }) })
    }

    /// Lowers a path with its filter.
    pub(super) fn reference(&mut self, node: &Node<'_>) -> Option<Ref> {
        let path: Path = self.path_in(node)?;
        let filter = child(node, Rule::expr).map(|expr| Box::new(self.expr(&expr)));
        let tail = child(node, Rule::dotted).map(|dotted| {
            let segments = dotted.into_inner().filter(|part| part.as_rule() == Rule::segment);
            segments.map(|part| self.name(&part)).collect()
        });
        Some(Ref { span: self.span(node), path, filter, tail: tail.unwrap_or_default() })
    }
}

/// Joins operands as a balanced tree: within a run of equal joins the shape means nothing, and depth costs stack.
fn join(mut operands: Vec<Expr>, joins: &[Join]) -> Option<Expr> {
    if operands.len() <= 1 {
        return operands.pop();
    }
    // Looser first: cut at the middle `or` if there is one, else at the middle `and`.
    let loosest = if joins.iter().any(|join| join.op == BinaryOp::Or) { BinaryOp::Or } else { BinaryOp::And };
    let cuts: Vec<usize> =
        joins.iter().enumerate().filter(|(_, join)| join.op == loosest).map(|(index, _)| index).collect();
    let at = *cuts.get(cuts.len() / 2)?;
    let right = operands.split_off(at + 1);
    let cut = joins.get(at)?;
    let left = join(operands, joins.get(..at)?)?;
    let right = join(right, joins.get(at + 1..)?)?;
    let span = left.span.to(right.span);
    let kind = ExprKind::Binary { op: cut.op, op_span: cut.span, left: Box::new(left), right: Box::new(right) };
    Some(Expr { span, kind })
}

fn compares(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual)
}

fn rises(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Less | BinaryOp::LessEqual)
}

fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        _ => ">=",
    }
}

/// Tells whether an expression without parentheses is already an answer, true or false, and no value to go on with.
fn is_test(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Is { .. } | ExprKind::Has { .. } | ExprKind::MatchTest { .. } | ExprKind::Not(_))
}

fn is_word(found: &Ref, words: &[&str]) -> bool {
    found.filter.is_none() && matches!(found.path.segments.as_slice(), [only] if words.contains(&only.text.as_str()))
}
