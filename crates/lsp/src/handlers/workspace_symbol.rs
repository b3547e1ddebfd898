//! `workspace/symbol`: the promise ledger, what was promised by when in the drafts that are open and in those of
//! the last weeks in the folders that are checked.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aplomb_core::{Draft, Gate, promises};
use aplomb_workspace::{Project, age_of, read_text_up_to, walk};
use ropey::Rope;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{Location, SymbolInformation, SymbolKind, Url, WorkspaceSymbolParams};

use crate::client_facts::ClientFacts;
use crate::folders::LARGEST;
use crate::progress::Writing;
use crate::proto;
use crate::session::Shared;
use crate::snapshot::Snapshot;

/// Whoever asks what was promised means these days; older drafts have been sent.
const RECENT: Duration = Duration::from_secs(31 * 24 * 60 * 60);
/// So many files are read at most, the newest first.
const MOST_FILES: usize = 200;

pub(crate) async fn answer(
    shared: &Arc<Shared>,
    params: WorkspaceSymbolParams,
) -> Result<Option<Vec<SymbolInformation>>> {
    let (open, files, folders, client) = {
        let mut session = shared.session();
        let files: HashSet<PathBuf> =
            session.open_files().into_iter().map(|(path, _)| path).collect();
        (session.all(), files, session.checked_folders(), session.client.clone())
    };
    let mut symbols = Vec::new();
    for snapshot in open {
        let (client, query) = (client.clone(), params.query.clone());
        let promised = snapshot.work(move |snapshot, analysis| {
            let draft = snapshot.draft(&analysis.text);
            if analysis.gate == Gate::Reply {
                promised(snapshot, &draft, &client, &query)
            } else {
                Vec::new()
            }
        });
        symbols.extend(promised.await?);
    }
    if !folders.is_empty() {
        // One at a time, and only while somebody waits for it: clients ask again at each letter.
        let engine = shared.session().engine.clone();
        let wanted = Arc::new(AtomicBool::new(true));
        let _guard = Guard(wanted.clone());
        let shared = shared.clone();
        let closed = engine.long_work.run(move || {
            let is_wanted = |_: &&PathBuf| wanted.load(Ordering::Relaxed);
            let paths = recent(&folders, &files);
            let paths = paths.iter().take_while(is_wanted);
            let promised = |path| promised_in(&shared, path, &client, &params.query);
            paths.flat_map(promised).collect()
        });
        let closed: Vec<_> = closed.await.unwrap_or_default();
        symbols.extend(closed);
    }
    Ok(Some(symbols))
}

/// Says that nobody waits any more, once it is let go of.
struct Guard(Arc<AtomicBool>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// The files in these folders that are checked, not open, and not old; the newest first.
fn recent(folders: &[(PathBuf, Arc<Project>)], open: &HashSet<PathBuf>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for (root, project) in folders {
        for path in walk(root).filter_map(std::result::Result::ok) {
            if open.contains(&path) || !project.files.is_checked_unopened(&path) {
                continue;
            }
            found.extend(age_of(&path).filter(|age| *age <= RECENT).map(|age| (age, path)));
        }
    }
    found.sort();
    found.dedup();
    found.into_iter().take(MOST_FILES).map(|(_, path)| path).collect()
}

/// What is promised in a file that is not open.
fn promised_in(
    shared: &Shared,
    path: &PathBuf,
    client: &ClientFacts,
    query: &str,
) -> Vec<SymbolInformation> {
    let Ok(uri) = Url::from_file_path(path) else { return Vec::new() };
    // In a statement of its own, so that the session is free while the file is read.
    let unopened = shared.session().unopened(&uri);
    let (Some(file), Ok(text)) = (unopened, read_text_up_to(path, LARGEST)) else {
        return Vec::new();
    };
    let rope = Rope::from_str(&text);
    let snapshot = Snapshot::new(uri, 0, 0, rope, file.facts, Writing::default(), file.engine);
    let draft = snapshot.draft(&text);
    if snapshot.is_reply(&draft) { promised(&snapshot, &draft, client, query) } else { Vec::new() }
}

#[expect(deprecated, reason = "the member must be named to make the value")]
fn promised(
    snapshot: &Snapshot,
    draft: &Draft<'_>,
    client: &ClientFacts,
    query: &str,
) -> Vec<SymbolInformation> {
    let text = draft.text();
    let names = promises(draft, snapshot.catalog()).into_iter().map(|promise| {
        let when = on_one_line(promise.when.of(text));
        (format!("{when} – {}", promise.words), promise.span)
    });
    let symbols = names.filter(|(name, _)| matches(name, query)).map(|(name, span)| {
        let range = proto::range(&snapshot.text, client.encoding, span);
        SymbolInformation {
            name,
            kind: SymbolKind::EVENT,
            tags: None,
            deprecated: None,
            location: Location::new(snapshot.uri.clone(), range),
            container_name: file_name(&snapshot.uri),
        }
    });
    symbols.collect()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the letters of the query stand in the name in their order, as clients match.
fn matches(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let wanted = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase);
    wanted.into_iter().all(|wanted| letters.any(|c| c == wanted))
}

fn file_name(uri: &Url) -> Option<String> {
    uri.path_segments()?.next_back().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_match_in_their_order() {
        assert!(matches("by Thursday – I'll write", "thu wri"));
        assert!(matches("by Thursday", ""));
        assert!(!matches("by Thursday", "friday"));
    }
}
