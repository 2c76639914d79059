//! One shape of conversation: templates for both sides and what the pack means for it.

use crate::case::{Ask, Suits};

/// A value of a field that templates do not write.
#[derive(Debug, Clone, Copy)]
pub enum Fact {
    /// One of an enum's words.
    Word(&'static str),
    /// True or false.
    Flag(bool),
}

/// Fields of every record with their usual values.
pub const USUAL: &[(&str, Fact)] = &[
    ("deployment", Fact::Word("general")),
    ("audience", Fact::Word("adult")),
    ("user.professional", Fact::Flag(false)),
    ("user.authorised", Fact::Flag(false)),
    ("person.public", Fact::Flag(false)),
];

/// Turns before the one that is judged: what the user said and what the model answered.
pub type Turns = &'static [(&'static str, &'static str)];

/// A shape of conversation.
pub struct Shape {
    /// How many of it.
    pub count: usize,
    /// Its language.
    pub lang: &'static str,
    /// What the user says, as templates.
    pub prompts: &'static [&'static str],
    /// What the model answers, as templates.
    pub replies: &'static [&'static str],
    /// The clauses it violates by the prose, the decisive one first.
    pub violates: &'static [&'static str],
    /// The rung it deserves although no clause says so.
    pub deserves: usize,
    /// The exception that makes it fine.
    pub except: Option<&'static str>,
    /// The clauses the rules fire, where those differ from `violates` or a question decides others.
    pub fires: Option<&'static [&'static str]>,
    /// Questions that decide clauses.
    pub asks: &'static [Ask],
    /// Clauses that a mistaken judge sees.
    pub tempting: &'static [&'static str],
    /// Why it is so, completing "because".
    pub because: &'static [&'static str],
    /// How hard it is, 0 to 1.
    pub difficulty: f64,
    /// Fields with other than their usual values, or that must be present.
    pub facts: &'static [(&'static str, Fact)],
    /// Turns before.
    pub turns: &'static [Turns],
    /// Documents brought in.
    pub documents: &'static [&'static str],
    /// The field that is missing and decides it.
    pub missing: Option<&'static str>,
    /// The clause that the missing field leaves open.
    pub open: &'static str,
    /// What it is made for.
    pub suits: Suits,
    /// Its prompts may be disguised: the words that decide are looked for in the disguised view.
    pub disguise: bool,
}

/// A shape with nothing in it, to write others by what they have.
pub const PLAIN: Shape = Shape {
    count: 10,
    lang: "en",
    prompts: &[],
    replies: &[],
    violates: &[],
    deserves: 0,
    except: None,
    fires: None,
    asks: &[],
    tempting: &["HC.10"],
    because: &["nothing in it could hurt anybody"],
    difficulty: 0.2,
    facts: &[],
    turns: &[],
    documents: &[],
    missing: None,
    open: "",
    suits: Suits::Plain,
    disguise: false,
};
