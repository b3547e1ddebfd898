//! A rule switched off for a workspace: a change of its settings file that a team sees and reviews.

use std::path::Path;

use crate::read::{MOST_SETTINGS_BYTES, ReadErrorKind, read_text_up_to};
use crate::settings::edit::set_rule_level;
use crate::write::{replace, write_new};

/// Writes into the settings file at `file` that the rule `code` is off, and leaves all else as it is. A
/// file that is not there is made.
///
/// # Errors
///
/// What is in the way, as a sentence without its full stop.
pub fn switch_off(file: &Path, code: &str) -> Result<(), String> {
    let name = file.display();
    // Through a link one might change what is not this workspace's.
    if file.symlink_metadata().is_ok_and(|it| it.is_symlink()) {
        return Err(format!("{name} is a link, so it was left as it is"));
    }
    let (old, is_new) = match read_text_up_to(file, MOST_SETTINGS_BYTES) {
        Ok(text) => (text, false),
        Err(error) if matches!(error.kind, ReadErrorKind::Missing) => (String::new(), true),
        Err(error) => return Err(format!("{name} is not used, for {}", error.kind.reason())),
    };
    let Some((span, new)) = set_rule_level(&old, code, "off") else {
        return Err(format!("{name} has a mistake, so it was left as it is"));
    };
    let text = format!("{}{new}{}", &old[..span.start], &old[span.end..]);
    if is_new {
        write_new(file, &text).map_err(|error| format!("{name} cannot be written: {error}"))
    } else {
        replace(file, &old, &text)
            .map(|_| ())
            .map_err(|error| format!("{name} was left as it is: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_made_or_changed_in_one_place_or_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("aplomb.toml");
        switch_off(&file, "certainty-try").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "[rules]\ncertainty-try = \"off\"\n");
        let ours = "# Ours\r\n[rules] # agreed\r\ncertainty-try = \"hint\" # for now\r\n";
        fs::write(&file, ours).unwrap();
        switch_off(&file, "certainty-try").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), ours.replace("hint", "off"));
        fs::write(&file, "[rules\n").unwrap();
        let why = switch_off(&file, "certainty-try").unwrap_err();
        assert!(why.ends_with("has a mistake, so it was left as it is"), "{why}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "[rules\n");
    }
}
