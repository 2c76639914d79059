//! Writes the bundled synthetic corpora, with known truth, byte for byte from a seed.
//!
//! A [`World`] belongs to one pack of `policies/`. It writes cases: items with what the policy's prose means for them.
//! The rest is shared. [`judges`] lets raters and models with habits of their own judge each case, [`plant`] adds
//! disagreements of every kind on purpose, [`truth`] works out every disagreement there is, and [`write`](mod@write)
//! makes the lines.

pub mod case;
pub mod causes;
mod community;
pub mod judges;
mod llm_safety;
pub mod plant;
pub mod rated;
pub mod reasoning;
pub mod rng;
pub mod truth;
pub mod words;
pub mod write;

use serde_json::Value;

use case::{Case, Setting};
use rng::Rng;

/// A corpus's files: names relative to its folder, and contents.
pub type Files = Vec<(String, String)>;

/// One corpus to write.
pub trait World: Sync {
    /// Its name, a folder under `corpora/`.
    fn name(&self) -> &'static str;
    /// What all its items share.
    fn setting(&self) -> &'static Setting;
    /// Its cases, in the order of the data, with ids that are unique.
    fn cases(&self, rng: &mut Rng) -> Vec<Case>;
    /// Its card, `corpus.yaml`, with the number of items to expect.
    fn card(&self, items: usize) -> String;
    /// Its `README.md`, with the seed it was made from.
    fn readme(&self, seed: u64, items: usize) -> String;
}

/// All worlds.
pub const WORLDS: &[&dyn World] = &[&community::Community, &llm_safety::LlmSafety];

/// Writes the files of a corpus from a seed; `None` for a name that no world has.
pub fn generate(name: &str, seed: u64) -> Option<Files> {
    WORLDS.iter().find(|world| world.name() == name).map(|world| files(*world, seed))
}

/// Writes a world's files.
pub fn files(world: &dyn World, seed: u64) -> Files {
    let mut rng = Rng::new(seed);
    let setting = world.setting();
    let cases = world.cases(&mut rng.fork("cases"));
    let planted = plant::assign(&cases, setting, &mut rng.fork("assign"));
    let mut judging = rng.fork("judging");
    let (mut data, mut truth) = (String::new(), String::new());
    for (number, (case, plant)) in cases.iter().zip(&planted).enumerate() {
        let mut said = judges::judge(case, setting, &mut judging);
        if let Some(plant) = plant {
            plant::apply(*plant, case, setting, &mut said, &mut judging.fork("plant"));
        }
        line(&mut data, &write::record(case, setting, &said, number));
        for value in truth::lines(case, setting, &said, *plant) {
            line(&mut truth, &value);
        }
    }
    vec![
        ("corpus.yaml".to_owned(), world.card(cases.len())),
        ("data.jsonl".to_owned(), data),
        ("truth.jsonl".to_owned(), truth),
        ("README.md".to_owned(), world.readme(seed, cases.len())),
    ]
}

fn line(out: &mut String, value: &Value) {
    out.push_str(&value.to_string());
    out.push('\n');
}
