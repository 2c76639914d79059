#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::corpus::entries::{self, Entry, Kind};
use crate::corpus::rejection::Place;

/// The rows, or `None` if a quote is never closed.
fn rows(text: &str) -> Option<Vec<Vec<String>>> {
    let mut found = Vec::new();
    let mut closed = true;
    entries::each(Kind::Rows(b','), text.as_bytes(), Place { file: 0, line: 1, byte: 0 }, |_, entry| match entry {
        Ok(Entry::Cells(cells)) => found.push(cells.iter().map(|cell| cell.to_string()).collect()),
        Ok(_) => {}
        Err(_) => closed = false,
    });
    closed.then_some(found)
}

/// The same rows, read by the `csv` crate.
fn oracle(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// All bytes of the pieces, and whether each but the last ends where an entry ends.
fn pieces(bytes: &[u8], scanner: Scanner, piece_bytes: usize) -> (Vec<u8>, Vec<Piece>) {
    let input: Box<dyn Read + Send> = Box::new(std::io::Cursor::new(bytes.to_vec()));
    let mut splitter = Splitter::new(input, scanner, (1, 0), (piece_bytes, 1 << 20));
    let mut all = Vec::new();
    let mut found = Vec::new();
    while let Some(piece) = splitter.next_piece().unwrap() {
        assert_eq!(piece.offset as usize, all.len());
        assert_eq!(piece.line as usize, 1 + all.iter().filter(|byte| **byte == b'\n').count());
        all.extend_from_slice(&piece.bytes);
        found.push(piece);
    }
    (all, found)
}

proptest! {
    #[test]
    fn rows_are_what_the_csv_crate_reads(parts in prop::collection::vec("[ab é\"]{0,4}|,|\n|\r\n|\"a\nb\",|\"x\"\"y\"", 0..30)) {
        let text = parts.concat();
        if let Some(ours) = rows(&text) {
            prop_assert_eq!(ours, oracle(&text), "{:?}", text);
        }
    }

    #[test]
    fn pieces_are_the_input_cut_between_rows(rows in prop::collection::vec("[a,]{0,40}|\"a\n\n\"\"b\",c", 0..2_000)) {
        let text = rows.join("\n");
        let whole = oracle(&text);
        let (all, pieces) = pieces(text.as_bytes(), Scanner::Rows(RowScanner::new(b',')), 500);
        prop_assert_eq!(&all, text.as_bytes());
        let cut: Vec<_> = pieces.iter().flat_map(|piece| oracle(std::str::from_utf8(&piece.bytes).unwrap())).collect();
        prop_assert_eq!(cut, whole);
    }

    #[test]
    fn elements_of_a_list_are_found(values in prop::collection::vec("[\\[\\]{}\", a\\\\]{0,12}", 0..60), blank in "[ \n]{0,3}") {
        let texts: Vec<String> = values
            .iter()
            .enumerate()
            .map(|(at, text)| match at % 4 {
                0 => serde_json::json!({"k": text, "l": [text]}).to_string(),
                1 => serde_json::json!([[text], {}]).to_string(),
                2 => serde_json::json!(text).to_string(),
                _ => at.to_string(),
            })
            .collect();
        let list = format!("{}]{blank}", texts.join(&format!("{blank},{blank}")));
        let (all, pieces) = pieces(list.as_bytes(), Scanner::Array(ArrayScanner::new()), 64);
        prop_assert_eq!(&all, list.as_bytes());
        let mut found = Vec::new();
        for piece in &pieces {
            entries::each(Kind::Array, &piece.bytes, Place { file: 0, line: 1, byte: 0 }, |_, entry| {
                let Ok(Entry::Text(text)) = entry else { panic!("{entry:?}") };
                found.push(text.to_owned());
            });
        }
        prop_assert_eq!(found, texts);
    }

    #[test]
    fn what_follows_a_list_is_told_once_however_it_is_cut(
        texts in prop::collection::vec("[a-c]{1,20}", 0..20), after in "[a-c{}\\[\\],\" \n]{0,80}",
    ) {
        let list = format!("{}]{after}", texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(","));
        let told = |piece_bytes: usize| {
            let (_, pieces) = pieces(list.as_bytes(), Scanner::Array(ArrayScanner::new()), piece_bytes);
            let (mut elements, mut rejected) = (0, 0);
            for piece in &pieces {
                let start = Place { file: 0, line: piece.line, byte: piece.offset };
                entries::each(Kind::Array, &piece.bytes, start, |_, entry| match entry {
                    Ok(_) => elements += 1,
                    Err(_) => rejected += 1,
                });
            }
            (elements, rejected)
        };
        let expected = (texts.len(), usize::from(!after.trim_ascii().is_empty()));
        prop_assert_eq!(told(1 << 20), expected);
        prop_assert_eq!(told(1), expected);
    }

    #[test]
    fn any_bytes_are_cut_somehow(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for (kind, scanner) in [
            (Kind::Lines, Scanner::Lines),
            (Kind::Array, Scanner::Array(ArrayScanner::new())),
            (Kind::Rows(b','), Scanner::Rows(RowScanner::new(b','))),
        ] {
            let (all, _) = pieces(&bytes, scanner, 16);
            prop_assert_eq!(&all, &bytes);
            entries::each(kind, &bytes, Place { file: 0, line: 1, byte: 0 }, |_, _| {});
        }
    }
}
