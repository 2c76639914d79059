#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{BatchError, ordered_map};

fn threads(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).unwrap()
}

fn squares(count: usize, upto: u64) -> Vec<u64> {
    let mut out = Vec::new();
    let work = |_: &mut (), n: u64| {
        // Uneven work, so that batches finish out of order.
        std::thread::sleep(Duration::from_micros((n * 7919) % 300));
        n * n
    };
    ordered_map(
        0..upto,
        threads(count),
        || (),
        work,
        |square| {
            out.push(square);
            Ok::<_, ()>(())
        },
    )
    .unwrap();
    out
}

#[test]
fn output_is_in_the_order_of_the_input_on_any_number_of_threads() {
    let expected: Vec<u64> = (0..200).map(|n| n * n).collect();
    for count in [1, 2, 5] {
        assert_eq!(squares(count, 200), expected, "{count} threads");
    }
}

#[test]
fn no_input_gives_no_output() {
    assert_eq!(squares(1, 0), Vec::<u64>::new());
    assert_eq!(squares(3, 0), Vec::<u64>::new());
}

#[test]
fn only_so_many_batches_are_under_way() {
    let (drawn, consumed, most) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let input = (0..100_u64).inspect(|_| {
        let ahead = drawn.fetch_add(1, Ordering::SeqCst) + 1 - consumed.load(Ordering::SeqCst);
        most.fetch_max(ahead, Ordering::SeqCst);
    });
    ordered_map(
        input,
        threads(2),
        || (),
        |(), n| n,
        |_| {
            std::thread::sleep(Duration::from_micros(200));
            consumed.fetch_add(1, Ordering::SeqCst);
            Ok::<_, ()>(())
        },
    )
    .unwrap();
    assert!(most.load(Ordering::SeqCst) <= 7, "{most:?} batches were drawn ahead of the consumer");
}

#[test]
fn a_breakdown_names_its_batch_and_keeps_what_came_before() {
    for count in [1, 3] {
        let mut out = Vec::new();
        let work = |(): &mut (), n: u64| {
            assert!(n != 12, "twelve is too many");
            n
        };
        let result = ordered_map(
            0..50,
            threads(count),
            || (),
            work,
            |n| {
                out.push(n);
                Ok::<_, ()>(())
            },
        );
        let Err(BatchError::Broken { batch: 13, what }) = result else { panic!("{result:?}") };
        assert!(what.contains("twelve is too many"));
        assert_eq!(out, (0..12).collect::<Vec<u64>>());
    }
}

#[test]
fn the_consumer_can_stop_the_run() {
    for count in [1, 3] {
        let result = ordered_map(0.., threads(count), || (), |(), n: u64| n, |n| if n < 5 { Ok(()) } else { Err(n) });
        assert!(matches!(result, Err(BatchError::Consumer(5))));
    }
}

#[test]
fn each_thread_has_a_state_of_its_own() {
    let begun = AtomicU64::new(0);
    let begin = || {
        begun.fetch_add(1, Ordering::SeqCst);
        0_u64
    };
    let work = |seen: &mut u64, _: u64| {
        *seen += 1;
        *seen
    };
    let mut total = 0_u64;
    ordered_map(0..90, threads(3), begin, work, |_| {
        total += 1;
        Ok::<_, ()>(())
    })
    .unwrap();
    assert_eq!(total, 90);
    assert!((1..=3).contains(&begun.load(Ordering::SeqCst)));
}
