#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "tests"
)]

use crate::calibrate::consensus::Tie;
use crate::calibrate::sheet::{Judge, JudgeKind, Said, Scale, Sheet, SheetBuilder};
use crate::calibrate::study::{Intake, StudyOptions, study};

fn rater(name: &str) -> Judge {
    Judge { kind: JudgeKind::Rater, name: name.into(), version: None }
}

/// Two raters who err on every fifth item, each on others, and a model with a verdict of another ladder's words and a score.
fn beside_a_model(items: u32, kind: JudgeKind) -> Sheet {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<perhaps<yes").unwrap(), vec![]);
    for number in 0..items {
        let item = builder.item(&format!("i{number}"));
        let right = (number % 3) as u16;
        if number % 2 == 0 {
            builder.gold(item, right);
        }
        for (place, name) in [(0, "a"), (1, "b")] {
            let errs = number % 5 == place;
            builder.say(item, Said::new(Judge { kind, ..rater(name) }, Ok(if errs { (right + 1) % 3 } else { right })));
        }
        let model = Judge { kind: JudgeKind::Model, name: "m".into(), version: None };
        let scores = vec![("harm".to_owned(), [0.1, 0.6, 0.95][usize::from(right)]), ("length".to_owned(), 40.0)];
        builder.say(item, Said { scores, ..Said::new(model, Ok(if right == 0 { 0 } else { 2 })) });
    }
    builder.build()
}

#[test]
fn a_model_is_heard_beside_raters_as_their_votes_teach() {
    let found = study(&beside_a_model(300, JudgeKind::Rater), &Intake::default(), &StudyOptions::default()).consensus;
    let heard = &found.model;
    assert_eq!(
        (&heard.models[..], heard.scores, heard.learnt_from),
        (&["m".to_owned()][..], 1, 300),
        "length is no chance"
    );
    let right = |name: &str| found.methods.get(name).unwrap().accuracy.value.unwrap();
    assert!(right("crowdlab") > 0.95 && right("majority") < 0.9, "{} {}", right("crowdlab"), right("majority"));
    assert_eq!(found.confidence_by, "gold");
    let own = found.methods.get("crowdlab").unwrap();
    assert!(own.calibrator.is_some() && own.brier_after.value <= own.brier_before.value);
    let few = study(&beside_a_model(90, JudgeKind::Rater), &Intake::default(), &StudyOptions::default()).consensus;
    assert!(few.model.why.unwrap().starts_with("fewer than 100 items"), "{:?}", few.model);
    let panel = study(&beside_a_model(300, JudgeKind::Model), &Intake::default(), &StudyOptions::default()).consensus;
    assert!(panel.model.why.unwrap().ends_with("models are judges of the panel themselves"), "{:?}", panel.model);
    assert_eq!(panel.methods.get("crowdlab").unwrap().not_tried, panel.model.why);
}

#[test]
fn a_tie_goes_by_the_rule_that_was_declared() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..30_u16 {
        let item = builder.item(&format!("i{number}"));
        builder.say(item, Said::new(rater("a"), Ok(number % 2)));
        builder.say(item, Said::new(rater("b"), Ok(if number < 10 { 1 - number % 2 } else { number % 2 })));
    }
    let sheet = builder.build();
    for (tie, name, decided) in [(Tie::First, "first", 30), (Tie::Last, "last", 30), (Tie::Open, "none", 20)] {
        let options = StudyOptions { tie, ..StudyOptions::default() };
        let found = study(&sheet, &Intake::default(), &options).consensus;
        assert_eq!((found.tie_rule, found.ties, found.decided), (name, 10, decided), "{}", found.chosen);
        assert_eq!(found.confidence_by, "caution");
    }
}
