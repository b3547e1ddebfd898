#!/usr/bin/env python3
"""Vim with ALE, typed into as a person does, with the plugin that our users install and the lines that its page shows.

Mends a draft with each kind of fix, writes a whole reply with words that are offered, and changes settings. What is
saved is compared byte for byte.
"""
import json
import re
import signal
import socket
import sys

from session import CUE, FACT, FIX, MESSAGE, ROOT, Session, play_all

PLUGIN = ROOT / "editors" / "vim"

# What a test needs besides: ALE where Debian has it, and to be asked.
BESIDES = """
set noswapfile viminfo=
packadd! ale
let g:asked = ch_open('127.0.0.1:{port}', {{'mode': 'json'}})
"""

FINDINGS = "ale#engine#GetLoclist(bufnr(''))"


def set_up():
    """The lines that the page shows for ALE."""
    page = (PLUGIN / "README.md").read_text(encoding="utf-8")
    return re.search(r"```vim\n(.*?)```", page, re.S).group(1)


class Vim(Session):
    """Vim in a terminal, and what it can be asked while it runs."""

    def __init__(self, server, out, name):
        super().__init__(server, out)
        self.name = name
        # As a package, as the page says.
        package = self.home / ".vim" / "pack" / "aplomb" / "start"
        package.mkdir(parents=True)
        (package / "aplomb").symlink_to(PLUGIN)
        listening = socket.create_server(("127.0.0.1", 0))
        listening.settimeout(20)
        besides = BESIDES.format(port=listening.getsockname()[1])
        (self.home / ".vim" / "vimrc").write_text("source $VIMRUNTIME/defaults.vim\n" + set_up() + besides)
        self.start(["vim", str(self.draft.parent / name)])
        self.channel = listening.accept()[0]
        self.channel.settimeout(5)
        listening.close()
        self.unread, self.questions = "", 0

    def ask(self, expression):
        """The value of an expression."""
        self.questions -= 1
        self.channel.sendall(json.dumps(["expr", expression, self.questions]).encode() + b"\n")
        while True:
            try:
                answer, end = json.JSONDecoder().raw_decode(self.unread)
            except ValueError:
                more = self.channel.recv(65536)
                if not more:
                    return None
                self.unread = (self.unread + more.decode()).lstrip()
                continue
            self.unread = self.unread[end:].lstrip()
            if answer[0] == self.questions:
                return answer[1]

    def findings(self):
        """What is marked: the message, and the words, which ALE counts in bytes."""
        found = []
        for it in self.ask(FINDINGS):
            line = self.line(it["lnum"]).encode()
            words = line[it["col"] - 1:it.get("end_col", len(line))].decode(errors="replace")
            found.append((it["text"], words))
        return found

    def marked(self, words):
        return [marked for message, marked in self.findings() if words in message]

    def text(self):
        return "\n".join(self.ask("getline(1, '$')")) + "\n"

    def line(self, number):
        return self.ask(f"getline({number})")

    def command(self, words):
        self.say(f":{words}")
        self.press("Enter")


    def fixes(self, steps, name, words):
        """Lists the fixes at the cursor and takes the one that begins with these words."""
        # Where Vim waits for an answer, it says nothing else.
        self.type("gra")
        row = re.compile(r"^(\d+)\) " + re.escape(words), re.M)
        found = steps.wait(f"gra lists {name}", lambda: "Type number" in self.screen() and row.search(self.screen()))
        self.shot(name.replace(" ", "-"))
        self.type(found.group(1))
        self.press("Enter")

    def go(self, words):
        self.press("Escape")
        self.say(f"gg/{words}")
        self.press("Enter")

    def says(self, steps, name, words):
        # On the screen ALE may have put a message of its own over it by now.
        steps.wait(name, lambda: words in self.ask("execute('messages')"))


def leave(steps, vim, name, finished=None):
    vim.command("wq")
    # ALE asks no server to end, but stops it.
    vim.ends_well(steps, [-signal.SIGTERM])
    expected = vim.finished(finished or name).decode()
    steps.check("the saved file is as expected, byte for byte", vim.saved(name).decode(), expected)


