//! How a sentence sends the reader to look something up: to a place, to a search, to what was said before.

use std::ops::Range;

use super::place::{self, Place};
use crate::document::{InlineKind, LineClass, Link, Marks};
use crate::draft::{Draft, RegionKind};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{CueHit, CuePattern, ReplyCx, cues};
use crate::text::Span;

cues! {
    enum Cue {
        Lead, Trying, Urging, Asked, Place, List, Is, Tells, Have, Google, Search, Earlier, Message, Manual, Urge,
        AtHand, Number, Looked, Refers, Online, Here, Mailed, Previous, Sent, NoPlace, Manner, Info, Useful
    }
    // Words before a place that send somebody there.
    en: Lead = "(please|kindly|don't forget to|do not forget to|remember to|be sure to|make sure to|feel free to|why not|go and|just)? {consult&verb-base} (out|up on|over|through|up)?",
    en: Lead = "(please|kindly|don't forget to|do not forget to|remember to|be sure to|make sure to|feel free to|why not)? (look|refer|go|head|turn|navigate|pop) (over|back|around|again|up|out)? (at|to|through)",
    en: Lead = "(please|kindly|feel free to)? (try|use|fill in|fill out|complete|submit|watch|follow)",
    en: Lead = "(please|kindly)? (look|dig|peek|dive) (around|again|up)? (in|into|on|under|inside|over)",
    en: Lead = "(please|kindly|feel free to|why not)? (have|take) (a|another) {0..2} (look|read|browse|search|glance|peek|skim) (around|over)? (at|through|in|on|of|over|around)",
    en: Trying = "(try|consider|by|start by|start with|worth|mind) {adverb}? (reading|checking|visiting|consulting|searching|browsing|studying|skimming|looking|having|taking|going|referring) (a|another)? (look|read|search)? (at|in|into|through|on|to|out)?",
    en: Urging = "(suggest|recommend|advise|encourage|recommended) (you|that you)? (reading|checking|visiting|consulting|searching|browsing|studying|looking|having|taking|going|referring|to) (a|another)? ({consult&verb-base}|look|read|refer)? (at|in|into|through|on|to|out)?",
    en: Urging = "(suggest|recommend)",
    en: Asked = "(have|did) you {adverb}* (tried|try)? (read|seen|see|checked|check|visited|visit|consulted|consult|searched|search|searching|reading|looked|look|looking|gone|browsed|studied|had a look|taken a look) (at|in|into|through|on|out|to)?",
    // Places.
    en: Place = "{page}",
    en: Place = "{page-kind} (page|pages|centre|center|section|sections|portal|hub|base|notes|file|files|system|area|topics|desk|archive|archives|articles|article|site|website|docs|documentation|guide|guides|forum|forums|wiki|blog)",
    en: Place = "(terms|conditions) (and conditions|of service|of use|of sale|of carriage)",
    en: Place = "(mailing list|data sheet|data sheets|stack overflow|bug tracker|issue tracker|change log|man page|man pages|knowledge base|api reference|reference manual|user guide|user manual|owner's manual|online help|facebook page)",
    en: Place = "(list|mail|mailman|forum|group|mailing list) archives",
    en: Place = "(blog|wiki|forum|help|support|knowledge base) (post|posts|entry|entries|article|articles|page|pages|thread|threads|topic|topics)",
    en: Place = "help",
    en: Place = "(contact|support|request|claims|claim|feedback|return|returns|complaint|complaints) form",
    en: Place = "(youtube|facebook|twitter|instagram|linkedin|tiktok) (channel|page|profile|feed|group)",
    en: NoPlace = "(tour|museum|mountain|local|city|park|safari|ski) (guide|guides)",
    en: NoPlace = "(insurance|life|home|travel|car|health) (policy|policies)",
    en: NoPlace = "(building|construction|camp|camping|test|nesting) (site|sites)",
    en: List = "(read|search|browse) (through)? (the|our) mailing? list",
    // What is said of a place.
    en: Is = "(is|are|'s|'re) {adverb}* (all|both)? {whereabouts}",
    en: Tells = "<{recount}> (you|in detail)? (how|what|when|where|why|which|all|everything|each|every|more|this|it|that|both)",
    en: Tells = "<(has|have|contains|contain)> (a|an|some|all|more|everything|details|information|instructions|examples|pictures|the steps|the details)",
    en: Tells = "(should|will|might|may|can|could) {adverb}* (answer|help|explain|tell|show|have|cover|give|contain|describe)",
    en: Refers = "(point|refer|direct|redirect) you (over|back)? (to|towards)",
    en: Info = "^ (more|full|further|complete|details|info|information|instructions|read more) {0..5} {whereabouts}",
    en: Useful = "(useful|helpful|interesting|handy)",
    en: Have = "<(we have|we've written|I've written|we have written|we've published|we've made|we've|we've got|I have|I've|I wrote|we wrote|we published|I published|there is|there's|there are) {adverb}* (a|an|some|several|two|lots of|plenty of) {0..3} (guide|guides|tutorial|tutorials|article|articles|walkthrough|howto|how-to|faq|blog post|blog posts|help page|help pages|help article|help articles|wiki page) (on|about|for|that|which|explaining|showing|describing|covering)?",
    // The web, and its search.
    en: Google = "(just|simply|please)? google (it|that|this|them|these|for|around|your|the)",
    en: Google = "~ (do|try|run|make) (a|another|some) {0..2} (google|googling|web search|internet search|online search) (search)? (for|on)?",
    en: Search = "(a|some|another) {0..2} (google|googling|web search|internet search|online search) {0..8} (will|should|would|might|may|can|could|ought to) {adverb}* (show|tell|turn|find|bring|reveal|give|help|yield|get|return|produce|explain|lead|answer|point|do)",
    en: Search = "(a|some|another) {0..1} search {0..8} (will|should|would|might|may|can|could|ought to) {adverb}* (show|tell|turn|find|bring|reveal|give|help|yield|get|return|produce|lead|answer|point)",
    en: Search = "google (should|might|may|will|can|could|would|'ll) {adverb}* (be able to|tell|help|show|find|know|give|turn|answer|lead)",
    en: Search = "google or {1..7} (should|might|may|will|can|could|would|'ll) {adverb}* (be able to|tell|help|show|find|know|give|turn|answer|lead)",
    en: Search = "google is your friend",
    en: Search = "rtfm",
    en: Google = "(try|ask|check|search|consult|browse) (on|with|in|for it on|for this on|for that on)? (google|bing|duckduckgo|the web|the internet|the net|online)",
    en: Google = "(throw|type|put|paste|enter|plug|look|search|find|try) {0..4} (at|into|in|on|up on|up in|via|with|through|using) (google|bing|duckduckgo|the web|the internet|the net|your favourite search engine|a search engine|your search engine)",
    en: Search = "throw {0..3} at google",
    en: Google = "(look|search|google) {0..3} (up)? online",
    en: Online = "(find|order|pay|book|track|read|download|register|apply|request|buy) {0..4} online",
    en: Online = "<(available|listed|published|described|explained) online>",
    // A word that was a link once.
    en: Here = "(please|kindly)? (click|tap|press) (on)? here",
    en: Here = "(please|kindly)? (read|learn|see|check|find|look|more|details|information|info|contact us|reach us|write to us|form|steps) {0..2} here",
    en: Search = "(try|recommend|suggest|you tried) googling",
    // What was said or sent before.
    en: Earlier = "(please|kindly)? (via|through|using|use|follow|click|open|visit|see|check|on|tap|press|try|at|refer to|go to|look at) (on)? (the|that|our|my|this)? {0..1} link (mentioned|given|provided|shared|posted|included|listed|supplied|below|above|sent|that)? {adverb}* (above|below|earlier|before|previously|already|here)?",
    en: Earlier = "the {0..1} <link (I|we) (sent|gave|shared|posted|provided|mentioned|included)>",
    en: Earlier = "(the|my|our) {0..1} link (mentioned|given|provided|shared|posted|listed|supplied|sent) {adverb}* (above|below|earlier|before|previously|already|here)?",
    en: Earlier = "(the|an|my|our) (above|following|aforementioned|above-mentioned|previous|earlier) {0..1} (link|links|url)",
    en: Message = "(please|kindly)? (see|read|check|reread|refer to|look at|go back to|consult) (my|our|the) (previous|last|earlier|prior|other|first|original|recent) (mail|email|e-mail|message|reply|response|answer|comment|post|note)",
    en: Sent = "(described|explained|mentioned|detailed|outlined|written|given|stated|is|are|was|were) in (my|our) (previous|last|earlier|prior|other|first|original|recent) (mail|email|e-mail|message|reply|response|answer|comment|post|note)",
    en: Manual = "(please)? (see|read|check|try|consult|refer to) (the)? man {1..1}",
    en: Mailed = "(email|e-mail|mail|inbox|sms|text message|letter|message|app|notification|newsletter|invitation|chat)",
    en: Previous = "(my|our|the) (previous|last|earlier|prior|first) (email|e-mail|mail|message|reply|answer)",
    en: Urge = "(sure|suggest|recommend|advise|ask|request|propose) that? you",
    en: Manner = "(carefully|thoroughly|closely|properly|attentively|again|first)",
    // What is at hand needs no link.
    en: AtHand = "(attached|enclosed|below|above|linked|included|inside|here|overleaf)",
    en: AtHand = "(of|in|under|inside|from|within) (the|your|our) {0..1} (app|menu|product|settings|dashboard|account|editor|program|software|toolbar|sidebar)",
    en: AtHand = "(at|on|in) (the|your|this) (top|bottom|left|right|screen|app|box|menu|card|label|packet|package|door|receipt|envelope|wall|desk|counter|repository|repo)",
    en: AtHand = "(in|on|with) (that|the|your|this|my|our) {0..1} (email|e-mail|mail|message|letter|attachment|screenshot|picture|file|document|parcel|invoice|confirmation)",
    en: AtHand = "(I|we|you|they|he|she) (attached|linked|sent|enclosed|gave|included|posted|mentioned|shared|uploaded)",
    en: AtHand = "(you|we|I)'ve (attached|linked|sent|enclosed|included|posted|shared|uploaded)",
    en: AtHand = "(thank you|thanks|sorry|glad|happy)",
    // "If you look at it, you see that …": what is to be seen is told.
    en: Looked = "(if|when|as) you {adverb}* (look|see|have a look)",
    en: Number = "(page|pages|chapter|section|paragraph|step|p) {1..1}",
}

