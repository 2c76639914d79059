//! Clauses, with what overlays set and add.

use super::Checker;
use super::context::{Reads, Scope};
use super::expr::condition;
use super::lines::{self, Once};
use super::policy::Inherited;
use crate::language::diag::Diagnostic;
use crate::language::policy::{
    Clause, ClauseTest, Exception, Expr, ExprKind, OnUnknown, PolicyId, Status, TestOutcome,
};
use crate::language::resolve::names::Kind;
use crate::language::resolve::overlay::Layered;
use crate::language::resolve::space::Place;
use crate::language::resolve::suggest;
use crate::language::source::Span;
use crate::language::syntax::ast::{self, ClauseLineKind as Line, LiteralKind};
use crate::language::value::{LabelId, Rung, Severity};

/// The words of `status`.
const STATUSES: [&str; 5] = ["draft", "shadow", "canary", "live", "retired"];

/// A `verdict` line.
type VerdictLine<'t> = (&'t ast::Name, &'t [ast::Name]);

/// The lines of a clause, or of an amendment, by kind.
#[derive(Default)]
struct Lines<'t> {
    severity: Once<&'t ast::Name>,
    status: Once<(&'t ast::Name, Option<&'t ast::Literal>)>,
    when: Once<&'t ast::Expr>,
    also: Vec<(Place, &'t ast::Expr, bool)>,
    excepts: Vec<(Place, &'t ast::Except)>,
    no_exceptions: Once<()>,
    on_unknown: Once<&'t ast::OnUnknown>,
    verdict: Once<VerdictLine<'t>>,
    escalate: Once<&'t ast::Name>,
    notice: Once<&'t ast::Text>,
    known_as: Vec<&'t ast::Text>,
    tests: Vec<(Place, &'t ast::Test, Span)>,
    meta: Vec<&'t ast::Meta>,
    prose: Vec<&'t ast::Text>,
}

impl<'t> Checker<'t> {
    /// Builds a clause.
    pub fn clause(&mut self, layered: &Layered<'t>) -> Option<Clause> {
        let lines = self.layered_lines(layered);
        let policy = self.policy_of(layered);
        let inherited = policy.and_then(|PolicyId(at)| self.inherited.get(at as usize).cloned());
        // Without its policy, what it should hand down is not missed.
        let inherited = inherited.unwrap_or_else(|| Inherited {
            says_unknown: true,
            says_subject: true,
            exceptions: Some(Vec::new()),
            ..Inherited::default()
        });
        let retired = layered.retired.is_some() || lines.status.is_some_and(|((name, _), _)| name.text == "retired");
        let severity = self.severity(layered, &lines, retired);
        let status = self.status(layered, &lines);
        let when = self.when(layered, &lines, retired);
        let exceptions = self.clause_exceptions(&lines, &inherited);
        let on_unknown = self.clause_on_unknown(layered, &lines, &inherited, retired);
        let verdict = self.verdict(layered, &lines, policy, retired);
        let escalate = lines.escalate.map(|(name, _)| self.queue_named(name));
        let tests = match &exceptions {
            Some(exceptions) if layered.retired.is_none() && !matches!(when, Some(None)) => {
                self.tests(&lines, &inherited, exceptions)
            }
            _ => Some(Vec::new()),
        };
        let mut meta = self.meta(&lines.meta);
        if let Some(why) = layered.retired {
            meta.push((ast::MetaKind::Note, why.text.clone()));
        }
        meta.extend(layered.amends.iter().map(|(_, amend)| (ast::MetaKind::Note, amend.why.text.clone())));
        let (verdict, labels) = verdict?;
        Some(Clause {
            id: layered.id.clone(),
            title: layered.clause.title.text.clone(),
            policy: policy?,
            prose: lines::prose(&lines.prose),
            meta,
            severity: severity?,
            status: status?,
            when: when?,
            exceptions: exceptions?,
            on_unknown: on_unknown?,
            verdict,
            labels,
            escalate_to: escalate.map_or(Some(None), |queue| queue.map(Some))?,
            notice: lines.notice.map(|(text, _)| text.text.clone()),
            known_as: lines.known_as.iter().map(|text| text.text.clone()).collect(),
            tests: tests?,
            span: layered.whole,
        })
    }

    /// Sorts the lines of a clause, and lays those of its amendments over them.
    fn layered_lines(&mut self, layered: &Layered<'t>) -> Lines<'t> {
        let mut lines = self.clause_lines(&layered.clause.lines, layered.place, false);
        for (place, amend) in &layered.amends {
            let over = self.clause_lines(&amend.lines, *place, true);
            lines.severity = over.severity.or(lines.severity);
            lines.status = over.status.or(lines.status);
            lines.on_unknown = over.on_unknown.or(lines.on_unknown);
            lines.verdict = over.verdict.or(lines.verdict);
            lines.escalate = over.escalate.or(lines.escalate);
            lines.notice = over.notice.or(lines.notice);
            lines.no_exceptions = over.no_exceptions.or(lines.no_exceptions);
            if !over.prose.is_empty() {
                lines.prose = over.prose;
            }
            lines.excepts.retain(|(_, known)| !over.excepts.iter().any(|(_, new)| new.name.text == known.name.text));
            lines.excepts.extend(over.excepts);
            let single = |meta: &&ast::Meta| !matches!(meta.kind, ast::MetaKind::Source | ast::MetaKind::Note);
            lines.meta.retain(|known| !over.meta.iter().any(|new| single(new) && new.kind == known.kind));
            lines.meta.extend(over.meta);
            lines.also.extend(over.also);
            lines.known_as.extend(over.known_as);
            lines.tests.extend(over.tests);
        }
        lines
    }

    /// Sorts lines by kind.
    fn clause_lines(&mut self, written: &'t [ast::ClauseLine], place: Place, amends: bool) -> Lines<'t> {
        let mut lines = Lines::default();
        for line in written {
            let span = line.span;
            match &line.kind {
                Line::Severity(name) => self.once(&mut lines.severity, name, span, "severity"),
                Line::Status { status, share } => {
                    self.once(&mut lines.status, (status, share.as_ref()), span, "status");
                }
                // A line where it cannot stand was refused when it was read.
                Line::When(_) if amends => {}
                Line::When(written) => self.once(&mut lines.when, written, span, "when"),
                Line::AlsoWhen(written) if amends => lines.also.push((place, written, true)),
                Line::OnlyWhen(written) if amends => lines.also.push((place, written, false)),
                Line::AlsoWhen(_) | Line::OnlyWhen(_) => {}
                Line::Except(except) => lines.excepts.push((place, except)),
                Line::NoExceptions => self.once(&mut lines.no_exceptions, (), span, "no exceptions"),
                Line::OnUnknown(line) => self.once(&mut lines.on_unknown, line, span, "on unknown"),
                Line::Verdict { verdict, labels } => {
                    self.once(&mut lines.verdict, (verdict, labels.as_slice()), span, "verdict");
                }
                Line::EscalateTo(queue) => self.once(&mut lines.escalate, queue, span, "escalate to"),
                Line::Notice(text) => self.once(&mut lines.notice, text, span, "notice"),
                Line::KnownAs(names) => lines.known_as.extend(names),
                Line::Test(test) => lines.tests.push((place, test, span)),
                Line::Meta(meta) => lines.meta.push(meta),
                Line::Prose(prose) => lines.prose.push(prose),
            }
        }
        lines
    }

    /// Finds the policy of a clause, by the first part of its id.
    fn policy_of(&mut self, layered: &Layered<'t>) -> Option<PolicyId> {
        let id = &layered.clause.id;
        let first = id.segments.first()?;
        if id.segments.len() < 2 {
            let title = format!("clause id `{}` names no policy", id.text());
            let help = match self.world.policies.first() {
                Some(policy) => format!("write `clause {}.{} …`", policy.item.name.text, id.text()),
                None => "begin it with the policy's id: `clause HS.1 …`".to_owned(),
            };
            self.report(Diagnostic::error("E050", title, id.span, "").help(help));
            return None;
        }
        let found = self.world.policies.iter().position(|policy| policy.item.name.text == first.text);
        if found.is_none() && !self.lost(&[Kind::Policy], &first.text) {
            let known = || self.world.policies.iter().map(|policy| policy.item.name.text.as_str());
            let title = format!("clause `{}` belongs to no policy", id.text());
            let found = Diagnostic::error("E050", title, first.span, format!("there is no policy `{}`", first.text));
            let near = suggest::did_you_mean(&first.text, known());
            self.report(match near {
                Some(help) => found.help(help),
                None => found.help(format!("declare it: `policy {} \"…\" {{ … }}`", first.text)),
            });
        }
        found.map(|at| PolicyId(at as u32))
    }

    fn status(&mut self, layered: &Layered<'t>, lines: &Lines<'t>) -> Option<Status> {
        if layered.retired.is_some() {
            return Some(Status::Retired);
        }
        let Some(((name, share), span)) = lines.status else {
            let help = "write `status draft`, and `shadow`, `canary 10%` or `live` when it is ready";
            self.missing_line("status", &layered.clause.id, layered.whole, help);
            return None;
        };
        let share = match (name.text.as_str(), share) {
            ("canary", Some(ast::Literal { kind: LiteralKind::Percent(share), span })) => {
                if (0.0..=1.0).contains(share) {
                    return Some(Status::Canary(*share));
                }
                let title = "a share lies between 0% and 100%";
                self.report(Diagnostic::error("E078", title, *span, ""));
                return None;
            }
            ("canary", _) => {
                self.report(
                    Diagnostic::error("E078", "`canary` wants a share", span, "")
                        .help("say of how many items: `status canary 10%`"),
                );
                return None;
            }
            (_, share) => share,
        };
        if let Some(share) = share
            && STATUSES.contains(&name.text.as_str())
        {
            let title = format!("`{}` takes no share", name.text);
            self.report(Diagnostic::error("E078", title, share.span, "").help("only `canary` does"));
            return None;
        }
        match name.text.as_str() {
            "draft" => Some(Status::Draft),
            "shadow" => Some(Status::Shadow),
            "live" => Some(Status::Live),
            "retired" => Some(Status::Retired),
            word => {
                let mut found = Diagnostic::error("E078", format!("`{word}` is not a status"), name.span, "")
                    .note(format!("the statuses are {}", suggest::listing(STATUSES)));
                if let Some(help) = suggest::did_you_mean(word, STATUSES) {
                    found = found.help(help);
                }
                self.report(found);
                None
            }
        }
    }

    fn severity(&mut self, layered: &Layered<'t>, lines: &Lines<'t>, retired: bool) -> Option<Severity> {
        let Some((name, _)) = lines.severity else {
            if retired {
                return Some(Severity::Low);
            }
            let help = "write how much harm it guards against: `severity low`, `medium`, `high` or `critical`";
            self.missing_line("severity", &layered.clause.id, layered.whole, help);
            return None;
        };
        let found = Severity::from_name(&name.text);
        if found.is_none() {
            self.unknown_severity(&name.text, name.span);
        }
        found
    }

    /// Types the condition, widened and narrowed by overlays; the outer `None` if it is wrong.
    fn when(&mut self, layered: &Layered<'t>, lines: &Lines<'t>, retired: bool) -> Option<Option<Expr>> {
        let mut found = match lines.when {
            Some((written, _)) => {
                let scope = Scope::new(layered.place, Reads::Item("a clause"));
                self.line_condition(written, scope).map(Some)
            }
            None if retired => Some(None),
            None => {
                let help = "say when it is violated: `when text has …`";
                self.missing_line("when", &layered.clause.id, layered.whole, help);
                None
            }
        };
        for (place, written, widens) in &lines.also {
            let more = self.line_condition(written, Scope::new(*place, Reads::Item("a clause")));
            found = match (found, more) {
                (Some(Some(base)), Some(more)) => {
                    // The place of the whole stays that of the base: the parts keep their own.
                    let span = base.span;
                    let parts = vec![base, more];
                    let kind = if *widens { ExprKind::Or(parts) } else { ExprKind::And(parts) };
                    Some(Some(condition(kind, span)))
                }
                (Some(None), Some(more)) => Some(Some(more)),
                _ => None,
            };
        }
        found
    }

    /// Types the clause's own exceptions, and adds its policy's unless it shuts them out.
    fn clause_exceptions(&mut self, lines: &Lines<'t>, inherited: &Inherited) -> Option<Vec<Exception>> {
        let own = self.exceptions(&lines.excepts, false);
        if lines.no_exceptions.is_some() {
            return own;
        }
        let mut all = own?;
        for exception in inherited.exceptions.as_ref()? {
            if let Some((_, twin)) = lines.excepts.iter().find(|(_, known)| known.name.text == exception.name) {
                self.twice_excepted(&twin.name, exception.span);
                return None;
            }
            all.push(exception.clone());
        }
        Some(all)
    }

    fn clause_on_unknown(
        &mut self,
        layered: &Layered<'t>,
        lines: &Lines<'t>,
        inherited: &Inherited,
        retired: bool,
    ) -> Option<OnUnknown> {
        if let Some((line, _)) = lines.on_unknown {
            return self.on_unknown(line);
        }
        if inherited.says_unknown || inherited.on_unknown.is_some() || retired {
            return inherited.on_unknown.or(retired.then_some(OnUnknown::Abstain));
        }
        let help = "write `on unknown abstain` here or, for all its clauses, in the policy";
        self.missing_line("on unknown", &layered.clause.id, layered.whole, help);
        None
    }

    fn verdict(
        &mut self,
        layered: &Layered<'t>,
        lines: &Lines<'t>,
        policy: Option<PolicyId>,
        retired: bool,
    ) -> Option<(Rung, Vec<LabelId>)> {
        let Some(((name, labels), _)) = lines.verdict else {
            if retired {
                return Some((Rung::default(), Vec::new()));
            }
            let help = "say what follows: `verdict remove as hate`";
            self.missing_line("verdict", &layered.clause.id, layered.whole, help);
            return None;
        };
        let rung = self.rung_named(name);
        let labels: Vec<_> = labels.iter().map(|label| self.own_label(label, policy)).collect();
        Some((rung?, labels.into_iter().collect::<Option<Vec<_>>>()?))
    }

    /// Finds a rung; reports what is none.
    pub fn rung_named(&mut self, name: &ast::Name) -> Option<Rung> {
        let found = self.rung(&name.text);
        if found.is_none() {
            self.unknown_rung(&lines::path_of(name));
        }
        found
    }

    /// Finds a label of the clause's policy.
    fn own_label(&mut self, name: &ast::Name, policy: Option<PolicyId>) -> Option<LabelId> {
        let Some(LabelId(at)) = self.label(&name.text) else {
            self.unknown_label(&name.text, name.span);
            return None;
        };
        let owner = self.world.labels.get(at as usize)?.policy;
        if policy.is_some_and(|PolicyId(own)| own as usize != owner) {
            self.foreign_label(name, owner);
            return None;
        }
        Some(LabelId(at))
    }

    /// Types the examples; one of an overlay stands in for the base's of the same sample.
    fn tests(&mut self, lines: &Lines<'t>, inherited: &Inherited, exceptions: &[Exception]) -> Option<Vec<ClauseTest>> {
        let mut typed: Vec<(usize, ClauseTest)> = Vec::new();
        let mut sound = true;
        for (place, test, span) in &lines.tests {
            let named = self.test_names(test, exceptions);
            let Some(sample) = self.sample(&test.sample, inherited, *place) else {
                sound = false;
                continue;
            };
            sound &= named;
            let by = test.by.iter().map(|name| name.text.clone()).collect();
            typed.retain(|(layer, known)| *layer >= place.layer || !super::same_sample(&known.sample, &sample));
            typed.push((place.layer, ClauseTest { expects: test.expects, sample, by, span: *span }));
        }
        sound.then(|| typed.into_iter().map(|(_, test)| test).collect())
    }

    /// True, or reported, if the exceptions an example names exist.
    fn test_names(&mut self, test: &ast::Test, exceptions: &[Exception]) -> bool {
        let mut sound = true;
        if let (Some(first), false) = (test.by.first(), test.expects == TestOutcome::Allows) {
            self.report(
                Diagnostic::error("E061", "only `allows` names exceptions", first.span, "")
                    .help("remove `by`, or write `allows`"),
            );
            return false;
        }
        for name in &test.by {
            if exceptions.iter().any(|exception| exception.name == name.text) {
                continue;
            }
            sound = false;
            let known = || exceptions.iter().map(|exception| exception.name.as_str());
            let mut found =
                Diagnostic::error("E061", format!("there is no exception `{}` here", name.text), name.span, "");
            found = match suggest::did_you_mean(&name.text, known()) {
                Some(help) => found.help(help),
                None if exceptions.is_empty() => found.note("this clause has no exceptions"),
                None => found.note(format!("its exceptions are {}", suggest::listing(known()))),
            };
            self.report(found);
        }
        sound
    }

    /// Checks that no two clauses bear one foreign id, and none another clause's own.
    pub fn known_as_unique(&mut self) {
        let clauses = self.clauses;
        let mut seen: std::collections::BTreeMap<&str, Span> = std::collections::BTreeMap::new();
        for layered in clauses.by_id.values() {
            let amended = layered.amends.iter().flat_map(|(_, amend)| &amend.lines);
            for line in layered.clause.lines.iter().chain(amended) {
                let Line::KnownAs(names) = &line.kind else { continue };
                for name in names {
                    let other = clauses.by_id.get(&name.text).filter(|other| other.id != layered.id);
                    let taken = seen.insert(&name.text, name.span).or(other.map(|other| other.clause.id.span));
                    if let Some(first) = taken {
                        let title = format!("`{}` leads to a clause already", name.text);
                        self.diagnostics.push(
                            Diagnostic::error("E055", title, name.span, "")
                                .also(first, "taken here")
                                .note("judges' citations must lead to one clause"),
                        );
                    }
                }
            }
        }
    }
}
