"""A language server as an editor has it, with the moment at which each of its messages came."""

import collections
import json
import os
import select
import subprocess
import time

# As much as is read from a pipe at once, so that a long answer comes in few pieces.
PIECE = 1 << 20
# How long a server may take to end before it is ended.
ENDING = 5


class Gone(Exception):
    """The server has ended, or no longer writes."""


class Late(Exception):
    """What was waited for has not come in time."""


# What matters of a common editor's capabilities. Diagnostics are pushed, since that is what all servers do, and
# characters are counted in UTF-16, since that is what most editors do.
CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {
        "applyEdit": True,
        "configuration": True,
        "didChangeConfiguration": {"dynamicRegistration": True},
        "workspaceEdit": {"documentChanges": True},
        "workspaceFolders": True,
    },
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {
            "codeDescriptionSupport": True,
            "dataSupport": True,
            "relatedInformation": True,
            "versionSupport": True,
        },
        "codeAction": {
            "codeActionLiteralSupport": {
                "codeActionKind": {
                    "valueSet": ["", "quickfix", "refactor", "source", "source.fixAll"]
                }
            },
            "dataSupport": True,
            "isPreferredSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
}


class Server:
    def __init__(self, command, folder, environment):
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            bufsize=0,
        )
        self.folder = folder
        self.input, self.output = self.process.stdin.fileno(), self.process.stdout.fileno()
        # A server that reads and writes at once must not be waited for with both pipes full.
        os.set_blocking(self.input, False)
        os.set_blocking(self.output, False)
        self.outgoing, self.incoming = bytearray(), bytearray()
        self.messages = collections.deque()
        self.requests = 0
        self.incremental = False

    def send(self, message):
        """Sends a message, and says when it began to leave."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        framed = b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        moment = time.perf_counter()
        self.outgoing += framed
        self._write()
        return moment

    def notify(self, method, parameters):
        return self.send({"method": method, "params": parameters})

    def request(self, method, parameters, limit):
        """The answer to a request, and how many seconds it took."""
        self.requests += 1
        number = self.requests
        sent = self.send({"id": number, "method": method, "params": parameters})
        came, answer = self.wait(
            lambda message: message.get("id") == number and "method" not in message, sent + limit
        )
        if "error" in answer:
            raise Gone(f"{method} was answered with an error")
        return came - sent, answer.get("result")

    def wait(self, wanted, until):
        """The first message that is wanted, and when it came. Others are passed over."""
        while True:
            while self.messages:
                came, message = self.messages.popleft()
                if wanted(message):
                    return came, message
            left = until - time.perf_counter()
            if left <= 0:
                raise Late
            self._exchange(left)

    def diagnostics(self, uri, version, until):
        """The diagnostics of this version, and when they came; a server may not say which version they are of."""

        def wanted(message):
            of = message.get("params")
            return (
                message.get("method") == "textDocument/publishDiagnostics"
                and of["uri"] == uri
                and of.get("version") in (None, version)
            )

        came, message = self.wait(wanted, until)
        return came, message["params"]

    def forget(self):
        """Passes over all that has come so far."""
        self._exchange(0)
        self.messages.clear()

    def initialize(self, limit):
        folder = self.folder.as_uri()
        _, result = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder,
                "workspaceFolders": [{"uri": folder, "name": "bench"}],
                "capabilities": CAPABILITIES,
            },
            limit,
        )
        sync = result["capabilities"].get("textDocumentSync", 1)
        self.incremental = (sync if isinstance(sync, int) else sync.get("change")) == 2
        self.notify("initialized", {})

    def memory(self):
        """What it holds in memory, in MB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            kilobytes = next(line.split()[1] for line in status if line.startswith("VmRSS"))
        return int(kilobytes) / 1024

    def end(self):
        try:
            self.request("shutdown", None, ENDING)
            self.notify("exit", None)
            self.process.wait(ENDING)
        except (Gone, Late, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def _write(self):
        try:
            while self.outgoing:
                del self.outgoing[: os.write(self.input, self.outgoing)]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            raise Gone("it ended") from None

    def _exchange(self, seconds):
        """Writes and reads what can be, and waits so long for that."""
        writable = [self.input] if self.outgoing else []
        readable, writable, _ = select.select([self.output], writable, [], seconds)
        if writable:
            self._write()
        if readable:
            piece = os.read(self.output, PIECE)
            if not piece:
                raise Gone("it ended")
            self.incoming += piece
            self._take(time.perf_counter())

    def _take(self, moment):
        while True:
            head = self.incoming.find(b"\r\n\r\n")
            if head < 0:
                return
            fields = (line.split(b":", 1) for line in bytes(self.incoming[:head]).split(b"\r\n"))
            length = next(int(value) for name, value in fields if name.lower() == b"content-length")
            end = head + 4 + length
            if len(self.incoming) < end:
                return
            message = json.loads(self.incoming[head + 4 : end])
            del self.incoming[:end]
            self.messages.append((moment, message))
            if "id" in message and "method" in message:
                self._answer(message)

    def _answer(self, message):
        """Answers at once, so that no server waits for its client: nothing is set, and all is well."""
        items = message["params"]["items"] if message["method"] == "workspace/configuration" else None
        self.send({"id": message["id"], "result": [None for _ in items] if items else None})
