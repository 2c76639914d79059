//! From what was said, item by item, to a sheet.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use xxhash_rust::xxh3::xxh3_64;

use super::columns::{ColumnsDraft, of_texts};
use super::gold_labels::GoldLabels;
use super::label_sets::{LabelSet, LabelSetsDraft};
use super::left_out::LeftOut;
use super::{Adjudication, Binding, Declared, Details, Judge, NONE, Odd, Scale, ScoreSeries, Sheet, Words, sorted};
use crate::calibrate::Ratings;

/// The most items with gold whose words are kept.
pub const WORDS_MAX: usize = 50_000;
/// What one judge said about one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Who.
    pub judge: Judge,
    /// The label, or why there is none.
    pub label: Result<u16, Odd>,
    /// When, in milliseconds since 1970-01-01T00:00Z.
    pub at_ms: Option<i64>,
    /// How long it took, in seconds.
    pub seconds: Option<f64>,
    /// The batch.
    pub batch: Option<String>,
    /// The group of people that the judge belongs to.
    pub group: Option<String>,
    /// The clause it rests on, as an index into the names the builder was given.
    pub clause: Option<u32>,
    /// Gold was made from this.
    pub made_gold: bool,
    /// It settles what others said about the item.
    pub adjudicates: bool,
    /// Scores by name.
    pub scores: Vec<(String, f64)>,
    /// The score from which it says it acts.
    pub threshold: Option<f64>,
    /// The hash of its prompt.
    pub prompt: Option<String>,
    /// Its labels beside the decision, if it speaks of labels at all.
    pub label_set: Option<LabelSet>,
}

impl Said {
    /// Makes a bare label.
    pub fn new(judge: Judge, label: Result<u16, Odd>) -> Said {
        let (at_ms, seconds, batch, group, clause) = (None, None, None, None, None);
        let (made_gold, adjudicates, scores, threshold, prompt, label_set) =
            (false, false, Vec::new(), None, None, None);
        Said {
            judge,
            label,
            at_ms,
            seconds,
            batch,
            group,
            clause,
            made_gold,
            adjudicates,
            scores,
            threshold,
            prompt,
            label_set,
        }
    }
}

/// What was said about one item, and what it is like.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ItemSaid {
    /// Its id.
    pub id: String,
    /// What judges said.
    pub said: Vec<Said>,
    /// Gold.
    pub gold: Option<u16>,
    /// The labels that gold gives beside it, with all that they imply; `None`: it does not say.
    pub gold_labels: Option<Vec<String>>,
    /// The clause that gold names.
    pub gold_clause: Option<u32>,
    /// The clause at issue by the policy: the strongest that fired.
    pub policy_clause: Option<u32>,
    /// Values by column, or why no column is made of it.
    pub fields: Vec<(String, Result<String, LeftOut>)>,
    /// Properties of its text, in the order of [`PROPERTIES`](crate::calibrate::weakness::text::PROPERTIES); empty: it has no text.
    pub text: Vec<Option<u32>>,
    /// A fingerprint that near-duplicates share.
    pub cluster: Option<u64>,
    /// Its words; kept only where it has gold.
    pub words: Option<Words>,
}

/// Takes what was said and makes a sheet of it.
#[derive(Debug)]
pub struct SheetBuilder {
    scale: Scale,
    clauses: Vec<String>,
    items: Vec<String>,
    known_items: HashMap<String, u32>,
    judges: Vec<Judge>,
    known_judges: HashMap<Judge, u32>,
    /// How often each judge was said to belong to each group.
    groups: BTreeMap<u32, BTreeMap<String, u64>>,
    rows: Vec<(u32, u32, u16)>,
    details: Details,
    odd: Vec<(u32, u32, Odd)>,
    gold: BTreeMap<u32, u16>,
    gold_clause: BTreeMap<u32, u32>,
    policy_clause: BTreeMap<u32, u32>,
    made_gold: Vec<(u32, u32)>,
    adjudicated: BTreeMap<u32, Adjudication>,
    batches: Vec<String>,
    known_batches: HashMap<String, u32>,
    scores: BTreeMap<(u32, String), Vec<(u32, f64)>>,
    bindings: BTreeMap<u32, Binding>,
    label_sets: LabelSetsDraft,
    gold_labels: GoldLabels,
    columns: ColumnsDraft,
    texts: BTreeMap<u32, Vec<Option<u32>>>,
    clusters: BTreeMap<u32, u64>,
    /// By a hash of the item's id, so that of too many it is chance, and not the order of items, that says which stay.
    words: BTreeMap<(u64, u32), Words>,
}

