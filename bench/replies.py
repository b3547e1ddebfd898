"""Made-up replies of any length, of the words that `cargo bench` has, and made in the same way."""

from pathlib import Path

WORDS = Path(__file__).resolve().parent.parent / "crates/core/benches/support/words.txt"

# For what each of these is, see `mod.rs` beside the words.
LONGEST_REPLY = 2500
SHORTEST_REPLY = 500
TOO_LITTLE = SHORTEST_REPLY // 2
TRIES = 8
SEED = 5


def replies(size, seed=SEED):
    """A text of about so many bytes: whole replies, one below the other."""
    writer = Writer(seed)
    parts, written = [], 0

    def add(text):
        nonlocal written
        parts.append(text)
        written += length_of(text)

    while written + TOO_LITTLE < size:
        if parts:
            add("\n---\n\n")
        left = size - written
        length = SHORTEST_REPLY + writer.below(LONGEST_REPLY - SHORTEST_REPLY)
        length = left if left < length + SHORTEST_REPLY else length
        tries = [writer.reply(length) for _ in range(TRIES)]
        add(min(tries, key=lambda reply: abs(length_of(reply) - length)))
    return "".join(parts)


def length_of(text):
    return len(text.encode())


def read_lists():
    lists, name = {}, ""
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
            lists[name] = []
        else:
            lists[name].append(line)
    return lists


class Writer:
    def __init__(self, seed):
        self.lists = read_lists()
        self.latest = dict.fromkeys(self.lists, 0)
        self.state = seed

    def reply(self, size):
        """A reply of about so many bytes."""
        greeting, thanks = self.line("greeting"), self.line("thanks")
        text = f"{greeting}\n\n{thanks}"
        if self.below(3) == 0:
            text += f" {self.line('feeling')}"
        text += "\n\n"
        closing = self.closing()
        while True:
            part = self.part()
            text += part
            if length_of(text) + length_of(closing) + length_of(part) // 2 >= size:
                return text + closing

    def part(self):
        """Something that the customer asks, with what there is to say of it."""
        part = f"> {self.line('question')}\n\n" if self.below(3) > 0 else ""
        sentences = [self.line("answer") for _ in range(1 + self.below(4))]
        if self.below(3) == 0:
            sentences.append(self.line("pointing"))
        part += f"{' '.join(sentences)}\n\n"
        if self.below(4) == 0:
            part += f"{self.line('leading')}\n\n"
            for number in range(1, 3 + self.below(3)):
                part += f"{number}. {self.line('step')}\n"
            part += "\n"
        return part

    def closing(self):
        closing, farewell, ending, agent = (
            self.line(name) for name in ("closing", "farewell", "ending", "agent")
        )
        return f"{closing}\n\n{farewell}\n\n{ending}\n{agent}\n"

    def line(self, name):
        """An entry of the list, with words in the place of names."""
        entries = self.lists[name]
        self.latest[name] = (self.latest[name] + 1 + self.below(len(entries) // 2)) % len(entries)
        line = entries[self.latest[name]]
        while "{" in line:
            before, rest = line.split("{", 1)
            slot, after = rest.split("}", 1)
            word = str(2 + self.below(98)) if slot == "number" else self.line(slot)
            line = before + word + after
        return line

    def below(self, end):
        """A number below `end`."""
        state = self.state
        state ^= state << 13 & (1 << 64) - 1
        state ^= state >> 7
        state ^= state << 17 & (1 << 64) - 1
        self.state = state
        return (state >> 32) % end
