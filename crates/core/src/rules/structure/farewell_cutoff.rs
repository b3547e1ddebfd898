use std::borrow::Cow;

use crate::clause::Context;
use crate::document::Marks;
use crate::draft::Sign;
use crate::finding::{Finding, Severity};
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports words that close the conversation on the customer, or send them off on their own.
    ///
    /// ## Why
    /// You may be done; whether they are, only they can say. Who is shown out does not write again, and
    /// tells others instead. A ticket can be closed and its door left open: say how they open it.
    ///
    /// ## Flagged
    /// <|I'm closing this ticket|> now.
    /// <|This case will be marked as resolved|>.
    /// If we don't hear from you in 3 days <|we will close the request|>.
    /// <|We consider this issue closed|>.
    /// <|Closing this one|>.
    /// The lamp is not faulty, so <|I am going to close it|>.
    /// <|Closing|> as there was no answer.
    /// Thanks for the photo, <|closing|>.
    /// This issue had no activity for 30 days. <|It will be closed|> in a week.
    /// <|Your enquiry auto-closes|> after 5 days.
    /// <|Marking as resolved|>.
    /// Thanks for the photo, <|marking this as solved|>.
    /// <|We will now proceed to close this thread|>.
    /// <|I have gone ahead and closed your request|>.
    /// <|This ticket can be closed|>. # only put forward: an information
    /// <|I will now end this chat|>.
    /// <|Your case has now been closed|>.
    /// Please <|close this issue|>. # theirs to decide: an information
    /// If we hear nothing, <|we'll assume that the crib has arrived|> and close the case.
    /// Please <|do not reply to this|> email.
    /// <|That's all we can do|> for you.
    /// <|You should look for another airline|>.
    /// <|Replies to this address are not read|>.
    /// <|No further correspondence will|> be entered into.
    /// <|Our decision is final|>.
    /// <|We will not discuss the deposit any further|>.
    /// <|You're on your own|> with that phone.
    /// You can <|research it yourself|>, and <|go your own way|>.
    /// <|You're welcome to find another clinic|>.
    /// <|We will go ahead and close this chat|>. If you have other questions, let us know. # a door that is only said to be open: an information
    /// <|I've locked this thread|> as a duplicate of #12. # it goes on elsewhere: an information
    /// <|We hope you get everything sorted|>. # a wish: an information
    /// <|Good luck with that|>. # a wish: an information
    /// <|Sorry that I can't help|> you with the printer. # a refusal: an information
    /// <|I'm not going to write|> the form for you. # a refusal: an information
    /// <|I'll close the ticket|> once you tell me that the heating runs. # on their word: a hint
    ///
    /// ## Clean
    /// I'll mark this as solved; reply any time and it reopens.
    /// [Q: You can close this, thanks!] Hi Jo, closed, and thank you for telling me.
    /// [Q: It works, please close the ticket.] Hi Jo, I've closed this ticket. Enjoy the tent!
    /// I closed your old account, as you asked.
    /// The shop closes at six.
    /// I'll close another ticket tonight and write to you.
    /// I closed the old request and kept the new one, so nothing is lost.
    /// Your complaint was closed in May; I've opened it again.
    /// We've archived the report for you under Files.
    /// Please close the ticket if the lift works now.
    /// I'm closing this ticket, as you asked.
    /// I'm closing this for now. Just reply here and it opens again.
    /// We won't close your case until the parcel is there.
    /// Before we close this ticket, may I ask how it went?
    /// The window is open. I'm closing it on my side.
    /// I'm closing the valve in case it leaks.
    /// Closing this tab logs you out.
    /// Closing this ticket will delete its log.
    /// My pull request closes the issue.
    /// Shall I close the ticket?
    /// I've opened a pull request with the fix, and I'll close it once it is merged.
    /// Your request was closed by mistake, so I've reopened it.
    /// Please don't reply with your password.
    /// No further action is needed from you.
    /// Good luck with your exam on Friday!
    /// I hope you get the job.
    /// I hope you find the cabin cosy.
    /// When you're on your own server, you can change the port.
    /// I'm not going to charge you for this.
    /// Closed on Sundays.
    /// The case closes with a click.
    /// This case can be closed with one hand.
    /// Consider it done.
    /// Our decision is final. What we can do is send you the other lamp.
    /// I'm closing in on the fault.
    pub FarewellCutoff {
        code: "farewell-cutoff", family: Structure, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Snippet, rank: 52
    }
}

