//! Is it UTF-8? What files that are to be text say of themselves when they are not.

/// What a file in UTF-16 is told.
pub const UTF16: &str = "it is UTF-16; save it as UTF-8";

/// The mark with which some programs begin a text in UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Tells UTF-16 by a file's first bytes: by its mark, or, as programs that leave the mark out write it, by every other byte
/// being nothing, which no text in UTF-8 has.
pub fn is_utf16(head: &[u8]) -> bool {
    match head {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => true,
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] => *a != 0 && *b != 0,
        _ => false,
    }
}

/// A text that is not all UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Garbled {
    /// The text, with `U+FFFD` where it cannot be read.
    pub text: String,
    /// The first byte that cannot be read, from 0.
    pub at: usize,
    /// Why, in plain words: with line and byte, both from 1, and what to do.
    pub why: String,
}

/// Returns a file's bytes as text, without the byte-order mark.
///
/// # Errors
/// If they are not UTF-8.
pub fn text(bytes: Vec<u8>) -> Result<String, Garbled> {
    if is_utf16(&bytes) {
        return Err(Garbled { text: wide(&bytes), at: 0, why: UTF16.to_owned() });
    }
    let bytes = bytes.strip_prefix(BOM).map(<[u8]>::to_vec).unwrap_or(bytes);
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        let why = format!("it is not UTF-8 text (line {line}, byte {}); save it as UTF-8", at + 1);
        Garbled { text: String::from_utf8_lossy(error.as_bytes()).into_owned(), at, why }
    })
}

/// Reads UTF-16, so that all else that is wrong in a file can be told beside its encoding.
fn wide(bytes: &[u8]) -> String {
    let little = matches!(bytes, [0xFF, 0xFE, ..] | [_, 0, ..]);
    let unit = |pair: &[u8]| match pair {
        [a, b] if little => u16::from_le_bytes([*a, *b]),
        [a, b] => u16::from_be_bytes([*a, *b]),
        _ => u16::from(b'\n'),
    };
    let text = String::from_utf16_lossy(&bytes.chunks(2).map(unit).collect::<Vec<u16>>());
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
    use super::{is_utf16, text};

    #[test]
    fn utf_16_is_told_with_and_without_its_mark() {
        let units: Vec<u16> = "pack: x\n".encode_utf16().collect();
        let (little, big) = (units.iter().flat_map(|u| u.to_le_bytes()), units.iter().flat_map(|u| u.to_be_bytes()));
        let (little, big): (Vec<u8>, Vec<u8>) = (little.collect(), big.collect());
        let marked = [&[0xFF, 0xFE], little.as_slice()].concat();
        for bytes in [little, big, marked] {
            assert!(is_utf16(&bytes));
            assert_eq!(text(bytes).unwrap_err().text, "pack: x\n");
        }
        assert!(!is_utf16(b"id,text\n") && !is_utf16(b"\0\0\0\0") && !is_utf16(b""));
    }

    #[test]
    fn the_first_byte_that_cannot_be_read_is_told() {
        let garbled = text(b"\xEF\xBB\xBFa\ncaf\xE9 \xFF".to_vec()).unwrap_err();
        assert_eq!((garbled.at, garbled.text.as_str()), (5, "a\ncaf\u{fffd} \u{fffd}"));
        assert!(garbled.why.contains("line 2, byte 6"), "{}", garbled.why);
        assert_eq!(text(b"\xEF\xBB\xBFa".to_vec()).unwrap(), "a");
    }
}
