//! Families of items: one meaning, many wordings.
//!
//! A template holds `{slots}` and marks the words that decide with `[brackets]`. What is marked may be quoted by a
//! judge and disguised by an author; everything around it may be varied freely.

/// Slots with the words that may fill them.
pub type Slots = &'static [(&'static str, &'static [&'static str])];

/// Items that mean the same to the policy.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// The language of its texts.
    pub lang: &'static str,
    /// The clauses it violates, the decisive one first; empty: it is fine.
    pub violates: &'static [&'static str],
    /// The clauses that the rules fire, where that differs from `violates`.
    pub fires: Option<&'static [&'static str]>,
    /// The rung it deserves although no clause says so.
    pub deserves: usize,
    /// The exception that makes it fine.
    pub except: Option<&'static str>,
    /// A question on which a clause hangs: question, right answer, clause. It fires on yes.
    pub ask: Option<(&'static str, bool, &'static str)>,
    /// The clause a mistaken judge would see.
    pub tempting: &'static str,
    /// Two clauses over which readers may split.
    pub split: Option<(&'static str, &'static str)>,
    /// Fields with a value of their own, as JSON; `missing` takes a field out.
    pub with: &'static [(&'static str, &'static str)],
    /// A field whose absence leaves a clause open, and the rung of that clause.
    pub open: Option<(&'static str, usize)>,
    /// The texts.
    pub templates: &'static [&'static str],
    /// What fills their slots.
    pub slots: Slots,
    /// Why it is what it is, completing "because".
    pub because: &'static str,
    /// How hard it is to judge, 0 to 1.
    pub hard: f64,
    /// How often it is drawn, beside the others.
    pub weight: u32,
    /// Its marked words may be disguised without escaping the rules.
    pub disguise: bool,
    /// Its text stands alone, without anything before or after.
    pub bare: bool,
}

impl Family {
    const NOTHING: Family = Family {
        lang: "en",
        violates: &[],
        fires: None,
        deserves: 0,
        except: None,
        ask: None,
        tempting: "",
        split: None,
        with: &[],
        open: None,
        templates: &[],
        slots: &[],
        because: "",
        hard: 0.4,
        weight: 10,
        disguise: false,
        bare: false,
    };

    /// Starts a family that violates clauses, and that the rules see.
    pub const fn violating(violates: &'static [&'static str], because: &'static str) -> Family {
        Family { violates, because, ..Family::NOTHING }
    }

    /// Starts a family that is fine but may tempt a judge to see a clause.
    pub const fn fine(tempting: &'static str, because: &'static str) -> Family {
        Family { tempting, because, ..Family::NOTHING }
    }

    /// Sets language and texts.
    pub const fn says(self, lang: &'static str, templates: &'static [&'static str], slots: Slots) -> Family {
        Family { lang, templates, slots, ..self }
    }

    /// Sets how often and how hard.
    pub const fn weighs(self, weight: u32, hard: f64) -> Family {
        Family { weight, hard, ..self }
    }

    /// Sets fields.
    pub const fn with(self, with: &'static [(&'static str, &'static str)]) -> Family {
        Family { with, ..self }
    }

    /// Names the exception that makes it fine.
    pub const fn by(self, except: &'static str) -> Family {
        Family { except: Some(except), ..self }
    }

    /// Lets authors disguise the marked words.
    pub const fn disguised(self) -> Family {
        Family { disguise: true, ..self }
    }

    /// Keeps the text as it is, without anything around it.
    pub const fn bare(self) -> Family {
        Family { bare: true, ..self }
    }

    /// Says that the rules fire other clauses than the prose means.
    pub const fn but_rules_fire(self, fires: &'static [&'static str]) -> Family {
        Family { fires: Some(fires), ..self }
    }

    /// Lets a clause hang on a question.
    pub const fn asks(self, question: &'static str, answer: bool, clause: &'static str) -> Family {
        Family { ask: Some((question, answer, clause)), ..self }
    }

    /// Takes a field out, so that a clause of this rung stays open.
    pub const fn lacks(self, field: &'static str, rung: usize) -> Family {
        Family { open: Some((field, rung)), ..self }
    }

    /// Says that it deserves a rung although the policy is silent.
    pub const fn deserves(self, rung: usize) -> Family {
        Family { deserves: rung, ..self }
    }

    /// Says that readers may split over two clauses.
    pub const fn splits(self, one: &'static str, other: &'static str) -> Family {
        Family { split: Some((one, other)), ..self }
    }
}
