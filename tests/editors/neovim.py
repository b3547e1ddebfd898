#!/usr/bin/env python3
"""Neovim, typed into as a person does, with the configuration that our users copy.

Opens a draft, reads the warning, applies its fix, greets the customer by completion, saves, and compares the
file byte for byte. Then writes a whole reply with snippets, and changes settings on disk and in the editor, and sees
an open draft follow. `run` beside this file installs what is needed first.
"""
import json
import shutil
import subprocess
import sys

from session import CUE, FACT, FIX, HERE, MESSAGE, ROOT, Session, neovim_program, play_all
from snippets import snippets

CONFIGURATION = ROOT / "editors" / "nvim" / "aplomb.lua"

DRAFT = (HERE / "drafts" / "reply.md").read_text(encoding="utf-8").splitlines()
DOUBT = f"👋 — That blog {CUE} under your account."
GREETING = "Hi Maria,"

DIAGNOSTICS = """vim.tbl_map(function(it)
  local words = vim.api.nvim_buf_get_text(0, it.lnum, it.col, it.end_lnum, it.end_col, {})
  return { code = it.code, words = table.concat(words, "\\n") }
end, vim.diagnostic.get(0))"""

# Of a file, open or not: `bufadd` gives the buffer that the file has already.
SEVERITIES = """vim.tbl_map(function(it)
  return { it.code or it.message, it.severity, it.lnum + 1 }
end, vim.diagnostic.get(vim.fn.bufadd(%s)))"""
HINT = '[rules]\ncertainty-should = "hint"\n'
BROKEN = 'company = "Acme"\n[rules\ncertainty-should = "off"\n'
OFF = '[rules]\ncertainty-should = "off"\n'


class Neovim(Session):
    """Neovim in a terminal, and what it can be asked while it runs."""

    def __init__(self, server, out):
        super().__init__(server, out)
        self.program = neovim_program()
        self.socket = self.home / "socket"
        plugins = self.home / ".config" / "nvim" / "plugin"
        plugins.mkdir(parents=True)
        shutil.copy(CONFIGURATION, plugins)
        self.start([self.program, "--listen", str(self.socket), str(self.draft)])

    def lua(self, expression):
        """The value of an expression, or None while Neovim does not answer, for example as it starts."""
        call = f"json_encode(luaeval({quoted(expression)}))"
        try:
            done = subprocess.run(
                [self.program, "--headless", "--server", str(self.socket), "--remote-expr", call],
                env=self.environment, capture_output=True, encoding="utf-8", timeout=5)
            return json.loads(done.stdout or done.stderr)
        except (subprocess.TimeoutExpired, ValueError):
            return None

    def diagnostics(self):
        return self.lua(DIAGNOSTICS) or []

    def findings(self, path):
        """What is marked in a file: the code or else the message, the severity, the line."""
        found = self.lua(SEVERITIES % quoted(str(path)))
        # To Lua an empty list is an empty table, which comes as an object.
        return [] if found == {} else found

    def words_marked(self, code):
        return [it["words"] for it in self.diagnostics() if it["code"] == code]

    def line(self, number):
        return self.lua(f"vim.fn.getline({number})")


def quoted(text):
    """A string of Vim script."""
    return "'" + text.replace("'", "''") + "'"


