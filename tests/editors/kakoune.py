#!/usr/bin/env python3
"""Kakoune with kakoune-lsp, typed into as a person does, with the file that our users copy.

Opens a draft, reads the warning, applies its fix, greets the customer by completion, saves, and compares the
file byte for byte; then looks at a text file and at a mail. README.md tells where to have the two programs from.
"""
import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from steps import Failed, Steps
from terminal import Terminal

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CONFIGURATION = ROOT / "editors" / "kakoune" / "aplomb.kak"

CUE = "should now be"
MESSAGE = f"“{CUE}” leaves them wondering."
FIX = "I checked: state it as fact"
DOUBT = f"👋 — That blog {CUE} under your account."
FACT = "👋 — That blog is now under your account."
GREETING = "Hi Maria,"
KINDS = ["error", "warning", "info", "hint"]


class Kakoune:
    """Kakoune in a terminal, and what it can be asked while it runs."""

    def __init__(self, program, client, server, out):
        self.program, self.out, self.shots = program, out, 0
        out.mkdir(parents=True)
        self.log = out / "messages.jsonl"
        self.home = Path(tempfile.mkdtemp(prefix="aplomb-kakoune-"))
        self.session = f"aplomb-{os.getpid()}"
        self.draft = self.home / "drafts" / "reply.md"
        shutil.copytree(HERE / "drafts", self.draft.parent)
        settings = self.home / ".config" / "kak"
        settings.mkdir(parents=True)
        shutil.copy(CONFIGURATION, settings)
        # As the page says, word for word, and nothing of what is new in Kakoune.
        page = (CONFIGURATION.parent / "README.md").read_text(encoding="utf-8")
        lines = page.split("```kak\n")[1].split("```")[0]
        (settings / "kakrc").write_text(f"set-option global startup_info_version 99999999\n{lines}")
        # The configuration starts `aplomb`, so the recorder goes by that name.
        bin = self.home / "bin"
        bin.mkdir()
        recorded = shlex.join([sys.executable, str(HERE / "recorder.py"), str(self.log), *server])
        (bin / "aplomb").write_text(f'#!/bin/sh\nexec {recorded} "$@"\n')
        (bin / "aplomb").chmod(0o755)
        # Nothing of whoever runs this reaches the editor, and nothing of the editor their home.
        self.environment = {
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "PATH": f"{bin}:{os.path.dirname(client)}:{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
        }
        command = [program, "-s", self.session, str(self.draft)]
        self.terminal = Terminal(command, str(self.draft.parent), self.environment)
        self.press, self.type, self.screen = self.terminal.press, self.terminal.type, self.terminal.screen

    def tell(self, command):
        """Has the session run a command."""
        subprocess.run(
            [self.program, "-p", self.session], input=command, env=self.environment, capture_output=True,
            encoding="utf-8", timeout=5)

    def look(self, name="reply.md"):
        """The text of a draft as it is in the editor, its findings by kind, and where they are; None as it starts."""
        answer = self.home / "answer"
        answer.unlink(missing_ok=True)
        counts = " ".join(f"%opt{{lsp_diagnostic_{kind}_count}}" for kind in KINDS)
        self.tell(f"""evaluate-commands -buffer {self.draft.parent / name} %{{
            write -force {answer}.text
            echo -to-file {answer}.new -- {counts} %opt{{lsp_inline_diagnostics}}
            nop %sh{{ mv {answer}.new {answer} }}
        }}""")
        # The session does it in its own time.
        end = time.monotonic() + 2
        while not answer.exists():
            if time.monotonic() > end:
                return None
            time.sleep(0.02)
        text = Path(f"{answer}.text").read_text(encoding="utf-8")
        words = answer.read_text(encoding="utf-8").split()
        return text, dict(zip(KINDS, map(int, words))), words[len(KINDS) + 1:]

    def text(self, name="reply.md"):
        seen = self.look(name)
        return seen[0] if seen else ""

    def count(self, kind, name="reply.md"):
        seen = self.look(name)
        return seen[1][kind] if seen else 0

    def words_marked(self, kind="DiagnosticWarning", name="reply.md"):
        """The words under a kind of mark. Kakoune counts lines and bytes from 1, the last byte included."""
        seen = self.look(name)
        words = []
        for mark in seen[2] if seen else []:
            place, _, face = mark.strip("'").partition("|")
            if face == kind:
                (first, start), (last, end) = (map(int, it.split(".")) for it in place.split(","))
                assert first == last, mark
                line = seen[0].splitlines()[first - 1].encode()
                words.append(line[start - 1:end].decode())
        return words

    def line(self, number):
        return self.text().splitlines()[number - 1]

    def command(self, text):
        self.type(f":{text}")
        self.press("Enter")

    def shot(self, name):
        """Keeps the screen for people to look at."""
        self.shots += 1
        (self.out / f"{self.shots}-{name}.txt").write_text(self.screen(), encoding="utf-8")

    def words_shown(self):
        """What is on the screen, without the frames round boxes and the breaks of lines in them."""
        shown = "".join(it for it in self.screen() if it not in "│╭╮╰╯─┤├┴┬")
        return " ".join(shown.split())

    def recorded(self):
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def close(self):
        # Its session, and the client and the server with it, would outlive the terminal.
        self.tell("kill!")
        self.terminal.close()
        shutil.rmtree(self.home, ignore_errors=True)


