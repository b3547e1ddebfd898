//! What checks run on: the catalog, the rules' pages, and threads for long ones.

use std::sync::{Arc, OnceLock};

use aplomb_core::Catalog;
use aplomb_workspace::Dirs;

use crate::long_work::LongWork;
use crate::pages::Pages;

/// Shared by all documents.
#[derive(Debug)]
pub(crate) struct Engine {
    catalog: OnceLock<Arc<Catalog>>,
    pub(crate) pages: Pages,
    pub(crate) long_work: LongWork,
    #[cfg(any(test, feature = "test-util"))]
    pub(crate) hooks: crate::hooks::Hooks,
}

impl Engine {
    /// Starts to build the catalog on a thread of its own, while `initialize` is still on its way.
    pub(crate) fn start(dirs: Option<&Dirs>) -> Arc<Self> {
        let engine = Arc::new(Self {
            catalog: OnceLock::new(),
            pages: Pages::new(dirs),
            long_work: LongWork::new(),
            #[cfg(any(test, feature = "test-util"))]
            hooks: crate::hooks::Hooks::default(),
        });
        let builder = engine.clone();
        // Without the thread the catalog is built when it is first needed.
        let _ = std::thread::Builder::new().spawn(move || {
            builder.catalog();
        });
        engine
    }

    /// The rules that come with Aplomb.
    pub(crate) fn catalog(&self) -> &Arc<Catalog> {
        self.catalog.get_or_init(|| Arc::new(Catalog::builtin()))
    }
}
