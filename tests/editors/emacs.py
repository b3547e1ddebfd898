#!/usr/bin/env python3
"""Emacs, typed into as a person does, with the package that our users install and the lines that its page shows.

Mends a draft with each kind of fix, writes a whole reply with words that are offered, and changes settings, through
Eglot; then the same in short through lsp-mode. What is saved is compared byte for byte.
"""
import json
import re
import subprocess
import sys

from session import CUE, FACT, FIX, MESSAGE, ROOT, Session, play_all

PACKAGE = ROOT / "editors" / "emacs"

# What a test needs besides: to be asked, and no files and questions of Emacs's own. Compiling what Debian has not
# compiled would open a window with warnings.
BESIDES = """
(require 'server)
(setq server-socket-dir "{home}" server-name "asked" make-backup-files nil auto-save-default nil
      create-lockfiles nil inhibit-startup-screen t ring-bell-function 'ignore confirm-kill-processes nil)
(server-start)
"""
EARLY = "(setq native-comp-deferred-compilation nil)\n"

# However little time a step has, Emacs needs seconds to start on a busy machine.
STARTED = 30

FINDINGS = """(vconcat (mapcar (lambda (it)
  (let ((start (flymake-diagnostic-beg it)) (end (flymake-diagnostic-end it)))
    (vector (flymake-diagnostic-text it) (buffer-substring-no-properties start end))))
  (flymake-diagnostics)))"""


# What Eglot, lsp-mode and we ask with.
ASKS = re.compile(r"\(default |Select code action:")


