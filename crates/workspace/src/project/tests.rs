use std::fs;
use std::path::Path;

use aplomb_core::{Level, Pack, Profile, Severity};
use tempfile::TempDir;

use super::*;

/// A user's directories and a project's folder.
struct World {
    folder: TempDir,
    catalog: Arc<Catalog>,
}

impl World {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), catalog: Arc::new(Catalog::builtin()) }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn workspace(&self) -> Workspace {
        let root = self.folder.path();
        let dirs = Dirs {
            config: root.join("config"),
            state: root.join("state"),
            cache: root.join("cache"),
        };
        Workspace::new(Some(dirs), self.catalog.clone())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn load(&self, folder: &str) -> Arc<Project> {
        self.workspace().project(Some(&self.path(folder)))
    }

    /// The problems in a project's file with this text, as `line:column message`.
    fn problems(text: &str) -> Vec<String> {
        let world = Self::new();
        world.write("team/aplomb.toml", text);
        let project = world.load("team");
        project.problems.iter().map(|p| format!("{}:{} {}", p.line, p.column, p.message)).collect()
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
fn each_file_goes_over_those_before_it_key_by_key() {
    let world = World::new();
    world.write(
        "config/aplomb.toml",
        "agent = \"Ana\"\nown = [\"Mine\"]\nprofile = \"coach\"\n[rules]\ncertainty-should = \"hint\"\ncertainty-softener = \"off\"\n",
    );
    world.write("aplomb.toml", "company = \"Farther away\"\nown = [\"Theirs\"]\n");
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
    assert_eq!(settings.company.as_deref(), Some("Farther away"));
    assert_eq!(settings.profile, Profile::Coach);
    assert_eq!(settings.rules["certainty-should"], Level::Ceiling(Severity::Error));
    assert_eq!(settings.rules["certainty-softener"], Level::Off);
    let root = world.folder.path();
    let sources = ["config/aplomb.toml", "aplomb.toml", "team/aplomb.toml"];
    assert_eq!(project.sources, sources.map(|name| root.join(name)));
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
    assert_eq!(
        World::problems("agent = \"Ana\"\nprofile = # later\nroot = true\n"),
        ["2:9 this is not TOML: a value is missing behind `=`"]
    );
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
    assert_eq!(
        World::problems("temperature = 3\n[files]\ncompany = \"Acme\"\ntemperature = 3\n"),
        [
            "1:1 `temperature` is no setting; `aplomb config show` lists all settings",
            "3:1 `company` is no setting; `company` stands at the top, before the first [table]",
            "4:1 `temperature` is no setting; the settings here are replies, ignore, macros, check-folders",
        ]
    );
    assert_eq!(
        World::problems("replies = []\n"),
        ["1:1 `replies` is no setting; `replies` stands under [files]"]
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
            "1:11 `profile` takes \"calm\", \"standard\", \"coach\" or \"macro\", not \"loud\"; for example: profile = \"coach\""
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
            "2:20 `certainty-should` takes \"off\", \"hint\", \"information\", \"warning\" or \"error\", not false"
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
    world.catalog = Arc::new(Catalog::with_packs(vec![Pack::parse(PACK).unwrap()]).unwrap());
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

/// A pack with one rule.
fn pack(code: &str, words: &str) -> String {
    format!(
        "[[phrase]]\ncode = \"{code}\"\nseverity = \"warning\"\npatterns = [\"{words}\"]\nmessage = \"m\"\nhelp = \"h\"\nsummary = \"s\"\nwhy = \"w\"\nflagged = [\"We like <|{words}|>.\"]\nclean = [\"Hi.\"]\n"
    )
}

#[test]
fn the_search_ends_at_a_root() {
    let world = World::new();
    world.write("aplomb.toml", "company = \"Farther away\"\n");
    world.write("team/aplomb.toml", "root = true\nagent = \"Ana\"\n");
    let settings = &world.load("team/drafts").settings;
    assert_eq!((settings.agent.as_deref(), settings.company.as_deref()), (Some("Ana"), None));
}

#[test]
fn a_family_here_goes_over_its_rules_elsewhere() {
    let world = World::new();
    world.write(
        "aplomb.toml",
        "[rules]\ncertainty-should = \"error\"\ngreeting-missing = \"off\"\n",
    );
    world.write(
        "team/aplomb.toml",
        "[families]\ncertainty = \"hint\"\n[rules]\ncertainty-try = \"warning\"\n",
    );
    let project = world.load("team");
    let ceiling = |code| project.settings.ceiling(project.catalog.rule(code).unwrap());
    assert_eq!(ceiling("certainty-should"), Some(Severity::Hint));
    assert_eq!(ceiling("certainty-try"), Some(Severity::Warning));
    assert_eq!(ceiling("greeting-missing"), None);
}

#[test]
fn a_team_s_own_tables_are_laid_over_each_other_entry_by_entry() {
    let world = World::new();
    world.write(
        "aplomb.toml",
        "[people]\nJon = \"billing\"\nKim = \"abuse\"\n[terms]\nusers = \"members\"\n",
    );
    world.write(
        "team/aplomb.toml",
        "[people]\nJon = \"domains\"\n[terms]\n\"Hi folks\" = { prefer = \"Hi everyone\", fix = \"safe\", unless = [\"Hi folks at\"] }\n[links]\n\"billing docs\" = \"https://example.com/billing\"\n",
    );
    let project = world.load("team");
    assert_eq!(project.problems, []);
    let settings = &project.settings;
    assert_eq!(settings.people["Jon"], "domains");
    assert_eq!(settings.people["Kim"], "abuse");
    assert_eq!(settings.terms["users"].prefer, "members");
    assert!(settings.terms["Hi folks"].safe && !settings.terms["users"].safe);
    assert_eq!(settings.terms["Hi folks"].unless, ["Hi folks at"]);
    assert_eq!(settings.links["billing docs"].url, "https://example.com/billing");
}

#[test]
fn a_mistake_in_an_entry_is_named() {
    assert_eq!(
        World::problems(
            "[links]\na = { title = \"A\" }\nb = { url = \"u\", titel = \"B\" }\nc = 3\n"
        ),
        [
            "2:1 `links.a` needs `url`: where it is",
            "3:18 `links.b` has no `titel`; did you mean `title`?",
            "4:5 `links.c` takes a text, or a table with `url`, not a number",
        ]
    );
    assert_eq!(
        World::problems("[terms]\nusers = { severity = \"loud\" }\n"),
        [
            "2:22 `terms.users.severity` takes \"hint\", \"information\", \"warning\" or \"error\", not \"loud\""
        ]
    );
}

#[test]
fn a_time_zone_and_a_language_are_known_by_name_and_form() {
    assert_eq!(World::problems("time-zone = \"Europe/Berlin\"\nlanguage = \"pt-BR\"\n").len(), 0);
    assert_eq!(
        World::problems("time_zone = \"Europe/Berln\"\nlanguage = \"English\"\n"),
        [
            "1:13 `time-zone`: there is no time zone \"Europe/Berln\"; did you mean \"Europe/Berlin\"?",
            "2:12 `language` takes a language tag, not \"English\"; for example: language = \"en\"",
        ]
    );
}

#[test]
fn what_is_included_holds_under_what_includes_it() {
    let world = World::new();
    world.write("team/names.toml", "agent = \"Included\"\ncompany = \"Acme\"\n");
    world.write("team/aplomb.toml", "include = [\"names.toml\"]\nagent = \"Ana\"\n");
    let project = world.load("team");
    assert_eq!(project.problems, []);
    assert_eq!(project.settings.agent.as_deref(), Some("Ana"));
    assert_eq!(project.settings.company.as_deref(), Some("Acme"));
}

#[test]
fn includes_that_lead_back_are_left_out_and_named_once() {
    let world = World::new();
    world.write("team/aplomb.toml", "include = [\"a.toml\"]\nagent = \"Ana\"\n");
    world.write("team/a.toml", "include = [\"b.toml\"]\ncompany = \"Acme\"\n");
    world.write("team/b.toml", "include = [\"aplomb.toml\"]\nproduct = \"Sync\"\n");
    let project = world.load("team");
    assert_eq!(project.problems.len(), 1, "{:?}", project.problems);
    let problem = &project.problems[0];
    assert_eq!(problem.path, Some(world.path("team/b.toml")));
    assert_eq!((problem.line, problem.column), (1, 12));
    assert!(problem.message.contains("leads back"), "{problem}");
    let settings = &project.settings;
    assert_eq!(settings.product.as_deref(), Some("Sync"));
    assert_eq!(settings.company.as_deref(), Some("Acme"));
}

#[test]
fn a_pack_brings_rules_that_settings_can_name() {
    let world = World::new();
    world.write("team/words/pack.toml", &pack("team-synergy", "synergy"));
    world.write(
        "team/aplomb.toml",
        "packs = [\"words/pack.toml\"]\n[rules]\nteam-synergy = \"hint\"\n",
    );
    let project = world.load("team");
    assert_eq!(project.problems, []);
    let rule = project.catalog.rule("team-synergy").unwrap();
    assert_eq!(project.settings.ceiling(rule), Some(Severity::Hint));
    assert!(world.load("").catalog.rule("team-synergy").is_none());
}

#[test]
fn a_bad_pack_is_named_with_its_place_and_the_others_hold() {
    let world = World::new();
    world.write("team/bad.toml", &pack("team-bad", "(bad"));
    world.write("team/good.toml", &pack("team-good", "good"));
    world.write("team/aplomb.toml", "packs = [\"bad.toml\", \"good.toml\", \"none.toml\"]\n");
    let project = world.load("team");
    assert!(project.catalog.rule("team-good").is_some());
    assert!(project.catalog.rule("team-bad").is_none());
    let told: Vec<_> = project.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("aplomb.toml:1:") && told[0].contains("`none.toml` is not there"));
    assert!(told[1].contains("bad.toml:4:13: "), "{told:?}");
}

/// A pack with one snippet.
fn snippet(id: &str, body: &str) -> String {
    format!(
        "[[snippet]]\nid = \"{id}\"\ntags = [\"farewell\"]\nwhen = \"Now.\"\nbody = \"{body}\"\n"
    )
}

/// What a project's snippet of that name says.
fn says(project: &Project, id: &str) -> Option<String> {
    let entry = project.catalog.snippets().entries("en").find(|entry| entry.id == id);
    entry.map(|entry| entry.resolve(&aplomb_core::snippet::Variables::default()).plain())
}

#[test]
fn a_folder_of_packs_is_taken_in_the_order_of_names_and_not_below_it() {
    let world = World::new();
    world.write("team/aplomb.toml", "packs = [\"style/packs/\"]\n");
    world.write("team/style/packs/10-first.toml", &snippet("bye-team", "First."));
    world.write("team/style/packs/20-then.toml", &snippet("bye-team", "Then."));
    world.write("team/style/packs/.#hidden.toml", "[");
    world.write("team/style/packs/aplomb.toml", "agent = \"Ana\"\n");
    world.write("team/style/packs/notes.md", "Hi.");
    world.write("team/style/packs/below/more.toml", &snippet("bye-below", "Below."));
    let project = world.load("team");
    assert_eq!(project.problems, []);
    assert_eq!(says(&project, "bye-team").as_deref(), Some("Then."));
    assert_eq!(says(&project, "bye-below"), None);
    let packs = ["10-first.toml", "20-then.toml"];
    assert_eq!(project.packs, packs.map(|name| world.path("team/style/packs").join(name)));
    let mut workspace = world.workspace();
    workspace.project(Some(&world.path("team")));
    let kind = workspace.own_file_kind(&world.path("team/style/packs/20-then.toml"));
    assert_eq!(kind, Some(OwnFile::Pack));
}

#[test]
fn a_pack_that_comes_into_a_folder_or_goes_is_noticed() {
    let world = World::new();
    world.write("team/aplomb.toml", "packs = [\"packs\"]\n");
    world.write("team/packs/a.toml", &snippet("bye-a", "A."));
    let mut workspace = world.workspace();
    let folder = world.path("team");
    assert!(says(&workspace.project(Some(&folder)), "bye-a").is_some());
    assert!(!workspace.refresh());

    world.write("team/packs/b.toml", &snippet("bye-b", "B."));
    assert!(workspace.watched().has_changed() && workspace.refresh());
    assert!(says(&workspace.project(Some(&folder)), "bye-b").is_some());

    fs::remove_file(world.path("team/packs/a.toml")).unwrap();
    assert!(workspace.refresh());
    let project = workspace.project(Some(&folder));
    assert_eq!((says(&project, "bye-a"), project.problems.len()), (None, 0));
}

#[test]
fn a_folder_of_packs_that_is_empty_missing_or_outside_says_so() {
    let world = World::new();
    fs::create_dir(world.path(".git")).unwrap();
    world.write("team/.git/HEAD", "");
    world.write("packs/a.toml", &snippet("bye-a", "A."));
    fs::create_dir_all(world.path("team/empty")).unwrap();
    world.write("team/aplomb.toml", "packs = [\"empty/\", \"none/\", \"../packs/\"]\n");
    let project = world.load("team");
    let told: Vec<_> = project.problems.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told.iter().any(|it| it.starts_with("`empty/` is a folder without a pack")),
        "{told:?}"
    );
    assert!(told.iter().any(|it| it.starts_with("`none/` is not there")), "{told:?}");
    assert!(told.iter().any(|it| it.starts_with("`../packs/` is not read")), "{told:?}");
    assert_eq!(says(&project, "bye-a"), None);
}

#[test]
#[cfg(unix)]
fn a_link_in_a_folder_of_packs_is_held_to_the_workspace_too() {
    let world = World::new();
    world.write("team/.git/HEAD", "");
    world.write("secret.toml", &snippet("bye-a", "A."));
    world.write("team/packs/b.toml", &snippet("bye-b", "B."));
    let link = world.path("team/packs/a.toml");
    std::os::unix::fs::symlink(world.path("secret.toml"), link).unwrap();
    world.write("team/aplomb.toml", "packs = [\"packs/\"]\n");
    let project = world.load("team");
    assert_eq!(project.problems.len(), 1, "{:?}", project.problems);
    let message = &project.problems[0].message;
    assert!(message.starts_with("`packs/a.toml` is not read"), "{message}");
    assert!(says(&project, "bye-a").is_none() && says(&project, "bye-b").is_some());
}

#[test]
fn a_brand_s_packs_go_over_the_company_s() {
    let world = World::new();
    world.write("aplomb.toml", "packs = [\"packs/\"]\n");
    world.write(
        "packs/company.toml",
        &[snippet("bye-company", "Acme."), snippet("bye-both", "Acme.")].concat(),
    );
    world.write("sync/aplomb.toml", "packs = [\"packs/\"]\n");
    let brand = format!("off = [\"bye-company\"]\n{}", snippet("bye-both", "Sync."));
    world.write("sync/packs/brand.toml", &brand);
    let company = world.load("drafts");
    assert_eq!(says(&company, "bye-both").as_deref(), Some("Acme."));
    let project = world.load("sync/drafts");
    assert_eq!(project.problems, []);
    assert_eq!(says(&project, "bye-both").as_deref(), Some("Sync."));
    assert_eq!(says(&project, "bye-company"), None);

    // Alone the brand's pack would switch off what is not there.
    let mut workspace = world.workspace();
    let path = world.path("sync/packs/brand.toml");
    assert_eq!(workspace.own_file_kind(&path), Some(OwnFile::Pack));
    assert_eq!(workspace.check_pack(&path, &brand, true), []);
    let wrong = brand.replace("bye-company", "bye-compny");
    let told = workspace.check_pack(&path, &wrong, true);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].message.ends_with("did you mean \"bye-company\"?"), "{}", told[0]);
    assert_eq!((told[0].line, told[0].column), (1, 8));
}

