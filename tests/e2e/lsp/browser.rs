//! What comes out of a text field in a web page: no workspace, often no file, and often the whole text at once.

use serde_json::{Value, json};

use super::harness::{
    CUE, DOUBT, Editor, Place, change, changed, codes, in_memory_and_as_a_process, range, titles,
};

in_memory_and_as_a_process! {
    a_reply_in_a_text_field_is_marked_completed_and_copied,
    what_is_typed_in_a_text_field_is_judged_when_it_ends,
    a_mail_from_a_mail_program_keeps_its_headers_to_itself,
    a_text_field_on_a_page_about_pages_is_a_reply,
}

/// How a plugin brings a text field into its editor.
#[derive(Clone, Copy, Debug)]
struct Way {
    uri: &'static str,
    language: &'static str,
    line_end: &'static str,
    /// Whether each change holds the whole text, or replaces all lines.
    whole: bool,
}

const WAYS: [Way; 7] = [
    // GhostText in VS Code: a new document with a path, in which all lines are replaced; on Windows with CRLF.
    Way {
        uri: "untitled:/tmp/12-30-5/Ticket%2042%20-%20Caf%C3%A9.ghosttext",
        language: "plaintext",
        line_end: "\n",
        whole: false,
    },
    Way {
        uri: "untitled:c%3A%5CUsers%5CJo%5CTemp%5C12-30-5%5CTicket.md",
        language: "markdown",
        line_end: "\r\n",
        whole: false,
    },
    // VS Code takes a guess at the language of what it does not know.
    Way { uri: "untitled:Untitled-1", language: "html", line_end: "\n", whole: true },
    // GhostText in Sublime Text: a view without a file.
    Way { uri: "buffer:42", language: "markdown", line_end: "\n", whole: true },
    // GhostText in Neovim: a buffer without a file, under a name that our page gives it.
    Way { uri: "ghosttext://7", language: "text", line_end: "\n", whole: true },
    // Firenvim, atomic-chrome and Textern: a file for the time being.
    Way {
        uri: "file:///tmp/desk.example.com_tickets-42_TEXTAREA-id-reply_2026-11-22T12-30-05.txt",
        language: "text",
        line_end: "\n",
        whole: true,
    },
    Way { uri: "file:///tmp/TicketXw3k9a", language: "plain", line_end: "\r\n", whole: true },
];

const MAIL: &str = "\n\nOn Tue, 3 Mar 2026 at 10:12, Maria Ruiz <maria@example.org> wrote:\n\
                    > My blog is gone. Where is it?\n";

/// A text field in an editor.
struct Field {
    editor: Editor,
    way: Way,
    version: i64,
    lines: usize,
}

impl Field {
    /// Opens it empty, as those plugins do that put the text in afterwards.
    async fn open(place: Place, way: Way) -> Self {
        let mut editor = Editor::open(place).await;
        let marked = editor.open_document(way.uri, way.language, "").await;
        assert!(marked.is_empty(), "{way:?}: {marked:?}");
        Self { editor, way, version: 1, lines: 1 }
    }

    /// Has it hold this text, and returns what is marked then.
    async fn hold(&mut self, text: &str) -> Vec<Value> {
        self.version += 1;
        let text = text.replace('\n', self.way.line_end);
        let change = match self.way.whole {
            true => json!({ "text": text }),
            // The plugin says “up to the line after the last”, which is not there.
            false => change((0, 0), (self.lines, 0), &text),
        };
        self.lines = text.split('\n').count();
        let changes = changed(self.way.uri, self.version, json!([change]));
        self.editor.tell("textDocument/didChange", changes).await;
        self.editor.diagnostics(self.way.uri, self.version).await
    }

    async fn offers(&mut self, line: usize, character: usize) -> Vec<Value> {
        let params = json!({
            "textDocument": { "uri": self.way.uri },
            "position": { "line": line, "character": character },
        });
        let mut list = self.editor.ask("textDocument/completion", params).await.unwrap();
        serde_json::from_value(list["items"].take()).unwrap()
    }

    async fn copy(&mut self) -> Result<Value, Value> {
        let params = json!({ "command": "aplomb.copyReply", "arguments": [self.way.uri] });
        self.editor.ask("workspace/executeCommand", params).await
    }
}

fn doubts(marked: &[Value]) -> Vec<&Value> {
    marked.iter().filter(|it| it["code"] == "certainty-should").collect()
}

