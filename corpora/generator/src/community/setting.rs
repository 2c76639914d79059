//! What all items of this world share: the pack's clauses, the judges, how judging is organised.

use crate::case::{Clause, Setting, Shares};
use crate::judges::{Lean, Model, Rater};
use crate::plant::Plant;
use crate::reasoning::Flaw;

const LABEL: usize = 1;
const RESTRICT: usize = 2;
const REMOVE: usize = 3;

const fn clause(
    id: &'static str,
    title: &'static str,
    rung: usize,
    labels: &'static [&'static str],
    score: &'static str,
) -> Clause {
    Clause { id, title, rung, labels, score }
}

const HATE: &[&str] = &["hate"];
const HATE_THREAT: &[&str] = &["hate", "hate_threat"];
const SLUR: &[&str] = &["hate", "slur"];
const HARASSMENT: &[&str] = &["harassment"];
const SELF_HARM: &[&str] = &["self_harm"];
const SCAM: &[&str] = &["scam", "spam"];

const CLAUSES: &[Clause] = &[
    clause("HS.1", "Statement of hatred", REMOVE, HATE, "hate"),
    clause("HS.2", "Dehumanising comparison", REMOVE, HATE, "hate"),
    clause("HS.3", "Claim that a group is bad or inferior by nature", RESTRICT, HATE, "hate"),
    clause("HS.4", "Profane abuse of a group", RESTRICT, HATE, "hate"),
    clause("HS.5", "Denying rights, worth or good qualities", REMOVE, HATE, "hate"),
    clause("HS.6", "Exclusion and segregation", RESTRICT, HATE, "hate"),
    clause("HS.7", "Implied attack", LABEL, HATE, "hate"),
    clause("HS.8", "Threat or call for violence against a group", REMOVE, HATE_THREAT, "hate"),
    clause("HS.9", "Slur", RESTRICT, SLUR, "hate"),
    clause("HS.11", "Conspiracy and collective blame", RESTRICT, HATE, "hate"),
    clause("HS.12", "Denying or praising an atrocity", REMOVE, HATE, "hate"),
    clause("HA.1", "Insult aimed at a person", LABEL, HARASSMENT, "harassment"),
    clause("HA.2", "Repeated or piled-up insults", RESTRICT, HARASSMENT, "harassment"),
    clause("HA.3", "Sexual harassment", REMOVE, &["harassment", "sexual_harassment"], "harassment"),
    clause("HA.4", "Call to pile on", RESTRICT, &["harassment", "pile_on"], "harassment"),
    clause("HA.5", "Degrading a victim", REMOVE, HARASSMENT, "harassment"),
    clause("HA.6", "Humiliation by hint", LABEL, HARASSMENT, "harassment"),
    clause("TH.1", "Threat against a person", REMOVE, &["threat"], "violence"),
    clause("TH.2", "Threat with a place or a time", REMOVE, &["threat"], "violence"),
    clause("TH.3", "Incitement to violence", REMOVE, &["incitement", "threat"], "violence"),
    clause("TH.4", "Praise of violence", RESTRICT, &["praise_of_violence"], "violence"),
    clause("TH.6", "Veiled threat", RESTRICT, &["threat"], "violence"),
    clause("SH.1", "Disclosure of suicidal thoughts", LABEL, SELF_HARM, "self_harm"),
    clause("SH.2", "Disclosure of self-injury", LABEL, SELF_HARM, "self_harm"),
    clause("SH.3", "Encouraging another to die or to self-harm", REMOVE, &["encouragement", "self_harm"], "self_harm"),
    clause("SH.4", "Methods of suicide", REMOVE, SELF_HARM, "self_harm"),
    clause("SH.5", "Promoting disordered eating", RESTRICT, &["eating_disorder", "self_harm"], "self_harm"),
    clause("SH.6", "Dangerous challenges", REMOVE, SELF_HARM, "self_harm"),
    clause("SH.7", "Ambiguous cry for help", LABEL, SELF_HARM, "self_harm"),
    clause("SP.1", "Investment scam", REMOVE, SCAM, "spam"),
    clause("SP.2", "Prize and advance-fee scam", REMOVE, SCAM, "spam"),
    clause("SP.3", "Phishing", REMOVE, &["phishing", "scam", "spam"], "spam"),
    clause("SP.4", "Romance and emergency scam", REMOVE, SCAM, "spam"),
    clause("SP.5", "Crypto giveaway", REMOVE, SCAM, "spam"),
    clause("SP.6", "Unasked-for promotion", LABEL, &["spam"], "spam"),
    clause("SP.7", "Repetition and bulk", RESTRICT, &["spam"], "spam"),
    clause("SP.8", "Fake engagement for sale", RESTRICT, &["spam"], "spam"),
    clause("SP.9", "Miracle health offers", REMOVE, SCAM, "spam"),
    clause("PV.1", "Contact details of another person", RESTRICT, &["contact"], "privacy"),
    clause("PV.2", "Identity and payment numbers", REMOVE, &["identity"], "privacy"),
    clause("PV.3", "Doxxing", REMOVE, &["contact", "doxxing"], "privacy"),
    clause("PV.4", "Whereabouts", RESTRICT, &["location"], "privacy"),
    clause("PV.5", "Documents and records", REMOVE, &["identity"], "privacy"),
    clause("PV.6", "Link to a leak", REMOVE, &["identity"], "privacy"),
];

