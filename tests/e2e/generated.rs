//! Files of the repository that are made from the program. A test compares them with what the program
//! says today; with `UPDATE=1` in the environment it rewrites them instead.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the repository, by its path from the top.
pub(crate) fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

/// The text of a file of the repository.
pub(crate) fn read(name: &str) -> String {
    fs::read_to_string(file(name)).unwrap_or_else(|error| panic!("{name} cannot be read: {error}"))
}

/// Sees to it that a file of the repository is `wanted`.
pub(crate) fn is(name: &str, wanted: &str) {
    let found = fs::read_to_string(file(name)).unwrap_or_default();
    if found == wanted {
        return;
    }
    assert!(
        std::env::var_os("UPDATE").is_some(),
        "{name} is not what the program says today, from line {} on; rewrite it with UPDATE=1 cargo test",
        1 + found.lines().zip(wanted.lines()).take_while(|(old, new)| old == new).count()
    );
    let file = file(name);
    let folder = file.parent().expect("a file has a folder");
    fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{name} has no folder: {error}"));
    fs::write(&file, wanted).unwrap_or_else(|error| panic!("{name} cannot be written: {error}"));
}

/// Sees to it that `wanted` stands in a file of the repository between the comments `<!-- part -->` and
/// `<!-- /part -->`.
pub(crate) fn part_is(name: &str, part: &str, wanted: &str) {
    let text = read(name);
    let (open, close) = (format!("<!-- {part} -->\n"), format!("<!-- /{part} -->"));
    let (before, rest) =
        text.split_once(&open).unwrap_or_else(|| panic!("{name} has no line {}", open.trim_end()));
    let (_, after) =
        rest.split_once(&close).unwrap_or_else(|| panic!("{name} has no line {close}"));
    is(name, &format!("{before}{open}\n{wanted}\n{close}{after}"));
}
