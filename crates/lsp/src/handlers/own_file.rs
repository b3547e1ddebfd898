//! What is offered and explained in settings files and packs.

use std::ops::Range;

use aplomb_core::{Catalog, Span};
use aplomb_workspace::{
    OwnFile, Suggestion, SuggestionKind, complete_pack, complete_settings, explain_pack,
    explain_settings,
};
use ropey::Rope;
use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, Hover,
    HoverContents, Position,
};

use crate::client_facts::ClientFacts;
use crate::proto;

/// A file of our own that is open.
pub(crate) struct Page<'p> {
    pub(crate) text: Rope,
    pub(crate) kind: OwnFile,
    /// The rules that it can name.
    pub(crate) catalog: &'p Catalog,
    pub(crate) client: &'p ClientFacts,
}

impl Page<'_> {
    pub(crate) fn completion(&self, position: Position) -> CompletionList {
        let text = self.text.to_string();
        let offset = proto::offset(&self.text, self.client.encoding, position);
        let suggestions = match self.kind {
            OwnFile::Settings => complete_settings(&text, offset, self.catalog),
            OwnFile::Pack => complete_pack(&text, offset),
        };
        // What stands there whole already is not offered: a menu that is still open would take the Enter
        // that ends the line.
        let new = |it: &Suggestion| text[it.replace.clone()].trim() != it.insert.trim();
        let items = suggestions.into_iter().filter(new).enumerate();
        let items = items.map(|(rank, it)| self.item(rank, it, &text, offset)).collect();
        // Not all time zones are given at once.
        CompletionList { is_incomplete: true, items }
    }

    fn item(&self, rank: usize, it: Suggestion, text: &str, offset: usize) -> CompletionItem {
        // Clients compare what was typed with this, an opening sign included. The closing sign is left out:
        // what is typed to its end is to match no more, or Enter would choose it.
        let typed = &text[it.replace.start.min(offset)..offset];
        let name = it.label.trim_matches(['[', ']', '"']);
        let signs = typed.trim_start_matches(['[', '"', '\'']);
        let filter = format!("{}{name}", &typed[..typed.len() - signs.len()]);
        CompletionItem {
            label: it.label,
            kind: Some(match it.kind {
                SuggestionKind::Key => CompletionItemKind::PROPERTY,
                SuggestionKind::Table => CompletionItemKind::STRUCT,
                SuggestionKind::Code => CompletionItemKind::CONSTANT,
                SuggestionKind::Value => CompletionItemKind::VALUE,
            }),
            detail: Some(it.detail).filter(|detail| !detail.is_empty()),
            documentation: (!it.about.is_empty()).then(|| {
                Documentation::MarkupContent(proto::markup(self.client.hover_markdown, it.about))
            }),
            sort_text: Some(format!("{rank:04}")),
            filter_text: Some(filter),
            text_edit: Some(CompletionTextEdit::Edit(proto::text_edit(
                &self.text,
                self.client.encoding,
                span(&it.replace),
                it.insert,
            ))),
            ..CompletionItem::default()
        }
    }

    pub(crate) fn hover(&self, position: Position) -> Option<Hover> {
        let text = self.text.to_string();
        let offset = proto::offset(&self.text, self.client.encoding, position);
        let (place, about) = match self.kind {
            OwnFile::Settings => explain_settings(&text, offset, self.catalog)?,
            OwnFile::Pack => explain_pack(&text, offset)?,
        };
        let contents = proto::markup(self.client.hover_markdown, about);
        let range = proto::range(&self.text, self.client.encoding, span(&place));
        Some(Hover { contents: HoverContents::Markup(contents), range: Some(range) })
    }
}

fn span(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
