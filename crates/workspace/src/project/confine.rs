//! What a workspace's settings file may have read: nothing outside its workspace.

use std::path::{Path, PathBuf};

/// The folder that is a settings file's workspace: the repository that it is in, or else the farthest
/// folder above it that has settings of its own.
pub(crate) fn workspace_of(folder: &Path, farthest: &Path) -> PathBuf {
    let farthest = if folder.starts_with(farthest) { farthest } else { folder };
    repository_of(folder).unwrap_or_else(|| farthest.to_owned())
}

/// The repository that a folder is in.
pub(crate) fn repository_of(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// Whether `path` leads into `workspace`, links and `..` followed. A name under which there is nothing
/// is judged by the folder it would be in; reading it tells that there is nothing.
pub(crate) fn is_inside(path: &Path, workspace: &Path) -> bool {
    let real = path.canonicalize().or_else(|_| {
        let whole = crate::absolute(path);
        whole.parent().unwrap_or(&whole).canonicalize()
    });
    match (real, workspace.canonicalize()) {
        (Ok(path), Ok(workspace)) => path.starts_with(workspace),
        _ => false,
    }
}
