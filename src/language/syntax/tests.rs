#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::ast::*;
use super::parse;
use crate::language::source::{SourceId, Span};

/// Parses a define and writes its value with all its parentheses; `{…}` are the ones that were written.
fn shape(text: &str) -> String {
    let (file, problems) = parse(SourceId(0), &format!("language 1\ndefine d = {text}"));
    assert_eq!(problems, [], "{text}");
    let ItemKind::Define(define) = &file.items[0].kind else { panic!("a define") };
    show(&define.body)
}

fn show(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Literal(literal) => format!("{:?}", literal.kind),
        ExprKind::Ref(found) => show_ref(found),
        ExprKind::Paren(inner) => format!("{{{}}}", show(inner)),
        ExprKind::Default { value, fallback } => format!("{{{} default {}}}", show(value), show(fallback)),
        ExprKind::Not(inner) => format!("(not {})", show(inner)),
        ExprKind::Negate(inner) => format!("(-{})", show(inner)),
        ExprKind::Binary { op, left, right, .. } => format!("({} {op:?} {})", show(left), show(right)),
        ExprKind::Chain { operands, operators } => {
            let signs: Vec<_> = operators.iter().map(|(op, _)| format!("{op:?}")).collect();
            format!("chain {} by {}", operands.iter().map(show).collect::<Vec<_>>().join(", "), signs.join(" "))
        }
        ExprKind::Is { value, negated, right } => {
            let right = match right {
                IsRight::Missing => "missing".to_string(),
                IsRight::OneOf(values) => format!("one of {}", values.iter().map(show).collect::<Vec<_>>().join(", ")),
                IsRight::OneOfRef(list) => format!("one of {}", show_ref(list)),
                IsRight::Set(values) => format!("set {}", values.iter().map(show).collect::<Vec<_>>().join(", ")),
                IsRight::Value(value) => show(value),
            };
            format!("({} is{} {right})", show(value), if *negated { " not" } else { "" })
        }
        ExprKind::Has { value, amount, pattern } => {
            format!("({} has {amount:?} {})", show(value), show_match(pattern))
        }
        ExprKind::MatchTest { every, relation } => {
            format!("({} match {})", if *every { "every" } else { "any" }, show_relation(relation))
        }
        ExprKind::For { quantifier, element, list, body } => {
            format!("(for {quantifier:?} {} in {}: {})", element.text, show_ref(list), show(body))
        }
        ExprKind::Broken => "broken".to_string(),
    }
}

fn show_ref(found: &Ref) -> String {
    let filter = found.filter.as_ref().map_or(String::new(), |filter| format!("[{}]", show(filter)));
    let tail: String = found.tail.iter().map(|name| format!(".{}", name.text)).collect();
    format!("{}{filter}{tail}", found.path.text())
}

fn show_match(found: &Match) -> String {
    let relation = found.relation.as_ref().map_or(String::new(), |relation| format!(" {}", show_relation(relation)));
    format!("{}{relation}", show_term(&found.term))
}

fn show_term(term: &Term) -> String {
    let views: String = term.views.iter().map(|word| format!("{:?} ", word.view)).collect();
    let kind = match &term.kind {
        TermKind::Text(text) => format!("{:?}", text.text),
        TermKind::Regex(text) => format!("/{}/", text.text),
        TermKind::Ref(found) => show_ref(found),
        TermKind::Group { members, commas } => {
            let sign = if *commas { ", " } else { " | " };
            format!("[{}]", members.iter().map(show_match).collect::<Vec<_>>().join(sign))
        }
    };
    format!("{views}{kind}")
}

fn show_relation(relation: &Relation) -> String {
    let kind = match &relation.kind {
        RelationKind::Within { words, order, other } => format!("within {words} {order:?} {}", show_term(other)),
        RelationKind::SameSentence(other) => format!("same sentence {}", show_term(other)),
        RelationKind::InQuotes => "quotes".to_string(),
        RelationKind::InFirst(words) => format!("first {words}"),
        RelationKind::InLast(words) => format!("last {words}"),
    };
    format!("{}{kind}", if relation.negated { "not " } else { "" })
}