def reply(steps, kakoune):
    """A draft is opened, mended, greeted and saved."""
    marked = steps.wait("the doubt is marked", kakoune.words_marked)
    steps.check("the mark covers exactly the phrase", marked, [CUE])
    number = kakoune.text().splitlines().index(DOUBT) + 1

    def next_mark():
        kakoune.type(" ln")
        time.sleep(0.3)
        return f"reply.md {number}:" in kakoune.screen().rstrip().splitlines()[-1]
    steps.wait("Space l n goes to it", next_mark)
    kakoune.type(" lh")
    steps.wait("Space l h shows its message", lambda: MESSAGE in kakoune.words_shown())
    kakoune.shot("warning")
    kakoune.press("Escape")
    kakoune.type(" la")
    steps.wait("Space l a lists the fix", lambda: FIX in kakoune.screen())
    kakoune.shot("fixes")
    kakoune.press("Tab", "Enter")
    steps.wait("the fix states the fact", lambda: kakoune.line(number) == FACT)
    steps.wait("the mark goes", lambda: not kakoune.words_marked())
    kakoune.shot("fixed")

    kakoune.type("ggi;")
    steps.wait("a semicolon offers a greeting with the customer's name", lambda: GREETING in kakoune.screen())
    kakoune.shot("greetings")
    kakoune.press("C-n")
    steps.wait("C-n chooses it", lambda: kakoune.line(1) != ";")
    kakoune.shot("greeting-chosen")
    kakoune.press("Escape")
    steps.wait("what comes next takes it", lambda: kakoune.line(1) == GREETING)
    kakoune.shot("greeting")
    steps.wait("nothing is marked any more", lambda: not any(kakoune.look()[1].values()))
    kakoune.command("write")
    steps.wait("the file is saved", lambda: kakoune.draft.read_text(encoding="utf-8").startswith(GREETING))
    expected = (HERE / "drafts" / "reply.finished.md").read_bytes()
    steps.check("it is as expected, byte for byte", kakoune.draft.read_bytes(), expected)


def other_files(steps, kakoune):
    """Text and mail are drafts too, and are written in full at each key."""
    for name in ["reply.txt", "reply.eml"]:
        path = kakoune.draft.parent / name
        head = "To: Maria Ruiz <maria@example.org>\nSubject: Your blog\n\n" if name.endswith("eml") else ""
        path.write_text(f"{head}{GREETING}\n\n", encoding="utf-8")
        kakoune.command(f"edit {path}")
        kakoune.type("geo")
        kakoune.type(f"👋 That blog {CUE}")
        steps.check(f"{name}: nothing is marked before the sentence ends", kakoune.words_marked(name=name), [])
        kakoune.type(" there. ")
        steps.wait(f"{name}: the doubt is marked", lambda: kakoune.words_marked(name=name) == [CUE])
        kakoune.press("Escape")
        kakoune.shot(name)
        kakoune.command("write")


def leave(steps, kakoune):
    kakoune.command("quit!")
    ends = steps.wait("the server ends with the editor", lambda: [it["ended"] for it in kakoune.recorded() if "ended" in it])
    # The client says `exit` without `shutdown`, which by the protocol is an end with 1.
    steps.check("it ends once", ends, [1])
    steps.check("all messages are well formed", [it for it in kakoune.recorded() if "malformed" in it], [])
    errors = [it["message"] for it in kakoune.recorded() if it.get("message", {}).get("error")]
    steps.check("no request was refused", errors, [])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--server", default=str(ROOT / "target" / "release" / "aplomb"), help="the program that serves")
    parser.add_argument("--kak", default=shutil.which("kak"), help="Kakoune")
    parser.add_argument("--kak-lsp", default=shutil.which("kak-lsp"), help="kakoune-lsp")
    parser.add_argument("--limit", type=float, default=20, help="seconds for a step")
    parser.add_argument("--deadline", type=int, default=180, help="seconds for the whole run")
    arguments = parser.parse_args()
    if not arguments.kak or not arguments.kak_lsp:
        sys.exit("Kakoune and kak-lsp are needed. README.md beside this file tells where they are from.")
    out = HERE / "out" / "kakoune"
    shutil.rmtree(out, ignore_errors=True)
    steps = Steps(arguments.limit, arguments.deadline)
    kakoune = Kakoune(arguments.kak, arguments.kak_lsp, [str(Path(arguments.server).resolve())], out)
    try:
        for play in [reply, other_files, leave]:
            print(f"{play.__name__}:")
            play(steps, kakoune)
    except Failed as failure:
        steps.report("FAIL", str(failure))
        kakoune.shot("failure")
        return 1
    finally:
        kakoune.close()
    print(f"Kakoune: {steps.count} steps in {steps.seconds():.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