def set_up():
    """The lines that the page shows."""
    page = (PACKAGE / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```elisp\n(.*?)```", page, re.S).group(1)
    return block.replace("/path/to/aplomb", str(ROOT))


class Emacs(Session):
    """Emacs in a terminal, and what it can be asked while it runs."""

    def __init__(self, server, out, name, more=""):
        super().__init__(server, out)
        folder = self.home / ".emacs.d"
        folder.mkdir()
        (folder / "early-init.el").write_text(EARLY)
        (folder / "init.el").write_text(BESIDES.replace("{home}", str(self.home)) + set_up() + more)
        self.name = name
        self.start(["emacs", "-nw", str(self.draft.parent / name)])

    def ask(self, form, buffer="(get-file-buffer {draft})"):
        """The value of a form in the draft, or None while Emacs does not answer."""
        buffer = buffer.replace("{draft}", json.dumps(str(self.draft.parent / self.name)))
        whole = f"(with-current-buffer {buffer} (json-encode {form}))"
        try:
            done = subprocess.run(
                ["emacsclient", "-s", str(self.home / "asked"), "--eval", whole],
                env=self.environment, capture_output=True, encoding="utf-8", timeout=5)
            return json.loads(json.loads(done.stdout))
        except (subprocess.TimeoutExpired, ValueError):
            return None

    def findings(self):
        return self.ask(FINDINGS) or []

    def marked(self, words):
        """What is marked with such a message."""
        return [marked for message, marked in self.findings() if words in message]

    def text(self):
        return self.ask("(buffer-substring-no-properties (point-min) (point-max))") or ""

    def line(self, number):
        return (self.text().split("\n") + [""] * number)[number - 1]

    def command(self, *keys):
        """Presses the key of one of our commands."""
        self.press("C-c", ";", *keys)

    def go(self, words):
        """Goes to where words stand, with the cursor on them."""
        self.press("M-<", "C-s")
        self.say(words)
        self.press("Enter", "Left")

    def choose(self, steps, name, words, typed=None):
        """Lists what there is to choose from, and takes what begins with these words."""
        steps.wait(f"{name} are asked for", lambda: ASKS.search(self.screen()))
        self.press("Tab")
        steps.wait(f"{name} are listed", lambda: words in self.screen().partition("Possible completions")[2])
        self.shot(name.replace(" ", "-"))
        # A blank would complete a word, and so does Tab, as far as it is sure.
        first, *rest = typed or [words.split()[0]]
        self.type(first)
        for more in rest:
            self.press("Tab")
            self.type(more)
        self.press("Enter")


def opened(steps, emacs):
    steps.wait("Emacs answers", lambda: emacs.ask("(emacs-version)"), STARTED)
    steps.wait("the server attaches", lambda: emacs.ask("(if (aplomb--connection) t :json-false)") is True)


def leave(steps, emacs, expected=None):
    emacs.press("C-x", "C-s")
    steps.wait("the file is saved", lambda: emacs.ask("(if (buffer-modified-p) t :json-false)") is False)
    expected = expected or emacs.finished(emacs.name).decode()
    steps.check("as expected, byte for byte", emacs.saved(emacs.name).decode(), expected)
    quit(steps, emacs)


def quit(steps, emacs):
    emacs.press("C-x", "C-c")
    steps.wait("Emacs is left", lambda: not emacs.terminal.lives())
    # Eglot asks the server to end, and kills it without delay.
    emacs.is_gone_as_asked(steps)


def kinds_of_fixes(steps, emacs):
    """Each kind of fix, from the menu of the editor."""
    opened(steps, emacs)
    marked = steps.wait("the doubt is marked", lambda: emacs.marked(MESSAGE))
    steps.check("the mark covers exactly the phrase", marked, [CUE])
    emacs.press("M-<")
    emacs.command("n")
    steps.wait("C-c ; n goes to the phrase", lambda: emacs.ask("(looking-at-p %s)" % json.dumps(CUE)))
    steps.wait("its message stands on the screen", lambda: MESSAGE in emacs.screen())
    emacs.shot("warning")
    emacs.command("e")
    steps.wait("C-c ; e says why", lambda: "Certainty is earned" in emacs.screen())
    emacs.shot("explained")
    emacs.press("C-x", "1")

    emacs.command("f")
    emacs.choose(steps, "fixes", FIX)
    steps.wait("the fact is stated", lambda: FACT in emacs.text())
    steps.wait("the mark goes", lambda: not emacs.marked(MESSAGE))

    emacs.go("should")
    emacs.command("f")
    emacs.choose(steps, "ways out", "Not checked")
    steps.wait("a mark is left", lambda: "[[verify: The export works again]]" in emacs.text())
    emacs.command("r")
    steps.wait("the reply is refused, with the place", lambda: "not ready to send: see line 7" in emacs.screen())
    emacs.shot("refused")
    emacs.press("C-/")
    steps.wait("undone, the doubt is back", lambda: emacs.marked(MESSAGE.replace(CUE, "should work")))
    emacs.press("M-<", *["C-n"] * 6, "C-e", "Enter", "Enter")
    emacs.type("👋 The list should now be complete.")
    steps.wait("what is typed is marked", lambda: emacs.marked(MESSAGE))
    steps.check("exactly the phrase", emacs.marked(MESSAGE), [CUE])
    emacs.shot("live")
    emacs.go("should now")
    emacs.command("f")
    emacs.choose(steps, "fixes again", FIX)
    steps.wait("the fact is stated there too", lambda: "👋 The list is now complete." in emacs.text())

    emacs.go("It looks")
    emacs.command("f")
    emacs.choose(steps, "words to complete", "Say what")
    steps.wait("a blank is left", lambda: "where you saw it" in emacs.text())
    emacs.shot("blank")
    emacs.type("In today's log")
    steps.wait("and typed over", lambda: "\nIn today's log, our cache" in emacs.text())
    emacs.press("Tab")
    steps.wait("Tab goes behind it", lambda: emacs.ask("(length (yas-active-snippets))") == 0)

    emacs.command("a")
    steps.wait("C-c ; a applies safe fixes", lambda: "\nThe domain moved" in emacs.text())
    steps.wait("and says so", lambda: "All safe fixes are applied" in emacs.screen())
    emacs.command("a")
    steps.wait("where there is none it says so", lambda: "There is no safe fix here" in emacs.screen())

    emacs.go("should work")
    emacs.command("f")
    emacs.choose(steps, "rules", "Switch this rule off here", ["Switch", "h"])
    steps.wait("a rule that is switched off here marks nothing more", lambda: not emacs.findings())
    emacs.command("r")
    steps.wait("the reply is copied", lambda: "The reply is copied" in emacs.screen())
    sent = emacs.finished("kinds.md").decode().split("\n\nOn Tue")[0]
    steps.check("as it is to be sent", emacs.ask("(current-kill 0)").rstrip("\n"), sent)
    leave(steps, emacs)
    refused = [it["error"]["message"][:37] for it in emacs.refusals()]
    steps.check("nothing was refused but the copy", refused, ["This reply is not ready to send: see "])


SELECTED = "(window-buffer (selected-window))"
PLACES = "(length (yas-active-snippets))"


def words_to_insert(steps, emacs):
    """A reply from greeting to farewell, by completion and from the lists."""
    opened(steps, emacs)
    emacs.press("M-<")
    emacs.type("H")
    emacs.press("M-Tab")
    steps.wait("M-TAB lists greetings", lambda: "Hi Maria," in emacs.screen().partition("Possible completions")[2])
    emacs.shot("greetings")
    emacs.press("C-x", "o")
    in_list = "(if (eq major-mode 'completion-list-mode) t :json-false)"
    steps.wait("C-x o goes to the list", lambda: emacs.ask(in_list, SELECTED) is True)
    emacs.press("M-<", "Tab", "Enter")
    steps.wait("its words come in", lambda: emacs.text().startswith("Hi Maria,\n\nYou're right about the blog. \n"))
    emacs.shot("greeting")
    for stop in ["the name", "what it is about"]:
        steps.check(f"{stop} is a place to fill in", emacs.ask(PLACES), 1)
        emacs.press("Tab")
    steps.wait("Tab leaves the last one", lambda: emacs.ask(PLACES) == 0)
    emacs.type("I moved it this morning. It opens again.")
    emacs.press("Enter", "Enter")
    emacs.type("I checked it from two networks.")
    emacs.press("Enter", "Enter")
    emacs.command("b")
    emacs.choose(steps, "farewells", "I'll write by", [""])
    steps.wait("the best one comes in", lambda: "You can reach me here before that." in emacs.text())
    emacs.shot("farewell")
    emacs.type("Friday noon")
    emacs.press("Tab")
    emacs.type("Ana")
    leave(steps, emacs)
    steps.check("nothing was refused", emacs.refusals(), [])


def call(emacs, command):
    emacs.press("M-x")
    emacs.say(command)
    emacs.press("Enter")


def set_in_emacs(emacs, value):
    emacs.press("M-:")
    emacs.say(f"(customize-set-variable 'aplomb-settings {value})")
    emacs.press("Enter")


OFF = "'(:rules (:certainty-should \"off\"))"


def settings(steps, emacs):
    """Settings change on disk, as by a colleague's commit, and in Emacs, as by their author."""
    opened(steps, emacs)
    steps.wait("the doubt is marked", lambda: emacs.marked(MESSAGE))
    set_in_emacs(emacs, OFF)
    steps.wait("switched off in Emacs, it goes", lambda: not emacs.marked(MESSAGE))
    set_in_emacs(emacs, "nil")
    steps.wait("and comes back", lambda: emacs.marked(MESSAGE))
    (emacs.draft.parent / "aplomb.toml").write_text('[rules]\ncertainty-should = "off"\n')
    steps.wait("switched off on disk, it goes", lambda: not emacs.marked(MESSAGE))
    (emacs.draft.parent / "aplomb.toml").unlink()
    steps.wait("and comes back again", lambda: emacs.marked(MESSAGE))
    emacs.go("should")
    emacs.command("f")
    emacs.choose(steps, "rules", "Switch this rule off in this", ["Switch", "i"])
    steps.wait("switched off from the menu, it goes", lambda: not emacs.marked(MESSAGE))
    steps.check("by a line in a file", "certainty-should = \"off\"" in emacs.saved("aplomb.toml").decode(), True)
    call(emacs, "aplomb-check-as-reply")
    steps.wait("a file is checked as a reply on demand", lambda: "checked as a reply from now on" in emacs.screen())
    call(emacs, "aplomb-forget")
    steps.wait("forgetting asks first", lambda: "(yes or no)" in emacs.screen())
    emacs.say("yes")
    emacs.press("Enter")
    steps.wait("and says what it did", lambda: "Forgotten." in emacs.screen())
    steps.check("nothing was refused", emacs.refusals(), [])
    quit(steps, emacs)


LSP_MODE = "(setq aplomb-client 'lsp-mode lsp-auto-guess-root t)\n"


def through_lsp_mode(steps, emacs):
    """What goes another way there: marks, fixes, words, commands and settings."""
    opened(steps, emacs)
    steps.wait("the doubt is marked", lambda: emacs.marked(MESSAGE))
    steps.check("the mark covers exactly the phrase", emacs.marked(MESSAGE), [CUE])
    set_in_emacs(emacs, OFF)
    steps.wait("switched off in Emacs, it goes", lambda: not emacs.marked(MESSAGE))
    set_in_emacs(emacs, "nil")
    steps.wait("and comes back", lambda: emacs.marked(MESSAGE))
    emacs.go("should")
    emacs.command("e")
    steps.wait("C-c ; e says why", lambda: "Certainty is earned" in emacs.screen())
    emacs.press("C-x", "1")
    emacs.command("f")
    emacs.choose(steps, "fixes", FIX)
    steps.wait("the fact is stated", lambda: FACT in emacs.text())
    emacs.press("C-e", "Enter", "Enter")
    emacs.type("It looks like our cache was old.")
    steps.wait("what is typed is marked", lambda: emacs.marked("It looks like"))
    emacs.go("It looks")
    emacs.command("f")
    emacs.choose(steps, "words to complete", "Say what")
    steps.wait("a blank is left", lambda: "where you saw it" in emacs.text())
    emacs.type("In today's log")
    emacs.press("Tab")
    steps.wait("Tab goes behind it", lambda: emacs.ask(PLACES) == 0)
    emacs.press("M-<")
    emacs.command("g")
    emacs.choose(steps, "greetings", "Hi Maria,", [""])
    steps.wait("the greeting comes in", lambda: emacs.line(1) == "Hi Maria,")
    emacs.press("Tab")
    emacs.shot("greeting")
    emacs.command("r")
    steps.wait("the reply is copied", lambda: "The reply is copied" in emacs.screen())
    added = "\n\nIn today's log, our cache was old."
    leave(steps, emacs, emacs.finished("reply.md").decode().replace(FACT, FACT + added))
    steps.check("nothing was refused", emacs.refusals(), [])


def editor(name, more=""):
    return lambda server, out: Emacs(server, out, name, more)


if __name__ == "__main__":
    sys.exit(play_all("Emacs", __doc__, [
        ("kinds", editor("kinds.md"), kinds_of_fixes),
        ("words", editor("upset.md"), words_to_insert),
        ("settings", editor("reply.md"), settings),
        ("lsp-mode", editor("reply.md", LSP_MODE), through_lsp_mode),
    ]))
