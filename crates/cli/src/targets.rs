//! What the command line names: files, folders and standard input.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use aplomb_core::{Draft, Gate, Kind, NotReply, Origin};
use aplomb_workspace::{ReadError, absolute, is_folder, read_from, read_text, walk};

use crate::args::{Input, ReplyForm};
use crate::setup::{Desk, Setup};

/// Stands for standard input.
const STDIN: &str = "-";

/// Something to read.
#[derive(Debug)]
pub(crate) struct Target {
    /// Where it is read from.
    pub(crate) source: Source,
    /// Whether it was named, and not only found.
    named: bool,
    /// The indices in [`Targets::folders`] of the folders in which it was found.
    pub(crate) folders: Vec<usize>,
    /// The file as seen from above the first of these folders, with `/` between its parts. The folders
    /// farther up are the user's own order and say nothing about the file.
    inside: String,
}

/// Where a text is read from.
#[derive(Debug)]
pub(crate) enum Source {
    /// Standard input, with the name it goes by, if it has one.
    Stdin(Option<PathBuf>),
    /// A file, as it was named or joined to the folder that was.
    File(PathBuf),
    /// A row of a file of replies, which has been read: what it is called, and its text.
    Row { name: PathBuf, text: String },
}

/// Something that could not be looked up: a part of a folder, a row of a file of replies.
#[derive(Debug)]
pub(crate) struct Unknown {
    /// The index in [`Targets::folders`] of the folder that it is a part of.
    pub(crate) folder: Option<usize>,
    /// What is wrong, as a sentence with the way out.
    pub(crate) message: String,
}

impl Unknown {
    /// Something that is in no folder that was named.
    pub(crate) fn anywhere(message: String) -> Self {
        Self { folder: None, message }
    }
}

/// All that the command line names.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    /// In the order of the command line, and in a folder by name. No file comes twice.
    pub(crate) list: Vec<Result<Target, Unknown>>,
    /// The folders that were named.
    pub(crate) folders: Vec<PathBuf>,
}

impl Targets {
    /// Looks up what `input` names.
    ///
    /// # Errors
    ///
    /// When it names nothing, or standard input and nothing for it: one sentence with the way out.
    pub(crate) fn find(input: &Input) -> Result<Self, String> {
        if input.files.is_empty() {
            return Err("name a file or a folder, or - for standard input".to_owned());
        }
        if input.stdin_filename.is_some() && !input.files.iter().any(|path| is_stdin(path)) {
            return Err("--stdin-filename names standard input; write - to read it".to_owned());
        }
        if input.form == ReplyForm::Jsonl {
            return Self::rows(input);
        }
        let mut targets = Self::default();
        // Where in the list a file stands, by where its name leads.
        let mut places = HashMap::new();
        for path in &input.files {
            if is_stdin(path) {
                let target = Target::named(Source::Stdin(input.stdin_filename.clone()));
                targets.add(&mut places, path.clone(), target);
            } else if is_folder(path) {
                targets.add_folder(&mut places, path);
            } else {
                let target = Target::named(Source::File(path.clone()));
                targets.add(&mut places, place(path), target);
            }
        }
        Ok(targets)
    }

    /// Replies that come as rows are read later, as they are needed.
    fn rows(input: &Input) -> Result<Self, String> {
        if input.stdin_filename.is_some() {
            let why = "--stdin-filename names one reply; with --from jsonl each line has a path of its own";
            return Err(why.to_owned());
        }
        match input.files.iter().find(|path| is_folder(path)) {
            Some(folder) => {
                Err(format!("{} is a folder; name a file of JSON Lines in it", folder.display()))
            }
            None => Ok(Self::default()),
        }
    }