cues! {
    enum Cue {
        Close, It, Bare, Deaf, Final, Alone, Wish, Refuse,
        Door, Stock, Asked, Solved, Trigger, Elsewhere, Supposed, Fresh, Way, Thing, Talk,
    }
    en: Close = "(I|we) {adverb}* (am|'m|are|'re|will|'ll|shall|have|'ve|had|must|was|were)? {adverb}* (go ahead and|going ahead and|gone ahead and|proceed to|proceed and|proceed with|proceeding to|proceeding with|gonna|going to|about to|planning to|want to|need to|have to|had to|would like to|'d like to|forced to|be|been)? {adverb}* (go ahead and|proceed to|have to|need to|be)? (close|closing|closed|lock|locking|locked) (out|down|off|up)? (this|the|your|that|these|those|all|our|such|any|old|stale)? {0..2} {talk}",
    en: Close = "^ (will|going to|gonna|am|are|'m) {adverb}* (go ahead and|going to|have to|need to|be)? {adverb}* (close|closing|lock|locking) (out|down|off|up)? (this|the|your|that|these|all)? {0..2} {talk}",
    en: Close = "^ <(closing|locking|closed|locked) (out|down|off|up)? (this|the|your|that|these) {0..2} {talk}>",
    en: Close = ", <(closing|locking) (out|down|off|up)? (this|the|your|that|these) {0..2} {talk}>",
    en: Close = "(so|and|therefore|thus|hence) <(closing|locking) (out|down|off|up)? (this|the|your|that|these) {0..2} {talk}>",
    en: Close = "(this|your|the|that|these|all|any) {0..2} {talk} (will|'ll|shall) {adverb}* be {adverb}* (closed|locked|archived|auto-closed)",
    en: Close = "(this|your) {0..2} {talk} (is|'s|are|was|were|has|have|had|gets) {adverb}* (been|being|going to be|about to be)? {adverb}* (closed|locked|archived|auto-closed)",
    en: Close = "(that|the) {0..2} (thread|ticket|issue|conversation|matter|request|chat|enquiry|inquiry|query|discussion|topic|complaint) (is|'s|are|was|were|has|have|had|gets) {adverb}* (been|being|going to be|about to be)? {adverb}* (closed|locked|archived|auto-closed)",
    en: Close = "(I|we) {adverb}* (am|'m|are|'re|will|'ll|have|'ve|had|must)? {adverb}* (go ahead and|going to|have to|need to|be)? {adverb}* (end|ending|ended|archive|archiving|archived) (this|the|our|your) {0..1} (chat|conversation|thread|discussion|correspondence|ticket|case|issue)",
    en: Close = "(this|our|the) (chat|conversation|discussion|correspondence) (is|'s) {adverb}* over",
    en: Close = "^ please {adverb}* <close (this|the|your) {0..2} {talk}>",
    en: Close = "(this|your) {0..2} {talk} {adverb}* (closes|auto-closes|auto-close)",
    en: Close = "(this|your|the|that) {0..2} {talk} will {adverb}* (close|auto-close|autoclose)",
    en: Close = "(I|we) {adverb}* (am|'m|are|'re|will|'ll|shall|have|'ve|had|must)? {adverb}* (go ahead and|going to|gonna|about to|have to|need to|would like to|'d like to|be)? {adverb}* (go ahead and|be)? (mark|marking|marked|flag|flagging|flagged|set|setting|treat|treating|treated|consider|considering|considered|regard|count|move|moving|moved) (this|that) {adverb}* (as|to|down as|to be|as being)? {adverb}* (solved|resolved|closed|done|completed|complete|answered|settled|concluded|invalid|stale|duplicate|wontfix|won't fix|a duplicate|not a bug)",
    en: Close = "(I|we) {adverb}* (am|'m|are|'re|will|'ll|shall|have|'ve|had|must)? {adverb}* (go ahead and|going to|gonna|about to|have to|need to|would like to|'d like to|be)? {adverb}* (go ahead and|be)? (mark|marking|marked|flag|flagging|flagged|set|setting|treat|treating|treated|consider|considering|considered|regard|count|move|moving|moved) (the|your|this|that) {0..2} {talk} {adverb}* (as|to|down as|to be|as being)? {adverb}* (solved|resolved|closed|done|completed|complete|answered|settled|concluded|invalid|stale|duplicate|wontfix|won't fix|a duplicate|not a bug)",
    en: Close = "(I|we) {adverb}* (am|'m|are|'re|will|'ll|shall|have|'ve|had)? {adverb}* (go ahead and|going to|gonna|about to|have to|need to|be)? {adverb}* (mark|marking|marked|flag|flagging|flagged|set|setting|treat|treating|treated|consider|considering|considered) it {adverb}* (as|to|down as|to be)? {adverb}* (solved|resolved|closed|settled|a duplicate|wontfix|won't fix|invalid|not a bug)",
    en: Close = "^ <(marking|resolving|flagging) (this|it|that)? as {adverb}* (solved|resolved|closed|done|complete|completed|answered|settled|invalid|stale|duplicate|wontfix|won't fix|a duplicate|not a bug)>",
    en: Close = "^ <(marking|resolving|flagging) (this|the|your) {0..2} {talk} as {adverb}* (solved|resolved|closed|done|complete|completed|answered|settled|invalid|stale|duplicate|wontfix|won't fix|a duplicate|not a bug)>",
    en: Close = "(so|and) <(marking|resolving|flagging) (this|it|that)? as {adverb}* (solved|resolved|closed|done|complete|completed|answered|settled|invalid|stale|duplicate|wontfix|won't fix|a duplicate|not a bug)>",
    en: Close = ", <(marking|resolving|flagging) (this|it|that)? as {adverb}* (solved|resolved|closed|done|complete|completed|answered|settled|invalid|stale|duplicate|wontfix|won't fix|a duplicate|not a bug)>",
    en: Close = "(so|and) <(marking|resolving|flagging) (this|the|your) {0..2} {talk} as {adverb}* (solved|resolved|closed|done|complete|completed|answered|settled|invalid|stale|duplicate|wontfix|won't fix|a duplicate|not a bug)>",
    en: Close = ", <(marking|resolving|flagging) (this|the|your) {0..2} {talk} as {adverb}* (solved|resolved|closed|done|complete|completed|answered|settled|invalid|stale|duplicate|wontfix|won't fix|a duplicate|not a bug)>",
    en: Close = "(this|your|the|that) {0..2} {talk} (is|'s|are|was|were|has|have|had|will|'ll|shall) {adverb}* (be|been|being|going to be)? {adverb}* (marked|flagged|considered|deemed|treated|set|regarded) {adverb}* (as|to)? {adverb}* (solved|resolved|closed|done|completed|complete|answered|settled|invalid|stale|duplicate|wontfix|a duplicate)",
    en: Close = "(I|we) (am|'m|are|'re) {adverb}* resolving (this|the|your) {0..1} (ticket|thread|conversation|chat)",
    en: Close = "(I|we) (will|'ll|shall|am going to|are going to|can only|have to|must) {adverb}* (assume|presume|conclude|take it) that? {0..4} (solved|resolved|fixed|settled|sorted|closed|satisfied|arrived|happy)",
    en: It = "(I|we) {adverb}* (am|'m|are|'re|will|'ll|shall|must) {adverb}* (go ahead and|proceed to|proceeding to|proceed with|gonna|going to|about to|planning to|have to|need to|be)? {adverb}* (go ahead and|have to|be)? (close|closing|lock|locking|archive|archiving) (out|down|off|up)? (this|it|that|these|them) (one|out|off|down)?",
    en: It = "(I|we) (have|'ve) {adverb}* (gone ahead and)? (closed|locked|archived) (this|it) (one|out|off|down)?",
    en: It = "(I|we) {adverb}* (have to|need to|had to|want to|would like to|'d like to) {adverb}* (go ahead and)? (close|lock|archive) (this|it) (one|out|off|down)?",
    en: It = "^ (will|going to|gonna|am|are) {adverb}* (go ahead and|going to|have to|be)? {adverb}* (close|closing|lock|locking) (this|it|that|these) (one|out|off|down)?",
    en: It = "^ <(closing|locking|archiving) (out|down|off|up)? (this|it|that) (one|out|off|down)?>",
    en: It = ", <(closing|locking|archiving) (out|down|off|up)? (this|it|that) (one|out|off|down)?>",
    en: It = "(so|and|therefore|thus|hence) <(closing|locking|archiving) (out|down|off|up)? (this|it|that) (one|out|off|down)?>",
    en: It = "(it|this|that|they) (will|'ll|shall) {adverb}* be {adverb}* (closed|locked|archived|auto-closed)",
    en: It = "(it|this) (is|'s|has been) now (closed|locked|archived)",
    en: Close = "(I|we) can {adverb}* (close|lock) (this|the|your|that) {0..2} {talk}",
    en: Close = "(this|your|the|that) {0..2} {talk} can {adverb}* be {adverb}* (closed|locked)",
    en: Close = "(let's|let us) {adverb}* (close|lock) (this|the|that) {0..2} {talk}",
    en: Close = "^ (ticket|issue|thread|case|chat|request|topic) {adverb}* (closed|locked)",
    en: It = "(I|we) can {adverb}* (close|lock) (this|it) (one|out|off|down)?",
    en: It = "(this|it|that) can {adverb}* be {adverb}* (closed|locked)",
    en: It = "(let's|let us) {adverb}* (close|lock) (this|it) (one|out|off|down)?",
    en: Bare = "^ <closed>",
    en: Bare = "^ <closing>",
    en: Bare = ", <closing>",
    en: Bare = "(so|and|therefore|thus|hence) <closing>",
    en: Close = "^ <closing> {adverb}* (as|since|because|due to|for now|for lack|per|in favor of|in favour of)",
    en: Close = "(so|and) <closing> {adverb}* (as|since|because|due to|for now|for lack|per|in favor of|in favour of)",
    en: Close = ", <closing> {adverb}* (as|since|because|due to|for now|for lack|per|in favor of|in favour of)",
    en: Close = "^ <closed (as|in favor of|in favour of)> (a|not|no|could|can|cannot|we|I|you|the|there|it|this|that|per|answered|resolved|solved|done|completed|complete|invalid|duplicate|spam|stale|wontfix|fixed|off-topic|abandoned)",
    en: Deaf = "(do not|do n't) {adverb}* (reply|respond|write) to this",
    en: Deaf = "(do not|do n't) {adverb}* (contact|email|e-mail|call|message|write to|write) (me|us) (again|any more|anymore|any further|any longer|about this)",
    en: Deaf = "(do not|do n't) {adverb}* (reply|respond|write|comment|post) (again|any more|anymore|any further|further)",
    en: Deaf = "(replies|responses|answers|emails|e-mails|mails|messages) {0..4} (are|is|will|can|do) {adverb}* (not|n't) {0..2} (read|monitored|answered|received|seen|delivered|reach|reviewed)",
    en: Deaf = "this {0..3} (is|'s) (not|n't|un-monitored|unmonitored|an unmonitored|a no-reply|a noreply) {0..1} (monitored|read|mailbox|inbox|address|account)",
    en: Deaf = "no further (correspondence|replies|responses|communication|communications|emails|messages|discussion|discussions|comments|contact|assistance|support) (will|can|is|are|shall|on|about|regarding|in)",
    en: Deaf = "no further action (will|can|shall)",
    en: Deaf = "(I|we) (will|'ll|can|shall|are|am|'m|'re) (take|taking) no further (action|questions|replies|calls)",
    en: Deaf = "(I|we) (wo n't|will not|shall not|can not|ca n't|cannot|are not going to|am not going to|'m not going to|'re not going to) {adverb}* (be)? (reply|replying|respond|responding|answer|answering|discuss|discussing|debate|debating|argue|arguing|continue|continuing|engage|engaging|entertain|entertaining|correspond) (to|on|about|with|this|that|the|your|any|it)? {0..4} (further|anymore|any more|any longer|again)",
    en: Final = "(our|my|the|this|that) {0..1} (decision|answer|word|offer|verdict) (is|'s|remains|stands as) final",
    en: Final = "(this|that) (is|'s) {adverb}* (my|our|the) (final|last) (answer|word|reply|response|message|email|mail|decision|offer|comment)",
    en: Final = "end of (the|this)? (discussion|story|conversation|matter|debate)",
    en: Final = "^ <case closed>",
    en: Final = "(nothing|n't anything|not anything) (more|else|further) (to (say|add|discuss)|for (me|us) to (do|say|add))",
    en: Final = "(that|this) (is|'s) {adverb}* all (I|we) (can (do|offer|say)|have to say)",
    en: Final = "(I|we) ('m|am|'re|are) done (here|with this|with you|discussing|talking|arguing|explaining)",
    en: Final = "(the|this) (matter|discussion|topic|subject) (is|'s) {adverb}* (closed|settled|over)",
    en: Alone = "you {adverb}* (are|'re|will be|'ll be) {adverb}* on your own",
    en: Alone = "go your own way",
    en: Alone = "(figure|work|sort|find) (it|this|that|things) out (yourself|yourselves|on your own|by yourself)",
    en: Alone = "(research|google|look up) (it|this|that)? (yourself|yourselves|on your own)",
    en: Alone = "look (it|this|that) up (yourself|on your own)",
    en: Alone = "take your (business|money|custom) (elsewhere|somewhere else)",
    en: Alone = "you {adverb}* (are|'re) {adverb}* (free|welcome) to {adverb}* (leave|go|go elsewhere|look elsewhere|try elsewhere|switch|find|look for|use|choose|try|move to) (another|a different|somebody else|someone else|something else|elsewhere) {0..1}",
    en: Alone = "you (should|could|can|might want to|may want to|need to|have to|'ll have to|will have to|'d better) {adverb}* (find|look for|try|choose|hire|ask|use) (somebody|someone|something) else",
    en: Alone = "(you|suggest|recommend) {0..4} (find|look for|try|choose|switch to|move to|finding|looking for) (another|a different|a new) (provider|host|shop|company|service|supplier|vendor|bank|airline|clinic|hotel|store|agency)",
    en: Alone = "(go|look|try|shop|ask) elsewhere",
    en: Alone = "feel free to {adverb}* (leave|go|look|try|switch|find|look for|use|choose) (another|a different|somebody else|someone else|something else|elsewhere) (provider|host|shop|company|service|supplier|vendor|bank|airline|clinic|hotel|store|agency|product|tool|app)?",
    en: Wish = "(I|we)? {adverb}* (hope|hoping) that? you (will|'ll|can|manage to|are able to|'re able to|all|both)? {adverb}* (get|work|figure|sort) {0..3} (sorted|out|fixed|resolved|solved|going|working|running)",
    en: Wish = "(I|we)? {adverb}* (hope|hoping) that? you (will|'ll|can|manage to|are able to|'re able to)? {adverb}* (solve|resolve|fix) (it|this|that|(the|your) {0..1} {problem})",
    en: Wish = "(I|we)? {adverb}* (hope|hoping) that? you (will|'ll|can|manage to|are able to|'re able to)? {adverb}* find (a|an|another|some|the|somebody|someone|something) {0..2} (solution|way|answer|fix|workaround|help|provider|who|that|else|alternative|host|supplier)",
    en: Wish = "(I|we)? {adverb}* (hope|hoping) that? you find what you (need|want|look|are|'re) {0..2}",
    en: Wish = "(I|we)? {adverb}* (hope|hoping) (that|everything|all|it|things|this|that it|that everything) (gets|get|works|is|will be|will get) (sorted|resolved|solved|fixed|out)",
    en: Wish = "(good|best of) luck (with (that|this|it)|fixing|solving|finding (a|an|the|it|one|somebody|someone)|figuring|sorting|debugging|resolving|getting (it|this|that|them))",
    en: Wish = "(all the best|luck|every success|success) {0..3} with (another|a different|your new|your next|the competition|a competitor|somebody else|someone else) (provider|host|company|service|supplier|vendor|shop|product|tool|bank|airline)",
    en: Refuse = "(I|we) ('m|am|'re|are) not {adverb}* going to {adverb}* (do|try|post|write|help|fix|explain|argue|debate|discuss|bother|spend|waste|repeat|continue|answer|respond|reply|engage|entertain)",
    en: Refuse = "(I|we) (wo n't|will not) {adverb}* be {adverb}* (working on|looking into|looking at|fixing|spending|doing|helping|maintaining)",
    en: Refuse = "sorry ,? that? (I|we) (ca n't|cannot|can not|could n't|could not) {adverb}* (help|assist|be of {0..2} help)",
    en: Refuse = "(I|we) ('m|am|'re|are) not {adverb}* gonna {adverb}* (do|try|post|write|help|fix|explain|argue|debate|discuss|bother|spend|waste|repeat|answer|respond|reply)",
    en: Door = "(reopens|reopened|re-opens|re-opened)",
    en: Door = "(I|we|it|that|this|ticket|conversation) (will|'ll|can|could|would|am happy to|'m happy to|are happy to|'re happy to) {adverb}* (reopen|re-open)",
    en: Door = "(happy|glad) to (reopen|re-open)",
    en: Door = "(opens|open|opened) it? (again|back up|up again)",
    en: Door = "(reply|write|answer|respond|message|come back|get back|ping|call|ask) {0..4} (any time|anytime|at any time|whenever|day or night)",
    en: Door = "(just|simply) (reply|write|answer|respond|say|comment|ping|hit reply)",
    en: Door = "(a|one|any|your|every) (reply|answer|message|line|word|mail|email|comment) {0..4} (opens|reopens|brings|reaches|comes|goes|wakes)",
    en: Door = "(door|conversation|chat|thread|ticket) {0..2} (stays|remains|is) {adverb}* open",
    en: Door = "(I'm|I am|we're|we are) {adverb}* here (for you|if|when|whenever)",
    en: Stock = "feel free",
    en: Stock = "(do not|do n't) hesitate",
    en: Stock = "let (me|us) know",
    en: Stock = "(reopen|re-open)",
    en: Stock = "(any|other|further|more|additional|future|new) {0..2} (questions|question|queries|query|concerns|issues|issue|problems|feedback|trouble|help|assistance)",
    en: Stock = "(open|create|raise|submit|start|file|log) (a|another) {0..2} {talk}",
    en: Stock = "(reach out|get in touch|contact us|contact me|write to us|write to me|revert back|get back to us|get back to me|tell us|tell me|come back)",
    en: Stock = "~ (reply|respond|comment|answer|write|ping) (here|back|below|if|when|with|to|again|me|us)",
    en: Asked = "(as|like) (asked|requested|agreed|discussed|promised|wished|you {adverb}* (asked|requested|wanted|wished|suggested|agreed|said))",
    en: Asked = "(at|per|on|by|upon|following) your {0..1} (request|wish|instruction|instructions|suggestion)",
    en: Asked = "you {adverb}* (asked|told|wanted|requested|agreed) {0..4} (close|closed|closing|lock|mark|resolve)",
    en: Asked = "(by|in) (mistake|accident|error)",
    en: Asked = "(accidentally|mistakenly|erroneously)",
    en: Solved = "(glad|happy|great|good|pleased|nice|lovely) {0..4} (works|working|worked|solved|sorted|fixed|resolved|helped|settled)",
    en: Solved = "(thanks|thank you) for (confirming|letting|telling|coming back|the confirmation|your confirmation)",
    en: Solved = "(since|as|because|now that) (you|it|this|that|everything|all) {0..3} (works|solved|fixed|resolved|sorted|confirmed|working|settled)",
    en: Trigger = "(once|when|after|as soon as|unless) (you|people|they|everyone|everybody|someone|somebody) {0..3} (confirm|confirmed|tell|say|let|verify|approve|agree|object|disagree|prefer|want|have|need)",
    en: Trigger = "(once|when|after|as soon as) {0..5} (arrived|arrives|fixed|works|working|sent|received|released|merged|done|complete|completed|solved|sorted|paid|back)",
    en: Elsewhere = "(duplicate|duplicates|duplicated|favor|favour|superseded|continue|continues|continued|moved|merged|track|tracked|tracking|follow|followed|handled) (of|by|in|into|here|there|at|with|to|on|over)",
    en: Supposed = "(before|after|if|when|whether|unless|until|once|whenever|which|who|where|how|why|what|should|could|can|may|shall) (I|we|this|your|the|it|that)",
    en: Fresh = "(a|an|another|some|several|many|few|one|each|every|other) {0..1} {talk}",
    en: Fresh = "(the|your|this) (old|older|new|newer|other|first|second|third|previous|earlier|duplicate|wrong|extra|double) {0..1} {talk}",
    en: Way = "what (I|we) (can|could|will|'ll)",
    en: Way = "(but|instead|meanwhile) ,? (I|we) (can|could|will|'ll)",
    en: Thing = "(window|windows|dialog|dialogue|tab|tabs|form|forms|browser|app|application|program|file|files|drawing|document|account|accounts|position|order|shop|store|branch|office|door|valve|tap|port|connection|socket|session|bracket|tag|gap|loop|popup|pop-up|modal|palette|menu|editor|subscription|poll|survey|vote|registration|lid|box|cover|curtain|road|gate|lane|pool|kitchen|street|bridge)",
    en: Thing = "(pull request|pull requests|pr|prs|merge request|mr|branch)",
    en: Talk = "{talk}",
}

