//! What stands where in a TOML file that is still being typed.
//!
//! A parser gives up where a quote or a bracket is missing, which is where the cursor is. This one only
//! asks what each word is: part of a table's header, a key or a value, and of what. A line that can only
//! begin something new ends what was left open above it.

use std::ops::Range;

/// How deep lists and tables may stand in each other before the rest of a line is passed over.
const DEEPEST: usize = 32;

/// A word, or a place where one could stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Its bytes, quotes included; for a gap, the blanks in which a word could stand.
    pub span: Range<usize>,
    /// What it says, without quotes.
    pub text: String,
    pub role: Role,
    /// For a part of a header or a key, the parts before it and the table; for a value, its whole key.
    pub path: Vec<String>,
    /// How many headers stand above it, its own included.
    pub section: usize,
    /// Whether nothing stands here yet.
    pub is_gap: bool,
}

/// What a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A part of a header: `whole` has its brackets.
    Header { whole: Range<usize>, is_array: bool },
    /// A part of a key. `starts` if it is the first of its line, `goes_on` if a dot or `=` follows.
    Key { starts: bool, goes_on: bool },
    /// A value, or one of a list.
    Value { in_list: bool },
}

impl Spot {
    fn touches(&self, offset: usize) -> bool {
        self.span.start <= offset && offset <= self.span.end
    }
}

/// All words of the text and all places for one, in order.
pub(crate) fn sketch(text: &str) -> Vec<Spot> {
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut sketcher =
        Sketcher { text, at, spots: Vec::new(), section: 0, table: Vec::new(), depth: 0 };
    loop {
        if sketcher.statement() {
            continue;
        }
        sketcher.skip_line();
        if !sketcher.skip_line_break() {
            break;
        }
    }
    sketcher.spots
}

/// The word at which a cursor stands, else the place for one.
pub(crate) fn spot_at(spots: &[Spot], offset: usize) -> Option<&Spot> {
    let here = || spots.iter().filter(|spot| spot.touches(offset));
    here().find(|spot| !spot.is_gap).or_else(|| here().next())
}

/// The offset, brought to a place where the text can be cut.
pub(crate) fn clamp(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

struct Sketcher<'t> {
    text: &'t str,
    at: usize,
    spots: Vec<Spot>,
    section: usize,
    table: Vec<String>,
    depth: usize,
}

/// Whether what was begun came to an end, or a new line has begun something else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    On,
    Broken,
}

