#!/usr/bin/env python3
"""The plugin for Neovim, loaded from 'runtimepath' as its users load it, in a Neovim without a screen.

Asks for each `:Aplomb` command with keys, and compares the draft, the registers and what is said. `run` beside this
file installs what is needed first.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from session import ROOT, arguments_of, neovim_program
from steps import Failed, Steps

PLUGIN = ROOT / "editors" / "nvim"

# What is said is kept, and a list of choices is answered with the one that `choose` names.
INIT = """
said, offered, choose = {}, {}, ''
vim.notify = function(sentence, level) table.insert(said, sentence) end
vim.ui.select = function(items, options, done)
  offered = vim.tbl_map(options.format_item or tostring, items)
  for number, text in ipairs(offered) do
    if text:find(choose, 1, true) then return done(items[number], number) end
  end
  done(nil)
end
vim.o.swapfile = false
"""
# One session has it on the path, the other as a package, as the README says.
PATH = "plugin"
PACKAGE = ".local/share/nvim/site/pack/aplomb/start/aplomb"
ENABLE = f"vim.opt.runtimepath:prepend(vim.env.HOME .. '/{PATH}')\nvim.lsp.enable('aplomb')\n"

COMMANDS = ["reply", "line", "fix", "explain", "insert", "check-as-reply", "settings", "forget", "restart", "log"]

MAIL = "\n\nOn Tue, 3 Mar 2026 at 10:12, Maria Ruiz <maria@example.org> wrote:\n> Where is my blog?\n"
DRAFT = "Hi Maria,\n\nThanks for asking.\n\n%s\n\nBest,\nAna" + MAIL
BARE = "Thanks for asking. I moved your files this morning.\n\nBest,\nAna" + MAIL


class Neovim:
    def __init__(self, program, server, init, folder):
        self.program = program
        self.home = Path(tempfile.mkdtemp(prefix="aplomb-plugin-"))
        # A copy, since the tags of the help are written beside it.
        shutil.copytree(PLUGIN, self.home / folder, ignore=shutil.ignore_patterns("tags"))
        self.socket = self.home / "socket"
        (self.home / "init.lua").write_text(init)
        bin = self.home / "bin"
        bin.mkdir()
        (bin / "aplomb").symlink_to(server)
        # Nothing of whoever runs this reaches the editor, and nothing of the editor their home. Without a display
        # no clipboard of theirs is written either.
        self.environment = {"HOME": str(self.home), "PATH": f"{bin}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
        # What is offered first would otherwise go by what was copied before.
        (self.home / ".config" / "aplomb").mkdir(parents=True)
        (self.home / ".config" / "aplomb" / "aplomb.toml").write_text("remember-lines = false\n")
        self.drafts = self.home / "drafts"
        self.drafts.mkdir()
        self.process = subprocess.Popen(
            [program, "--headless", "--listen", str(self.socket), "-u", str(self.home / "init.lua")],
            env=self.environment, cwd=self.drafts, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def remote(self, *arguments):
        return subprocess.run(
            [self.program, "--headless", "--server", str(self.socket), *arguments],
            env=self.environment, capture_output=True, encoding="utf-8", timeout=10)

    def lua(self, expression):
        """The value of an expression, or None while Neovim does not answer."""
        quoted = "'" + expression.replace("'", "''") + "'"
        try:
            done = self.remote("--remote-expr", f"json_encode(luaeval({quoted}))")
            return json.loads(done.stdout or done.stderr)
        except (subprocess.TimeoutExpired, ValueError):
            return None

    def press(self, keys):
        """Presses keys by Neovim's names for them, such as `<CR>`."""
        self.remote("--remote-send", keys)

    def command(self, words):
        """Types a command. What was said before is forgotten."""
        self.lua("(function() said, offered = {}, {} end)()")
        self.press(f"<Esc>:{words}<CR>")

    def said(self):
        return " ".join(self.lua("said") or [])

    def open(self, name, text):
        """Opens a draft that is new."""
        path = self.drafts / name
        path.write_text(text, encoding="utf-8")
        self.press(f"<Esc>:edit! {name}<CR>")
        return path

    def lines(self):
        return self.lua("vim.api.nvim_buf_get_lines(0, 0, -1, false)") or []

    def codes(self):
        found = self.lua("vim.tbl_map(function(it) return it.code end, vim.diagnostic.get(0))")
        return sorted(found or [])

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def attached(steps, neovim):
    return steps.wait("the server attaches", lambda: neovim.lua("#vim.lsp.get_clients({ name = 'aplomb', bufnr = 0 })"))


def says(steps, neovim, name, command, *sentence):
    neovim.command(command)
    steps.wait(name, lambda: all(it in neovim.said() for it in sentence))


