//! Conditions and values in English.

use super::{duration, list, pattern, percent, relation};
use crate::language::policy::{
    Amount, Arithmetic, Comparison, Expr, ExprKind, Judge, JudgeField, Pack, PolicyField, Quantifier, TextProperty,
};
use crate::language::value::{Type, Value};

/// Says a condition, so that it reads after `when` or `if`.
pub fn condition(pack: &Pack, expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::And(parts) => joined(pack, parts, "and"),
        ExprKind::Or(parts) => joined(pack, parts, "or"),
        ExprKind::Not(inner) => denied(pack, inner),
        ExprKind::Compare(order, left, right) => {
            let order = match order {
                Comparison::Less => "is less than",
                Comparison::LessEqual => "is at most",
                Comparison::Greater => "is more than",
                Comparison::GreaterEqual => "is at least",
            };
            format!("{} {order} {}", value(pack, left), beside(pack, right, &left.ty))
        }
        ExprKind::Equal(left, right) => format!("{} is {}", value(pack, left), beside(pack, right, &left.ty)),
        ExprKind::IsMissing(inner) => format!("{} is missing", value(pack, inner)),
        ExprKind::OneOf(left, members) => {
            let members: Vec<String> = members.iter().map(|member| beside(pack, member, &left.ty)).collect();
            format!("{} is one of {}", value(pack, left), list(&members, "and"))
        }
        ExprKind::OneOfList(left, right) => format!("{} is among {}", value(pack, left), value(pack, right)),
        ExprKind::OneOfTerms(left, terms) => {
            let name = pack.lists.get(terms.0 as usize).map_or("", |list| list.name.as_str());
            format!("{} is one of the list {name}", value(pack, left))
        }
        ExprKind::Has { subject, amount, pattern: wanted } => {
            format!("{} has {}", value(pack, subject), pattern(pack, *amount, wanted))
        }
        ExprKind::Includes { list: whole, amount, members } => {
            let members: Vec<String> = members.iter().map(|member| value(pack, member)).collect();
            format!("{} has {}{}", value(pack, whole), amount_of(*amount), list(&members, "or"))
        }
        ExprKind::MatchTest { every, relation: wanted } => {
            let which = if *every { "everything found" } else { "something found" };
            format!("{which} is {}", relation(pack, wanted))
        }
        ExprKind::For { quantifier, list: whole, body } => {
            let which = match quantifier {
                Quantifier::Any => "at least one element".to_owned(),
                Quantifier::Every => "every element".to_owned(),
                Quantifier::No => "no element".to_owned(),
                Quantifier::AtLeast(count) => format!("at least {count} elements"),
            };
            format!("for {which} of {}, {}", value(pack, whole), condition(pack, body))
        }
        ExprKind::Question(_) => format!("the judges answer yes to {}", value(pack, expr)),
        ExprKind::Const(Value::Bool(true)) => "always".to_owned(),
        ExprKind::Const(Value::Bool(false)) => "never".to_owned(),
        ExprKind::Default(inner, fallback) if inner.ty == Type::Bool => {
            let assumed = match fallback.kind {
                ExprKind::Const(Value::Bool(true)) => "yes".to_owned(),
                ExprKind::Const(Value::Bool(false)) => "no".to_owned(),
                _ => format!("the answer to whether {}", condition(pack, fallback)),
            };
            format!("({}; where that cannot be told it counts as {assumed})", condition(pack, inner))
        }
        ExprKind::Member(record, place) if matches!(record.kind, ExprKind::Element(0)) => {
            format!("it is {}", member_name(record, *place))
        }
        _ => format!("{} holds", value(pack, expr)),
    }
}

/// Joins conditions; a part that joins otherwise keeps its parentheses.
fn joined(pack: &Pack, parts: &[Expr], joint: &str) -> String {
    let said: Vec<String> = parts
        .iter()
        .map(|part| match part.kind {
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::For { .. } => format!("({})", condition(pack, part)),
            _ => condition(pack, part),
        })
        .collect();
    said.join(&format!(" {joint} "))
}

