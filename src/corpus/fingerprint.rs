//! What tells one state of a file from another.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Bytes at each end of a file that are hashed; smaller files are hashed whole.
const END_BYTES: u64 = 1 << 20;

/// A file's name, length and hash. An interrupted run goes on only over the same files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The file, as it was named.
    pub name: String,
    /// Its length in bytes; 0 for standard input.
    pub bytes: u64,
    /// `sha256:` of its first and last mebibyte.
    pub hash: String,
}

impl Fingerprint {
    /// Takes the fingerprint of a file. What cannot be read has an empty hash: reading it will say why.
    pub(super) fn of(path: &Path) -> Fingerprint {
        let (bytes, hash) = ends(path).unwrap_or_default();
        Fingerprint { name: path.display().to_string(), bytes, hash }
    }
}

fn ends(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Ok((0, String::new()));
    }
    let mut hash = Sha256::new();
    let mut bytes = Vec::new();
    (&mut file).take(END_BYTES).read_to_end(&mut bytes)?;
    hash.update(&bytes);
    let tail = about.len().saturating_sub(END_BYTES).max(END_BYTES.min(about.len()));
    file.seek(SeekFrom::Start(tail))?;
    bytes.clear();
    file.take(END_BYTES).read_to_end(&mut bytes)?;
    hash.update(&bytes);
    let digest = hash.finalize();
    Ok((about.len(), digest.iter().fold("sha256:".to_owned(), |hash, byte| format!("{hash}{byte:02x}"))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn a_change_at_either_end_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        let of = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            Fingerprint::of(&path)
        };
        let mut bytes = vec![b'a'; 3 << 20];
        let whole = of(&bytes);
        assert_eq!((whole.bytes, whole.hash.len()), (3 << 20, 71));
        for at in [0, (1 << 20) - 1, 2 << 20, (3 << 20) - 1] {
            bytes[at] = b'b';
            assert_ne!(of(&bytes), whole, "byte {at}");
            bytes[at] = b'a';
        }
        assert_ne!(of(b"short"), of(b"shirt"));
        assert_eq!(Fingerprint::of(Path::new("/nowhere")).hash, "");
    }
}
