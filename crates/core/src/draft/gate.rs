//! Whether a document is a reply at all.
//!
//! A tool that marks a README loses its reader at once, so a file that only looks like a page gets no
//! findings.

use crate::document::{Document, LineClass};
use crate::draft::Draft;

/// Where a document comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'o> {
    /// The path or the URI's path, with `/` between its parts; `None` for a document that is no file.
    pub path: Option<&'o str>,
    /// Named on the command line, given on standard input, or marked as a reply by its writer.
    pub named: bool,
    /// The editor calls it mail.
    pub mail: bool,
    /// The editor calls it a commit message.
    pub commit: bool,
    /// It matches `[files] replies`.
    pub replies: bool,
    /// It matches `[files] ignore`.
    pub ignored: bool,
}

/// Whether a document is checked as a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It is.
    Reply,
    /// It is not.
    Closed(NotReply),
}

/// Why a document is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReply {
    /// Its name is that of a page: README, CHANGELOG, anything under `docs/`.
    PageName,
    /// It begins with a heading.
    Heading,
    /// The settings leave it out.
    Ignored,
    /// It is what a version control system has somebody write.
    Commit,
}

impl NotReply {
    /// Why, after "not checked: ".
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::PageName => "it is named like a page, not a reply",
            Self::Heading => "it begins with a heading, like a page",
            Self::Ignored => "the settings leave it out",
            Self::Commit => "it is a commit message",
        }
    }
}

impl Gate {
    /// Decides for a draft.
    #[must_use]
    pub fn decide(origin: &Origin<'_>, draft: &Draft<'_>) -> Self {
        if origin.named || origin.mail {
            return Self::Reply;
        }
        if origin.ignored {
            return Self::Closed(NotReply::Ignored);
        }
        // It may well quote a mail, and stays what it is.
        if !origin.replies && (origin.commit || origin.path.is_some_and(is_commit_name)) {
            return Self::Closed(NotReply::Commit);
        }
        let Some(path) = origin.path.filter(|_| !origin.replies) else { return Self::Reply };
        if has_reply_marks(draft) {
            return Self::Reply;
        }
        if is_page_name(path) {
            return Self::Closed(NotReply::PageName);
        }
        if begins_with_heading(&draft.document) {
            return Self::Closed(NotReply::Heading);
        }
        Self::Reply
    }
}

/// Marks that a page does not have: an attribution line, mail headers, a reply's front matter. A bare
/// `>` is not one of them, for pages quote as well.
fn has_reply_marks(draft: &Draft<'_>) -> bool {
    let keys = ["customer", "to", "agent", "thread", "mood", "verified"];
    let attributed = draft.document.lines.iter().any(|line| line.class == LineClass::Attribution);
    attributed || !draft.headers.is_empty() || draft.front_matter.get(&keys).is_some()
}

/// Whether the file is one that Git or another version control system hands to an editor.
fn is_commit_name(path: &str) -> bool {
    const NAMES: [&str; 9] = [
        "commit_editmsg",
        "merge_msg",
        "squash_msg",
        "tag_editmsg",
        "notes_editmsg",
        "pullreq_editmsg",
        "edit_description",
        "git-rebase-todo",
        "svn-commit",
    ];
    let path = path.replace('\\', "/").to_lowercase();
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or("");
    let stem = file.split('.').next().unwrap_or(file);
    let named =
        NAMES.contains(&stem) || stem.starts_with("hg-editor-") || file.ends_with(".jjdescription");
    named || parts.any(|folder| folder == ".git")
}

fn is_page_name(path: &str) -> bool {
    const NAMES: [&str; 22] = [
        "readme",
        "changelog",
        "changes",
        "history",
        "contributing",
        "contributors",
        "license",
        "licence",
        "licenses",
        "copying",
        "code_of_conduct",
        "code-of-conduct",
        "security",
        "authors",
        "notice",
        "install",
        "architecture",
        "roadmap",
        "todo",
        "news",
        "releases",
        "release-notes",
    ];
    let path = path.replace('\\', "/").to_lowercase();
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or("");
    let stem = file.split('.').next().unwrap_or(file);
    let base = stem.split(['-', '_']).next().unwrap_or(stem);
    let named = NAMES.contains(&stem)
        || matches!(base, "readme" | "changelog" | "license" | "contributing");
    named || parts.any(|folder| folder == "docs")
}