#[test]
fn a_broken_pack_with_snippets_keeps_what_it_said_and_costs_the_others_nothing() {
    let world = World::new();
    world.write("team/aplomb.toml", "packs = [\"packs/\"]\n");
    world.write("team/packs/a.toml", &snippet("bye-a", "A."));
    world.write("team/packs/b.toml", &snippet("bye-b", "B."));
    let mut workspace = world.workspace();
    let folder = world.path("team");
    workspace.project(Some(&folder));
    for broken in [
        "[[snippet]\n".to_owned(),
        snippet("bye-a", "${1:?what"),
        format!("off = [\"frobnicate\"]\n{}", snippet("bye-a", "New.")),
    ] {
        world.write("team/packs/a.toml", &broken);
        world.write("team/packs/b.toml", &snippet("bye-b", "Better."));
        assert!(workspace.refresh());
        let project = workspace.project(Some(&folder));
        assert_eq!(says(&project, "bye-a").as_deref(), Some("A."), "{broken}");
        assert_eq!(says(&project, "bye-b").as_deref(), Some("Better."), "{broken}");
        assert_eq!(project.problems.len(), 1, "{:?}", project.problems);
        assert!(project.problems[0].message.ends_with("what it said before holds"));
    }
}

#[test]
fn a_workspace_reads_nothing_outside_of_itself() {
    let world = World::new();
    world.write("secret.toml", "agent = \"Outside\"\n");
    world.write("pack.toml", &pack("team-outside", "outside"));
    world.write("team/aplomb.toml", "include = [\"../secret.toml\"]\npacks = [\"../pack.toml\"]\n");
    let project = world.load("team");
    assert_eq!(project.problems.len(), 2, "{:?}", project.problems);
    for problem in &project.problems {
        assert!(problem.message.contains("outside of this workspace"), "{problem}");
    }
    assert_eq!(project.settings.agent, None);
    assert!(project.catalog.rule("team-outside").is_none());

    world.write("aplomb.toml", "");
    let project = world.load("team");
    assert_eq!(project.problems, [], "the workspace begins where its settings begin");
    assert_eq!(project.settings.agent.as_deref(), Some("Outside"));
}