async fn a_reply_in_a_text_field_is_marked_completed_and_copied(place: Place) {
    for way in WAYS {
        let mut field = Field::open(place, way).await;
        field.hold(MAIL).await;

        field.hold(&format!(";{MAIL}")).await;
        let offers = field.offers(0, 1).await;
        let greeting = offers[0]["textEdit"]["newText"].as_str().unwrap();
        assert!(greeting.contains("Maria"), "{way:?}: {greeting}");

        let marked = field.hold(&format!("Hi Maria,\n\n👋 {DOUBT}{MAIL}")).await;
        let doubts = doubts(&marked);
        assert_eq!(doubts.len(), 1, "{way:?}: {marked:?}");
        let at = 3 + DOUBT.find(CUE).unwrap();
        assert_eq!(doubts[0]["range"], range((2, at), (2, at + CUE.len())), "{way:?}");
        let here = doubts[0]["range"].clone();
        let actions = field.editor.actions(way.uri, &here, json!({ "diagnostics": [] })).await;
        assert!(titles(&actions)[0].starts_with("I checked"), "{way:?}: {:?}", titles(&actions));
        let fix = field.editor.ask("codeAction/resolve", actions[0].clone()).await.unwrap();
        let edit = &fix["edit"]["documentChanges"][0];
        assert_eq!(edit["textDocument"]["uri"], way.uri);
        assert_eq!(edit["textDocument"]["version"], field.version, "{way:?}");

        let open = "Hi Maria,\n\nYour blog is back since [[fill: time]].\n\nBest wishes,\nAna";
        let marked = field.hold(&format!("{open}{MAIL}")).await;
        assert!(marked.iter().any(|it| it["severity"] == 1), "{way:?}: {marked:?}");
        field.copy().await.unwrap_err();
        let done = open.replace("[[fill: time]]", "noon");
        let marked = field.hold(&format!("{done}{MAIL}")).await;
        assert!(marked.iter().all(|it| it["severity"] != 1), "{way:?}: {marked:?}");
        let reply = field.copy().await.unwrap();
        let lines: Vec<_> = reply.as_str().unwrap().lines().collect();
        assert_eq!(lines, done.lines().collect::<Vec<_>>(), "{way:?}");

        // The page was left, so the text field is empty again.
        assert!(field.hold("").await.is_empty(), "{way:?}");
        field.editor.leave().await;
    }
}

async fn what_is_typed_in_a_text_field_is_judged_when_it_ends(place: Place) {
    for way in WAYS {
        let mut field = Field::open(place, way).await;
        field.hold(MAIL).await;
        let mut typed = String::from("Hi Maria,\n\n");
        for letter in DOUBT.chars() {
            let marked = field.hold(&format!("{typed}{MAIL}")).await;
            assert!(doubts(&marked).is_empty(), "{way:?}, at {typed:?}: {marked:?}");
            typed.push(letter);
        }
        let marked = field.hold(&format!("{typed}{MAIL}")).await;
        assert_eq!(doubts(&marked).len(), 1, "{way:?}: {marked:?}");
        field.editor.leave().await;
    }
}

/// As External Editor Revived writes it for Thunderbird, and as neomutt does with `edit_headers`.
async fn a_mail_from_a_mail_program_keeps_its_headers_to_itself(place: Place) {
    for (uri, language) in [
        ("file:///tmp/external_editor_revived_3.eml", "mail"),
        ("file:///tmp/neomutt-host-1000-4711-42", "mail"),
        ("file:///tmp/neomutt-host-1000-4711-42", "text"),
    ] {
        let way = Way { uri, language, line_end: "\r\n", whole: true };
        let mut field = Field::open(place, way).await;
        let head = "From: Ana Lee <ana@example.com>\nTo: Maria Ruiz <maria@example.org>\nCc: \nBcc: \n\
                    Subject: Re: My blog should work\nReply-To: \n\n";
        let reply = format!("Hi Maria,\n\n{DOUBT}\n\nThanks for the log.\n\nBest wishes,\nAna");
        let marked = field.hold(&format!("{head}{reply}{MAIL}")).await;
        assert_eq!(codes(&marked), ["certainty-should"], "{way:?}");
        assert_eq!(marked[0]["range"]["start"]["line"], 9, "{way:?}");
        let copied = field.copy().await.unwrap();
        let lines: Vec<_> = copied.as_str().unwrap().lines().collect();
        assert_eq!(lines, reply.lines().collect::<Vec<_>>(), "{way:?}");
        field.editor.leave().await;
    }
}

/// The title of the page is in the name of the document, and says nothing of the text.
async fn a_text_field_on_a_page_about_pages_is_a_reply(place: Place) {
    let mut editor = Editor::open(place).await;
    for uri in ["untitled:/tmp/12-30-5/README.ghosttext", "untitled:/tmp/12-30-5/docs/CHANGELOG.md"]
    {
        let marked = editor.open_document(uri, "plaintext", &format!("Hi Jo,\n\n{DOUBT}")).await;
        assert_eq!(doubts(&marked).len(), 1, "{uri}: {marked:?}");
    }
    editor.finish().await;
}
