//! What the program asks of the system, seen by `strace`: no connection to anything, no other program, and
//! nothing written where nothing belongs.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::cli::{DOUBTFUL, Sandbox};

/// Calls that change something by a name, besides `open` with a mode that writes.
const CHANGES: [&str; 11] = [
    "creat(",
    "rename",
    "unlink",
    "mkdir",
    "rmdir",
    "link(",
    "linkat(",
    "chmod",
    "fchmodat",
    "truncate(",
    "mknod",
];

/// Runs the program under `strace` and returns what it asked for, a call a line. `None` where nothing can be
/// traced, which is told.
fn traced(sandbox: &Sandbox, args: &[&str], input: &[u8]) -> Option<String> {
    let log = sandbox.path("../trace");
    let options = ["-f", "-qq", "-s", "4096", "-e", "trace=%network,%file,%process", "-o"];
    let works = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status();
    if !works.is_ok_and(|status| status.success()) {
        eprintln!(
            "not tried: strace is missing, or may trace nothing here (apt-get install strace)"
        );
        return None;
    }
    let run = sandbox.run_under(Command::new("strace").args(options).arg(&log), args, input);
    assert!(run.code < 2, "{args:?} ends with {}: {}", run.code, run.stderr);
    Some(fs::read_to_string(log).expect("strace has written"))
}

/// Fails at each call that talks to somebody, starts something, or changes what lies outside of `places`.
fn keeps_to(trace: &str, places: &[&Path]) {
    assert!(trace.contains("openat("), "something was traced: {trace}");
    let calls =
        trace.lines().filter_map(|line| line.split_once(' ')).map(|(_, call)| call.trim_start());
    let mut programs = 0;
    for call in calls {
        let name = call.split('(').next().unwrap_or_default();
        // Neither libc nor the runtime needs any of these, not even to talk to itself.
        for network in [
            "socket", "connect", "bind", "listen", "accept", "sendto", "sendmsg", "recvfrom",
            "recvmsg",
        ] {
            assert!(!name.starts_with(network), "{call}");
        }
        programs += usize::from(name.starts_with("execve"));
        assert!(!["fork", "vfork"].contains(&name), "{call}");
        let opens =
            ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|mode| call.contains(mode));
        if opens || CHANGES.iter().any(|change| call.starts_with(change)) {
            let mut paths = call.split('"').skip(1).step_by(2).peekable();
            assert!(paths.peek().is_some(), "{call}");
            // A file that has no name yet is called by its number.
            let may = |path: &str| {
                path == "/dev/null"
                    || path.starts_with("/proc/self/fd/")
                    || places.iter().any(|it| Path::new(path).starts_with(it))
            };
            assert!(paths.all(may), "{call}");
        }
    }
    assert_eq!(programs, 1, "no other program is started");
}

fn session(messages: &[Value]) -> Vec<u8> {
    let frame = |message: &Value| {
        let body = message.to_string();
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    };
    messages.iter().map(frame).collect::<String>().into_bytes()
}

#[test]
fn the_command_line_talks_to_nobody_and_writes_only_what_it_mends() {
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", "[rules]\ncertainty-softener = \"hint\"\n");
    sandbox.write("drafts/a.md", DOUBTFUL).write("b.md", DOUBTFUL);
    let work = sandbox.path("").canonicalize().expect("it is there");
    let state = sandbox.dirs().state;
    for (args, places) in [
        (&["check", "."][..], &[][..]),
        (&["check", "-"], &[]),
        (&["rules"], &[]),
        (&["config", "show"], &[]),
        (&["fix", "--diff", "."], &[]),
        (&["fix", "drafts"], &[Path::new(&work), Path::new("drafts"), Path::new("./drafts")]),
        (&["reply", "b.md"], &[state.parent().expect("it is the program's own")]),
    ] {
        let Some(trace) = traced(&sandbox, args, DOUBTFUL.as_bytes()) else { return };
        keeps_to(&trace, places);
    }
}

