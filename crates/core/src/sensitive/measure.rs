//! Whether a run of characters was drawn by chance, as keys are, or written by a person.

/// A run of so many equal characters is nobody's key.
const LONGEST_REPEAT: usize = 6;
/// Words that stand in made-up keys, in lower case.
const MADE_UP: [&str; 15] = [
    "example",
    "your",
    "xxxx",
    "dummy",
    "placeholder",
    "redacted",
    "changeme",
    "change_me",
    "replace",
    "sample",
    "insert",
    "fake",
    "secret",
    "token",
    "apikey",
];

/// Number of different bytes.
pub(super) fn variety(value: &str) -> usize {
    let mut seen = [false; 256];
    for byte in value.bytes() {
        seen[usize::from(byte)] = true;
    }
    seen.iter().filter(|&&it| it).count()
}

/// Whether the value says itself that it is none: `YOUR_API_KEY`, `sk_live_xxxx`, `AKIA…EXAMPLE`.
pub(super) fn is_made_up(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let mut repeat = 0;
    let mut last = 0;
    let repeats = lower.bytes().any(|byte| {
        repeat = if byte == last { repeat + 1 } else { 1 };
        last = byte;
        repeat >= LONGEST_REPEAT
    });
    repeats || lower.contains("...") || MADE_UP.iter().any(|word| lower.contains(word))
}

/// Whether the body of a key looks drawn by chance: some variety, and no word of one kind of letter.
pub(super) fn is_drawn(body: &str) -> bool {
    let digit = body.bytes().any(|b| b.is_ascii_digit());
    let upper = body.bytes().any(|b| b.is_ascii_uppercase());
    let lower = body.bytes().any(|b| b.is_ascii_lowercase());
    let mixed = usize::from(digit) + usize::from(upper) + usize::from(lower) >= 2;
    mixed && variety(body) >= body.len().min(24) / 3 && !is_made_up(body)
}

/// Whether the last six characters are the checksum of those before, as GitHub and npm make it: CRC-32,
/// written with the digits and letters of base 62.
pub(super) fn has_checksum(body: &str) -> bool {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let Some((head, sum)) = body.len().checked_sub(6).and_then(|at| body.split_at_checked(at))
    else {
        return false;
    };
    let mut crc = u32::MAX;
    for byte in head.bytes() {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    let mut rest = !crc;
    sum.bytes().rev().all(|byte| {
        let digit = DIGITS[(rest % 62) as usize];
        rest /= 62;
        digit == byte
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_told_from_chance() {
        // The CRC-32 of this text is cbf43926.
        assert!(has_checksum("1234567893jZRME"));
        assert!(!has_checksum("1234567893jZRMF"));
        assert!(!has_checksum("12345"));
        assert!(!has_checksum("ééé"));
    }

    #[test]
    fn what_a_person_wrote_is_no_key() {
        for value in
            ["YOUR_API_KEY", "xxxxxxxxxxxx", "thisismykeythisismykey", "AKIAIOSFODNN7EXAMPLE"]
        {
            assert!(!is_drawn(value), "{value}");
        }
        assert!(is_drawn("51Habcdefghijklmnop"));
    }
}
