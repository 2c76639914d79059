//! The grammar's rules in the reader's words.
//!
//! Thirty rules may fit at one place; a reader wants three phrases. Every rule has one, rules that a reader takes for
//! the same thing share it, and what follows from a broader phrase is left out.

use super::grammar::Rule;

/// How many phrases are listed before the rest becomes "and so on".
const PHRASES_MAX: usize = 4;

/// What could have stood somewhere.
pub(super) struct Wanted {
    rules: Vec<Rule>,
    /// Another line, or the closing brace.
    pub line: bool,
    /// A name, and no value of another kind.
    pub name: bool,
    /// An operator.
    pub operator: bool,
}

impl Wanted {
    /// Gathers what some rules stand for.
    pub fn of(rules: &[Rule]) -> Self {
        let value = rules.iter().any(|rule| phrase(*rule) == Some(VALUE));
        Wanted {
            rules: rules.to_vec(),
            line: rules.iter().any(|rule| is_line(*rule)),
            name: !value && rules.iter().any(|rule| matches!(phrase(*rule), Some(NAME | CLAUSE_ID))),
            operator: rules.iter().any(|rule| phrase(*rule) == Some(OPERATOR)),
        }
    }

    /// Tells whether a rule is among them.
    pub fn has(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }

    /// Returns the words of the language among them, for finding the one that was meant.
    pub fn keywords(&self) -> Vec<String> {
        let mut words: Vec<String> = self.rules.iter().filter_map(|rule| keyword(*rule)).collect();
        for (broad, narrow) in [(OPERATOR, OPERATOR_WORDS), (RELATION, RELATION_WORDS), (VALUE, VALUE_WORDS)] {
            if self.rules.iter().any(|rule| phrase(*rule) == Some(broad)) {
                words.extend(narrow.iter().map(|word| format!("`{word}`")));
            }
        }
        words.iter().map(|word| word.trim_matches('`').to_string()).collect()
    }

    /// Lists them as a reader would: `a name, an operator or another line`.
    pub fn phrase(&self) -> String {
        let mut phrases: Vec<String> = Vec::new();
        let has_broad = |broad: &str| self.rules.iter().any(|rule| phrase(*rule) == Some(broad));
        for rule in &self.rules {
            let of_value = matches!(rule, Rule::k_not | Rule::k_missing | Rule::k_one | Rule::set | Rule::k_any);
            let of_operator = matches!(rule, Rule::k_default | Rule::k_not | Rule::k_in);
            let said = of_value && has_broad(VALUE) || of_operator && has_broad(OPERATOR);
            if said || *rule == Rule::view && self.rules.len() > 1 {
                continue;
            }
            let words = phrase(*rule).map(str::to_string).or_else(|| keyword(*rule));
            if let Some(words) = words.filter(|words| !phrases.contains(words)) {
                phrases.push(words);
            }
        }
        // Lines and brackets end a thing; what would go on with it is the better guess and comes first.
        phrases.sort_by_key(|words| (words == LINE, words.starts_with('`')));
        if phrases.len() > PHRASES_MAX {
            phrases.truncate(PHRASES_MAX);
        }
        match phrases.split_last() {
            None => "something else".to_string(),
            Some((only, [])) => only.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
        }
    }
}

const OPERATOR_WORDS: &[&str] = &["and", "or", "is", "has"];
const RELATION_WORDS: &[&str] = &["within", "in", "not"];
const VALUE_WORDS: &[&str] = &["not", "missing", "every", "any", "for", "today"];
const VALUE: &str = "a value";
const NAME: &str = "a name";
const CLAUSE_ID: &str = "a clause id such as `HS.2`";
const OPERATOR: &str = "an operator such as `and`";
const TERM: &str = "something to look for, such as `\"word\"` or a list";
const RELATION: &str = "a relation such as `within 3 words of`";
const LINE: &str = "another line";
const ITEM: &str = "another item";
const TEXT: &str = "text in quotes";
const TITLE: &str = "a title in quotes";