/// The cues that a rule has to ask for that reads sentences in this way.
pub(super) fn cue_patterns() -> &'static [CuePattern] {
    CUES
}

/// Whether the cue can send the reader somewhere. The others only tell how one that does is meant.
pub(super) fn points(concept: u8) -> bool {
    const POINTING: [Cue; 11] = [
        Cue::Place,
        Cue::Search,
        Cue::Google,
        Cue::Earlier,
        Cue::Message,
        Cue::Manual,
        Cue::List,
        Cue::Sent,
        Cue::Here,
        Cue::Online,
        Cue::Have,
    ];
    POINTING.iter().any(|&cue| cue as u8 == concept)
}

/// Where a link of the writer's own stands.
const OWN: [RegionKind; 3] = [RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell];
/// The writer, alone or with colleagues.
const WRITER: ClassSet = ClassSet::of(&[Class::I, Class::We]);

/// How the reader is sent somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// They are told to look there.
    Told,
    /// It is said that the answer is there.
    Said,
    /// They are told to search.
    Searched,
    /// It was linked or said before.
    Before,
}

/// Words that send the reader somewhere, how, and to which place.
pub(super) type Pointer = (Range<usize>, Way, Option<Place>);

/// A sentence and what stands in it.
pub(super) struct Sentence<'c> {
    pub cx: &'c ReplyCx<'c>,
    at: usize,
    pub view: View<'c>,
    hits: Vec<CueHit<'c>>,
}

