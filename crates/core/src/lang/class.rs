//! Word classes: what a language's data says about a word.

/// Declares the classes with the names they have in the language data.
macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A class of words. A word may belong to several.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub(crate) enum Class { $($(#[$doc])* $name,)* }

        impl Class {
            /// All classes with their names in the language data.
            pub(crate) const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $text),)*];
        }
    };
}

classes! {
    /// The writer alone.
    I = "i",
    /// The writer and colleagues.
    We = "we",
    /// The reader.
    You = "you",
    /// it, he, she.
    ThirdSingular = "third-singular",
    /// he, she, him, her: somebody, and no thing.
    Gendered = "gendered",
    /// they, these, those.
    ThirdPlural = "third-plural",
    /// this, that.
    Deictic = "deictic",
    /// Existential *there*.
    There = "there",
    /// everything, nothing, something.
    IndefiniteSingular = "indefinite-singular",
    /// all, both, many.
    IndefinitePlural = "indefinite-plural",
    /// A pronoun that can be an object.
    ObjectPronoun = "object-pronoun",
    /// A word that begins a relative clause.
    Relative = "relative",
    /// A word that begins an embedded question.
    Wh = "wh",
    /// A word that begins a dependent clause.
    Subordinator = "subordinator",
    /// A subordinator that sets a condition.
    Condition = "condition",
    /// and, but, or, so.
    Coordinator = "coordinator",
    /// A preposition.
    Preposition = "preposition",
    /// An article or another determiner.
    Determiner = "determiner",
    /// my, your, its.
    Possessive = "possessive",
    /// my, our.
    WriterPossessive = "writer-possessive",
    /// your.
    ReaderPossessive = "reader-possessive",
    /// not, never, no.
    Negation = "negation",
    /// A form of *be*.
    Be = "be",
    /// A form of *have*.
    Have = "have",
    /// A form of *do*.
    Do = "do",
    /// should.
    Should = "should",
    /// ought.
    Ought = "ought",
    /// must.
    Must = "must",
    /// may, might.
    May = "may",
    /// could.
    Could = "could",
    /// will, would.
    Will = "will",
    /// can.
    Can = "can",
    /// The second half of a contraction.
    Clitic = "clitic",
    /// The infinitive marker.
    To = "to",
    /// An adverb that may stand inside a verb group.
    Adverb = "adverb",
    /// now, already, again.
    NowAdverb = "now-adverb",
    /// An adverb after which *should* advises.
    AdviceAdverb = "advice-adverb",
    /// maybe, perhaps before a suggestion.
    OfferAdverb = "offer-adverb",
    /// A word of taste or comparison.
    Taste = "taste",
    /// A noun that names evidence: log, invoice, screenshot.
    EvidenceNoun = "evidence-noun",
    /// A unit of time.
    TimeNoun = "time-noun",
    /// An adjective for a state that is as one wants it.
    ReadyWord = "ready-word",
    /// A delivery of software: build, release, nightly.
    ReleaseWord = "release-word",
    /// A word after which something else came about: instead, but.
    Counterfactual = "counterfactual",
    /// An adverb for what stays as it was: still, correctly.
    LastingAdverb = "lasting-adverb",
    /// A noun for those to whom it happens: users, visitors.
    Audience = "audience",
    /// A noun for what one waits to hear: answer, news.
    Tidings = "tidings",
    /// A noun for what a customer and the writer talk in or about: ticket, thread, issue.
    Talk = "talk",
    /// A noun for what is wrong with software itself.
    Bug = "bug",
    /// A day of the week.
    Weekday = "weekday",
    /// A month; *may* and *march* are other words too.
    Month = "month",
    /// A word for the past: yesterday, ago.
    PastTime = "past-time",
    /// A word for the future: tomorrow, soon.
    FutureTime = "future-time",
    /// The base form of a verb.
    VerbBase = "verb-base",
    /// The third person singular.
    VerbS = "verb-s",
    /// The -ing form.
    VerbIng = "verb-ing",
    /// The past tense.
    VerbPast = "verb-past",
    /// The past participle.
    VerbParticiple = "verb-participle",
    /// A verb whose participle names a result.
    StateResult = "state-result",
    /// A verb for how a thing is to be treated.
    Handling = "handling",
    /// A verb for what happens to the reader.
    Experience = "experience",
    /// A verb for making trouble go away.
    Repair = "repair",
    /// A verb for what a thing does when it is well.
    Function = "function",
    /// A verb for work that a writer reports as done.
    OwnWork = "own-work",
    /// A verb for looking whether something is so.
    Test = "test",
    /// A verb of sensing: see, find, notice.
    Perceive = "perceive",
    /// A verb for what a service does with its visitors: log in, redirect.
    LeadIn = "lead-in",
    /// A verb for what comes to somebody: receive, get.
    Obtain = "obtain",
    /// A verb for doing what a thing is for: work, run, load.
    RunWell = "run-well",
    /// A verb for staying as it was: continue, remain.
    Last = "last",
    /// A verb that takes an amount: take, cost, last.
    Estimate = "estimate",
    /// A word for what there must be: need, matter, necessary.
    Necessity = "necessity",
    /// need, want.
    Demand = "demand",
    /// A verb for how trouble shows: cause, fail.
    Symptom = "symptom",
    /// A word for what a remedy or trouble does: fix, help, cause.
    Effect = "effect",
    /// A verb for what a writer wishes that the answer does: help, clarify.
    Clarify = "clarify",
    /// A verb for coming back to somebody: answer, get back, finish.
    Answer = "answer",
    /// A verb for what may come back: happen, recur.
    Recurrence = "recurrence",
    /// A verb for what is done to a customer and kept on record: charge, refund.
    RecordVerb = "record-verb",
    /// A verb of saying.
    Say = "say",
    /// A verb for what the reader is told to do.
    Instruct = "instruct",
    /// A verb for bringing product work to the customer.
    Ship = "ship",
    /// think, believe, guess.
    Think = "think",
    /// seem, appear.
    Seem = "seem",
    /// A noun for what is kept about a customer.
    Record = "record",
    /// A noun for what the writer's service consists of.
    Service = "service",
    /// A noun for what the writer's product consists of.
    Artefact = "artefact",
    /// A noun for trouble.
    Problem = "problem",
    /// A noun for what makes trouble go away.
    Remedy = "remedy",
    /// A noun for what stands on the customer's side.
    CustomerThing = "customer-thing",
    /// A name of somebody else's product or company.
    ThirdParty = "third-party",
    /// A noun for a person or a group of persons.
    Person = "person",
    /// A noun for the writer's colleagues.
    WriterSide = "writer-side",
    /// A name from the settings that belongs to the writer's house.
    Own = "own",
    /// A place where people look things up: docs, wiki, help centre.
    Page = "page",
    /// A place that is a text and tells how something is done: guide, manual.
    PageText = "page-text",
    /// A place that may be the reader's own: website, blog.
    Site = "site",
    /// A word that says which place a page, a centre or a section is: help, support, status.
    PageKind = "page-kind",
    /// What somebody says who wants a link: url, where.
    LinkWanted = "link-wanted",
    /// A preposition between what is to be found and where.
    Whereabouts = "whereabouts",
    /// A verb for turning to a text or a place: see, check, read.
    Consult = "consult",
    /// A noun for a house or a part of one, which signs without being a person: guild, department, borough.
    House = "house",
    /// A verb of looking whether something is as it is to be: check, look, verify.
    Inspect = "inspect",
    /// A verb for what one goes to a page for: find, download, order.
    Fetch = "fetch",
    /// A word for what a text does with its matter: describe, list, documented.
    Recount = "recount",
    /// A head noun that looks plural and is singular.
    SingularHead = "singular",
    /// A head noun that looks singular and is plural.
    PluralHead = "plural",
    /// A head noun of which both numbers are in use.
    EitherHead = "either",
    /// A head noun that leaves the number to what follows it: "a couple of exports".
    QuantityHead = "quantity",
}

