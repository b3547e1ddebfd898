#!/usr/bin/env python3
"""Stand between an editor and its language server, and write down every message.

    recorder.py LOG COMMAND...

The bytes pass through untouched. LOG gets one JSON object a line: "from" says who speaks
("editor" or "server", or "recorder" for the server's start and end).
"""
import json
import os
import signal
import subprocess
import sys
import threading


class Log:
    """Appends a line at a time, so that a reader never sees half of one."""

    def __init__(self, path):
        self.file = open(path, "a", buffering=1, encoding="utf-8")
        self.lock = threading.Lock()

    def write(self, **entry):
        with self.lock:
            self.file.write(json.dumps(entry, ensure_ascii=False) + "\n")


class Messages:
    """Finds the messages in a stream of bytes."""

    def __init__(self, speaker, log):
        self.speaker, self.log, self.unread = speaker, log, b""

    def feed(self, data):
        self.unread += data
        while (end := self.unread.find(b"\r\n\r\n")) >= 0:
            fields = dict(line.split(b":", 1) for line in self.unread[:end].split(b"\r\n") if b":" in line)
            length = int({key.strip().lower(): value for key, value in fields.items()}[b"content-length"])
            message, rest = self.unread[end + 4:end + 4 + length], self.unread[end + 4 + length:]
            if len(message) < length:
                return
            self.unread = rest
            self.log.write(**{"from": self.speaker, "message": json.loads(message)})


def pass_on(source, target, messages):
    """Copies until the source ends or the target is gone."""
    while data := os.read(source, 65536):
        # Written down first: whoever gets the last message may end us at once.
        try:
            messages.feed(data)
        except (KeyError, ValueError) as error:
            messages.log.write(**{"from": messages.speaker, "malformed": repr(error)})
        try:
            rest = data
            while rest:
                rest = rest[os.write(target, rest):]
        except OSError:
            break


def main():
    log = Log(sys.argv[1])
    server = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    log.write(**{"from": "recorder", "started": server.pid})
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _: server.send_signal(number))

    def hear_editor():
        pass_on(0, server.stdin.fileno(), Messages("editor", log))
        # The end of input is how some editors end a server, so it is passed on as well.
        server.stdin.close()

    threading.Thread(target=hear_editor, daemon=True).start()
    pass_on(server.stdout.fileno(), 1, Messages("server", log))
    status = server.wait()
    log.write(**{"from": "recorder", "ended": status})
    # The editor may keep our input open, where the other thread still reads.
    os._exit(status if status >= 0 else 128 - status)


main()
