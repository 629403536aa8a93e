//! Cutting a stream into pieces: whole lines of JSON lines, or the documents of a printed file.

use std::io::{self, BufRead, Read};

use serde::de::IgnoredAny;

/// Text with whole scenarios, and the line of the stream on which it begins (from 1).
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) line: u64,
    /// A scenario a line; otherwise the text is one scenario.
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
/// A scenario is not longer than this; a longer line is an error, not a full memory.
pub(super) const LONGEST_LINE: u64 = 64 * 1024 * 1024;

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: 1, state: State::Begin }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Piece>> {
        match &mut self.state {
            State::Begin => self.begin(),
            State::Lines => self.lines(String::new()),
            State::Documents(rest) => Ok(rest.pop()),
        }
    }

    /// Tells JSON lines from a printed document by the first two lines.
    fn begin(&mut self) -> io::Result<Option<Piece>> {
        let mut head = String::new();
        self.read_line(&mut head)?;
        let first = is_cut_off(&head);
        let second_at = head.len();
        self.read_line(&mut head)?;
        let second_is_whole = serde_json::from_str::<IgnoredAny>(&head[second_at..]).is_ok();
        if !first || (second_is_whole && head[second_at..].trim_start().starts_with('{')) {
            self.state = State::Lines;
            return self.lines(head);
        }
        let mut rest = Vec::new();
        self.input.read_to_end(&mut rest)?;
        head.push_str(&text_of(rest)?);
        let mut documents = documents(&head);
        documents.reverse();
        self.state = State::Documents(documents);
        self.next()
    }

    fn lines(&mut self, mut text: String) -> io::Result<Option<Piece>> {
        while text.len() < PIECE_BYTES && self.read_line(&mut text)? > 0 {}
        if text.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        self.line += text.bytes().filter(|b| *b == b'\n').count() as u64;
        Ok(Some(Piece { text, line, by_line: true }))
    }

    fn read_line(&mut self, text: &mut String) -> io::Result<usize> {
        let mut bytes = Vec::new();
        let read = self.input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
        text.push_str(&text_of(bytes)?);
        Ok(read)
    }
}

fn text_of(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        io::Error::new(io::ErrorKind::InvalidData, format!("byte {at} is not UTF-8"))
    })
}

fn is_cut_off(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_err_and(|error| error.is_eof())
}

/// The documents of a text, one after the other. After one that is broken, the next that begins
/// at the beginning of a line is taken up.
fn documents(text: &str) -> Vec<Piece> {
    let (mut all, mut at) = (Vec::new(), 0);
    while !text[at..].trim().is_empty() {
        let begin = at + (text[at..].len() - text[at..].trim_start().len());
        let mut values =
            serde_json::Deserializer::from_str(&text[begin..]).into_iter::<IgnoredAny>();
        let end = match values.next() {
            Some(Ok(_)) => begin + values.byte_offset(),
            _ => text[begin + 1..].find("\n{").map_or(text.len(), |next| begin + 1 + next + 1),
        };
        let line = 1 + text[..begin].bytes().filter(|b| *b == b'\n').count() as u64;
        all.push(Piece { text: text[begin..end].to_owned(), line, by_line: false });
        at = end;
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
            all.push((piece.line, piece.by_line, piece.text));
        }
        all
    }

    #[test]
    fn lines_stay_lines_even_if_one_is_cut_off() {
        let text = "{\"a\": [\n{\"b\": 2}\n{\"c\": 3}\n";
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
    fn what_follows_a_broken_document_is_taken_up() {
        let all = cut("{\n \"a\": 1,,\n}\n{\n \"b\": 2\n}\n");
        assert_eq!(all.len(), 2, "{all:?}");
        assert_eq!(all[1].0, 4);
    }

    #[test]
    fn an_empty_stream_has_no_pieces() {
        assert_eq!(cut(""), []);
    }
}
