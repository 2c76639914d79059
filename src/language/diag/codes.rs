//! Every code there is, with the page that explains it.
//!
//! One more code is one line here and one page under `pages/`. Ranges: `E001` to `E029` how a file is written, `E030` to
//! `E079` what names and types mean, `E080` to `E099` packs, lexicons and corpus cards. Lints go by name instead.

/// A code with its explanation.
#[derive(Debug, Clone, Copy)]
pub struct Code {
    /// `E012`, or the name of a lint.
    pub code: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// The page, as Markdown: what it means, an example that fails, how to mend it.
    pub page: &'static str,
}

/// Registers a code with the page of the same name.
macro_rules! codes {
    ($($code:literal $title:literal),+ $(,)?) => {
        &[$(Code { code: $code, title: $title, page: include_str!(concat!("pages/", $code, ".md")) }),+]
    };
}

/// All codes, sorted.
pub const CODES: &[Code] = codes! {
    // How a file is written.
    "E001" "something else was expected",
    "E002" "a string is never closed",
    "E003" "prose is never closed",
    "E004" "too large, too long or too deep",
    "E005" "a bracket without its partner",
    "E006" "an unknown escape in a string",
    "E007" "an unknown item or line",
    "E008" "a word or sign of another language",
    "E009" "`and` and `or` mixed",
    "E010" "two relations",
    "E011" "a relation among alternatives",
    "E012" "a string that stands alone",
    "E013" "comparisons that cannot be told apart",
    "E014" "a number, percentage or duration that is none",
    "E015" "a date that is none",
    "E016" "a word that cannot be a name",
    "E017" "the version of the language",
    "E019" "a line that belongs elsewhere",
    // What names and types mean.
    "E030" "a name that leads nowhere",
    "E031" "a field the schema lacks",
    "E032" "a name declared twice",
    "E033" "a circle of names",
    "E034" "a name with a meaning of its own",
    "E035" "a word the field cannot hold",
    "E036" "values of different types",
    "E037" "a value without an order",
    "E038" "a number outside its range",
    "E039" "a value that is no condition",
    "E040" "`has` with the wrong sides",
    "E041" "a filter that cannot choose",
    "E042" "a decision read too early",
    "E043" "a model or score that is not declared",
    "E044" "`match` outside of an exception",
    "E045" "`for` over something that is no list",
    "E046" "a calculation without meaning",
    "E047" "a part that is not there",
    "E048" "a line is missing",
    "E049" "a line that stands twice",
    "E050" "a clause without its policy",
    "E051" "a verdict that is not on the ladder",
    "E052" "a label that is not declared",
    "E053" "a label that implies itself",
    "E054" "no ladder, or two",
    "E055" "a foreign id that is taken",
    "E056" "an exemption that goes too far",
    "E057" "a check of an unknown kind",
    "E058" "a queue with an amount it cannot use",
    "E059" "an example with a value of another type",
    "E060" "an example that does not describe an item",
    "E061" "an example by an unknown exception",
    "E062" "exceptions that cannot be told apart",
    "E063" "an expression that cannot be read",
    "E064" "look-around and back-references",
    "E065" "an expression that matches anything",
    "E066" "an expression that is too large",
    "E067" "`*` in the middle of a term",
    "E068" "a term with nothing in it",
    "E069" "an overlay that changes what is not there",
    "E070" "an overlay that changes the ladder",
    "E071" "an overlay's line without an overlay",
    "E072" "a lexicon that is not there",
    "E073" "a list entry that does not fit",
    "E074" "a lint that does not exist",
    "E075" "beyond a limit",
    "E076" "a question asked of nobody known",
    "E077" "a condition compared",
    "E078" "an unknown severity or status",
    "E079" "one value and many",
    // Packs, manifests, lexicons and corpus cards.
    "E080" "a YAML file that cannot be read",
    "E081" "a key given twice",
    "E082" "an unknown key",
    "E083" "a key that is needed",
    "E084" "a value of the wrong kind",
    "E085" "an unknown word",
    "E086" "a name that cannot be used",
    "E087" "a type that says too little",
    "E088" "a date that is none, in YAML",
    "E089" "the revision of the pack that is extended",
    "E090" "packs in a circle",
    "E091" "a pack that cannot be read",
    "E092" "the default model",
    "E093" "an entry of a lexicon",
    "E094" "a file that is not UTF-8",
    "E095" "an expression of a corpus card",
    "E096" "a column or table that a corpus card lacks",
    "E097" "files of a corpus card",
    "E098" "what a corpus card expects",
    // Lints.
    "unknown_file" "a file that is no part of a pack",
};

/// Finds a code, whatever its capitals.
pub fn find(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|known| known.code.eq_ignore_ascii_case(code.trim()))
}
