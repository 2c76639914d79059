//! The tree of what was written.
//!
//! Every node keeps its span, parentheses are kept, names are not resolved and nothing is checked: two files that read
//! differently have different trees. What it all means is [`crate::language::policy`].

mod expr;
mod pattern;

pub use expr::{Amount, BinaryOp, Expr, ExprKind, IsRight, Literal, LiteralKind, Quantifier, Ref};
pub use pattern::{Match, Order, Relation, RelationKind, Term, TermKind, View, ViewWord};

use crate::language::source::Span;

/// One file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Number after `language`, if the line was readable.
    pub language: Option<(u32, Span)>,
    /// The items that could be read.
    pub items: Vec<Item>,
    /// The items that could not: they were reported, and their names are taken as known so that nothing else is.
    pub failed: Vec<FailedItem>,
    /// The comments, in order, for whoever must keep them or read `// allow NAME: reason`.
    pub comments: Vec<Comment>,
}

/// A comment, with its `//`.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Where.
    pub span: Span,
    /// Nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// An item whose text could not be read.
#[derive(Debug, Clone)]
pub struct FailedItem {
    /// The word it begins with.
    pub keyword: String,
    /// Its name or id, if that much could be read.
    pub name: Option<String>,
    /// Where.
    pub span: Span,
}

/// A single name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Names joined by dots; also clause ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The segments, at least one.
    pub segments: Vec<Name>,
    /// Where.
    pub span: Span,
}

impl Path {
    /// Returns the path with its dots.
    pub fn text(&self) -> String {
        self.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(".")
    }
}

/// A string literal or a prose block, unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What it says; prose has its common indent removed.
    pub text: String,
    /// Where, with its quotes.
    pub span: Span,
}

/// An item with its place.
#[derive(Debug, Clone)]
pub struct Item {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ItemKind,
}

/// What an item is.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each variant is the item of the same name")]
pub enum ItemKind {
    Verdicts(Vec<Name>),
    Policy(Policy),
    List(List),
    Pattern(Pattern),
    Define(Define),
    Question(Question),
    Clause(Clause),
    Exempt(Exempt),
    Check(Check),
    Queue(Queue),
    Slice(Slice),
    Example(Example),
    Amend(Amend),
    Replace(Clause),
    Retire { id: Path, why: Text },
    AddTo { list: Path, entries: Vec<Entry> },
    RemoveFrom { list: Path, entries: Vec<Entry> },
}

/// `policy HS "Hate speech" { … }`
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its id, the first segment of its clauses' ids.
    pub name: Name,
    /// Its title.
    pub title: Text,
    /// Its lines, in order.
    pub lines: Vec<PolicyLine>,
    /// A line of it could not be read and was reported; nothing is said about what may be missing.
    pub broken: bool,
}

/// A line of a policy.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each variant is the line of the same name")]
pub enum PolicyLine {
    Meta(Meta),
    Labels(Labels),
    Subject(Path),
    AppliesWhen { keyword: Span, condition: Expr },
    OnUnknown(OnUnknown),
    Given(RecordLiteral),
    Except(Except),
    Prose(Text),
}

/// `owner "…"`, `review by 2027-06-01` and the like.
#[derive(Debug, Clone)]
pub struct Meta {
    /// Which.
    pub kind: MetaKind,
    /// The keyword's place.
    pub keyword: Span,
    /// What it says.
    pub value: MetaValue,
}

/// Which fact about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is the keyword of the same name")]
pub enum MetaKind {
    Owner,
    Version,
    Source,
    Note,
    Since,
    ReviewBy,
}

/// Its value.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the variants say it")]
pub enum MetaValue {
    Text(Text),
    Date(Literal),
}

/// `labels …`
#[derive(Debug, Clone)]
pub struct Labels {
    /// The keyword's place.
    pub keyword: Span,
    /// The labels.
    pub labels: Vec<LabelDecl>,
    /// Joined by `<`: only the strongest stands.
    pub ordered: bool,
}

/// A label, and its parent if it `implies` one.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct LabelDecl {
    pub name: Name,
    pub implies: Option<Name>,
}

/// `on unknown …`
#[derive(Debug, Clone)]
pub struct OnUnknown {
    /// Where.
    pub span: Span,
    /// What to do.
    pub action: UnknownAction,
}

/// What to do when a condition cannot be told.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each variant is the words of the same name")]
pub enum UnknownAction {
    Abstain,
    Escalate(Option<Name>),
    AssumeMatch,
    AssumeNoMatch,
}

/// `except NAME "title" if …`; without `if`, the name is a define.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Except {
    pub span: Span,
    pub name: Name,
    pub title: Option<Text>,
    pub condition: Option<Expr>,
}

/// `list groups of domains disguised { … }`
#[derive(Debug, Clone)]
pub struct List {
    /// Its name.
    pub name: Name,
    /// After `of`, e.g. `domains`.
    pub kind: Option<Name>,
    /// The views its entries are looked for in; none means `plain`.
    pub views: Vec<ViewWord>,
    /// Where the entries are.
    pub body: ListBody,
}

/// The entries of a list.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the variants say it")]
pub enum ListBody {
    From(Text),
    Entries(Vec<Entry>),
}

/// One entry with its attributes.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Entry {
    pub text: Text,
    pub attributes: Option<RecordLiteral>,
}

/// `pattern us = "we" or "my"`
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Pattern {
    pub name: Name,
    pub body: Match,
}

/// `define young = author.age < 7 days`
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Define {
    pub name: Name,
    pub body: Expr,
}

