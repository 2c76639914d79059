//! One audit of lines in memory, through the library.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use preceptor::audit::{Auditor, EngineAnswers, Gathered, Intake, Ledger, Options, Outputs, PlainReading, conclude};
use preceptor::corpus::record::Record;
use preceptor::corpus::spool::Spool;
use preceptor::corpus::{RecordReader, Tally};
use preceptor::engine::eval::{Context, Evaluator};
use preceptor::engine::plan::{self, Program};
use preceptor::language::check::compile;
use preceptor::language::policy::Pack;
use preceptor::language::source::Sources;
use serde_json::Value;

/// What an audit writes, as data.
pub struct Written {
    pub disagreements: Vec<Value>,
    pub queue: Vec<Value>,
}

pub fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Compiles the pack in a folder.
pub fn pack(folder: &str) -> Arc<Pack> {
    let mut sources = Sources::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let input = preceptor::packs::load(&folder, &mut sources).unwrap();
    Arc::new(compile(&input, &sources).pack.unwrap())
}

/// Audits records given as JSON lines.
pub fn audit(program: &Program, data: &str, seed: u64) -> Written {
    let pack = program.pack();
    let dir = tempfile::tempdir().unwrap();
    let options = Options { seed, as_of: pack.as_of.unwrap_or(0), show_content: false };
    let reading = PlainReading::default();
    let auditor = Auditor::new(pack, options, &reading);
    let mut evaluator = Evaluator::new(program);
    let context = Context { as_of_ms: pack.as_of.unwrap_or(0), canary_as_live: false };
    let reader = RecordReader::new(pack);
    let mut ledger = Ledger::new(pack);
    let mut cases = Spool::scratch(dir.path()).unwrap();
    let mut contents = Spool::scratch(dir.path()).unwrap();
    for line in data.lines() {
        let mut record = Record::default();
        reader.read(line, &mut record, &RefCell::new(Tally::default())).unwrap();
        let mut item = evaluator.item(&record, context);
        let decision = item.analyse();
        let mut answers = EngineAnswers::new(&mut item, &decision);
        let case = auditor.observe(&record, &decision, &mut answers);
        ledger.absorb(case, &mut cases, &mut contents).unwrap();
    }
    let (mut disagreements, mut queue, mut items) = (Vec::new(), Vec::new(), Vec::new());
    let gathered = Gathered { ledger: &ledger, cases: &mut cases, contents: &mut contents };
    let mut replay = Vec::new();
    let outputs =
        Outputs { disagreements: &mut disagreements, queue: &mut queue, items: &mut items, replay: &mut replay };
    conclude(&auditor, gathered, &Intake::default(), dir.path(), outputs).unwrap();
    Written {
        disagreements: lines(&String::from_utf8(disagreements).unwrap()),
        queue: lines(&String::from_utf8(queue).unwrap()),
    }
}

/// Makes the pack in a folder ready to run.
pub fn program(folder: &str) -> Program {
    Program::new(&pack(folder), plan::Options::default()).unwrap()
}
