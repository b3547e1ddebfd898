#!/usr/bin/env python3
"""VS Code in a browser, used with keys and mouse as a person does, with the .vsix that users install.

Nothing is set but what keeps VS Code itself quiet: the program is the one in the .vsix, and a team's aplomb.toml
says what holds. Needs code-server, a Node.js for it, Chromium and Playwright; README.md beside this file says where
from. Screens are kept in `out/vscode`.
"""
import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from steps import Failed, Steps

HERE = Path(__file__).resolve().parent
CUE = "should now be"
DOUBT = f"👋 — That blog {CUE} under your account."
FACT = "👋 — That blog is now under your account."
REFUSED = "not ready to send"
TEAM = 'agent = "Jo"\n\n[rules]\ncertainty-should = "error"\n'
DRAFT = f"""

Thanks for asking. I moved your files this morning.

{DOUBT}

> Where is my blog?
> Maria Ruiz
"""
UNTHANKED = """Hi Maria,

I have reset your login. It works again.

Best,
Jo

> My login fails.
> Maria
"""
PAGE = "# Notes\n\nThe sync should now work.\n"
MAIL = "From: Ana <ana@example.org>\nTo: Maria Ruiz <maria@example.com>\nSubject: Your blog\n\nHi Maria,\n\nYour blog should now work.\n"
QUIET = {
    "security.workspace.trust.enabled": False,
    "workbench.startupEditor": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.tips.enabled": False,
    "workbench.welcomePage.walkthroughs.openOnInstall": False,
    "chat.disableAIFeatures": True,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "extensions.autoUpdate": False,
    "extensions.ignoreRecommendations": True,
    "git.enabled": False,
    "editor.accessibilitySupport": "off",
    "editor.minimap.enabled": False,
}
PICTURE = {"x": 353, "y": 69, "width": 640, "height": 220}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage"]

LINES = """() => [...document.querySelectorAll('.editor-group-container.active .view-lines .view-line')]
  .map(line => [parseFloat(line.style.top), line.textContent]).sort((a, b) => a[0] - b[0]).map(it => it[1])"""
PLACE = """words => {
  for (const line of document.querySelectorAll('.editor-group-container.active .view-lines .view-line')) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), nodes = [];
    let text = '';
    while (walker.nextNode()) { nodes.push([text.length, walker.currentNode]); text += walker.currentNode.data; }
    const start = text.replace(/\\u00a0/g, ' ').indexOf(words);
    if (start < 0) continue;
    const at = offset => { const [from, node] = nodes.filter(it => it[0] <= offset).pop(); return [node, offset - from]; };
    const range = document.createRange();
    range.setStart(...at(start));
    range.setEnd(...at(start + words.length));
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x, y, width, height };
  }
  return null;
}"""
MARKS = """() => [...document.querySelectorAll('.editor-group-container.active [class*="squiggly-"]')].map(mark => {
  const { x, y, width } = mark.getBoundingClientRect();
  return { kind: mark.className.match(/squiggly-(\\w+)/)[1], x, y, width };
})"""


def plain(text):
    return text.replace("\u00a0", " ").replace("\u200c", "").replace("\u200b", "")