/// A set of classes. It begins at any eighth byte: one that needed a sixteenth would make every element of every
/// pattern half as long again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(Rust, packed(8))]
pub(crate) struct ClassSet(u128);

impl ClassSet {
    /// The set with no class.
    pub(crate) const EMPTY: Self = Self(0);

    /// The set of the classes given.
    #[must_use]
    pub(crate) const fn of(classes: &[Class]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < classes.len() {
            bits |= 1 << classes[at] as u32;
            at += 1;
        }
        Self(bits)
    }

    /// Whether the class is in the set.
    #[must_use]
    pub(crate) const fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u32) != 0
    }

    /// Whether the two sets share a class.
    #[must_use]
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether all classes of `other` are in the set.
    #[must_use]
    pub(crate) const fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Adds a class.
    pub(crate) fn insert(&mut self, class: Class) {
        self.0 |= 1 << class as u32;
    }

    /// Whether no class is in the set.
    #[must_use]
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Pronouns for persons and things, each of which may be the subject of a clause.
pub(crate) const PERSONAL: ClassSet =
    ClassSet::of(&[Class::I, Class::We, Class::You, Class::ThirdSingular, Class::ThirdPlural]);

/// The modal verbs.
pub(crate) const MODAL: ClassSet = ClassSet::of(&[
    Class::Should,
    Class::Ought,
    Class::Must,
    Class::May,
    Class::Could,
    Class::Will,
    Class::Can,
]);

/// What begins a verb group of several words: *be*, *have*, *do* and the modal verbs.
pub(crate) const AUXILIARY: ClassSet =
    MODAL.with(ClassSet::of(&[Class::Be, Class::Have, Class::Do]));

/// Words that hold a sentence together and say little of what it is about.
pub(crate) const FUNCTION_WORD: ClassSet = AUXILIARY.with(ClassSet::of(&[
    Class::I,
    Class::We,
    Class::You,
    Class::ThirdSingular,
    Class::ThirdPlural,
    Class::Deictic,
    Class::There,
    Class::IndefiniteSingular,
    Class::IndefinitePlural,
    Class::ObjectPronoun,
    Class::Relative,
    Class::Wh,
    Class::Subordinator,
    Class::Condition,
    Class::Coordinator,
    Class::Preposition,
    Class::Determiner,
    Class::Possessive,
    Class::Negation,
    Class::Clitic,
    Class::To,
    Class::Adverb,
    Class::NowAdverb,
]));

const _: () = assert!(Class::ALL.len() <= 128, "a class set holds 128 classes");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = Class::ALL.iter().map(|(_, name)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Class::ALL.len());
    }

    #[test]
    fn a_set_knows_its_members() {
        const SET: ClassSet = ClassSet::of(&[Class::I, Class::EitherHead]);
        assert!(SET.has(Class::I) && SET.has(Class::EitherHead) && !SET.has(Class::You));
    }
}
