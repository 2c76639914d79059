//! Questions on which judges contradict each other: unknown, although nothing is missing.

use crate::corpus::record::Record;
use crate::language::policy::{Pack, QuestionId};

/// Returns the questions, in the order of the pack, that one judge asked answers with yes and another with no.
pub fn contested(pack: &Pack, record: &Record<'_>) -> Vec<QuestionId> {
    let ids = (0..pack.questions.len() as u32).map(QuestionId);
    ids.filter(|id| {
        let answers = answers(pack, record, *id);
        answers.contains(&true) && answers.contains(&false)
    })
    .collect()
}

/// The answers of the judges whom the pack asks a question.
fn answers(pack: &Pack, record: &Record<'_>, id: QuestionId) -> Vec<bool> {
    let Some(question) = pack.questions.get(id.0 as usize) else { return Vec::new() };
    let asks = |name: &str| {
        question.asks_models.iter().filter_map(|at| pack.models.all.get(*at)).any(|model| model.name == name)
    };
    let models = record.models.iter().filter(|model| asks(&model.name)).map(|model| model.answers.as_slice());
    let raters = if question.asks_raters { record.ratings.as_slice() } else { &[] };
    let all = models.chain(raters.iter().map(|rating| rating.answers.as_slice()));
    all.filter_map(|said| said.iter().find(|(asked, _)| *asked == id)).map(|(_, answer)| *answer).collect()
}
