#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;

use super::*;
use crate::language::value::{Type, Unit, Value};

/// Writes a folder of files and returns it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn loaded(dir: &Path) -> (PackInput, Sources) {
    let mut sources = Sources::default();
    let input = load(dir, &mut sources).unwrap();
    (input, sources)
}

/// Loads a manifest alone and returns each problem as `line: code title / help`.
fn problems(manifest: &str) -> Vec<String> {
    let dir = folder(&[("pack.yaml", manifest)]);
    let (input, sources) = loaded(dir.path());
    let line = |p: &Diagnostic| sources.line_column(p.span().unwrap()).0;
    input
        .problems
        .iter()
        .map(|p| {
            format!(
                "{}: {} {}{}",
                line(p),
                p.code,
                p.title,
                p.help.first().map_or(String::new(), |h| format!(" / {h}"))
            )
        })
        .collect()
}

const COMMUNITY: &str = r#"
pack: community
title: Community guidelines
as_of: 2026-11-01
schema:
  text:         {type: text, required: true, sensitive: true}
  surface:      {type: enum, of: [post, comment]}
  author.age:   {type: duration, unit: days, column: author.age_days}
  score:        {type: number, range: [0, ~]}
  tags:         {type: list, of: text}
  messages:     {type: list, of: {role: {type: enum, of: [user, assistant]}, text: {type: text}, type: {type: bool}}}
models:
  default: guard
  guard: {versions: ["3", 4.10], scores: {hate: {range: [0, 1]}}}
lints: {overbroad_pattern: deny}
"#;

#[test]
fn a_whole_pack_is_read() {
    let dir = folder(&[
        ("pack.yaml", COMMUNITY),
        ("b.precept", "language 1\r\n"),
        ("a.precept", "\u{feff}language 1\n"),
        ("lexicons/groups.yaml", "- Veridian*\n- {term: Kestran, plural: true, weight: 2}\n"),
        ("lexicons/slurs.yaml", "defaults: {severity: high, lang: en}\nterms: [grublin, {term: x y, severity: ~}]\n"),
        ("locales/de.yaml", "HS.2: …"),
        ("tests/extra.jsonl", "{}"),
        ("README.md", "hello"),
    ]);
    let (input, sources) = loaded(dir.path());
    assert_eq!(input.problems, []);
    assert_eq!((input.name.as_str(), input.as_of), ("community", Some(1_793_491_200_000)));
    let files: Vec<_> = input.files.iter().map(|id| sources.get(*id).unwrap()).collect();
    assert!(files[0].name.ends_with("/a.precept") && files[1].name.ends_with("/b.precept"));
    assert_eq!(files[0].text, "language 1\n");
    let fields = &input.schema.fields;
    assert_eq!(fields.len(), 6);
    assert!(fields[0].required && fields[0].sensitive);
    assert_eq!((fields[2].column.as_str(), &fields[2].ty), ("author.age_days", &Type::Duration(Unit::Day)));
    assert_eq!(fields[3].ty, Type::Number { min: Some(0.0), max: None });
    assert_eq!(fields[4].ty, Type::List(Type::Text.into()));
    let Type::List(of) = &fields[5].ty else { panic!("a list") };
    let Type::Record(members) = &**of else { panic!("of records") };
    assert_eq!(members.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["role", "text", "type"]);
    assert_eq!(input.models.default, Some(0));
    assert_eq!(input.models.all[0].versions, ["3", "4.10"]);
    assert_eq!(input.models.all[0].scores, [("hate".to_owned(), (0.0, 1.0))]);
    assert_eq!(input.lints["overbroad_pattern"], "deny");

    let groups = &input.lexicons["lexicons/groups.yaml"];
    assert_eq!(groups[0].text, "Veridian*");
    assert_eq!(
        groups[1].attributes,
        [("plural".to_owned(), Value::Bool(true)), ("weight".to_owned(), Value::Number(2.0))]
    );
    assert_eq!(sources.text(groups[1].span), "Kestran");
    let slurs = &input.lexicons["lexicons/slurs.yaml"];
    assert_eq!(slurs[0].attributes.len(), 2);
    assert_eq!(slurs[1].attributes, [("lang".to_owned(), Value::Text("en".into()))]);
}

#[test]
fn the_revision_is_of_the_content() {
    let files = [("pack.yaml", "pack: x\n"), ("a.precept", "language 1\n// é\n"), ("lexicons/l.yaml", "- a\n")];
    let revision = |files: &[(&str, &str)]| loaded(folder(files).path()).0.revision;
    let first = revision(&files);
    assert!(first.starts_with("sha256:") && first.len() == 71);
    let mut same = files.to_vec();
    same[1].1 = "language 1\r\n// é\r\n";
    same.push(("README.md", "not part of it"));
    same.push(("tests/t.jsonl", "nor this"));
    assert_eq!(revision(&same), first);
    for (at, text) in [(0, "pack: y\n"), (1, "language 1\n"), (2, "- b\n")] {
        let mut other = files.to_vec();
        other[at].1 = text;
        assert_ne!(revision(&other), first);
    }
    let mut renamed = files.to_vec();
    renamed[1].0 = "b.precept";
    assert_ne!(revision(&renamed), first);
}

