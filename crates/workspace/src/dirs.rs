//! The user's own directories.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The name under which Aplomb's folders stand in the user's directories.
const FOLDER: &str = "aplomb";

/// Aplomb's own folders in the user's directories. None of them needs to exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dirs {
    /// The user's settings, such as `~/.config/aplomb`.
    pub config: PathBuf,
    /// What is remembered, such as `~/.local/state/aplomb`.
    pub state: PathBuf,
    /// What can be made again, such as `~/.cache/aplomb`.
    pub cache: PathBuf,
}

impl Dirs {
    /// The folders that the environment names: by the XDG variables on Unix, macOS included, and by
    /// the known folders on Windows. `None` where the user has no home.
    #[must_use]
    pub fn from_env() -> Option<Self> {
        let base = etcetera::choose_base_strategy().ok()?;
        Some(Self {
            config: base.config_dir().join(FOLDER),
            state: base.state_dir().unwrap_or_else(|| base.data_dir()).join(FOLDER),
            cache: base.cache_dir().join(FOLDER),
        })
    }

    /// The user's own settings file, which need not exist.
    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.config.join(crate::SETTINGS_FILE)
    }
}
