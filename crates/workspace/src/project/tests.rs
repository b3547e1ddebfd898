use std::fs;
use std::path::Path;

use aplomb_core::{Level, Pack, Profile, Severity};
use tempfile::TempDir;

use super::*;

/// A user's directories and a project's folder.
struct World {
    folder: TempDir,
    catalog: Catalog,
}

impl World {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), catalog: Catalog::builtin() }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn load(&self, folder: &str) -> Project {
        let root = self.folder.path();
        let dirs = Dirs {
            config: root.join("config"),
            state: root.join("state"),
            cache: root.join("cache"),
        };
        load(Some(&root.join(folder)), Some(&dirs), &self.catalog)
    }

    /// The problems in a project's file with this text, as `line:column message`.
    fn problems(text: &str) -> Vec<String> {
        let world = Self::new();
        world.write("team/aplomb.toml", text);
        let problems = world.load("team").problems;
        problems.iter().map(|p| format!("{}:{} {}", p.line, p.column, p.message)).collect()
    }
}

#[test]
fn without_a_file_the_defaults_hold() {
    let project = World::new().load("team");
    assert_eq!(project.settings, Settings::default());
    assert_eq!((project.sources.len(), project.problems.len()), (0, 0));
    assert!(!project.files.is_reply(Path::new("/a.md")));
}

#[test]
fn the_nearest_project_file_goes_over_the_users_key_by_key() {
    let world = World::new();
    world.write(
        "config/aplomb.toml",
        "agent = \"Ana\"\nown = [\"Mine\"]\nprofile = \"coach\"\n[rules]\ncertainty-should = \"hint\"\ncertainty-softener = \"off\"\n",
    );
    world.write("aplomb.toml", "company = \"Farther away\"\n");
    world.write(
        "team/aplomb.toml",
        "own = [\"Ours\"]\nthird_party = [\" Initech \"]\n[rules]\ncertainty-should = \"error\"\n[files]\nreplies = [\"sent/*.md\"]\n",
    );
    let project = world.load("team/drafts/today");
    assert_eq!(project.problems, []);
    let settings = &project.settings;
    assert_eq!(settings.agent.as_deref(), Some("Ana"));
    assert_eq!(settings.own, ["Ours"]);
    assert_eq!(settings.third_party, ["Initech"]);
    assert_eq!(settings.company, None);
    assert_eq!(settings.profile, Profile::Coach);
    assert_eq!(settings.rules["certainty-should"], Level::Ceiling(Severity::Error));
    assert_eq!(settings.rules["certainty-softener"], Level::Off);
    let root = world.folder.path();
    assert_eq!(project.sources, [root.join("config/aplomb.toml"), root.join("team/aplomb.toml")]);
    assert!(project.files.is_reply(&root.join("team/sent/a.md")));
    assert!(!project.files.is_reply(&root.join("sent/a.md")));
}

#[test]
fn a_draft_beside_the_users_own_settings_reads_them_once() {
    let world = World::new();
    world.write("config/aplomb.toml", "agent = \"Ana\"\n");
    assert_eq!(world.load("config").sources.len(), 1);
}

#[test]
fn a_folder_with_dots_is_looked_up_where_it_leads() {
    let world = World::new();
    world.write("one/aplomb.toml", "agent = \"One\"\n");
    world.write("two/aplomb.toml", "agent = \"Two\"\n");
    assert_eq!(world.load("one/../two").settings.agent.as_deref(), Some("Two"));
}

#[test]
fn what_is_no_toml_is_named_with_its_place_and_the_rest_holds() {
    let world = World::new();
    world.write("team/aplomb.toml", "agent = \"Ana\"\ncompany = Acme\n");
    let project = world.load("team");
    assert_eq!(project.settings.agent.as_deref(), Some("Ana"));
    assert_eq!(project.problems.len(), 1, "{:?}", project.problems);
    let problem = &project.problems[0];
    assert_eq!((problem.line, problem.column), (2, 11), "{problem}");
    assert!(problem.message.starts_with("this is not TOML: "), "{problem}");
}

#[test]
fn a_bad_file_of_the_user_does_not_hide_the_projects() {
    let world = World::new();
    world.write("config/aplomb.toml", "");
    fs::write(world.folder.path().join("config/aplomb.toml"), b"agent = \"\xff\"\n").unwrap();
    world.write("team/aplomb.toml", "agent = \"Ana\"\n");
    let project = world.load("team");
    assert_eq!(project.settings.agent.as_deref(), Some("Ana"));
    assert_eq!(project.problems.len(), 1);
    assert!(project.problems[0].message.contains("UTF-8"), "{}", project.problems[0]);
}