    fn add_folder(&mut self, places: &mut HashMap<PathBuf, usize>, folder: &Path) {
        let index = self.folders.len();
        self.folders.push(folder.to_owned());
        let above = absolute(folder);
        let above = above.parent().unwrap_or(&above);
        // A walk follows no links, so where the folder leads is looked up once for all files in it.
        let real = place(folder);
        for entry in walk(folder) {
            match entry {
                Ok(path) => {
                    let inside = inside(&absolute(&path), above);
                    let key = match path.strip_prefix(folder) {
                        Ok(below) => real.join(below),
                        Err(_) => place(&path),
                    };
                    let source = Source::File(path);
                    let target = Target { source, named: false, folders: vec![index], inside };
                    self.add(places, key, target);
                }
                Err(error) => {
                    let message = error.to_string();
                    self.list.push(Err(Unknown { folder: Some(index), message }));
                }
            }
        }
    }

    /// Adds a target, or what is new about it where it is there already.
    fn add(&mut self, places: &mut HashMap<PathBuf, usize>, key: PathBuf, target: Target) {
        match places.get(&key).map(|&at| &mut self.list[at]) {
            Some(Ok(known)) => known.merge(target),
            Some(Err(_)) => {}
            None => {
                places.insert(key, self.list.len());
                self.list.push(Ok(target));
            }
        }
    }
}

impl Target {
    /// A file as it would be found if the folder that one is in were checked; a file elsewhere, its own
    /// folder.
    pub(crate) fn found(path: &Path) -> Self {
        let whole = absolute(path);
        let folder = absolute(Path::new(""));
        let folder = if whole.starts_with(&folder) { Some(&*folder) } else { whole.parent() };
        let above = folder.and_then(Path::parent).unwrap_or(Path::new("/"));
        let inside = inside(&whole, above);
        Self { source: Source::File(path.to_owned()), named: false, folders: Vec::new(), inside }
    }

    pub(crate) fn named(source: Source) -> Self {
        Self { source, named: true, folders: Vec::new(), inside: String::new() }
    }

    /// Takes over what another mention of the same file says.
    fn merge(&mut self, other: Self) {
        if other.named && !self.named {
            self.source = other.source;
            self.named = true;
        }
        self.folders.extend(other.folders);
    }

    /// How it is called in what is printed.
    pub(crate) fn name(&self) -> &Path {
        match &self.source {
            Source::Row { name, .. } => name,
            _ => self.path().unwrap_or(Path::new(STDIN)),
        }
    }

    /// The path that says how it is written and which settings hold.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::Stdin(name) => name.as_deref(),
            Source::File(path) => Some(path),
            // A path in a row leads nowhere here, so that the settings of this folder hold for all.
            Source::Row { name, .. } => name.file_name().map(Path::new),
        }
    }

    /// Reads its text.
    pub(crate) fn read(&self) -> Result<Cow<'_, str>, ReadError> {
        match &self.source {
            Source::Stdin(_) => {
                read_from(io::stdin().lock(), Path::new("standard input")).map(Cow::Owned)
            }
            Source::File(path) => read_text(path).map(Cow::Owned),
            Source::Row { text, .. } => Ok(Cow::Borrowed(text)),
        }
    }

    /// Why it is not checked, if it is not. What was named always is.
    pub(crate) fn not_reply(
        &self,
        draft: &Draft<'_>,
        desk: &Desk,
        setup: &Setup,
    ) -> Option<NotReply> {
        let path = self.path().filter(|_| !self.named)?;
        let files = &desk.project.files;
        let origin = Origin {
            path: Some(&self.inside),
            named: setup.is_remembered(path),
            mail: desk.input.kind == Kind::Mail,
            commit: false,
            replies: files.is_reply(path),
            ignored: files.is_ignored(path),
        };
        match Gate::decide(&origin, draft) {
            Gate::Reply => None,
            Gate::Closed(reason) => Some(reason),
        }
    }
}

/// What all names of a file have in common, links included: it is to be read, and written, once.
fn place(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| absolute(path))
}

fn inside(path: &Path, above: &Path) -> String {
    path.strip_prefix(above).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}