impl Rule for FarewellCutoff {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        if cue as u8 >= Cue::Door as u8 || cx.is_in_longer(hit, SIDE) || cx.asks(hit.words().start)
        {
            return;
        }
        let closes = matches!(cue, Cue::Close | Cue::It | Cue::Bare);
        if closes && !is_closed(cue, hit, cx) || is_supposed(hit, cx) {
            return;
        }
        if cue == Cue::Alone && !stands_alone(hit, cx) {
            return;
        }
        if closes && cx.has_near(1, 2, &[Cue::Door as u8])
            || cx.has_near(1, 1, &[Cue::Asked as u8])
            || closes && cx.facts.mood.has(Sign::Closing)
            || cue == Cue::Wish && cx.facts.mood.has(Sign::Leaving)
            || matches!(cue, Cue::Final | Cue::Refuse) && cx.has_near(0, 1, &[Cue::Way as u8])
        {
            return;
        }
        let span = cx.span(hit.marked());
        let said = wording::quote(cx, span);
        let (message, help) = match cue {
            Cue::Deaf => (
                format!("{said} says that nobody listens. Where can they answer?"),
                "Say where a reply is read, and by whom.",
            ),
            Cue::Final => (
                format!("{said} shuts the door. What can they still do?"),
                "Say what stands, and what they can still do: whom they ask, what would change it.",
            ),
            Cue::Alone | Cue::Wish => (
                format!("{said} sends them off on their own. Which step can you walk with them?"),
                "Offer the next step: what you look at, or what they send you if it goes on.",
            ),
            Cue::Refuse => (
                format!("{said} is a no with the door shut. What can you do?"),
                "Beside the no, say why, and what you can do or who can.",
            ),
            _ => (
                format!("{said} can feel like being shown out. Say the door stays open."),
                "Close it where you keep your tickets. To them, say that a reply opens it again.",
            ),
        };
        let mut finding = META.finding(span, message);
        finding.help = help.into();
        finding.clause = wording::stretch(cx, hit.marked());
        lower(cue, closes, &mut finding, cx);
        match cue {
            Cue::Deaf => wording::replace_sentence(
                &mut finding,
                cx,
                "Say where they can answer",
                "You can write to ${1:?where you read it} any time.",
            ),
            Cue::Final | Cue::Refuse => wording::follow_up(
                &mut finding,
                cx,
                "Add what you can do",
                "What I can do is ${1:?the nearest yes}.",
            ),
            Cue::Alone | Cue::Wish => wording::replace_sentence(
                &mut finding,
                cx,
                "Offer the next step",
                "If ${1:?what they do next} gives you any trouble, reply here and I'll ${2:look at it with you}.",
            ),
            _ => {
                wording::follow_up(
                    &mut finding,
                    cx,
                    "Add that a reply opens it again",
                    "A reply here opens it again, with everything we said.",
                );
                // What else the sentence says is kept.
                let whole = wording::stretch(cx, 0..cx.view.len());
                if finding.clause == whole {
                    wording::replace_sentence(
                        &mut finding,
                        cx,
                        "Leave the door open",
                        "I'll set this aside as solved. A reply here brings it straight back to me, today or in a year.",
                    );
                }
            }
        }
        out.push(finding);
    }
}

