//! `aplomb init`, `aplomb config`, and `aplomb check` on settings files.

use std::fs;

use serde_json::{Value, json};

use super::{CERTAIN, DOUBTFUL, Sandbox, write};

#[test]
fn a_file_to_start_with_is_written_and_never_over_another() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["init"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("Wrote aplomb.toml."), "{}", run.stdout);
    assert_eq!(sandbox.run(&["check", "aplomb.toml"]).code, 0);

    sandbox.write("aplomb.toml", "agent = \"Ana\"\n");
    let again = sandbox.run(&["init", "."]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.starts_with("error: aplomb.toml is there already"), "{}", again.stderr);
    assert_eq!(sandbox.read("aplomb.toml"), "agent = \"Ana\"\n");
}

#[test]
fn a_file_to_start_with_goes_into_the_folder_that_is_named() {
    let sandbox = Sandbox::new();
    sandbox.write("drafts/a.md", CERTAIN);
    assert_eq!(sandbox.run(&["init", "drafts"]).code, 0);
    assert!(sandbox.path("drafts/aplomb.toml").is_file());
    let run = sandbox.run(&["init", "darfts"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: darfts is no folder"), "{}", run.stderr);
    assert!(!sandbox.path("darfts").exists());
    assert_eq!(sandbox.run(&["init", "--user", "drafts"]).code, 2);
}

#[test]
fn ones_own_file_is_made_with_its_folder() {
    let sandbox = Sandbox::new();
    let own = sandbox.dirs().settings_file();
    let run = sandbox.run(&["init", "--user"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains(&*own.to_string_lossy()), "{}", run.stdout);
    assert!(fs::read_to_string(&own).unwrap().contains("# profile = "));
    assert!(!sandbox.path("aplomb.toml").exists());
    assert_eq!(sandbox.run(&["init", "--user"]).code, 2);
}

/// What `config show --format json` says of a file, and of one setting in it.
fn shown(sandbox: &Sandbox, file: &str) -> Value {
    let run = sandbox.run(&["config", "show", "--format", "json", file]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).expect("it is one JSON object")
}

fn setting<'v>(shown: &'v Value, name: &str) -> &'v Value {
    let settings = shown["settings"].as_array().expect("settings are a list");
    let found = settings.iter().find(|setting| setting["setting"] == name);
    found.unwrap_or_else(|| panic!("{name} is not in {shown}"))
}

#[test]
fn each_value_says_where_it_comes_from() {
    let sandbox = Sandbox::new();
    let own = sandbox.dirs().settings_file();
    write(&own, "agent = \"Ana\"\ncompany = \"Mine\"\n");
    sandbox
        .write("aplomb.toml", "company = \"Acme\"\n\n[rules]\ncertainty-should = \"hint\"\n")
        .write("a.md", "---\nproduct: Acme Sync\n---\nHi Jo,\n");
    let shown = shown(&sandbox, "a.md");
    let file = sandbox.path("aplomb.toml");
    for (name, value, layer, path, line) in [
        ("agent", json!("Ana"), "user", json!(own), json!(1)),
        ("company", json!("Acme"), "workspace", json!(file), json!(1)),
        ("rules.certainty-should", json!("hint"), "workspace", json!(file), json!(4)),
        ("product", json!("Acme Sync"), "front-matter", Value::Null, json!(2)),
    ] {
        let expected = json!({
            "setting": name, "value": value, "layer": layer, "path": path, "line": line,
        });
        assert_eq!(setting(&shown, name), &expected);
    }
    let unset = json!({
        "setting": "own", "value": null, "default": "[]", "layer": "default", "path": null,
        "line": null,
    });
    assert_eq!(setting(&shown, "own"), &unset);
    assert_eq!(shown["sources"], json!([own, file]));
    assert_eq!(shown["problems"], json!([]));
}

#[test]
fn a_draft_tells_its_mode_and_where_that_comes_from() {
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", "[modes]\nforum = [\"community/\"]\n");
    for (name, text, mode, layer, line) in [
        ("a.md", "Hi Jo,\n", "email", "default", Value::Null),
        ("community/a.md", "Hi Jo,\n", "forum", "workspace", json!(2)),
        ("community/a.chat.md", "Hi Jo,\n", "chat", "file-name", Value::Null),
        ("b.chat.md", "---\nmode: note\n---\nHi\n", "note", "front-matter", json!(2)),
        ("c.md", "Hi Jo,\n\n> > Why?\n> Because.\n", "follow-up", "draft", Value::Null),
    ] {
        sandbox.write(name, text);
        let found = &shown(&sandbox, name)["mode"];
        assert_eq!((&found["mode"], &found["layer"]), (&json!(mode), &json!(layer)), "{name}");
        assert_eq!(found["line"], line, "{name}");
    }
    assert_eq!(shown(&sandbox, "community")["mode"], Value::Null);
    assert_eq!(shown(&sandbox, "aplomb.toml")["mode"], Value::Null);
}

#[test]
fn a_file_that_cannot_be_read_has_no_settings() {
    let run = Sandbox::new().run(&["config", "show", "none.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.starts_with("error: none.md does not exist"), "{}", run.stderr);
}

#[test]
fn what_is_wrong_is_told_beside_what_holds() {
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", "onw = []\n");
    let run = sandbox.run(&["config", "show"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("aplomb.toml:1:1: `onw` is no setting"), "{}", run.stderr);
    let shown = shown(&sandbox, ".");
    let problem = &shown["problems"][0];
    assert_eq!((&problem["line"], &problem["column"]), (&json!(1), &json!(1)), "{problem}");
    assert_eq!(problem["path"], json!(sandbox.path("aplomb.toml")));
}

#[test]
fn the_schema_is_printed() {
    let run = Sandbox::new().run(&["config", "schema"]);
    let schema: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!(schema["properties"]["own"]["type"], "array");
}

#[test]
fn a_settings_file_is_checked_as_one() {
    let sandbox = Sandbox::new();
    // As a reply it would have doubt in it.
    sandbox.write("aplomb.toml", "# It should work now.\nagent = \"Ana\"\n");
    let run = sandbox.run(&["check", "aplomb.toml"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, "The settings are fine: aplomb.toml\n");
    let run = sandbox.run(&["check", "--format", "jsonl", "aplomb.toml"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));

    sandbox.write("aplomb.toml", "include = [\"names.toml\"]\nagent = 3\n");
    sandbox.write("names.toml", "onw = []\n");
    for (name, place) in
        [("aplomb.toml", "aplomb.toml:2:9: `agent`"), ("names.toml", "names.toml:1:1: `onw`")]
    {
        let run = sandbox.run(&["check", name]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
        assert!(run.stderr.contains(place), "{}", run.stderr);
    }
}

#[test]
fn a_settings_file_beside_drafts_changes_nothing_for_them() {
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", "agent = \"Ana\"\n").write("a.md", DOUBTFUL);
    let run = sandbox.run(&["check", "aplomb.toml", "a.md"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.ends_with("1 warning in 1 reply\n"), "{}", run.stdout);
}

#[test]
fn a_pack_is_checked_as_one() {
    const PACK: &str = "[[phrase]]\ncode = \"team-users\"\nseverity = \"hint\"\nsummary = \"s\"\nwhy = \"w\"\npatterns = [\"users\"]\nmessage = \"m\"\nhelp = \"h\"\nflagged = [\"Our <|users|> like it.\"]\nclean = [\"Hi.\"]\n";
    let sandbox = Sandbox::new();
    sandbox.write("words.toml", PACK);
    let run = sandbox.run(&["check", "words.toml"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "The pack is fine: words.toml\n"));
    sandbox.write("words.toml", PACK.replace("clean = [\"Hi.\"]", "clean = [\"Our users.\"]"));
    let run = sandbox.run(&["check", "words.toml"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("words.toml:10:"), "{}", run.stderr);
}
