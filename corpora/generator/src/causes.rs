//! Records with every root cause of disagreement planted, each known by item and judge.
//!
//! Twelve raters of two groups, three or five to an item, one model, gold on a third of the items, and a pack (`causes`, among
//! those of the tests) of four subjects with a mild and a grave clause each. On unclear items of the mild clauses some read gravely: on
//! [`AMBIGUOUS`] half of the raters, whatever their group, on [`DIVIDING`] one group. All else is right but for slips.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::rng::Rng;

/// The clause that can be read in two ways.
pub const AMBIGUOUS: &str = "HS.2";
/// The clause that groups read differently.
pub const DIVIDING: &str = "VI.1";

/// Subjects: the mild clause, the grave one, and the word for either that the rules know.
const SUBJECTS: [[&str; 4]; 4] = [
    ["HS.1", "HS.1G", "sneering", "vermin"],
    ["HS.2", "HS.2G", "mocking", "parasites"],
    ["SP.1", "SP.1G", "bargain", "jackpot"],
    ["VI.1", "VI.1G", "brawl", "slaughter"],
];
const LADDER: [&str; 3] = ["allow", "label", "remove"];
const ITEMS: usize = 1_600;
const RATERS: usize = 12;
const RATER_SLIPS: f64 = 0.05;
const MODEL_SLIPS: f64 = 0.08;
/// How often who reads an unclear item gravely says so.
const READS_GRAVELY: f64 = 0.85;

/// What is planted on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plant {
    Nothing,
    /// Some read it gravely.
    Unclear,
    /// The rules do not know its word.
    Silent,
    /// Two clauses are arguable and raters split over them.
    Crossed,
    /// The age that a clause asks for is missing, and nobody settles it.
    Missing,
    /// Gold is wrong.
    WrongGold,
}

/// A corpus whose causes are known.
#[derive(Debug, Clone, Default)]
pub struct Planted {
    /// The records, one a line.
    pub data: String,
    /// The cause of whatever a judge's word is in disagreement with, by item and judge; several where more than one holds.
    pub causes: BTreeMap<(String, String), Vec<&'static str>>,
    /// The items and models whose output cannot be read.
    pub unparsable: Vec<(String, String)>,
}

struct Item {
    id: String,
    subject: [&'static str; 4],
    truth: usize,
    plant: Plant,
}

/// One judge's word.
struct Said {
    judge: String,
    group: Option<&'static str>,
    rung: usize,
    /// It is as it is because of how the clause reads, and no error.
    read: bool,
    clause: Option<&'static str>,
}

/// Makes a corpus from a seed.
pub fn planted(seed: u64) -> Planted {
    let mut rng = Rng::new(seed);
    let mut out = Planted::default();
    for number in 0..ITEMS {
        let item = item(number, &mut rng.fork("item"));
        judge(&item, &mut rng.fork("judging"), &mut out);
    }
    out
}

fn item(number: usize, rng: &mut Rng) -> Item {
    let subject = rng.pick(&SUBJECTS).copied().unwrap_or_default();
    let truth = rng.weighted(&[(0, 30), (1, 45), (2, 25)], |(_, weight)| *weight).map_or(0, |(rung, _)| *rung);
    let unclear = truth == 1 && [AMBIGUOUS, DIVIDING].contains(&subject[0]) && rng.chance(0.6);
    let drawn = rng.unit();
    let plant = match drawn {
        _ if unclear => Plant::Unclear,
        d if d < 0.05 && truth > 0 => Plant::Silent,
        d if d < 0.08 => Plant::Crossed,
        d if d < 0.11 => Plant::Missing,
        d if d < 0.14 => Plant::WrongGold,
        _ => Plant::Nothing,
    };
    let truth = match plant {
        Plant::Crossed => 1,
        Plant::Missing => 0,
        _ => truth,
    };
    Item { id: format!("k-{number:04}"), subject, truth, plant }
}

impl Item {
    fn clause(&self, rung: usize) -> Option<&'static str> {
        [None, Some(self.subject[0]), Some(self.subject[1])].get(rung).copied().flatten()
    }

    fn text(&self, rng: &mut Rng) -> String {
        let word = match (self.plant, self.truth) {
            (Plant::Missing, _) => "rendezvous",
            (Plant::Silent, _) => "something that no list has",
            (_, 0) => "weather",
            (_, 1) => self.subject[2],
            _ => self.subject[3],
        };
        let place = rng.word(&["harbour", "market", "orchard", "station", "library", "stadium"]);
        let day = rng.word(&["on Monday", "last night", "in spring", "before noon", "again", "for a week"]);
        format!("{} {word} at the {place} {day}, note {}", rng.word(&["Talk of", "Some", "More"]), rng.below(10_000))
    }
}

fn slip(truth: usize, rng: &mut Rng) -> usize {
    (truth + 1 + rng.below(LADDER.len() - 1)) % LADDER.len()
}

