//! Statistics of judges: agreement, pairs of judges, resamples, areas under curves.
//!
//! Made-up ratings from a seed: 100,000 items, 200 judges, five ratings an item, four labels, judges right three times
//! in four; and a million scores. One thread. For a bar: on ratings of this shape the krippendorff package took 0.44 s
//! of CPU for alpha and 1.18 s a resample, scikit-learn 22.5 s for all pairs and 0.35 s for the area.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use preceptor::calibrate::agreement::alpha::{alpha, bootstrap};
use preceptor::calibrate::agreement::distance::Distance;
use preceptor::calibrate::agreement::pairs::pairs;
use preceptor::calibrate::agreement::{COEFFICIENTS, Profiles, Weighting, Weights};
use preceptor::calibrate::intervals::random::Random;
use preceptor::calibrate::scores::{Ranked, average_precision, roc_area};
use preceptor::calibrate::{Rating, Ratings};

const ITEMS: u32 = 100_000;
const JUDGES: u64 = 200;
const LABELS: u64 = 4;
const SCORES: usize = 1_000_000;

fn ratings() -> Vec<Rating> {
    let mut random = Random::new(12_345);
    let mut rows = Vec::new();
    for item in 0..ITEMS {
        let truth = random.below(LABELS);
        for _ in 0..5 {
            let label = if random.unit() < 0.75 { truth } else { random.below(LABELS) };
            rows.push((item, random.below(JUDGES) as u32, label as u16));
        }
    }
    rows
}

fn agreement(criterion: &mut Criterion) {
    let table = Ratings::new(ITEMS as usize, JUDGES as usize, LABELS as usize, ratings());
    let profiles = Profiles::of(&table);
    let weights = Weights::new(Weighting::Identity, LABELS as usize);
    let places: Vec<f64> = (0..LABELS).map(|place| place as f64).collect();
    let mut group = criterion.benchmark_group("agreement");
    group.sample_size(10);
    group.bench_function("alpha", |b| b.iter(|| alpha(&Profiles::of(black_box(&table)), &Distance::Nominal)));
    group.bench_function("all coefficients", |b| {
        b.iter(|| {
            let profiles = Profiles::of(black_box(&table));
            COEFFICIENTS.iter().map(|entry| (entry.of)(&profiles, &weights)).collect::<Vec<_>>()
        });
    });
    group.bench_function("1000 resamples of alpha", |b| {
        b.iter(|| bootstrap(black_box(&profiles), &Distance::Nominal, 1000, 1));
    });
    group.bench_function("kappa of all pairs", |b| b.iter(|| pairs(black_box(&table), 1, Some(&places))));
    group.finish();
}

fn scores(criterion: &mut Criterion) {
    let mut random = Random::new(54_321);
    let scores: Vec<f64> = (0..SCORES).map(|_| random.unit()).collect();
    let has: Vec<bool> = scores.iter().map(|score| random.unit() < *score).collect();
    let mut group = criterion.benchmark_group("scores");
    group.sample_size(10);
    group.bench_function("roc area", |b| b.iter(|| roc_area(&Ranked::new(black_box(&scores), &has))));
    group.bench_function("average precision", |b| {
        b.iter(|| average_precision(&Ranked::new(black_box(&scores), &has)));
    });
    group.finish();
}

criterion_group!(benches, agreement, scores);
criterion_main!(benches);
