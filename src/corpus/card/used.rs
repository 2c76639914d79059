//! Which columns a card reads, and whether the columns it reads are there.

use super::files::FileForm;
use super::spec::Plan;
use super::template::Template;
use crate::language::diag::Diagnostic;
use crate::language::nearest::nearest;

/// Names that mean something without being columns.
const BOUND: [&str; 5] = ["value", "output", "line", "row", "votes"];

/// True if the card reads a column, or leaves it out on purpose.
pub(super) fn reads(plan: &Plan, table: usize, column: &str) -> bool {
    let main = table == 0;
    let name = plan.tables.get(table).map_or("", |table| table.name.as_str());
    let full = format!("{name}.{column}");
    let fits = |path: &str| {
        let whole = |path: &str, column: &str| {
            path == column || path.strip_prefix(column).is_some_and(|rest| rest.starts_with('.'))
        };
        whole(path, &full) || (main && whole(path, column))
    };
    let pattern = |path: &str| {
        let fits = |template: Template| template.read(&full).is_some() || (main && template.read(column).is_some());
        path.contains('{') && Template::parse(path).is_ok_and(fits)
    };
    let left_out = |ignored: &String| match ignored.strip_suffix('*') {
        Some(start) => full.starts_with(start) || (main && column.starts_with(start)),
        None => *ignored == full || (main && ignored == column),
    };
    plan.paths.iter().any(|(path, _)| fits(path) || pattern(path)) || plan.ignore.iter().any(left_out)
}

/// Reports the paths that lead to no column (`E096`). `forms` are the files of each table.
pub(super) fn check(plan: &Plan, forms: &[Vec<FileForm>], problems: &mut Vec<Diagnostic>) {
    let known = known(plan, forms);
    for (path, span) in &plan.paths {
        let found = match &known {
            // A table of JSON objects may have any key.
            None => true,
            Some(known) if path.contains('{') => {
                let template = Template::parse(path);
                template.is_ok_and(|template| known.iter().any(|name| template.read(name).is_some()))
            }
            Some(known) => {
                let leads = |name: &String| {
                    path == name || path.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('.'))
                };
                known.iter().any(leads)
            }
        };
        if !found && !problems.iter().any(|problem| problem.span() == Some(*span) && problem.code == "E096") {
            let title = format!("`{path}` is no column of the card's tables");
            let mut problem = Diagnostic::error("E096", title, *span, "no such column");
            if let Some(meant) = nearest(path, known.iter().flatten().map(String::as_str)) {
                problem = problem.help(format!("did you mean `{meant}`?"));
            }
            problems.push(problem);
        }
    }
}

/// All names there are; `None` if a table has any.
fn known(plan: &Plan, forms: &[Vec<FileForm>]) -> Option<Vec<String>> {
    let mut known: Vec<String> = BOUND.iter().map(|name| (*name).to_owned()).collect();
    known.extend(plan.lets.iter().map(|(name, _)| name.clone()));
    for judge in &plan.judges {
        known.extend(judge.each.iter().flat_map(Template::names).map(str::to_owned));
        if !judge.counts.is_empty() {
            known.push("n".to_owned());
        }
    }
    for (at, (table, forms)) in plan.tables.iter().zip(forms).enumerate() {
        let mut names: Vec<String> = Vec::new();
        for form in forms {
            names.extend(form.names()?.iter().cloned());
        }
        names.extend(table.files.iter().flat_map(|(file, _)| file.names()).map(str::to_owned));
        names.extend(table.outer.iter().map(|(name, _)| name.clone()));
        names.extend(table.section.iter().map(|section| section.name.clone()));
        names.extend(table.split.iter().flatten().map(|(name, _)| name.clone()));
        if at == 0 {
            known.extend(names.iter().cloned());
        }
        known.extend(names.into_iter().map(|name| format!("{}.{name}", table.name)));
    }
    Some(known)
}
