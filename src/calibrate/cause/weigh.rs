//! Weighing the causes of one disagreement: a judge's word against the reference of its item.
//!
//! The reference is at fault with a probability that others work out. What is left is shared between the judge's own error,
//! a clause that can be read in two ways, and groups that differ, by Bayes' rule:
//!
//! - before: where people differ on the item at all, the share u of the clause's items that can be read in two ways, on
//!   which half of all pairs differ: as many as make up for the surplus of pairs who differ on the clause. One who
//!   dissents reads such an item otherwise with the odds of u/2 to (1 − u) e; and the share of the disagreement across
//!   groups that goes beyond that within;
//! - what the other good raters of the item say: beside a judge who errs they err at their usual rate e; on an item
//!   that can be read in two ways they split in any proportion, all equally likely before the judge spoke (Pólya's urn);
//!   where groups differ, the judge's own group speaks as the judge does, but for e.
//!
//! e is half the share of pairs who differ elsewhere: two who err independently at a small rate e differ at nearly 2e.
//! Where it is raters who are at fault on the other side, the same is asked of one of them, among those who are not of the
//! judge's group.

use serde::Serialize;
use statrs::function::factorial::ln_binomial;

use super::Cause;

/// The usual rate of errors where none can be measured, and how far one that is measured is believed.
const USUAL_ERROR: f64 = 0.1;
const ERROR_RANGE: (f64, f64) = (0.02, 0.3);
/// Beyond this share of pairs who differ elsewhere, half on a clause says little.
const USUAL_MAX: f64 = 0.4;

/// A figure that a cause rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceFigure {
    /// What it is, in words.
    pub figure: &'static str,
    /// Its value.
    pub value: f64,
    /// What it rests on: judges, or pairs of answers.
    pub n: u64,
}

/// A share with what it rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Share {
    /// The share, 0 to 1.
    pub value: f64,
    /// What it is a share of.
    pub n: u64,
}

/// More disagreement than is usual: on a clause beside elsewhere, or across groups beside within them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Surplus {
    /// The share of pairs who differ where it is more.
    pub here: Share,
    /// The share of pairs who differ where it is usual.
    pub usual: Share,
}

impl Surplus {
    /// Returns the share of items that can be read in two ways, 0 to 1, if half of all pairs differ on those.
    fn of_items(&self) -> f64 {
        let (here, usual) = (self.here.value, self.usual.value.min(USUAL_MAX));
        ((here - usual) / (0.5 - usual)).clamp(0.0, 1.0)
    }

    /// Returns the share of the disagreement that goes beyond the usual, 0 to 1.
    pub fn share(&self) -> f64 {
        if self.here.value > 0.0 { (1.0 - self.usual.value / self.here.value).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// The chance that the other side is at fault.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OtherSide {
    /// What it is then.
    pub cause: Cause,
    /// The chance that the disagreement is its fault, 0 to 1.
    pub at_fault: f64,
    /// How many judges spoke who are no part of it.
    pub n: u64,
}

/// Other good raters of an item who say what one judge or the reference says.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Beside {
    /// How many say what the judge says.
    pub with: u64,
    /// How many say that or what the reference says.
    pub of: u64,
    /// The first among the judge's own group.
    pub group_with: u64,
    /// The second among the judge's own group.
    pub group_of: u64,
}

impl Beside {
    /// Counts one more.
    pub fn add(&mut self, says_the_same: bool, of_own_group: bool) {
        let with = u64::from(says_the_same);
        (self.of, self.with) = (self.of + 1, self.with + with);
        if of_own_group {
            (self.group_of, self.group_with) = (self.group_of + 1, self.group_with + with);
        }
    }
}

/// What is known of one disagreement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dissent {
    /// The error that the judge makes on its own.
    pub own: Cause,
    /// The other side; none where nothing is known of its faults.
    pub other: Option<OtherSide>,
    /// Whether people differ on the item.
    pub is_split: bool,
    /// The clause at issue, if it can be read in two ways.
    pub clause: Option<Surplus>,
    /// Groups on that clause, if they differ there, and the judge, if a rater, belongs to one.
    pub groups: Option<Surplus>,
    /// What the other good raters say.
    pub beside: Beside,
}

impl Dissent {
    /// Returns the most probable cause and how probable it is; of equals the first: the other side, ambiguity, groups, the
    /// judge.
    pub fn cause(&self) -> (Cause, f64) {
        self.most_of(self.shares())
    }

    /// Returns the same where it is asked of one judge: an error of others, even if it has the same name, is not its own.
    pub fn cause_of_judge(&self) -> (Cause, f64) {
        let is_theirs = |(cause, _): &(Cause, f64)| self.other.is_some_and(|other| other.cause == *cause);
        let (theirs, nobodys): (Vec<_>, Vec<_>) = self.other_side().into_iter().partition(is_theirs);
        self.most_of(theirs.into_iter().chain(merged(nobodys.into_iter().chain(self.rest()))))
    }

