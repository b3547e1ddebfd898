//! Line classes: the first pass, before any Markdown.
//!
//! Read as CommonMark alone, a reply under a quote becomes part of it (lazy continuation), `Ana`
//! above `-- ` becomes a heading and a `>` in shell output a quotation. So front matter, headers,
//! attribution lines, quote depth, signatures and fences are decided by line, in every kind of text;
//! only runs of [`LineClass::Own`] lines are read further. The classes follow the mail-quotation
//! parsers (talon's empty, quoted, splitter, text).

use memchr::memchr2;

use crate::lang::mail::MailCues;
use crate::text::Span;

/// What a line is, as far as its form tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineClass {
    /// Nothing but white space.
    Blank,
    /// `---` … `---` or `+++` … `+++` at the very top, delimiters included.
    FrontMatter,
    /// `To: …` and the like at the top.
    Header,
    /// "On … wrote:", "-----Original Message-----", an Outlook block: says that a quote follows.
    Attribution,
    /// Somebody else's words, with the number of `>` in front (0: marked by a splitter only).
    Quote(u8),
    /// A fenced code block, fences included.
    Code,
    /// `-- ` and what follows it.
    Signature,
    /// A note for colleagues, or an HTML comment.
    Note,
    /// The writer's own words.
    Own,
}

/// A line with its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line without its line break.
    pub span: Span,
    /// Where the next line begins.
    pub next: usize,
    /// What it is.
    pub class: LineClass,
}

impl Line {
    /// The line's text, without the line break.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text)
    }
}

/// An attribution line is joined over at most so many lines before its "wrote:" must have come.
const LONGEST_ATTRIBUTION: usize = 4;
/// So many headers at least make a mail's head: fewer are any list.
const FEWEST_HEADERS: usize = 3;
/// No more headers are looked at: below that many, all is theirs anyway.
const MOST_HEADERS: usize = 32;
/// The verb behind an address has at most so many words: "ha scritto".
const LONGEST_VERB: usize = 3;
/// The name before an address has at most so many words.
const LONGEST_SENDER: usize = 4;
/// A line of underscores is a divider from so many on.
const SHORTEST_RULE: usize = 20;
/// Where a comment or a quote in HTML ends is looked for in so many lines: each that begins asks anew.
const LONGEST_ELEMENT: usize = 500;
/// Mail programs lose the marks of so many lines at the head of a quote at most.
const LONGEST_UNMARKED_HEAD: usize = 100;

/// Splits `text` into lines and gives each its class.
pub(crate) fn classify(text: &str, cues: &MailCues) -> Vec<Line> {
    let mut lines = split(text);
    let top = front_matter(text, &mut lines);
    let top = headers(text, &mut lines, top, cues);
    body(text, &mut lines, top, cues);
    lines
}

/// The lines of a text that begins with front matter, with their class as far as that reaches; none
/// of another text.
pub(crate) fn front_matter_of(text: &str) -> Vec<Line> {
    let start = text.trim_start_matches('\u{feff}');
    if !start.starts_with("---") && !start.starts_with("+++") {
        return Vec::new();
    }
    let mut lines = split(text);
    let end = front_matter(text, &mut lines);
    lines.truncate(end);
    lines
}

fn split(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(bytes.len() / 40 + 1);
    let mut start = 0;
    while let Some(length) = memchr2(b'\n', b'\r', &bytes[start..]) {
        let end = start + length;
        let pair = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
        let next = end + 1 + usize::from(pair);
        lines.push(line(text, start, end, next));
        start = next;
    }
    if start < bytes.len() || lines.is_empty() {
        lines.push(line(text, start, bytes.len(), bytes.len()));
    }
    lines
}

