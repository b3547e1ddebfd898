//! What a file's name says about its text.

use std::path::Path;

use aplomb_core::{Kind, Mode};

/// How the text of a file is written, by its extension; text of an unknown kind is plain.
#[must_use]
pub fn kind_of(path: &Path) -> Kind {
    match extension(path).as_deref() {
        Some("md" | "markdown" | "mdown") => Kind::Markdown,
        Some("eml" | "mail") => Kind::Mail,
        _ => Kind::Plain,
    }
}

/// The mode that a file's name gives: `*.chat` and `*.chat.md` are chat, and so for `macro` and
/// `note`. `None` where the name says nothing.
#[must_use]
pub fn mode_of(path: &Path) -> Option<Mode> {
    let last = extension(path)?;
    mode_named(&last).or_else(|| match kind_of(path) {
        Kind::Markdown => mode_named(&extension(Path::new(path.file_stem()?))?),
        Kind::Plain | Kind::Mail => None,
    })
}

fn mode_named(extension: &str) -> Option<Mode> {
    match extension {
        "chat" => Some(Mode::Chat),
        "macro" => Some(Mode::Macro),
        "note" => Some(Mode::Note),
        _ => None,
    }
}

fn extension(path: &Path) -> Option<String> {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_gives_the_kind() {
        let kinds = ["a.md", "A.MD", "b.markdown", "c.eml", "d.mail", "e.txt", "f", "a.md.txt"]
            .map(|name| kind_of(Path::new(name)));
        use Kind::{Mail, Markdown, Plain};
        assert_eq!(kinds, [Markdown, Markdown, Markdown, Mail, Mail, Plain, Plain, Plain]);
    }

    #[test]
    fn the_name_gives_the_mode() {
        let mode = |name| mode_of(Path::new(name));
        assert_eq!(mode("today.chat"), Some(Mode::Chat));
        assert_eq!(mode("today.chat.md"), Some(Mode::Chat));
        assert_eq!(mode("refund.macro"), Some(Mode::Macro));
        assert_eq!(mode("refund.Macro.MD"), Some(Mode::Macro));
        assert_eq!(mode("ana.note.markdown"), Some(Mode::Note));
        for name in ["chat.md", "note", ".chat", "a.chat.zip", "macro.txt", "reply.md"] {
            assert_eq!(mode(name), None, "{name}");
        }
    }
}
