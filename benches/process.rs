//! Whole processes, one thread each, by their CPU time: `preceptor run` and `preceptor audit` over a file of about 95 MB,
//! against a process that does nothing but read the same file and parse each line with `serde_json` into typed structs.
//!
//! Rounds are interleaved and medians taken, since a busy machine slows neighbours alike. CPU time is read from
//! `/proc`, so this one runs on Linux only.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark"
)]

mod world;

use std::path::Path;
use std::process::{Command, Stdio};

const ITEMS: usize = 200_000;
const ROUNDS: usize = 5;
/// What `/proc` counts in, on every Linux that Rust runs on.
const TICKS_PER_SECOND: f64 = 100.0;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--floor") {
        let lines = std::fs::read_to_string(&arguments[at + 1]).unwrap();
        std::hint::black_box(world::floor::parse(&lines));
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    for (clauses, terms) in [(50, 1_000), (1_000, 10_000)] {
        measure(dir.path(), clauses, terms);
    }
}

fn measure(dir: &Path, clauses: usize, terms: usize) {
    let world = world::pack(clauses, terms);
    let (pack, corpus) = (dir.join("pack"), dir.join("corpus.jsonl"));
    std::fs::create_dir_all(&pack).unwrap();
    std::fs::write(pack.join("pack.yaml"), &world.manifest).unwrap();
    std::fs::write(pack.join("bench.precept"), &world.policy).unwrap();
    std::fs::write(&corpus, world::corpus(&world, ITEMS)).unwrap();
    let jobs = ["floor", "run --mode decide", "run --mode analyse", "audit"];
    let mut seconds = vec![Vec::new(); jobs.len()];
    for _ in 0..ROUNDS {
        for (job, seconds) in jobs.iter().zip(&mut seconds) {
            seconds.push(cpu_of(&mut command(job, &pack, &corpus, &dir.join("out"))));
        }
    }
    println!("{clauses} clauses, {terms} terms, {ITEMS} items");
    let floor = median(&mut seconds[0]);
    for (job, seconds) in jobs.iter().zip(&mut seconds) {
        let middle = median(seconds);
        let rate = ITEMS as f64 / middle;
        println!("  {job:<20} {middle:>6.2} s of CPU  {:>5.1} times the floor  {rate:>9.0} items/s", middle / floor);
    }
}

fn command(job: &str, pack: &Path, corpus: &Path, out: &Path) -> Command {
    if job == "floor" {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg("--floor").arg(corpus);
        return command;
    }
    let mut words = job.split(' ');
    let mut command = Command::new(env!("CARGO_BIN_EXE_preceptor"));
    command.arg(words.next().unwrap()).arg(pack).arg(corpus).args(words).args(["--threads", "1", "--quiet"]);
    let out = if job == "audit" { out.to_path_buf() } else { out.with_extension("jsonl") };
    command.args(["--as-of", "2026-11-01", "-o"]).arg(out);
    command
}

/// Runs a process to its end and returns the CPU seconds it took.
fn cpu_of(command: &mut Command) -> f64 {
    let before = children();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
    (children() - before) / TICKS_PER_SECOND
}

/// Ticks of user and system time of all children that ended.
fn children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    fields[13].parse::<f64>().unwrap() + fields[14].parse::<f64>().unwrap()
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