def kinds_of_fixes(steps, vim):
    """Each kind of fix, from the menu of the editor."""
    steps.wait("the doubt is marked", lambda: vim.marked(MESSAGE))
    steps.check("the mark covers exactly the phrase", [it for it in vim.marked("") if it == CUE], [CUE])
    steps.check("its message stands beside the line", MESSAGE in vim.screen(), True)
    vim.type("gg]d")
    steps.wait("]d goes to the phrase", lambda: vim.ask("getline('.')[col('.') - 1:]").startswith(CUE))
    vim.shot("warning")
    vim.type("K")
    steps.wait("K says why", lambda: "Certainty is earned" in vim.screen())
    vim.shot("explained")
    vim.command("pclose")

    vim.fixes(steps, "fixes", FIX)
    steps.wait("the fact is stated", lambda: FACT in vim.text())
    steps.wait("the mark goes", lambda: CUE not in vim.marked(""))
    vim.go("should work")
    vim.fixes(steps, "ways out", "Not checked")
    steps.wait("a mark is left", lambda: "[[verify: The export works again]]" in vim.text())
    vim.command("AplombReply")
    vim.says(steps, "the reply is refused, with the place", "Not ready to send: see line 7")
    vim.shot("refused")
    steps.wait("and what is open is listed", lambda: "kinds.md|7|" in vim.screen())
    vim.type("u")
    steps.wait("undone, the doubt is back", lambda: "should work" in vim.marked(""))

    vim.type("7Go")
    vim.press("Enter")
    vim.type("👋 The list should now be complete.")
    steps.wait("what is typed is marked", lambda: CUE in vim.marked(""))
    vim.shot("live")
    vim.go("should now")
    vim.fixes(steps, "fixes again", FIX)
    steps.wait("the fact is stated there too", lambda: "👋 The list is now complete." in vim.text())

    vim.go("It looks")
    vim.fixes(steps, "words to complete", "Say what")
    steps.wait("a blank is left", lambda: "[[fill: where you saw it]]" in vim.text())
    vim.shot("blank")
    vim.go("fill:")
    # From the first bracket to the last.
    vim.type("hhc2f]In today's log")
    vim.press("Escape")

    vim.command("AplombFix")
    vim.says(steps, ":AplombFix applies safe fixes", "All safe fixes are applied")
    steps.check("in the draft", "\nThe domain moved" in vim.text(), True)
    vim.command("AplombFix")
    vim.says(steps, "where there is none it says so", "There is no safe fix here")

    vim.go("should work")
    vim.fixes(steps, "rules", "Switch this rule off here")
    steps.wait("a rule that is switched off here marks nothing more", lambda: not vim.findings())
    vim.command("AplombReply")
    vim.says(steps, "the reply is copied", "The reply is")
    sent = vim.finished("kinds.md").decode().split("\n\nOn Tue")[0]
    steps.check("as it is to be sent", vim.ask("getreg('\"')").rstrip("\n"), sent)
    leave(steps, vim, "kinds.md")


def offers(vim):
    """What the open menu lists."""
    return [it["word"] for it in vim.ask("complete_info(['items']).items")]


def words_to_insert(steps, vim):
    """A reply with a greeting and a farewell from the menu, as plain text, for ALE knows no places to fill in."""
    steps.wait("ALE has opened the draft", lambda: "textDocument/didOpen" in vim.heard())
    vim.command("let g:aplomb_settings = {'agent': 'Ana'} | ALELint")
    # ALE has said once, as it began, that nothing is set.
    steps.wait("settings reach the server", lambda: vim.heard().count("workspace/didChangeConfiguration") == 2)
    vim.type("ggiH")
    found = steps.wait("an H has greetings", lambda: offers(vim))
    steps.check("one line each, the best first", found[:2], ["Hi Maria, You're right about the blog.", "Hi Maria,"])
    vim.shot("greetings")
    vim.press("C-n", "C-n", "C-y")
    steps.wait("the second comes in", lambda: vim.line(1) == "Hi Maria,")
    vim.press("Enter", "Enter")
    vim.type("You're right about the blog. I moved it this morning.")
    vim.press("Enter", "Enter")
    vim.type("Best")
    found = steps.wait("the end has farewells", lambda: offers(vim))
    steps.check("signed", found[0], "Best wishes, Ana")
    vim.shot("farewells")
    vim.press("C-n", "C-y")
    steps.wait("the first comes in", lambda: "\nBest wishes, Ana\n" in vim.text())
    vim.press("Escape")
    leave(steps, vim, "upset.md", "upset-plain.md")
    steps.check("nothing was refused", vim.refusals(), [])


def settings(steps, vim):
    """Settings change in Vim, as by their author, and on disk, as by a colleague's commit."""
    steps.wait("the doubt is marked", lambda: vim.marked(MESSAGE))
    vim.command("AplombExplain certainty-should")
    steps.wait(":AplombExplain shows the page of a rule", lambda: "Certainty is earned" in vim.screen())
    vim.command("AplombReply")
    vim.says(steps, "which is no draft", "This window holds no draft")
    vim.type("q")
    vim.command("let g:aplomb_settings = {'rules': {'certainty-should': 'off'}} | ALELint")
    steps.wait("switched off in Vim, it goes", lambda: not vim.marked(MESSAGE))
    vim.command("let g:aplomb_settings = {} | ALELint")
    steps.wait("and comes back", lambda: vim.marked(MESSAGE))
    (vim.draft.parent / "aplomb.toml").write_text('[rules]\ncertainty-should = "off"\n')
    steps.wait("switched off on disk, it goes", lambda: not vim.marked(MESSAGE))
    (vim.draft.parent / "aplomb.toml").unlink()
    steps.wait("and comes back again", lambda: vim.marked(MESSAGE))
    vim.go("should")
    vim.fixes(steps, "rules", "Switch this rule off in this")
    steps.wait("switched off from the menu, it goes", lambda: not vim.marked(MESSAGE))
    steps.check("by a line in a file", "certainty-should = \"off\"" in vim.saved("aplomb.toml").decode(), True)
    vim.command("qa!")
    vim.ends_well(steps, [-signal.SIGTERM])
    steps.check("nothing was refused", vim.refusals(), [])


def editor(name):
    return lambda server, out: Vim(server, out, name)


if __name__ == "__main__":
    sys.exit(play_all("Vim", __doc__, [
        ("kinds", editor("kinds.md"), kinds_of_fixes),
        ("words", editor("upset.md"), words_to_insert),
        ("settings", editor("reply.md"), settings),
    ]))
