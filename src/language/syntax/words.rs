//! The words of the language, and the words people write instead.

use crate::language::nearest::nearest;

/// The words that begin items.
pub(super) const ITEM_KEYWORDS: &[&str] = &[
    "language", "verdicts", "policy", "list", "pattern", "define", "question", "clause", "exempt", "check", "queue",
    "slice", "example", "amend", "replace", "retire", "add", "remove",
];

/// Words that cannot be the first word of a name.
pub const RESERVED: &[&str] = &[
    "and",
    "or",
    "not",
    "is",
    "has",
    "in",
    "within",
    "for",
    "any",
    "every",
    "default",
    "missing",
    "match",
    "true",
    "false",
    "today",
    "exact",
    "plain",
    "disguised",
    "misspelled",
];

/// A kind of item with lines between braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Policy,
    Question,
    Clause,
    Exempt,
    Check,
    Queue,
    Amend,
    Replace,
}

impl Block {
    /// Finds the block that an item's keyword opens.
    pub fn of(keyword: &str) -> Option<Block> {
        Some(match keyword {
            "policy" => Block::Policy,
            "question" => Block::Question,
            "clause" => Block::Clause,
            "exempt" => Block::Exempt,
            "check" => Block::Check,
            "queue" => Block::Queue,
            "amend" => Block::Amend,
            "replace" => Block::Replace,
            _ => return None,
        })
    }

    /// Returns the first words of its lines.
    pub fn line_keywords(self) -> &'static [&'static str] {
        match self {
            Block::Policy => &[
                "labels", "subject", "applies", "on", "given", "except", "owner", "version", "source", "note", "since",
                "review",
            ],
            Block::Question => &["asked", "yes", "no", "owner", "version", "source", "note", "since", "review"],
            Block::Clause | Block::Replace => &[
                "severity", "status", "when", "except", "no", "on", "verdict", "escalate", "notice", "known",
                "violates", "allows", "unknown", "owner", "version", "source", "note", "since", "review",
            ],
            Block::Amend => &[
                "also", "only", "severity", "status", "except", "no", "on", "verdict", "escalate", "notice",
                "violates", "allows", "unknown", "owner", "version", "source", "note", "since", "review",
            ],
            Block::Exempt => &[
                "from", "when", "caps", "clears", "reason", "expires", "on", "owner", "version", "source", "note",
                "since", "review",
            ],
            Block::Check => {
                &["for", "when", "kind", "queue", "priority", "owner", "version", "source", "note", "since", "review"]
            }
            Block::Queue => &[
                "when",
                "take",
                "sample",
                "raters",
                "skills",
                "languages",
                "due",
                "hidden",
                "priority",
                "owner",
                "version",
                "source",
                "note",
                "since",
                "review",
            ],
        }
    }

    /// Returns its name with an article, as in "a line of …".
    pub fn with_article(self) -> &'static str {
        match self {
            Block::Policy => "a policy",
            Block::Question => "a question",
            Block::Clause | Block::Replace => "a clause",
            Block::Exempt => "an exemption",
            Block::Check => "a check",
            Block::Queue => "a queue",
            Block::Amend => "an amendment",
        }
    }
}

const BLOCKS: [Block; 6] = [Block::Policy, Block::Question, Block::Clause, Block::Exempt, Block::Check, Block::Queue];

/// Tells whether a word begins an item.
pub(super) fn is_item_keyword(word: &str) -> bool {
    ITEM_KEYWORDS.contains(&word)
}

/// Tells whether a word begins a line of any block.
pub(super) fn is_line_keyword(word: &str) -> bool {
    BLOCKS.iter().any(|block| block.line_keywords().contains(&word)) || matches!(word, "also" | "only")
}

/// Tells whether a word joins what stands before it to what follows, so that nothing begins with the word before it.
pub(super) fn joins(word: &str) -> bool {
    const JOINING: &[&str] = &[
        "and", "or", "not", "is", "has", "in", "within", "default", "as", "by", "before", "after", "of", "with",
        "gives", "contains", "matches", "AND", "OR", "NOT",
    ];
    JOINING.contains(&word)
}

/// Returns the known word that a misspelt one is nearest to, if it is near enough to be sure.
pub(super) fn near<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    nearest(word, known.iter().copied())
}

/// Says which items have a line that begins with a word.
pub(super) fn owners_of_line(word: &str) -> String {
    if matches!(word, "also" | "only") {
        return Block::Amend.with_article().to_string();
    }
    let owners: Vec<&str> =
        BLOCKS.iter().filter(|block| block.line_keywords().contains(&word)).map(|block| block.with_article()).collect();
    match owners.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => owners.concat(),
    }
}

/// Returns the item that people from other languages mean by a word.
pub(super) fn item_meant_by(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "rule" | "guideline" => "clause",
        "let" | "const" | "def" | "var" | "set" => "define",
        "lexicon" | "wordlist" | "words" | "terms" => "list",
        "regex" => "pattern",
        "test" => "example",
        "exemption" => "exempt",
        "levels" | "actions" | "ladder" => "verdicts",
        _ => return None,
    })
}

/// Returns the line that people mean by a word that begins none, with what is to be said about it.
pub(super) fn line_meant_by(word: &str, block: Block) -> Option<(&'static str, &'static str)> {
    let condition = if block == Block::Policy { "applies when" } else { "when" };
    Some(match (word.to_lowercase().as_str(), block) {
        ("if" | "condition" | "where" | "match" | "matches", _) => (condition, "a condition begins with"),
        ("unless", Block::Clause | Block::Amend | Block::Replace | Block::Policy) => {
            ("except name \"title\" if", "an exception has a name, so that people can refer to it:")
        }
        ("unless", _) => ("when not", "a condition that must not hold is written"),
        ("then" | "action" | "decision", Block::Clause | Block::Amend | Block::Replace) => {
            ("verdict", "what a clause decides is written")
        }
        ("level" | "harm", Block::Clause | Block::Amend | Block::Replace) => ("severity", "harm is written"),
        ("fires" | "matching" | "bad", Block::Clause | Block::Amend | Block::Replace) => {
            ("violates", "an example that the clause matches begins with")
        }
        ("silent" | "good" | "ok", Block::Clause | Block::Amend | Block::Replace) => {
            ("allows", "an example that the clause does not match begins with")
        }
        ("when", Block::Policy) => (condition, "the scope of a policy is written"),
        ("scope", Block::Policy) => ("applies when", "scope is written"),
        ("limit", Block::Queue) => ("take", "how many items a queue takes is written"),
        _ => return None,
    })
}

/// Returns the item's keywords as the first words that a name can be read after: two words for `add to` and the like.
pub(super) fn words_before_name(keyword: &str) -> usize {
    match keyword {
        "add" | "remove" | "replace" => 2,
        _ => 1,
    }
}