#[test]
fn a_session_talks_to_nobody_and_writes_only_what_it_remembers() {
    let sandbox = Sandbox::new();
    sandbox
        .write("aplomb.toml", "[files]\ncheck-folders = [\"drafts/\"]\n")
        .write("drafts/a.md", DOUBTFUL);
    let folder = format!("file://{}", sandbox.path("").display());
    let uri = format!("{folder}b.md");
    let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": "Hi Jo," });
    let params = json!({ "processId": null, "rootUri": folder, "capabilities": {} });
    let change = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": DOUBTFUL }] });
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 2, "character": 12 } });
    let copy = json!({ "command": "aplomb.copyReply", "arguments": [uri] });
    let messages = [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } }),
        json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": change }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "textDocument/hover", "params": at }),
        json!({ "jsonrpc": "2.0", "id": 3, "method": "textDocument/completion", "params": at }),
        json!({ "jsonrpc": "2.0", "id": 4, "method": "workspace/executeCommand", "params": copy }),
        json!({ "jsonrpc": "2.0", "id": 5, "method": "workspace/diagnostic", "params": { "previousResultIds": [] } }),
        json!({ "jsonrpc": "2.0", "id": 6, "method": "shutdown" }),
        json!({ "jsonrpc": "2.0", "method": "exit" }),
    ];
    let Some(trace) = traced(&sandbox, &["lsp"], &session(&messages)) else { return };
    let dirs = sandbox.dirs();
    let state = dirs.state.parent().expect("it is the program's own");
    let cache = dirs.cache.parent().expect("it is the program's own");
    keeps_to(&trace, &[state, cache]);
    assert!(trace.contains("state/aplomb"), "something is remembered: {trace}");
}

/// Whatever a workspace names, by whatever way: nothing outside of it is opened.
#[test]
fn a_folder_has_nothing_opened_outside_of_itself() {
    use std::os::unix::fs::symlink;

    let sandbox = Sandbox::new();
    let outside = sandbox.path("../outside");
    for name in ["settings.toml", "packs/p.toml", "macros/m.md", "drafts/d.md"] {
        super::cli::write(&outside.join(name), "agent = \"Ana\"\n");
    }
    symlink(outside.join("settings.toml"), sandbox.path("settings.toml")).expect("it is new");
    for name in ["packs", "macros", "drafts"] {
        symlink(outside.join(name), sandbox.path(name)).expect("it is new");
    }
    // By a link, upwards, and by its whole name.
    let ways = |name: &str| {
        let link = name.rsplit('/').next().expect("it has a name");
        format!(
            "\"{link}\", \"../outside/{name}\", {:?}, \"./x/../../outside/{name}\"",
            outside.join(name)
        )
    };
    sandbox.write("a.md", DOUBTFUL).write(
        "aplomb.toml",
        format!(
            "include = [{}]\npacks = [{}, {}]\n[files]\nmacros = [{}]\ncheck-folders = [{}, \"**\"]\n",
            ways("settings.toml"),
            ways("packs"),
            ways("packs/p.toml"),
            ways("macros"),
            ways("drafts"),
        ),
    );
    let folder = format!("file://{}", sandbox.path("").display());
    let uri = format!("{folder}a.md");
    let own = fs::read_to_string(sandbox.path("aplomb.toml")).expect("it is there");
    let open = |uri: &str, text: &str| {
        let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } })
    };
    let params = json!({ "processId": null, "rootUri": folder, "capabilities": {} });
    let messages = [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        open(&uri, DOUBTFUL),
        open(&format!("{folder}aplomb.toml"), &own),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "workspace/diagnostic", "params": { "previousResultIds": [] } }),
        json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" }),
        json!({ "jsonrpc": "2.0", "method": "exit" }),
    ];
    for args in [&["check", "a.md"][..], &["check", "."], &["config", "show"], &["lsp"]] {
        let Some(trace) = traced(&sandbox, args, &session(&messages)) else { return };
        let opened = trace.lines().filter(|call| call.contains("openat("));
        // What a link leads to is looked up and not opened.
        let strays: Vec<_> = opened
            .filter(|call| {
                let path = call.split('"').nth(1).expect("it names a file");
                let real = Path::new(path).canonicalize();
                real.is_ok_and(|real| {
                    real.starts_with(outside.canonicalize().expect("it is there"))
                })
            })
            .collect();
        assert!(trace.contains("aplomb.toml"), "{args:?}: the settings are read");
        assert_eq!(strays, [""; 0], "{args:?}");
    }
}