/// The concepts that mark nothing.
const SIDE: &[u8] = &[
    Cue::Door as u8,
    Cue::Stock as u8,
    Cue::Asked as u8,
    Cue::Solved as u8,
    Cue::Trigger as u8,
    Cue::Elsewhere as u8,
    Cue::Supposed as u8,
    Cue::Fresh as u8,
    Cue::Way as u8,
    Cue::Thing as u8,
    Cue::Talk as u8,
];

/// Whether the words say that the conversation ends, and not a window, a habit or a task.
fn is_closed(cue: Cue, hit: &CueHit<'_>, cx: &SentenceCx<'_>) -> bool {
    const FINITE: ClassSet =
        ClassSet::of(&[Class::VerbS, Class::Will, Class::Can, Class::Be, Class::Do, Class::May]);
    const POINTS: ClassSet = ClassSet::of(&[
        Class::Talk,
        Class::Deictic,
        Class::ObjectPronoun,
        Class::IndefiniteSingular,
    ]);
    let view = &cx.view;
    let marked = hit.marked();
    if marked.clone().any(|at| view.is(at, Class::Negation) && view.known(at + 1) != "a") {
        return false;
    }
    if cue == Cue::Bare {
        return marked.end == view.len();
    }
    let last = marked.end - 1;
    let object = view.is_any(last, POINTS);
    // "We close tickets in December": a habit, unless it is held out for when they do not answer. "Please close it if
    // it works": theirs to decide.
    let verb = marked.clone().find(|&at| !view.is_any(at, SUBJECT));
    let bare = object && verb.is_some_and(|at| view.is(at, Class::VerbBase));
    let habit = bare && verb != Some(marked.start);
    if bare && habit != cx.context().says(Context::CONDITION) {
        return false;
    }
    if object && !ends_at(marked.end, cx) {
        return false;
    }
    // "in case", "on request"; "another ticket" is one of many.
    if view.is(last, Class::Talk) && last > 0 && view.is(last - 1, Class::Preposition)
        || cx.cues().any(|other| Cue::of(&other) == Cue::Fresh && other.words().end == marked.end)
    {
        return false;
    }
    // "This case can be closed with one hand".
    let able = marked.clone().any(|at| view.is(at, Class::Can));
    if able && !object && view.is(marked.end, Class::Preposition) {
        return false;
    }
    // "Closing this ticket deletes its log": what a click does.
    if view.is(marked.start, Class::VerbIng) && view.is_any(marked.end, FINITE) {
        return false;
    }
    let passive = view.is(last, Class::VerbParticiple);
    cue != Cue::It
        || !cx.has_near(1, 0, &[Cue::Thing as u8])
            && (!passive || cx.has_near(1, 0, &[Cue::Talk as u8]))
}

