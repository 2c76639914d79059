//! How far the probabilities that an audit states can be believed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::audit::Written;
use super::truth::{Truth, bare, text};

/// Probabilities with what came of them.
#[derive(Debug, Clone, Default)]
pub struct Stated(Vec<(f64, bool)>);

impl Stated {
    pub fn add(&mut self, probability: f64, came_true: bool) {
        self.0.push((probability, came_true));
    }

    pub fn n(&self) -> usize {
        self.0.len()
    }

    /// Mean stated, and share that came true.
    pub fn means(&self) -> (f64, f64) {
        let n = self.n().max(1) as f64;
        let stated = self.0.iter().map(|(p, _)| p).sum::<f64>();
        (stated / n, self.0.iter().filter(|(_, came)| *came).count() as f64 / n)
    }

    pub fn brier(&self) -> f64 {
        self.0.iter().map(|(p, came)| (p - f64::from(u8::from(*came))).powi(2)).sum::<f64>() / self.n().max(1) as f64
    }

    /// By tenth of the stated probability.
    pub fn bins(&self) -> Vec<Stated> {
        let mut bins = vec![Stated::default(); 10];
        for (p, came) in &self.0 {
            bins[((p * 10.0) as usize).min(9)].add(*p, *came);
        }
        bins
    }

    /// Expected calibration error over ten bins of equal width.
    pub fn ece(&self) -> f64 {
        let gap = |bin: &Stated| {
            let (stated, came) = bin.means();
            bin.n() as f64 * (stated - came).abs()
        };
        self.bins().iter().map(gap).sum::<f64>() / self.n().max(1) as f64
    }
}

/// What was stated in the audits of a corpus, over all seeds.
#[derive(Debug, Clone, Default)]
pub struct Calibration {
    /// Chances of root causes, where a judge is truly wrong.
    pub causes: Stated,
    /// Chances that the judge named is wrong.
    pub named: Stated,
    /// Both by kind and by who stands against whom.
    pub by_sides: BTreeMap<String, (Stated, Stated)>,
}

/// Takes all people's word, gold too, from every third item, whatever is planted there. Where people look is no accident in
/// a generated corpus: errors of the rules are settled always, so that machines alone never meet one.
pub fn without_people(data: &str) -> String {
    let strip = |(at, line): (usize, &str)| {
        let mut item: Value = serde_json::from_str(line).unwrap();
        if at % 3 == 0 {
            ["gold", "ratings"].iter().for_each(|field| drop(item.as_object_mut().unwrap().remove(*field)));
        }
        item.to_string() + "\n"
    };
    data.lines().enumerate().map(strip).collect()
}

/// A finding's kind, whose it is, against whom, and how many judges of each kind say what the judge says.
fn sides(row: &Value) -> String {
    let judges = row["judges"].as_array().unwrap();
    let own = judges.iter().find(|judge| judge["judge"] == row["judge"]);
    let same = |wanted: &str| {
        let verdict = own.map(|judge| &judge["verdict"]);
        judges.iter().filter(|judge| judge["kind"] == wanted && Some(&judge["verdict"]) == verdict).count()
    };
    format!(
        "{} of {} against {} ({} models, {} raters with it)",
        row["kind"].as_str().unwrap(),
        own.map_or("", |judge| judge["kind"].as_str().unwrap()),
        row["against"]["source"].as_str().unwrap(),
        same("model"),
        same("rater"),
    )
}

impl Calibration {
    /// Adds an audit.
    pub fn add(&mut self, truth: &Truth, written: &Written) {
        for row in &written.disagreements {
            let key = (text(&row["id"]), text(&row["kind"]), bare(&text(&row["judge"])));
            let wrong = truth.rows.get(&key);
            if wrong.is_some_and(std::collections::BTreeSet::is_empty) {
                continue;
            }
            let is_wrong = |judge: &Value| wrong.is_some_and(|wrong| wrong.contains(&bare(&text(judge))));
            let named = row["wrong"]["judges"].as_array().unwrap();
            let came = !named.is_empty() && named.iter().all(is_wrong);
            let caused = truth.is_cause(row, is_wrong);
            self.count(row, came, caused);
        }
    }

    /// Adds an audit's findings about verdicts where no person spoke: wrong is whose verdict is not the true one.
    pub fn add_of_machines(&mut self, truth: &Truth, written: &Written) {
        let about_verdicts = ["false_positive", "false_negative", "wrong_action"];
        for row in &written.disagreements {
            let judges = row["judges"].as_array().unwrap();
            let by_people = judges.iter().any(|judge| judge["kind"] == "rater" || judge["kind"] == "gold");
            if by_people || !about_verdicts.contains(&row["kind"].as_str().unwrap()) {
                continue;
            }
            let right = &truth.verdicts[&text(&row["id"])];
            let is_wrong = |name: &Value| {
                judges.iter().any(|judge| judge["judge"] == *name && judge["verdict"].as_str() != Some(right))
            };
            let named = row["wrong"]["judges"].as_array().unwrap().iter().all(is_wrong);
            let sides: Vec<&Value> =
                std::iter::once(&row["judge"]).chain(row["against"]["judges"].as_array().unwrap()).collect();
            let at_fault = truth.is_cause(row, |judge| sides.contains(&judge) && is_wrong(judge));
            self.count(row, named, at_fault);
        }
    }

    fn count(&mut self, row: &Value, named: bool, at_fault: bool) {
        let (wrong, cause) =
            (row["wrong"]["probability"].as_f64().unwrap(), row["cause_probability"].as_f64().unwrap());
        let entry = self.by_sides.entry(sides(row)).or_default();
        entry.0.add(cause, at_fault);
        entry.1.add(wrong, named);
        self.causes.add(cause, at_fault);
        self.named.add(wrong, named);
    }

    /// A table for people.
    pub fn table(&self) -> String {
        let mut out = String::new();
        for (name, stated) in [("cause", &self.causes), ("judge named", &self.named)] {
            out.push_str(&format!(
                "  {name}: n {}, brier {:.4}, ece {:.4}\n",
                stated.n(),
                stated.brier(),
                stated.ece()
            ));
            for bin in stated.bins().iter().filter(|bin| bin.n() > 0) {
                let (mean, came) = bin.means();
                out.push_str(&format!("    stated {mean:.3}  came true {came:.3}  n {}\n", bin.n()));
            }
        }
        for (sides, (causes, named)) in &self.by_sides {
            let ((p, came), (q, true_of)) = (causes.means(), named.means());
            out.push_str(&format!(
                "  {sides:<90} n {:>5}  cause {p:.3} true {came:.3} brier {:.4}  named {q:.3} true {true_of:.3} brier {:.4}\n",
                causes.n(), causes.brier(), named.brier()
            ));
        }
        out
    }
}