/// `question implied_attack "…" { … }`
#[derive(Debug, Clone)]
pub struct Question {
    /// Its name.
    pub name: Name,
    /// What is asked.
    pub text: Text,
    /// Its lines, in order.
    pub lines: Vec<QuestionLine>,
    /// A line of it could not be read and was reported; nothing is said about what may be missing.
    pub broken: bool,
}

/// A line of a question.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each variant is the line of the same name")]
pub enum QuestionLine {
    AskedOf { keyword: Span, names: Vec<Name> },
    Answer { yes: bool, keyword: Span, sample: Sample },
    Prose(Text),
    Meta(Meta),
}

/// `clause HS.2 "Dehumanising comparison" { … }`
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its id.
    pub id: Path,
    /// Its title.
    pub title: Text,
    /// Its lines, in order.
    pub lines: Vec<ClauseLine>,
    /// A line of it could not be read and was reported; nothing is said about what may be missing.
    pub broken: bool,
}

/// A line of a clause (or of an `amend`) with its place.
#[derive(Debug, Clone)]
pub struct ClauseLine {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ClauseLineKind,
}

/// What a line of a clause is.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each variant is the line of the same name")]
pub enum ClauseLineKind {
    Severity(Name),
    Status { status: Name, share: Option<Literal> },
    When(Expr),
    AlsoWhen(Expr),
    OnlyWhen(Expr),
    Except(Except),
    NoExceptions,
    OnUnknown(OnUnknown),
    Verdict { verdict: Name, labels: Vec<Name> },
    EscalateTo(Name),
    Notice(Text),
    KnownAs(Vec<Text>),
    Test(Test),
    Meta(Meta),
    Prose(Text),
}

/// `violates "…"`, `allows "…" by x`, `unknown "…"`
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Test {
    pub expects: TestOutcome,
    pub sample: Sample,
    pub by: Vec<Name>,
}

/// What a clause's example wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is the keyword of the same name")]
pub enum TestOutcome {
    Violates,
    Allows,
    Unknown,
}

/// An example item: a bare string fills the policy's subject.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Where.
    pub span: Span,
    /// The item.
    pub item: SampleItem,
    /// After `with`.
    pub with: Option<RecordLiteral>,
}

/// A bare string or a record.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the variants say it")]
pub enum SampleItem {
    Text(Text),
    Record(RecordLiteral),
}

/// `{ surface: comment, author.age: 400 days }`
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct RecordLiteral {
    pub span: Span,
    pub fields: Vec<FieldLiteral>,
}

/// One field of a record literal; `today` is a path of that one word.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct FieldLiteral {
    pub path: Path,
    pub value: ValueLiteral,
}

/// A value in a record literal.
#[derive(Debug, Clone)]
pub struct ValueLiteral {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ValueLiteralKind,
}

/// What a value in a record literal is.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the variants say it")]
pub enum ValueLiteralKind {
    Missing,
    Literal(Literal),
    /// A bare word, `HS.2` included; what it means depends on the field's type.
    Word(Path),
    Record(RecordLiteral),
    List(Vec<ValueLiteral>),
}

/// `exempt news "Accredited publisher" { … }`
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Exempt {
    pub name: Name,
    pub title: Text,
    pub lines: Vec<ExemptLine>,
    /// A line of it could not be read and was reported; nothing is said about what may be missing.
    pub broken: bool,
}

/// A line of an exemption.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each variant is the line of the same name")]
pub enum ExemptLine {
    From(Vec<Path>),
    When { keyword: Span, condition: Expr },
    CapsAt { keyword: Span, verdict: Name },
    Clears(Span),
    Reason(Text),
    Expires(Literal),
    OnUnknown(OnUnknown),
    Meta(Meta),
    Prose(Text),
}

/// `check unsupported_cite "…" { … }`
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Check {
    pub name: Name,
    pub title: Text,
    pub lines: Vec<CheckLine>,
    /// A line of it could not be read and was reported; nothing is said about what may be missing.
    pub broken: bool,
}

/// A line of a check.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each variant is the line of the same name")]
pub enum CheckLine {
    ForEach(Name),
    When { keyword: Span, condition: Expr },
    Kind(Name),
    Queue(Name),
    Priority(Expr),
    Meta(Meta),
    Prose(Text),
}

/// `queue experts "Policy experts" { … }`
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Queue {
    pub name: Name,
    pub title: Text,
    pub lines: Vec<QueueLine>,
    /// A line of it could not be read and was reported; nothing is said about what may be missing.
    pub broken: bool,
}

/// A line of a queue.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each variant is the line of the same name")]
pub enum QueueLine {
    When {
        keyword: Span,
        condition: Expr,
    },
    TakeAll(Span),
    /// A number of items or a percent of them.
    Take(Literal),
    Sample(Literal),
    Raters(Literal),
    Skills(Vec<Name>),
    Languages(Vec<Name>),
    DueWithin(Literal),
    HiddenGold(Literal),
    Priority(Expr),
    Meta(Meta),
    Prose(Text),
}

/// `slice short_posts "Under five words" = text.words < 5`
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Slice {
    pub name: Name,
    pub title: Text,
    pub condition: Expr,
}

/// `example "…" gives label as hate by HS.2`
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Example {
    pub sample: Sample,
    pub verdict: Name,
    pub labels: Vec<Name>,
    pub by: Vec<Path>,
}

/// `amend HS.2 "why" { … }`
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Amend {
    pub id: Path,
    pub why: Text,
    pub lines: Vec<ClauseLine>,
    /// A line of it could not be read and was reported; nothing is said about what may be missing.
    pub broken: bool,
}
