//! The scripts that users copy from `editors/mail` and `editors/git`, with programs that stand in for theirs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Run, Sandbox, piped};
use crate::e2e::generated;

const FINISHED: &str = "Hi Maria,\n\nYour blog is back — and stays so — since noon = 12:00.\n\nThanks for \
                        the log.\n\nBest wishes,\nAna\n";

fn unfinished() -> String {
    FINISHED.replace("noon = 12:00", "[[fill: day and time]]")
}

/// A folder with the scripts' own programs before all others on the path.
struct Desk {
    sandbox: Sandbox,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { sandbox: Sandbox::new() };
        let aplomb = Path::new(env!("CARGO_BIN_EXE_aplomb"));
        desk.program("aplomb", &format!("exec '{}' \"$@\"", aplomb.display()));
        desk
    }

    /// A program of this name, as a script for the shell.
    fn program(&self, name: &str, script: &str) {
        let path = self.sandbox.path("bin").join(name);
        super::write(&path, format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn run(&self, script: &str, args: &[&str], stdin: &[u8]) -> Run {
        let mut command = Command::new("sh");
        command.arg(generated::file(script)).args(args);
        self.finish(command, stdin)
    }

    fn finish(&self, mut command: Command, stdin: &[u8]) -> Run {
        let path = std::env::var("PATH").unwrap();
        let bin = self.sandbox.path("bin");
        command
            .current_dir(self.sandbox.path(""))
            .env("PATH", format!("{}:{path}", bin.display()))
            .env("HOME", self.sandbox.path(""))
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("APLOMB_SENDMAIL")
            .env_remove("VISUAL")
            .env("APLOMB_EDITOR", "my-editor --wait")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        piped(&mut command, stdin)
    }

    fn sent(&self) -> Option<Vec<u8>> {
        fs::read(self.sandbox.path("sent")).ok()
    }
}

/// A mail with this text, as mail programs write it.
fn mails(text: &str) -> Vec<(&'static str, String)> {
    let head = "From: Ana Lee <ana@example.com>\nTo: =?utf-8?Q?Jos=C3=A9?= <jose@example.org>,\n Maria \
                Ruiz <maria@example.org>\nSubject: Re: Blog\nMIME-Version: 1.0\n";
    let plain = format!("Content-Type: text/plain; charset=utf-8\n\n{text}");
    // Soft line breaks, one of them within a blank.
    let quoted =
        text.replace('=', "=3D").replace('—', "=E2=80=94").replace("day and", "day=\n and");
    let quoted = format!(
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{quoted}"
    );
    let parts = format!(
        "Content-Type: multipart/mixed;\n boundary=\"a=_b\"\n\nNo text.\n--a=_b\nContent-Type: \
         multipart/alternative; boundary=c\n\n--c\n{quoted}\n--c\nContent-Type: text/html\n\n<p>{{{{x}}}}</p>\n\
         --c--\n--a=_b\nContent-Type: text/plain\nContent-Disposition: attachment\n\n[[fill: no]]\n--a=_b--\n"
    );
    [
        ("plain", plain),
        ("quoted-printable", quoted),
        ("in parts", parts.clone()),
        ("with CRLF", parts),
    ]
    .into_iter()
    .map(|(name, body)| {
        let mail = format!("{head}{body}");
        (name, if name == "with CRLF" { mail.replace('\n', "\r\n") } else { mail })
    })
    .collect()
}

#[test]
fn a_mail_is_sent_as_it_is_unless_it_is_unfinished() {
    for (finished, unfinished) in mails(FINISHED).into_iter().zip(mails(&unfinished())) {
        let desk = Desk::new();
        desk.program("sendmail", "echo \"$@\" >arguments; cat >sent");
        let args = ["-oi", "--", "maria@example.org"];
        let run = desk.run("editors/mail/aplomb-sendmail", &args, unfinished.1.as_bytes());
        assert_eq!((run.code, desk.sent()), (1, None), "{}: {}", unfinished.0, run.stderr);
        assert!(run.stderr.starts_with("Nothing was sent: "), "{}", run.stderr);
        assert!(run.stderr.contains("Still to fill in: day and time."), "{}", run.stderr);

        let run = desk.run("editors/mail/aplomb-sendmail", &args, finished.1.as_bytes());
        assert_eq!(run.code, 0, "{}: {}{}", finished.0, run.stdout, run.stderr);
        assert_eq!(desk.sent().unwrap(), finished.1.as_bytes(), "{}", finished.0);
        assert_eq!(desk.sandbox.read("arguments"), "-oi -- maria@example.org\n");
    }
}

#[test]
fn a_mail_to_two_people_is_to_both() {
    let desk = Desk::new();
    desk.program("sendmail", "cat >sent");
    let mail = format!(
        "To: Jonathan Fitzgerald-Montgomery <jonathan@example.org>,\n Maria Ruiz <maria@example.org>\nSubject: Re: Blog\n\n{FINISHED}"
    );
    let run = desk.run("editors/mail/aplomb-sendmail", &[], mail.as_bytes());
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(desk.sent().is_some());
}

#[test]
fn a_mail_in_other_letters_is_read() {
    let mail = |text: &str| {
        let mut mail = b"To: Maria Ruiz <maria@example.org>\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n".to_vec();
        let text = text.replace('—', "-").replace("Maria,", "Maria, d\u{e9}j\u{e0} vu:");
        mail.extend(text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")));
        mail
    };
    let desk = Desk::new();
    desk.program("sendmail", "cat >sent");
    let run = desk.run("editors/mail/aplomb-sendmail", &[], &mail(&unfinished()));
    assert_eq!((run.code, desk.sent()), (1, None), "{}", run.stderr);
    assert!(run.stderr.contains("Still to fill in"), "{}", run.stderr);
    let run = desk.run("editors/mail/aplomb-sendmail", &[], &mail(FINISHED));
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(desk.sent().unwrap(), mail(FINISHED));
}

#[test]
fn a_mail_in_base64_is_read_too() {
    let mail = |text: &str| {
        format!("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{text}\n")
    };
    let desk = Desk::new();
    desk.program("sendmail", "cat >sent");
    // “Hi Jo,\n\nIt is back since [[fill: time]].\n\nBest,\nAna\n” and the same with “noon”.
    let unfinished =
        mail("SGkgSm8sCgpJdCBpcyBiYWNrIHNpbmNlIFtbZmlsbDogdGltZV1dLgoKQmVzdCwKQW5hCg==");
    let run = desk.run("editors/mail/aplomb-sendmail", &[], unfinished.as_bytes());
    assert_eq!((run.code, desk.sent()), (1, None), "{}", run.stderr);
    let finished = mail("SGkgSm8sCgpJdCBpcyBiYWNrIHNpbmNlIG5vb24uCgpCZXN0LApBbmEK");
    let run = desk.run("editors/mail/aplomb-sendmail", &[], finished.as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn what_cannot_be_checked_is_not_sent() {
    let desk = Desk::new();
    desk.program("sendmail", "cat >sent");
    for mail in ["Content-Type: text/html\n\n<p>Hi</p>\n", "Content-Type: multipart/mixed\n\nHi\n"]
    {
        let run = desk.run("editors/mail/aplomb-sendmail", &[], mail.as_bytes());
        assert_eq!((run.code, desk.sent()), (1, None), "{}", run.stderr);
        assert!(run.stderr.contains("no plain text"), "{}", run.stderr);
    }
    desk.program("aplomb", "echo no such thing >&2; exit 127");
    let run = desk.run("editors/mail/aplomb-sendmail", &[], format!("\n{FINISHED}").as_bytes());
    assert_eq!((run.code, desk.sent()), (1, None));
    assert!(run.stderr.contains("could not check this mail"), "{}", run.stderr);
}

#[test]
fn an_editor_opens_again_until_the_draft_is_finished() {
    let desk = Desk::new();
    desk.sandbox.write("first", unfinished()).write("second", FINISHED).write("draft", "");
    // Each time it is opened, somebody writes more.
    desk.program(
        "my-editor",
        "[ \"$1\" = --wait ] && shift; if [ -e once ]; then cp second \"$2\"; else cp first \"$2\"; fi; touch once",
    );
    let run = desk.run("editors/mail/aplomb-edit", &["+3", "draft"], b"\n");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Still to fill in: day and time."), "{}", run.stdout);
    assert_eq!(desk.sandbox.read("draft"), FINISHED);

    fs::remove_file(desk.sandbox.path("once")).unwrap();
    let run = desk.run("editors/mail/aplomb-edit", &["+3", "draft"], b"l\n");
    assert_eq!((run.code, desk.sandbox.read("draft")), (0, unfinished()));

    desk.program("my-editor", "exit 3");
    assert_eq!(desk.run("editors/mail/aplomb-edit", &["draft"], b"").code, 3);
}

#[test]
fn a_reply_goes_to_the_clipboard_once_nothing_stands_in_its_way() {
    let desk = Desk::new();
    desk.program("pbcopy", "cat >clipboard");
    desk.program("pbpaste", "cat clipboard");
    let quoted = |text: &str| format!("{text}\nOn Tue, 3 Mar 2026, Maria wrote:\n> Help\n");
    desk.sandbox.write("clipboard", quoted(&unfinished()));
    let run = desk.run("editors/mail/aplomb-copy", &[], b"");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("Still to fill in"), "{}", run.stderr);
    assert_eq!(desk.sandbox.read("clipboard"), quoted(&unfinished()));

    desk.sandbox.write("clipboard", quoted(FINISHED)).write("reply.md", quoted(FINISHED));
    for (args, stdin) in [(&[][..], ""), (&["reply.md"], ""), (&["-"], FINISHED)] {
        let run = desk.run("editors/mail/aplomb-copy", args, stdin.as_bytes());
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
        assert_eq!(desk.sandbox.read("clipboard"), FINISHED, "{args:?}");
        desk.sandbox.write("clipboard", "");
    }
}

#[test]
fn a_commit_is_stopped_by_an_error_in_what_it_changes() {
    let desk = Desk::new();
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=Ana", "-c", "user.email=ana@example.com"]).args(args);
        desk.finish(command, b"")
    };
    assert_eq!(git(&["init", "-q"]).code, 0);
    let hook = PathBuf::from(".git/hooks/pre-commit");
    let hook = desk.sandbox.path(hook.to_str().unwrap());
    super::write(&hook, generated::read("editors/git/pre-commit"));
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let commit = || git(&["commit", "-q", "-m", "Replies"]);
    let add = |names: &[&str]| assert_eq!(git(&[&["add"], names].concat()).code, 0);

    // A page is none of its business, and a macro may have variables.
    desk.sandbox
        .write("README.md", "# Replies\n\nWrite {{name}} for the name.\n")
        .write("aplomb.toml", "[files]\nmacros = [\"macros/\"]\n")
        .write("macros/refund.md", FINISHED.replace("Maria", "{{ticket.requester.first_name}}"));
    add(&["README.md"]);
    assert_eq!(commit().code, 0);
    add(&["aplomb.toml", "macros/refund.md"]);
    let run = commit();
    assert_eq!(run.code, 0, "{}", run.stderr);

    // What counts is what will be committed, and not what stands in the folder.
    desk.sandbox.write("a reply.md", unfinished());
    add(&["a reply.md"]);
    desk.sandbox.write("a reply.md", FINISHED);
    let run = commit();
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("a reply.md") && run.stderr.contains("Nothing was committed"));
    add(&["a reply.md"]);
    let run = commit();
    assert_eq!(run.code, 0, "{}", run.stderr);

    // What cannot be read cannot be checked.
    super::write(&desk.sandbox.path("latin.md"), b"Hi {{name}}, caf\xe9 is open.\n");
    add(&["latin.md"]);
    let run = commit();
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("not all of it could be checked"), "{}", run.stderr);
}
