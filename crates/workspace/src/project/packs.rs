//! A team's packs, and the catalogs that hold their rules and snippets.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aplomb_core::{Catalog, Pack, PackError};

use super::Problem;
use super::chain::{Reference, meanwhile};
use super::disk::Disk;
use crate::read::MOST_PACK_BYTES;
use crate::settings::reader::MOST_PROBLEMS;
use crate::watched::Stamp;

/// The catalogs in use, each made once.
#[derive(Clone, Debug)]
pub(super) struct Catalogs {
    pub builtin: Arc<Catalog>,
    /// With the packs in them, as they were found, and what was wrong with them.
    made: Vec<Made>,
}

#[derive(Clone, Debug)]
struct Made {
    packs: Vec<(PathBuf, Stamp)>,
    catalog: Arc<Catalog>,
    problems: Vec<Problem>,
}

/// Catalogs with packs are not small, and nobody works with many teams' at once.
const MOST_CATALOGS: usize = 8;

impl Catalogs {
    pub(super) fn new(builtin: Arc<Catalog>) -> Self {
        Self { builtin, made: Vec::new() }
    }

    /// The catalog with the packs that are named. A pack that is broken is left out, or holds as it last
    /// was; the others hold in any case.
    pub(super) fn with(
        &mut self,
        references: &[Reference],
        disk: &mut Disk,
        problems: &mut Vec<Problem>,
    ) -> Arc<Catalog> {
        let mut texts: Vec<(&Reference, Arc<str>)> = Vec::new();
        let mut left = MOST_PACK_BYTES;
        for reference in references {
            if texts.iter().any(|(it, _)| it.path == reference.path) {
                continue;
            }
            // One that is too large by itself says so when it is read.
            let length = fs::metadata(&reference.path).map_or(0, |it| it.len());
            if length > left && length <= MOST_PACK_BYTES {
                disk.note(&reference.path);
                problems.push(reference.problem(&format!(
                    "is left out, for all packs together would be larger than {} MiB; take some of them out",
                    MOST_PACK_BYTES / (1024 * 1024)
                )));
                continue;
            }
            left = left.saturating_sub(length);
            match reference.read(disk, MOST_PACK_BYTES) {
                Ok(text) => texts.push((reference, text)),
                Err(problem) => {
                    problems.push(problem);
                    // What it said before holds. No text is a broken pack, which leads there.
                    if disk.last_pack(&reference.path).is_some() {
                        texts.push((reference, "[".into()));
                    }
                }
            }
        }
        // Those of files that have changed since are nobody's any more.
        self.made.retain(|made| Arc::strong_count(&made.catalog) > 1);
        if texts.is_empty() {
            return self.builtin.clone();
        }
        let packs: Vec<_> =
            texts.iter().map(|(it, _)| (it.path.clone(), disk.stamp_of(&it.path))).collect();
        if let Some(made) = self.made.iter().find(|made| made.packs == packs) {
            problems.extend(made.problems.iter().cloned());
            return made.catalog.clone();
        }
        let (catalog, found) = self.make(&texts, disk);
        problems.extend(found.iter().cloned());
        if self.made.len() == MOST_CATALOGS {
            self.made.remove(0);
        }
        self.made.push(Made { packs, catalog: catalog.clone(), problems: found });
        catalog
    }

    fn make(
        &self,
        texts: &[(&Reference, Arc<str>)],
        disk: &mut Disk,
    ) -> (Arc<Catalog>, Vec<Problem>) {
        let parsed: Vec<_> =
            texts.iter().map(|(_, text)| Pack::parse(text).map(Arc::new)).collect();
        let mut problems = Vec::new();
        // Mostly those that can be read go together, and one catalog is made.
        let usable = texts.iter().zip(&parsed).filter_map(|((reference, _), parsed)| {
            parsed.as_ref().ok().cloned().or_else(|| disk.last_pack(&reference.path))
        });
        if let Ok(catalog) = catalog_with(&usable.collect::<Vec<_>>()) {
            for ((reference, text), parsed) in texts.iter().zip(parsed) {
                let path = &reference.path;
                match parsed {
                    Ok(pack) => disk.keep_pack(path, pack),
                    // What cannot be read at all has been told where it is named.
                    Err(_) if disk.text_of(path).is_none() => {}
                    Err(errors) => {
                        let kept = disk.last_pack(path).is_some();
                        problems.extend(told(path, text, errors, kept));
                    }
                }
            }
            return (catalog, problems);
        }
        let mut good: Vec<Arc<Pack>> = Vec::new();
        let mut catalog = self.builtin.clone();
        for ((reference, text), parsed) in texts.iter().zip(parsed) {
            let path = &reference.path;
            // Only together with those before it a pack shows whether its codes are free, and whether there
            // is what it switches off.
            let add = |pack: Arc<Pack>| {
                let packs: Vec<_> = good.iter().cloned().chain([pack.clone()]).collect();
                catalog_with(&packs).map(|catalog| (pack, catalog))
            };
            let (pack, with_it) = match parsed.and_then(add) {
                Ok((pack, with_it)) => {
                    disk.keep_pack(path, pack.clone());
                    (pack, with_it)
                }
                Err(errors) => {
                    let last = disk.last_pack(path).and_then(|pack| add(pack).ok());
                    if disk.text_of(path).is_some() {
                        problems.extend(told(path, text, errors, last.is_some()));
                    }
                    let Some(last) = last else { continue };
                    last
                }
            };
            good.push(pack);
            catalog = with_it;
        }
        (catalog, problems)
    }
}

fn catalog_with(packs: &[Arc<Pack>]) -> Result<Arc<Catalog>, Vec<PackError>> {
    let packs = packs.iter().map(|pack| Pack::clone(pack)).collect();
    Catalog::with_packs(packs).map(Arc::new)
}

/// What is wrong with a text as a pack over those `before` it, its own examples included if `step` is
/// there to be told of each.
pub(super) fn check(
    path: &Path,
    text: &str,
    mut before: Vec<Arc<Pack>>,
    step: Option<&mut dyn FnMut(usize, usize)>,
) -> Vec<Problem> {
    let catalog = |pack: Pack| {
        let pack = Arc::new(pack);
        before.push(pack.clone());
        catalog_with(&before).map(|catalog| (pack, catalog))
    };
    let errors = match (Pack::parse(text).and_then(catalog), step) {
        (Ok((pack, catalog)), Some(step)) => {
            let (phrases, snippets) = pack.counts();
            let mut done = 0;
            pack.check_examples_in_steps(&catalog, &mut || {
                done += 1;
                step(done, phrases + snippets);
            })
        }
        (Ok(_), None) => Vec::new(),
        (Err(errors), _) => errors,
    };
    told(path, text, errors, false)
}

fn told(path: &Path, text: &str, errors: Vec<PackError>, kept: bool) -> Vec<Problem> {
    let tell = |(at, error): (usize, PackError)| {
        let message = error.message.trim_end_matches('.').to_owned();
        let message = if at == 0 { message + meanwhile(kept) } else { message };
        Problem::at(path.to_owned(), text, error.span.unwrap_or_default(), message)
    };
    let more = errors.len().saturating_sub(MOST_PROBLEMS);
    let mut told: Vec<_> = errors.into_iter().take(MOST_PROBLEMS).enumerate().map(tell).collect();
    if let (1.., Some(last)) = (more, told.last_mut()) {
        last.message += &format!("; and {more} more mistakes");
    }
    told
}