#[test]
fn operators_bind_as_the_language_says() {
    for (text, expected) in [
        ("a + b * c", "(a Add (b Multiply c))"),
        ("a * b + c", "((a Multiply b) Add c)"),
        ("a - b - c", "((a Subtract b) Subtract c)"),
        ("-a * b", "((-a) Multiply b)"),
        ("a - -b", "(a Subtract (-b))"),
        ("a + b < c * d", "((a Add b) Less (c Multiply d))"),
        ("a + b is c", "((a Add b) is c)"),
        ("not a is b", "(not (a is b))"),
        ("not a < b", "(not (a Less b))"),
        ("not not a", "(not (not a))"),
        ("not a and b", "((not a) And b)"),
        ("a is b and not c is d", "((a is b) And (not (c is d)))"),
        ("a or (b and c)", "(a Or {(b And c)})"),
        ("a and b and c", "((a And b) And c)"),
        ("a and b and c and d", "((a And b) And (c And d))"),
        ("0 <= a < 1", "chain Number(0.0), a, Number(1.0) by LessEqual Less"),
        ("(a default 0) > 1", "({a default Number(0.0)} Greater Number(1.0))"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
    }
}

#[test]
fn every_kind_of_is_and_has_is_read() {
    for (text, expected) in [
        ("a is missing", "(a is missing)"),
        ("a is not missing", "(a is not missing)"),
        ("a is one of (x, -3, \"y\")", "(a is one of x, (-Number(3.0)), Text(\"y\"))"),
        ("a is not one of safe.words", "(a is not one of safe.words)"),
        ("a is one of policy.fired[x].id", "(a is one of policy.fired[x].id)"),
        ("a is (x)", "(a is set x)"),
        ("a is item.lang", "(a is item.lang)"),
        ("t has x", "(t has Any x)"),
        ("t has any of x", "(t has Any x)"),
        ("t has no (x or \"y\")", "(t has No [x | \"y\"])"),
        ("t has all of (x, y)", "(t has All [x, y])"),
        ("t has at least 2 of x[not a]", "(t has AtLeast(2) x[(not a)])"),
        ("t has at least 2 mentions of exact misspelled \"x\"", "(t has Mentions(2) Exact Misspelled \"x\")"),
        ("t has /a\\/b\"/", "(t has Any /a/b\"/)"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
    }
}

#[test]
fn every_relation_is_read() {
    for (text, expected) in [
        ("t has a within 3 words of b", "(t has Any a within 3 Either b)"),
        ("t has a not within 1 word after (\"b\" or c)", "(t has Any a not within 1 After [\"b\" | c])"),
        ("t has (a within 2 words before b) in quotes", "(t has Any [a within 2 Before b] quotes)"),
        ("every match in the first 9 words", "(every match first 9)"),
        ("any match not in the last 9 words", "(any match not last 9)"),
        ("every match in the same sentence as b", "(every match same sentence b)"),
        ("for at least 2 m in xs[a].ys: (m is b)", "(for AtLeast(2) m in xs[a].ys: (m is b))"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
    }
}

#[test]
fn constants_have_their_values() {
    for (text, expected) in [
        ("10_000.5", "Number(10000.5)"),
        ("85%", "Percent(0.85)"),
        ("7%", "Percent(0.07)"),
        ("12.5%", "Percent(0.125)"),
        ("1 week", "Duration(604800.0)"),
        ("0.5 hours", "Duration(1800.0)"),
        ("2026-11-22", "Time(Some(1795305600000))"),
        ("2026-11-22T12:30Z", "Time(Some(1795350600000))"),
        ("true", "Bool(true)"),
        ("today", "Today"),
        ("\"a \\\"b\\\" \\\\ \\n\\t\\u{1F600}\"", "Text(\"a \\\"b\\\" \\\\ \\n\\t😀\")"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
    }
}

#[test]
fn prose_loses_its_common_indent_and_nothing_else() {
    let text = "language 1\npolicy P \"p\" {\n  \"\"\"\n  One.\n\n    Two.\n  \"\"\"\n  \"\"\"  Same line.\"\"\"\n}";
    let (file, problems) = parse(SourceId(0), text);
    assert_eq!(problems, []);
    let ItemKind::Policy(policy) = &file.items[0].kind else { panic!("a policy") };
    let said = policy.lines.iter().map(|line| match line {
        PolicyLine::Prose(prose) => prose.text.as_str(),
        _ => panic!("prose"),
    });
    assert_eq!(said.collect::<Vec<_>>(), ["One.\n\n  Two.", "Same line."]);
}

#[test]
fn comments_stand_beside_the_tree_and_outside_of_its_spans() {
    let text = "// first\nlanguage 1 // second\ndefine d = a // \"third\"\n  and b // fourth\n";
    let (file, problems) = parse(SourceId(0), text);
    assert_eq!(problems, []);
    let at = |span: Span| &text[span.start as usize..span.end as usize];
    let comments: Vec<_> = file.comments.iter().map(|comment| (at(comment.span), comment.own_line)).collect();
    let expected = [("// first", true), ("// second", false), ("// \"third\"", false), ("// fourth", false)];
    assert_eq!(comments, expected);
    assert_eq!(at(file.language.unwrap().1), "language 1");
    assert_eq!(at(file.items[0].span), "define d = a // \"third\"\n  and b");
}

#[test]
fn a_broken_line_leaves_the_others_and_a_mark() {
    let text = "language 1\nclause A.1 \"a\" {\n  severity high\n  when and\n  verdict remove\n}\nlist b-c { \"x\" }\n";
    let (file, problems) = parse(SourceId(0), text);
    assert_eq!(problems.len(), 2);
    let ItemKind::Clause(clause) = &file.items[0].kind else { panic!("a clause") };
    assert!(clause.broken);
    assert_eq!(clause.lines.len(), 2);
    assert_eq!((file.failed[0].keyword.as_str(), file.failed[0].name.as_deref()), ("list", Some("b")));
}

#[test]
fn an_item_that_is_lost_keeps_its_name() {
    let names = |text: &str| {
        let (file, problems) = parse(SourceId(0), &format!("language 1\n{text}"));
        assert!(!problems.is_empty());
        file.failed.into_iter().map(|failed| (failed.keyword, failed.name.unwrap_or_default())).collect::<Vec<_>>()
    };
    let lost = |keyword: &str, name: &str| vec![(keyword.to_string(), name.to_string())];
    assert_eq!(names("caluse HS.1 \"a\" { severity high }"), lost("clause", "HS.1"));
    assert_eq!(names("define x = = 3"), lost("define", "x"));
    assert_eq!(names("add to groups { 3 }"), lost("add", "groups"));
    assert_eq!(names("replace clause HS.4 { severity high }"), lost("replace", "HS.4"));
}