#[test]
fn a_folder_of_that_name_is_passed_over() {
    let world = World::new();
    world.write("aplomb.toml", "agent = \"Ana\"\n");
    world.write("team/aplomb.toml/note.md", "Hi");
    let project = world.load("team");
    assert_eq!(project.settings.agent.as_deref(), Some("Ana"));
    assert_eq!(project.problems.len(), 1);
    assert!(project.problems[0].message.contains("folder"), "{}", project.problems[0]);
}

#[test]
fn an_unknown_key_is_met_with_the_nearest() {
    assert_eq!(World::problems("onw = []\n"), ["1:1 `onw` is no setting; did you mean `own`?"]);
    assert_eq!(
        World::problems("[files]\nreplys = []\n"),
        ["2:1 `replys` is no setting; did you mean `replies`?"]
    );
    assert_eq!(
        World::problems("[file]\nreplies = []\n"),
        ["1:2 `file` is no setting; did you mean `files`?"]
    );
    let far = World::problems("temperature = 3\n");
    assert!(
        far[0].ends_with("third-party, agent, company, language, profile, rules, files"),
        "{far:?}"
    );
}

#[test]
fn a_wrong_type_is_met_with_an_example() {
    assert_eq!(
        World::problems("own = \"Acme\"\n"),
        [
            "1:7 `own` takes a list of names, not \"Acme\"; for example: own = [\"Acme Mail\", \"Acme Sync\"]"
        ]
    );
    assert_eq!(
        World::problems("agent = 3\n"),
        ["1:9 `agent` takes a text, not a number; for example: agent = \"Ana\""]
    );
    assert_eq!(
        World::problems("profile = \"loud\"\n"),
        [
            "1:11 `profile` takes \"standard\" or \"coach\", not \"loud\"; for example: profile = \"coach\""
        ]
    );
    assert_eq!(
        World::problems("files = true\n"),
        ["1:9 `files` is a table; write [files] and its settings under it"]
    );
    assert_eq!(World::problems("rules = []\n").len(), 1);
    let list = World::problems("[files]\nignore = [\"a\", 3, \"b[\"]\n");
    assert_eq!(list.len(), 2, "{list:?}");
    assert!(list[0].starts_with("2:16 ") && list[1].starts_with("2:19 "), "{list:?}");
}

#[test]
fn a_rule_is_met_with_the_nearest_code_and_its_levels() {
    assert_eq!(
        World::problems("[rules]\ncertainty-shoud = \"off\"\n"),
        ["2:1 there is no rule `certainty-shoud`; did you mean `certainty-should`?"]
    );
    assert_eq!(
        World::problems("[rules]\nfrobnicate = \"off\"\n"),
        ["2:1 there is no rule `frobnicate`; `aplomb rules` lists them all"]
    );
    assert_eq!(
        World::problems("[rules]\ncertainty-should = false\n"),
        [
            "2:20 `certainty-should` takes one of \"off\", \"hint\", \"information\", \"warning\", \"error\", not false"
        ]
    );
}

#[test]
fn only_the_users_own_file_lowers_a_rule_about_safety() {
    const PACK: &str = r#"
[[phrase]]
code = "password-sent"
family = "safety"
severity = "error"
patterns = ["your password is"]
message = "m"
help = "h"
summary = "s"
why = "w"
flagged = ["<|Your password is|> 123."]
clean = ["Hi."]
"#;
    let mut world = World::new();
    world.catalog = Catalog::with_packs(vec![Pack::parse(PACK).unwrap()]).unwrap();
    for level in ["off", "hint", "warning"] {
        let settings = format!("[rules]\npassword-sent = \"{level}\"\n");
        world.write("team/aplomb.toml", &settings);
        let project = world.load("team");
        assert!(project.settings.rules.is_empty(), "{level}");
        assert_eq!(project.problems.len(), 1, "{level}");
        let problem = &project.problems[0];
        assert_eq!((problem.line, problem.column), (2, 17));
        assert!(problem.message.contains("your own settings"), "{problem}");

        world.write("config/aplomb.toml", &settings);
        assert!(world.load("").settings.rules.contains_key("password-sent"), "{level}");
        fs::remove_file(world.folder.path().join("config/aplomb.toml")).unwrap();
    }
    world.write("team/aplomb.toml", "[rules]\npassword-sent = \"error\"\n");
    assert_eq!(world.load("team").problems, []);
}