#[test]
fn a_repository_is_a_workspace() {
    let world = World::new();
    fs::create_dir(world.path(".git")).unwrap();
    world.write("names.toml", "agent = \"Ana\"\n");
    world.write("team/aplomb.toml", "include = [\"../names.toml\"]\n");
    assert_eq!(world.load("team").settings.agent.as_deref(), Some("Ana"));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_workspace_is_not_followed() {
    use std::os::unix::fs::symlink;
    let world = World::new();
    world.write("secret.toml", "agent = \"Outside\"\n");
    world.write("team/drafts/a.md", "Hi");
    symlink(world.path("secret.toml"), world.path("team/aplomb.toml")).unwrap();
    let project = world.load("team/drafts");
    assert_eq!(project.settings.agent, None);
    assert_eq!(project.problems.len(), 1, "{:?}", project.problems);
    assert!(project.problems[0].message.contains("link"), "{}", project.problems[0]);

    fs::remove_file(world.path("team/aplomb.toml")).unwrap();
    symlink(world.path("secret.toml"), world.path("team/inside.toml")).unwrap();
    world.write("team/aplomb.toml", "include = [\"inside.toml\"]\n");
    let project = world.load("team/drafts");
    assert_eq!((project.settings.agent.as_deref(), project.problems.len()), (None, 1));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_says_why_once() {
    let world = World::new();
    let write = |bytes: &[u8]| {
        world.write("team/aplomb.toml", "");
        fs::write(world.path("team/aplomb.toml"), bytes).unwrap();
        world.load("team").problems.clone()
    };
    let mut large = b"agent = \"Ana\"\n".to_vec();
    large.resize(10 * 1024 * 1024, b'#');
    for (problems, words, line) in [
        (write(&large), "larger than 1 MiB", 1),
        (write(b"agent = \"Ana\"\ncompany = \"\xff\"\n"), "not UTF-8", 2),
        (write(b"\xff\xfea\0"), "UTF-16", 1),
        (write(b"agent =\0"), "not a text file", 1),
    ] {
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].message.contains(words), "{}", problems[0]);
        assert_eq!(problems[0].line, line, "{}", problems[0]);
    }
    fs::remove_file(world.path("team/aplomb.toml")).unwrap();
    std::os::unix::fs::symlink("aplomb.toml", world.path("team/aplomb.toml")).unwrap();
    let problems = world.load("team").problems.clone();
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn a_broken_file_keeps_its_last_good_state_until_it_is_mended_or_gone() {
    let world = World::new();
    let mut workspace = world.workspace();
    let folder = world.path("team");
    let agent = |workspace: &mut Workspace| {
        workspace.refresh();
        let project = workspace.project(Some(&folder));
        (project.settings.agent.clone(), project.problems.clone())
    };
    world.write("team/aplomb.toml", "agent = \"Ana\"\n");
    assert_eq!(agent(&mut workspace), (Some("Ana".into()), vec![]));
    for broken in [&b"agent = \"Jo\"\ncompany = Acme\nown = ["[..], b"agent = \"\xff\""] {
        fs::write(world.path("team/aplomb.toml"), broken).unwrap();
        let (name, problems) = agent(&mut workspace);
        assert_eq!(name.as_deref(), Some("Ana"));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].message.contains("what it said before holds"), "{}", problems[0]);
    }
    world.write("team/aplomb.toml", "agent = \"Joanna\"\n");
    assert_eq!(agent(&mut workspace), (Some("Joanna".into()), vec![]));
    fs::remove_file(world.path("team/aplomb.toml")).unwrap();
    assert_eq!(agent(&mut workspace), (None, vec![]));
}

