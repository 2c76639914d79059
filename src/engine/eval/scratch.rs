//! The memory of one thread, used again for every item.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use crate::engine::matcher::{Finds, Found};
use crate::engine::plan::Program;
use crate::engine::plan::node::{FinderId, NodeId};
use crate::engine::text::{Scan, View, Which};
use crate::language::value::Truth;

/// The room in a word of remembered truths for the item's number: the other two bits hold the truth.
const TURN_MAX: u32 = u32::MAX >> 2;

/// Where a text lies in memory, which names it for as long as one item is at hand.
type Address = (usize, usize);

/// Everything that is kept from item to item.
#[derive(Debug)]
pub(in crate::engine) struct Scratch {
    /// Counts items; what was remembered under another number is old.
    turn: u32,
    truths: Vec<u32>,
    texts: Vec<TextState>,
    texts_used: usize,
    /// The text asked for last, and its number: most conditions ask for the same one.
    last: Option<(Address, usize)>,
    index: HashMap<Address, usize, BuildHasherDefault<AddressHasher>>,
    buffers: Vec<Vec<Found>>,
    /// What finders that several conditions share found, by finder and text; nothing is not kept apart.
    finds: HashMap<(FinderId, usize), Option<Rc<Finds>>>,
    finders: usize,
    /// The clauses that need a look, by their place in the program's order.
    pub awake: Vec<u64>,
    indices: Vec<usize>,
}

/// One text of the item, read.
#[derive(Debug, Default)]
pub(in crate::engine) struct TextState {
    /// The reading.
    pub scan: Scan,
    /// The hits on terms, sorted by the finder that each belongs to.
    postings: Vec<Posting>,
    /// One bit per finder: it has a hit.
    present: Vec<u64>,
}

/// A hit on a term of a finder.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Posting {
    pub finder: FinderId,
    pub entry: u32,
    pub start: u32,
    pub end: u32,
    pub view: View,
}

impl TextState {
    /// True if a finder has a hit on one of its terms.
    pub fn has(&self, finder: FinderId) -> bool {
        self.present.get(finder.0 as usize / 64).is_some_and(|word| word >> (finder.0 % 64) & 1 == 1)
    }

    /// Returns the hits on the terms of a finder.
    pub fn of(&self, finder: FinderId) -> &[Posting] {
        let first = self.postings.partition_point(|posting| posting.finder < finder);
        let rest = self.postings.get(first..).unwrap_or(&[]);
        rest.get(..rest.partition_point(|posting| posting.finder == finder)).unwrap_or(&[])
    }

    /// Returns all hits on terms, sorted by finder.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    fn read(&mut self, program: &Program, finders: usize, text: &str) {
        self.postings.clear();
        self.present.clear();
        self.present.resize(finders.div_ceil(64), 0);
        self.scan.read(&program.text, text);
        for hit in self.scan.hits() {
            let Which::Term(term) = hit.which else { continue };
            for term_use in program.finders.of_term(term) {
                let finder = term_use.finder;
                if let Some(word) = self.present.get_mut(finder.0 as usize / 64) {
                    *word |= 1 << (finder.0 % 64);
                }
                let (start, end, view) = (hit.start, hit.end, hit.view);
                self.postings.push(Posting { finder, entry: term_use.entry, start, end, view });
            }
        }
        if self.postings.len() > 1 {
            self.postings.sort_by_key(|posting| posting.finder);
        }
    }
}

impl Scratch {
    /// Makes room for a program.
    pub fn new(program: &Program) -> Scratch {
        Scratch {
            turn: 0,
            truths: vec![0; program.nodes.len()],
            texts: Vec::new(),
            texts_used: 0,
            last: None,
            index: HashMap::default(),
            buffers: Vec::new(),
            finds: HashMap::new(),
            finders: program.finders.len(),
            awake: Vec::new(),
            indices: Vec::new(),
        }
    }

    /// Forgets the item before.
    pub fn begin(&mut self) {
        self.texts_used = 0;
        self.last = None;
        self.index.clear();
        self.finds.clear();
        self.turn += 1;
        if self.turn >= TURN_MAX {
            self.truths.fill(0);
            self.turn = 1;
        }
    }

    /// Returns the truth that was remembered of a node for this item.
    pub fn truth(&self, node: NodeId) -> Option<Truth> {
        let kept = self.truths.get(node.0 as usize)?;
        match (kept >> 2 == self.turn, kept & 3) {
            (true, 0) => Some(Truth::False),
            (true, 1) => Some(Truth::Unknown),
            (true, 2) => Some(Truth::True),
            _ => None,
        }
    }

    /// Remembers a node's truth for this item.
    pub fn remember(&mut self, node: NodeId, truth: Truth) {
        if let Some(kept) = self.truths.get_mut(node.0 as usize) {
            *kept = self.turn << 2 | truth as u32;
        }
    }

    /// Returns the number of a text, reading it if it was not read yet. The text must outlive the item.
    pub fn text(&mut self, program: &Program, text: &str) -> usize {
        let address = (text.as_ptr() as usize, text.len());
        if let Some((last, known)) = self.last
            && last == address
        {
            return known;
        }
        let at = match self.index.get(&address) {
            Some(&known) => known,
            None => self.read(program, text, address),
        };
        self.last = Some((address, at));
        at
    }

    fn read(&mut self, program: &Program, text: &str, address: Address) -> usize {
        let at = self.texts_used;
        if at == self.texts.len() {
            self.texts.push(TextState::default());
        }
        if let Some(state) = self.texts.get_mut(at) {
            state.read(program, self.finders, text);
        }
        self.texts_used += 1;
        self.index.insert(address, at);
        at
    }

    /// Returns a text that was read.
    pub fn state(&mut self, at: usize) -> Option<&mut TextState> {
        self.texts.get_mut(at)
    }

    /// Returns a text that was read, and the clauses that need a look.
    pub fn state_and_awake(&mut self, at: usize) -> (Option<&mut TextState>, &mut [u64]) {
        (self.texts.get_mut(at), &mut self.awake)
    }

    /// Returns what a finder found in a text, if it was asked before: `Some(None)` if that was nothing.
    pub fn known(&self, finder: FinderId, text: usize) -> Option<Option<Rc<Finds>>> {
        self.finds.get(&(finder, text)).cloned()
    }

    /// Keeps what a finder found in a text.
    pub fn keep(&mut self, finder: FinderId, text: usize, finds: &Finds) {
        let is_nothing = finds.hits.is_empty() && !finds.open;
        self.finds.insert((finder, text), (!is_nothing).then(|| Rc::new(finds.clone())));
    }

    /// Lends an empty buffer.
    pub fn lend(&mut self) -> Vec<Found> {
        self.buffers.pop().unwrap_or_default()
    }

    /// Lends an empty list of indices; it is to be given back.
    pub fn lend_indices(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.indices)
    }

    /// Takes a list of indices back.
    pub fn give_back_indices(&mut self, mut indices: Vec<usize>) {
        indices.clear();
        self.indices = indices;
    }

    /// Takes a buffer back.
    pub fn give_back(&mut self, mut buffer: Vec<Found>) {
        buffer.clear();
        self.buffers.push(buffer);
    }
}

/// Mixes an address by one multiplication: addresses are no one's to choose, so nothing stronger is needed.
#[derive(Debug, Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(byte as usize);
        }
    }

    fn write_usize(&mut self, part: usize) {
        self.0 = (self.0.rotate_left(5) ^ part as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
