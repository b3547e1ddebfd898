//! The conversation about the sample draft, and what the server said in it.

use std::time::Duration;

use aplomb_core::{Edit, LineIndex, Severity, Span, apply};
use serde_json::{Value, json};

use super::client::{Client, Trouble};
use super::place::{DRAFT, Place, REPLY, uri};

/// So long the server may take for an answer. It needs a few milliseconds; a machine that is busy
/// building needs more.
const PATIENCE: Duration = Duration::from_secs(10);

/// With this the draft's own part ends, and what the customer wrote begins.
pub(crate) const QUOTE: &str = "\n\nOn Tue";

/// What the server said.
pub(crate) struct Story {
    /// What it marked in the draft.
    pub(crate) marks: Vec<Mark>,
    /// The draft after the first way out of each mark.
    pub(crate) mended: String,
    /// The words of it that are new.
    pub(crate) new: Vec<Span>,
    /// How much it marks in that.
    pub(crate) left: usize,
    /// What it completes at the top of a reply that begins with [`TYPED`].
    pub(crate) greetings: Vec<String>,
    /// What it completes at the end.
    pub(crate) farewells: Vec<String>,
}

/// What is typed at the top before greetings are asked for.
pub(crate) const TYPED: &str = "H";

/// A diagnostic, with what can be done about it.
pub(crate) struct Mark {
    pub(crate) code: String,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) span: Span,
    /// Ways out, the most useful first.
    pub(crate) fixes: Vec<Fix>,
}

/// A code action that changes the draft.
pub(crate) struct Fix {
    pub(crate) title: String,
    pub(crate) edits: Vec<Edit>,
}

impl Story {
    /// Has the whole conversation.
    pub(crate) fn tell() -> Result<Self, Trouble> {
        let place = Place::new().map_err(Trouble::Place)?;
        let mut command = place.server().map_err(Trouble::Start)?;
        let client = Client::start(&mut command, PATIENCE)?;
        let folder = uri(&place.drafts());
        let mut desk = Desk { client, uri: format!("{folder}/{DRAFT}"), version: 0 };
        desk.greet(&folder)?;
        let marks = desk.open()?;
        let firsts = marks.iter().filter_map(|mark| mark.fixes.first());
        let edits: Vec<_> = firsts.flat_map(|fix| fix.edits.iter().cloned()).collect();
        let mended = apply(REPLY, &edits);
        let left = desk.check_again(&mended)?;
        let reply_end = REPLY.find(QUOTE).unwrap_or(REPLY.len());
        let top = REPLY.find('\n').unwrap_or(reply_end);
        let fresh = format!("{TYPED}{}", &REPLY[top..]);
        let greetings = desk.complete(&fresh, TYPED.len())?;
        let farewells = desk.complete(REPLY, reply_end + 1)?;
        desk.client.end()?;
        let new = new_words(&edits);
        Ok(Self { marks, mended, new, left, greetings, farewells })
    }
}

/// Where the edits' own words stand in the text that they have made.
fn new_words(edits: &[Edit]) -> Vec<Span> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span.start);
    let mut spans = Vec::new();
    let (mut added, mut removed) = (0, 0);
    for edit in sorted {
        let start = edit.span.start + added - removed;
        let words = edit.insert.plain();
        spans.push(Span::new(start, start + words.len()));
        added += words.len();
        removed += edit.span.end - edit.span.start;
    }
    spans
}

/// The draft, open in a conversation.
struct Desk {
    client: Client,
    uri: String,
    version: u64,
}