impl SheetBuilder {
    /// Starts an empty sheet; `clauses` are the names that clause numbers stand for.
    pub fn new(scale: Scale, clauses: Vec<String>) -> SheetBuilder {
        SheetBuilder {
            scale,
            clauses,
            items: Vec::new(),
            known_items: HashMap::new(),
            judges: Vec::new(),
            known_judges: HashMap::new(),
            groups: BTreeMap::new(),
            rows: Vec::new(),
            details: Details::default(),
            odd: Vec::new(),
            gold: BTreeMap::new(),
            gold_clause: BTreeMap::new(),
            policy_clause: BTreeMap::new(),
            made_gold: Vec::new(),
            adjudicated: BTreeMap::new(),
            batches: Vec::new(),
            known_batches: HashMap::new(),
            scores: BTreeMap::new(),
            bindings: BTreeMap::new(),
            label_sets: LabelSetsDraft::default(),
            gold_labels: GoldLabels::default(),
            columns: ColumnsDraft::default(),
            texts: BTreeMap::new(),
            clusters: BTreeMap::new(),
            words: BTreeMap::new(),
        }
    }

    /// Returns the scale, which takes labels as they come if it is an open one.
    pub fn scale(&mut self) -> &mut Scale {
        &mut self.scale
    }

    /// Returns the number of an item, new or known.
    pub fn item(&mut self, id: &str) -> u32 {
        if let Some(&known) = self.known_items.get(id) {
            return known;
        }
        let number = self.items.len() as u32;
        self.items.push(id.to_owned());
        self.known_items.insert(id.to_owned(), number);
        number
    }

    /// Sets gold of an item; false if it has some already, which then stays.
    pub fn gold(&mut self, item: u32, label: u16) -> bool {
        match self.gold.entry(item) {
            Entry::Occupied(_) => false,
            Entry::Vacant(slot) => {
                slot.insert(label);
                true
            }
        }
    }

    /// Adds everything about an item.
    pub fn add(&mut self, said: ItemSaid) {
        let item = self.item(&said.id);
        said.gold.into_iter().for_each(|gold| {
            self.gold(item, gold);
        });
        if let Some(labels) = &said.gold_labels {
            self.gold_labels.set(item, labels);
        }
        self.gold_clause.extend(said.gold_clause.map(|mark| (item, mark)));
        self.policy_clause.extend(said.policy_clause.map(|mark| (item, mark)));
        self.clusters.extend(said.cluster.map(|mark| (item, mark)));
        if let Some(words) = said.words.filter(|_| said.gold.is_some()) {
            self.words.insert((xxh3_64(said.id.as_bytes()), item), words);
            if self.words.len() > WORDS_MAX {
                self.words.pop_last();
            }
        }
        for (name, value) in said.fields {
            match value {
                Ok(value) => self.field(item, &name, value),
                Err(why) => self.columns.leave_out(&name, why),
            }
        }
        if !said.text.is_empty() {
            self.texts.insert(item, said.text);
        }
        for one in said.said {
            self.say(item, one);
        }
    }

    /// Adds what one judge said about an item.
    pub fn say(&mut self, item: u32, said: Said) {
        let judge = self.judge(&said.judge);
        if said.made_gold {
            self.made_gold.push((item, judge));
        }
        if let Some(group) = said.group {
            *self.groups.entry(judge).or_default().entry(group).or_default() += 1;
        }
        if let Some(from) = said.threshold {
            let declared = &mut self.bindings.entry(judge).or_default().threshold;
            let again = matches!(*declared, Declared::Never) || *declared == Declared::At(from);
            *declared = if again { Declared::At(from) } else { Declared::Several };
        }
        if let Some(prompt) = said.prompt {
            self.bindings.entry(judge).or_default().prompts.insert(prompt);
        }
        if let Some(set) = said.label_set {
            self.label_sets.add(item, judge, set);
        }
        for (name, score) in said.scores {
            self.scores.entry((judge, name)).or_default().push((item, score));
        }
        let label = match said.label {
            Ok(label) => label,
            Err(odd) => return self.odd.push((item, judge, odd)),
        };
        if said.adjudicates {
            // Of several the last one stands.
            self.adjudicated.insert(item, Adjudication { label, judge, clause: said.clause });
        }
        let batch = said.batch.map(|batch| self.batch(batch));
        let place = self.rows.len();
        note(&mut self.details.at_ms, place, said.at_ms, i64::MIN);
        note(&mut self.details.seconds, place, said.seconds.map(|seconds| seconds as f32), f32::NAN);
        note(&mut self.details.batch, place, batch, NONE);
        note(&mut self.details.clause, place, said.clause, NONE);
        self.rows.push((item, judge, label));
    }