fn line(text: &str, start: usize, end: usize, next: usize) -> Line {
    let span = Span::new(start, end);
    let blank = span.of(text).chars().all(is_blank);
    Line { span, next, class: if blank { LineClass::Blank } else { LineClass::Own } }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// Marks front matter and returns the index of the first line after it.
fn front_matter(text: &str, lines: &mut [Line]) -> usize {
    let fence = match lines[0].text(text).trim_start_matches('\u{feff}').trim_end() {
        fence @ ("---" | "+++") => fence,
        _ => return 0,
    };
    let Some(close) =
        lines.iter().skip(1).position(|line| line.text(text).trim_end() == fence).map(|at| at + 1)
    else {
        return 0;
    };
    // A short page may begin with a Markdown rule: without one `key:` it is not front matter.
    let has_key = lines[1..close].iter().any(|line| key_of(line.text(text)).is_some());
    if !has_key {
        return 0;
    }
    for line in &mut lines[..=close] {
        line.class = LineClass::FrontMatter;
    }
    close + 1
}

/// The key of a `key: value` or `key = value` line.
fn key_of(line: &str) -> Option<&str> {
    let at = line.find([':', '='])?;
    let key = line[..at].trim();
    let plain =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    plain.then_some(key)
}

/// What Emacs has between the headers and the text of a mail that is being written.
const EMACS_SEPARATOR: &str = "--text follows this line--";

/// Marks mail headers from line `from` on and returns the index of the first line after them.
fn headers(text: &str, lines: &mut [Line], from: usize, cues: &MailCues) -> usize {
    let first =
        from + lines[from..].iter().take_while(|line| line.class == LineClass::Blank).count();
    let mut count = 0;
    let mut end = first;
    while let Some(line) = lines.get(end) {
        let content = line.text(text);
        let folded = count > 0 && content.starts_with([' ', '\t']);
        if line.class == LineClass::Blank || !(folded || header_name(content, cues)) {
            break;
        }
        count += usize::from(!folded);
        end += 1;
    }
    let is_separated = count > 0
        && lines.get(end).is_some_and(|line| line.text(text).trim_end() == EMACS_SEPARATOR);
    end += usize::from(is_separated);
    let ends_well =
        is_separated || lines.get(end).is_none_or(|line| line.class == LineClass::Blank);
    // "An: alle" alone may be prose; a subject, or an address, is not.
    let heads_mail = |line: &Line| {
        line.text(text)
            .split_once([':', '：'])
            .is_some_and(|(name, value)| cues.is_subject(name.trim()) || value.contains('@'))
    };
    if count == 0 || count == 1 && !heads_mail(&lines[first]) || !ends_well {
        return from;
    }
    for line in &mut lines[first..end] {
        line.class = LineClass::Header;
    }
    end
}

fn header_name(line: &str, cues: &MailCues) -> bool {
    // In most lines there is not even the first byte of a colon.
    memchr2(b':', "：".as_bytes()[0], line.as_bytes()).is_some_and(|from| {
        let colon = line[from..].find([':', '：']);
        colon.is_some_and(|length| cues.is_header(line[..from + length].trim()))
    })
}

fn ends_with_colon(line: &str) -> bool {
    line.ends_with([':', '：'])
}

fn body(text: &str, lines: &mut [Line], from: usize, cues: &MailCues) {
    let mut at = from;
    while at < lines.len() {
        let content = lines[at].text(text);
        if lines[at].class == LineClass::Blank {
            at += 1;
        } else if let Some(depth) = quote_depth(content) {
            at = quote_run(text, lines, at, depth);
        } else if let Some(end) = fence(text, lines, at) {
            mark(lines, at..end, LineClass::Code);
            at = end;
        } else if is_signature_mark(content) {
            at = signature(text, lines, at, cues);
        } else if let Some(end) = note(text, lines, at, cues) {
            mark(lines, at..end, LineClass::Note);
            at = end;
        } else if let Some(end) = html_quote(text, lines, at) {
            mark(lines, at..end, LineClass::Quote(1));
            at = end;
        } else if content.trim_start().starts_with("[quote") {
            let end = lines[at..]
                .iter()
                .position(|line| line.text(text).contains("[/quote]"))
                .map_or(lines.len(), |n| at + n + 1);
            mark(lines, at..end, LineClass::Quote(1));
            at = end;
        } else if let Some(splitter) = splitter(text, lines, at, cues) {
            at = attribution(text, lines, at, from, splitter);
        } else {
            at += 1;
        }
    }
}

fn mark(lines: &mut [Line], range: std::ops::Range<usize>, class: LineClass) {
    for line in &mut lines[range] {
        if line.class != LineClass::Blank || class == LineClass::Code {
            line.class = class;
        }
    }
}

/// The number of `>` that begin the line, after at most three blanks.
fn quote_depth(line: &str) -> Option<u8> {
    let trimmed = line.trim_start_matches([' ', '\u{a0}']);
    if line.len() - trimmed.len() > 3 || !trimmed.starts_with('>') {
        return None;
    }
    let mut depth = 0u8;
    for c in trimmed.chars() {
        match c {
            '>' => depth = depth.saturating_add(1),
            ' ' | '\u{a0}' => {}
            _ => break,
        }
    }
    Some(depth)
}

/// Marks a run of `>` lines. A Markdown callout (`> [!NOTE]`) is the writer's own.
fn quote_run(text: &str, lines: &mut [Line], from: usize, depth: u8) -> usize {
    let first = lines[from].text(text).trim_start_matches([' ', '\u{a0}', '>']);
    let callout = depth == 1 && first.starts_with("[!");
    let mut at = from;
    while let Some(line) = lines.get_mut(at) {
        match quote_depth(line.text(text)) {
            Some(depth) if !callout => line.class = LineClass::Quote(depth),
            Some(_) => line.class = LineClass::Own,
            None => break,
        }
        at += 1;
    }
    at
}

/// The end of a fenced code block that begins at line `at`.
fn fence(text: &str, lines: &[Line], at: usize) -> Option<usize> {
    let (mark, width) = fence_mark(lines[at].text(text))?;
    for (n, line) in lines.iter().enumerate().skip(at + 1) {
        let content = line.text(text).trim();
        let closes = content.len() >= width && content.chars().all(|c| c == mark);
        if closes {
            return Some(n + 1);
        }
    }
    Some(lines.len())
}

fn fence_mark(line: &str) -> Option<(char, usize)> {
    let trimmed = line.trim_start_matches(' ');
    if line.len() - trimmed.len() > 3 {
        return None;
    }
    let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let width = trimmed.chars().take_while(|&c| c == mark).count();
    let info = &trimmed[width..];
    (width >= 3 && !(mark == '`' && info.contains('`'))).then_some((mark, width))
}

fn is_signature_mark(line: &str) -> bool {
    matches!(line, "-- " | "--" | "--\u{a0}")
}

/// Marks a signature, which runs to the end or to the quote below it.
fn signature(text: &str, lines: &mut [Line], from: usize, cues: &MailCues) -> usize {
    let mut at = from;
    while at < lines.len() {
        let starts_quote = at > from
            && (quote_depth(lines[at].text(text)).is_some()
                || splitter(text, lines, at, cues).is_some());
        if starts_quote {
            break;
        }
        if lines[at].class != LineClass::Blank {
            lines[at].class = LineClass::Signature;
        }
        at += 1;
    }
    at
}

/// The end of a note for colleagues that begins at line `at`.
fn note(text: &str, lines: &[Line], at: usize, cues: &MailCues) -> Option<usize> {
    let content = lines[at].text(text).trim();
    if content.starts_with("<!--") {
        // A comment with words after its end on the same line is read with the words.
        let mut within = lines[at..].iter().take(LONGEST_ELEMENT);
        let end = within.position(|line| line.text(text).contains("-->"))?;
        let last = lines[at + end].text(text);
        return last.trim_end().ends_with("-->").then_some(at + end + 1);
    }
    if content.starts_with(":::") && cues.is_note_mark(content.trim_start_matches(':').trim()) {
        let end = lines[at + 1..].iter().position(|line| line.text(text).trim() == ":::");
        return Some(end.map_or(lines.len(), |n| at + n + 2));
    }
    if cues.starts_note(content) {
        let end = lines[at..].iter().position(|line| line.class == LineClass::Blank);
        return Some(end.map_or(lines.len(), |n| at + n));
    }
    None
}

/// The end of `<blockquote>` or of Gmail's `<div class="gmail_quote">` that begins at line `at`.
fn html_quote(text: &str, lines: &[Line], at: usize) -> Option<usize> {
    let first = lines[at].text(text).trim_start();
    let tag = if starts_with_tag(first, "blockquote") {
        "blockquote"
    } else if starts_with_tag(first, "div") && first.contains("gmail_quote") {
        "div"
    } else {
        return None;
    };
    let mut depth = 0usize;
    for (n, line) in lines[at..].iter().take(LONGEST_ELEMENT).enumerate() {
        for (open, _) in line.text(text).match_indices('<') {
            let rest = &line.text(text)[open..];
            if starts_with_tag(rest, tag) {
                depth += 1;
            } else if rest.strip_prefix("</").is_some_and(|rest| is_tag_name(rest, tag)) {
                depth = depth.saturating_sub(1);
                let behind = rest.split_once('>').map_or("", |(_, behind)| behind);
                if depth == 0 {
                    // Words behind the end, on the same line, are read with it: they may be a reply.
                    let closes = behind.trim().is_empty() || behind.trim().starts_with("</");
                    return closes.then_some(at + n + 1);
                }
            }
        }
    }
    None
}

fn starts_with_tag(text: &str, name: &str) -> bool {
    text.strip_prefix('<').is_some_and(|rest| is_tag_name(rest, name))
}

fn is_tag_name(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
        && text[name.len()..].starts_with(['>', ' '])
}

/// What kind of splitter begins at a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Splitter {
    /// "On 4 Mar 2025, Maria <m@x.org> wrote:", as mail programs write it: `0` lines long.
    Full(usize),
    /// "On 4 Mar 2025, Maria wrote:", which a writer may say as well.
    Dated(usize),
    /// "Maria wrote:" with nothing else.
    Short,
    /// "-----Original Message-----", an Outlook block, a helpdesk's reply line: all below is theirs.
    Hard(usize),
}