def load(steps, neovim):
    steps.wait("Neovim answers", lambda: neovim.lua("vim.fn.exists(':Aplomb')") == 2)
    heard = [neovim.lua(it) for it in ["vim.v.errmsg", "vim.fn.execute('messages')"]]
    steps.check("it starts without a word", heard, ["", ""])
    says(steps, neovim, "a draft without a name is asked for one", "Aplomb reply", ":file reply.md")
    neovim.open("notes.lua", "")
    says(steps, neovim, "without a server it says what to do", "Aplomb reply", "not at work", "checkhealth")
    neovim.open("reply.md", DRAFT % "👋 — That blog should now be under your account.")
    attached(steps, neovim)
    steps.check(":Aplomb completes its commands", neovim.lua("vim.fn.getcompletion('Aplomb ', 'cmdline')"), COMMANDS)
    listed = "vim.fn.getcompletion('Aplomb insert ', 'cmdline')"
    names = steps.wait("and the names of snippets", lambda: neovim.lua(listed))
    steps.check("situations first", names[:3], ["greeting", "thanks", "farewell"])
    steps.check("then all there are", "bye-open-door" in names, True)
    steps.check("nothing follows what takes nothing", neovim.lua("#vim.fn.getcompletion('Aplomb fix ', 'cmdline')"), 0)
    says(steps, neovim, "what is unknown is answered with what is known", "Aplomb nix", "lists what there is")


def chooses(steps, neovim):
    neovim.lua("(function() choose = 'settings' end)()")
    neovim.command("Aplomb")
    steps.wait(":Aplomb alone lets one choose", lambda: "# What nobody has set:" in neovim.lines())
    neovim.press("q")


def findings(steps, neovim):
    steps.wait("what is open is counted", lambda: neovim.lua("require('aplomb').status()") == "Aplomb W1")
    line = """vim.api.nvim_eval_statusline("%{v:lua.require'aplomb'.status()}", {}).str"""
    steps.check("for the statusline too", neovim.lua(line), "Aplomb W1")
    neovim.press("/should<CR>")
    neovim.command("Aplomb explain")
    floating = """(function()
      local window = vim.b.lsp_floating_preview
      local lines = window and vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
      return lines and table.concat(lines, ' ')
    end)()"""
    shown = steps.wait("explain opens a window", lambda: neovim.lua(floating))
    wanted = ["leaves them wondering", "Certainty is earned"]
    steps.check("with the message, and why", [it for it in wanted if it not in shown], [])
    says(steps, neovim, "the reply is said in one line", "Aplomb line", "1 hedge · signs as Ana")
    lens = "vim.tbl_map(function(it) return it.command.title end, vim.lsp.codelens.get(0))"
    shown = steps.wait("it stands beside the first line, too", lambda: neovim.lua(lens))
    steps.check("in the same words", [it for it in shown if "1 hedge · signs as Ana" not in it], [])
    neovim.command("Aplomb explain certainty-should")
    steps.wait("a code opens its page", lambda: "certainty-should" in neovim.lines()[:1])
    neovim.press("q")
    steps.wait("which q closes", lambda: "Hi Maria," in neovim.lines()[:1])
    says(steps, neovim, "where nothing is marked it says so", "1 | Aplomb explain", "Nothing is marked on this line")


def reply(steps, neovim):
    neovim.open("promise.md", DRAFT % "👋 — I will write to you on [[fill: day]].")
    attached(steps, neovim)
    steps.wait("a blank is an error", lambda: neovim.lua("require('aplomb').status()") == "Aplomb E1")
    neovim.lua("vim.fn.setreg('\"', 'before')")
    says(steps, neovim, "reply refuses, and says where", "Aplomb reply", "not ready to send: see line 5")
    steps.check("nothing is copied", neovim.lua("vim.fn.getreg('\"')"), "before")
    neovim.command(r"%s/\[\[.*\]\]/Monday/")
    says(steps, neovim, "filled in at this very moment, it is copied", "Aplomb reply", "The reply is")
    sent = "Hi Maria,\n\nThanks for asking.\n\n👋 — I will write to you on Monday.\n\nBest,\nAna"
    steps.check("as it is to be sent", neovim.lua("vim.fn.getreg('\"')").rstrip("\n"), sent)