    /// Adds what an item is like, as [`ColumnsDraft::add`] does.
    pub fn field(&mut self, item: u32, name: &str, value: String) {
        self.columns.add(item, name, value);
    }

    /// Returns the clause at issue by item: gold's, else the policy's, else the one that most of its ratings rest on; of equals
    /// the first in the guideline.
    fn topics(&self) -> BTreeMap<u32, u32> {
        let mut topics = self.policy_clause.clone();
        topics.extend(&self.gold_clause);
        let mut votes: BTreeMap<u32, BTreeMap<u32, usize>> = BTreeMap::new();
        for ((item, ..), clause) in self.rows.iter().zip(&self.details.clause) {
            if *clause != NONE && !topics.contains_key(item) {
                *votes.entry(*item).or_default().entry(*clause).or_default() += 1;
            }
        }
        for (item, votes) in votes {
            let most = votes.into_iter().max_by_key(|(clause, count)| (*count, std::cmp::Reverse(*clause)));
            topics.extend(most.map(|(clause, _)| (item, clause)));
        }
        topics
    }

    fn judge(&mut self, judge: &Judge) -> u32 {
        if let Some(&known) = self.known_judges.get(judge) {
            return known;
        }
        let number = self.judges.len() as u32;
        self.judges.push(judge.clone());
        self.known_judges.insert(judge.clone(), number);
        number
    }

    fn batch(&mut self, batch: String) -> u32 {
        let next = self.batches.len() as u32;
        let number = *self.known_batches.entry(batch.clone()).or_insert(next);
        if number == next {
            self.batches.push(batch);
        }
        number
    }

    /// Makes the sheet. Items, judges, batches, columns and open labels are numbered anew by name, so that the order in which
    /// things were said does not show: only of several decisions of one judge on one item does the first count.
    pub fn build(mut self) -> Sheet {
        let topics = self.topics();
        drop(std::mem::take(&mut self.known_items));
        let labels = self.scale.settle();
        let label = |old: u16| labels.get(usize::from(old)).copied().unwrap_or(old);
        let ((items, places), (judges, judge_places)) = (sorted(self.items), sorted(self.judges));
        let (item, judge) = (to(&places), to(&judge_places));
        let (batches, batch_places) = sorted(self.batches);
        self.details.batch.iter_mut().for_each(|batch| *batch = to(&batch_places)(*batch));
        let (groups, group_names) = groups(judges.len(), self.groups, judge);
        let mut rows = self.rows;
        rows.iter_mut().for_each(|row| *row = (item(row.0), judge(row.1), label(row.2)));
        let (count, said) = (items.len(), rows.len());
        let (ratings, order) = Ratings::ordered(count, judges.len(), self.scale.labels().len(), rows);
        let mut odd: Vec<_> = self.odd.iter().map(|(at, by, odd)| (item(*at), judge(*by), *odd)).collect();
        odd.sort_unstable();
        odd.dedup_by_key(|(item, by, _)| (*item, *by));
        let mut made_gold: Vec<_> = self.made_gold.iter().map(|(at, by)| (item(*at), judge(*by))).collect();
        made_gold.sort_unstable();
        let adjudication = |(at, own): (u32, Adjudication)| {
            (item(at), Adjudication { label: label(own.label), judge: judge(own.judge), ..own })
        };
        let series = |((by, name), rows): ((u32, String), Vec<(u32, f64)>)| {
            let mut rows: Vec<(u32, f64)> = rows.into_iter().map(|(at, score)| (item(at), score)).collect();
            rows.sort_by_key(|(item, _)| *item);
            rows.dedup_by_key(|(item, _)| *item);
            let declared = self.bindings.get(&by).map_or(Declared::Never, |binding| binding.threshold);
            ScoreSeries { judge: judge(by), name, rows, declared }
        };
        let mut scores: Vec<ScoreSeries> = self.scores.into_iter().map(series).collect();
        scores.sort_by(|a, b| (a.judge, &a.name).cmp(&(b.judge, &b.name)));
        let mut bindings = vec![Binding::default(); judges.len()];
        for (by, binding) in self.bindings {
            bindings.get_mut(judge(by) as usize).into_iter().for_each(|slot| *slot = binding.clone());
        }
        let (mut columns, columns_left_out) = self.columns.settle(count, item);
        columns.extend(of_texts(count, &renumbered(self.texts, item)));
        Sheet {
            details: self.details.in_order(&order, said),
            duplicates: ratings.duplicates(),
            ratings,
            gold: spread(count, &renumbered(self.gold, item), label),
            gold_clause: dense_if_any(count, &renumbered(self.gold_clause, item)),
            policy_clause: dense_if_any(count, &renumbered(self.policy_clause, item)),
            topics: dense(count, &renumbered(topics, item)),
            clusters: clusters(count, &renumbered(self.clusters, item)),
            words: self.words.into_iter().map(|((_, at), words)| (item(at), words)).collect(),
            columns,
            columns_left_out,
            label_sets: self.label_sets.settle(count, judges.len(), item, judge),
            gold_labels: self.gold_labels.renumbered(item),
            scale: self.scale,
            items,
            judges,
            bindings,
            groups,
            group_names,
            odd,
            made_gold,
            adjudicated: self.adjudicated.into_iter().map(adjudication).collect(),
            clauses: self.clauses,
            batches,
            scores,
        }
    }
}

