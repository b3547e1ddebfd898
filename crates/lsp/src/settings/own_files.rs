//! Aplomb's own files in the editor: settings and packs, open or not, and what is wrong in them.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aplomb_core::Span;
use aplomb_workspace::{OwnFile, Problem, Project, Workspace};
use ropey::Rope;
use tower_lsp::lsp_types::{Diagnostic, DiagnosticSeverity, Range, Url};

use crate::handlers::diagnostic::SOURCE;
use crate::proto::{self, Encoding};
use crate::text_document::TextDocument;

/// What is to be shown of a file, with the version of the text that it is about, if the client has one.
pub(crate) type Shown = (Option<i32>, Vec<Diagnostic>);

/// The files of our own that are open, and what the client shows of these and of others.
#[derive(Debug, Default)]
pub(crate) struct OwnFiles {
    open: HashMap<Url, OwnDocument>,
    shown: BTreeMap<Url, Shown>,
}

/// An open file of our own.
#[derive(Debug)]
struct OwnDocument {
    document: TextDocument,
    /// What is wrong in it, until it or what it names changes.
    problems: Option<Vec<Problem>>,
}

/// The examples of a pack up to this length are run at each change; those of a longer one take too long.
/// In bytes.
const SHORT_PACK: usize = 64 * 1024;

/// What changes for the client.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub(crate) publish: Vec<(Url, Shown)>,
    /// Files that nobody looks at and in which something is wrong since now, each as a sentence. It is
    /// not put before the writer, whom many editors would have press a key first: the mistake is marked
    /// where it is.
    pub(crate) log: Vec<String>,
}

/// Whether a document is none that a customer will read, by its name or by what the editor calls it.
pub(crate) fn is_toml(uri: &Url, language_id: &str) -> bool {
    let path = Path::new(uri.path());
    language_id == "toml" || path.extension().is_some_and(|it| it.eq_ignore_ascii_case("toml"))
}

/// The file that a URI names.
pub(crate) fn path_of(uri: &Url) -> Option<PathBuf> {
    (uri.scheme() == "file").then(|| uri.to_file_path().ok()).flatten()
}

impl OwnFiles {
    pub(crate) fn open(&mut self, uri: Url, document: TextDocument) {
        self.open.insert(uri, OwnDocument { document, problems: None });
    }