def fixes(steps, neovim):
    neovim.open("honest.md", DRAFT % "👋 — To be honest, the blog moved to your account this morning.")
    attached(steps, neovim)
    steps.wait("a safe fix is at hand", lambda: "tone-honest" in neovim.codes())
    says(steps, neovim, "fix says how to take it back", "Aplomb fix", "`u` takes them back")
    steps.check("and has applied it", neovim.lines()[4], "👋 — The blog moved to your account this morning.")
    says(steps, neovim, "where there is none it says so", "Aplomb fix", "no safe fix here")

    before = "👋 — I'll get back to you soon."
    neovim.open("soon.md", DRAFT % before)
    attached(steps, neovim)
    steps.wait("a vague time is marked", lambda: "vague-time" in neovim.codes())
    stale = """(function()
      said = {}
      local range = { start = { line = 4, character = 0 }, ['end'] = { line = 4, character = 2 } }
      local it = { uri = vim.uri_from_bufnr(0), version = vim.b.changedtick - 1, range = range, snippet = 'x' }
      local client = vim.lsp.get_clients({ name = 'aplomb' })[1]
      client:exec_cmd({ title = '', command = 'aplomb.insertSnippet', arguments = { it } }, { bufnr = 0 })
    end)()"""
    neovim.lua(stale)
    steps.check("a fix for an older text is refused", "The draft has changed meanwhile" in neovim.said(), True)
    steps.check("and the draft stays", neovim.lines()[4], before)
    neovim.lua("(function() choose = 'Say by when' end)()")
    neovim.press("<Esc>:5<CR>$hgra")
    blank = steps.wait("a fix brings a blank", lambda: [it for it in neovim.lines() if "[[fill: " in it])
    steps.check("in place of exactly the words", blank[0].startswith("👋 — I'll get back to you by ["), True)
    steps.wait("the blank is chosen", lambda: neovim.lua("{ vim.snippet.active(), vim.fn.mode() }") == [True, "s"])
    neovim.press("Monday")
    steps.wait("and typed over", lambda: neovim.lines()[4] == "👋 — I'll get back to you by Monday.")
    neovim.press("<Tab>")
    steps.wait("Tab goes behind it", lambda: neovim.lua("vim.fn.mode()") == "i")
    neovim.press("<Esc>")
    steps.wait("and Escape ends it", lambda: neovim.lua("vim.snippet.active()") is False)
    neovim.press("x")
    steps.check("without an error at the next change", neovim.lua("vim.v.errmsg"), "")


def snippets(steps, neovim):
    neovim.open("bare.md", BARE)
    attached(steps, neovim)
    neovim.command("Aplomb insert greeting")
    steps.wait("insert greets by name", lambda: neovim.lines()[:3] == ["Hi Maria,", "", BARE.split("\n")[0]])
    steps.wait("the name is a tab stop", lambda: neovim.lua("vim.snippet.active({ direction = 1 })"))
    neovim.press("<Esc>:lua vim.snippet.stop()<CR>u")
    steps.wait("one u takes it back", lambda: neovim.lines() == BARE.split("\n")[:-1])
    neovim.lua("(function() choose = 'Hello Maria' end)()")
    neovim.command("1 | Aplomb insert")
    steps.wait("without a name it lets one choose", lambda: neovim.lines()[:1] == ["Hello Maria,"])
    steps.check("from what fits there, the best first", neovim.lua("offered[1]").startswith("Hi Maria,"), True)
    neovim.press("<Esc>:lua vim.snippet.stop()<CR>")

    neovim.open("open.md", "Hi Maria,\n\nI moved your files this morning." + MAIL)
    attached(steps, neovim)
    neovim.command("3 | Aplomb insert farewell")
    last = "I moved your files this morning."
    steps.wait("a farewell goes under the last line", lambda: neovim.lines()[2:4] == [last, ""])
    steps.check("above the quote", neovim.lines()[-1], "> Where is my blog?")
    neovim.press("<Esc>:lua vim.snippet.stop()<CR>")
    before = neovim.lines()
    says(steps, neovim, "what is not there is said", "1 | Aplomb insert no-such-thing", "“no-such-thing” fits here")
    steps.check("and the draft stays", neovim.lines(), before)

    neovim.open("typed.md", BARE)
    attached(steps, neovim)
    neovim.press("ggO<Esc>i;")
    steps.wait("a semicolon opens the built-in menu", lambda: neovim.lua("vim.fn.pumvisible()"))
    neovim.press("<C-n><C-y>")
    steps.wait("which greets by name", lambda: neovim.lines()[:1] == ["Hi Maria,"])
    neovim.press("<Esc>:lua vim.snippet.stop()<CR>")