/// Whether the line is long and made of underscores only: Outlook draws one over a mail's headers.
fn is_rule(line: &str) -> bool {
    line.len() >= SHORTEST_RULE && line.bytes().all(|b| b == b'_')
}

fn splitter(text: &str, lines: &[Line], at: usize, cues: &MailCues) -> Option<Splitter> {
    let content = lines[at].text(text).trim();
    if cues.is_divider(content) {
        return Some(Splitter::Hard(1));
    }
    if let Some(length) = mail_headers(text, &lines[at..], cues) {
        return Some(Splitter::Hard(length));
    }
    if is_rule(content) {
        let below = lines[at + 1..].iter().position(|line| line.class != LineClass::Blank)?;
        let below = at + 1 + below;
        let theirs = quote_depth(lines[below].text(text)).is_some()
            || mail_headers(text, &lines[below..], cues).is_some();
        return theirs.then_some(Splitter::Hard(1));
    }
    if heads_quote(text, lines, at) {
        return Some(Splitter::Dated(1));
    }
    let opens = || cues.opens_attribution(content) || starts_with_date(content);
    for (n, line) in lines[at..].iter().take(LONGEST_ATTRIBUTION).enumerate() {
        let part = line.text(text).trim();
        if part.is_empty() || quote_depth(line.text(text)).is_some() {
            return None;
        }
        // The head of an attribution ends with a colon in every form.
        if !ends_with_colon(part) {
            continue;
        }
        // A sentence ends on the first line, so this was prose.
        if n > 0 && !opens() && clock(content).is_none() {
            return None;
        }
        let joined = lines[at].span.cover(line.span).of(text).trim();
        if is_dated_address(joined) {
            return Some(Splitter::Full(n + 1));
        }
        if cues.ends_attribution(part) {
            let evidence =
                joined.contains(|c: char| matches!(c, '@' | '<' | '[') || c.is_ascii_digit());
            let known =
                joined.contains('@') || clock(joined).is_some() && cues.names_a_weekday(joined);
            if evidence && (opens() || content.starts_with(['<', '"']) || is_addressed(joined)) {
                return Some(if known { Splitter::Full(n + 1) } else { Splitter::Dated(n + 1) });
            }
            let names_only = n == 0 && content.split_whitespace().count() <= 5;
            let capital = content.chars().next().is_some_and(char::is_uppercase);
            // "jo_b wrote:" over a quote: a handle needs no capital.
            let quoted =
                lines.get(at + 1).is_some_and(|line| quote_depth(line.text(text)).is_some());
            let handle = quoted && content.split_whitespace().count() == 2;
            return (names_only && (capital || evidence || handle)).then_some(Splitter::Short);
        }
    }
    None
}

