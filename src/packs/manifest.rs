//! `pack.yaml` → what it says.

use super::schema;
use super::yaml::{self, Fields, Kind, Node, Reader};
use crate::language::diag::Diagnostic;
use crate::language::input::PackInput;
use crate::language::moment;
use crate::language::schema::{Model, Models};
use crate::language::source::{SourceId, Sources, Span};

/// Another pack that the manifest names.
#[derive(Debug)]
pub(super) struct Link {
    pub path: String,
    pub span: Span,
}

/// The pack an overlay changes, and the revision it was written against.
#[derive(Debug)]
pub(super) struct Base {
    pub pack: Link,
    revision: Option<(String, Span)>,
}

/// The packs a manifest names.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub extends: Option<Base>,
    pub uses: Vec<(String, Link)>,
}

impl Base {
    /// Compares the pinned revision with the one that is there (`E089`).
    pub fn check(&self, pack: &PackInput) -> Option<Diagnostic> {
        let right = format!("\"{}\"", pack.revision);
        match &self.revision {
            Some((pinned, _)) if *pinned == pack.revision => None,
            Some((_, span)) => {
                let title = format!("`{}` is at another revision than the one this overlay extends", self.pack.path);
                let problem = Diagnostic::error("E089", title, *span, "pinned here");
                let problem =
                    problem.note("an overlay is written against one revision, so that a change of its base is seen");
                // No replacement: `--fix` would take a change of the base for read.
                Some(problem.help(format!("read what changed, then write `revision: {right}`")))
            }
            None => {
                let problem = Diagnostic::error("E089", "`extends` names no revision", self.pack.span, "of this pack");
                Some(problem.help(format!("write `extends: {{pack: {}, revision: {right}}}`", self.pack.path)))
            }
        }
    }
}

/// Reads a manifest; what is wrong is in the input's problems. The files and other packs are still to be added.
pub(super) fn read(sources: &Sources, id: SourceId) -> (PackInput, Links) {
    let mut reader = Reader::default();
    let mut input = PackInput { manifest: id, ..PackInput::default() };
    let mut links = Links::default();
    match yaml::parse(sources, id, &mut reader.problems) {
        Some(root) if matches!(root.kind, Kind::Map(_)) => keys(&root, &mut input, &mut links, &mut reader),
        Some(root) => {
            input.is_partial = true;
            reader.wrong(&root, "`pack.yaml`", "a map");
        }
        None => input.is_partial = true,
    }
    input.problems = reader.problems;
    (input, links)
}

fn keys(root: &Node, input: &mut PackInput, links: &mut Links, reader: &mut Reader) {
    let Some(mut fields) = reader.fields(root, "`pack.yaml`") else { return };
    if let Some(node) = fields.require("pack", reader) {
        input.name = reader.text(node, "`pack`").unwrap_or_default();
    }
    input.title = fields.text("title", reader).unwrap_or_else(|| input.name.clone());
    input.as_of = as_of(&mut fields, reader);
    if let Some(node) = fields.get("uses") {
        links.uses = uses(node, reader);
    }
    if let Some(node) = fields.get("extends") {
        links.extends = extends(node, reader);
    }
    if let Some(node) = fields.get("schema") {
        input.is_partial |= !matches!(node.kind, Kind::Map(_));
        (input.schema, input.unread_fields) = schema::read(node, reader);
    }
    if let Some(node) = fields.get("models") {
        input.models = models(node, reader);
    }
    if let Some(node) = fields.get("lints") {
        const LEVELS: [(&str, &str); 3] = [("allow", "allow"), ("warn", "warn"), ("deny", "deny")];
        for (lint, level) in reader.entries(node, "`lints`").unwrap_or_default() {
            if let Some(level) = reader.one_of(level, "a level for a lint", &LEVELS) {
                input.lints.insert(lint.text.clone(), level.to_owned());
            }
        }
    }
    fields.finish(reader);
}