fn begins_with_heading(document: &Document<'_>) -> bool {
    let first = document
        .lines
        .iter()
        .position(|line| !matches!(line.class, LineClass::Blank | LineClass::FrontMatter));
    let Some(first) = first else { return false };
    let content = document.lines[first].text(document.text).trim_start();
    let hashes = content.bytes().take_while(|&b| b == b'#').count();
    let atx = (1..=6).contains(&hashes) && content[hashes..].starts_with(' ');
    let under = document.lines.get(first + 1).map_or("", |line| line.text(document.text).trim());
    let setext = under.len() >= 3
        && document.lines[first].class == LineClass::Own
        && (under.bytes().all(|b| b == b'=') || under.bytes().all(|b| b == b'-'));
    let html = content.starts_with("<h1")
        || content.starts_with("<p align")
        || content.starts_with("<div");
    atx || setext || html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::input::Input;

    fn gate(path: &str, text: &str) -> Gate {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        Gate::decide(&Origin { path: Some(path), ..Origin::default() }, &draft)
    }

    #[test]
    fn pages_are_left_alone() {
        for name in [
            "README.md",
            "a/CHANGELOG",
            "docs/guide.md",
            "x/docs/y/z.txt",
            "README-de.md",
            "LICENSE-MIT",
        ] {
            assert_eq!(
                gate(name, "It should now work."),
                Gate::Closed(NotReply::PageName),
                "{name}"
            );
        }
        assert_eq!(
            gate("notes.md", "# Notes\n\nIt should now work."),
            Gate::Closed(NotReply::Heading)
        );
        assert_eq!(gate("notes.md", "Notes\n=====\n\nText"), Gate::Closed(NotReply::Heading));
        assert_eq!(gate("README.md", "> quoted\n\ntext"), Gate::Closed(NotReply::PageName));
    }

    #[test]
    fn a_commit_message_is_no_reply_whatever_it_quotes() {
        let text = "Fix the export\n\nOn 4 Mar 2025, Jo <j@x.org> wrote:\n> It should work.\n";
        for name in [
            "COMMIT_EDITMSG",
            ".git/MERGE_MSG",
            "x/.git/rebase-merge/git-rebase-todo",
            "a/TAG_EDITMSG",
            ".git/worktrees/x/message.txt",
            "hg-editor-1x2y.commit.hg.txt",
            "editor-1x2y.jjdescription",
            "svn-commit.tmp",
        ] {
            assert_eq!(gate(name, text), Gate::Closed(NotReply::Commit), "{name}");
        }
        assert_eq!(gate("commit.md", text), Gate::Reply);
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        let called = Origin { path: Some("a.txt"), commit: true, ..Origin::default() };
        assert_eq!(Gate::decide(&called, &draft), Gate::Closed(NotReply::Commit));
        let unsaved = Origin { path: None, ..called };
        assert_eq!(Gate::decide(&unsaved, &draft), Gate::Closed(NotReply::Commit));
        for wanted in [Origin { named: true, ..called }, Origin { replies: true, ..called }] {
            assert_eq!(Gate::decide(&wanted, &draft), Gate::Reply);
        }
    }

    #[test]
    fn replies_are_checked_whatever_their_name() {
        assert_eq!(gate("reply.md", "It should now work."), Gate::Reply);
        assert_eq!(gate("docs/reply.md", "---\ncustomer: Jo\n---\nHi"), Gate::Reply);
        assert_eq!(
            gate("README.md", "Done.\n\nOn 4 Mar 2025, Jo <j@x.org> wrote:\n> Hi"),
            Gate::Reply
        );
        let catalog = Catalog::builtin();
        let draft = Draft::read("# Hi", &Input::default(), &catalog);
        let named = Origin { path: Some("README.md"), named: true, ..Origin::default() };
        assert_eq!(Gate::decide(&named, &draft), Gate::Reply);
        assert_eq!(Gate::decide(&Origin::default(), &draft), Gate::Reply);
    }
}