/// Whether the line stands by itself right above a quote and says when it was written: "Jo Hill wrote on
/// 4/3/2025 10:02:", "jo commented on 4 Mar 2025:", whatever the language.
fn heads_quote(text: &str, lines: &[Line], at: usize) -> bool {
    let content = lines[at].text(text).trim().trim_end_matches('*');
    if !ends_with_colon(content) {
        return false;
    }
    let quoted = lines.get(at + 1).is_some_and(|line| quote_depth(line.text(text)).is_some());
    let apart = at.checked_sub(1).is_none_or(|above| lines[above].class == LineClass::Blank);
    let is_year = |word: &str| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    };
    let tells_when =
        || clock(content).is_some() || content.split(|c: char| !c.is_alphanumeric()).any(is_year);
    quoted && apart && tells_when()
}

/// The number of headers that begin here and can only be those of a mail.
///
/// "From: Berlin", "To: Hamburg" and "Date: 3 May" are also a journey, and three fields of a form. A mail
/// says more: somebody's address, "Sent:" right below "From:", or a day of the week with an hour.
fn mail_headers(text: &str, lines: &[Line], cues: &MailCues) -> Option<usize> {
    let head = &lines[..lines.len().min(MOST_HEADERS)];
    if !header_name(head.first()?.text(text).trim().trim_start_matches('*'), cues) {
        return None;
    }
    let contents = || head.iter().map(|line| line.text(text).trim().trim_start_matches('*'));
    let count = contents().take_while(|line| header_name(line, cues)).count();
    let headers = || contents().take(count);
    let sender = headers().position(|line| cues.sender(line).is_some());
    let sent = sender.is_some_and(|n| headers().nth(n + 1).is_some_and(|line| cues.is_sent(line)));
    let known = sent
        || headers().any(|line| {
            let value = line.split_once([':', '：']).map_or("", |(_, value)| value);
            value.contains('@') || clock(value).is_some() && cues.names_a_weekday(value)
        });
    (count >= FEWEST_HEADERS && known).then_some(count)
}