const SUBJECT: ClassSet = ClassSet::of(&[Class::I, Class::We, Class::Adverb]);

/// Whether what is closed is named in full: "this ticket" is, "this ticket window" is not.
fn ends_at(at: usize, cx: &SentenceCx<'_>) -> bool {
    const GOES_ON: ClassSet = ClassSet::of(&[
        Class::Preposition,
        Class::Subordinator,
        Class::Coordinator,
        Class::Adverb,
        Class::Relative,
        Class::To,
        Class::Determiner,
        Class::I,
        Class::We,
        Class::You,
        Class::Weekday,
        Class::FutureTime,
        Class::Be,
        Class::Effect,
    ]);
    let view = &cx.view;
    at >= view.len()
        || view.marked(at, Marks::PUNCTUATION.with(Marks::DIGIT).with(Marks::OPAQUE))
        || view.is_any(at, GOES_ON) && view.known(at) != "in"
        || view.known(at) == "in" && !matches!(view.known(at - 1), "it" | "this")
}

/// Whether it is said that it can be closed, and not that it is.
fn is_offered(hit: &CueHit<'_>, span: Span, cx: &SentenceCx<'_>) -> bool {
    cx.span(hit.marked()) == span && hit.marked().any(|at| cx.view.is(at, Class::Can))
}

