#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::audit::bench::{ALLOW, Item, REMOVE, item, pack};
use crate::audit::bench::{Simple, Told};
use crate::audit::scored::Known;
use crate::audit::splits::Splits;
use crate::audit::{Auditor, Options};

fn items() -> Vec<Item> {
    let one = |at: usize| {
        let truth = if at.is_multiple_of(2) { REMOVE } else { ALLOW };
        let given = if at.is_multiple_of(10) { ALLOW } else { truth };
        let told =
            item("some words that say little").model("guard", Some(given), |_| {}).rater("ann", Some(truth), None);
        if at.is_multiple_of(3) { told } else { told.gold(truth, None) }
    };
    (0..31).map(one).collect()
}

/// An item without gold on which guard and ann differ.
const QUEUED: &str = "i30";

/// The bytes of `replay.jsonl`.
fn written() -> Vec<u8> {
    let pack = pack();
    let options = Options { seed: 7, as_of: 0, show_content: false };
    let auditor = Auditor::new(&pack, options, &Simple);
    let dir = tempfile::tempdir().unwrap();
    let mut cases = Spool::scratch(dir.path()).unwrap();
    let mut contents = Spool::scratch(dir.path()).unwrap();
    let mut ledger = Ledger::new(&pack);
    for (at, item) in items().iter().enumerate() {
        let mut record = item.record.clone();
        record.id = format!("i{at}").into();
        ledger
            .absorb(auditor.observe(&record, &item.decision, &mut Told::default()), &mut cases, &mut contents)
            .unwrap();
    }
    let mut out = Vec::new();
    write_head(&pack, &ledger, &mut out).unwrap();
    let known = Known { reliability: reliability(&ledger, &mut cases).unwrap(), splits: Splits::default() };
    let queued = |case: &Case| case.id == QUEUED;
    each(&mut cases, |case| write_item(&Scored::new(case.clone(), &known), queued(&case), &mut out)).unwrap();
    out
}

#[test]
fn what_is_written_is_read_again() {
    let bytes = written();
    let replay = Replay::read(bytes.as_slice()).unwrap();
    assert_eq!(replay.items.len(), 21, "those with gold and the one that is queued");
    let queued: Vec<&Replayed> = replay.items.iter().filter(|item| item.wrong.is_some()).collect();
    assert!(queued.len() == 1 && queued[0].id == QUEUED && queued[0].gold().is_none() && !queued[0].words.is_empty());
    let probable = queued[0].wrong.as_ref().unwrap();
    assert!(probable.len() == queued[0].voices.len() && probable.iter().flatten().all(|p| (0.0..=1.0).contains(p)));
    assert!(replay.head.names.contains(&"guard".to_owned()));
    assert!(!replay.items[0].words.is_empty());
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains("little"), "no word of the content");
    let broken = text.replacen("\"replay\":2", "\"replay\":9", 1);
    assert!(Replay::read(broken.as_bytes()).unwrap_err().to_string().contains("another version"));
    assert!(Replay::read(&b"{}"[..]).is_err() && Replay::read(&b""[..]).is_err());
}

#[test]
fn the_cold_order_does_not_see_gold() {
    let replay = Replay::read(written().as_slice()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut turned = replay.clone();
    for item in &mut turned.items {
        for voice in item.voices.iter_mut().filter(|voice| voice.kind == JudgeKind::Gold) {
            voice.verdict = Some(crate::language::value::Rung(1 - voice.verdict.unwrap().0.min(1)));
        }
    }
    for hide_people in [false, true] {
        let cold = replay.cold(hide_people, dir.path()).unwrap();
        assert_eq!(cold, turned.cold(hide_people, dir.path()).unwrap());
        let rated = |voice: &Voice| voice.kind == JudgeKind::Rater;
        let spoken = replay.items.iter().zip(&cold).flat_map(|(item, cold)| item.voices.iter().zip(cold));
        assert!(spoken.filter(|(voice, _)| rated(voice)).all(|(_, cold)| cold.is_none() == hide_people));
    }
}