#[test]
fn a_broken_pack_keeps_its_last_good_state() {
    let world = World::new();
    let mut workspace = world.workspace();
    world.write("team/aplomb.toml", "packs = [\"words.toml\"]\n");
    world.write("team/words.toml", &pack("team-synergy", "synergy"));
    let folder = world.path("team");
    assert!(workspace.project(Some(&folder)).catalog.rule("team-synergy").is_some());
    world.write("team/words.toml", "[[phrase]]\ncode = 3\n");
    assert!(workspace.refresh());
    let project = workspace.project(Some(&folder));
    assert!(project.catalog.rule("team-synergy").is_some());
    assert_eq!(project.problems.len(), 1, "{:?}", project.problems);
    assert!(project.problems[0].message.contains("what it said before holds"));
}

#[test]
fn a_settings_file_that_comes_is_noticed() {
    let world = World::new();
    let mut workspace = world.workspace();
    fs::create_dir_all(world.path("team/drafts")).unwrap();
    let folder = world.path("team/drafts");
    assert_eq!(workspace.project(Some(&folder)).settings.agent, None);
    let watched = workspace.watched();
    assert!(!watched.has_changed());
    world.write("team/aplomb.toml", "agent = \"Ana\"\n");
    assert!(watched.has_changed() && workspace.refresh());
    assert_eq!(workspace.project(Some(&folder)).settings.agent.as_deref(), Some("Ana"));
}

