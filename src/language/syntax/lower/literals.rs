//! Constants.

use crate::language::diag::Diagnostic;
use crate::language::source::Span;

use super::super::ast::{Literal, LiteralKind, Text};
use super::super::grammar::{Node, Rule};
use super::super::literal;
use super::{Lower, child, first};

impl Lower<'_> {
    /// Lowers a string, with the right quotes or with wrong ones.
    pub(super) fn string(&mut self, node: &Node<'_>) -> Text {
        let span = self.span(node);
        let written = node.as_str();
        if node.as_rule() == Rule::wrong_quotes {
            let inside = inside_quotes(written);
            let right = format!("\"{}\"", inside.replace('\\', "\\\\").replace('"', "\\\""));
            let title = format!("`{}` is not in the quotes that strings take", shorten(written));
            self.report(
                Diagnostic::error("E008", title, span, "")
                    .help(format!("write `{}`", shorten(&right)))
                    .fix(span, right),
            );
            return Text { text: inside.to_string(), span };
        }
        let inside = written.get(1..written.len().saturating_sub(1)).unwrap_or("");
        let (text, bad) = literal::unescape(inside);
        for escape in bad {
            let start = span.start as usize + 1 + escape.at;
            let place = Span::new(self.source, start, start + escape.length);
            let title = format!("`{}` means nothing in a string", self.slice(place));
            self.report(Diagnostic::error("E006", title, place, "").help(escape.help));
        }
        Text { text, span }
    }

    /// Lowers a prose block.
    pub(super) fn prose(&self, node: &Node<'_>) -> Text {
        let inside = node.as_str().trim_start_matches("\"\"\"");
        let inside = inside.strip_suffix("\"\"\"").unwrap_or(inside);
        Text { text: literal::dedent(inside), span: self.span(node) }
    }

    /// Lowers a constant.
    pub(super) fn literal(&mut self, node: &Node<'_>) -> Option<Literal> {
        let inner = first(node)?;
        self.constant(&inner)
    }

    /// Lowers one of the kinds of constant.
    pub(super) fn constant(&mut self, node: &Node<'_>) -> Option<Literal> {
        let span = self.span(node);
        let written = node.as_str();
        let kind = match node.as_rule() {
            Rule::number => LiteralKind::Number(literal::number(written)),
            Rule::percent => LiteralKind::Percent(literal::percent(written)),
            Rule::wrong_percent => self.wrong_percent(node, span),
            Rule::duration => self.duration(node)?,
            Rule::date => self.date(written, span),
            Rule::wrong_number => self.wrong_number(written, span),
            Rule::text | Rule::wrong_quotes => LiteralKind::Text(self.string(node).text),
            Rule::k_true => LiteralKind::Bool(true),
            Rule::k_false => LiteralKind::Bool(false),
            Rule::k_today => LiteralKind::Today,
            _ => return None,
        };
        Some(Literal { span, kind })
    }

    fn duration(&mut self, node: &Node<'_>) -> Option<LiteralKind> {
        let amount = literal::number(child(node, Rule::number)?.as_str());
        if let Some(unit) = child(node, Rule::unit) {
            return Some(LiteralKind::Duration(amount * literal::unit_seconds(unit.as_str())?));
        }
        let unit = child(node, Rule::wrong_unit)?;
        let place = self.span(&unit);
        let title = format!("`{}` is not a unit of time here", unit.as_str());
        let problem = Diagnostic::error("E014", title, place, "");
        let right = match unit.as_str().trim_end_matches('s') {
            "sec" => Some(("seconds", 1.0)),
            "min" => Some(("minutes", 60.0)),
            "hr" => Some(("hours", 3_600.0)),
            _ => None,
        };
        let problem = match right {
            Some((word, _)) => problem.help(format!("write `{word}`")).fix(place, word),
            None => problem
                .note("months and years differ in length, so they are not durations")
                .help("write seconds, minutes, hours, days or weeks, e.g. `30 days`"),
        };
        self.report(problem);
        Some(LiteralKind::Duration(amount * right.map_or(0.0, |(_, seconds)| seconds)))
    }

    fn date(&mut self, written: &str, span: Span) -> LiteralKind {
        let at = literal::time(written);
        if at.is_none() {
            let title = format!("there is no such date as `{written}`");
            self.report(
                Diagnostic::error("E015", title, span, "")
                    .help("a date is written `2027-03-01`, with a time `2027-03-01T12:00Z`"),
            );
        }
        LiteralKind::Time(at)
    }

    /// Lowers a date where only a date may stand.
    pub(super) fn date_in(&mut self, node: &Node<'_>) -> Option<Literal> {
        let date = child(node, Rule::date)?;
        self.constant(&date)
    }

    fn wrong_percent(&mut self, node: &Node<'_>, span: Span) -> LiteralKind {
        let digits = first(node).map_or(String::new(), |number| number.as_str().to_string());
        let right = format!("{digits}%");
        let title = format!("`{}` is not how a percentage is written", node.as_str());
        self.report(
            Diagnostic::error("E014", title, span, "").help(format!("write `{right}`")).fix(span, right.clone()),
        );
        LiteralKind::Percent(literal::percent(&right))
    }

    /// Lowers `7days`, `.5` and the like.
    fn wrong_number(&mut self, written: &str, span: Span) -> LiteralKind {
        let split = written.find(|c: char| !c.is_ascii_digit() && c != '_' && c != '.').unwrap_or(written.len());
        let (digits, word) = written.split_at(split);
        let seconds = literal::unit_seconds(word).or(match word {
            "d" => Some(86_400.0),
            "h" => Some(3_600.0),
            "w" => Some(604_800.0),
            _ => None,
        });
        let title = format!("`{written}` is not a number");
        let problem = Diagnostic::error("E014", title, span, "");
        if let Some(seconds) = seconds {
            let word = match word {
                "d" => "days",
                "h" => "hours",
                "w" => "weeks",
                word => word,
            };
            let right = format!("{digits} {word}");
            self.report(problem.help(format!("write `{right}`")).fix(span, right));
            return LiteralKind::Duration(literal::number(digits) * seconds);
        }
        let problem = if written.starts_with('.') {
            let right = format!("0{written}");
            problem.help(format!("write `{right}`")).fix(span, right)
        } else {
            problem.help("numbers are written `3`, `0.85` or `10_000`; a name cannot begin with a digit")
        };
        self.report(problem);
        if written.ends_with('%') {
            LiteralKind::Percent(literal::percent(written))
        } else {
            LiteralKind::Number(literal::number(digits))
        }
    }

    /// Lowers a whole number that counts something; reports one that is not whole or too large.
    pub(super) fn count(&mut self, node: &Node<'_>) -> Option<u32> {
        let found =
            node.clone().into_inner().find(|inner| matches!(inner.as_rule(), Rule::number | Rule::wrong_number))?;
        let before = self.problems.len();
        let constant = self.constant(&found)?;
        let value = match constant.kind {
            LiteralKind::Number(value) => value,
            _ => 1.0,
        };
        if value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value) {
            return Some(value as u32);
        }
        if self.problems.len() == before {
            let title = format!("`{}` is not a whole number", found.as_str());
            let place = constant.span;
            self.report(Diagnostic::error("E014", title, place, "things are counted here").help("write e.g. `3`"));
        }
        Some(1)
    }
}

fn inside_quotes(written: &str) -> &str {
    let mut chars = written.chars();
    chars.next();
    chars.next_back();
    chars.as_str()
}

/// Shortens the user's text for a message, on one line.
pub(in super::super) fn shorten(text: &str) -> String {
    shorten_to(text, 60)
}

/// Brings text to one line of at most so many characters.
pub(super) fn shorten_to(text: &str, characters_max: usize) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(characters_max) {
        line.truncate(at);
        line.push('…');
    }
    line
}