    pub(crate) fn close(&mut self, uri: &Url) {
        self.open.remove(uri);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// The text of a file, if it is open.
    pub(crate) fn get(&self, uri: &Url) -> Option<&TextDocument> {
        self.open.get(uri).map(|own| &own.document)
    }

    /// The same, to be changed.
    pub(crate) fn edit(&mut self, uri: &Url) -> Option<&mut TextDocument> {
        let own = self.open.get_mut(uri)?;
        own.problems = None;
        Some(&mut own.document)
    }

    /// The file at a path, if it is open, with the name that the client has for it: clients encode one
    /// path in many ways.
    pub(crate) fn at(&self, path: &Path) -> Option<(&Url, &TextDocument)> {
        let mut open = self.open.iter();
        let (uri, own) = open.find(|(uri, _)| path_of(uri).as_deref() == Some(path))?;
        Some((uri, &own.document))
    }

    /// What files name may have changed on disk.
    pub(crate) fn look_anew(&mut self) {
        for own in self.open.values_mut() {
            own.problems = None;
        }
    }

    /// What is wrong in an open file, if it is open.
    pub(crate) fn diagnostics(
        &mut self,
        uri: &Url,
        workspace: &mut Workspace,
        encoding: Encoding,
    ) -> Option<Vec<Diagnostic>> {
        let own = self.open.get_mut(uri)?;
        let text = &own.document.text;
        let problems =
            own.problems.get_or_insert_with(|| problems(uri, &text.to_string(), workspace));
        Some(problems.iter().map(|it| diagnostic(it, text, encoding)).collect())
    }

    /// What has to be told to the client for it to show what is wrong now. `projects` are those of the
    /// open drafts. A client that `pulls` asks for what is wrong in the files that it has open.
    pub(crate) fn look(
        &mut self,
        projects: &[Arc<Project>],
        workspace: &mut Workspace,
        encoding: Encoding,
        pulls: bool,
    ) -> News {
        let mut wanted = BTreeMap::<Url, Shown>::new();
        let open: Vec<_> = if pulls { Vec::new() } else { self.open.keys().cloned().collect() };
        for uri in open {
            let version = self.get(&uri).map(|document| document.version);
            if let Some(list) = self.diagnostics(&uri, workspace, encoding) {
                wanted.insert(uri, (version, list));
            }
        }
        let mut closed = BTreeMap::<&Path, Vec<&Problem>>::new();
        for problem in projects.iter().flat_map(|project| &project.problems) {
            let Some(path) = &problem.path else { continue };
            let known = closed.entry(path).or_default();
            if !known.contains(&problem) {
                known.push(problem);
            }
        }
        for (path, problems) in closed {
            let Ok(uri) = Url::from_file_path(path) else { continue };
            if self.at(path).is_some() {
                continue;
            }
            let text = workspace.text_of(path);
            let text = text.as_deref().map_or_else(Rope::new, Rope::from_str);
            let list = problems.into_iter().map(|it| diagnostic(it, &text, encoding)).collect();
            wanted.insert(uri, (None, list));
        }
        self.show(wanted)
    }

    fn show(&mut self, wanted: BTreeMap<Url, Shown>) -> News {
        let mut news = News::default();
        for uri in self.shown.keys().filter(|uri| !wanted.contains_key(uri)) {
            news.publish.push((uri.clone(), (None, Vec::new())));
        }
        for (uri, shown) in &wanted {
            let old = self.shown.get(uri);
            let is_new = old.is_none_or(|(_, list)| list.is_empty());
            if is_new && !self.open.contains_key(uri) {
                news.log.push(notice(uri, &shown.1));
            }
            if old != Some(shown) {
                news.publish.push((uri.clone(), shown.clone()));
            }
        }
        self.shown = wanted;
        news
    }
}

fn problems(uri: &Url, text: &str, workspace: &mut Workspace) -> Vec<Problem> {
    let Some(path) = path_of(uri) else { return Vec::new() };
    match workspace.own_file_kind(&path) {
        Some(OwnFile::Settings) => workspace.check_settings(&path, text),
        Some(OwnFile::Pack) => workspace.check_pack(&path, text, text.len() <= SHORT_PACK),
        None => Vec::new(),
    }
}

/// Short: the rest stands at the place itself.
fn notice(uri: &Url, list: &[Diagnostic]) -> String {
    let name = path_of(uri).map_or_else(|| uri.to_string(), |path| path.display().to_string());
    let line = list.first().map_or(1, |first| first.range.start.line + 1);
    match list.len() {
        1 => format!("{name} has a mistake in line {line}."),
        n => format!("{name} has {n} mistakes, the first in line {line}."),
    }
}

fn diagnostic(problem: &Problem, text: &Rope, encoding: Encoding) -> Diagnostic {
    let len = text.len_bytes();
    let range = if problem.span.is_empty() || problem.span.end > len {
        // What cannot be read as a text has a line at best.
        let line = u32::try_from(problem.line.saturating_sub(1)).unwrap_or(0);
        let at = tower_lsp::lsp_types::Position::new(line, 0);
        Range::new(at, at)
    } else {
        proto::range(text, encoding, Span::new(problem.span.start, problem.span.end))
    };
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message: sentence(&problem.message),
        ..Diagnostic::default()
    }
}

/// A message as a sentence: with a capital at its start and a sign at its end.
pub(crate) fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let end = if message.ends_with(['.', '?', '!']) { "" } else { "." };
    first.chain(chars).chain(end.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_toml_files_are_no_drafts() {
        let uri = |text: &str| text.parse::<Url>().unwrap();
        assert!(is_toml(&uri("file:///a/Cargo.toml"), "plaintext"));
        assert!(is_toml(&uri("untitled:Untitled-1"), "toml"));
        assert!(!is_toml(&uri("file:///a/reply.md"), "markdown"));
    }

    #[test]
    fn what_is_wrong_is_told_once_and_taken_back_once() {
        let uri: Url = "file:///w/aplomb.toml".parse().unwrap();
        let shown = |messages: &[&str]| -> Shown {
            let list =
                messages.iter().map(|it| Diagnostic::new_simple(Range::default(), (*it).into()));
            (None, list.collect())
        };
        let mut files = OwnFiles::default();
        let wanted = || BTreeMap::from([(uri.clone(), shown(&["A.", "B."]))]);
        let news = files.show(wanted());
        assert_eq!(news.publish.len(), 1);
        assert_eq!(news.log, ["/w/aplomb.toml has 2 mistakes, the first in line 1."]);
        let news = files.show(wanted());
        assert_eq!((news.publish.len(), news.log.len()), (0, 0));
        let news = files.show(BTreeMap::from([(uri.clone(), shown(&["B."]))]));
        assert_eq!((news.publish.len(), news.log.len()), (1, 0));
        assert_eq!(files.show(BTreeMap::new()).publish, [(uri, shown(&[]))]);
    }
}
