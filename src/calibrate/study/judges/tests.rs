#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::super::{Intake, study};
use super::*;
use crate::calibrate::sheet::{Judge, Said, Scale, SheetBuilder};

#[test]
fn what_the_policy_leaves_open_is_counted_and_is_no_error() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    let policy = Judge { kind: JudgeKind::Policy, name: "policy".into(), version: None };
    let model = Judge { kind: JudgeKind::Model, name: "guard".into(), version: None };
    for number in 0..80_u16 {
        let item = builder.item(&format!("i{number}"));
        let right = number % 2;
        assert!(builder.gold(item, right));
        // Open on half of the items; right on the others but for one.
        let own = if number % 4 < 2 { Err(Odd::Unsettled) } else { Ok(if number == 2 { 1 - right } else { right }) };
        builder.say(item, Said::new(policy.clone(), own));
        builder.say(item, Said::new(model.clone(), if number % 4 == 0 { Err(Odd::Unparsable) } else { Ok(right) }));
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default());
    let own = found.judges.get("policy").unwrap();
    assert_eq!((own.n_gold, own.accuracy().n, own.accuracy().value), (40, 40, Some(39.0 / 40.0)));
    assert_eq!((own.unsettled.value, own.unsettled.n, own.odd.get("unsettled")), (Some(0.5), 80, Some(&40)));
    assert_eq!(own.errors.as_ref().unwrap().no_rung.value, Some(0.0));
    assert_eq!(own.confusion.get("no").unwrap().get("unsettled"), Some(&20));
    let causes = &found.causes;
    assert_eq!((causes.unsettled, causes.root_causes.get("missing_information")), (40, Some(&0)));
    assert_eq!(causes.root_causes_by_judge.get("policy").unwrap().iter().map(|(_, n)| n).sum::<u64>(), 1);
    // A model whose output cannot be read owed an answer, and a pair is compared where the policy gave one.
    assert_eq!(found.judges.get("guard").unwrap().accuracy().value, Some(0.75));
    assert_eq!(found.paired.pairs[0].n, 40);
}
