//! Replies that come as JSON Lines.

use serde_json::json;

use super::{CERTAIN, DOUBTFUL, Sandbox};

#[test]
fn a_row_is_checked_as_a_file_would_be() {
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", "[rules]\nthanks-missing = \"off\"\n").write("7.md", DOUBTFUL);
    let rows = [
        json!({ "text": CERTAIN, "path": "1.md" }),
        json!({ "id": 7, "text": DOUBTFUL, "path": "7.md" }),
        json!({ "text": DOUBTFUL }),
    ];
    let rows: String = rows.iter().map(|row| format!("{row}\n")).collect();
    sandbox.write("rows.jsonl", format!("\u{feff}{rows}\r\n"));
    let as_file = sandbox.run(&["check", "--format", "jsonl", "7.md"]);
    let as_rows = sandbox.run(&["check", "--from", "jsonl", "--format", "jsonl", "rows.jsonl"]);
    let unnamed = as_file.stdout.replace("\"7.md\"", "\"rows.jsonl:3\"");
    assert_eq!(as_rows.stdout, as_file.stdout.clone() + &unnamed);
    assert_eq!((as_rows.code, as_rows.stderr.as_str()), (1, ""));
    let piped = sandbox.run_with(&["check", "--from", "jsonl", "-"], rows.as_bytes());
    assert!(piped.stdout.contains("--> -:3:3:"), "{}", piped.stdout);
    assert!(piped.stdout.ends_with("in 3 replies\n"), "{}", piped.stdout);
}

#[test]
fn a_line_that_is_no_reply_is_told_and_the_rest_is_checked() {
    let sandbox = Sandbox::new();
    let rows = format!(
        "{{\"text\": \"cut\n\n{}\n{{\"path\": \"7.md\"}}\n[]\n\u{0}\n{}\n",
        json!({ "text": DOUBTFUL }),
        json!({ "text": DOUBTFUL, "path": "last.md" }),
    );
    let run =
        sandbox.run_with(&["check", "--from", "jsonl", "--format", "jsonl", "-"], rows.as_bytes());
    let example =
        "is no reply; write an object such as {\"text\": \"Hi Jo, …\", \"path\": \"7.md\"}";
    let errors: Vec<_> = run.stderr.lines().collect();
    assert_eq!(errors.len(), 4, "{}", run.stderr);
    let cut = "ends in the middle of an object; write a whole one on each line";
    assert_eq!(errors[0], format!("error: -:1 {cut}"));
    assert_eq!(errors[1..3], [format!("error: -:4 {example}"), format!("error: -:5 {example}")]);
    assert!(errors[3].starts_with("error: -:6 is not JSON from column "), "{}", errors[3]);
    assert!(run.paths().iter().any(|path| path == "-:3"));
    assert!(run.paths().iter().any(|path| path == "last.md"));
    assert_eq!(run.code, 2);
}

#[test]
fn what_cannot_be_rows_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("folder/a.md", DOUBTFUL);
    for (args, expected) in [
        (&["folder"][..], "folder is a folder; name a file of JSON Lines in it"),
        (&["--stdin-filename", "a.md", "-"], "--stdin-filename names one reply"),
        (&["none.jsonl"], "none.jsonl does not exist; check the name and the folder you are in"),
        (&[], "name a file or a folder, or - for standard input"),
    ] {
        let run = sandbox.run(&[&["check", "--from", "jsonl"], args].concat());
        assert!(run.stderr.starts_with(&format!("error: {expected}")), "{}", run.stderr);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    }
}

#[test]
fn a_line_without_end_is_left_out() {
    let sandbox = Sandbox::new();
    let long = json!({ "text": "x".repeat(40 << 20) });
    let rows = format!("{long}\n{}\n", json!({ "text": DOUBTFUL }));
    let run =
        sandbox.run_with(&["check", "--from", "jsonl", "--format", "jsonl", "-"], rows.as_bytes());
    assert!(run.stderr.starts_with("error: -:1 is longer than 32 MiB"), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.paths().iter().all(|path| path == "-:2") && !run.paths().is_empty());
}

/// However many there are: the program is asked for its memory early and late in one long stream.
#[cfg(target_os = "linux")]
#[test]
fn memory_stays_as_it_is_however_many_rows_come() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;

    let sandbox = Sandbox::new();
    let mut command = sandbox.command(&["check", "--from", "jsonl", "--format", "jsonl", "-"]);
    let mut program =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let status = format!("/proc/{}/status", program.id());
    let mut rows = program.stdin.take().expect("it is piped");
    let findings = BufReader::new(program.stdout.take().expect("it is piped")).lines();
    let (send, doubtful) = std::sync::mpsc::channel();
    // Somebody has to listen meanwhile, or the program waits for that.
    std::thread::spawn(move || {
        let lines = findings.map_while(Result::ok);
        lines.filter(|line| line.contains("certainty-should")).all(|line| send.send(line).is_ok())
    });
    // The last row's finding tells that all before it have been checked.
    let mut peak_after = |count: usize| -> usize {
        for at in 0..count {
            let text = if at + 1 == count { "The end should now be here." } else { "It is done." };
            writeln!(rows, "{}", json!({ "text": text })).expect("it reads");
        }
        doubtful.recv().expect("the last row is doubtful");
        let status = std::fs::read_to_string(&status).expect("it runs");
        let peak =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells it");
        peak.trim().trim_end_matches(" kB").parse().expect("a number")
    };
    let (early, late) = (peak_after(1_000), peak_after(10_000));
    drop(rows);
    program.wait().expect("it ends");
    assert!(late < early + 4_000, "{early} kB after 1,000 rows, {late} kB after 10,000 more");
}
