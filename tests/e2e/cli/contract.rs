//! `--format jsonl`, which other programs read.

use serde_json::{Value, json};

use super::{CERTAIN, DOUBTFUL, Sandbox};

#[test]
fn a_finding_has_exactly_the_promised_fields_in_their_order() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL);
    let run = sandbox.run(&["check", "--format", "jsonl", "--profile", "coach", "a.md"]);
    assert!(run.findings().len() >= 2, "{}", run.stdout);
    for line in run.stdout.lines() {
        let mut at = 0;
        for key in [
            "path", "code", "family", "severity", "start", "end", "line", "column", "message",
            "help", "related", "also", "fixes",
        ] {
            let place = line[at..].find(&format!("\"{key}\":"));
            at += place.unwrap_or_else(|| panic!("{key} is missing or out of order: {line}"));
        }
    }
    for finding in run.findings() {
        check_fields(&finding, DOUBTFUL);
    }
}

/// Each field has its type, and offsets and places agree with the text.
fn check_fields(finding: &Value, text: &str) {
    let fields = finding.as_object().unwrap();
    assert_eq!(fields.len(), 13, "{finding}");
    for key in ["path", "code", "family", "message", "help"] {
        assert!(fields[key].is_string(), "{key}: {finding}");
    }
    assert!(["error", "warning", "information", "hint"].contains(&text_of(&fields["severity"])));
    let (start, end) = span(finding, text);
    let before = &text[..start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    assert_eq!((&finding["line"], &finding["column"]), (&json!(line), &json!(column)));
    assert!(start <= end);
    for related in fields["related"].as_array().unwrap() {
        assert_eq!(related.as_object().unwrap().len(), 3);
        span(related, text);
        assert!(related["message"].is_string());
    }
    for code in fields["also"].as_array().unwrap() {
        assert!(code.is_string());
    }
    for fix in fields["fixes"].as_array().unwrap() {
        assert_eq!(fix.as_object().unwrap().len(), 3);
        assert!(fix["title"].is_string());
        assert!(["safe", "confirm", "display"].contains(&text_of(&fix["applicability"])));
        for edit in fix["edits"].as_array().unwrap() {
            assert_eq!(edit.as_object().unwrap().len(), 3);
            span(edit, text);
            assert!(edit["text"].is_string());
        }
    }
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// A span that lies on characters of the text.
fn span(value: &Value, text: &str) -> (usize, usize) {
    let offset = |key: &str| usize::try_from(value[key].as_u64().unwrap()).unwrap();
    let (start, end) = (offset("start"), offset("end"));
    assert!(text.get(start..end).is_some(), "{value}");
    (start, end)
}

#[test]
fn places_count_bytes_and_code_points() {
    let sandbox = Sandbox::new();
    let text = "\u{feff}Hi Zoë 👋🏽,\r\n\r\nVoilà 👩‍👧: that blog should now be there.\r\n";
    sandbox.write("a.md", text);
    let findings = sandbox.findings(&["a.md"]);
    let finding = findings.iter().find(|f| f["code"] == "certainty-should").unwrap();
    let (start, end) = span(finding, text);
    assert_eq!(&text[start..end], "should now be");
    assert_eq!((&finding["line"], &finding["column"]), (&json!(3), &json!(22)));
}

#[test]
fn findings_come_in_the_order_of_the_text_and_files_in_that_of_the_arguments() {
    let sandbox = Sandbox::new();
    let text = DOUBTFUL.repeat(3);
    sandbox.write("b.md", &text).write("a.md", &text).write("c/d.md", &text);
    let run = sandbox.run(&["check", "--format", "jsonl", "b.md", "c", "a.md"]);
    assert_eq!(
        run.paths(),
        ["b.md", "c/d.md", "a.md"].map(|p| p.replace('/', std::path::MAIN_SEPARATOR_STR))
    );
    let starts: Vec<_> = run
        .findings()
        .iter()
        .filter(|finding| finding["path"] == "a.md")
        .map(|finding| finding["start"].as_u64().unwrap())
        .collect();
    assert!(starts.len() >= 3 && starts.is_sorted(), "{starts:?}");
}

#[test]
fn nothing_else_is_on_standard_output() {
    let sandbox = Sandbox::new();
    sandbox.write("a/a.md", CERTAIN).write("a/README.md", DOUBTFUL).write("aplomb.toml", "x = 1");
    let run = sandbox.run(&["check", "--format", "jsonl", "a", "missing.md"]);
    assert_eq!(run.stdout, "");
    assert_eq!(run.code, 2);
}
