//! How a customer's mail reads: patterns, and what each of them stands for.

use serde::Deserialize;

use super::cue_set::CueSet;
use super::lexicon::Lexicon;
use crate::draft::{Risk, Sign};

/// What a pattern says of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoodCue {
    /// So much towards upset, or away from it.
    Upset(i8),
    /// What the mail is about.
    Sign(Sign),
    /// It wants a colleague's eyes.
    Risk(Risk),
}

/// The patterns of a language.
pub(crate) type MoodCues = CueSet<MoodCue>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    upset: Upset,
    signs: Signs,
    risks: Risks,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Upset {
    strong: Vec<String>,
    weak: Vec<String>,
    calm: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Signs {
    leaving: Vec<String>,
    praise: Vec<String>,
    bug: Vec<String>,
    purchase: Vec<String>,
    waiting: Vec<String>,
    loss: Vec<String>,
    slip: Vec<String>,
    closing: Vec<String>,
    idea: Vec<String>,
    refund: Vec<String>,
    security: Vec<String>,
    change: Vec<String>,
    outage: Vec<String>,
    access: Vec<String>,
    data_loss: Vec<String>,
    bereavement: Vec<String>,
    solved: Vec<String>,
    joined: Vec<String>,
    event: Vec<String>,
    team: Vec<String>,
    loyal: Vec<String>,
    next: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Risks {
    self_harm: Vec<String>,
    threat: Vec<String>,
    safety: Vec<String>,
    legal: Vec<String>,
    chargeback: Vec<String>,
    press: Vec<String>,
    abuse: Vec<String>,
}

impl MoodCues {
    /// Reads `mood.toml`; the words of its patterns go into the lexicon.
    pub(crate) fn parse(source: &str, lexicon: &mut Lexicon) -> Result<Self, String> {
        let file: File = toml::from_str(source).map_err(|error| error.to_string())?;
        let (upset, signs, risks) = (file.upset, file.signs, file.risks);
        let patterns = [
            (upset.strong, MoodCue::Upset(2)),
            (upset.weak, MoodCue::Upset(1)),
            (upset.calm, MoodCue::Upset(-1)),
            (signs.leaving, MoodCue::Sign(Sign::Leaving)),
            (signs.praise, MoodCue::Sign(Sign::Praise)),
            (signs.bug, MoodCue::Sign(Sign::Bug)),
            (signs.purchase, MoodCue::Sign(Sign::Purchase)),
            (signs.waiting, MoodCue::Sign(Sign::Waiting)),
            (signs.loss, MoodCue::Sign(Sign::Loss)),
            (signs.slip, MoodCue::Sign(Sign::Slip)),
            (signs.closing, MoodCue::Sign(Sign::Closing)),
            (signs.idea, MoodCue::Sign(Sign::Idea)),
            (signs.refund, MoodCue::Sign(Sign::Refund)),
            (signs.security, MoodCue::Sign(Sign::Security)),
            (signs.change, MoodCue::Sign(Sign::Change)),
            (signs.outage, MoodCue::Sign(Sign::Outage)),
            (signs.access, MoodCue::Sign(Sign::Access)),
            (signs.data_loss, MoodCue::Sign(Sign::DataLoss)),
            (signs.bereavement, MoodCue::Sign(Sign::Bereavement)),
            (signs.solved, MoodCue::Sign(Sign::Solved)),
            (signs.joined, MoodCue::Sign(Sign::Joined)),
            (signs.event, MoodCue::Sign(Sign::Event)),
            (signs.team, MoodCue::Sign(Sign::Team)),
            (signs.loyal, MoodCue::Sign(Sign::Loyal)),
            (signs.next, MoodCue::Sign(Sign::Next)),
            (risks.self_harm, MoodCue::Risk(Risk::SelfHarm)),
            (risks.threat, MoodCue::Risk(Risk::Threat)),
            (risks.safety, MoodCue::Risk(Risk::Safety)),
            (risks.legal, MoodCue::Risk(Risk::Legal)),
            (risks.chargeback, MoodCue::Risk(Risk::Chargeback)),
            (risks.press, MoodCue::Risk(Risk::Press)),
            (risks.abuse, MoodCue::Risk(Risk::Abuse)),
        ];
        Self::new(patterns, lexicon)
    }
}