fn denied(pack: &Pack, inner: &Expr) -> String {
    match &inner.kind {
        ExprKind::Equal(left, right) => format!("{} is not {}", value(pack, left), beside(pack, right, &left.ty)),
        ExprKind::IsMissing(inner) => format!("{} is present", value(pack, inner)),
        ExprKind::Question(_) => format!("the judges answer no to {}", value(pack, inner)),
        ExprKind::Has { subject, amount: Amount::Any, pattern: wanted } => {
            format!("{} has {}", value(pack, subject), pattern(pack, Amount::No, wanted))
        }
        ExprKind::OneOf(..) | ExprKind::OneOfList(..) | ExprKind::OneOfTerms(..) => {
            condition(pack, inner).replacen(" is ", " is not ", 1)
        }
        ExprKind::Member(record, place) if matches!(record.kind, ExprKind::Element(0)) => {
            format!("it is not {}", member_name(record, *place))
        }
        ExprKind::Field(_) | ExprKind::Member(..) | ExprKind::Judge(..) | ExprKind::Define(_) => {
            format!("{} does not hold", value(pack, inner))
        }
        _ => format!("it is not so that ({})", condition(pack, inner)),
    }
}

fn amount_of(amount: Amount) -> String {
    match amount {
        Amount::Any => String::new(),
        Amount::No => "no ".to_owned(),
        Amount::All => "all of ".to_owned(),
        Amount::AtLeast(count) => format!("at least {count} different ones of "),
        Amount::Mentions(count) => format!("at least {count} mentions of "),
    }
}

/// Says a value as its other side wants it: a number against a share of 0 to 1 reads as a percentage.
fn beside(pack: &Pack, expr: &Expr, other: &Type) -> String {
    match (&expr.kind, other) {
        (ExprKind::Const(Value::Number(number)), Type::Number { min: Some(min), max: Some(max) })
            if *min == 0.0 && *max == 1.0 =>
        {
            percent(*number)
        }
        (ExprKind::Const(Value::Word(word)), Type::Enum(words)) => {
            words.get(*word as usize).cloned().unwrap_or_default()
        }
        _ => value(pack, expr),
    }
}

/// Says a value: a field's path, a constant, a count.
pub fn value(pack: &Pack, expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Const(constant) => literal(pack, constant, &expr.ty),
        ExprKind::Today => "today".to_owned(),
        ExprKind::Field(field) => pack.schema.fields.get(field.0 as usize).map_or("", |f| f.path.as_str()).to_owned(),
        ExprKind::Question(question) => {
            pack.questions.get(question.0 as usize).map_or(String::new(), |q| format!("\"{}\"", q.text))
        }
        ExprKind::Judge(judge, field) => format!("{} {}", judge_name(pack, *judge), judge_field(pack, field)),
        ExprKind::Ratings => "the ratings".to_owned(),
        ExprKind::Policy(policy, field) => {
            let whose = policy.and_then(|policy| pack.policies.get(policy.0 as usize));
            let whose = whose.map_or("the policy's".to_owned(), |policy| format!("{}'s", policy.id));
            format!("{whose} {}", policy_field(*field))
        }
        ExprKind::Checks => "the checks that found something".to_owned(),
        ExprKind::Element(0) => "it".to_owned(),
        ExprKind::Element(_) => "the outer element".to_owned(),
        ExprKind::Member(record, place) => member(pack, record, *place),
        ExprKind::Property(text, property) => format!("the {} of {}", property_name(*property), value(pack, text)),
        ExprKind::Filter(whole, which) => {
            format!("those of {} where {}", value(pack, whole), condition(pack, which))
        }
        ExprKind::First(whole) => format!("the first of {}", value(pack, whole)),
        ExprKind::Last(whole) => format!("the last of {}", value(pack, whole)),
        ExprKind::Count(whole) => format!("the number of {}", value(pack, whole)),
        ExprKind::Define(define) => pack.defines.get(define.0 as usize).map_or(String::new(), |d| d.name.clone()),
        ExprKind::Negate(inner) => format!("minus {}", value(pack, inner)),
        ExprKind::Arithmetic(operation, left, right) => {
            let word = match operation {
                Arithmetic::Add => "plus",
                Arithmetic::Subtract => "minus",
                Arithmetic::Multiply => "times",
                Arithmetic::Divide => "divided by",
            };
            format!("{} {word} {}", value(pack, left), value(pack, right))
        }
        ExprKind::Default(inner, fallback) => {
            format!("{} (or {} where missing)", value(pack, inner), beside(pack, fallback, &inner.ty))
        }
        _ => condition(pack, expr),
    }
}