/// Returns advice that goes with what was expected.
pub(super) fn advice(expected: &[Rule]) -> Option<&'static str> {
    let only = |rules: &[Rule]| {
        expected.iter().all(|rule| rules.contains(rule) || phrase(*rule).is_none() && keyword(*rule).is_none())
    };
    match () {
        () if expected.contains(&Rule::date) && only(&[Rule::date]) => Some("a date is written `2027-03-01`"),
        () if only(&[Rule::text]) => Some("text stands in straight double quotes: `\"…\"`"),
        () if expected.contains(&Rule::percent) && only(&[Rule::percent]) => Some("a percentage is written `10%`"),
        () => None,
    }
}

fn is_line(rule: Rule) -> bool {
    phrase(rule) == Some(LINE)
}

/// Returns a keyword as it is written.
fn keyword(rule: Rule) -> Option<String> {
    let name = format!("{rule:?}");
    name.strip_prefix("k_").map(|word| format!("`{word}`"))
}

/// Returns what a reader calls a rule; nothing for keywords, which are called by themselves, and for what only adds to a
/// list what its neighbours already say.
fn phrase(rule: Rule) -> Option<&'static str> {
    use Rule as R;
    Some(match rule {
        R::name | R::segment | R::names | R::label => NAME,
        R::path | R::ids => CLAUSE_ID,
        R::text | R::string => TEXT,
        R::title => TITLE,
        R::prose => "prose in `\"\"\"`",
        R::number | R::count => "a number",
        R::percent => "a percentage such as `10%`",
        R::date => "a date such as `2027-03-01`",
        R::duration => "a duration such as `7 days`",
        R::unit => "a unit of time such as `days`",
        R::expr | R::literal | R::reference | R::paren | R::quantified | R::match_test | R::is_value | R::value => {
            VALUE
        }
        R::negative | R::plus | R::minus | R::times | R::divide => OPERATOR,
        R::infix | R::is_tail | R::has_tail | R::wrong_in | R::less_equal | R::greater_equal | R::greater => OPERATOR,
        R::k_and | R::k_is | R::k_has => OPERATOR,
        R::less => "`<`",
        R::pattern | R::term | R::group | R::regex => TERM,
        R::relation | R::within | R::same_sentence | R::in_quotes | R::position => RELATION,
        R::quantifier => "`any`, `every`, `no` or `at least`",
        R::sample => "an example in quotes or in `{ … }`",
        R::outcome => "`violates`, `allows` or `unknown`",
        R::comma => "`,`",
        R::colon => "`:`",
        R::equals => "`=`",
        R::open_brace | R::record | R::entries => "`{`",
        R::close_brace => "`}`",
        R::open_paren => "`(`",
        R::close_paren => "`)`",
        R::close_bracket => "`]`",
        R::entry => "an entry in quotes",
        R::field => "a field such as `surface: comment`",
        R::k_words => "`words`",
        R::set => "a set such as `(a, b)`",
        R::view => "a view such as `disguised`",
        R::policy_line | R::question_line | R::clause_line | R::exempt_line | R::check_line | R::queue_line => LINE,
        R::policy_line_start | R::question_line_start | R::clause_line_start => LINE,
        R::exempt_line_start | R::check_line_start | R::queue_line_start => LINE,
        R::policy_head | R::question_head | R::exempt_head | R::check_head | R::queue_head => ITEM,
        R::clause_head | R::amend_head | R::replace_head => ITEM,
        R::item
        | R::language
        | R::verdicts
        | R::policy
        | R::list
        | R::pattern_item
        | R::define
        | R::question
        | R::clause => ITEM,
        R::exempt | R::check | R::queue | R::slice | R::example | R::amend | R::replace | R::retire => ITEM,
        R::add_to | R::remove_from => ITEM,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_rule_is_shown_by_its_name_in_the_grammar() {
        for rule in Rule::all_rules() {
            let shown = Wanted::of(&[*rule]).phrase();
            assert!(!shown.contains('_'), "{rule:?} is shown as {shown}");
        }
    }
}
