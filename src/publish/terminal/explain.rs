//! Why an item came out as it did, in words: which words met which clause, which exception held, what was unknown.

use super::{BAD, DIM, GOOD, HEADING, counted, paint};
use crate::engine::decision::{ClauseOutcome, FoundSpan, Outcome};
use crate::engine::explain::{Acting, ClauseTrace, Step, StepKind};
use crate::language::moment;
use crate::language::policy::{Clause, Expr};
use crate::language::prose;
use crate::language::value::{Truth, Value};
use crate::publish::decisions::view_name;
use crate::publish::excerpt::excerpt;
use crate::publish::explanation::{Explanation, Ground, Unknowns};

impl Explanation<'_> {
    /// Writes the whole explanation; clauses that plainly do not match are only counted.
    pub fn text(&self) -> String {
        let mut said = self.marked_texts();
        said.push_str(&self.judges());
        said.push_str(&self.standing());
        let (mut quiet, mut resting) = (0, 0);
        for trace in &self.trace.clauses {
            match (trace.outcome, trace.acting) {
                (Outcome::NoMatch, _) => quiet += 1,
                (_, Acting::Rests) => resting += 1,
                _ => said.push_str(&self.clause(trace)),
            }
        }
        let other = if self.trace.clauses.len() == quiet + resting { "" } else { "other " };
        let none_left = quiet + resting == 0;
        let quiet = counted(quiet as u64, &format!("{other}clause does"), &format!("{other}clauses do"));
        let more = match resting {
            0 => String::new(),
            drafts => format!(", and {} that would", counted(drafts as u64, "draft", "drafts")),
        };
        let note = match none_left {
            true => "\n--clause ID shows the working of a clause step by step\n".to_owned(),
            false => format!("\n{quiet} not match{more}; --clause ID shows the working of one\n"),
        };
        said + &paint(&note, DIM, self.look.color)
    }

    /// Writes the working of one clause, step by step, with its sentence.
    pub fn clause_in_full(&self, trace: &ClauseTrace) -> String {
        let Some(clause) = self.declared(trace) else { return String::new() };
        let mut said = format!("{}\n{}", prose::clause(self.pack, clause), self.marked_texts());
        said.push_str(&self.clause(trace));
        said.push_str(&format!("    {}\n", paint("its condition, step by step:", DIM, self.look.color)));
        self.steps(&trace.when, 2, &mut said);
        for (exception, step) in clause.exceptions.iter().zip(&trace.exceptions) {
            let title = format!("exception `{}`, step by step:", exception.name);
            said.push_str(&format!("    {}\n", paint(&title, DIM, self.look.color)));
            self.steps(step, 2, &mut said);
        }
        said
    }

    /// The item's texts, what was found in them marked.
    fn marked_texts(&self) -> String {
        let subjects = self.pack.subjects();
        let one = |(path, text): (String, &str)| {
            let spans = self.spans_in(&path);
            // A code such as a language says nothing by itself.
            let says = !spans.is_empty() || subjects.contains(&path.as_str()) || text.contains(char::is_whitespace);
            let shown = excerpt(&self.readable(&path, text), &spans, self.look);
            says.then(|| format!("{}  {shown}\n", paint(&path, DIM, self.look.color)))
        };
        self.texts().into_iter().filter_map(one).collect()
    }

    /// What others said of the item.
    fn judges(&self) -> String {
        let rung = |rung: Option<_>| rung.map_or("no verdict", |rung| self.pack.rung_name(rung));
        let says = |judge: &str, verdict: Option<_>, unparsable: bool| match (unparsable, verdict) {
            (true, _) => Some(format!("what {judge} says is unparsable: it cannot be read as a verdict")),
            (false, Some(_)) => Some(format!("{judge} says {}", rung(verdict))),
            (false, None) => None,
        };
        let models = self.record.models.iter().filter_map(|own| says(&own.name, own.verdict, own.unparsable));
        let raters = self.record.ratings.iter().filter_map(|own| says(&own.rater, own.verdict, own.unparsable));
        let mut said: Vec<String> = models.chain(raters).collect();
        said.extend(self.record.gold.iter().map(|gold| format!("gold is {}", rung(gold.verdict))));
        if said.is_empty() { String::new() } else { paint(&format!("{}\n", said.join(", ")), DIM, self.look.color) }
    }

    fn standing(&self) -> String {
        let decision = &self.trace.decision;
        let labels: Vec<&str> = decision
            .labels
            .iter()
            .filter_map(|l| self.pack.labels.get(l.0 as usize))
            .map(|l| l.name.as_str())
            .collect();
        let mut verdict = self.pack.rung_name(decision.verdict).to_owned();
        if !labels.is_empty() {
            verdict.push_str(&format!(" as {}", prose::list(&labels, "and")));
        }
        let mut said = format!("\n{}", paint(&verdict, HEADING, self.look.color));
        if decision.unsettled {
            said.push_str(", unsettled: a stronger verdict hangs on something unknown");
        }
        for queue in decision.escalations.iter().filter_map(|queue| self.pack.queues.get(queue.0 as usize)) {
            said.push_str(&format!(", goes to {}", queue.name));
        }
        let day = moment::format(self.as_of_ms);
        let day = day.strip_suffix("T00:00:00Z").unwrap_or(&day);
        let note = format!("  as of {day} ({})", self.as_of_from);
        said.push_str(&format!("\n{}\n", paint(&note, DIM, self.look.color)));
        for (policy, outcome) in self.pack.policies.iter().zip(&decision.policies) {
            match outcome.in_scope {
                Some(true) => {}
                Some(false) => said.push_str(&format!("  {} does not apply to this item\n", policy.id)),
                None => said.push_str(&format!("  whether {} applies cannot be told\n", policy.id)),
            }
        }
        said
    }

    fn clause(&self, trace: &ClauseTrace) -> String {
        let Some(clause) = self.declared(trace) else { return String::new() };
        let decision = self.trace.decision.clauses.iter().find(|outcome| outcome.clause == trace.clause);
        let (mark, style, came) = match trace.outcome {
            Outcome::Match => ("yes", BAD, "matches"),
            Outcome::Excepted => ("but", GOOD, "would match, but is excepted"),
            Outcome::Indeterminate => ("???", DIM, "cannot be told"),
            Outcome::NoMatch => ("no ", DIM, "does not match"),
        };
        let proposes = decision.and_then(|outcome| outcome.proposes).map(|rung| self.pack.rung_name(rung));
        let effect = match (proposes, trace.acting) {
            (Some(rung), _) => format!(" and proposes {rung}"),
            (None, Acting::Watches) => " (recorded only: it does not act on this item)".to_owned(),
            _ => String::new(),
        };
        let mut said = format!(
            "\n{} {} \"{}\" {came}{effect} ({} severity)\n",
            paint(mark, style, self.look.color),
            paint(&clause.id, HEADING, self.look.color),
            clause.title,
            clause.severity.name()
        );
        if let Some(when) = &clause.when {
            said.push_str(&format!("    it asks whether {}\n", prose::condition(self.pack, when)));
        }
        if let Some(working) = &trace.working {
            said.push_str(&self.found(&working.spans));
            if trace.outcome == Outcome::Indeterminate {
                said.push_str(&self.unknown(working));
            }
        }
        said.push_str(&self.exceptions(clause, trace));
        said.push_str(&self.exemptions(trace));
        said
    }

    fn unknown(&self, working: &ClauseOutcome) -> String {
        let Unknowns { missing, contradicting } = self.unknowns(working);
        let mut said = String::new();
        if !missing.is_empty() {
            said.push_str(&format!("    unknown, because missing: {}\n", prose::list(&missing, "and")));
        }
        if !contradicting.is_empty() {
            let questions = prose::list(&contradicting, "and");
            said.push_str(&format!("    unknown, because judges contradict each other on: {questions}\n"));
        }
        said
    }

    fn found(&self, spans: &[FoundSpan]) -> String {
        let mut said = String::new();
        for span in spans {
            let Some(words) = self.words(span) else { continue };
            let by = span.entry.and_then(|(list, entry)| {
                let list = self.pack.lists.get(list.0 as usize)?;
                Some(format!(", by \"{}\" of {}", list.entries.get(entry as usize)?.text, list.name))
            });
            said.push_str(&format!(
                "    found \"{}\" in {} at {}–{}, reading {}{}\n",
                paint(&words, HEADING, self.look.color),
                span.field,
                span.start,
                span.end,
                view_name(span.view),
                by.unwrap_or_default()
            ));
        }
        said
    }

    fn exceptions(&self, clause: &Clause, trace: &ClauseTrace) -> String {
        let mut said = String::new();
        for (exception, step) in clause.exceptions.iter().zip(&trace.exceptions) {
            let asked = || prose::condition(self.pack, &exception.condition);
            let held = match step.truth {
                Some(Truth::True) => format!("holds: {}", self.because(&exception.condition, step)),
                Some(Truth::False) => format!("does not hold; it would need that {}", asked()),
                _ => format!("cannot be told; it asks whether {}", asked()),
            };
            let title = exception.title.as_ref().map(|title| format!(" ({title})")).unwrap_or_default();
            said.push_str(&format!("    exception `{}`{title} {held}\n", exception.name));
        }
        said
    }

    /// What makes a condition hold, with the words that do.
    fn because(&self, condition: &Expr, step: &Step) -> String {
        let told = |ground: &Ground<'_>| {
            let mut words: Vec<String> = ground.found.iter().filter_map(|span| self.words(span)).collect();
            words.dedup();
            let words: Vec<String> =
                words.iter().map(|words| format!("\"{}\"", paint(words, HEADING, self.look.color))).collect();
            if words.is_empty() {
                ground.asks.clone()
            } else {
                format!("{}: {}", ground.asks, prose::list(&words, "and"))
            }
        };
        let grounds: Vec<String> = self.grounds(condition, step).iter().map(told).collect();
        grounds.join("; ")
    }

    fn exemptions(&self, trace: &ClauseTrace) -> String {
        let mut said = String::new();
        for exemption in &trace.exemptions {
            let Some(declared) = self.pack.exemptions.get(exemption.exemption.0 as usize) else { continue };
            let effect = declared
                .caps_at
                .map_or("clears it".to_owned(), |rung| format!("caps it at {}", self.pack.rung_name(rung)));
            let held = match (exemption.expired, exemption.when.truth) {
                (true, _) => "has ended".to_owned(),
                (false, Some(Truth::True)) => effect,
                (false, Some(Truth::False)) => "does not apply".to_owned(),
                (false, _) => {
                    let missing = &exemption.missing;
                    let for_want = if missing.is_empty() {
                        String::new()
                    } else {
                        format!(" for want of {}", prose::list(missing, "and"))
                    };
                    format!("cannot be proved{for_want}, so it does not apply")
                }
            };
            said.push_str(&format!("    exemption `{}` ({}) {held}\n", declared.name, declared.title));
        }
        said
    }

    /// The parts of a condition as their author wrote them, with what came of each.
    fn steps(&self, step: &Step, depth: usize, said: &mut String) {
        let indent = "    ".repeat(depth);
        let came = match (step.truth, &step.value) {
            (Some(Truth::True), _) => "yes".to_owned(),
            (Some(Truth::False), _) => "no".to_owned(),
            (Some(Truth::Unknown), _) => "cannot be told".to_owned(),
            (None, Some(value)) => self.value_in_words(step, value),
            (None, None) => String::new(),
        };
        let words: Vec<&str> = self.sources.text(step.span).split_whitespace().collect();
        let element = step.element.map(|at| format!("[{at}] ")).unwrap_or_default();
        let is_text = matches!(step.value, Some(Value::Text(_)));
        if step.kind != StepKind::Literal && !is_text && !came.is_empty() {
            said.push_str(&format!("{indent}{element}{}: {came}\n", words.join(" ")));
        }
        for child in &step.children {
            self.steps(child, depth + 1, said);
        }
    }
}
