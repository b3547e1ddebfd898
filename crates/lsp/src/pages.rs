//! The page of each rule, as a file to which a diagnostic's code leads.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use aplomb_core::{Example, Family, RuleMeta};
use aplomb_workspace::Dirs;
use tower_lsp::lsp_types::Url;

use crate::markdown::escape;

/// Writes a rule's page when it is first asked for, into a folder of this version.
#[derive(Debug)]
pub(crate) struct Pages {
    folder: Option<PathBuf>,
    known: Mutex<HashMap<String, Option<Url>>>,
}

impl Pages {
    /// Pages in the cache directory; none without one.
    pub(crate) fn new(dirs: Option<&Dirs>) -> Self {
        let folder = dirs.map(|dirs| dirs.cache.join("rules").join(env!("CARGO_PKG_VERSION")));
        Self { folder, known: Mutex::default() }
    }

    /// Where the rule's page is; `None` where it cannot be written.
    pub(crate) fn of(&self, rule: &RuleMeta) -> Option<Url> {
        let folder = self.folder.as_ref()?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let code = rule.code.as_ref();
        known
            .entry(code.to_owned())
            .or_insert_with(|| {
                let path = folder.join(format!("{code}.md"));
                aplomb_workspace::write_cache(&path, &page(rule)).ok()?;
                Url::from_file_path(path).ok()
            })
            .clone()
    }
}

/// A rule's page as Markdown.
#[must_use]
pub fn page(rule: &RuleMeta) -> String {
    let mut page = format!("# {}\n\n{}\n", rule.code, rule.summary());
    let default = if rule.on { "on" } else { "off, unless `profile = \"coach\"`" };
    page += &format!(
        "\nFamily: {} ({}). Severity: {}. Default: {default}. Fix: {}. Since {}.\n",
        rule.family,
        rule.family.about(),
        rule.severity,
        rule.fix.describe(),
        rule.since,
    );
    let why = rule.section("Why");
    if !why.is_empty() {
        page += &format!("\n## Why\n\n{why}\n");
    }
    for heading in ["Flagged", "Clean"] {
        let examples = rule.examples(heading);
        if !examples.is_empty() {
            page += &format!("\n## {heading}\n\n");
            page.extend(examples.iter().map(|example| format!("- {}\n", show(example))));
        }
    }
    page += &format!(
        "\n## Settings\n\nIn `aplomb.toml`, switch it off, or set the most that it may say:\n\n```toml\n[rules]\n{} = \"off\"\n```\n",
        rule.code
    );
    page
}

/// The index of all rules by family, each with a link to its page beside it.
#[must_use]
pub fn index<'r>(rules: impl Iterator<Item = &'r RuleMeta>) -> String {
    let rules: Vec<&RuleMeta> = rules.collect();
    let mut index = String::from(
        "# Rules\n\nWhat Aplomb looks for in a reply, by family. The severity is the most that a rule says. `aplomb explain CODE` \
         shows the same page in the terminal.\n\nOn the pages, what is **bold** is marked, and ‸ is a place where something is \
         missing; ¶ is an empty line and ↵ a new line.\n\n*Safe* fixes are true whatever the facts are. *Yours to confirm* means that \
         only you can say whether it is so. *Words to complete* come with blanks for what only you know.\n",
    );
    for family in Family::ALL {
        let own: Vec<_> = rules.iter().filter(|rule| rule.family == family).collect();
        if own.is_empty() {
            continue;
        }
        index += &format!("\n## {family}: {}\n\n", family.about());
        index += "| Code | What it marks | Severity | Fix |\n|---|---|---|---|\n";
        index.extend(own.into_iter().map(|rule| row(rule)));
    }
    index
}

fn row(rule: &RuleMeta) -> String {
    let summary = rule.summary();
    let marks = summary.strip_prefix("Reports ").unwrap_or(&summary);
    let mut marks = marks.trim_end_matches('.').replace('|', "\\|");
    // A summary that begins with the writer's words keeps them as they are.
    if let Some(first) = marks.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let off = if rule.on { "" } else { ", off by default" };
    let fix = rule.fix.describe().split([':', ',']).next().unwrap_or_default();
    let (code, severity) = (&rule.code, rule.severity);
    format!("| [`{code}`]({code}.md) | {marks} | {severity}{off} | {fix} |\n")
}

/// An example with its flagged words in bold, and beside it what one has to know to read it.
fn show(example: &Example) -> String {
    let pieces = example.pieces();
    let words = pieces.iter().map(|(flagged, words)| match flagged {
        // Where something is missing, nothing is there to be bold.
        true if words == "‸" => "‸".to_owned(),
        true => format!("**{}**", escape(words)),
        false => escape(words),
    });
    let mut out: String = words.collect();
    let remarks: Vec<_> = example.given().into_iter().chain(example.note.clone()).collect();
    if !remarks.is_empty() {
        out += &format!(" *({})*", escape(&remarks.join("; ")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use aplomb_core::Catalog;

    #[test]
    fn a_page_says_why_and_shows_both_sides() {
        let catalog = Catalog::builtin();
        let page = page(catalog.rule("certainty-should").unwrap());
        assert!(page.starts_with("# certainty-should\n\n"));
        assert!(page.contains("\n## Why\n\n") && page.contains("**should now be"), "{page}");
        assert!(page.contains("\n## Clean\n\n") && !page.contains("<|"), "{page}");
    }

    #[test]
    fn a_page_is_written_once_and_is_none_without_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = Dirs {
            config: folder.path().join("config"),
            state: folder.path().join("state"),
            cache: folder.path().join("cache"),
        };
        let catalog = Catalog::builtin();
        let rule = catalog.rule("certainty-should").unwrap();
        let url = Pages::new(Some(&dirs)).of(rule).unwrap();
        let text = std::fs::read_to_string(url.to_file_path().unwrap()).unwrap();
        assert_eq!(text, page(rule));
        assert_eq!(Pages::new(None).of(rule), None);
    }
}
