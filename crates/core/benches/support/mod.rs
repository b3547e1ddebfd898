//! Made-up replies of any length, of sentences whose words change: the same for the same length each time, so
//! that figures of two days can be compared.

use std::collections::HashMap;

/// The sentences, and the words that stand in them.
const WORDS: &str = include_str!("words.txt");
/// Longer replies than this are rare, so a longer text is made of several.
const LONGEST_REPLY: usize = 2_500;
/// A reply with less has hardly an answer in it.
const SHORTEST_REPLY: usize = 500;
/// No reply is made for so few bytes.
const TOO_LITTLE: usize = SHORTEST_REPLY / 2;
/// A reply ends with a whole paragraph, so a few are made, and the one taken whose length is nearest.
const TRIES: usize = 8;
/// Any number does; another gives other texts.
const SEED: u64 = 5;

/// A text of about so many bytes: whole replies, one below the other.
pub(crate) fn replies(bytes: usize) -> String {
    let mut writer = Writer { lists: lists(), state: SEED };
    let mut text = String::with_capacity(bytes);
    while text.len() + TOO_LITTLE < bytes {
        if !text.is_empty() {
            text.push_str("\n---\n\n");
        }
        let left = bytes - text.len();
        let length = SHORTEST_REPLY + writer.below(LONGEST_REPLY - SHORTEST_REPLY);
        // What would be too little for one more reply makes the last one longer.
        let length = if left < length + SHORTEST_REPLY { left } else { length };
        let tries = (0..TRIES).map(|_| writer.reply(length));
        let nearest = tries.min_by_key(|reply| reply.len().abs_diff(length));
        text.push_str(&nearest.unwrap_or_default());
    }
    text
}

#[derive(Default)]
struct List {
    entries: Vec<&'static str>,
    latest: usize,
}

/// The lists of [`WORDS`] by name.
fn lists() -> HashMap<&'static str, List> {
    let mut lists: HashMap<_, List> = HashMap::new();
    let mut name = "";
    for line in WORDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(begun) => name = begun,
            None => lists.entry(name).or_default().entries.push(line),
        }
    }
    lists
}

struct Writer {
    lists: HashMap<&'static str, List>,
    state: u64,
}

impl Writer {
    /// A reply of about so many bytes.
    fn reply(&mut self, bytes: usize) -> String {
        let [greeting, thanks] = ["greeting", "thanks"].map(|list| self.line(list));
        let mut text = format!("{greeting}\n\n{thanks}");
        if self.below(3) == 0 {
            text.push_str(&format!(" {}", self.line("feeling")));
        }
        text.push_str("\n\n");
        let closing = self.closing();
        loop {
            let part = self.part();
            text.push_str(&part);
            if text.len() + closing.len() + part.len() / 2 >= bytes {
                return text + &closing;
            }
        }
    }

    /// Something that the customer asks, with what there is to say of it.
    fn part(&mut self) -> String {
        let mut part = String::new();
        if self.below(3) > 0 {
            part.push_str(&format!("> {}\n\n", self.line("question")));
        }
        let answers = 1 + self.below(4);
        let mut sentences: Vec<_> = (0..answers).map(|_| self.line("answer")).collect();
        if self.below(3) == 0 {
            sentences.push(self.line("pointing"));
        }
        part.push_str(&format!("{}\n\n", sentences.join(" ")));
        if self.below(4) == 0 {
            part.push_str(&format!("{}\n\n", self.line("leading")));
            for number in 1..=2 + self.below(3) {
                part.push_str(&format!("{number}. {}\n", self.line("step")));
            }
            part.push('\n');
        }
        part
    }

    fn closing(&mut self) -> String {
        let [closing, farewell, ending, agent] =
            ["closing", "farewell", "ending", "agent"].map(|list| self.line(list));
        format!("{closing}\n\n{farewell}\n\n{ending}\n{agent}\n")
    }

    /// An entry of the list, with words in the place of names.
    fn line(&mut self, list: &str) -> String {
        let count = self.lists[list].entries.len();
        // Half of the list at most is passed over, so nothing is said twice in a row.
        let step = 1 + self.below(count / 2);
        let from = self.lists.get_mut(list).expect("each list that is named is there");
        from.latest = (from.latest + step) % count;
        let mut line = from.entries[from.latest].to_owned();
        while let Some((before, rest)) = line.split_once('{') {
            let (name, after) = rest.split_once('}').expect("each { has its }");
            let word = match name {
                "number" => (2 + self.below(98)).to_string(),
                _ => self.line(name),
            };
            line = format!("{before}{word}{after}");
        }
        line
    }

    /// A number below `end`: an xorshift, which is random enough for words.
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        // The higher bits are the better ones.
        (self.state >> 32) as usize % end
    }
}