#[test]
fn an_overlay_pins_its_base() {
    let dir =
        folder(&[("base/pack.yaml", "pack: base\n"), ("over/pack.yaml", "pack: over\nextends: {pack: ../base}\n")]);
    let (input, _) = loaded(&dir.path().join("over"));
    let right = input.base.as_ref().unwrap().revision.clone();
    assert_eq!(input.problems[0].code, "E089");
    assert!(input.problems[0].help[0].contains(&right));

    let over = dir.path().join("over/pack.yaml");
    fs::write(&over, "pack: over\nextends: {pack: ../base, revision: \"sha256:00\"}\n").unwrap();
    let (input, _) = loaded(&dir.path().join("over"));
    assert_eq!(input.problems[0].code, "E089");
    assert_eq!(input.problems[0].fix, None, "nobody but a reader can say that the change of the base is read");

    fs::write(&over, format!("pack: over\nextends: {{pack: ../base, revision: \"{right}\"}}\n")).unwrap();
    let (input, _) = loaded(&dir.path().join("over"));
    assert_eq!(input.problems, []);
    fs::write(dir.path().join("base/x.precept"), "language 1\n").unwrap();
    let (changed, _) = loaded(&dir.path().join("over"));
    assert_eq!(changed.problems[0].code, "E089");
    assert_ne!(changed.revision, input.revision, "the base is part of the revision");
}

#[test]
fn circles_and_absent_packs_are_reported() {
    let dir = folder(&[
        ("a/pack.yaml", "pack: a\nuses: {b: ../b, gone: ../gone, item: ../b}\n"),
        ("b/pack.yaml", "pack: b\nextends: ../a\n"),
    ]);
    let (input, _) = loaded(&dir.path().join("a"));
    assert_eq!(input.problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["E086", "E091"]);
    assert!(input.problems[1].notes[0].contains("there is no folder"));
    assert_eq!(input.uses["b"].problems[0].code, "E090");
}

#[test]
fn what_is_no_pack_says_what_to_do() {
    let dir = folder(&[("corpus.yaml", ""), ("inner/pack.yaml", "pack: x")]);
    let mut sources = Sources::default();
    let mut told = |path: &Path| load(path, &mut sources).unwrap_err().to_string();
    assert!(told(&dir.path().join("gone")).contains("there is no folder"));
    assert!(told(&dir.path().join("corpus.yaml")).contains("is a file"));
    assert!(told(dir.path()).contains("it is a corpus"));
    fs::remove_file(dir.path().join("corpus.yaml")).unwrap();
    assert!(told(dir.path()).contains("there are packs in"));
}

#[test]
fn files_that_are_not_utf_8_are_reported_where_they_are_and_read_as_far_as_they_go() {
    let dir = folder(&[("pack.yaml", "pack: x\n"), ("lexicons/a.yaml", "- good\n")]);
    fs::write(dir.path().join("a.precept"), b"language 1\n\xff").unwrap();
    fs::write(dir.path().join("lexicons/b.yaml"), b"- caf\xe9\n- fine\n").unwrap();
    fs::create_dir(dir.path().join("locales")).unwrap();
    fs::write(dir.path().join("locales/de.yaml"), b"\xff\xfea\0").unwrap();
    let (input, sources) = loaded(dir.path());
    let told = input.problems.iter().map(|problem| {
        let span = problem.span().unwrap();
        let file = sources.get(span.source).unwrap().name.rsplit('/').next().unwrap().to_owned();
        (problem.code, file, sources.line_column(span))
    });
    let wanted = [("a.precept", (2, 1)), ("b.yaml", (1, 6)), ("de.yaml", (1, 1))];
    assert_eq!(told.collect::<Vec<_>>(), wanted.map(|(file, place)| ("E094", file.to_owned(), place)));
    assert_eq!(input.lexicons["lexicons/b.yaml"].len(), 2);
}

#[test]
fn unknown_keys_are_errors_with_the_nearest_known() {
    let told = problems(
        "pack: x\ntitel: y\nschema:\n  text: {typ: text}\n  n: {type: numbr, requird: true}\nmodels:\n  g: {version: [a]}\n",
    );
    assert_eq!(
        told,
        [
            "4: E083 a field lacks `type`",
            "4: E082 `typ` is not a key of a field / did you mean `type`?",
            "5: E085 `numbr` is not a type / did you mean `number`?",
            "5: E082 `requird` is not a key of a field / did you mean `required`?",
            "7: E082 `version` is not a key of a model / did you mean `versions`?",
            "2: E082 `titel` is not a key of `pack.yaml` / did you mean `title`?",
        ]
    );
}

