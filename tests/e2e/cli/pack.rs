//! `aplomb pack` and `aplomb snippets`: what they write, and how they end. What they say stands in
//! `cmd/pack.trycmd`.

use serde_json::Value;

use super::Sandbox;

const SNIPPET: &str = "[[snippet]]\nid = \"bye-team\"\ntags = [\"farewell\"]\nwhen = \"Our goodbye.\"\nbody = \"All the best,\\n${AGENT}\"\n";

#[test]
fn a_new_pack_is_fine_as_it_is_and_is_never_written_over_another() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["pack", "new"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("packs = [\"packs/\"]"), "{}", run.stdout);
    assert_eq!(sandbox.run(&["pack", "check", "packs"]).code, 0);
    sandbox.write("aplomb.toml", "packs = [\"packs/\"]\n").write("packs/team.toml", SNIPPET);
    let again = sandbox.run(&["pack", "new"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("stays as it is"), "{}", again.stderr);
    assert_eq!(sandbox.read("packs/team.toml"), SNIPPET);
    let named = sandbox.run(&["pack", "new", "brand"]);
    assert!(named.stdout.contains("name it already"), "{}", named.stdout);
    assert!(sandbox.path("packs/brand.toml").exists());
}

#[test]
fn a_check_of_packs_ends_as_other_checks_do() {
    let sandbox = Sandbox::new();
    sandbox.write("good.toml", SNIPPET).write("bad.toml", "off = [\"frobnicate\"]\n");
    for (args, code) in [
        (&["good.toml"][..], 0),
        (&["good.toml", "bad.toml"], 1),
        (&["bad.toml", "none.toml"], 2),
        (&[], 2),
    ] {
        assert_eq!(sandbox.run(&[&["pack", "check"], args].concat()).code, code, "{args:?}");
    }
    // Named to `check`, a pack is one too.
    let run = sandbox.run(&["check", "good.toml"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "The pack is fine: good.toml\n"));
}

#[test]
fn what_is_imported_holds_at_once_and_is_never_written_over_another() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "theirs.yml",
            "matches:\n  - trigger: \":bye\"\n    replace: \"Best wishes,\\n{{agent}}\"\n",
        )
        .write("aplomb.toml", "packs = [\"packs/\"]\n")
        .write("packs/team.toml", SNIPPET);
    let import = ["pack", "import", "theirs.yml", "--output", "packs/theirs.toml"];
    let run = sandbox.run(&import);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert_eq!(sandbox.run(&["pack", "check"]).code, 0);
    let snippets = sandbox.run(&["snippets", "--format", "json"]);
    let snippets: Value = serde_json::from_str(&snippets.stdout).unwrap();
    let team: Vec<_> =
        snippets.as_array().unwrap().iter().filter(|it| it["team"] == true).collect();
    let ids: Vec<_> = team.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["bye", "bye-team"], "the pack that comes last is the nearest");
    assert_eq!(sandbox.run(&import).code, 2);
    let broken = sandbox.write("theirs.yml", "matches: }\n").run(&["pack", "import", "theirs.yml"]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("theirs.yml:1: this is no YAML"), "{}", broken.stderr);
}