def reply(steps, neovim):
    """A draft is opened, mended, greeted and saved."""
    steps.wait("Neovim attaches the server", lambda: neovim.lua("#vim.lsp.get_clients({ name = 'aplomb' })"))
    marked = steps.wait("the doubt is marked", lambda: neovim.words_marked("certainty-should"))
    steps.check("the mark covers exactly the phrase", marked, [CUE])
    steps.wait("the message stands on the screen", lambda: MESSAGE in neovim.screen())
    neovim.shot("warning")

    neovim.press("g", "g")
    number = DRAFT.index(DOUBT) + 1
    column = len(DOUBT[:DOUBT.index(CUE)].encode()) + 1

    def next_mark():
        neovim.press("]", "d")
        return neovim.lua("{ vim.fn.line('.'), vim.fn.col('.') }") == [number, column]
    steps.wait("]d goes to the phrase", next_mark)
    neovim.press("g", "r", "a")
    steps.wait("gra lists the fix", lambda: FIX in neovim.screen())
    neovim.shot("fixes")
    choice = next(line for line in neovim.screen().splitlines() if FIX in line).split(":")[0].strip()
    neovim.press(choice, "Enter")
    steps.wait("the fix states the fact", lambda: neovim.line(number) == FACT)
    steps.wait("the mark goes", lambda: not neovim.words_marked("certainty-should"))
    neovim.shot("fixed")

    neovim.press("g", "g", "i")
    neovim.type(";")
    steps.wait("a semicolon offers a greeting with the customer's name", lambda: GREETING in neovim.screen())
    neovim.shot("greetings")
    neovim.press("C-n")
    steps.wait("C-n chooses it", lambda: neovim.lua("vim.fn.complete_info({ 'selected' }).selected") == 0)
    steps.check("the draft holds nothing new meanwhile", neovim.line(1), ";")
    neovim.shot("greeting-chosen")
    neovim.press("C-y")
    steps.wait("C-y inserts it", lambda: neovim.line(1) == GREETING)
    steps.wait("the name is a tab stop", lambda: neovim.lua("vim.snippet.active({ direction = 1 })"))
    steps.wait("nothing is marked any more", lambda: neovim.lua("#vim.diagnostic.get(0)") == 0)
    neovim.shot("greeting")
    neovim.press("Tab")
    steps.wait("Tab leaves it", lambda: neovim.lua("{ vim.fn.mode(), vim.fn.col('.') }") == ["i", len(GREETING) + 1])
    neovim.press("Escape")
    steps.wait("Escape ends typing", lambda: neovim.lua("vim.fn.mode()") == "n")

    leave(steps, neovim)
    expected = neovim.finished("reply.md")
    steps.check("the saved file is as expected, byte for byte", neovim.saved("reply.md"), expected)


def leave(steps, neovim):
    neovim.type(":wqa")
    neovim.press("Enter")
    neovim.ends_well(steps)
    steps.check("no request was refused", neovim.refusals(), [])


def snippets_to_the_end(steps, neovim):
    snippets(steps, neovim)
    leave(steps, neovim)


def settings(steps, neovim):
    """Settings change on disk, as by a colleague's commit, and in the editor, as by their author."""
    file = neovim.draft.parent / "aplomb.toml"

    def of_the_doubt():
        return [severity for code, severity, _ in neovim.findings(neovim.draft) or [] if code == "certainty-should"]

    steps.wait("the doubt is a warning", lambda: of_the_doubt() == [2])
    file.write_text(HINT)
    steps.wait("settings that come on disk make it a hint within a second", lambda: of_the_doubt() == [4], SOON)
    file.write_text(BROKEN)
    wrong = steps.wait("a file that breaks is marked within a second", lambda: neovim.findings(file), SOON)
    steps.check("with one mark, where it is broken", [line for _, _, line in wrong], [2])
    steps.check("what it said before holds", of_the_doubt(), [4])
    neovim.shot("settings-broken")

    neovim.type(":split aplomb.toml")
    neovim.press("Enter")
    steps.wait("the file opens, still with one mark", lambda: len(neovim.findings(file) or []) == 1)
    steps.wait("its message stands in the file", lambda: "this is not toml" in neovim.screen().lower())
    neovim.shot("settings-open")
    neovim.type(":%d")
    neovim.press("Enter")
    neovim.type("i[rules]")
    neovim.press("Enter", "C-x", "C-o")
    steps.wait("the codes of rules are offered", lambda: "certainty-" in neovim.screen())
    neovim.press("C-e")
    neovim.type("certainty-shoud = 'off'")
    neovim.press("Escape")
    near = steps.wait(
        "a code that is misspelt is met with the right one",
        lambda: [it for it, _, _ in neovim.findings(file) or [] if "did you mean `certainty-should`" in it])
    steps.check("that is all that is wrong", len(near), 1)
    neovim.shot("settings-misspelt")
    neovim.type(":s/shoud/should/")
    neovim.press("Enter")
    steps.wait("nothing is wrong any more", lambda: neovim.findings(file) == [])
    steps.check("an unsaved file does not hold yet", of_the_doubt(), [4])
    neovim.type(":w")
    neovim.press("Enter")
    steps.wait("saved, it holds", lambda: of_the_doubt() == [])
    leave(steps, neovim)


# What is asked for is a second; asking Neovim takes the rest.
SOON = 1.5


if __name__ == "__main__":
    sys.exit(play_all("Neovim", __doc__, [
        ("reply", Neovim, reply),
        ("snippets", Neovim, snippets_to_the_end),
        ("settings", Neovim, settings),
    ]))
