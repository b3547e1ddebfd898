use crate::document::{BlockKind, Marks, Placed};
use crate::draft::RegionKind;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::text::Span;

declare! {
    /// Reports a paragraph that nobody reads twice.
    ///
    /// ## Why
    /// Busy people skim: they read first lines. In one long block there is only one of them, and the
    /// thing that they need stands somewhere in the middle.
    ///
    /// ## Flagged
    /// The door is open. The lamp is on. The tea is hot. <|The cake is cold.|> The cups are new. The cat is in. The dog is out.
    /// When you come up the road from the station you see the old mill on your left with the red door and the two lamps beside it. Walk past it and over the small bridge until you stand in front of the bakery, which is closed on Mondays but open on all other days from seven in the morning until six in the evening. <|The house that you have rented is the third one behind it, with the green gate and the number nine on a stone in the grass.|> The key lies in the box under the second step, and the code for that box is the one that we sent you with the invoice last week, without the first and without the last of its six digits.
    /// <|鍵は入口の右にある小さな箱の中に入っておりますので箱のふたをゆっくりと開けてから番号を左から順に合わせてください番号は先週の水曜日にお送りした請求書の下のほうに書いてありますがもし見つからない場合には受付の者が同じ番号を知っておりますのでお名前とお部屋の番号を伝えてから聞いてください箱が開いたら鍵を取り出して入口の扉の上の鍵穴に差し込み右に二回まわしますと扉が開きますがそのときに扉を少し手前に引きながらまわすと楽に開きます扉が開いたら中に入って左の壁にある明かりを点けてから靴を脱いで上がってください台所の机の上に家の使い方を書いた紙が置いてありますのでまずそれをお読みになってから荷物を二階のお部屋に運んでくださいお部屋の窓は朝になると東からの光がよく入りますので眠りたい方は厚いほうの幕を閉めてくださいお風呂のお湯は夕方の六時から夜の十一時まで出ますがそのほかの時間にお使いになりたいときは前の日の夜までにお知らせください朝のお食事は七時から九時まで一階の広間でご用意しておりますのでお好きな時間にお越しください|> # in any script
    ///
    /// ## Clean
    /// The door is open. The lamp is on. The tea is hot.\n\nThe cake is cold. The cups are new. The cat is in. The dog is out.
    /// - a door\n- a lamp\n- a cup\n- a cake\n- a cat\n- a dog\n- a key\n- a box\n- a gate
    /// > The door is open. The lamp is on. The tea is hot. The cake is cold. The cups are new. The cat is in. The dog is out.
    /// ```\nThe door is open. The lamp is on. The tea is hot. The cake is cold. The cups are new. The cat is in. The dog is out.\n```
    /// The door is open. The lamp is on. The tea is hot. The cake is cold. The cups are new. The cat is in.
    pub WallOfText {
        code: "wall-of-text", family: Structure, since: "0.1.0", severity: Hint,
        reads: [Body], fix: None, rank: 0
    }
}

/// A paragraph has so many words at most.
const MOST_WORDS: usize = 110;
/// Or so many sentences.
const MOST_SENTENCES: usize = 6;
/// In a script without blanks between words, so many characters.
const MOST_CHARACTERS: usize = 350;
/// A text has blanks between its words if one comes in so many characters.
const LONGEST_WORD: usize = 20;

impl Rule for WallOfText {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn wants_passages(&self) -> bool {
        true
    }

    fn on_passages(&self, passages: &[&Placed], cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let document = &cx.draft.document;
        let regions = &cx.draft.sentence_regions;
        let blocks = passages.iter().flat_map(|passage| document.blocks_of(passage));
        for block in blocks.filter(|block| block.kind == BlockKind::Paragraph) {
            let body = block.sentences.clone().filter(|&at| regions[at] == RegionKind::Body);
            let sentences: Vec<usize> = body.collect();
            let (Some(&first), Some(&last)) = (sentences.first(), sentences.last()) else {
                continue;
            };
            let span = document.sentences[first].span.cover(document.sentences[last].span);
            let words = sentences.iter().flat_map(|&at| document.words_of(&document.sentences[at]));
            let words = words.filter(|word| !word.any(Marks::CLITIC)).count();
            let text = span.of(document.text);
            let many = words > MOST_WORDS || sentences.len() > MOST_SENTENCES;
            if !many && text.len() <= MOST_CHARACTERS {
                continue;
            }
            let characters = text.chars().count();
            // No more words are counted than tell that they are of the usual length.
            let enough = characters.div_ceil(LONGEST_WORD);
            let message = if text.split_whitespace().take(enough).count() < enough {
                if characters <= MOST_CHARACTERS {
                    continue;
                }
                format!("{characters} characters in one paragraph. Where could it breathe?")
            } else if words > MOST_WORDS {
                format!("{words} words in one paragraph. Where could it breathe?")
            } else if sentences.len() > MOST_SENTENCES {
                format!("{} sentences without a break. Where could it breathe?", sentences.len())
            } else {
                continue;
            };
            // Lines that are moved in are a list or code that nobody has marked as such.
            if text.lines().skip(1).any(|line| line.starts_with("  ") || line.starts_with('\t')) {
                continue;
            }
            let mut finding = META.finding(middle(cx, &sentences, span), message);
            finding.help = "Begin a new paragraph where a new thought begins, or make a list of the steps; put what they need first.".into();
            out.push(finding);
        }
    }
}

/// The sentence in the middle, before which a break may be best.
fn middle(cx: &ReplyCx<'_>, sentences: &[usize], span: Span) -> Span {
    let document = &cx.draft.document;
    let half = span.start + span.len() / 2;
    let spans = sentences.iter().map(|&at| document.sentences[at].span);
    spans.min_by_key(|sentence| sentence.start.abs_diff(half)).unwrap_or(span)
}