#[test]
fn an_editor_goes_over_files_and_null_is_not_set() {
    let world = World::new();
    world.write("team/aplomb.toml", "agent = \"Ana\"\ncompany = \"Acme\"\n");
    let mut workspace = world.workspace();
    workspace.set_editor(&[
        (None, serde_json::json!({ "agent": "Everywhere" })),
        (
            Some(world.path("team")),
            serde_json::json!({
                "agent": "Jo", "company": null, "product": "", "language": "", "thirdParty": ["Initech"],
                "rules": { "certainty-should": "off", "certainty-try": null },
                "files": { "replies": null, "macros": ["macros/"] },
            }),
        ),
    ]);
    let project = workspace.project(Some(&world.path("team/drafts")));
    assert_eq!(project.problems, []);
    let settings = &project.settings;
    assert_eq!(settings.agent.as_deref(), Some("Jo"));
    assert_eq!(settings.company.as_deref(), Some("Acme"));
    assert_eq!(settings.third_party, ["Initech"]);
    assert_eq!(settings.rules.len(), 1);
    assert_eq!(project.files.mode(&world.path("team/macros/a.md")), Some(Mode::Macro));
    assert_eq!(workspace.project(None).settings.agent.as_deref(), Some("Everywhere"));
}

#[test]
fn an_editor_lowers_no_error_and_loads_no_file() {
    let world = World::new();
    let mut workspace = world.workspace();
    workspace.set_editor(&[(
        None,
        serde_json::json!({
            "rules": { "placeholder-left": "off" }, "families": { "safety": "hint" },
            "packs": ["words.toml"], "root": true, "onw": [],
        }),
    )]);
    let project = workspace.project(Some(&world.path("team")));
    assert_eq!(project.settings, Settings::default());
    let told: Vec<_> = project.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told.iter().all(|it| it.starts_with("in your editor's settings: ")), "{told:?}");
}