    fn most_of(&self, shares: impl IntoIterator<Item = (Cause, f64)>) -> (Cause, f64) {
        shares.into_iter().fold((self.own, 0.0), |best, next| if next.1 > best.1 { next } else { best })
    }

    /// Returns how probable each cause is, each once; they sum to 1.
    pub fn shares(&self) -> Vec<(Cause, f64)> {
        // The judge's own fault may be ambiguity too, or that of the other side: what has one name counts once.
        merged(self.other_side().into_iter().chain(self.rest()))
    }

    /// What the other side leaves: the clause, groups, the judge.
    fn rest(&self) -> [(Cause, f64); 3] {
        let groups = self.groups.filter(|_| self.own == Cause::RaterError).map_or(0.0, |groups| groups.share());
        let usual = self.usual_error();
        let (ambiguous, erring) = self.one_who_dissents(self.beside.with, self.beside.of);
        let agreeing = 2.0 * self.beside.group_with as f64 - self.beside.group_of as f64;
        let apart = (ambiguous + erring) * ((1.0 - usual) / usual).powf(agreeing);
        let weights = [
            (Cause::PolicyAmbiguity, (1.0 - groups) * ambiguous),
            (Cause::GroupDifference, groups * apart),
            (self.own, (1.0 - groups) * erring),
        ];
        let total: f64 = weights.iter().map(|(_, weight)| weight).sum();
        let left = 1.0 - self.other.map_or(0.0, |other| other.at_fault);
        weights.map(|(cause, weight)| (cause, if total > 0.0 { left * weight / total } else { 0.0 }))
    }

    /// The other side's fault: its own, or, where it is raters', in part the clause's or that of groups that differ.
    fn other_side(&self) -> Vec<(Cause, f64)> {
        let Some(other) = self.other else { return Vec::new() };
        let beside = self.beside;
        let against = beside.of - beside.with;
        if other.cause != Cause::RaterError || against == 0 {
            return vec![(other.cause, other.at_fault)];
        }
        let is_person = u64::from(self.own == Cause::RaterError);
        let (ambiguous, erring) = self.one_who_dissents(against - 1, beside.of - 1 + is_person);
        // One of them, beside those who are not of the judge's group.
        let strangers = (beside.of - beside.group_of) * is_person;
        let with = (beside.with - beside.group_with) * is_person;
        let agreeing = (strangers as f64 - 1.0 - 2.0 * with as f64) * f64::from(u8::from(strangers > 0));
        let groups = self.groups.map_or(0.0, |groups| groups.share());
        let usual = self.usual_error();
        let weights = [
            (Cause::RaterError, (1.0 - groups) * erring),
            (Cause::PolicyAmbiguity, (1.0 - groups) * ambiguous),
            (Cause::GroupDifference, groups * (ambiguous + erring) * ((1.0 - usual) / usual).powf(agreeing)),
        ];
        let total: f64 = weights.iter().map(|(_, weight)| weight).sum();
        let shares = weights.map(|(cause, weight)| (cause, other.at_fault * weight / total));
        shares.into_iter().filter(|(cause, share)| *cause == other.cause || *share > 0.0).collect()
    }

    /// How likely it is that one dissents, and that `with` of `of` others do so too: on a clause that can be read in two
    /// ways, and by error. In proportion to each other.
    fn one_who_dissents(&self, with: u64, of: u64) -> (f64, f64) {
        let usual = self.usual_error();
        let (with, others) = (with as f64, of as f64);
        let erring = (ln_binomial(of, with as u64) + with * usual.ln() + (others - with) * (1.0 - usual).ln()).exp();
        let unclear = self.clause.filter(|_| self.is_split).map_or(0.0, |clause| clause.of_items());
        let split = 2.0 * (with + 1.0) / ((others + 1.0) * (others + 2.0));
        (unclear / 2.0 * split, (1.0 - unclear) * usual * erring)
    }

    fn usual_error(&self) -> f64 {
        self.clause.map_or(USUAL_ERROR, |clause| (clause.usual.value / 2.0).clamp(ERROR_RANGE.0, ERROR_RANGE.1))
    }

    /// Returns the figures that the cause was weighed by.
    pub fn evidence(&self) -> Vec<EvidenceFigure> {
        let share = |with: u64, of: u64| Share { value: if of > 0 { with as f64 / of as f64 } else { 0.0 }, n: of };
        let mut found = Vec::new();
        let mut add = |figure: &'static str, share: Share| {
            found.push(EvidenceFigure { figure, value: share.value, n: share.n });
        };
        if let Some(other) = self.other {
            let is_gold = other.cause == Cause::GoldError;
            let figure = if is_gold { "chance that gold is wrong" } else { "chance that the reference is wrong" };
            add(figure, Share { value: other.at_fault, n: other.n });
        }
        let beside = self.beside;
        if beside.of > 0 {
            add("other good raters who say the same", share(beside.with, beside.of));
        }
        if let Some(clause) = self.clause {
            add("pairs who differ on the clause", clause.here);
            add("pairs who differ elsewhere", clause.usual);
        }
        if let Some(groups) = self.groups {
            add("pairs of different groups who differ on the clause", groups.here);
            add("pairs of one group who differ on the clause", groups.usual);
        }
        if self.groups.is_some() && beside.group_of > 0 {
            add("own group who say the same", share(beside.group_with, beside.group_of));
        }
        found
    }
}

