#!/usr/bin/env python3
"""VS Code in a browser, used with keys and mouse as a person does, with the .vsix that users install.

Nothing is set but what keeps VS Code itself quiet: the program is the one in the .vsix, and a team's aplomb.toml
says what holds. `run-vscode` beside this file gets what it needs and starts it. Screens are kept in `out/vscode`.
"""
import argparse
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout
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
FINISHED = f"""Hi Maria,

Thanks for asking. I moved your files this morning.

{FACT}

Best wishes,
Jo

> Where is my blog?
> Maria Ruiz
"""
KINDS = """Hi Maria,

Thanks for asking.

🎉 — The export should now work.

Please be advised that I moved your files. To be honest, it took an hour.

Best,
Jo

> Does the export work?
> Maria
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
    # As on a desktop, where nothing is saved that the writer has not saved.
    "files.autoSave": "off",
    "editor.accessibilitySupport": "off",
    "editor.minimap.enabled": False,
}
PICTURED = """{}

> Hi there,
>
> my blog is gone since Monday. I have emptied the cache,
> and it is still gone. Where is it?
>
> Thank you,
>
> Maria Ruiz
"""
ANSWER = """Hi Maria,

Thank you for the report. Your blog should now be under your account.

Best,
Jo"""
# As wide as a page on which pictures are shown; sharp, and still small files.
PICTURE_WIDTH, PICTURE_SCALE = 880, 1.5
# Above it is what every window has.
TITLE_BAR = 36
# Seconds for all, on a machine that has much else to do.
DEADLINE = 900
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
        (self.work / "kinds.md").write_text(KINDS, encoding="utf-8")
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
        self.context = self.browser.new_context(viewport={"width": 1280, "height": 800}, device_scale_factor=PICTURE_SCALE if self.options.pictures else 1, permissions=["clipboard-read", "clipboard-write"])
        self.page = self.context.new_page()
        # A window that closes asks about drafts that are not saved.
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.set_default_timeout(self.options.limit * 1000)
        self.page.goto(f"{url}?folder={self.work}", wait_until="domcontentloaded")
        self.page.wait_for_selector(".monaco-workbench .explorer-folders-view .monaco-list-row")

    def shot(self, name):
        self.shots += 1
        self.page.screenshot(path=self.out / f"{self.shots:02}-{name}.png")

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

    def middle(self, words):
        """Where the middle of some words is, once they are on the screen and stay where they are."""
        end, last = time.monotonic() + self.options.limit, None
        while (place := self.place(words)) is None or place != last:
            if time.monotonic() > end:
                raise Failed(f"“{words}” is not to be seen, or moves all the time")
            last = place
            time.sleep(0.2)
        return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2

    def click(self, words):
        self.page.mouse.click(*self.middle(words))

    def hover(self, words):
        """What is said of some words when the mouse rests on them. A hand moves again when nothing comes."""
        self.page.mouse.move(900, 500)
        x, y = self.middle(words)
        self.page.mouse.move(x - 2, y)
        self.page.mouse.move(x, y, steps=2)
        end = time.monotonic() + 4
        while not (shown := self.page.locator(".monaco-hover:visible").all_inner_texts()) and time.monotonic() < end:
            time.sleep(0.1)
        return plain("\n".join(shown))

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

    def fixes(self, words, *keys):
        """Opens the menu of fixes for some words, as soon as VS Code knows that there are some."""
        bulb = ".lightBulbWidget:visible, .codicon-lightbulb:visible, .codicon-gutter-lightbulb:visible"
        for last in (False, False, True):
            self.click(words)
            self.key(*keys)
            # The bulb of the last place stays until the answer for this one has come.
            time.sleep(0.5)
            try:
                self.page.wait_for_selector(bulb, timeout=60_000 if last else 10_000)
                break
            except PlaywrightTimeout:
                # Where the click was lost, a hand clicks again.
                if last:
                    raise
        self.key("Control+.")
        self.page.wait_for_selector(FIXES)
        time.sleep(0.3)
        return self.rows(FIXES)

    def fix(self, words, title, *keys):
        """Chooses a fix for some words from that menu."""
        rows = self.fixes(words, *keys)
        if not any(title in it for it in rows):
            raise Failed(f"no “{title}” is offered for “{words}”, only {rows}")
        self.page.locator(FIXES).filter(has_text=title).first.click()

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
FIXES = ".action-widget .monaco-list-row.action"
PICKS = ".quick-input-widget .quick-input-list .monaco-list-row"


def scenario(code, steps):
    page = code.page

    # A draft of the team's: its settings decide.
    code.open("reply.md")
    steps.wait("the doubt is an error, as aplomb.toml has it, under exactly its words", lambda: code.marks(CUE) == ["error"])
    steps.wait("the status bar counts", lambda: code.status().startswith("Aplomb: 1 error"))
    code.shot("opened")
    steps.wait("its text can be read", lambda: f"“{CUE}” leaves them wondering." in code.hover(CUE))
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
    seen = code.fixes(CUE)
    code.shot("fixes")
    steps.check("what helps most is offered first", [seen[0].startswith("I checked: state it as fact"), seen[1]], [True, "Not checked yet: leave a mark"])
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

    steps.check("the file is as it was until it is saved", code.draft.read_text(encoding="utf-8"), DRAFT)
    code.key("Control+Home", "Control+s")
    steps.wait("it is saved, to the letter", lambda: code.draft.read_text(encoding="utf-8") == FINISHED)

    # Settings change while it is open.
    code.click(FACT)
    code.key("End", "Enter", "Enter")
    code.type("🎉 — The export should now work.")
    steps.wait("live typing is marked", lambda: code.marks("should now work") == ["error"])
    settings = code.work / "aplomb.toml"
    for level, marks in (("warning", ["warning"]), ("off", []), ("error", ["error"])):
        settings.write_text(TEAM.replace('"error"', f'"{level}"'))
        steps.wait(f"“{level}” in aplomb.toml holds at once", lambda: code.marks("should now work") == marks)
    code.key("Control+Shift+m")
    steps.wait("the list of problems has its text", lambda: any("“should now work” leaves them wondering." in it for it in code.rows(".markers-panel .monaco-list-row")))
    code.shot("problems")
    code.key("Control+Shift+m")

    code.click("should now work")
    code.command("Aplomb: Open the page of this rule")
    steps.wait("its page opens beside the draft", lambda: page.locator('.tab[aria-label*="certainty-should.md"]').count() > 0)
    time.sleep(1.5)
    code.shot("rule-page")
    page.locator('.tab[aria-label*="certainty-should.md"]').first.click(button="middle")

    # The other kinds of fixes.
    code.open("kinds.md")
    steps.wait("after an emoji the mark is under exactly its words", lambda: code.marks("should now work") == ["error"])
    code.fix("should now work", "Not checked yet: leave a mark")
    steps.wait("a mark is left", lambda: "🎉 — [[verify: The export now works]]" in code.text())
    steps.wait("which must not be sent either", lambda: code.status().startswith("Aplomb: 1 error"))
    code.shot("mark-left")
    code.key("Control+z")
    steps.wait("undone, the words are back and marked", lambda: code.marks("should now work") == ["error"])
    code.fix("should now work", "Switch this rule off here")
    steps.wait("switched off here, the sentence is marked no more", lambda: code.marks("should now work") == [] and "error" not in code.status())
    code.fix("Please be advised that", "Leave out “Please be advised that”")
    steps.wait("what is not needed is left out", lambda: "\nI moved your files. To be honest" in code.text())
    code.command("Aplomb: Apply all safe fixes")
    steps.wait("safe fixes are applied in one go", lambda: "\nI moved your files. It took an hour." in code.text())
    code.click("It took an hour")
    code.key("End")
    code.type(" The import should now work.")
    steps.wait("elsewhere the rule still speaks", lambda: code.status().startswith("Aplomb: 1 error"))
    code.fix("import should now work", "Switch this rule off in this workspace")
    steps.wait("the team's settings say so", lambda: 'certainty-should = "off"' in settings.read_text())
    code.shot("switched-off-in-workspace")
    code.open("kinds.md")
    steps.wait("and it is silent", lambda: code.status() and "error" not in code.status())
    settings.write_text(TEAM)

    # Words with a blank, from an action.
    code.open("unthanked.txt")
    steps.wait("the thanks that is missing is marked", lambda: "hint" in code.status() or "suggestion" in code.status())
    code.fix("I have reset", "Begin with “Thank you for ….”", "Home")
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
    code.key("Enter")
    steps.wait("Enter takes it", lambda: code.text().startswith("Hi Maria,\n"))
    code.type("Mia")
    steps.wait("the name is a tab stop, to type over", lambda: code.text().startswith("Hi Mia,\n"))
    code.key("Control+z")
    steps.wait("and comes back", lambda: code.text().startswith("Hi Maria,\n"))
    code.key("Tab")
    code.type(f"Your blog {CUE} back.")
    steps.wait("the next one is where the reply begins", lambda: code.text().startswith(f"Hi Maria,\n\nYour blog {CUE} back."))
    steps.wait("doubt in it is marked", lambda: code.marks(CUE) == ["error"])
    code.fixes(CUE)
    code.shot("new-reply-fixes")
    code.key("Enter")
    steps.wait("Enter states the fact", lambda: "Your blog is now back." in code.text())
    code.click("is now back")
    code.key("End", "Enter", "Enter")
    code.type(";bye")
    steps.wait("at the end farewells are offered", lambda: any("reply to this message" in it for it in code.rows(SUGGESTIONS)))
    time.sleep(0.5)
    code.shot("farewell-typed")
    code.key("Enter")
    steps.wait("one stands at the end, with the agent's name, and not what was typed",
               lambda: "You can reply to this message" in (own := code.text().split("> ")[0]) and "\nJo\n" in own and ";bye" not in own)
    code.shot("new-reply-done")
    code.key("Escape")

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
    """With a .vsix that holds no program: what is said, and the way on, to a server that is listened to."""
    code.open("reply.md")
    steps.wait("that there is no program is said", lambda: any("its program “aplomb” is not on this machine" in it for it in code.notices()))
    time.sleep(0.5)
    code.shot("no-program")
    steps.check("nothing is offered that cannot work", code.offered("Aplomb: Copy the reply"), False)
    code.key("Escape")
    code.dismiss()

    # A test that cannot fail says nothing: what we look for must come from our program.
    settings = code.home / "data" / "Machine" / "settings.json"
    settings.write_text(json.dumps(QUIET | {"aplomb.path": shutil.which("false")}))
    steps.wait("a program that is none of ours is told of", lambda: any("Aplomb cannot start" in it for it in code.notices()))
    steps.check("and marks nothing", code.marks(CUE), [])

    messages = (code.out / "messages.jsonl").resolve()
    listened = code.home / "listened"
    listened.write_text("#!/bin/sh\nexec " + shlex.join(map(str, [sys.executable, HERE / "recorder.py", messages, program])) + ' "$@"\n')
    listened.chmod(0o755)
    settings.write_text(json.dumps(QUIET | {"aplomb.path": str(listened)}))
    steps.wait("once the settings name ours, it starts", lambda: code.marks(CUE) == ["error"])
    code.page.close(run_before_unload=True)

    def heard(key):
        return [entry[key] for line in messages.read_text(encoding="utf-8").splitlines() if key in (entry := json.loads(line))]

    steps.wait("with the window it ends, and well", lambda: len(heard("started")) == len(heard("ended")) and not any(heard("ended")))
    methods = [message.get("method") for message in heard("message")]
    steps.check("asked as the protocol has it", [methods[0], methods[-1]], ["initialize", "exit"])
    steps.check("all that was said could be read", heard("malformed"), [])


def pictures(code, steps, folder):
    """Two pictures for the pages that tell of it."""
    page = code.page
    (code.work / "aplomb.toml").unlink()

    def size(height):
        page.set_viewport_size({"width": PICTURE_WIDTH, "height": height + TITLE_BAR})
        time.sleep(1)

    def picture(name):
        time.sleep(1)
        height = page.viewport_size["height"] - TITLE_BAR
        page.screenshot(path=folder / f"{name}.png", clip={"x": 0, "y": TITLE_BAR, "width": PICTURE_WIDTH, "height": height})

    size(330)
    code.key("Control+b")
    code.draft.write_text(PICTURED.format(""), encoding="utf-8")
    code.open("reply.md")
    steps.wait("the draft is read", lambda: code.status())
    code.key("Control+Home")
    code.type("Hi M")
    steps.wait("greetings are offered", lambda: any(it.startswith("Hi Maria,") for it in code.rows(SUGGESTIONS)))
    picture("greeting")

    size(500)
    code.key("Escape", "Control+a")
    code.clipboard(PICTURED.format(ANSWER))
    code.key("Control+v")
    steps.wait("doubt is marked", lambda: code.marks(CUE) == ["warning"])
    code.key("Control+Shift+m")
    steps.wait("the list of problems has its text", lambda: code.rows(".markers-panel .monaco-list-row"))
    # The list becomes low, so that the menu does not lie on it.
    panel = page.locator(".part.panel").bounding_box()
    page.mouse.move(panel["x"] + 200, panel["y"] - 2)
    page.mouse.down()
    page.mouse.move(panel["x"] + 200, panel["y"] + panel["height"] - 100, steps=10)
    page.mouse.up()
    code.fixes(CUE)
    picture("fixes")
    page.close(run_before_unload=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vsix", type=Path, required=True, help="with the program inside")
    parser.add_argument("--plain", type=Path, help="a .vsix without; needs --program")
    parser.add_argument("--program", type=Path)
    parser.add_argument("--code-server", required=True, help="its out/node/entry.js")
    parser.add_argument("--node", default="node")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--out", type=Path, default=HERE / "out" / "vscode")
    parser.add_argument("--pictures", type=Path, help="instead take the pictures for our pages, into this folder")
    parser.add_argument("--limit", type=float, default=60, help="seconds for a step")
    options = parser.parse_args()
    steps = Steps(options.limit, DEADLINE)
    shutil.rmtree(options.out, ignore_errors=True)
    runs = [(options.vsix, "with", scenario)]
    if options.plain:
        program = options.program.resolve()
        runs.append((options.plain, "without", lambda code, steps: without_program(code, steps, program)))
    if options.pictures:
        runs = [(options.vsix, "pictures", lambda code, steps: pictures(code, steps, options.pictures))]
    for vsix, name, tell in runs:
        code = Code(options, vsix, options.out / name, steps)
        try:
            code.start()
            tell(code, steps)
        except (Failed, PlaywrightError) as failed:
            if code.browser:
                code.shot("failed")
            print(f"  FAILED after {steps.seconds():.0f} s: {failed}", file=sys.stderr)
            return 1
        finally:
            code.end()
    print(f"  {steps.count} steps in {steps.seconds():.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
