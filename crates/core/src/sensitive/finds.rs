//! All that is not for everybody in a text's stretches.

use super::account;
use super::card::{self, Card};
use super::contact::{self, Address};
use super::words::SensitiveWords;
use super::{Labels, Secret, secrets};
use crate::remembered::Remembered;
use crate::text::Span;

/// What was found, each kind in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Finds {
    /// What opens a door.
    pub secrets: Vec<Secret>,
    /// Numbers of payment cards, and the codes on their backs.
    pub cards: Vec<Card>,
    /// Whole numbers of bank accounts, but for those to which something is to be paid.
    pub accounts: Vec<Span>,
    /// Numbers of papers that say who somebody is.
    pub identities: Vec<Span>,
    /// Mail addresses.
    pub addresses: Vec<Address>,
    /// Telephone numbers with their country.
    pub phones: Vec<Span>,
}

/// What was found in stretches, where it was anything.
pub(crate) type KnownFinds = Remembered<Box<str>, Option<Box<Finds>>>;

impl Finds {
    /// Looks through stretches of a text, in their order, each by itself.
    pub(crate) fn read(
        text: &str,
        stretches: &[Span],
        words: &SensitiveWords,
        mut known: Option<&mut KnownFinds>,
    ) -> Self {
        let mut all = Self::default();
        for &span in stretches {
            let stretch = span.of(text);
            if let Some(finds) = known.as_mut().and_then(|known| known.get(stretch)) {
                if let Some(finds) = finds {
                    all.add(finds, span.start);
                }
                continue;
            }
            let finds = Self::of(stretch, words);
            all.add(&finds, span.start);
            if let Some(known) = &mut known {
                let finds = (finds != Self::default()).then(|| Box::new(finds));
                known.insert(stretch.into(), stretch.len(), finds);
            }
        }
        all
    }

    fn of(text: &str, words: &SensitiveWords) -> Self {
        let whole = Span::new(0, text.len());
        let labels = Labels::read(text, words);
        let mut finds = Self {
            accounts: account::ibans(text, whole),
            identities: account::identities(text, &labels, words),
            addresses: contact::addresses(text, whole),
            phones: contact::phones(text, whole),
            ..Self::default()
        };
        finds.accounts.retain(|span| !account::is_for_payment(text, span.start, words));
        secrets(text, &labels, words, &mut finds.secrets);
        card::find(text, &labels, words, &mut finds.cards);
        finds
    }

    /// Adds what was found in a stretch that begins at the byte `start`.
    fn add(&mut self, finds: &Self, start: usize) {
        let on = |span: Span| Span::new(span.start + start, span.end + start);
        let Self { secrets, cards, accounts, identities, addresses, phones } = finds;
        self.secrets.extend(secrets.iter().map(|it| Secret { span: on(it.span), ..*it }));
        self.cards.extend(cards.iter().map(|it| Card { span: on(it.span), ..*it }));
        self.accounts.extend(accounts.iter().copied().map(on));
        self.identities.extend(identities.iter().copied().map(on));
        let address = |it: &Address| Address { span: on(it.span), domain: it.domain + start };
        self.addresses.extend(addresses.iter().map(address));
        self.phones.extend(phones.iter().copied().map(on));
    }
}