const fn rater(name: &'static str, skill: f64, lean: Lean, clause_slips: f64, seconds: f64, weight: u32) -> Rater {
    Rater { name, skill, lean, clause_slips, seconds, weight }
}

const RATERS: &[Rater] = &[
    rater("r1", 0.96, Lean::Even, 0.02, 34.0, 5),
    rater("r2", 0.92, Lean::Strict, 0.04, 22.0, 5),
    rater("r3", 0.9, Lean::Lenient, 0.04, 26.0, 4),
    rater("r4", 0.84, Lean::Even, 0.08, 12.0, 4),
    rater("r5", 0.78, Lean::Lenient, 0.1, 7.0, 2),
];

const SCORES: &[&str] = &["hate", "harassment", "violence", "self_harm", "spam", "privacy"];

const MODELS: &[Model] = &[
    Model {
        name: "guard",
        versions: &[("3", 7), ("3.1", 3)],
        threshold: 0.7,
        scores: SCORES,
        slips: 0.06,
        bad_reasons: 0.03,
    },
    Model {
        name: "sentinel",
        versions: &[("2026-09", 1)],
        threshold: 0.6,
        scores: SCORES,
        slips: 0.07,
        bad_reasons: 0.04,
    },
];

/// The setting.
pub static SETTING: Setting = Setting {
    ladder: &["allow", "label", "restrict", "remove"],
    clauses: CLAUSES,
    raters: RATERS,
    models: MODELS,
    shares: Shares {
        three_raters: 0.4,
        two_raters: 0.2,
        gold: 0.2,
        gold_by_raters: 0.1,
        models_err_together: 0.02,
        unparsable: 0.006,
        no_model: 0.01,
    },
    quotas: &[
        (Plant::ModelFalsePositive, 45),
        (Plant::ModelFalseNegative, 45),
        (Plant::ModelWrongAction, 40),
        (Plant::ModelWrongClause, 40),
        (Plant::ModelReasoning(Flaw::UnknownClause), 25),
        (Plant::ModelReasoning(Flaw::UnfiredClause), 25),
        (Plant::ModelReasoning(Flaw::FalseQuote), 25),
        (Plant::ModelReasoning(Flaw::Contradiction), 25),
        (Plant::ModelReasoning(Flaw::NoGround), 25),
        (Plant::RaterWrong, 60),
        (Plant::GoldWrong, 30),
    ],
};
