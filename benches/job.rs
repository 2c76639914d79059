//! The whole job, one thread: read JSON lines, decide, write decisions; against `serde_json` parsing the same lines into
//! typed structs and doing nothing else.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark"
)]

mod world;

use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use preceptor::corpus::{self, OpenOptions};
use preceptor::engine::eval::{Context, Evaluator};
use preceptor::engine::plan::{Options, Program};
use preceptor::language::check::compile;
use preceptor::language::policy::Pack;
use preceptor::language::source::Sources;
use preceptor::packs;
use preceptor::publish::decisions::DecisionWriter;
use world::floor;

const ITEMS: usize = 20_000;

fn load(dir: &Path, world: &world::World) -> Arc<Pack> {
    std::fs::write(dir.join("pack.yaml"), &world.manifest).unwrap();
    std::fs::write(dir.join("bench.precept"), &world.policy).unwrap();
    let mut sources = Sources::default();
    let input = packs::load(dir, &mut sources).unwrap();
    let compiled = compile(&input, &sources);
    Arc::new(compiled.pack.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics)))
}

/// Reads, decides and writes everything; returns the bytes written.
fn job(path: &Path, pack: &Pack, program: &Program, analyse: bool) -> usize {
    let corpus = corpus::open(&[PathBuf::from(path)], pack, OpenOptions::default()).unwrap();
    let (reader, writer) = (corpus.reader(), DecisionWriter::new(pack, "2026-11-01T00:00:00Z"));
    let mut evaluator = Evaluator::new(program);
    let context = Context { as_of_ms: 1_793_491_200_000, canary_as_live: false };
    let mut bytes = Vec::new();
    let mut written = 0;
    for batch in corpus {
        batch.decode(&reader, |found| {
            let record = &found.unwrap().record;
            let decision =
                if analyse { evaluator.analyse(record, &context) } else { evaluator.decide(record, &context) };
            writer.write(record, &decision, &mut bytes).unwrap();
        });
        written += bytes.len();
        bytes.clear();
    }
    written
}

fn whole_job(criterion: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    for (clauses, terms) in [(50, 1_000), (1_000, 10_000)] {
        let world = world::pack(clauses, terms);
        let pack = load(dir.path(), &world);
        let lines = world::corpus(&world, ITEMS);
        let path = dir.path().join(format!("{clauses}.jsonl"));
        std::fs::File::create(&path).unwrap().write_all(lines.as_bytes()).unwrap();
        let program = Program::new(&pack, Options { decisions_only: true }).unwrap();
        let mut group = criterion.benchmark_group(format!("job/{clauses}_clauses_{terms}_terms"));
        group.throughput(Throughput::Bytes(lines.len() as u64)).sample_size(10);
        group.bench_function("floor_serde_json_typed", |bench| bench.iter(|| black_box(floor::parse(&lines))));
        group.bench_function("decide", |bench| bench.iter(|| black_box(job(&path, &pack, &program, false))));
        group.bench_function("analyse", |bench| bench.iter(|| black_box(job(&path, &pack, &program, true))));
        group.finish();
    }
}

criterion_group!(benches, whole_job);
criterion_main!(benches);