#[test]
fn a_draft_has_the_last_word_and_its_bad_values_are_passed_over() {
    let world = World::new();
    world.write("team/aplomb.toml", "profile = \"coach\"\ncompany = \"Acme\"\n");
    let project = world.load("team");
    let draft =
        "---\nprofile: calm\nCompany: \"Initech\"\ntime_zone: Mars/Base\nrules: off\n---\nHi";
    let settings = project.settings_of(draft).unwrap();
    assert_eq!(settings.profile, Profile::Calm);
    assert_eq!(settings.company.as_deref(), Some("Initech"));
    assert_eq!(settings.time_zone, None);
    assert_eq!(project.settings_of("Hi\n---\nprofile: calm\n---\n"), None);
    let held = project.held(Some(draft));
    let of = |path: &str| held.iter().find(|held| held.path() == path).unwrap();
    assert_eq!(of("profile").origin, Origin::front_matter(2));
    assert_eq!(of("company").origin.to_string(), "front matter, line 3");
}

#[test]
fn a_mode_comes_from_the_name_before_the_settings() {
    let world = World::new();
    world.write(
        "team/aplomb.toml",
        "[files]\nmacros = [\"saved/\"]\n[modes]\nchat = [\"chats/\"]\nforum = [\"public/*.md\"]\n",
    );
    let project = world.load("team");
    let mode = |name: &str| {
        let found = project.mode_of(&world.path(name));
        found.map(|(mode, origin)| (mode, origin.layer))
    };
    assert_eq!(mode("team/saved/a.md"), Some((Mode::Macro, Layer::Workspace)));
    assert_eq!(mode("team/chats/deep/a.md"), Some((Mode::Chat, Layer::Workspace)));
    assert_eq!(mode("team/public/a.md"), Some((Mode::Forum, Layer::Workspace)));
    assert_eq!(mode("team/public/a.chat.md"), Some((Mode::Chat, Layer::FileName)));
    assert_eq!(mode("team/a.md"), None);
    assert!(project.files.is_reply(&world.path("team/saved/a.md")));
    let note = World::problems("[modes]\nnote = [\"notes/\"]\n");
    assert_eq!(note, ["2:1 `note` is no setting; the settings here are chat, forum"]);
}