class Code:
    """VS Code in a fresh profile, and what can be seen of it."""

    def __init__(self, options, vsix, out, steps):
        self.options, self.vsix, self.out, self.steps = options, vsix, out, steps
        self.home = Path(tempfile.mkdtemp(prefix="aplomb-vscode-"))
        self.work = self.home / "work"
        (self.work / "docs").mkdir(parents=True)
        self.draft = self.work / "reply.md"
        self.draft.write_text(DRAFT, encoding="utf-8")
        (self.work / "aplomb.toml").write_text(TEAM)
        (self.work / "docs" / "notes.md").write_text(PAGE)
        (self.work / "unthanked.txt").write_text(UNTHANKED)
        (self.work / "mail.eml").write_text(MAIL)
        self.out.mkdir(parents=True)
        self.shots = 0
        self.server = self.browser = self.play = None

    def start(self):
        data = self.home / "data"
        for kind in ("User", "Machine"):
            (data / kind).mkdir(parents=True)
            (data / kind / "settings.json").write_text(json.dumps(QUIET))
        command = [self.options.node, self.options.code_server, "--user-data-dir", data, "--extensions-dir", self.home / "extensions"]
        # Neither the user's own state nor a program that is installed here may play a part.
        keep = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
        environment = keep | {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "TZ": "UTC"}
        run = subprocess.run([*command, "--install-extension", self.vsix], env=environment, capture_output=True, text=True)
        self.steps.check("the .vsix installs in a fresh profile", "successfully installed" in run.stdout, True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = open(self.out / "code-server.log", "w")
        self.server = subprocess.Popen(
            [*command, "--bind-addr", f"127.0.0.1:{port}", "--auth", "none", "--disable-telemetry", "--disable-update-check",
             "--disable-workspace-trust", "--disable-getting-started-override", self.work],
            env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        url = f"http://127.0.0.1:{port}/"

        def is_up():
            try:
                return urllib.request.urlopen(url + "healthz", timeout=2).status == 200
            except OSError:
                return False

        self.steps.wait("VS Code is up", is_up)
        self.play = sync_playwright().start()
        self.browser = self.play.chromium.launch(executable_path=self.options.chromium, headless=True, args=CHROMIUM)
        self.context = self.browser.new_context(viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"])
        self.page = self.context.new_page()
        self.page.set_default_timeout(self.options.limit * 1000)
        self.page.goto(f"{url}?folder={self.work}", wait_until="domcontentloaded")
        self.page.wait_for_selector(".monaco-workbench .explorer-folders-view .monaco-list-row")

    def shot(self, name):
        self.shots += 1
        self.page.screenshot(path=self.out / f"{self.shots:02}-{name}.png")

    def picture(self, name):
        """A part of the screen, for a page that tells of it."""
        if self.options.pictures:
            self.page.screenshot(path=self.options.pictures / f"{name}.png", clip=PICTURE)

    def key(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            time.sleep(0.1)

    def type(self, text):
        self.page.keyboard.type(text, delay=30)

    def text(self):
        return "\n".join(plain(line) for line in self.page.evaluate(LINES))

    def place(self, words):
        return self.page.evaluate(PLACE, words)

    def marks(self, words):
        """The kinds of the marks that lie exactly under some words."""
        place = self.place(words)
        near = lambda a, b: abs(a - b) < 3
        return place and [mark["kind"] for mark in self.page.evaluate(MARKS)
                          if near(mark["x"], place["x"]) and near(mark["width"], place["width"]) and abs(mark["y"] - place["y"]) < 25]

    def click(self, words):
        place = self.place(words)
        self.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

    def status(self):
        item = self.page.locator('.statusbar-item[id*="aplomb"]:visible')
        return plain(item.first.inner_text()).strip() if item.count() else ""

    def rows(self, where):
        """The rows of a list, as they are read."""
        return [re.sub(r"\s+", " ", plain(row)).strip() for row in self.page.locator(where).all_inner_texts()]

    def notices(self):
        return self.rows(".notification-toast .notification-list-item-message")

    def dismiss(self):
        self.command("Notifications: Clear All Notifications")

    def open(self, name):
        self.key("Control+p")
        self.page.wait_for_selector(".quick-input-widget:visible input")
        self.type(name)
        self.page.wait_for_selector(f'.quick-input-list .monaco-list-row[aria-label^="{name}"]')
        self.key("Enter")
        self.page.wait_for_selector(f'.tab.active[aria-label^="{name}"]')

    def offered(self, command):
        """Whether the palette has a command; leaves the palette open."""
        self.key("F1")
        self.page.wait_for_selector(".quick-input-widget:visible input")
        self.type(command)
        time.sleep(0.5)
        return any(row.startswith(command) for row in self.rows(".quick-input-list .monaco-list-row .quick-input-list-rows"))

    def command(self, command):
        if not self.offered(command):
            raise Failed(f"the palette does not offer “{command}”")
        self.key("Enter")

    def clipboard(self, text=None):
        if text is None:
            return self.page.evaluate("() => navigator.clipboard.readText()")
        return self.page.evaluate("text => navigator.clipboard.writeText(text)", text)

    def programs(self):
        """The language servers that this VS Code has started."""
        shown = subprocess.run(["pgrep", "-f", f"^{self.home}/extensions/.*/bin/aplomb lsp"], capture_output=True, text=True)
        return shown.stdout.split()

    def end(self):
        for thing, method in ((self.browser, "close"), (self.play, "stop")):
            if thing:
                getattr(thing, method)()
        if self.server:
            # A session of its own, so this ends only what was started here.
            os.killpg(self.server.pid, signal.SIGTERM)
            try:
                self.server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.server.pid, signal.SIGKILL)
        shutil.rmtree(self.home, ignore_errors=True)


SUGGESTIONS = ".suggest-widget.visible .monaco-list-row"
FIXES = ".action-widget .monaco-list-row"
PICKS = ".quick-input-widget .quick-input-list .monaco-list-row"


def scenario(code, steps):
    page = code.page

    # A draft of the team's: its settings decide.
    code.open("reply.md")
    steps.wait("the doubt is an error, as aplomb.toml has it, under exactly its words", lambda: code.marks(CUE) == ["error"])
    steps.wait("the status bar counts", lambda: code.status().startswith("Aplomb: 1 error"))
    code.shot("opened")
    place = code.place(CUE)
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    steps.wait("its text can be read", lambda: any(f"“{CUE}” leaves them wondering." in plain(it) for it in page.locator(".monaco-hover:visible").all_inner_texts()))
    time.sleep(0.4)
    code.shot("hover")
    page.mouse.move(900, 500)
    code.key("Escape")

    # It may not be copied yet.
    code.click(CUE)
    code.key("Control+k", "Alt+c")
    steps.wait("an unfinished reply is not copied, and why is said", lambda: any(REFUSED in it for it in code.notices()))
    code.shot("copy-refused")
    code.dismiss()

    # The fix, from the menu.
    code.click(CUE)
    time.sleep(1)
    code.key("Control+.")
    steps.wait("a fix is offered", lambda: any("I checked: state it as fact" in it for it in code.rows(FIXES)))
    time.sleep(0.3)
    code.shot("fixes")
    page.locator(FIXES).filter(has_text="I checked: state it as fact").first.click()
    steps.wait("it states the fact", lambda: FACT in code.text())
    steps.wait("the error is gone", lambda: "error" not in code.status() and code.status())

    # A greeting by the customer's name, from the first line.
    code.key("Control+Home")
    code.type("h")
    steps.wait("typing offers a greeting by name", lambda: any(it.startswith("Hi Maria,") for it in code.rows(SUGGESTIONS)))
    time.sleep(0.5)
    code.shot("greeting")
    page.locator(SUGGESTIONS).filter(has_text="Hi Maria,").first.click()
    steps.wait("it is inserted", lambda: code.text().startswith("Hi Maria,\n"))
    steps.check("and its name can be typed over", page.locator(".snippet-placeholder, .finish-snippet-placeholder").count() > 0, True)
    code.shot("greeted")
    code.key("Escape")

    # A farewell, from a list.
    code.click(FACT)
    code.key("End", "Enter", "Enter")
    code.command("Aplomb: Insert a farewell…")
    steps.wait("farewells are listed", lambda: any("Best wishes, Jo" in it for it in code.rows(PICKS)))
    time.sleep(0.3)
    code.shot("farewells")
    steps.check("the question to the server is gone from the draft", ";farewell" in code.text(), False)
    code.type("best wishes")
    code.key("Enter")
    steps.wait("the farewell is in, with the team's name for the agent", lambda: "Best wishes,\nJo" in code.text())
    code.shot("farewell")
    code.key("Escape", "Escape")

    # Ready.
    steps.wait("nothing grave is open", lambda: "error" not in code.status() and code.status())
    code.clipboard("nothing yet")
    code.key("Control+k", "Alt+c")
    steps.wait("the reply is copied", lambda: code.clipboard().startswith("Hi Maria,"))
    steps.check("without the customer's mail", "Where is my blog?" in code.clipboard(), False)
    code.shot("copied")

    code.key("Control+Home", "Control+s")
    steps.wait("it is saved", lambda: FACT in code.draft.read_text(encoding="utf-8"))

    # Settings change while it is open.
    code.click(FACT)
    code.key("End", "Enter", "Enter")
    code.type("The export should now work.")
    steps.wait("live typing is marked", lambda: code.marks("should now work") == ["error"])
    (code.work / "aplomb.toml").write_text(TEAM.replace('"error"', '"off"'))
    steps.wait("switched off in aplomb.toml, it falls silent", lambda: code.marks("should now work") == [])
    (code.work / "aplomb.toml").write_text(TEAM)
    steps.wait("and speaks again", lambda: code.marks("should now work") == ["error"])

    code.click("should now work")
    code.command("Aplomb: Open the page of this rule")
    steps.wait("its page opens beside the draft", lambda: page.locator('.tab[aria-label*="certainty-should.md"]').count() > 0)
    time.sleep(1.5)
    code.shot("rule-page")
    page.locator('.tab[aria-label*="certainty-should.md"]').first.click(button="middle")

    # Words with a blank, from an action.
    code.open("unthanked.txt")
    code.click("I have reset")
    code.key("Home")
    steps.wait("the thanks that is missing is marked", lambda: "hint" in code.status() or "suggestion" in code.status())
    time.sleep(1)
    code.key("Control+.")
    steps.wait("thanks are offered", lambda: any(it == "Begin with “Thank you for ….”" for it in code.rows(FIXES)))
    page.locator(FIXES).filter(has_text="Begin with “Thank you for ….”").first.click()
    steps.wait("they stand before the text, with a blank", lambda: "Thank you for [[fill: what they did or sent]]. I have reset" in code.text())
    code.type("the report")
    steps.wait("and the blank is typed over", lambda: "\nThank you for the report. I have reset" in code.text())
    code.key("Escape", "Control+Shift+k", "Control+End")

    # A page is no reply.
    code.open("notes.md")
    steps.wait("a page has no status", lambda: code.status() == "")
    steps.check("nor commands for replies", code.offered("Aplomb: Copy the reply"), False)
    code.key("Escape")
    code.command("Aplomb: Check this file as a reply")
    steps.wait("it can be checked all the same", lambda: code.status().startswith("Aplomb: "))
    code.shot("page-as-reply")

    # A mail file.
    code.open("mail.eml")
    steps.wait("mail is checked", lambda: code.marks("should now work") == ["error"])
    code.shot("mail")

    # A reply to the mail on the clipboard.
    code.clipboard("Hi there,\n\nmy blog is gone since Monday.\n\nThanks,\nMaria Ruiz\n")
    code.command("Aplomb: New reply to the mail on the clipboard")
    steps.wait("the mail is quoted", lambda: "> my blog is gone since Monday." in code.text())
    steps.wait("a greeting by name is offered at once", lambda: any(it.startswith("Hi Maria,") for it in code.rows(SUGGESTIONS)))
    time.sleep(0.3)
    code.shot("new-reply")
    code.type("Hi M")
    steps.wait("and typing narrows the choice", lambda: not any(it.startswith("Dear") for it in code.rows(SUGGESTIONS)))
    page.mouse.move(1000, 600)
    time.sleep(0.5)
    code.picture("greeting")
    code.key("Enter")
    steps.wait("Enter takes it", lambda: code.text().startswith("Hi Maria,"))
    code.key("Tab")
    code.type(f"Your blog {CUE} back.")
    steps.wait("doubt in it is marked", lambda: code.marks(CUE) == ["error"])
    code.click(CUE)
    time.sleep(1)
    code.key("Control+.")
    steps.wait("and can be mended", lambda: any("I checked: state it as fact" in it for it in code.rows(FIXES)))
    time.sleep(0.3)
    code.shot("new-reply-fixes")
    code.picture("fixes")
    code.key("Enter")
    steps.wait("Enter states the fact", lambda: "Your blog is now back." in code.text())

    # The walkthrough.
    code.command("Welcome: Open Walkthrough")
    page.wait_for_selector(".quick-input-list .monaco-list-row")
    code.type("Get started with Aplomb")
    code.key("Enter")
    steps.wait("the walkthrough opens", lambda: any("Begin with their mail" in it for it in page.locator(".gettingStartedContainer").all_inner_texts()))
    time.sleep(1)
    code.shot("walkthrough")

    # The end.
    started = code.programs()
    steps.check("one server runs", len(started), 1)
    code.command("Aplomb: Restart")
    steps.wait("restarting gives another one", lambda: (now := code.programs()) and len(now) == 1 and now != started)
    page.close(run_before_unload=True)
    steps.wait("it ends with the window", lambda: not code.programs(), within=20)


def without_program(code, steps, program):
    """With a .vsix that holds no program: what is said, and the way on."""
    code.open("reply.md")
    steps.wait("that there is no program is said", lambda: any("its program “aplomb” is not on this machine" in it for it in code.notices()))
    time.sleep(0.5)
    code.shot("no-program")
    steps.check("nothing is offered that cannot work", code.offered("Aplomb: Copy the reply"), False)
    code.key("Escape")
    settings = code.home / "data" / "Machine" / "settings.json"
    settings.write_text(json.dumps(QUIET | {"aplomb.path": str(program)}))
    steps.wait("once the settings name one, it starts", lambda: code.marks(CUE) == ["error"])
    code.page.close(run_before_unload=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vsix", type=Path, required=True, help="with the program inside")
    parser.add_argument("--plain", type=Path, help="a .vsix without; needs --program")
    parser.add_argument("--program", type=Path)
    parser.add_argument("--code-server", required=True, help="its out/node/entry.js")
    parser.add_argument("--node", default="node")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--out", type=Path, default=HERE / "out" / "vscode")
    parser.add_argument("--pictures", type=Path, help="where the pictures of the extension's page go")
    parser.add_argument("--limit", type=float, default=30, help="seconds for a step")
    options = parser.parse_args()
    steps = Steps(options.limit, 400)
    shutil.rmtree(options.out, ignore_errors=True)
    runs = [(options.vsix, "with", scenario)]
    if options.plain:
        program = options.program.resolve()
        runs.append((options.plain, "without", lambda code, steps: without_program(code, steps, program)))
    for vsix, name, tell in runs:
        code = Code(options, vsix, options.out / name, steps)
        try:
            code.start()
            tell(code, steps)
        except Failed as failed:
            if code.browser:
                code.shot("failed")
            print(f"  FAILED: {failed}", file=sys.stderr)
            return 1
        finally:
            code.end()
    print(f"  {steps.count} steps in {steps.seconds():.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