/// Says a constant of a type.
pub fn literal(pack: &Pack, constant: &Value<'_>, ty: &Type) -> String {
    match constant {
        Value::Missing => "missing".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("\"{text}\""),
        Value::Word(word) => match ty {
            Type::Enum(words) => words.get(*word as usize).cloned().unwrap_or_default(),
            _ => String::new(),
        },
        Value::Time(milliseconds) => jiff::Timestamp::from_millisecond(*milliseconds)
            .map_or_else(|_| milliseconds.to_string(), |time| time.to_string().replace("T00:00:00Z", "")),
        Value::Duration(seconds) => duration(*seconds),
        Value::Verdict(rung) => pack.rung_name(*rung).to_owned(),
        Value::Severity(severity) => severity.name().to_owned(),
        Value::Clause(clause) => pack.clauses.get(clause.0 as usize).map_or(String::new(), |c| c.id.clone()),
        Value::Label(label) => pack.labels.get(label.0 as usize).map_or(String::new(), |l| l.name.clone()),
        Value::List(values) => {
            let element = match ty {
                Type::List(element) => element.as_ref(),
                other => other,
            };
            list(&values.iter().map(|value| literal(pack, value, element)).collect::<Vec<_>>(), "and")
        }
        Value::Record(_) => "a record".to_owned(),
    }
}

fn member(pack: &Pack, record: &Expr, place: u16) -> String {
    let name = member_name(record, place);
    match record.kind {
        ExprKind::Element(0) => format!("its {name}"),
        _ => format!("the {name} of {}", value(pack, record)),
    }
}

fn member_name(record: &Expr, place: u16) -> &str {
    let fields = match &record.ty {
        Type::Record(fields) => Some(fields),
        Type::List(element) => match element.as_ref() {
            Type::Record(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    };
    fields.and_then(|fields| fields.get(place as usize)).map_or("", |field| field.name.as_str())
}

fn judge_name(pack: &Pack, judge: Judge) -> String {
    match judge {
        Judge::Model(model) => pack.models.all.get(model).map_or(String::new(), |model| format!("{}'s", model.name)),
        Judge::Each => "the judge's".to_owned(),
        Judge::Gold => "gold's".to_owned(),
    }
}

fn judge_field(pack: &Pack, field: &JudgeField) -> String {
    match field {
        JudgeField::Name => "name".to_owned(),
        JudgeField::Verdict => "verdict".to_owned(),
        JudgeField::Labels => "labels".to_owned(),
        JudgeField::Clause => "clause".to_owned(),
        JudgeField::Except => "exception".to_owned(),
        JudgeField::Cites => "cited clauses".to_owned(),
        JudgeField::Quotes => "quoted words".to_owned(),
        JudgeField::Rationale => "reasoning".to_owned(),
        JudgeField::Raw => "output".to_owned(),
        JudgeField::Unparsable => "unreadable output".to_owned(),
        JudgeField::Version => "version".to_owned(),
        JudgeField::Threshold => "threshold".to_owned(),
        JudgeField::Score(name) => format!("score for {name}"),
        JudgeField::Answer(question) => pack
            .questions
            .get(question.0 as usize)
            .map_or(String::new(), |question| format!("answer to \"{}\"", question.text)),
        JudgeField::At => "time of rating".to_owned(),
        JudgeField::Seconds => "time taken".to_owned(),
        JudgeField::Confidence => "confidence".to_owned(),
        JudgeField::Note => "note".to_owned(),
        JudgeField::Batch => "batch".to_owned(),
        JudgeField::By => "makers".to_owned(),
    }
}

fn policy_field(field: PolicyField) -> &'static str {
    match field {
        PolicyField::Verdict => "verdict",
        PolicyField::Labels => "labels",
        PolicyField::Fired => "clauses that fired",
        PolicyField::Excepted => "excepted clauses",
        PolicyField::Indeterminate => "clauses that cannot be told",
        PolicyField::Severity => "worst severity",
        PolicyField::Unsettled => "verdict is unsettled, which",
    }
}

fn property_name(property: TextProperty) -> &'static str {
    match property {
        TextProperty::Length => "length",
        TextProperty::Words => "number of words",
        TextProperty::CapsShare => "share of capitals",
        TextProperty::RepeatShare => "share of repeated words",
        TextProperty::Urls => "links",
        TextProperty::Emoji => "number of emoji",
        TextProperty::Hashtags => "hashtags",
    }
}
