//! What the documents at the top of the repository say, held against the program.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use aplomb_core::{Catalog, Family, Input, Pack, check};
use aplomb_workspace::Workspace;

use super::cli::{DOUBTFUL, Sandbox};
use super::generated;

const DOCUMENTS: [&str; 6] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/settings.md",
    "docs/lsp.md",
];

#[test]
fn the_table_of_rules_is_todays() {
    let catalog = Catalog::builtin();
    let mut table = String::from("| Family | What its rules are about | Rules |\n|---|---|---|\n");
    for family in Family::ALL {
        let rules = catalog.rules().filter(|meta| meta.family == family).count();
        if rules > 0 {
            table += &format!("| {family} | {} | {rules} |\n", family.about());
        }
    }
    generated::part_is("README.md", "rules", &table);
}

#[test]
fn each_rule_has_its_page_among_the_docs() {
    const FOLDER: &str = "docs/rules";

    let catalog = Catalog::builtin();
    let mut pages = vec!["README.md".to_owned()];
    for rule in catalog.rules() {
        let page = format!("{}.md", rule.code);
        generated::is(&format!("{FOLDER}/{page}"), &aplomb_lsp::rule_page(rule));
        pages.push(page);
    }
    generated::is(&format!("{FOLDER}/README.md"), &aplomb_lsp::rules_index(catalog.rules()));
    let found = fs::read_dir(generated::file(FOLDER)).unwrap();
    for page in found.map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
        assert!(pages.contains(&page), "{FOLDER}/{page} is the page of no rule");
    }
}

#[test]
fn the_settings_that_the_readme_shows_are_settings() {
    let catalog = Arc::new(Catalog::builtin());
    let readme = generated::read("README.md");
    let blocks: Vec<_> = fenced(&readme, "toml").collect();
    assert!(!blocks.is_empty(), "the README shows no settings");
    for block in blocks {
        let sandbox = Sandbox::new();
        sandbox.write("aplomb.toml", block);
        let mut workspace = Workspace::new(None, catalog.clone());
        let project = workspace.project(Some(&sandbox.path("")));
        assert!(project.problems.is_empty(), "{block}\n{:?}", project.problems);
    }
}

#[test]
fn the_commands_that_the_readme_shows_run() {
    let readme = generated::read("README.md");
    let mut count = 0;
    for line in fenced(&readme, "sh").flat_map(str::lines) {
        let command = line.split(" #").next().unwrap_or(line);
        let Some((before, args)) = command.split_once("aplomb ") else { continue };
        // What comes before is nothing, or a program whose output is checked.
        if !(before.is_empty() || before.ends_with("| ")) {
            continue;
        }
        let sandbox = Sandbox::new();
        sandbox.write("reply.md", DOUBTFUL).write("drafts/reply.md", DOUBTFUL);
        let args: Vec<_> = args.split_whitespace().collect();
        let run = sandbox.run_with(&args, DOUBTFUL.as_bytes());
        assert!(run.code < 2 && !run.stderr.contains("error: "), "{line}\n{}", run.stderr);
        count += 1;
    }
    assert!(count >= 4, "the README shows only {count} commands");
}

#[test]
fn the_phrase_that_a_newcomer_copies_works() {
    let text = generated::read("CONTRIBUTING.md");
    let block = fenced(&text, "toml").next().expect("an entry is shown");
    let pack = Pack::parse(block).unwrap_or_else(|errors| panic!("{errors:?}\n{block}"));
    let catalog = Catalog::with_packs(vec![pack]).unwrap_or_else(|errors| panic!("{errors:?}"));
    let rule = catalog.rule("certainty-example").expect("the entry is a rule");
    for heading in ["Flagged", "Clean"] {
        for example in rule.examples(heading) {
            let (draft, marks) = example.draft();
            let findings = check(&draft, &Input::default(), &catalog).findings;
            let own = findings.iter().filter(|finding| finding.code == rule.code);
            let spans: Vec<_> = own.map(|finding| finding.span).collect();
            assert_eq!(spans, marks, "{draft}");
        }
    }
}

#[test]
fn the_pack_that_contributing_shows_passes_its_own_check() {
    let text = generated::read("CONTRIBUTING.md");
    let block = fenced(&text, "toml").find(|it| it.contains("[[snippet]]")).expect("one is shown");
    let pack = Pack::parse(block).unwrap_or_else(|errors| panic!("{errors:?}\n{block}"));
    let catalog = Catalog::with_packs(vec![pack.clone()]).unwrap_or_else(|it| panic!("{it:?}"));
    assert_eq!(pack.check_examples(&catalog), []);
}

