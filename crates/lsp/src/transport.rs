//! Reading and writing messages.
//!
//! tower-lsp's own reader stops for good at the first message that it cannot decode, does not end
//! at `exit` while input stays open, and panics when output is closed. So it is given a reader that
//! hands on only whole, well-formed messages and ends after `exit`, and a writer that never fails.

use std::borrow::Cow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tower_lsp::jsonrpc::{Request, Response};

use crate::lifecycle::Lifecycle;
use crate::tap::Tap;

/// The method that stands in for a message that could not be read: it is answered with an error.
pub(crate) const MALFORMED: &str = "aplomb/malformed";

/// A header block longer than this is no header block. In bytes.
const LONGEST_HEADERS: usize = 8 * 1024;

/// A message longer than this is refused and passed over: to read one takes about ten times its length.
/// A reply is a few thousand. In bytes.
const LONGEST_MESSAGE: usize = 64 << 20;

/// A length beyond this is none, and there is no telling where the next message begins. In bytes.
const LONGEST_TO_PASS_OVER: u64 = 4 << 30;

/// A message that is nested deeper is refused: tower-lsp could not decode it, and would stop for good.
/// serde_json gives up at 128.
const DEEPEST: usize = 100;

/// Hands on whole, well-formed messages, and ends after `exit`.
pub(crate) struct Reader<R> {
    inner: R,
    lifecycle: Arc<Lifecycle>,
    tap: Arc<Tap>,
    /// What has been read and not yet been looked at.
    pending: Vec<u8>,
    /// What can be handed on, of which the first `handed` bytes have been.
    ready: Vec<u8>,
    handed: usize,
    /// So much of a message that is too long has still to come.
    to_pass_over: u64,
    ended: bool,
}

/// What stands at the front of the input.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Not enough to tell.
    Incomplete,
    /// A message: its body's bytes, and where the next message begins.
    Body { start: usize, end: usize },
    /// Nothing that can be read, up to here.
    Noise(usize),
    /// A message that is too long to be read: where its body begins, and how long that is.
    TooLong { start: usize, length: u64 },
}

impl<R> Reader<R> {
    pub(crate) fn new(inner: R, lifecycle: Arc<Lifecycle>, tap: Arc<Tap>) -> Self {
        let (pending, ready) = (Vec::new(), Vec::new());
        Self { inner, lifecycle, tap, pending, ready, handed: 0, to_pass_over: 0, ended: false }
    }

    /// Moves the next message, if it is there, to what can be handed on.
    fn advance(&mut self) -> bool {
        self.pass_over();
        let taken = match find(&self.pending) {
            Found::Incomplete => return false,
            Found::Body { start, end } => {
                mend(&mut self.pending[start..end]);
                match Envelope::read(&self.pending[start..end]) {
                    Some(envelope) => {
                        self.tap.hear(&envelope.method, &self.pending[start..end]);
                        if envelope.method == "exit" {
                            self.end();
                        }
                        let header = format!("Content-Length: {}\r\n\r\n", end - start);
                        self.ready.extend(header.as_bytes());
                        self.ready.extend(&self.pending[start..end]);
                    }
                    None => self.refuse(end - start),
                }
                end
            }
            Found::Noise(end) => {
                self.refuse(end);
                end
            }
            Found::TooLong { start, length } if length <= LONGEST_TO_PASS_OVER => {
                self.refuse(start);
                self.to_pass_over = length;
                start
            }
            Found::TooLong { .. } => {
                tracing::error!("a message is too long to be read");
                self.end();
                self.pending.len()
            }
        };
        self.pending.drain(..taken);
        true
    }

    /// Lets go of what has come of a message that is too long.
    fn pass_over(&mut self) {
        let come = usize::try_from(self.to_pass_over).unwrap_or(usize::MAX).min(self.pending.len());
        self.pending.drain(..come);
        self.to_pass_over -= come as u64;
    }

