//! A whole text with places marked in it.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use aplomb_core::{Severity, Span};

use crate::terminal::clean;

/// The text with its line numbers and, under the words, a mark at each place: `^^^` at warning and
/// above, `---` below that. With colours.
pub(crate) fn marked(text: &str, marks: impl IntoIterator<Item = (Span, Severity)>) -> String {
    let text = clean(text);
    let mut snippet = Snippet::source(text.trim_end()).fold(false);
    for (span, severity) in marks {
        let kind = if severity >= Severity::Warning {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        snippet = snippet.annotation(kind.span(span.start..span.end));
    }
    let group = Group::with_level(Level::WARNING).element(snippet);
    Renderer::styled().render(&[group])
}
