//! Facts that expressions read from judges, from this engine's decision, and from texts.

use super::QuestionId;

/// Which judge an expression reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Judge {
    /// A declared model, by index into [`crate::language::schema::Models::all`]. Its scores are unknown in a version that is not listed.
    Model(usize),
    /// The model decision or the rating that a check runs for.
    Each,
    /// Gold.
    Gold,
}

/// What a judge said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum JudgeField {
    /// Name of the model or rater (text).
    Name,
    /// The verdict.
    Verdict,
    /// The labels (list of label).
    Labels,
    /// The clause a rater or gold names.
    Clause,
    /// The exception a rater or gold names (text).
    Except,
    /// The clauses a model cites (list of clause; ids the pack lacks are [`crate::language::value::ClauseId::UNKNOWN`]).
    Cites,
    /// The words a model quotes (list of text).
    Quotes,
    /// The model's reasoning (text).
    Rationale,
    /// A model's output as it came (text).
    Raw,
    /// The output could not be read as a decision (bool).
    Unparsable,
    /// A model's version (text).
    Version,
    /// A model's threshold (number).
    Threshold,
    /// A model's score of this name (number).
    Score(String),
    /// The judge's own answer to a question (bool).
    Answer(QuestionId),
    /// When a rating was given (time).
    At,
    /// How long a rating took (duration).
    Seconds,
    /// How sure a rater was (number, 0 to 1).
    Confidence,
    /// A rater's note (text).
    Note,
    /// A rating's batch (text).
    Batch,
    /// Who made gold (text).
    By,
}

impl JudgeField {
    /// The fields of a rating, in the order [`super::ExprKind::Ratings`] lays them out, with the names policies write.
    pub const RATING: [(&'static str, JudgeField); 10] = [
        ("rater", JudgeField::Name),
        ("verdict", JudgeField::Verdict),
        ("labels", JudgeField::Labels),
        ("clause", JudgeField::Clause),
        ("except", JudgeField::Except),
        ("at", JudgeField::At),
        ("seconds", JudgeField::Seconds),
        ("confidence", JudgeField::Confidence),
        ("note", JudgeField::Note),
        ("batch", JudgeField::Batch),
    ];
}

/// A fact about this engine's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PolicyField {
    /// The standing verdict.
    Verdict,
    /// The standing labels.
    Labels,
    /// The clauses that matched and propose (list of clause).
    Fired,
    /// The clauses that were excepted.
    Excepted,
    /// The clauses that could not be told.
    Indeterminate,
    /// The worst severity among the clauses that fired; missing if none did.
    Severity,
    /// A stronger verdict hangs on something unknown.
    Unsettled,
}

/// A property of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextProperty {
    /// Characters (code points).
    Length,
    /// Words.
    Words,
    /// Share of capitals among cased letters, 0 to 1; missing without letters.
    CapsShare,
    /// Share of words that repeat what stood before, 0 to 1; missing without words.
    RepeatShare,
    /// Links, as records of [`TextProperty::URL`].
    Urls,
    /// Number of emoji.
    Emoji,
    /// Hashtags, without `#`, as a list of text.
    Hashtags,
}

impl TextProperty {
    /// The fields of a link; all are text.
    pub const URL: [&'static str; 3] = ["url", "domain", "path"];
}