fn rate(item: &Item, rater: usize, at: usize, rng: &mut Rng) -> Said {
    let group = if rater.is_multiple_of(2) { "north" } else { "south" };
    // Every other pair of raters: as many of either group read the ambiguous clause so.
    let reads_so = if item.subject[0] == DIVIDING { group == "north" } else { rater % 4 < 2 };
    let grave = item.plant == Plant::Unclear && reads_so && rng.chance(READS_GRAVELY);
    let crossed = item.plant == Plant::Crossed && at % 2 == 1;
    let slips = rng.chance(RATER_SLIPS);
    let rung = match () {
        () if grave || crossed => item.truth + 1,
        () if slips => slip(item.truth, rng),
        () => item.truth,
    };
    let clause = item.clause(rung);
    // A grave reading is of the mild clause.
    let clause = if grave { item.clause(item.truth) } else { clause };
    Said { judge: format!("r{rater:02}"), group: Some(group), rung, read: grave || crossed, clause }
}

fn judge(item: &Item, rng: &mut Rng, out: &mut Planted) {
    let count = match item.plant {
        Plant::Missing => 1,
        Plant::Crossed => 4,
        _ if rng.chance(0.5) => 3,
        _ => 5,
    };
    let mut raters: Vec<usize> = (1..=RATERS).collect();
    rng.shuffle(&mut raters);
    let mut said: Vec<Said> =
        raters.iter().take(count).enumerate().map(|(at, rater)| rate(item, *rater, at, rng)).collect();
    let rung = if rng.chance(MODEL_SLIPS) { slip(item.truth, rng) } else { item.truth };
    let judge = "guard".to_owned();
    let unread = rng.chance(0.02);
    if unread {
        out.unparsable.push((item.id.clone(), judge.clone()));
    } else {
        said.push(Said { judge, group: None, rung, read: false, clause: item.clause(rung) });
    }
    let gold = match item.plant {
        Plant::Missing | Plant::Crossed => None,
        Plant::WrongGold => Some(slip(item.truth, rng)),
        _ => rng.chance(0.33).then_some(item.truth),
    };
    causes(item, &said, gold, out);
    out.data.push_str(&record(item, &said, unread, gold, rng).to_string());
    out.data.push('\n');
}

/// Works out the causes of an item's disagreements.
fn causes(item: &Item, said: &[Said], gold: Option<usize>, out: &mut Planted) {
    let mut add = |judge: &str, cause| {
        let known = out.causes.entry((item.id.clone(), judge.to_owned())).or_default();
        if !known.contains(&cause) {
            known.push(cause);
        }
    };
    let reading = if item.plant == Plant::Unclear && item.subject[0] == DIVIDING {
        "group_difference"
    } else {
        "policy_ambiguity"
    };
    let read = said.iter().any(|one| one.read);
    for one in said {
        let own = if one.group.is_some() { "rater_error" } else { "model_error" };
        match (one.rung == item.truth, one.read) {
            // Of raters between two clauses that are both arguable nobody can say which reading is an error.
            (_, true) if item.plant == Plant::Crossed => [reading, own].iter().for_each(|cause| add(&one.judge, cause)),
            (_, true) => add(&one.judge, reading),
            (false, false) => add(&one.judge, own),
            // Who is right stands against others who are not.
            (true, false) => {
                if read {
                    add(&one.judge, reading);
                }
                if gold.is_some_and(|gold| gold != item.truth) {
                    add(&one.judge, "gold_error");
                }
                if said.iter().any(|other| other.group.is_some() && other.rung != item.truth && !other.read) {
                    add(&one.judge, "rater_error");
                }
            }
        }
    }
    match item.plant {
        Plant::Silent => add("policy", "policy_gap"),
        Plant::Missing => add("policy", "missing_information"),
        Plant::Crossed => add("policy", "policy_ambiguity"),
        Plant::WrongGold => ["policy", "gold"].iter().for_each(|judge| add(judge, "gold_error")),
        Plant::Unclear => add("policy", reading),
        Plant::Nothing => {}
    }
    if said.iter().any(|one| one.group.is_some() && one.rung != item.truth && !one.read) {
        add("policy", "rater_error");
    }
}

fn record(item: &Item, said: &[Said], unread: bool, gold: Option<usize>, rng: &mut Rng) -> Value {
    let name = |rung: usize| LADDER.get(rung).copied().unwrap_or_default();
    let mut record = Map::new();
    record.insert("id".to_owned(), json!(item.id));
    record.insert("text".to_owned(), json!(item.text(rng)));
    if item.plant != Plant::Missing {
        record.insert("author".to_owned(), json!({"age": 30}));
    }
    let models = said.iter().filter(|one| one.group.is_none()).map(|one| {
        let mut model = json!({"name": one.judge, "version": "1", "verdict": name(one.rung)});
        if let Some(clause) = one.clause {
            put(&mut model, "cites", json!([clause]));
        }
        model
    });
    let unread = unread.then(|| json!({"name": "guard", "version": "1", "unparsable": true, "raw": "{"}));
    record.insert("models".to_owned(), models.chain(unread).collect());
    let ratings = said.iter().filter_map(|one| {
        let mut rating = json!({"rater": one.judge, "group": one.group?, "verdict": name(one.rung)});
        if let Some(clause) = one.clause {
            put(&mut rating, "clause", json!(clause));
        }
        Some(rating)
    });
    record.insert("ratings".to_owned(), ratings.collect());
    if let Some(gold) = gold {
        record.insert("gold".to_owned(), json!({"verdict": name(gold), "by": "panel", "made_by": ["x1", "x2"]}));
    }
    Value::Object(record)
}

fn put(object: &mut Value, key: &str, value: Value) {
    object.as_object_mut().into_iter().for_each(|object| drop(object.insert(key.to_owned(), value.clone())));
}