impl Sketcher<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn at_line_end(&self) -> bool {
        matches!(self.peek(), None | Some('\n' | '\r'))
    }

    fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn skip_while(&mut self, goes_on: impl Fn(char) -> bool) {
        self.at += self.rest().find(|c| !goes_on(c)).unwrap_or(self.rest().len());
    }

    fn skip_blanks(&mut self) {
        self.skip_while(|c| matches!(c, ' ' | '\t'));
    }

    fn skip_line(&mut self) {
        self.skip_while(|c| !matches!(c, '\n' | '\r'));
    }

    fn skip_line_break(&mut self) -> bool {
        let start = self.at;
        if self.rest().starts_with("\r\n") {
            self.at += 2;
        } else if self.at_line_end() {
            self.bump();
        }
        self.at > start
    }

    fn spot(&mut self, span: Range<usize>, text: &str, role: Role, path: &[String], is_gap: bool) {
        let (text, path) = (text.to_owned(), path.to_vec());
        self.spots.push(Spot { span, text, role, path, section: self.section, is_gap });
    }

    /// One line, or more where a value goes on. True if the next one has begun already.
    fn statement(&mut self) -> bool {
        let start = self.at;
        self.skip_blanks();
        if self.at_line_end() {
            let role = Role::Key { starts: true, goes_on: false };
            let table = self.table.clone();
            self.spot(start..self.at, "", role, &table, true);
            return false;
        }
        match self.peek() {
            Some('#') => false,
            Some('[') => {
                self.header();
                false
            }
            _ => {
                let table = self.table.clone();
                match self.key(&table, true) {
                    Some(path) => self.value(&path, None) == Flow::Broken,
                    None => false,
                }
            }
        }
    }

    fn header(&mut self) {
        let start = self.at;
        self.bump();
        let is_array = self.peek() == Some('[');
        if is_array {
            self.bump();
        }
        self.section += 1;
        let first = self.spots.len();
        let mut path = Vec::new();
        loop {
            let gap = self.at;
            self.skip_blanks();
            let role = Role::Header { whole: start..start, is_array };
            match self.word("].#=") {
                Some((span, text)) => {
                    self.spot(span, &text, role, &path, false);
                    path.push(text);
                }
                None => self.spot(gap..self.at, "", role, &path, true),
            }
            self.skip_blanks();
            if self.peek() != Some('.') {
                break;
            }
            self.bump();
        }
        for _ in 0..=usize::from(is_array) {
            if self.peek() == Some(']') {
                self.bump();
            }
        }
        // Blanks before what comes next are no part of it.
        let end = start + self.text[start..self.at].trim_end().len();
        for spot in &mut self.spots[first..] {
            if let Role::Header { whole, .. } = &mut spot.role {
                whole.end = end.max(spot.span.end);
            }
        }
        self.table = path;
    }

    /// A key up to its `=`, with the path that it leads to.
    fn key(&mut self, table: &[String], starts: bool) -> Option<Vec<String>> {
        let mut path = table.to_vec();
        let mut starts = starts;
        loop {
            let gap = self.at;
            self.skip_blanks();
            let found = self.word(".=#,{}[]");
            let is_gap = found.is_none();
            let (span, text) = found.unwrap_or((gap..self.at, String::new()));
            self.skip_blanks();
            let next = self.peek();
            let goes_on = matches!(next, Some('.' | '='));
            // Without a word, a key can only be missing behind a dot or before `=`.
            if !is_gap || goes_on || path.len() > table.len() {
                self.spot(span, &text, Role::Key { starts, goes_on }, &path, is_gap);
            }
            path.push(text);
            starts = false;
            if !goes_on {
                return None;
            }
            self.bump();
            if next == Some('=') {
                return Some(path);
            }
        }
    }

    /// A word up to a blank or one of `ends`, or in quotes.
    fn word(&mut self, ends: &str) -> Option<(Range<usize>, String)> {
        if matches!(self.peek(), Some('"' | '\'')) {
            return Some(self.string(ends.contains('}')));
        }
        let start = self.at;
        self.skip_while(|c| !c.is_whitespace() && !ends.contains(c));
        (self.at > start).then(|| (start..self.at, self.text[start..self.at].to_owned()))
    }

    /// What stands in quotes. One that is never closed ends with its line, or before what can only
    /// follow it.
    fn string(&mut self, nested: bool) -> (Range<usize>, String) {
        let start = self.at;
        let quote = self.peek().unwrap_or('"');
        let long: String = [quote; 3].iter().collect();
        if self.rest().starts_with(&long) {
            self.at += 3;
            let inner = self.at;
            let length = closing(self.rest(), &long, quote == '"');
            self.at += length.unwrap_or(self.rest().len());
            let text = self.text[inner..self.at].to_owned();
            self.at += length.map_or(0, |_| long.len());
            return (start..self.at, text);
        }
        self.bump();
        let inner = self.at;
        let line = self.rest().find(['\n', '\r']).map_or(self.rest(), |end| &self.rest()[..end]);
        if let Some(length) = closing(line, &long[..1], quote == '"') {
            self.at += length + 1;
            return (start..self.at, self.text[inner..self.at - 1].to_owned());
        }
        let mut end = line.find(" #").unwrap_or(line.len());
        if nested {
            end = end.min(line.find([',', ']', '}']).unwrap_or(line.len()));
        }
        let text = line[..end].trim_end().to_owned();
        self.at += text.len();
        (start..self.at, text)
    }

    /// A value; `list` says whether it stands in a list, where it stands in anything.
    fn value(&mut self, path: &[String], list: Option<bool>) -> Flow {
        let gap = self.at;
        self.skip_blanks();
        let role = Role::Value { in_list: list == Some(true) };
        let ends = if list.is_some() { ",]}#" } else { "#" };
        match self.peek() {
            Some('"' | '\'') => {
                let (span, text) = self.string(list.is_some());
                self.spot(span, &text, role, path, false);
            }
            Some('[' | '{') if self.depth >= DEEPEST => self.skip_line(),
            Some(open @ ('[' | '{')) => {
                self.bump();
                self.depth += 1;
                let flow = if open == '[' { self.list(path) } else { self.inline(path) };
                self.depth -= 1;
                return flow;
            }
            _ => match self.word(ends) {
                Some((span, text)) => self.spot(span, &text, role, path, false),
                None => self.spot(gap..self.at, "", role, path, true),
            },
        }
        Flow::On
    }

    fn list(&mut self, path: &[String]) -> Flow {
        let mut wants = true;
        loop {
            let gap = self.at;
            self.skip_blanks();
            let next = self.peek();
            // Before a value another one would need a comma, which is not offered.
            if wants && (self.at_line_end() || matches!(next, Some(',' | ']'))) {
                self.spot(gap..self.at, "", Role::Value { in_list: true }, path, true);
            }
            match next {
                None => return Flow::On,
                Some(']') => {
                    self.bump();
                    return Flow::On;
                }
                Some(',') => {
                    self.bump();
                    wants = true;
                }
                Some('#') => self.skip_line(),
                Some('\n' | '\r') => {
                    self.skip_line_break();
                    if begins_header(self.rest()) || begins_entry(self.rest()) {
                        return Flow::Broken;
                    }
                }
                Some(_) => {
                    let before = self.at;
                    if self.value(path, Some(true)) == Flow::Broken {
                        return Flow::Broken;
                    }
                    if self.at == before {
                        self.bump();
                    }
                    wants = false;
                }
            }
        }
    }

    fn inline(&mut self, path: &[String]) -> Flow {
        let mut wants = true;
        loop {
            let gap = self.at;
            self.skip_blanks();
            let next = self.peek();
            if wants && (self.at_line_end() || matches!(next, Some(',' | '}'))) {
                let role = Role::Key { starts: false, goes_on: false };
                self.spot(gap..self.at, "", role, path, true);
            }
            match next {
                None => return Flow::On,
                Some('}') => {
                    self.bump();
                    return Flow::On;
                }
                Some(',') => {
                    self.bump();
                    wants = true;
                }
                Some('#') => self.skip_line(),
                Some('\n' | '\r') => {
                    self.skip_line_break();
                    let entry = !wants && begins_entry(self.rest());
                    if entry || begins_header(self.rest()) {
                        return Flow::Broken;
                    }
                }
                Some(_) => {
                    let before = self.at;
                    if let Some(key) = self.key(path, false)
                        && self.value(&key, Some(false)) == Flow::Broken
                    {
                        return Flow::Broken;
                    }
                    if self.at == before {
                        self.bump();
                    }
                    wants = false;
                }
            }
        }
    }
}

/// Where the closing quote begins.
fn closing(text: &str, quote: &str, escapes: bool) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(quote) {
            return Some(at);
        }
        let mut chars = rest.chars();
        let first = chars.next()?;
        at += first.len_utf8();
        if escapes && first == '\\' {
            at += chars.next().map_or(0, char::len_utf8);
        }
    }
    None
}

/// Whether a line can only be the header of a table: a list in a list begins with a quote.
fn begins_header(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default().trim_start();
    line.strip_prefix('[').is_some_and(|rest| {
        let rest = rest.strip_prefix('[').unwrap_or(rest);
        rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.contains(']')
    })
}

/// Whether a line begins with a key and `=`.
fn begins_entry(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default().trim_start();
    let behind = line.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_.".contains(c));
    behind.len() < line.len() && behind.trim_start().starts_with('=')
}
