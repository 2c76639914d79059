#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;

fn sorted(entries: &[(u128, u64)], memory: usize) -> Vec<(u128, u64)> {
    let dir = tempfile::tempdir().unwrap();
    let mut sorter = Sorter::new(dir.path(), memory);
    entries.iter().for_each(|(key, payload)| sorter.push(*key, *payload).unwrap());
    assert_eq!(sorter.len(), entries.len() as u64);
    sorter.finish().unwrap().map(Result::unwrap).collect()
}

#[test]
fn order_does_not_depend_on_memory() {
    let mut seed = 7_u64;
    let entries: Vec<(u128, u64)> = (0..50_000)
        .map(|n| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (u128::from(seed >> 50) << 64, n)
        })
        .collect();
    let mut expected = entries.clone();
    expected.sort_unstable();
    assert_eq!(sorted(&entries, 0), expected);
    assert_eq!(sorted(&entries, 64 << 20), expected);
    assert_eq!(sorted(&[], 0), []);
}

#[test]
fn numbers_keep_their_order_as_keys() {
    let values = [f64::NEG_INFINITY, -2.5, -0.0, 1e-300, 0.5, 3.0, f64::INFINITY, f64::NAN];
    for two in values.windows(2) {
        assert!(ascending(two[0]) < ascending(two[1]), "{two:?}");
        assert!(descending(two[0]) > descending(two[1]), "{two:?}");
    }
    assert_eq!(ascending(0.0), ascending(-0.0));
    assert!(pair(1, 9) < pair(2, 0) && pair(1, 1) < pair(1, 2));
}

#[test]
fn entries_come_back_by_place_and_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let mut spool = Spool::scratch(dir.path()).unwrap();
    let places: Vec<u64> =
        (0..1_000).map(|n| spool.append(format!("entry {n}").repeat(n % 7).as_bytes()).unwrap()).collect();
    let mut entry = Vec::new();
    for n in [999, 0, 500] {
        spool.read(places[n], &mut entry).unwrap();
        assert_eq!(entry, format!("entry {n}").repeat(n % 7).as_bytes());
    }
    assert_eq!(spool.append(b"last").unwrap(), spool.end() - 8);
    let mut entries = spool.entries().unwrap();
    let mut found = Vec::new();
    while let Some(place) = entries.next(&mut entry).unwrap() {
        found.push(place);
    }
    assert_eq!(found[..1_000], places);
    assert_eq!((found.len(), entry.as_slice()), (1_001, b"last".as_slice()));
}

#[test]
fn a_spool_goes_on_where_it_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("spool");
    let mut spool = Spool::create(&path).unwrap();
    spool.append(b"one").unwrap();
    spool.flush().unwrap();
    let end = spool.end();
    spool.append(b"never seen").unwrap();
    drop(spool);
    let mut spool = Spool::resume(&path, end).unwrap();
    let place = spool.append(b"two").unwrap();
    let mut entry = Vec::new();
    spool.read(place, &mut entry).unwrap();
    assert_eq!(entry, b"two");
    assert!(spool.read(place + 100, &mut entry).is_err());
    assert!(Spool::resume(&path, 1_000).is_err());
}
