//! Are the verdicts that a card gives in so many words, by its maps, as constants or in its costs, on the ladder?
//!
//! A word that no ladder has would reject every record it comes up in, or make it unparsable. Looked at where the card is read
//! with the pack it is written for, or names none; read with another pack, its words are judged record by record.

use super::facts::Facts;
use super::row::words;
use super::spec::{Map, Plan, Spec};
use crate::corpus::read::Vocabulary;
use crate::language::diag::Diagnostic;

/// Reports verdicts that are not on the ladder (`E085`).
pub(super) fn check(plan: &Plan, facts: &Facts, vocabulary: &Vocabulary, problems: &mut Vec<Diagnostic>) {
    let own = facts.ladder.as_slice();
    if own.is_empty() && facts.pack.as_deref().is_some_and(|pack| pack != vocabulary.pack) {
        return;
    }
    let ladder = if own.is_empty() { vocabulary.ladder() } else { own };
    let of_judges = plan.judges.iter().filter_map(|judge| match judge.verdict.as_ref()? {
        Spec::Column { map, .. } | Spec::Output { map, .. } => map.as_deref(),
        Spec::Rules(map) => Some(&**map),
        _ => None,
    });
    let mut maps: Vec<&Map> = plan.verdict_map.as_deref().into_iter().collect();
    for map in of_judges {
        // Several judges may share a map; its mistakes are told once.
        if !maps.iter().any(|known| std::ptr::eq(*known, map)) {
            maps.push(map);
        }
    }
    let of_rules = maps.into_iter().flat_map(|map| &map.rules);
    let mapped = of_rules.filter_map(|rule| Some((rule.is.as_ref()?.plain()?.trim().to_owned(), rule.is_at)));
    let constant = plan.judges.iter().filter_map(|judge| match judge.verdict.as_ref()? {
        Spec::Constant(value) => Some((words(value)?.trim().to_owned(), judge.verdict_at)),
        _ => None,
    });
    let priced = plan.cost_names.iter().cloned();
    for (word, at) in mapped.chain(constant).chain(priced).filter(|(word, _)| !ladder.contains(word)) {
        let title = format!("`{word}` is not a verdict: the ladder is {}", ladder.join(", "));
        let mut problem = Diagnostic::error("E085", title, at, "unknown verdict");
        if let Some(meant) = crate::language::nearest::nearest(&word, ladder.iter().map(String::as_str)) {
            problem = problem.help(format!("did you mean `{meant}`?"));
        }
        problems.push(problem);
    }
}