#[test]
fn what_the_documents_link_to_is_there() {
    for name in DOCUMENTS {
        leads_somewhere(&generated::file(name));
    }
}

#[test]
fn what_the_pages_of_editors_and_other_programs_link_to_is_there() {
    let pages = ["docs", "editors"].map(|name| {
        let entries = fs::read_dir(generated::file(name)).expect("the folder can be read");
        entries.map(|entry| entry.expect("its entries can be read").path()).collect::<Vec<_>>()
    });
    let pages = pages.into_iter().flatten().map(|path| match path.is_dir() {
        true => path.join("README.md"),
        false => path,
    });
    // What a folder holds may need no page.
    let pages: Vec<_> = pages.filter(|path| path.exists()).collect();
    assert!(pages.len() > 8, "{pages:?}");
    pages.iter().for_each(|page| leads_somewhere(page));
}

fn leads_somewhere(page: &Path) {
    let text = fs::read_to_string(page).expect("a page is text");
    for (at, _) in text.match_indices("](") {
        let target = text[at + 2..].split([')', '#']).next().unwrap_or_default();
        // Pictures are made by scripts, which see to them.
        let elsewhere = target.is_empty()
            || target.contains(':')
            || target.starts_with("assets/")
            || target.starts_with("media/");
        let folder = page.parent().expect("a page is in a folder");
        assert!(elsewhere || folder.join(target).exists(), "{} links to {target}", page.display());
    }
}

/// A file to copy that an editor cannot read is worse than none.
#[test]
fn the_settings_to_copy_can_be_read() {
    for name in ["kate/settings.json", "sublime/LanguageServers.sublime-settings"] {
        let text = generated::read(&format!("editors/{name}"));
        serde_json::from_str::<serde_json::Value>(&text)
            .unwrap_or_else(|it| panic!("{name}: {it}"));
    }
    let text = generated::read("editors/helix/languages.toml");
    let helix: toml::Table = text.parse().unwrap_or_else(|it| panic!("Helix: {it}"));
    assert_eq!(helix["language-server"]["aplomb"]["args"][0].as_str(), Some("lsp"));
}

/// An invariant that nothing holds is a wish, so the tests are named and looked for.
#[test]
fn the_tests_and_files_that_the_architecture_names_are_there() {
    let text = generated::read("ARCHITECTURE.md");
    let mut sources = String::new();
    for folder in ["crates", "tests"] {
        gather(&generated::file(folder), &mut sources);
    }
    let paragraphs: Vec<_> =
        text.split("\n\n").filter(|it| it.starts_with("**Invariant:**")).collect();
    assert!(!paragraphs.is_empty(), "ARCHITECTURE.md has no invariants");
    for paragraph in paragraphs {
        let (_, held_by) = paragraph
            .split_once("Held by")
            .unwrap_or_else(|| panic!("no test holds this: {paragraph}"));
        let tests: Vec<_> = held_by.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "no test holds this: {paragraph}");
        for test in tests {
            let is_there = sources.contains(&format!("fn {test}("));
            assert!(is_there, "ARCHITECTURE.md names {test}, and there is no such test");
        }
    }
    let map = text.split("\n## ").find(|it| it.starts_with("Code map")).expect("there is a map");
    let mut folder = "";
    for line in map.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            folder = heading.split('`').nth(1).unwrap_or("");
        }
        let Some(row) = line.strip_prefix("| ") else { continue };
        let names = row.split(" | ").next().unwrap_or_default();
        for name in names.split('`').skip(1).step_by(2) {
            let path = format!("{folder}/{}", name.trim_end_matches('/'));
            assert!(generated::file(&path).exists(), "the code map names {path}");
        }
    }
}

/// The fenced blocks of a language in a Markdown text.
pub(super) fn fenced<'t>(text: &'t str, language: &str) -> impl Iterator<Item = &'t str> {
    let open = format!("```{language}\n");
    let starts: Vec<_> = text.match_indices(&open).map(|(at, _)| at + open.len()).collect();
    starts.into_iter().filter_map(|at| text[at..].split("```").next())
}

/// All Rust sources under a folder, in one text.
fn gather(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            gather(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            *sources += &fs::read_to_string(&path).expect("a source is text");
        }
    }
}