#[test]
fn nobody_consents_for_another_to_lines_being_remembered() {
    let world = World::new();
    let of = |own: &str, far: &str, near: &str| {
        world.write("config/aplomb.toml", own);
        world.write("aplomb.toml", far);
        world.write("team/aplomb.toml", near);
        world.load("team").remember_lines
    };
    let (yes, no) = ("remember-lines = true\n", "remember-lines = false\n");
    assert!(of("", "", "") && of(yes, "", yes));
    assert!(!of(no, "", yes) && !of(no, yes, "") && !of("", no, yes) && !of(yes, "", no));
    let mut workspace = world.workspace();
    world.write("team/aplomb.toml", yes);
    let editor = serde_json::json!({ "rememberLines": false });
    workspace.set_editor(&[(None, editor)]);
    assert!(!workspace.project(Some(&world.path("team"))).remember_lines);
}

#[test]
fn a_file_that_is_included_nearer_goes_over_what_is_farther() {
    let world = World::new();
    world.write("names.toml", "company = \"Acme\"\n");
    world.write("aplomb.toml", "include = [\"names.toml\"]\ncompany = \"Outer\"\n");
    world.write("team/aplomb.toml", "include = [\"../names.toml\"]\n");
    let project = world.load("team");
    assert_eq!(project.problems, []);
    assert_eq!(project.settings.company.as_deref(), Some("Acme"));
}

