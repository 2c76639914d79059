//! The lines of items that have braces.

use crate::language::diag::Diagnostic;
use crate::language::source::Span;

use super::super::ast::{
    CheckLine, ClauseLine, ClauseLineKind, Except, ExemptLine, LabelDecl, Labels, Meta, MetaKind, MetaValue, OnUnknown,
    PolicyLine, QuestionLine, QueueLine, Test, TestOutcome, Text, UnknownAction,
};
use super::super::grammar::{Node, Rule};
use super::{Lower, child, first, has, is_string};

impl Lower<'_> {
    /// Lowers a line of a policy.
    pub(in super::super) fn policy_line(&mut self, node: &Node<'_>) -> Option<PolicyLine> {
        let line = first(node)?;
        let keyword = self.span(&first(&line).unwrap_or_else(|| line.clone()));
        Some(match line.as_rule() {
            Rule::meta => PolicyLine::Meta(self.meta(&line)?),
            Rule::labels => PolicyLine::Labels(self.labels(&line)),
            Rule::subject => PolicyLine::Subject(self.path_in(&line)?),
            Rule::applies => PolicyLine::AppliesWhen { keyword, condition: self.expr_in(&line) },
            Rule::on_unknown => PolicyLine::OnUnknown(self.on_unknown(&line)),
            Rule::given => PolicyLine::Given(self.record_in(&line)?),
            Rule::except => PolicyLine::Except(self.except(&line)?),
            Rule::prose => PolicyLine::Prose(self.prose(&line)),
            _ => return None,
        })
    }

    fn meta(&mut self, line: &Node<'_>) -> Option<Meta> {
        let word = first(line)?;
        let keyword = self.span(&word);
        let kind = match word.as_rule() {
            Rule::k_owner => MetaKind::Owner,
            Rule::k_version => MetaKind::Version,
            Rule::k_source => MetaKind::Source,
            Rule::k_note => MetaKind::Note,
            Rule::k_since => MetaKind::Since,
            _ => MetaKind::ReviewBy,
        };
        let value = match kind {
            MetaKind::Since | MetaKind::ReviewBy => MetaValue::Date(self.date_in(line)?),
            _ => MetaValue::Text(self.text_in(line)?),
        };
        Some(Meta { kind, keyword, value })
    }

    fn labels(&mut self, line: &Node<'_>) -> Labels {
        let keyword = first(line).map_or_else(|| self.span(line), |word| self.span(&word));
        let labels = line.clone().into_inner().filter(|inner| inner.as_rule() == Rule::label);
        let label = |label: Node<'_>| {
            let mut names = self.names(&label).into_iter();
            Some(LabelDecl { name: names.next()?, implies: names.next() })
        };
        Labels { keyword, labels: labels.filter_map(label).collect(), ordered: has(line, Rule::less) }
    }

    fn on_unknown(&mut self, line: &Node<'_>) -> OnUnknown {
        let action = match () {
            () if has(line, Rule::k_abstain) => UnknownAction::Abstain,
            () if has(line, Rule::k_escalate) => UnknownAction::Escalate(self.name_in(line)),
            () if has(line, Rule::k_no) => UnknownAction::AssumeNoMatch,
            () => UnknownAction::AssumeMatch,
        };
        OnUnknown { span: self.span(line), action }
    }

    fn except(&mut self, line: &Node<'_>) -> Option<Except> {
        let condition = child(line, Rule::expr).map(|expr| self.expr(&expr));
        Some(Except { span: self.span(line), name: self.name_in(line)?, title: self.text_in(line), condition })
    }

    /// Lowers a line of a question.
    pub(in super::super) fn question_line(&mut self, node: &Node<'_>) -> Option<QuestionLine> {
        let line = first(node)?;
        let keyword = self.span(&first(&line).unwrap_or_else(|| line.clone()));
        Some(match line.as_rule() {
            Rule::asked => QuestionLine::AskedOf { keyword, names: self.names_in(&line) },
            Rule::answer => {
                QuestionLine::Answer { yes: has(&line, Rule::k_yes), keyword, sample: self.sample_in(&line)? }
            }
            Rule::prose => QuestionLine::Prose(self.prose(&line)),
            Rule::meta => QuestionLine::Meta(self.meta(&line)?),
            _ => return None,
        })
    }

    /// Lowers a line of a clause; `amends` if it stands in an `amend`.
    pub(in super::super) fn clause_line(&mut self, node: &Node<'_>, amends: bool) -> Option<ClauseLine> {
        let line = first(node)?;
        let span = self.span(&line);
        self.refuse_misplaced(&line, amends);
        let kind = match line.as_rule() {
            Rule::severity => ClauseLineKind::Severity(self.name_in(&line)?),
            Rule::status => {
                let share = child(&line, Rule::percent).and_then(|share| self.constant(&share));
                ClauseLineKind::Status { status: self.name_in(&line)?, share }
            }
            Rule::when => ClauseLineKind::When(self.expr_in(&line)),
            Rule::also_when => ClauseLineKind::AlsoWhen(self.expr_in(&line)),
            Rule::only_when => ClauseLineKind::OnlyWhen(self.expr_in(&line)),
            Rule::except => ClauseLineKind::Except(self.except(&line)?),
            Rule::no_exceptions => ClauseLineKind::NoExceptions,
            Rule::on_unknown => ClauseLineKind::OnUnknown(self.on_unknown(&line)),
            Rule::verdict => ClauseLineKind::Verdict { verdict: self.name_in(&line)?, labels: self.names_in(&line) },
            Rule::route => ClauseLineKind::EscalateTo(self.name_in(&line)?),
            Rule::notice => ClauseLineKind::Notice(self.text_in(&line)?),
            Rule::known_as => ClauseLineKind::KnownAs(self.texts(&line)),
            Rule::test => ClauseLineKind::Test(self.test(&line)?),
            Rule::meta => ClauseLineKind::Meta(self.meta(&line)?),
            Rule::prose => ClauseLineKind::Prose(self.prose(&line)),
            _ => return None,
        };
        Some(ClauseLine { span, kind })
    }

    fn refuse_misplaced(&mut self, line: &Node<'_>, amends: bool) {
        let keyword = first(line).map_or_else(|| self.span(line), |word| self.span(&word));
        let (title, help) = match line.as_rule() {
            Rule::also_when if !amends => {
                ("`also when` stands in an `amend` only", "write the alternative into `when`, joined by `or`")
            }
            Rule::only_when if !amends => {
                ("`only when` stands in an `amend` only", "write the condition into `when`, joined by `and`")
            }
            Rule::when if amends => (
                "an `amend` cannot replace a condition",
                "write `also when` to widen it, `only when` to narrow it, or `replace clause`",
            ),
            Rule::known_as if amends => {
                ("an `amend` cannot change what a clause is known as", "write `replace clause`")
            }
            _ => return,
        };
        self.report(Diagnostic::error("E019", title, keyword, "not here").help(help));
    }

    fn texts(&mut self, line: &Node<'_>) -> Vec<Text> {
        let texts = line.clone().into_inner().filter(|inner| is_string(inner.as_rule()));
        texts.map(|text| self.string(&text)).collect()
    }

    fn test(&mut self, line: &Node<'_>) -> Option<Test> {
        let expects = match child(line, Rule::outcome)?.as_str() {
            "violates" => TestOutcome::Violates,
            "allows" => TestOutcome::Allows,
            _ => TestOutcome::Unknown,
        };
        Some(Test { expects, sample: self.sample_in(line)?, by: self.names_in(line) })
    }

    /// Refuses `except x "…" when …`, which reads as an exception without a condition and a second `when`.
    ///
    /// It is meant so if it stands on one line of text and the clause has another `when`; the condition then goes where it
    /// was meant to go.
    pub(super) fn refuse_when_after_except(&mut self, lines: &mut Vec<ClauseLine>) {
        let whens = lines.iter().filter(|line| matches!(line.kind, ClauseLineKind::When(_))).count();
        if whens < 2 {
            return;
        }
        let pairs = lines.iter().zip(lines.iter().skip(1));
        let found = pairs.enumerate().find(|(_, (except, when))| {
            let bare = matches!(&except.kind, ClauseLineKind::Except(except) if except.condition.is_none());
            let same_line = !self.slice(except.span.to(when.span)).contains('\n');
            bare && same_line && matches!(when.kind, ClauseLineKind::When(_))
        });
        let Some(at) = found.map(|(index, _)| index + 1) else { return };
        let ClauseLine { span, kind: ClauseLineKind::When(condition) } = lines.remove(at) else { return };
        let keyword = Span { end: span.start + "when".len() as u32, ..span };
        if let Some(ClauseLineKind::Except(except)) = lines.get_mut(at - 1).map(|line| &mut line.kind) {
            except.span = except.span.to(span);
            except.condition = Some(condition);
        }
        let problem =
            Diagnostic::error("E008", "the condition of an exception does not begin with `when`", keyword, "");
        self.report(problem.help("write `if`").fix(keyword, "if"));
    }

    /// Lowers a line of an exemption.
    pub(in super::super) fn exempt_line(&mut self, node: &Node<'_>) -> Option<ExemptLine> {
        let line = first(node)?;
        let keyword = self.span(&first(&line).unwrap_or_else(|| line.clone()));
        Some(match line.as_rule() {
            Rule::from => ExemptLine::From(self.paths_in(&line)),
            Rule::when => ExemptLine::When { keyword, condition: self.expr_in(&line) },
            Rule::caps_at => ExemptLine::CapsAt { keyword, verdict: self.name_in(&line)? },
            Rule::clears => ExemptLine::Clears(keyword),
            Rule::reason => ExemptLine::Reason(self.text_in(&line)?),
            Rule::expires => ExemptLine::Expires(self.date_in(&line)?),
            Rule::on_unknown => ExemptLine::OnUnknown(self.on_unknown(&line)),
            Rule::meta => ExemptLine::Meta(self.meta(&line)?),
            Rule::prose => ExemptLine::Prose(self.prose(&line)),
            _ => return None,
        })
    }

    /// Lowers a line of a check.
    pub(in super::super) fn check_line(&mut self, node: &Node<'_>) -> Option<CheckLine> {
        let line = first(node)?;
        let keyword = self.span(&first(&line).unwrap_or_else(|| line.clone()));
        Some(match line.as_rule() {
            Rule::for_each => CheckLine::ForEach(self.name_in(&line)?),
            Rule::when => CheckLine::When { keyword, condition: self.expr_in(&line) },
            Rule::kind => CheckLine::Kind(self.name_in(&line)?),
            Rule::to_queue => CheckLine::Queue(self.name_in(&line)?),
            Rule::priority => CheckLine::Priority(self.expr_in(&line)),
            Rule::meta => CheckLine::Meta(self.meta(&line)?),
            Rule::prose => CheckLine::Prose(self.prose(&line)),
            _ => return None,
        })
    }

    /// Lowers a line of a queue.
    pub(in super::super) fn queue_line(&mut self, node: &Node<'_>) -> Option<QueueLine> {
        let line = first(node)?;
        let keyword = self.span(&first(&line).unwrap_or_else(|| line.clone()));
        let constant = line.clone().into_inner().last();
        let mut constant = || constant.as_ref().and_then(|constant| self.constant(constant));
        Some(match line.as_rule() {
            Rule::take if has(&line, Rule::k_all) => QueueLine::TakeAll(keyword),
            Rule::take => QueueLine::Take(constant()?),
            Rule::sample_share => QueueLine::Sample(constant()?),
            Rule::raters => QueueLine::Raters(constant()?),
            Rule::due_within => QueueLine::DueWithin(constant()?),
            Rule::hidden_gold => QueueLine::HiddenGold(constant()?),
            Rule::when => QueueLine::When { keyword, condition: self.expr_in(&line) },
            Rule::skills => QueueLine::Skills(self.names_in(&line)),
            Rule::languages => QueueLine::Languages(self.names_in(&line)),
            Rule::priority => QueueLine::Priority(self.expr_in(&line)),
            Rule::meta => QueueLine::Meta(self.meta(&line)?),
            Rule::prose => QueueLine::Prose(self.prose(&line)),
            _ => return None,
        })
    }
}