fn as_of(fields: &mut Fields, reader: &mut Reader) -> Option<i64> {
    let node = fields.get("as_of")?;
    let text = reader.text(node, "`as_of`")?;
    let found = moment::parse(&text);
    if found.is_none() {
        let title = format!("`{}` is not a date", yaml::shortened(&text));
        let problem = Diagnostic::error("E088", title, node.span, "no such date");
        reader.problems.push(problem.help("write a date as `2026-11-01`, or `2026-11-01T12:00Z`"));
    }
    found
}

fn uses(node: &Node, reader: &mut Reader) -> Vec<(String, Link)> {
    let mut found = Vec::new();
    for (alias, node) in reader.entries(node, "`uses`").unwrap_or_default() {
        schema::check_name(&alias.text, alias.span, "an alias", reader);
        if let Some(path) = reader.text(node, "the path of a pack") {
            found.push((alias.text.clone(), Link { path, span: node.span }));
        }
    }
    found
}

fn extends(node: &Node, reader: &mut Reader) -> Option<Base> {
    if let Kind::Text(path) = &node.kind {
        // Without a revision; the error that says so also gives the right one.
        return Some(Base { pack: Link { path: path.clone(), span: node.span }, revision: None });
    }
    let mut fields = reader.fields(node, "`extends`")?;
    let pack = fields.require("pack", reader);
    let revision = fields.get("revision");
    let base = pack.and_then(|pack| {
        let link = Link { path: reader.text(pack, "`pack`")?, span: pack.span };
        let revision = revision.and_then(|node| Some((reader.text(node, "`revision`")?, node.span)));
        Some(Base { pack: link, revision })
    });
    fields.finish(reader);
    base
}

fn models(node: &Node, reader: &mut Reader) -> Models {
    let Some(mut fields) = reader.fields(node, "`models`") else { return Models::default() };
    let default = fields.get("default");
    let mut models = Models::default();
    for (name, node) in fields.others() {
        schema::check_name(&name.text, name.span, "a model's name", reader);
        models.all.extend(model(&name.text, node, reader));
    }
    models.default = match default {
        // A pack's only model is what `model` means.
        None => (models.all.len() == 1).then_some(0),
        Some(node) => {
            let name = reader.text(node, "`default`").unwrap_or_default();
            let found = models.all.iter().position(|model| model.name == name);
            if found.is_none() {
                let title = format!("the default model `{}` is not declared", yaml::shortened(&name));
                let known = models.all.iter().map(|model| model.name.as_str());
                let mut problem = Diagnostic::error("E092", title, node.span, "no such model");
                problem = match crate::language::nearest::nearest(&name, known) {
                    Some(meant) => problem.help(format!("did you mean `{meant}`?")).fix(node.span, meant),
                    None => problem.help(format!("declare it beside `default`: `{name}: {{versions: [\"1\"]}}`")),
                };
                reader.problems.push(problem);
            }
            found
        }
    };
    models
}

fn model(name: &str, node: &Node, reader: &mut Reader) -> Option<Model> {
    let mut model = Model { name: name.to_owned(), versions: Vec::new(), scores: Vec::new() };
    if node.kind == Kind::Null {
        return Some(model);
    }
    let mut fields = reader.fields(node, "a model")?;
    model.versions = fields.texts("versions", reader);
    if let Some(node) = fields.get("scores") {
        for (score, node) in reader.entries(node, "`scores`").unwrap_or_default() {
            model.scores.push((score.text.clone(), score_range(node, reader)));
        }
    }
    fields.finish(reader);
    Some(model)
}

fn score_range(node: &Node, reader: &mut Reader) -> (f64, f64) {
    let range = match &node.kind {
        Kind::Null => None,
        _ => reader.fields(node, "a score").and_then(|mut fields| {
            let range = schema::range(&mut fields, reader);
            fields.finish(reader);
            range
        }),
    };
    let (min, max) = range.unwrap_or((Some(0.0), Some(1.0)));
    (min.unwrap_or(f64::NEG_INFINITY), max.unwrap_or(f64::INFINITY))
}