#[test]
fn a_root_is_where_its_workspace_begins() {
    let world = World::new();
    world.write("secret.toml", "agent = \"Outside\"\n");
    world.write("aplomb.toml", "");
    world.write("team/aplomb.toml", "root = true\ninclude = [\"../secret.toml\"]\n");
    let project = world.load("team");
    assert_eq!((project.settings.agent.as_deref(), project.problems.len()), (None, 1));
    world.write("team/names.toml", "root = true\n");
    world.write("team/aplomb.toml", "include = [\"names.toml\"]\n");
    let problems = world.load("team").problems.clone();
    assert_eq!(problems[0].message, "`root` means nothing in a file that is included");
}

#[test]
fn a_long_row_of_files_that_include_one_another_is_cut_with_one_message() {
    let world = World::new();
    for at in 0..100 {
        world.write(&format!("team/{at}.toml"), &format!("include = [\"{}.toml\"]\n", at + 1));
    }
    world.write("team/aplomb.toml", "include = [\"0.toml\"]\nagent = \"Ana\"\n");
    let project = world.load("team");
    assert_eq!(project.settings.agent.as_deref(), Some("Ana"));
    assert_eq!(project.problems.len(), 1, "{:?}", project.problems);
    assert!(project.problems[0].message.contains("too many files"), "{}", project.problems[0]);
}

#[test]
fn what_is_named_keeps_its_last_good_state_too() {
    let world = World::new();
    let mut workspace = world.workspace();
    let folder = world.path("team");
    let files = "include = [\"names.toml\"]\npacks = [\"words.toml\"]\n";
    world.write("team/aplomb.toml", files);
    world.write("team/names.toml", "agent = \"Ana\"\n");
    world.write("team/words.toml", &pack("team-synergy", "synergy"));
    assert_eq!(workspace.project(Some(&folder)).problems, []);
    for name in ["team/names.toml", "team/words.toml"] {
        fs::write(world.path(name), b"\xff\xff").unwrap();
    }
    assert!(workspace.refresh());
    let project = workspace.project(Some(&folder));
    assert_eq!(project.problems.len(), 2, "{:?}", project.problems);
    assert_eq!(project.settings.agent.as_deref(), Some("Ana"));
    assert!(project.catalog.rule("team-synergy").is_some());
}

#[test]
fn many_mistakes_are_told_as_a_few_and_a_number() {
    let text: String = (0..1000).map(|at| format!("unknown-{at} = 1\n")).collect();
    let told = World::problems(&text);
    assert_eq!(told.len(), 30);
    assert!(told[29].ends_with("; and 970 more mistakes"), "{}", told[29]);
    let long = World::problems(&format!("time-zone = \"{}\"\n", "a".repeat(100_000)));
    assert!(long[0].len() < 200, "{}", long[0]);
}

#[test]
fn a_rule_outside_of_its_table_is_shown_the_way() {
    assert_eq!(
        World::problems("certainty-try = \"off\"\n"),
        ["1:1 `certainty-try` is a rule; write it under [rules]"]
    );
}

#[test]
fn each_file_of_a_circle_is_marked_when_it_is_looked_at() {
    let world = World::new();
    world.write("team/aplomb.toml", "include = [\"a.toml\"]\n");
    world.write("team/a.toml", "include = [\"aplomb.toml\"]\n");
    for name in ["team/aplomb.toml", "team/a.toml"] {
        let path = world.path(name);
        let text = fs::read_to_string(&path).unwrap();
        let problems = world.workspace().check_settings(&path, &text);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].message.contains("leads back"), "{}", problems[0]);
    }
}

#[cfg(unix)]
#[test]
fn ones_own_file_is_known_under_each_of_its_names() {
    let world = World::new();
    world.write("dotfiles/aplomb.toml", "[rules]\nplaceholder-left = \"hint\"\n");
    std::os::unix::fs::symlink(world.path("dotfiles"), world.path("config")).unwrap();
    let path = world.path("dotfiles/aplomb.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(world.workspace().check_settings(&path, &text), []);
    let project = world.load("dotfiles/drafts");
    assert_eq!((project.sources.len(), project.problems.len()), (1, 0), "{:?}", project.problems);
}