/// "2025-03-04 10:02 GMT+01:00 Jo Hill <jo@x.org>:", "wt., 4 mar 2025 o 10:02 Jo Hill <jo@x.org>
/// napisał(a):": in any language a date with its hour comes first, and the address near the colon.
fn is_dated_address(line: &str) -> bool {
    let Some(head) = line.strip_suffix([':', '：']) else { return false };
    let Some((before, behind)) = head.rsplit_once('@') else { return false };
    let Some(open) = before.rfind(['<', '(']) else { return false };
    let verb = behind.trim_start_matches(|c| !matches!(c, '>' | ')'));
    let verb = verb.trim_start_matches(['>', ')']);
    verb.split_whitespace().count() <= LONGEST_VERB
        && clock(&before[..open]).is_some_and(|hour| has_date(&before[..hour]))
}

/// "Maria Ruiz <m@x.org> wrote:" names nobody but its writer before the address.
fn is_addressed(line: &str) -> bool {
    line.split_once(" <").is_some_and(|(name, rest)| {
        let named = name.trim_matches(['"', '*']).split_whitespace();
        rest.split('>').next().is_some_and(|address| address.contains('@'))
            && (1..=LONGEST_SENDER).contains(&named.clone().count())
            && named.into_iter().all(|word| !word.starts_with(char::is_lowercase))
    })
}

/// Where an hour such as `10:02` begins.
fn clock(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mark = |at: usize| matches!(bytes.get(at), Some(b':' | b'.' | b'h'));
    (1..bytes.len()).filter(|&at| mark(at) && digit(at - 1)).find_map(|at| {
        let hour = digit(at + 1) && digit(at + 2) && !digit(at + 3);
        let start = if at > 1 && digit(at - 2) { at - 2 } else { at - 1 };
        // The day in `04.03.2025` has a number behind it as well.
        let apart = (start == 0 || !mark(start - 1)) && !(mark(at + 3) && digit(at + 4));
        let seconds = bytes.get(at) == Some(&b':') && bytes.get(at + 3) == Some(&b':');
        (hour && (apart || seconds)).then_some(start)
    })
}

/// Whether the words hold a year, or a date in numbers.
fn has_date(words: &str) -> bool {
    words.chars().filter(char::is_ascii_digit).count() >= 4
}

fn starts_with_date(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| {
        word.chars().filter(char::is_ascii_digit).count() >= 4
            && word.contains(['-', '/', '.', '年'])
    })
}

/// Marks an attribution and, where no `>` lines follow it, the quote below it.
fn attribution(
    text: &str,
    lines: &mut [Line],
    at: usize,
    body: usize,
    splitter: Splitter,
) -> usize {
    let length = match splitter {
        Splitter::Full(n) | Splitter::Dated(n) | Splitter::Hard(n) => n,
        Splitter::Short => 1,
    };
    let end = at + length;
    let own_above = lines[body..at].iter().any(|line| line.class == LineClass::Own);
    let next = lines[end..].iter().position(|line| line.class != LineClass::Blank);
    let marked = next.is_some_and(|n| quote_depth(lines[end + n].text(text)).is_some());
    let runs_on = (splitter != Splitter::Short).then(|| unmarked_head(text, lines, end)).flatten();
    // "Our carrier wrote:" under the writer's own words is prose where no quote shows itself.
    let sure = matches!(splitter, Splitter::Full(_) | Splitter::Hard(_));
    if !sure && !marked && runs_on.is_none() && next.is_some() {
        if !own_above {
            mark(lines, at..end, LineClass::Attribution);
        }
        return end;
    }
    mark(lines, at..end, LineClass::Attribution);
    if marked || next.is_none() {
        return end;
    }
    if let Some(resume) = runs_on {
        mark(lines, end..resume, LineClass::Quote(0));
        return resume;
    }
    // At the top of a draft, with nothing of the writer's above it, an attribution without `>` lines
    // is a quote that was cut: a draft has words of its own, so what follows is taken for them.
    let cut = matches!(splitter, Splitter::Full(_)) && !own_above;
    if cut {
        return end;
    }
    mark(lines, end..lines.len(), LineClass::Quote(0));
    lines.len()
}

