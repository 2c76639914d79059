//! Which clauses an item's texts wake (see [`crate::engine::plan::triggers`]).

use super::Item;
use super::value::{Val, Words};
use crate::engine::plan::triggers::mark;

impl<'a> Item<'_, 'a> {
    /// Works out which clauses need a look; the others plainly do not match.
    pub(in crate::engine) fn wake(&mut self) {
        let triggers = &self.program.triggers;
        self.scratch.awake.clear();
        self.scratch.awake.extend_from_slice(&triggers.always);
        for (subject, guarded) in &triggers.subjects {
            let read = match self.value(*subject) {
                Val::Text(words) => {
                    self.wake_by(&words);
                    true
                }
                Val::List(list) => list.iter().fold(true, |read, element| match element.value {
                    Val::Text(words) => {
                        self.wake_by(&words);
                        read
                    }
                    _ => false,
                }),
                _ => false,
            };
            if !read {
                // What cannot be read leaves every condition on it in doubt.
                self.scratch.awake.iter_mut().zip(guarded).for_each(|(awake, guarded)| *awake |= guarded);
            }
        }
    }

    /// Wakes the clauses for which a text has something.
    fn wake_by(&mut self, words: &Words<'a>) {
        let (program, text) = (self.program, self.read_text(words));
        let (state, awake) = self.scratch.state_and_awake(text);
        let Some(state) = state else { return };
        let mut last = None;
        for posting in state.postings() {
            if last != Some(posting.finder) {
                last = Some(posting.finder);
                program.triggers.of_finder(posting.finder).iter().for_each(|place| mark(awake, *place as usize));
            }
        }
        if program.triggers.has_regexes() {
            for regex in state.scan.possible(&program.text, words.as_ref()) {
                program.triggers.of_regex(*regex).iter().for_each(|place| mark(awake, *place as usize));
            }
        }
    }

    /// Takes the next clause that is awake, as an index, in the order in which `decide` asks; `at` is the word of places
    /// at hand. Returns `None` when there is no other.
    pub(in crate::engine) fn next_awake(&mut self, at: &mut usize) -> Option<usize> {
        loop {
            let word = self.scratch.awake.get_mut(*at)?;
            if *word != 0 {
                let place = *at * 64 + word.trailing_zeros() as usize;
                *word &= *word - 1;
                return self.program.order.get(place).copied();
            }
            *at += 1;
        }
    }
}
