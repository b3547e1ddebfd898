//! The file to start with.

use super::origin::Layer;
use super::shape::Shape;
use super::table::{Setting, settings};

/// A settings file in which nothing is set yet and the most useful settings wait as comments. `layer`
/// says for whom it is: the user's own, or a workspace's.
#[must_use]
pub fn starter(layer: Layer) -> String {
    let holds = if layer == Layer::User {
        "for all your drafts; what a folder's own aplomb.toml says goes over it"
    } else {
        "for all drafts in this folder and in the folders below it"
    };
    let mut text = format!(
        "# Settings of Aplomb, {holds}.\n# All are optional. `aplomb config show` tells what holds and where it comes from.\n"
    );
    let mut shown: Vec<_> = settings().iter().filter(|setting| setting.starts).collect();
    // What stands in no table stands before the first.
    shown.sort_by_key(|setting| setting.header().is_some());
    let mut last = None;
    for setting in shown {
        let header = setting.header();
        if header != last {
            // As no comment, for a setting that lost its header would be one of the table before.
            text += &header.map_or_else(String::new, |table| format!("\n[{table}]"));
            last = header;
        }
        text += &entry(setting);
    }
    text
}

fn entry(setting: &Setting) -> String {
    let about = match setting.shape {
        Shape::Choice(_) => {
            format!("{}: {}.", setting.about.trim_end_matches('.'), setting.shape.takes())
        }
        _ => setting.about.to_owned(),
    };
    let mut entry = format!("\n# {about}\n");
    for line in setting.example.lines() {
        entry += &format!("# {line}\n");
    }
    entry
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use aplomb_core::Catalog;

    use super::*;
    use crate::Workspace;
    use crate::project::SETTINGS_FILE;

    fn problems(text: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::new(None, Arc::new(Catalog::builtin()));
        let found = workspace.check_settings(&folder.path().join(SETTINGS_FILE), text);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_starter_is_right_as_it_is_and_with_every_example_taken() {
        for layer in [Layer::User, Layer::Workspace] {
            let text = starter(layer);
            assert_eq!(problems(&text), [""; 0], "{text}");
            let mut taken = text.clone();
            for line in settings().iter().flat_map(|setting| setting.example.lines()) {
                taken = taken.replace(&format!("\n# {line}\n"), &format!("\n{line}\n"));
            }
            for setting in settings().iter().filter(|setting| setting.starts) {
                assert!(taken.contains(&format!("\n{}\n", setting.example)), "{taken}");
            }
            assert_eq!(problems(&taken), [""; 0], "{taken}");
        }
    }
}