impl Desk {
    /// Says where the drafts are: a folder `docs` above that says nothing of them.
    fn greet(&mut self, folder: &str) -> Result<(), Trouble> {
        let params = json!({
            "processId": std::process::id(),
            "clientInfo": { "name": "aplomb try", "version": env!("CARGO_PKG_VERSION") },
            "rootUri": folder,
            "capabilities": {
                "general": { "positionEncodings": ["utf-8"] },
                "textDocument": {
                    "codeAction": {
                        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } },
                    },
                    "completion": { "completionItem": { "snippetSupport": true } },
                },
            },
        });
        let result = self.client.ask("initialize", &params)?;
        // Places are read as bytes below.
        if result["capabilities"]["positionEncoding"] != "utf-8" {
            return Err(Trouble::Lacking("positions in UTF-8"));
        }
        self.client.tell("initialized", &json!({}))
    }

    /// Opens the sample draft and returns what is marked in it.
    fn open(&mut self) -> Result<Vec<Mark>, Trouble> {
        self.version = 1;
        let item = json!({
            "uri": self.uri, "languageId": "markdown", "version": self.version, "text": REPLY,
        });
        self.client.tell("textDocument/didOpen", &json!({ "textDocument": item }))?;
        let published = self.client.hear_of("textDocument/publishDiagnostics")?;
        let diagnostics = list(&published["diagnostics"], "diagnostics")?;
        diagnostics.iter().map(|diagnostic| self.mark(diagnostic)).collect()
    }

    fn mark(&mut self, diagnostic: &Value) -> Result<Mark, Trouble> {
        let params = json!({
            "textDocument": { "uri": self.uri },
            "range": diagnostic["range"],
            "context": { "diagnostics": [diagnostic], "only": ["quickfix"] },
        });
        let actions = self.client.ask("textDocument/codeAction", &params)?;
        let mut fixes = Vec::new();
        for action in list(&actions, "code actions")? {
            // An action for the editor, such as one that switches the rule off, changes no words.
            let Some(edits) = action["edit"]["changes"][&self.uri].as_array() else { continue };
            let edits = edits.iter().map(edit).collect::<Option<_>>();
            let title = action["title"].as_str().map(str::to_owned);
            fixes.push(Fix {
                title: title.ok_or(Trouble::Lacking("title of a code action"))?,
                edits: edits.ok_or(Trouble::Lacking("edit of a code action"))?,
            });
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(Mark {
            code: text(&diagnostic["code"]),
            severity: match diagnostic["severity"].as_u64() {
                Some(1) => Severity::Error,
                Some(2) => Severity::Warning,
                Some(3) => Severity::Information,
                _ => Severity::Hint,
            },
            message: text(&diagnostic["message"]),
            span: span(REPLY, &diagnostic["range"]).ok_or(Trouble::Lacking("place of a mark"))?,
            fixes,
        })
    }

    /// Replaces the draft's text.
    fn change(&mut self, text: &str) -> Result<(), Trouble> {
        self.version += 1;
        let params = json!({
            "textDocument": { "uri": self.uri, "version": self.version },
            "contentChanges": [{ "text": text }],
        });
        self.client.tell("textDocument/didChange", &params)
    }

    /// How much is marked in another text of the draft, once it is saved: while somebody types, the
    /// server does not judge a reply as finished.
    fn check_again(&mut self, text: &str) -> Result<usize, Trouble> {
        self.change(text)?;
        let document = json!({ "textDocument": { "uri": self.uri } });
        self.client.tell("textDocument/didSave", &document)?;
        let report = self.client.ask("textDocument/diagnostic", &document)?;
        list(&report["items"], "diagnostics").map(<[Value]>::len)
    }

    /// What is offered at a byte of another text of the draft, the best first.
    fn complete(&mut self, text: &str, at: usize) -> Result<Vec<String>, Trouble> {
        self.change(text)?;
        let index = LineIndex::new(text);
        let line = index.line_of(at);
        let params = json!({
            "textDocument": { "uri": self.uri },
            "position": { "line": line, "character": at - index.start_of(line).unwrap_or(0) },
        });
        let answer = self.client.ask("textDocument/completion", &params)?;
        let mut items: Vec<&Value> = list(&answer["items"], "completions")?.iter().collect();
        items.sort_by_key(|item| item["sortText"].as_str());
        Ok(items.iter().filter_map(|item| item["label"].as_str()).map(str::to_owned).collect())
    }
}

/// The members of an array.
fn list<'v>(value: &'v Value, what: &'static str) -> Result<&'v [Value], Trouble> {
    value.as_array().map(Vec::as_slice).ok_or(Trouble::Lacking(what))
}

/// A text edit of the sample draft.
fn edit(value: &Value) -> Option<Edit> {
    Some(Edit::replace(span(REPLY, &value["range"])?, value["newText"].as_str()?))
}

/// The bytes of a range in UTF-8.
fn span(text: &str, range: &Value) -> Option<Span> {
    let index = LineIndex::new(text);
    let offset = |position: &Value| {
        let number = |key: &str| usize::try_from(position[key].as_u64()?).ok();
        let at = index.start_of(number("line")?)? + number("character")?;
        text.is_char_boundary(at).then_some(at)
    };
    let (start, end) = (offset(&range["start"])?, offset(&range["end"])?);
    (start <= end).then(|| Span::new(start, end))
}