/// Whether they are asked to close it themselves: "please close this issue".
fn is_asked(span: Span, cx: &SentenceCx<'_>) -> bool {
    let at = cx.view.words.partition_point(|word| word.span().start < span.start);
    cx.view.is(at, Class::VerbBase)
}

/// Whether the words stand behind one that leaves open whether it is so: "before we close this".
fn is_supposed(hit: &CueHit<'_>, cx: &SentenceCx<'_>) -> bool {
    let start = hit.words().start;
    cx.cues().any(|other| Cue::of(&other) == Cue::Supposed && other.words().end == start + 1)
}

/// Whether "on your own" ends what is said: "on your own server" does not.
fn stands_alone(hit: &CueHit<'_>, cx: &SentenceCx<'_>) -> bool {
    let view = &cx.view;
    let end = hit.marked().end;
    let own = view.known(end - 1) == "own";
    !own || ends_at(end, cx)
}

/// What is said more softly, and why.
fn lower(cue: Cue, closes: bool, finding: &mut Finding, cx: &SentenceCx<'_>) {
    let near = |cue: Cue| cx.has_near(1, 2, &[cue as u8]);
    let (severity, why) = if closes && cx.has_near(0, 0, &[Cue::Trigger as u8]) {
        (Severity::Hint, "you wait for their word")
    } else if closes && near(Cue::Solved) {
        (Severity::Information, "they say that it is solved")
    } else if closes && near(Cue::Elsewhere) {
        (Severity::Information, "the talk goes on elsewhere")
    } else if near(Cue::Stock) {
        (Severity::Information, "the way back is named")
    } else if cue == Cue::Wish {
        (Severity::Information, "it is a wish")
    } else if cue == Cue::Refuse {
        (Severity::Information, "it may have its reason")
    } else if closes && cx.cues().any(|cue| is_offered(&cue, finding.span, cx)) {
        (Severity::Information, "it is only put forward")
    } else if closes && is_asked(finding.span, cx) {
        (Severity::Information, "you leave it to them")
    } else {
        return;
    };
    finding.severity = severity;
    finding.notes.push(format!("Lowered: {why}."));
}