    fn refuse(&mut self, length: usize) {
        self.tap.hear_noise(length);
        tracing::error!("a message could not be read");
        let body = format!(r#"{{"jsonrpc":"2.0","id":null,"method":"{MALFORMED}"}}"#);
        self.ready.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    fn end(&mut self) {
        self.ended = true;
        self.lifecycle.end_input();
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Reader<R> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        loop {
            if !this.ready.is_empty() {
                let rest = &this.ready[this.handed..];
                let count = rest.len().min(out.remaining());
                out.put_slice(&rest[..count]);
                this.handed += count;
                if this.handed == this.ready.len() {
                    this.ready.clear();
                    this.handed = 0;
                }
                return Poll::Ready(Ok(()));
            }
            if this.ended {
                return Poll::Ready(Ok(()));
            }
            if this.advance() {
                continue;
            }
            let mut chunk = [0; 16 * 1024];
            let mut buffer = ReadBuf::new(&mut chunk);
            // Input that fails has ended: there is no other way to hear from the client.
            let read = ready!(Pin::new(&mut this.inner).poll_read(cx, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                this.end();
            } else {
                this.pending.extend_from_slice(buffer.filled());
            }
        }
    }
}

/// Looks for a message at the front of `input`. Header names are compared without regard to case, as
/// in HTTP, and headers other than `Content-Length` are passed over.
pub(crate) fn find(input: &[u8]) -> Found {
    let Some(blank) = input.windows(4).position(|window| window == b"\r\n\r\n") else {
        return if input.len() > LONGEST_HEADERS {
            Found::Noise(input.len())
        } else {
            Found::Incomplete
        };
    };
    let start = blank + 4;
    let length = input[..blank].split(|&byte| byte == b'\n').rev().find_map(content_length);
    match length {
        None => Found::Noise(start),
        Some(length) => match usize::try_from(length) {
            Ok(length) if length <= LONGEST_MESSAGE => {
                let end = start + length;
                if input.len() < end { Found::Incomplete } else { Found::Body { start, end } }
            }
            _ => Found::TooLong { start, length },
        },
    }
}

fn content_length(line: &[u8]) -> Option<u64> {
    // What cannot be read before the name, such as the rest of a broken message, does not matter: it may
    // have colons of its own, and be no text.
    let colon = line.iter().rposition(|&byte| byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    let tail = name.get(name.len().checked_sub(b"Content-Length".len())?..)?;
    let value = std::str::from_utf8(&line[colon + 1..]).ok()?;
    tail.eq_ignore_ascii_case(b"Content-Length").then(|| value.trim().parse().ok()).flatten()
}

/// As much of a message as decides whether tower-lsp can decode it.
#[derive(Deserialize)]
struct Envelope<'m> {
    #[serde(borrow)]
    jsonrpc: Cow<'m, str>,
    #[serde(borrow, default)]
    method: Cow<'m, str>,
    #[serde(borrow, default)]
    id: Option<EnvelopeId<'m>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum EnvelopeId<'m> {
    Number(#[allow(dead_code)] i64),
    Text(
        #[serde(borrow)]
        #[allow(dead_code)]
        Cow<'m, str>,
    ),
    Other(IgnoredAny),
}

impl<'m> Envelope<'m> {
    fn read(body: &'m [u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let envelope: Self = serde_json::from_str(text).ok()?;
        let known = envelope.jsonrpc == "2.0" && !matches!(envelope.id, Some(EnvelopeId::Other(_)));
        let known = known && depth(text) <= DEEPEST;
        // Only to read it all tells of a number that is too large, or of what stands there twice.
        (known && serde_json::from_str::<Decodable>(text).is_ok()).then_some(envelope)
    }
}

/// What tower-lsp makes of a message, in the same order.
#[derive(Deserialize)]
#[serde(untagged)]
enum Decodable {
    Response(#[allow(dead_code)] Response),
    Request(#[allow(dead_code)] Request),
}

/// Puts U+FFFD in the place of half a surrogate pair, which an editor sends whose texts are UTF-16 when half
/// an emoji is deleted. No text of ours can hold it, and a message that is refused would leave us with
/// another text than the editor has. It counts as one in UTF-16, as the half does.
fn mend(json: &mut [u8]) {
    /// The length of an escape such as `\u00e9`.
    const ESCAPE: usize = 6;

    let unit = |json: &[u8], at: usize| {
        let digits = json.get(at..at + ESCAPE)?.strip_prefix(br"\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut at = 0;
    while at < json.len() {
        // In JSON a backslash stands in texts only, and always before what it escapes.
        at += match (json[at], unit(json, at)) {
            (b'\\', Some(0xd800..=0xdbff))
                if matches!(unit(json, at + ESCAPE), Some(0xdc00..=0xdfff)) =>
            {
                2 * ESCAPE
            }
            (b'\\', Some(0xd800..=0xdfff)) => {
                json[at..at + ESCAPE].copy_from_slice(br"\ufffd");
                ESCAPE
            }
            (b'\\', _) => 2,
            _ => 1,
        };
    }
}

/// How deep well-formed JSON is nested.
fn depth(json: &str) -> usize {
    let (mut deepest, mut depth, mut in_text) = (0, 0_usize, false);
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_text = !in_text,
            // What it escapes may be a quote.
            b'\\' if in_text => drop(bytes.next()),
            b'[' | b'{' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Writes as long as somebody reads, and reports when nobody does any more.
pub(crate) struct Writer<W> {
    inner: W,
    lifecycle: Arc<Lifecycle>,
    tap: Arc<Tap>,
    /// What has been written of the message that is being written.
    pending: Vec<u8>,
    closed: bool,
}

impl<W> Writer<W> {
    pub(crate) fn new(inner: W, lifecycle: Arc<Lifecycle>, tap: Arc<Tap>) -> Self {
        Self { inner, lifecycle, tap, pending: Vec::new(), closed: false }
    }

    /// Shows the messages that are written whole by now.
    fn show(&mut self, bytes: &[u8]) {
        self.pending.extend(bytes);
        while let Found::Body { start, end } = find(&self.pending) {
            self.tap.say(&self.pending[start..end]);
            self.pending.drain(..end);
        }
    }

    fn close(&mut self) {
        self.closed = true;
        self.lifecycle.lose_client();
    }
}

impl<W: AsyncWrite + Unpin> AsyncWrite for Writer<W> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        let this = self.get_mut();
        if !this.closed {
            match ready!(Pin::new(&mut this.inner).poll_write(cx, bytes)) {
                Ok(count) if count > 0 || bytes.is_empty() => {
                    this.show(&bytes[..count]);
                    return Poll::Ready(Ok(count));
                }
                Ok(_) | Err(_) => this.close(),
            }
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        if !this.closed && ready!(Pin::new(&mut this.inner).poll_flush(cx)).is_err() {
            this.close();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        if !this.closed {
            // Whether closing worked makes no difference: nothing more is written.
            let _ = ready!(Pin::new(&mut this.inner).poll_shutdown(cx));
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    fn message(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    /// What a reader hands on of `input`, given in pieces of `size` bytes.
    async fn read(input: &str, size: usize) -> String {
        read_bytes(input.as_bytes(), size).await
    }

    async fn read_bytes(input: &[u8], size: usize) -> String {
        let (mut client, server) = tokio::io::duplex(input.len().max(1));
        tokio::io::AsyncWriteExt::write_all(&mut client, input).await.unwrap();
        drop(client);
        let mut reader = Reader::new(server, Arc::default(), Arc::default());
        let mut out = Vec::new();
        let mut piece = vec![0; size];
        loop {
            match reader.read(&mut piece).await.unwrap() {
                0 => return String::from_utf8(out).unwrap(),
                count => out.extend(&piece[..count]),
            }
        }
    }

    const HOVER: &str = r#"{"jsonrpc":"2.0","id":7,"method":"x","params":{"a":"é"}}"#;
    const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

    #[tokio::test]
    async fn messages_come_out_as_they_went_in() {
        let input = message(HOVER) + &message(r#"{"jsonrpc":"2.0","id":"a","result":null}"#);
        for size in [1, 7, 4096] {
            assert_eq!(read(&input, size).await, input);
        }
    }

    #[tokio::test]
    async fn nothing_comes_after_exit() {
        let input = message(EXIT) + &message(HOVER);
        assert_eq!(read(&input, 64).await, message(EXIT));
    }

    #[tokio::test]
    async fn a_message_that_cannot_be_read_costs_only_itself() {
        let nested = |deep: usize| {
            let (open, close) = ("[".repeat(deep), "]".repeat(deep));
            format!(r#"{{"jsonrpc":"2.0","id":1,"method":"x","params":{open}{close}}}"#)
        };
        let fine = nested(DEEPEST - 1).replace("\"x\"", r#""\\\"[[[{{{""#);
        assert_eq!(read(&message(&fine), 64).await, message(&fine));
        let bad = [
            &nested(DEEPEST),
            &nested(100_000),
            "{\"jsonrpc\":\"2.0\",\"method\":",
            "[1, 2]",
            "null",
            r#"{"jsonrpc":"1.0","id":1,"method":"x"}"#,
            r#"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#,
            r#"{"jsonrpc":"2.0","id":1,"method":4}"#,
            r#"{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":1e999}}"#,
            r#"{"jsonrpc":"2.0","id":1,"method":"x","params":{},"params":{}}"#,
        ];
        for body in bad {
            let out = read(&(message(body) + &message(HOVER)), 64).await;
            assert!(out.contains(MALFORMED) && out.ends_with(&message(HOVER)), "{body}: {out}");
        }
    }

    #[test]
    fn half_a_surrogate_pair_becomes_a_character_of_one_unit() {
        for (sent, read) in [
            (r#""\ud83d\udc4b \u00e9 \\ud83d \\""#, r#""\ud83d\udc4b \u00e9 \\ud83d \\""#),
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\udc4b\uD83D\ud83d\udc4b""#, r#""\ufffd\ufffd\ud83d\udc4b""#),
            (r#""\ud83"#, r#""\ud83"#),
            (r"\", r"\"),
        ] {
            let mut json = sent.to_owned().into_bytes();
            mend(&mut json);
            assert_eq!(String::from_utf8(json).unwrap(), read);
        }
    }

    #[tokio::test]
    async fn headers_are_read_as_http_headers() {
        let body = HOVER;
        let header = format!("content-length: {}\r\nX-Other: 1\r\n\r\n", body.len());
        assert_eq!(read(&(header + body), 64).await, message(HOVER));
        let noise = format!("Content-Type: x\r\n\r\n{}", message(HOVER));
        assert!(read(&noise, 64).await.ends_with(&message(HOVER)));
    }

    #[tokio::test]
    async fn a_length_beyond_reason_ends_the_input() {
        let input = format!("Content-Length: {}\r\n\r\nx", u64::MAX / 2);
        assert_eq!(read(&input, 64).await, "");
    }

    #[tokio::test]
    async fn a_message_that_is_too_long_is_passed_over() {
        let long = LONGEST_MESSAGE + 1;
        let input = format!("Content-Length: {long}\r\n\r\n{}", "x".repeat(long)) + &message(HOVER);
        let out = read(&input, 4096).await;
        assert!(out.contains(MALFORMED) && out.ends_with(&message(HOVER)), "{}", out.len());
    }

    #[tokio::test]
    async fn a_length_that_is_too_great_by_one_costs_two_messages() {
        let input = b"Content-Length: 3\r\n\r\n{}";
        let input = [input, message(HOVER).as_bytes(), b"\xff", message(HOVER).as_bytes()].concat();
        let out = read_bytes(&input, 64).await;
        assert!(out.contains(MALFORMED) && out.ends_with(&message(HOVER)), "{out}");
    }

    #[tokio::test]
    async fn half_a_message_at_the_end_is_dropped() {
        let input = message(HOVER);
        assert_eq!(read(&input[..input.len() - 3], 64).await, "");
    }

    #[tokio::test]
    async fn writing_to_nobody_ends_the_conversation_and_does_not_fail() {
        let lifecycle = Arc::new(Lifecycle::default());
        let (client, server) = tokio::io::duplex(8);
        drop(client);
        let mut writer = Writer::new(server, lifecycle.clone(), Arc::default());
        tokio::io::AsyncWriteExt::write_all(&mut writer, &[b'x'; 100]).await.unwrap();
        lifecycle.over().await;
    }
}
