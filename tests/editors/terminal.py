"""A terminal of its own, into which a test types and at which it looks as a person would."""
import os
import shlex
import subprocess
import time


class Terminal:
    """A program in tmux, on a socket that no other tmux uses."""

    def __init__(self, command, folder, environment, columns=110, rows=30):
        self.environment = environment
        # No user's own configuration, so that the keys mean the same everywhere.
        self.tmux = ["tmux", "-L", f"aplomb-{os.getpid()}", "-f", os.devnull]
        self.run("new-session", "-d", "-x", str(columns), "-y", str(rows), "-c", folder, shlex.join(command))
        # Else tmux holds an Escape back for half a second, and the key after it becomes Alt.
        self.run("set-option", "-g", "escape-time", "0")

    def run(self, *arguments):
        done = subprocess.run(
            [*self.tmux, *arguments], env=self.environment, check=True, capture_output=True, encoding="utf-8")
        return done.stdout

    def press(self, *keys):
        """Presses keys by tmux's names for them, such as `Enter` or `C-y`."""
        self.run("send-keys", *map(escaped, keys))

    def type(self, text):
        """Types letter by letter, so that the editor sees each as it comes."""
        for letter in text:
            self.run("send-keys", "-l", "--", escaped(letter))
            time.sleep(0.03)

    def say(self, command):
        """Gives a command in one go: how it is typed makes no difference, as it does in a draft."""
        self.run("send-keys", "-l", "--", escaped(command))

    def screen(self):
        return self.run("capture-pane", "-p")

    def lives(self):
        """Whether the program still runs: tmux ends with it."""
        asked = subprocess.run([*self.tmux, "has-session"], env=self.environment, capture_output=True)
        return asked.returncode == 0

    def close(self):
        subprocess.run([*self.tmux, "kill-server"], env=self.environment, capture_output=True)


def escaped(key):
    """tmux takes a bare semicolon for the end of its own command."""
    return "\\;" if key == ";" else key
