//! What of a draft can be folded away: what is not the reply.

use crate::document::LineClass;
use crate::draft::Draft;

/// What is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// Front matter or mail headers.
    Head,
    /// What somebody else wrote.
    Quote,
    /// The signature below `-- `.
    Signature,
    /// Code.
    Code,
    /// A note for colleagues.
    Note,
}

/// A run of lines that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// What it is.
    pub kind: FoldKind,
    /// The first line, from 0 on; it stays in sight.
    pub first: usize,
    /// The last line.
    pub last: usize,
}

/// The runs of two lines and more that can be folded, in their order; a reply that was quoted within a quote
/// folds inside of it.
#[must_use]
pub fn folds(draft: &Draft<'_>) -> Vec<Fold> {
    let lines = &draft.document.lines;
    let mut folds: Vec<Fold> = Vec::new();
    let mut add = |kind, first: usize, end: usize| {
        if end > first + 1 {
            folds.push(Fold { kind, first, last: end - 1 });
        }
    };
    for run in draft.quotes() {
        add(FoldKind::Quote, run.start, run.end);
        let deep = |at: usize| matches!(lines[at].class, LineClass::Quote(2..));
        runs(run.clone(), deep).for_each(|(first, end)| {
            if first > run.start {
                add(FoldKind::Quote, first, end);
            }
        });
    }
    let kinds = [
        (FoldKind::Signature, LineClass::Signature),
        (FoldKind::Code, LineClass::Code),
        (FoldKind::Note, LineClass::Note),
    ];
    let head = |class| matches!(class, LineClass::FrontMatter | LineClass::Header);
    runs(0..lines.len(), |at| head(lines[at].class)).for_each(|(a, b)| add(FoldKind::Head, a, b));
    for (kind, class) in kinds {
        runs(0..lines.len(), |at| lines[at].class == class).for_each(|(a, b)| add(kind, a, b));
    }
    folds.sort_by_key(|fold| (fold.first, std::cmp::Reverse(fold.last)));
    folds
}

/// The runs of lines that are so, as first line and end.
fn runs(
    lines: std::ops::Range<usize>,
    is: impl Fn(usize) -> bool,
) -> impl Iterator<Item = (usize, usize)> {
    let mut at = lines.start;
    std::iter::from_fn(move || {
        while at < lines.end && !is(at) {
            at += 1;
        }
        let first = at;
        while at < lines.end && is(at) {
            at += 1;
        }
        (first < at).then_some((first, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::input::Input;

    #[test]
    fn what_is_not_the_reply_folds() {
        let text = "---\nmode: email\n---\n\nHi Jo,\n\nIt works.\n\n-- \nAna\nAcme\n\nOn 4 Mar 2025, Jo <j@x.org> wrote:\n> Hello\n> > Earlier\n> > mail\n>\n> Jo\n";
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        let found: Vec<_> = folds(&draft).iter().map(|it| (it.kind, it.first, it.last)).collect();
        let expected = [
            (FoldKind::Head, 0, 2),
            (FoldKind::Signature, 8, 10),
            (FoldKind::Quote, 12, 17),
            (FoldKind::Quote, 14, 15),
        ];
        assert_eq!(found, expected);
    }
}