impl<'c> Sentence<'c> {
    pub(super) fn new(cx: &'c ReplyCx<'_>, at: usize) -> Self {
        Self { cx, at, view: cx.view(at), hits: cx.cues_in(at).collect() }
    }

    fn of(&self, cue: Cue) -> impl Iterator<Item = &CueHit<'c>> {
        self.hits.iter().filter(move |hit| Cue::of(hit) == cue)
    }

    fn ends(&self, cue: Cue, at: usize) -> Option<&CueHit<'c>> {
        self.of(cue).filter(|hit| hit.words().end == at).min_by_key(|hit| hit.words().start)
    }

    fn is_urged(&self, at: usize) -> bool {
        self.ends(Cue::Urge, at).is_some()
    }

    /// The place that the words name.
    pub(super) fn place(&self, head: Range<usize>) -> Place {
        let frames = [Cue::Lead, Cue::Trying, Cue::Urging, Cue::Asked, Cue::Refers];
        Place::new(&self.view, head, |at| frames.iter().any(|&cue| self.ends(cue, at).is_some()))
    }

    /// What sends the reader to the place: the words, and how.
    pub(super) fn governed(&self, place: &Place) -> Option<(Range<usize>, Way)> {
        let view = &self.view;
        let start = place.words.start;
        let end = place.head.end;
        let urged = |at: usize| self.is_urged(at);
        let said = [Cue::Asked, Cue::Urging, Cue::Refers];
        if let Some(hit) = said.into_iter().find_map(|cue| self.ends(cue, start)) {
            return Some((hit.words().start..end, Way::Told));
        }
        if let Some(hit) = self.ends(Cue::Trying, start) {
            let from = hit.words().start;
            return (!place::is_others_doing(view, from)).then_some((from..end, Way::Told));
        }
        let leads = self.of(Cue::Lead).filter(|hit| hit.words().end == start);
        // Of "have a look at" and "look at" the longer one has the subject before it.
        if let Some(hit) = leads.min_by_key(|hit| hit.words().start) {
            let from = hit.words().start;
            let looked = self.of(Cue::Looked).any(|hit| hit.words().contains(&from));
            let told = !looked && place::is_told(view, from, urged);
            return told.then_some((from..end, Way::Told));
        }
        if let Some(hit) = self.ends(Cue::Is, start) {
            let from = hit.words().start;
            let others =
                place::is_others_doing(view, from) || view.is(from.wrapping_sub(1), Class::You);
            let trouble = (0..from).any(|at| {
                view.is(at, Class::Problem) || view.is(at, Class::Bug) || view.is(at, Class::Person)
            });
            let which = place::is_relative(view, from);
            let from = from.saturating_sub(1);
            return (!others && !trouble && !which).then_some((from..end, Way::Said));
        }
        if let Some(hit) = self.ends(Cue::Info, start) {
            return Some((hit.words().start..end, Way::Said));
        }
        let useful = self.of(Cue::Useful).any(|hit| hit.words().start == end);
        if let Some(find) = start.checked_sub(1).filter(|&at| useful && view.is(at, Class::Fetch)) {
            return self.is_told(find).then_some((find..end, Way::Said));
        }
        let from = place::whereabouts(view, start, urged)?;
        // "There is a typo on the website" is no way to an answer; "report the bug in our tracker" is one.
        let trouble =
            (from..start).any(|at| view.is(at, Class::Problem) || view.is(at, Class::Bug));
        (!trouble || view.is(from, Class::VerbBase)).then_some((from..end, Way::Said))
    }

    /// The words that point at a place, a search or what was said before, in their order.
    pub(super) fn pointers(&self) -> Vec<Pointer> {
        let mut found: Vec<Pointer> = Vec::new();
        if self.hits.is_empty() || self.shows_a_path() {
            return found;
        }
        for hit in self.hits.iter().filter(|hit| points(hit.concept)) {
            let words = hit.words();
            let last =
                words.end == self.view.len() || self.view.marked(words.end, Marks::PUNCTUATION);
            let way = match Cue::of(hit) {
                Cue::Place => {
                    found.extend(self.named(hit));
                    continue;
                }
                Cue::Search => Way::Searched,
                Cue::Google if self.is_told(words.start) && !self.names_a_product(words.end) => {
                    Way::Searched
                }
                Cue::Earlier if !self.is_elsewhere(words.clone()) => Way::Before,
                Cue::Message | Cue::Manual | Cue::List if self.is_told(words.start) => Way::Before,
                Cue::Sent if !place::is_others_doing(&self.view, words.start) => Way::Before,
                Cue::Here if last && self.is_told(words.start) => Way::Before,
                Cue::Online if self.is_told(words.start) || hit.marked() != words => Way::Said,
                Cue::Have if !self.at_hand(words.end) => Way::Said,
                _ => continue,
            };
            if self.view.words[words].iter().all(|word| !word.is(Marks::LINK)) {
                found.push((hit.marked(), way, None));
            }
        }
        found.sort_by_key(|(words, ..)| (words.start, std::cmp::Reverse(words.end)));
        found
    }

    fn is_told(&self, at: usize) -> bool {
        place::is_told(&self.view, at, |at| self.is_urged(at))
    }

    /// A place that the words name, where the sentence sends the reader there.
    fn named(&self, hit: &CueHit<'_>) -> Option<Pointer> {
        let view = &self.view;
        let head = hit.words();
        // Of "help centre" and "help" the longer one says it.
        let longer = self.of(Cue::Place).chain(self.of(Cue::NoPlace)).any(|other| {
            let other = other.words();
            other != head && other.start <= head.start && other.end >= head.end
        });
        let out = Marks::SLASH.with(Marks::LINK).with(Marks::QUOTED);
        if longer || view.words[head.clone()].iter().any(|word| word.any(out)) {
            return None;
        }
        let place = self.place(head.clone());
        let after = self.of(Cue::Manner).chain(self.of(Cue::Useful));
        let manner = after.into_iter().any(|hit| hit.words().start == head.end);
        if place.goes_on(view) && !manner || self.at_hand(head.end) || self.is_theirs(&place) {
            return None;
        }
        let (words, way) = self.governed(&place).or_else(|| self.tells(&place))?;
        let attached =
            view.words[words.clone()].iter().any(|word| word.any(Marks::LINK.with(Marks::ADDRESS)));
        let here = (words.start..head.start).any(|at| self.at_hand(at));
        (!attached && !here).then_some((words, way, Some(place)))
    }

    /// "Our docs explain how": a place that is said to tell it.
    fn tells(&self, place: &Place) -> Option<(Range<usize>, Way)> {
        let mut after = place.head.end;
        while self.view.is(after, Class::Adverb) {
            after += 1;
        }
        let hit = self.of(Cue::Tells).find(|hit| hit.words().start == after)?;
        let written = self.view.is(place.head.end - 1, Class::PageText);
        let present = written && !self.view.is(after, Class::VerbPast);
        let begins = place.words.start == 0 || self.view.marked(place.words.start, Marks::COMMA);
        (present && begins && place.determiner.is_some())
            .then_some((place.words.start..hit.marked().end, Way::Said))
    }

    /// Whether what is named lies before the reader: attached, below, on the box.
    fn at_hand(&self, at: usize) -> bool {
        self.of(Cue::AtHand).any(|hit| hit.words().start == at)
    }

    /// Whether the place is the reader's, this very one, any one, or one inside of the product.
    fn is_theirs(&self, place: &Place) -> bool {
        let view = &self.view;
        let Some(at) = place.determiner else { return self.needs_determiner(place) };
        // "Check the site" may be theirs, which was down; "see the site for the dates" is not.
        let owned = place.words.clone().any(|at| view.is(at, Class::Clitic));
        let site = view.is(place.head.end - 1, Class::Site) && view.known(at) == "the" && !owned;
        let why = |at: usize| view.known(at) == "for";
        if site
            && self.ends(Cue::Lead, place.words.start).is_some()
            && !why(place.head.end)
            && !why(0)
        {
            return true;
        }
        // A manual comes with a thing, and is looked up all the same.
        let manual = view.is(place.head.end - 1, Class::PageText);
        let yours = view.is(at, Class::ReaderPossessive) && (!manual || owned);
        let this = view.is(at, Class::Deictic) && !manual;
        let any = !view.is(at, Class::Deictic)
            && !view.is(at, Class::Possessive)
            && view.known(at) != "the"
            && view.is(at, Class::Determiner);
        yours || this || any
    }

    /// A bare noun names a place where it is sent to in so many words: "see docs", but not "in terms of".
    fn needs_determiner(&self, place: &Place) -> bool {
        let help = self.view.known(place.head.start) == "help" && place.head.len() == 1;
        let name = self.view.marked(place.head.start, Marks::CAPITAL) && place.head.start > 0;
        let modified = place.words.start < place.head.start;
        let led = self.ends(Cue::Lead, place.words.start).is_some();
        !modified && (help || !name && !led)
    }

    /// Whether a name of a product follows that begins with the name of the search: "search Google Drive".
    fn names_a_product(&self, at: usize) -> bool {
        let view = &self.view;
        view.marked(at, Marks::CAPITAL) && !view.marked(at, Marks::PUNCTUATION)
    }

    /// Whether the link is in a mail or a message that they have, or in the product.
    fn is_elsewhere(&self, words: Range<usize>) -> bool {
        let view = &self.view;
        let after = words.end;
        let mailed =
            self.of(Cue::Mailed).next().is_some() && self.of(Cue::Previous).next().is_none();
        mailed
            || view.is(after, Class::Whereabouts) && self.of(Cue::Previous).next().is_none()
            || view.is(after, Class::You) && !words.clone().any(|at| view.is_any(at, WRITER))
            || place::is_others_doing(view, words.start)
            || view.is(after, Class::To) && !view.is(after + 1, Class::VerbBase)
    }

    /// Whether a way through menus is given: "Help > FAQ".
    fn shows_a_path(&self) -> bool {
        let text = self.view.sentence.span.of(self.view.text);
        [" > ", "→", "»", " -> "].iter().any(|sign| text.contains(sign))
    }

    /// Whether a link or a blank for one stands in the sentence or in the next one.
    pub(super) fn leads_nearby(&self) -> bool {
        let draft = self.cx.draft;
        let sentences = &draft.document.sentences;
        let start = self.view.sentence.span.start;
        let end = sentences.get(self.at + 1).map_or(start, |next| next.span.end);
        let near = Span::new(start, end.max(self.view.sentence.span.end));
        let text = near.of(draft.text());
        let (links, inlines) = (&draft.document.links, &draft.document.inlines);
        let links = &links[links.partition_point(|link| link.span.end <= near.start)..];
        let inlines = &inlines[inlines.partition_point(|it| it.span.end <= near.start)..];
        links.iter().take_while(|link| link.span.start < near.end).any(|link| is_lead(draft, link))
            || inlines
                .iter()
                .take_while(|it| it.span.start < near.end)
                .any(|it| it.kind != InlineKind::Verify)
            || is_footnote(text)
            || text.contains("://") && text.contains('`')
    }

    /// Whether it says on which page: "page 12", "section 3".
    pub(super) fn names_a_number(&self) -> bool {
        self.of(Cue::Number).any(|hit| self.view.marked(hit.words().end - 1, Marks::DIGIT))
    }
}

/// Whether the link takes the reader somewhere; one between quotation marks is something to type.
fn is_lead(draft: &Draft<'_>, link: &Link) -> bool {
    let words = &draft.document.words;
    let at = words.partition_point(|word| word.span().end <= link.span.start);
    link.is_page() && !words.get(at).is_some_and(|word| word.is(Marks::QUOTED))
}

/// Whether the text points at a note under the reply: "see the docs [1]".
fn is_footnote(text: &str) -> bool {
    text.match_indices('[').any(|(at, _)| {
        let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&digits) && text[at + 1 + digits..].starts_with(']')
    })
}

/// Whether the reply leads somewhere: then the reader has a link, whichever words are it.
pub(super) fn leads_anywhere(draft: &Draft<'_>) -> bool {
    draft.links(&OWN).any(|link| is_lead(draft, link))
        || draft.document.lines.iter().any(|line| {
            let own = matches!(line.class, LineClass::Own | LineClass::Code);
            let code = line.class == LineClass::Code || line.text(draft.text()).contains('`');
            own && code
                && line.text(draft.text()).contains("://")
                && draft.region_at(line.span.start) != RegionKind::Signature
        })
}
