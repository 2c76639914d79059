//! `corpus.yaml` → [`Plan`] and what is said about the corpus.

use std::sync::Arc;

use super::call::Call;
use super::condition::Condition;
use super::facts::Facts;
use super::parse_judges;
use super::spec::{Expect, Format, Map, Plan, Rule, Section, Spec, TableSpec};
use super::template::Template;
use super::{parse_values, parse_values::json};
use crate::language::source::Span;
use crate::packs::yaml::{Fields, Kind, Node, Reader};

/// Gathers what the parts of a card share.
#[derive(Default)]
pub(super) struct Parser {
    pub reader: Reader,
    pub maps: Vec<(String, Arc<Map>)>,
    pub paths: Vec<(String, Span)>,
    /// Columns with personal data, and names that `let` makes from them.
    pub personal: Vec<String>,
}

impl Parser {
    /// True if a path leads to a column with personal data, with or without its table's name before it.
    pub fn is_personal(&self, path: &str) -> bool {
        let leads = |path: &str, column: &str| {
            path.strip_prefix(column).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let bare = path.split_once('.').map_or("", |(_, rest)| rest);
        self.personal.iter().any(|column| leads(path, column) || leads(bare, column))
    }

    /// Notes that a path is read.
    pub fn uses(&mut self, path: &str, span: Span) {
        self.paths.push((path.to_owned(), span));
    }

    /// Reads a condition (`E095`).
    pub fn condition(&mut self, node: &Node) -> Option<Condition> {
        let text = self.reader.text(node, "a condition")?;
        match Condition::parse(&text) {
            Ok((condition, paths)) => {
                paths.iter().for_each(|path| self.uses(path, node.span));
                Some(condition)
            }
            Err(why) => {
                self.reader.error("E095", format!("this condition cannot be read: {why}"), node.span, "here");
                None
            }
        }
    }

    /// Reads a template (`E095`).
    pub fn template(&mut self, node: &Node, what: &str) -> Option<Template> {
        let text = self.reader.text(node, what)?;
        match Template::parse(&text) {
            Ok(template) => {
                let names: Vec<String> = template.names().map(str::to_owned).collect();
                names.iter().for_each(|name| self.uses(name, node.span));
                Some(template)
            }
            Err(why) => {
                self.reader.error("E095", why, node.span, "here");
                None
            }
        }
    }

    /// Reads rules: a list, a map from source words, or the name of a map under `maps`.
    pub fn map(&mut self, node: &Node) -> Option<Arc<Map>> {
        match &node.kind {
            Kind::Text(name) => {
                let found = self.maps.iter().find(|(known, _)| known == name).map(|(_, map)| Arc::clone(map));
                if found.is_none() {
                    self.reader.error(
                        "E096",
                        format!("there is no map `{name}` under `maps`"),
                        node.span,
                        "named here",
                    );
                }
                found
            }
            Kind::List(rules) => {
                let rules = rules.iter().filter_map(|rule| self.rule(rule, None)).collect();
                Some(Arc::new(Map { rules }))
            }
            Kind::Map(entries) => {
                let rules = entries.iter().filter_map(|(key, node)| self.rule(node, Some(key.text.clone()))).collect();
                Some(Arc::new(Map { rules }))
            }
            _ => {
                self.reader.wrong(node, "a map of values", "a list of rules or a map");
                None
            }
        }
    }

    fn rule(&mut self, node: &Node, equals: Option<String>) -> Option<Rule> {
        let mut rule =
            Rule { equals, when: None, is: None, is_at: node.span, labels: None, clause: None, unparsable: false };
        if rule.equals.is_some() && !matches!(node.kind, Kind::Map(_)) {
            rule.is = Some(self.template(node, "what a value means")?);
            return Some(rule);
        }
        let mut fields = self.reader.fields(node, "a rule")?;
        if let Some(node) = fields.get("when") {
            rule.when = Some(self.condition(node)?);
        }
        if let Some(node) = fields.get("is") {
            rule.is = Some(self.template(node, "`is`")?);
            rule.is_at = node.span;
        }
        if let Some(node) = fields.get("labels") {
            rule.labels = Some(self.reader.texts(node, "`labels`"));
        }
        rule.clause = fields.text("clause", &mut self.reader);
        rule.unparsable = fields.bool("unparsable", &mut self.reader).unwrap_or(false);
        fields.finish(&mut self.reader);
        Some(rule)
    }
}

/// Reads a whole card.
pub(super) fn card(root: &Node, parser: &mut Parser) -> (Plan, Facts) {
    let mut plan = Plan::default();
    let Some(mut fields) = parser.reader.fields(root, "a corpus card") else { return (plan, Facts::default()) };
    let mut facts = facts(&mut fields, parser);
    if let Some(node) = fields.get("costs") {
        (facts.costs, plan.cost_names) = costs(node, &mut parser.reader);
    }
    parser.personal.clone_from(&facts.personal);
    if let Some(node) = fields.get("maps") {
        for (key, node) in parser.reader.entries(node, "`maps`").map(<[_]>::to_vec).unwrap_or_default() {
            if let Some(map) = parser.map(&node) {
                parser.maps.push((key.text, map));
            }
        }
    }
    plan.verdict_map = fields.get("verdict_map").and_then(|node| parser.map(node));
    if let Some(node) = fields.require("tables", &mut parser.reader) {
        tables(node, &mut plan, parser);
    }
    if let Some(node) = fields.get("let") {
        lets(node, &mut plan, parser);
    }
    let judges = fields.get("judges");
    match fields.get("item") {
        Some(node) => facts.sensitive.extend(item(node, &mut plan, parser)),
        None => {
            // The columns are the fields.
            facts.sensitive.extend(facts.personal.iter().cloned());
            native(root, judges, &mut plan, parser);
        }
    }
    if let Some(node) = judges {
        for node in parser.reader.list(node, "`judges`").map(<[_]>::to_vec).unwrap_or_default() {
            plan.judges.extend(parse_judges::judge(&node, parser));
        }
    }
    plan.missing = fields.texts("missing", &mut parser.reader);
    if let Some(node) = fields.get("absent") {
        for (key, node) in parser.reader.entries(node, "`absent`").unwrap_or_default() {
            plan.absent.push((key.text.clone(), json(node)));
        }
    }
    plan.group = fields.bool("group", &mut parser.reader).unwrap_or(false);
    plan.ignore = fields.texts("ignore", &mut parser.reader);
    fields.finish(&mut parser.reader);
    plan.expected.clone_from(&facts.expect.facts);
    plan.paths = std::mem::take(&mut parser.paths);
    (plan, facts)
}

/// Without `item`, the files of the one table hold records as they are, judges and all.
fn native(root: &Node, judges: Option<&Node>, plan: &mut Plan, parser: &mut Parser) {
    plan.native = true;
    if plan.tables.len() > 1 || judges.is_some() {
        let title = "a card with several tables or with `judges` needs `item`";
        let problem = crate::language::diag::Diagnostic::error("E083", title, root.span, "no `item` here");
        let help = "`item` says what a record is made of; without it, the files of one table hold records as they are";
        parser.reader.problems.push(problem.help(help));
    }
}

fn facts(fields: &mut Fields, parser: &mut Parser) -> Facts {
    let reader = &mut parser.reader;
    let mut facts = Facts::default();
    if let Some(node) = fields.require("corpus", reader) {
        facts.name = reader.text(node, "`corpus`").unwrap_or_default();
    }
    facts.title = fields.text("title", reader).unwrap_or_else(|| facts.name.clone());
    facts.source = fields.text("source", reader);
    facts.licence = fields.text("licence", reader);
    facts.notes = fields.text("notes", reader);
    facts.pack = fields.text("pack", reader);
    facts.ladder = fields.texts("ladder", reader);
    const SCALES: [(&str, bool); 2] = [("ordinal", false), ("nominal", true)];
    let unordered = fields.get("scale").and_then(|node| reader.one_of(node, "a scale", &SCALES));
    facts.unordered = unordered.unwrap_or(false);
    facts.sensitive = fields.texts("sensitive", reader);
    facts.personal = fields.texts("personal", reader);
    if let Some(node) = fields.get("expect") {
        facts.expect = expect(node, reader);
    }
    facts
}

/// Cells of a matrix of costs (gold, given, cost), and the verdicts it names, with their places.
type CostsRead = (Vec<(String, String, f64)>, Vec<(String, Span)>);

/// Reads `costs`, which are 0 or more.
fn costs(node: &Node, reader: &mut Reader) -> CostsRead {
    let (mut costs, mut names) = CostsRead::default();
    for (gold, row) in reader.entries(node, "`costs`").map(<[_]>::to_vec).unwrap_or_default() {
        names.push((gold.text.clone(), gold.span));
        for (given, cell) in reader.entries(&row, "a row of `costs`").map(<[_]>::to_vec).unwrap_or_default() {
            names.push((given.text.clone(), given.span));
            match reader.number(&cell, "a cost") {
                Some(cost) if cost < 0.0 => {
                    reader.error("E084", "a cost is 0 or more: what is right costs nothing", cell.span, "below 0");
                }
                Some(cost) => costs.push((gold.text.clone(), given.text, cost)),
                None => {}
            }
        }
    }
    (costs, names)
}

/// Reads `expect`: plain counts, and maps of counts whose keys are joined by dots.
fn expect(node: &Node, reader: &mut Reader) -> Expect {
    const PLAIN: [&str; 5] = ["items", "rejected", "blank", "duplicates", "skipped"];
    const NAMED: [&str; 6] = ["unparsable", "verdicts", "labels", "decisions", "skipped", "unjoined"];
    let mut expect = Expect::default();
    for (key, node) in reader.entries(node, "`expect`").map(<[_]>::to_vec).unwrap_or_default() {
        match &node.kind {
            Kind::Map(_) if NAMED.contains(&key.text.as_str()) => named(&key.text, &node, &mut expect, reader),
            Kind::Number(..) if PLAIN.contains(&key.text.as_str()) => {
                if let Some(count) = reader.whole(&node, "a count") {
                    expect.places.insert(key.text.clone(), key.span.to(node.span));
                    expect.counts.insert(key.text, count);
                }
            }
            _ => {
                let known = [PLAIN.as_slice(), NAMED.as_slice()].concat();
                let meant = crate::language::nearest::nearest(&key.text, known.iter().copied());
                let title = format!("`{}` is not a count that can be expected so", key.text);
                let mut problem = crate::language::diag::Diagnostic::error("E082", title, key.span, "unknown count");
                if let Some(meant) = meant.filter(|meant| *meant != key.text) {
                    problem = problem.help(format!("did you mean `{meant}`?"));
                }
                let note = "numbers: `items`, `rejected`, `blank`, `duplicates`; by name: `unparsable`, `verdicts`, \
                            `labels`, `decisions`, `skipped`, `unjoined`";
                reader.problems.push(problem.note(note));
            }
        }
    }
    expect
}

fn named(path: &str, node: &Node, expect: &mut Expect, reader: &mut Reader) {
    for (key, node) in reader.entries(node, "counts").map(<[_]>::to_vec).unwrap_or_default() {
        let path = format!("{path}.{}", key.text);
        match node.kind {
            Kind::Map(_) => named(&path, &node, expect, reader),
            _ => {
                if let Some(count) = reader.whole(&node, "a count") {
                    expect.places.insert(path.clone(), key.span.to(node.span));
                    expect.facts.insert(path, count);
                }
            }
        }
    }
}

fn tables(node: &Node, plan: &mut Plan, parser: &mut Parser) {
    for (key, node) in parser.reader.entries(node, "`tables`").map(<[_]>::to_vec).unwrap_or_default() {
        if let Some(table) = table(key.text, &node, parser) {
            plan.tables.push(table);
        }
    }
    if plan.tables.is_empty() {
        parser.reader.error("E083", "a card needs at least one table", node.span, "none here");
    }
    let others = plan.tables.iter().skip(1);
    for table in others.filter(|table| table.join.is_empty()) {
        let title = format!("the table `{}` does not say how it joins", table.name);
        let problem = crate::language::diag::Diagnostic::error("E083", title, table.span, "this table");
        let help = "the first table is the main one; the others need `join: [id]` or `join: {id: their_column}`";
        parser.reader.problems.push(problem.help(help));
    }
}

fn table(name: String, node: &Node, parser: &mut Parser) -> Option<TableSpec> {
    let mut fields = parser.reader.fields(node, "a table")?;
    let mut files = Vec::new();
    if let Some(node) = fields.require("files", &mut parser.reader) {
        let nodes = if let Kind::List(nodes) = &node.kind { nodes.clone() } else { vec![node.clone()] };
        for node in nodes {
            let text = parser.reader.text(&node, "`files`").unwrap_or_default();
            match Template::parse(&text) {
                Ok(template) => files.push((template, node.span)),
                Err(why) => parser.reader.error("E095", why, node.span, "here"),
            }
        }
    }
    let format = fields.get("format").and_then(|node| parser.reader.one_of(node, "a format", &Format::WORDS));
    let rows = fields.text("rows", &mut parser.reader);
    let outer = names(fields.get("outer"), "`outer`", parser);
    let join = fields.get("join").map_or_else(Vec::new, |node| join(&name, node, parser));
    let header_line = match fields.get("header_line") {
        None => Some(1),
        Some(node) if matches!(&node.kind, Kind::Text(word) if word == "none") => None,
        Some(node) => parser.reader.whole(node, "`header_line`").map(|line| line.max(1)),
    };
    let columns = fields.texts("columns", &mut parser.reader);
    let rename = names(fields.get("rename"), "`rename`", parser);
    let skip = fields.get("skip").map_or_else(Vec::new, |node| skip(node, parser));
    let section = fields.get("section").and_then(|node| section(node, parser));
    let split = fields.get("split").map_or_else(Vec::new, |node| split(node, parser));
    const RAGGED: [(&str, bool); 2] = [("reject", false), ("pad", true)];
    let pad = fields.get("ragged").and_then(|node| parser.reader.one_of(node, "a rule for ragged rows", &RAGGED));
    fields.finish(&mut parser.reader);
    let pad = pad.unwrap_or(false);
    let span = node.span;
    Some(TableSpec {
        name,
        span,
        files,
        format,
        rows,
        outer,
        join,
        header_line,
        columns,
        rename,
        skip,
        section,
        split,
        pad,
    })
}

/// Reads a map from text to text.
fn names(node: Option<&Node>, what: &str, parser: &mut Parser) -> Vec<(String, String)> {
    let Some(node) = node else { return Vec::new() };
    let entries = parser.reader.entries(node, what).map(<[_]>::to_vec).unwrap_or_default();
    entries.into_iter().filter_map(|(key, node)| Some((key.text, parser.reader.text(&node, what)?))).collect()
}

fn join(table: &str, node: &Node, parser: &mut Parser) -> Vec<(String, String)> {
    let pairs: Vec<(String, String, Span)> = match &node.kind {
        Kind::Map(entries) => {
            let pair = |(key, node): &(_, Node)| -> Option<(String, String, Span)> {
                let key: &crate::packs::yaml::Key = key;
                Some((key.text.clone(), node.word()?, node.span))
            };
            entries.iter().filter_map(pair).collect()
        }
        _ => {
            let texts = parser.reader.texts(node, "`join`");
            texts.into_iter().map(|name| (name.clone(), name, node.span)).collect()
        }
    };
    for (main, side, span) in &pairs {
        parser.uses(main, *span);
        parser.uses(&format!("{table}.{side}"), *span);
    }
    pairs.into_iter().map(|(main, side, _)| (main, side)).collect()
}

fn skip(node: &Node, parser: &mut Parser) -> Vec<(Condition, String)> {
    let mut found = Vec::new();
    for node in parser.reader.list(node, "`skip`").map(<[_]>::to_vec).unwrap_or_default() {
        let Some(mut fields) = parser.reader.fields(&node, "rows to skip") else { continue };
        let when = fields.require("when", &mut parser.reader).cloned();
        let name = fields.text("as", &mut parser.reader).unwrap_or_else(|| "skipped".to_owned());
        fields.finish(&mut parser.reader);
        found.extend(when.and_then(|when| parser.condition(&when)).map(|when| (when, name)));
    }
    found
}

fn section(node: &Node, parser: &mut Parser) -> Option<Section> {
    let mut fields = parser.reader.fields(node, "`section`")?;
    let when = fields.require("when", &mut parser.reader).cloned();
    let from = fields.require("from", &mut parser.reader).cloned();
    let name = fields.text("as", &mut parser.reader).unwrap_or_else(|| "section".to_owned());
    fields.finish(&mut parser.reader);
    let from = from?;
    let column = parser.reader.text(&from, "`from`")?;
    parser.uses(&column, from.span);
    Some(Section { when: parser.condition(&when?)?, from: column, name })
}

/// Reads the rows that one row becomes: for each, what its columns are.
fn split(node: &Node, parser: &mut Parser) -> Vec<Vec<(String, Spec)>> {
    let mut found = Vec::new();
    for node in parser.reader.list(node, "`split`").map(<[_]>::to_vec).unwrap_or_default() {
        let columns = parser.reader.entries(&node, "a row of `split`").map(<[_]>::to_vec).unwrap_or_default();
        let columns =
            columns.iter().filter_map(|(key, node)| Some((key.text.clone(), parse_values::spec(node, parser)?)));
        found.push(columns.collect());
    }
    found
}

fn lets(node: &Node, plan: &mut Plan, parser: &mut Parser) {
    for (key, node) in parser.reader.entries(node, "`let`").map(<[_]>::to_vec).unwrap_or_default() {
        let Some(text) = parser.reader.text(&node, "`let`") else { continue };
        match Call::parse(&text) {
            Ok(call) => {
                let mut names = Vec::new();
                call.names(&mut names);
                if names.iter().any(|name| parser.is_personal(name)) {
                    parser.personal.push(key.text.clone());
                }
                names.iter().for_each(|name| parser.uses(name, node.span));
                plan.lets.push((key.text, call));
            }
            Err(why) => parser.reader.error("E095", why, node.span, "here"),
        }
    }
}

/// Reads what an item is made of; returns the fields that are made from columns with personal data.
fn item(node: &Node, plan: &mut Plan, parser: &mut Parser) -> Vec<String> {
    let Some(mut fields) = parser.reader.fields(node, "`item`") else { return Vec::new() };
    let mut personal = Vec::new();
    if let Some(node) = fields.require("id", &mut parser.reader) {
        plan.id = match &node.kind {
            // A bare name is a column.
            Kind::Text(name) if !name.contains('{') => {
                parser.uses(name, node.span);
                Template::parse(&format!("{{{name}}}")).ok()
            }
            _ => parser.template(node, "`id`"),
        };
    }
    for (key, node) in fields.others() {
        let before = parser.paths.len();
        if let Some(spec) = parse_values::spec(node, parser) {
            plan.fields.push((key.text.clone(), spec));
        }
        let read = parser.paths.get(before..).unwrap_or_default();
        if read.iter().any(|(path, _)| parser.is_personal(path)) {
            personal.push(key.text.clone());
        }
    }
    personal
}
