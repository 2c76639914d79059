//! The tree of what was written.
//!
//! Every node keeps its span, parentheses are kept, names are not resolved and nothing is checked: two files that read
//! differently have different trees. What it all means is [`crate::language::policy`].

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

/// A word that names a view, with its place.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ViewWord {
    pub view: View,
    pub span: Span,
}

/// A way of reading text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// Character for character.
    Exact,
    /// Case, width, invisible characters and quote marks evened out.
    Plain,
    /// As plain, and common disguises undone.
    Disguised,
    /// As plain, and one slip of the keyboard allowed.
    Misspelled,
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
}

/// An expression with its place.
#[derive(Debug, Clone)]
pub struct Expr {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A constant.
    Literal(Literal),
    /// A field, define, question, label, rung, severity or anything else with a name.
    Ref(Ref),
    /// `( … )`, kept because one pair of parentheses holds one kind of joining.
    Paren(Box<Expr>),
    /// `(value default fallback)`
    Default {
        /// What may be missing.
        value: Box<Expr>,
        /// What stands in for it.
        fallback: Box<Expr>,
    },
    /// `not x`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// Two sides and an operator. `and` and `or` never mix without parentheses: the parser reports that.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Its place.
        op_span: Span,
        /// Left side.
        left: Box<Expr>,
        /// Right side.
        right: Box<Expr>,
    },
    /// A chain of comparisons in one direction: `allow < rating.verdict < remove`. At least two operators.
    Chain {
        /// The operands, one more than operators.
        operands: Vec<Expr>,
        /// The operators with their places.
        operators: Vec<(BinaryOp, Span)>,
    },
    /// `x is …`
    Is {
        /// Left side.
        value: Box<Expr>,
        /// `is not`
        negated: bool,
        /// Right side.
        right: IsRight,
    },
    /// `x has …`
    Has {
        /// Left side.
        value: Box<Expr>,
        /// How much.
        amount: Amount,
        /// What.
        pattern: Match,
    },
    /// `every match in quotes`, `any match within 3 words after x`
    MatchTest {
        /// `every` rather than `any`.
        every: bool,
        /// What must hold of the spans.
        relation: Relation,
    },
    /// `for any m in messages: ( … )`
    For {
        /// How many.
        quantifier: Quantifier,
        /// The element's name.
        element: Name,
        /// The list.
        list: Ref,
        /// The condition, without its parentheses.
        body: Box<Expr>,
    },
    /// Stands where an expression was reported as wrong; nothing more is said about it.
    Broken,
}

/// Operators with two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum BinaryOp {
    And,
    Or,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// Right side of `is`.
#[derive(Debug, Clone)]
pub enum IsRight {
    /// `is missing`
    Missing,
    /// `is one of (a, b)`
    OneOf(Vec<Expr>),
    /// `is one of safe_domains`
    OneOfRef(Ref),
    /// `is (a, b)`: equal as sets
    Set(Vec<Expr>),
    /// `is comment`, `is 3`, `is item.lang`
    Value(Box<Expr>),
}

/// How much a `has` wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// `has x` and `has any of x`
    Any,
    /// `has no x`
    No,
    /// `has all of x`
    All,
    /// `has at least N of x`: distinct entries
    AtLeast(u32),
    /// `has at least N mentions of x`
    Mentions(u32),
}

/// How many elements must meet the condition of a `for`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Quantifier {
    Any,
    Every,
    No,
    AtLeast(u32),
}

/// A path, a filter, and what of the filtered: `messages[role is user].text`.
#[derive(Debug, Clone)]
pub struct Ref {
    /// Where.
    pub span: Span,
    /// Before the brackets.
    pub path: Path,
    /// Inside the brackets.
    pub filter: Option<Box<Expr>>,
    /// After the brackets, e.g. `last`, `text`.
    pub tail: Vec<Name>,
}

/// A constant with its place.
#[derive(Debug, Clone)]
pub struct Literal {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: LiteralKind,
}

/// What a constant is.
#[derive(Debug, Clone, PartialEq)]
pub enum LiteralKind {
    /// `"…"`
    Text(String),
    /// `3`, `0.85`
    Number(f64),
    /// `85%`, held as 0.85
    Percent(f64),
    /// `7 days`, held in seconds
    Duration(f64),
    /// `2027-03-01`, `2027-03-01T12:00Z`, in milliseconds since 1970; `None`: no such date, which was reported
    Time(Option<i64>),
    /// `true`, `false`
    Bool(bool),
    /// `today`
    Today,
}

/// What is looked for in a text: a term, perhaps in a relation.
#[derive(Debug, Clone)]
pub struct Match {
    /// Where.
    pub span: Span,
    /// What is looked for.
    pub term: Term,
    /// What must hold of each hit.
    pub relation: Option<Box<Relation>>,
}

/// One thing looked for.
#[derive(Debug, Clone)]
pub struct Term {
    /// Where.
    pub span: Span,
    /// Views named here; they replace those of a list.
    pub views: Vec<ViewWord>,
    /// What.
    pub kind: TermKind,
}

/// What a term is.
#[derive(Debug, Clone)]
pub enum TermKind {
    /// `"vermin"`, `"parasite*"`
    Text(Text),
    /// `/…/`, without its slashes, `\/` unescaped
    Regex(Text),
    /// A list, a pattern, a `std.` pattern or a text field.
    Ref(Ref),
    /// `(a or b)`, `(a, b)`; `commas` if they were joined by commas.
    Group {
        /// The members, at least one.
        members: Vec<Match>,
        /// Joined by commas rather than `or`.
        commas: bool,
    },
}

/// What must hold of a hit.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Where.
    pub span: Span,
    /// Keep the hits that fail it.
    pub negated: bool,
    /// What.
    pub kind: RelationKind,
}

/// What a relation is.
#[derive(Debug, Clone)]
pub enum RelationKind {
    /// `within 5 words of x`
    Within {
        /// Words between, at most.
        words: u32,
        /// Which side.
        order: Order,
        /// Of what.
        other: Term,
    },
    /// `in the same sentence as x`
    SameSentence(Term),
    /// `in quotes`
    InQuotes,
    /// `in the first 12 words`
    InFirst(u32),
    /// `in the last 12 words`
    InLast(u32),
}

/// On which side of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// `of`: either
    Either,
    /// `before`
    Before,
    /// `after`
    After,
}