/// Reads the new number of each old one off a list; what is not in it, such as [`NONE`], stays.
fn to(places: &[u32]) -> impl Fn(u32) -> u32 + Copy {
    |old| places.get(old as usize).copied().unwrap_or(old)
}

fn renumbered<T>(some: BTreeMap<u32, T>, item: impl Fn(u32) -> u32) -> BTreeMap<u32, T> {
    some.into_iter().map(|(old, value)| (item(old), value)).collect()
}

/// Notes something of the rating at a place; the list stays empty until some rating has it.
fn note<T: Clone>(list: &mut Vec<T>, place: usize, value: Option<T>, nothing: T) {
    match value {
        Some(value) => {
            list.resize(place, nothing);
            list.push(value);
        }
        None if !list.is_empty() => list.resize(place + 1, nothing),
        None => {}
    }
}

impl Details {
    /// Puts the notes of `count` ratings into another order; `order` has the old places.
    fn in_order(self, order: &[u32], count: usize) -> Details {
        fn put<T: Clone>(mut list: Vec<T>, order: &[u32], count: usize, nothing: T) -> Vec<T> {
            if list.is_empty() {
                return list;
            }
            list.resize(count, nothing.clone());
            order.iter().map(|old| list.get(*old as usize).cloned().unwrap_or_else(|| nothing.clone())).collect()
        }
        Details {
            at_ms: put(self.at_ms, order, count, i64::MIN),
            seconds: put(self.seconds, order, count, f32::NAN),
            batch: put(self.batch, order, count, NONE),
            clause: put(self.clause, order, count, NONE),
        }
    }
}

/// Returns the group of each judge, and the groups' names sorted. A judge said to belong to several is of the one named most
/// often, of equals the first by name.
fn groups(
    judges: usize,
    said: BTreeMap<u32, BTreeMap<String, u64>>,
    place: impl Fn(u32) -> u32,
) -> (Vec<u32>, Vec<String>) {
    let most = |named: BTreeMap<String, u64>| {
        let mut named: Vec<(String, u64)> = named.into_iter().collect();
        // A stable sort: equals stay in the order of their names.
        named.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        named.into_iter().next().map(|(name, _)| name)
    };
    let of: Vec<(u32, String)> = said.into_iter().filter_map(|(old, named)| Some((place(old), most(named)?))).collect();
    let mut names: Vec<String> = of.iter().map(|(_, name)| name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let mut groups = vec![NONE; judges];
    for (judge, name) in of {
        let number = names.binary_search(&name).map_or(NONE, |at| at as u32);
        groups.get_mut(judge as usize).into_iter().for_each(|slot| *slot = number);
    }
    (groups, names)
}

fn spread(count: usize, gold: &BTreeMap<u32, u16>, label: impl Fn(u16) -> u16) -> Vec<Option<u16>> {
    let mut all = vec![None; count];
    for (item, gold) in gold {
        all.get_mut(*item as usize).into_iter().for_each(|slot| *slot = Some(label(*gold)));
    }
    all
}

fn dense(count: usize, some: &BTreeMap<u32, u32>) -> Vec<u32> {
    let mut all = vec![NONE; count];
    for (item, value) in some {
        all.get_mut(*item as usize).into_iter().for_each(|slot| *slot = *value);
    }
    all
}

fn dense_if_any(count: usize, some: &BTreeMap<u32, u32>) -> Vec<u32> {
    if some.is_empty() { Vec::new() } else { dense(count, some) }
}

/// Numbers clusters in the order of their first items; an item without a fingerprint is a cluster of its own.
fn clusters(count: usize, marks: &BTreeMap<u32, u64>) -> Vec<u32> {
    let mut known: HashMap<u64, u32> = HashMap::new();
    let mut next = 0;
    let mut number = |item: usize| {
        let fresh = next;
        let number = marks.get(&(item as u32)).map_or(fresh, |mark| *known.entry(*mark).or_insert(fresh));
        next += u32::from(number == fresh);
        number
    };
    (0..count).map(&mut number).collect()
}