/// Some mail programs lose the `>` of a quote's first lines: unmarked lines that run on into marked
/// ones without a blank line belong to the quote. Returns the first marked line.
fn unmarked_head(text: &str, lines: &[Line], from: usize) -> Option<usize> {
    let first = from + lines[from..].iter().take_while(|l| l.class == LineClass::Blank).count();
    let head = lines[first..].iter().take(LONGEST_UNMARKED_HEAD);
    head.take_while(|line| line.class != LineClass::Blank)
        .position(|line| quote_depth(line.text(text)).is_some())
        .map(|n| first + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str) -> String {
        classify(text, &MailCues::builtin())
            .iter()
            .map(|line| match line.class {
                LineClass::Blank => '.',
                LineClass::FrontMatter => 'f',
                LineClass::Header => 'h',
                LineClass::Attribution => 'a',
                LineClass::Quote(_) => 'q',
                LineClass::Code => 'c',
                LineClass::Signature => 's',
                LineClass::Note => 'n',
                LineClass::Own => 'o',
            })
            .collect()
    }

    #[test]
    fn a_mail_that_is_written_in_emacs_has_headers() {
        let mail = "To: m@x.org\nSubject: Blog\n--text follows this line--\nHi Maria,\n\nIt works.";
        assert_eq!(classes(mail), "hhho.o");
        assert_eq!(classes("--text follows this line--\nHi Maria,"), "oo");
    }

    #[test]
    fn a_reply_under_a_quote_is_not_a_lazy_continuation() {
        assert_eq!(classes("> Does it work?\nIt works."), "qo");
    }

    #[test]
    fn a_name_above_a_signature_mark_is_no_heading() {
        assert_eq!(classes("Thanks\nAna\n-- \nAna Ruiz\nSupport"), "oosss");
        assert_eq!(classes("Bye\n-- \nAna\n\n> their words"), "oss.q");
    }

    #[test]
    fn attribution_lines_may_be_wrapped() {
        let gmail =
            "Done.\n\nOn Tue, 4 Mar 2025 at 10:02, Maria Ruiz\n<m@x.org> wrote:\n\n> Please help";
        assert_eq!(classes(gmail), "o.aa.q");
        let apple = "On 4 Mar 2025, at 10:02, Maria wrote:\n> Please\n\nDone.";
        assert_eq!(classes(apple), "aq.o");
        assert_eq!(classes("2013/5/4 Maria <m@x.org>\n\nnot an attribution"), "o.o");
    }

    #[test]
    fn attribution_lines_are_known_in_many_forms() {
        for line in [
            "On Tue, Mar 4, 2025 at 10:02 AM Maria Ruiz <m@x.org> wrote:",
            "On 4 Mar 2025, at 10:02, Maria Ruiz <m@x.org> wrote:",
            "On 04/03/2025 10:02, Maria Ruiz wrote:",
            "2025-03-04 10:02 GMT+01:00 Maria Ruiz <m@x.org>:",
            "2025年3月4日(火) 10:02 田中太郎 <m@x.org>:",
            "Am 04.03.2025 um 10:02 schrieb Maria Ruiz:",
            "Le mar. 4 mars 2025 à 10:02, Maria Ruiz <m@x.org> a écrit :",
            "El mar, 4 mar 2025 a las 10:02, Maria Ruiz (<m@x.org>) escribió:",
            "Em ter., 4 de mar. de 2025 às 10:02, Maria Ruiz <m@x.org> escreveu:",
            "Il giorno mar 4 mar 2025 alle ore 10:02 Maria Ruiz <m@x.org> ha scritto:",
            "Op di 4 mrt 2025 om 10:02 schreef Maria Ruiz <m@x.org>:",
            "Maria Ruiz <m@x.org> wrote:",
            "Maria Ruiz wrote:",
            "maria_r wrote:",
            "----- Original Message -----",
            "---------- Forwarded message ---------",
            "Begin forwarded message:",
            "## Please type your reply above this line ##",
            "________________________________",
            "2025年3月4日(火) 10:02 田中 <m@x.org>:",
            "wt., 4 mar 2025 o 10:02 Maria Ruiz <m@x.org> napisał(a):",
            "Den tis 4 mars 2025 kl 10:02 skrev Maria Ruiz <m@x.org>:",
            "ti 4. maalisk. 2025 klo 10.02 Maria Ruiz (m@x.org) kirjoitti:",
            "Maria Ruiz wrote on 04/03/2025 10:02:",
            "**maria-r** commented on 4 Mar 2025:",
            "Maria Ruiz <m@x.org> skrev 2025-03-04 10:02:",
        ] {
            assert_eq!(classes(&format!("Done.\n\n{line}\n> Please help")), "o.aq", "{line}");
        }
    }

    #[test]
    fn a_wrapped_attribution_is_joined_over_four_lines_at_most() {
        for (head, lines) in [
            ("On Tue, 4 Mar 2025 at 10:02, Maria Ruiz\n<m@x.org> wrote:", "aa"),
            ("On Tue, 4 Mar 2025 at 10:02,\nMaria Ruiz <m@x.org>\nwrote:", "aaa"),
            ("On Tue, 4 Mar 2025\nat 10:02, Maria\nRuiz <m@x.org>\nwrote:", "aaaa"),
            ("On Tue, 4 Mar 2025\nat 10:02,\nMaria\nRuiz <m@x.org>\nwrote:", "ooooo"),
            ("Le mar. 4 mars 2025 à 10:02, Maria\nRuiz <m@x.org> a écrit :", "aa"),
        ] {
            assert_eq!(classes(&format!("{head}\n> Please help")), format!("{lines}q"), "{head}");
        }
    }

    #[test]
    fn prose_that_mentions_writing_is_no_attribution() {
        assert_eq!(classes("On Monday you wrote that it fails.\nIt works now."), "oo");
        assert_eq!(classes("Here is what I wrote: all of it.\nBye"), "oo");
        assert_eq!(classes("On 4 March you wrote to us.\nIt works now."), "oo");
        assert_eq!(classes("Write to Ana <a@x.org>:\nshe knows."), "oo");
    }

    #[test]
    fn a_splitter_without_marks_gives_the_rest_to_the_customer() {
        let outlook = "Done.\n\nFrom: Maria\nSent: Monday\nTo: Ana\nSubject: Help\n\nPlease help";
        assert_eq!(classes(outlook), "o.aaaa.q");
        assert_eq!(classes("Done.\n-----Original Message-----\nPlease help"), "oaq");
        assert_eq!(classes("Done.\n----- Original Message -----\n> Please help"), "oaq");
        let helpdesk = "Done.\n## Please type your reply above this line ##\nPlease help";
        assert_eq!(classes(helpdesk), "oaq");
    }

    #[test]
    fn what_mail_programs_write_over_a_quote_needs_no_marks_below_it() {
        for head in [
            "On Tue, 4 Mar 2025 at 10:02, Maria Ruiz <m@x.org> wrote:",
            "On Tuesday, March 4, 2025 at 10:02 AM, Maria Ruiz wrote:",
            "Le mardi 4 mars 2025 à 10h02, Maria Ruiz a écrit :",
            "Maria Ruiz <m@x.org> wrote:",
            "\"Maria Ruiz\" <m@x.org> wrote:",
            "2025-03-04 10:02 GMT+01:00 Maria Ruiz <m@x.org>:",
            "wt., 4 mar 2025 o 10:02 Maria Ruiz <m@x.org> napisał(a):",
            "Den tis 4 mars 2025 kl 10:02 skrev Maria Ruiz <m@x.org>:",
            "El mar, 4 mar 2025 a las 10:02, Maria Ruiz (<m@x.org>) escribió:",
            "-----Original Message-----",
        ] {
            assert_eq!(classes(&format!("Done.\n\n{head}\n\nPlease\n\nhelp")), "o.a.q.q", "{head}");
        }
        for head in [
            "From: Maria <m@x.org>\nTo: Ana\nSubject: Help",
            "From: Maria\nSent: Monday\nTo: Ana",
            "Von: Maria\nGesendet: Montag\nAn: Ana",
            "From: Maria\nDate: Tue, 4 Mar 2025 10:02\nSubject: Help",
        ] {
            assert_eq!(classes(&format!("Done.\n\n{head}\n\nPlease")), "o.aaa.q", "{head}");
            let ruled = format!("Done.\n\n________________________________\n{head}\n\nPlease");
            assert_eq!(classes(&ruled), "o.aqqq.q", "{head}");
        }
    }

    #[test]
    fn lists_dividers_and_reports_of_others_do_not_end_the_reply() {
        for text in [
            "From: Berlin\nTo: Hamburg\nDate: 3 May\nDone.",
            "From: Berlin\nTo: Hamburg\nDate: 3 May 10:00\nDone.",
            "From: your name\nTo: our team\nSubject: a test\nDone.",
            "From: Berlin\nTo: Hamburg\nSent: 3 May\nDone.",
            "________________________________\n\nThe second part",
            "________________________________\nFrom: Berlin\nTo: Hamburg",
            "On 3 March 2025 at 10:00 our carrier wrote:\nIt is on its way.",
            "On 3 March our carrier said:\n\nIt is on its way.",
            "Our carrier wrote:\nIt is on its way.",
        ] {
            let text = format!("Here it is.\n\n{text}\n\nBest,\nAna");
            let classes = classes(&text);
            assert!(classes.chars().all(|class| matches!(class, 'o' | '.')), "{classes}: {text}");
        }
    }

    #[test]
    fn quotes_in_html_are_quotes() {
        assert_eq!(classes("<blockquote>\nHelp\n</blockquote>\nDone."), "qqqo");
        assert_eq!(
            classes("<blockquote>a<blockquote>b</blockquote>\nc</blockquote>\nDone."),
            "qqo"
        );
        let gmail =
            "Done.\n<div class=\"gmail_quote\"><div>Maria wrote:</div>\n<div>Help</div>\n</div>\n";
        assert_eq!(classes(gmail), "oqqq");
        assert_eq!(classes("<blockquote>\nnever closed\n\nDone."), "oo.o");
        assert_eq!(classes("<blockquote>Help</blockquote> Done."), "o");
    }

    #[test]
    fn an_attribution_over_a_cut_quote_leaves_the_reply_to_the_writer() {
        assert_eq!(classes("On 01/04/13 16:04, Vic wrote:\n\nIt works now."), "a.o");
    }

    #[test]
    fn unmarked_lines_that_run_into_marked_ones_are_quoted() {
        let text =
            "Yes.\n\nOn Tue, 4 Mar 2025, M <m@x.org> wrote:\n\nDear Ana,\nplease help\n> me\n> now";
        assert_eq!(classes(text), "o.a.qqqq");
    }

    #[test]
    fn interleaved_replies_alternate() {
        assert_eq!(classes("Hi Jo,\n\n> one?\nYes.\n\n> two?\n\nNo.\n\nAna"), "o.qo.q.o.o");
    }

    #[test]
    fn a_callout_is_the_writers_own() {
        assert_eq!(classes("> [!NOTE]\n> Save first.\n\nDone."), "oo.o");
        assert_eq!(classes("> [!WARNING]\n>\n> Save first."), "ooo");
        assert_eq!(classes("Hi Jo,\n\n> [!TIP]\n> Save.\n\n> Does it work?"), "o.oo.q");
        // In a mail of the customer's it is theirs.
        assert_eq!(classes(">> [!NOTE]\n>> Save first."), "qq");
    }

    #[test]
    fn shell_output_in_a_fence_is_no_quote() {
        assert_eq!(classes("Run:\n```\n> ls\n-- \n```\nDone."), "occcco");
    }

    #[test]
    fn front_matter_needs_a_key_and_a_header_an_address_or_company() {
        assert_eq!(classes("---\ncustomer: Maria\n---\nHi"), "fffo");
        assert_eq!(classes("---\nJust a rule\n---\nHi"), "oooo");
        assert_eq!(classes("To: Maria <m@x.org>\nSubject: Re: Help\n\nHi"), "hh.o");
        assert_eq!(classes("Betreff: AW: Rechnung\n\nHi"), "h.o");
        assert_eq!(classes("To: maria@x.org\n\nHi"), "h.o");
        assert_eq!(classes("Subject: what it is about matters\nmost."), "oo");
        assert_eq!(classes("To: be or not to be\n\nHi"), "o.o");
        assert_eq!(classes("Note: this is prose.\n\nHi"), "o.o");
    }

    #[test]
    fn notes_for_colleagues_are_set_apart() {
        assert_eq!(classes("[internal] ask Jon first\n\nHi Jo"), "n.o");
        assert_eq!(classes("Hi Jo\n<!-- check this -->\nDone"), "ono");
        assert_eq!(classes(":::note\nask Jon\n:::\nHi"), "nnno");
    }

    #[test]
    fn indented_quote_marks_and_non_breaking_spaces_count() {
        assert_eq!(classes(" > theirs\n>\u{a0}theirs\n     > code"), "qqo");
    }
}
