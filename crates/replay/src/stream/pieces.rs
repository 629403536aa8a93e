//! Cutting a stream into pieces: whole lines of JSON lines, or the documents of a printed file.

use std::io::{self, BufRead, Read};

use serde::Deserialize;
use serde::de::IgnoredAny;

/// Whole scenarios, and the line of the stream on which they begin (from 1).
#[derive(Debug)]
pub(super) struct Piece {
    /// Meant to be UTF-8; whoever reads a scenario of it looks.
    pub(super) bytes: Vec<u8>,
    pub(super) line: u64,
    /// A scenario a line; otherwise all is one scenario.
    pub(super) by_line: bool,
}

/// The pieces of a stream.
pub(super) struct Pieces<R> {
    input: R,
    line: u64,
    state: State,
}

enum State {
    Begin,
    Lines,
    Documents(Vec<Piece>),
}

/// Lines are handed out in pieces of about this size.
const PIECE_BYTES: usize = 128 * 1024;
/// A longer line is cut, and so no scenario: an error, not a full memory.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;
/// Some editors put this before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: 1, state: State::Begin }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Piece>> {
        match &mut self.state {
            State::Begin => self.begin(),
            State::Lines => self.lines(Vec::new()),
            State::Documents(rest) => Ok(rest.pop()),
        }
    }

    /// Tells JSON lines from a printed document by the first two lines: the second of JSON lines
    /// is a scenario of its own, and not an event of the first.
    fn begin(&mut self) -> io::Result<Option<Piece>> {
        let mut head = Vec::new();
        self.read_line(&mut head)?;
        if head.starts_with(BYTE_ORDER_MARK) {
            head.drain(..BYTE_ORDER_MARK.len());
        }
        let cut_off = is_cut_off(&head);
        let second = head.len();
        self.read_line(&mut head)?;
        if !cut_off || serde_json::from_slice::<Scenario>(&head[second..]).is_ok() {
            self.state = State::Lines;
            return self.lines(head);
        }
        self.input.read_to_end(&mut head)?;
        let mut documents = documents(&head);
        documents.reverse();
        self.state = State::Documents(documents);
        self.next()
    }

    fn lines(&mut self, mut bytes: Vec<u8>) -> io::Result<Option<Piece>> {
        while bytes.len() < PIECE_BYTES && self.read_line(&mut bytes)? > 0 {}
        if bytes.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        self.line += newlines(&bytes);
        Ok(Some(Piece { bytes, line, by_line: true }))
    }

    fn read_line(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        self.input.by_ref().take(LONGEST_LINE).read_until(b'\n', bytes)
    }
}

fn is_cut_off(line: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(line).is_err_and(|error| error.is_eof())
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// What only a scenario has.
#[derive(Deserialize)]
struct Scenario {
    #[serde(rename = "rulebook")]
    _rulebook: IgnoredAny,
}

/// The documents of a text, one after the other. After one that is broken, the next that begins
/// at the beginning of a line is taken up.
fn documents(text: &[u8]) -> Vec<Piece> {
    let (mut all, mut at, mut line) = (Vec::new(), 0, 1);
    while !text[at..].trim_ascii_start().is_empty() {
        let begin = text.len() - text[at..].trim_ascii_start().len();
        line += newlines(&text[at..begin]);
        let rest = &text[begin..];
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
        let length = match values.next() {
            Some(Ok(_)) => values.byte_offset(),
            _ => rest.windows(2).position(|two| two == b"\n{").map_or(rest.len(), |at| at + 1),
        };
        all.push(Piece { bytes: rest[..length].to_vec(), line, by_line: false });
        line += newlines(&rest[..length]);
        at = begin + length;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(u64, bool, String)> {
        let mut pieces = Pieces::new(text.as_bytes());
        let mut all = Vec::new();
        while let Some(piece) = pieces.next().unwrap() {
            all.push((piece.line, piece.by_line, String::from_utf8(piece.bytes).unwrap()));
        }
        all
    }

    #[test]
    fn lines_stay_lines_even_if_one_is_cut_off() {
        let text = "{\"a\": [\n{\"rulebook\": 2}\n{\"c\": 3}\n";
        assert_eq!(cut(text), [(1, true, text.to_owned())]);
    }

    #[test]
    fn a_printed_document_is_one_piece_and_tells_its_line() {
        let text = "\n{\n \"a\": 1\n}\n\n{\n \"b\": 2\n}\n";
        let all = cut(text);
        assert_eq!(all.len(), 2, "{all:?}");
        assert_eq!((all[0].0, all[1].0), (2, 6));
    }

    #[test]
    fn an_event_on_the_second_line_is_no_scenario() {
        let all = cut("{\"rulebook\": \"r\", \"events\": [\n{\"at\": \"x\"}\n]}\n");
        assert_eq!(all.len(), 1, "{all:?}");
    }

    #[test]
    fn what_follows_words_that_are_no_json_is_taken_up() {
        let all = cut("{\n}\né\n{\n}\n");
        assert_eq!(all.iter().map(|piece| piece.0).collect::<Vec<_>>(), [1, 3, 4]);
    }

    #[test]
    fn what_follows_a_broken_document_is_taken_up() {
        let all = cut("{\n \"a\": 1,,\n}\n{\n \"b\": 2\n}\n");
        assert_eq!(all.len(), 2, "{all:?}");
        assert_eq!(all[1].0, 4);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_scenario() {
        assert_eq!(cut("\u{feff}{\"a\": 1}\n"), [(1, true, "{\"a\": 1}\n".to_owned())]);
    }

    #[test]
    fn an_empty_stream_has_no_pieces() {
        assert_eq!(cut(""), []);
    }
}