/// Adds up what has one name.
fn merged(parts: impl IntoIterator<Item = (Cause, f64)>) -> Vec<(Cause, f64)> {
    let mut shares: Vec<(Cause, f64)> = Vec::new();
    for (cause, share) in parts {
        match shares.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, known)) => *known += share,
            None => shares.push((cause, share)),
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp, reason = "tests")]

    use super::*;

    const ALONE: Dissent = Dissent {
        own: Cause::RaterError,
        other: None,
        is_split: true,
        clause: None,
        groups: None,
        beside: Beside { with: 0, of: 4, group_with: 0, group_of: 0 },
    };

    fn surplus(here: f64, usual: f64) -> Option<Surplus> {
        Some(Surplus { here: Share { value: here, n: 100 }, usual: Share { value: usual, n: 900 } })
    }

    #[test]
    fn what_nothing_else_explains_is_the_judges_own() {
        assert_eq!(ALONE.cause(), (Cause::RaterError, 1.0));
        let known = Dissent { other: Some(OtherSide { cause: Cause::GoldError, at_fault: 0.7, n: 5 }), ..ALONE };
        assert_eq!(known.cause(), (Cause::GoldError, 0.7));
        assert_eq!(known.evidence().first().unwrap().figure, "chance that gold is wrong");
    }

    #[test]
    fn a_judge_is_not_blamed_for_errors_of_others_of_its_kind() {
        let raters = Dissent { other: Some(OtherSide { cause: Cause::RaterError, at_fault: 0.2, n: 3 }), ..ALONE };
        let near =
            |(cause, share): (Cause, f64), wanted: f64| cause == Cause::RaterError && (share - wanted).abs() < 1e-12;
        assert!(near(raters.cause(), 1.0) && near(raters.cause_of_judge(), 0.8), "{:?}", raters.cause_of_judge());
        assert_eq!(raters.evidence().first().unwrap().figure, "chance that the reference is wrong");
    }

    #[test]
    fn on_an_ambiguous_clause_an_even_split_is_its_fault_and_one_against_four_less_so() {
        let clause = surplus(0.2, 0.1);
        let (cause, probability) = Dissent { clause, ..ALONE }.cause();
        // e = .05; a quarter of the items can be read in two ways: .25/2 × 2/(5 × 6) against .75 × .05 × .95⁴.
        let (split, erred) = (0.125 * 2.0 / 30.0, 0.75 * 0.05 * 0.95_f64.powi(4));
        assert_eq!(cause, Cause::RaterError);
        assert!((probability - erred / (split + erred)).abs() < 1e-12);
        let even = Dissent { clause, beside: Beside { with: 2, of: 4, ..Beside::default() }, ..ALONE };
        assert_eq!(even.cause().0, Cause::PolicyAmbiguity);
        assert_eq!(Dissent { is_split: false, ..even }.cause(), (Cause::RaterError, 1.0), "machines alone differ");
    }

    #[test]
    fn raters_who_are_wrong_together_on_an_ambiguous_clause_read_it_otherwise() {
        let other = Some(OtherSide { cause: Cause::RaterError, at_fault: 0.9, n: 2 });
        let beside = Beside { with: 1, of: 4, ..Beside::default() };
        let policy = Dissent { own: Cause::PolicyGap, other, beside, ..ALONE };
        let (cause, probability) = policy.cause();
        assert!(cause == Cause::RaterError && (probability - 0.9).abs() < 1e-12, "nothing is known of the clause");
        let (cause, probability) = Dissent { clause: surplus(0.2, 0.1), ..policy }.cause();
        assert!(cause == Cause::PolicyAmbiguity && probability > 0.8, "{cause:?} {probability}");
    }

    #[test]
    fn a_judge_who_speaks_as_its_group_does_differs_with_it() {
        let groups = surplus(0.6, 0.2);
        let with = Beside { with: 2, of: 5, group_with: 2, group_of: 2 };
        assert_eq!(Dissent { groups, beside: with, ..ALONE }.cause().0, Cause::GroupDifference);
        let against = Beside { with: 0, of: 5, group_with: 0, group_of: 2 };
        assert_eq!(Dissent { groups, beside: against, ..ALONE }.cause().0, Cause::RaterError);
    }

    #[test]
    fn shares_sum_to_one_and_name_each_cause_once() {
        let other = Some(OtherSide { cause: Cause::RaterError, at_fault: 0.2, n: 3 });
        let policy = Dissent { own: Cause::PolicyAmbiguity, other, clause: surplus(0.4, 0.1), ..ALONE };
        let shares = policy.shares();
        assert!((shares.iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-12);
        let causes: Vec<Cause> = shares.iter().map(|(cause, _)| *cause).collect();
        assert_eq!(causes, [Cause::RaterError, Cause::PolicyAmbiguity, Cause::GroupDifference]);
    }
}
