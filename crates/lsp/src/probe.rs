//! Ways in for tests that send what no client sends. Not part of a released build.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use ropey::Rope;
use tokio::io::{AsyncRead, ReadBuf};
use tower_lsp::lsp_types::{Position, Range, TextDocumentContentChangeEvent};

use crate::proto::{self, Encoding};
use crate::text_document::TextDocument;
use crate::transport::Reader;

/// What the server is given to read when a client sends these bytes, and then ends.
#[must_use]
pub fn handed_on(bytes: &[u8]) -> Vec<u8> {
    /// Far less than a message, so that each is put together from several.
    const PIECE: usize = 61;

    let mut reader = Reader::new(bytes, Arc::default(), Arc::default());
    let mut context = Context::from_waker(Waker::noop());
    let mut out = Vec::new();
    loop {
        let mut piece = [0; PIECE];
        let mut buffer = ReadBuf::new(&mut piece);
        match Pin::new(&mut reader).poll_read(&mut context, &mut buffer) {
            Poll::Ready(Ok(())) if !buffer.filled().is_empty() => out.extend(buffer.filled()),
            Poll::Ready(_) => return out,
            Poll::Pending => unreachable!("bytes in memory are there"),
        }
    }
}

/// A change as a client sends it: from line and character to line and character, or the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where, as the client counts.
    pub range: Option<[(u32, u32); 2]>,
    /// What stands there afterwards.
    pub text: String,
}

/// The text that the server has after these changes, of a client with this `positionEncoding`.
#[must_use]
pub fn edited(text: &str, changes: &[Change], encoding: &str) -> String {
    let encoding = Encoding::parse(encoding).unwrap_or_default();
    let mut document = TextDocument::new(text, 0);
    for (change, version) in changes.iter().zip(1..) {
        let place = |(line, character)| Position::new(line, character);
        let range = change.range.map(|[start, end]| Range::new(place(start), place(end)));
        let text = change.text.clone();
        let event = TextDocumentContentChangeEvent { range, range_length: None, text };
        let at = document.apply(&[event], version, encoding);
        let now = document.text.to_string();
        assert!(at.is_none_or(|at| now.is_char_boundary(at)), "what was changed ends in the text");
    }
    document.text.to_string()
}

/// A text as the server holds it, for a client with some `positionEncoding`.
#[derive(Debug)]
pub struct Held {
    text: Rope,
    encoding: Encoding,
}

impl Held {
    /// The text for a client that counts like this, or in UTF-16 where nobody does.
    #[must_use]
    pub fn new(text: &str, encoding: &str) -> Self {
        Self { text: Rope::from_str(text), encoding: Encoding::parse(encoding).unwrap_or_default() }
    }

    /// The line and the character at a byte.
    #[must_use]
    pub fn position(&self, byte: usize) -> (u32, u32) {
        let Position { line, character } = proto::position(&self.text, self.encoding, byte);
        (line, character)
    }

    /// The byte at a line and a character.
    #[must_use]
    pub fn offset(&self, (line, character): (u32, u32)) -> usize {
        proto::offset(&self.text, self.encoding, Position::new(line, character))
    }
}
