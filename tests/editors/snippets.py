"""Snippets in Neovim, asked for as a writer does: a greeting, words for the middle, the farewell that fits."""

OFFERS = """vim.tbl_map(function(it)
  return { it.user_data.nvim.lsp.completion_item.data.snippet, it.abbr }
end, vim.fn.complete_info({ 'items' }).items)"""
TABSTOP = "vim.snippet.active({ direction = 1 })"


def offers(neovim):
    """What the open menu lists: name and words."""
    if neovim.lua("vim.fn.pumvisible()") != 1:
        return []
    found = neovim.lua(OFFERS)
    return found if isinstance(found, list) else []


def ask(neovim):
    neovim.press("C-x", "C-o")


def answered(neovim):
    """How many offers the server had when it was asked last; None while it has not answered."""
    spoken = [it["message"] for it in neovim.recorded() if "message" in it]
    asked = [it["id"] for it in spoken if it.get("method") == "textDocument/completion"][-1]
    answers = [it["result"] for it in spoken if it.get("id") == asked and "result" in it]
    return len(answers[0]["items"]) if answers else None


def open_at(steps, neovim, name, line):
    """Opens a draft and begins to type on one of its lines."""
    neovim.press("Escape")
    neovim.type(f":edit {name}")
    neovim.press("Enter")
    attached = "#vim.lsp.get_clients({ name = 'aplomb', bufnr = 0 })"
    steps.wait(f"{name} opens", lambda: neovim.lua("vim.fn.expand('%')") == name and neovim.lua(attached))
    neovim.type(f"{line}GA")


def take(steps, neovim, name):
    """Takes the first offer."""
    neovim.press("C-n")
    steps.wait(f"{name} is chosen", lambda: neovim.lua("vim.fn.complete_info({ 'selected' }).selected") == 0)
    neovim.press("C-y")


def text(neovim):
    return "\n".join(neovim.lua("vim.fn.getline(1, '$')") or []) + "\n"


def snippets(steps, neovim):
    """A reply to an upset mail from greeting to farewell, then other mails and their farewells."""
    steps.wait("Neovim attaches the server", lambda: neovim.lua("#vim.lsp.get_clients({ name = 'aplomb' })"))
    whole_reply(steps, neovim)
    for name, line, fits in [("leaving.md", 5, "bye-leaving"), ("bug.md", 5, "bye-bug")]:
        open_at(steps, neovim, name, line)
        ask(neovim)
        found = steps.wait("its end has offers", lambda: offers(neovim))
        steps.check("the farewell that fits comes first", found[0][0], fits)

    open_at(steps, neovim, "refund.md", 3)
    ask(neovim)
    found = steps.wait("an empty line has words for the middle", lambda: offers(neovim))
    steps.check("and no second greeting", [it for it, _ in found if it.startswith("hi")], [])
    neovim.press("C-e")
    neovim.type(";refund")
    named = steps.wait("a situation is asked for by `;`", lambda: len(found := offers(neovim)) < 5 and found)
    steps.check("a way to say no comes first", named[0][0], "no-refund-part")
    neovim.shot("refusal")
    neovim.press("C-e", "Escape")
    neovim.type("u6GA ")
    ask(neovim)
    steps.wait("nothing is offered in the customer's words", lambda: answered(neovim) == 0)
    steps.check("the cursor stood there", neovim.line(neovim.lua("vim.fn.line('.')"))[:8], "> I want")
    neovim.press("Escape")


def whole_reply(steps, neovim):
    open_at(steps, neovim, "upset.md", 1)
    neovim.type("H")
    ask(neovim)
    found = steps.wait("an H has greetings", lambda: offers(neovim))
    steps.check("the first one greets by name", found[0][1].startswith("Hi Maria,"), True)
    neovim.shot("greetings")
    take(steps, neovim, "the greeting")
    steps.wait("its words come in", lambda: text(neovim).startswith("Hi Maria,\n\nYou're right about the blog. \n"))
    for stop in ["the name", "what it is about"]:
        steps.check(f"{stop} is a tab stop", neovim.lua(TABSTOP), True)
        neovim.press("Tab")
    steps.wait("Tab leaves the last one", lambda: not neovim.lua(TABSTOP))

    neovim.type("I moved it this morning. It opens again.")
    neovim.press("Enter", "Enter")
    neovim.type("I checked it from two networks.")
    neovim.press("Enter", "Enter")
    steps.wait("two line breaks are two line breaks", lambda: text(neovim).startswith(
        "Hi Maria,\n\nYou're right about the blog. I moved it this morning. It opens again.\n\n"
        "I checked it from two networks.\n\n\n\nOn Tue"))

    ask(neovim)
    found = steps.wait("the end has farewells", lambda: offers(neovim))
    steps.check("the one for somebody upset comes first", found[0][0], "bye-upset")
    neovim.shot("farewells")
    take(steps, neovim, "the farewell")
    steps.wait("its words come in", lambda: "You can reach me here before that." in text(neovim))
    steps.check("the time of the next message is a tab stop", neovim.lua(TABSTOP), True)
    neovim.type("Friday noon")
    neovim.press("Tab")
    neovim.type("Ana")
    neovim.shot("farewell")
    neovim.press("Escape")
    neovim.type(":w")
    neovim.press("Enter")
    expected = neovim.finished("upset.md")
    steps.wait("the saved file is as expected, byte for byte", lambda: neovim.saved("upset.md") == expected)