#[test]
fn a_schema_is_checked() {
    let told = problems(
        "pack: x\nschema:\n  author-age: {type: text}\n  item.x: {type: text}\n  a: {type: enum}\n  b: {type: duration, unit: months}\n  \
         c: text\n  d: {type: text}\n  d.e: {type: text}\n  f: {type: number, range: [2, 1]}\n  g: {type: text, column: d}\n  \
         h: {type: text, column: gold.verdict}\n  i: {type: list, of: enum}\n  j: press | none\n",
    );
    assert_eq!(
        told,
        [
            "3: E086 `author-age` cannot be a field's name / names are letters, digits and `_`; `column:` says what the data calls it",
            "4: E086 `item` cannot be a field's name: the language uses the word itself",
            "5: E087 an enum needs `of` / write `of: [post, comment]` beside `type`",
            "6: E085 `months` is not a unit",
            "7: E084 the field `c` must be a map, not the text `text` / write `c: {type: text}`",
            "9: E086 `d` and `d.e` cannot both be fields: one lies inside the other"
                .replace("`d` and `d.e`", "`d.e` and `d`")
                .as_str(),
            "10: E087 the range is empty: its least value is above its greatest",
            "11: E086 `d` and `g` read the same column `d`",
            "12: E086 `h` cannot read the column `gold.verdict`",
            "13: E087 a list of enum must say more / write `of: {type: enum, …}`",
            "14: E084 the field `j` must be a map, not the text `press | none` / write `j: {type: enum, of: [press, none]}`",
        ]
    );
}

#[test]
fn the_rest_of_a_manifest_is_checked() {
    let told = problems("as_of: 2026-02-30\nmodels: {default: gard, guard: ~}\nlints: {a: never}\nextends: [x]\n");
    assert_eq!(
        told,
        [
            "1: E083 `pack.yaml` lacks `pack`",
            "1: E088 `2026-02-30` is not a date / write a date as `2026-11-01`, or `2026-11-01T12:00Z`",
            "4: E084 `extends` must be a map, not a list",
            "2: E092 the default model `gard` is not declared / did you mean `guard`?",
            "3: E085 `never` is not a level for a lint",
        ]
    );
    assert_eq!(problems("- a\n"), ["1: E084 `pack.yaml` must be a map, not a list"]);
    assert!(problems("pack: x\n\tschema: y\n")[0].starts_with("2: E080 this is not valid YAML"));
}

#[test]
fn strange_files_are_warned_of() {
    let dir = folder(&[
        ("pack.yaml", "pack: x"),
        ("notes.txt", ""),
        ("groups.yaml", ""),
        ("HS.PRECEPT", ""),
        ("lexicons/a.csv", ""),
        (".git/config", ""),
        ("drafts/x.precept", ""),
    ]);
    let (input, _) = loaded(dir.path());
    let told: Vec<_> = input.problems.iter().map(|p| (p.code, p.title.split('`').nth(1).unwrap())).collect();
    assert!(input.problems.iter().all(|p| p.level == crate::language::diag::Level::Warning));
    assert_eq!(told.len(), 5);
    for name in ["notes.txt", "groups.yaml", "HS.PRECEPT", "lexicons/a.csv", "drafts/"] {
        assert!(told.contains(&("unknown_file", name)), "{name}: {told:?}");
    }
}

#[test]
fn lexicons_are_checked() {
    let dir = folder(&[
        ("pack.yaml", "pack: x"),
        ("lexicons/a.yaml", "- ok\n- {word: x}\n- \"\"\n- {term: y, tags: [1]}\n- [z]\n- 5\n- {term: 1.50}\n- \"7\"\n"),
        ("lexicons/b.yaml", "default: {a: 1}\nterms: [x]\n"),
    ]);
    let (input, sources) = loaded(dir.path());
    let told: Vec<_> = input.problems.iter().map(|p| (p.code, sources.line_column(p.span().unwrap()).0)).collect();
    assert_eq!(told, [("E093", 2), ("E093", 3), ("E093", 4), ("E084", 5), ("E093", 6), ("E093", 7), ("E082", 1)]);
    let numbers: Vec<_> =
        input.problems.iter().filter(|p| p.title.contains("not a number")).map(|p| &p.help[0]).collect();
    assert_eq!(numbers, ["write \"5\", in quotes", "write \"1.50\", in quotes"]);
    assert_eq!(input.lexicons["lexicons/a.yaml"].len(), 3);
}
