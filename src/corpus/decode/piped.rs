//! A reader that is read ahead of on a thread of its own.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, sync_channel};

const BLOCK_BYTES: usize = 256 << 10;

/// Blocks in flight: enough to keep both sides busy, few enough not to count.
const BLOCKS_AHEAD: usize = 4;

pub(super) struct Piped {
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: Vec<u8>,
    at: usize,
}

impl Piped {
    /// Starts reading; the thread ends with the input or when the reader is dropped.
    pub fn start(mut input: impl Read + Send + 'static) -> io::Result<Piped> {
        let (sender, blocks) = sync_channel(BLOCKS_AHEAD);
        std::thread::Builder::new().name("decompress".to_owned()).spawn(move || {
            loop {
                let block = block(&mut input);
                let last = block.as_ref().map_or(true, Vec::is_empty);
                if sender.send(block).is_err() || last {
                    return;
                }
            }
        })?;
        Ok(Piped { blocks, block: Vec::new(), at: 0 })
    }
}

/// Reads a block; what came before an error is delivered before it.
fn block(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        match input.read(&mut block) {
            Ok(count) => {
                block.truncate(count);
                return Ok(block);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

impl Read for Piped {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.block.len() {
            // A closed channel means the end was delivered before.
            self.block = self.blocks.recv().unwrap_or_else(|_| Ok(Vec::new()))?;
            self.at = 0;
        }
        let left = self.block.get(self.at..).unwrap_or_default();
        let count = left.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count;
        Ok(count)
    }
}