def rest(steps, neovim):
    neovim.press("<Esc>:enew!<CR>:set filetype=mail<CR>")
    lines = "{ 'Hi Maria,', '', 'That blog should now be under your account.', '', 'Best,', 'Ana' }"
    neovim.lua(f"vim.api.nvim_buf_set_lines(0, 0, -1, false, {lines})")
    neovim.press(":file unwritten.eml<CR>")
    attached(steps, neovim)
    steps.wait("mail is checked once it has a name", lambda: "certainty-should" in neovim.codes())
    steps.check("without being written", (neovim.drafts / "unwritten.eml").exists(), False)

    neovim.open("README.md", "# Blog\n\nThat blog should now be under your account.\n")
    attached(steps, neovim)
    says(steps, neovim, "a page is checked as a reply", "Aplomb check-as-reply", "from now on")
    steps.wait("and marked", lambda: "certainty-should" in neovim.codes())
    (neovim.drafts / "aplomb.toml").write_text('company = "Acme"\n')
    def held():
        neovim.press("<Esc>:silent! close<CR>:Aplomb settings<CR>")
        return [it for it in neovim.lines() if it.startswith("company = \"Acme\"")]
    line = steps.wait("settings shows what holds", held)
    steps.check("and from where", line[0].endswith("aplomb.toml:1"), True)
    neovim.press("q")
    says(steps, neovim, "forget says what it did", "Aplomb forget", "is forgotten")

    of_client = "vim.tbl_map(function(it) return it.id end, vim.lsp.get_clients({ name = 'aplomb', bufnr = 0 }))"
    first = neovim.lua(of_client)
    neovim.command("Aplomb restart")
    steps.wait("restart brings another server", lambda: neovim.lua(of_client) not in (first, [], {}, None))
    steps.wait("which marks again", lambda: "certainty-should" in neovim.codes())
    neovim.command("Aplomb log")
    steps.wait("log opens it", lambda: (neovim.lua("vim.api.nvim_buf_get_name(0)") or "").endswith("lsp.log"))
    neovim.press(":close<CR>")

    neovim.command("checkhealth aplomb")
    steps.wait("checkhealth reports", lambda: "at work in" in " ".join(neovim.lines()))
    report = neovim.lines()
    steps.check("with nothing wrong", [it for it in report if "ERROR" in it or "WARNING" in it], [])
    neovim.press("q")
    neovim.lua("(function() vim.v.errmsg = '' vim.cmd.helptags(vim.env.HOME .. '/plugin/doc') end)()")
    neovim.press(":help :Aplomb-insert<CR>")
    steps.wait("help is there", lambda: (neovim.lua("vim.api.nvim_buf_get_name(0)") or "").endswith("doc/aplomb.txt"))
    steps.check("without an error", neovim.lua("vim.v.errmsg"), "")
    broken = neovim.lua("""(function()
      local tags, broken = {}, {}
      for line in io.lines(vim.env.HOME .. '/plugin/doc/tags') do tags[line:match('^[^\\t]+')] = true end
      for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
        for tag in line:gmatch('|([^|%s]+)|') do
          if not tags[tag] and #vim.fn.getcompletion(tag, 'help') == 0 then table.insert(broken, tag) end
        end
        if #line > 0 and vim.fn.strdisplaywidth(line) > 78 then table.insert(broken, line) end
      end
      return #broken > 0 and broken or 'none'
    end)()""")
    steps.check("no link in it leads nowhere, and no line is too long", broken, "none")


def options(steps, neovim):
    steps.wait("Neovim answers", lambda: neovim.lua("vim.fn.exists(':Aplomb')") == 2)
    said = neovim.lua("said") or []
    steps.check("mistakes in options are one message", len(said), 1)
    wanted = ["no option “complete”", "“virtual_text” takes true or false", ":help aplomb-options"]
    steps.check("that says what is right", [it for it in wanted if it not in said[0]], [])
    neovim.open("reply.md", DRAFT % "👋 — That blog should now be under your account.")
    attached(steps, neovim)
    steps.wait("settings reach the server", lambda: neovim.codes() == [])
    steps.check("and nothing is open", neovim.lua("require('aplomb').status()"), "Aplomb")
    neovim.open("COMMIT_EDITMSG", "")
    attached(steps, neovim)
    neovim.press("<Esc>i")
    steps.wait("completion stays off", lambda: neovim.lua("{ vim.fn.mode(), vim.bo.completeopt }") == ["i", ""])


OPTIONS = """require('aplomb').setup({
  filetypes = { 'markdown', 'gitcommit' },
  settings = { rules = { ['certainty-should'] = 'off' } },
  completion = false,
  virtual_text = 'yes',
  complete = true,
})
"""


def main():
    arguments = arguments_of(__doc__)
    program = neovim_program()
    steps = Steps(arguments.limit, arguments.deadline)
    sessions = [
        (INIT + ENABLE, PATH, [load, chooses, findings, reply, fixes, snippets, rest]),
        (INIT + OPTIONS, PACKAGE, [options]),
    ]
    for init, folder, plays in sessions:
        neovim = Neovim(program, Path(arguments.server).resolve(), init, folder)
        try:
            for play in plays:
                print(f"{play.__name__}:")
                play(steps, neovim)
        except Failed as failure:
            steps.report("FAIL", str(failure))
            state = {it: neovim.lua(it) for it in ["said", "offered", "vim.v.errmsg", "require('aplomb').status()"]}
            print(f"    {state}\n    {neovim.codes()}\n    {neovim.lines()}")
            return 1
        finally:
            neovim.close()
    print(f"The plugin: {steps.count} steps in {steps.seconds():.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
