"""Steps that a person would take, each with a name, a time limit and a line in the report."""
import signal
import time


class Failed(Exception):
    """A step did not come true; what follows from it is not tried."""


class Steps:
    def __init__(self, limit, deadline):
        self.limit, self.start, self.count = limit, time.monotonic(), 0
        # Whatever hangs, the run ends: an alarm reaches even a call that does not return.
        signal.signal(signal.SIGALRM, self.too_late)
        signal.alarm(deadline)

    def too_late(self, *_):
        raise Failed("the whole run took too long")

    def seconds(self):
        return time.monotonic() - self.start

    def report(self, verdict, text):
        print(f"  {verdict:4} {self.seconds():5.1f} s  {text}", flush=True)

    def check(self, name, seen, expected):
        """Compares what is there now."""
        if seen != expected:
            raise Failed(f"{name}\n    expected: {expected!r}\n    seen:     {seen!r}")
        self.count += 1
        self.report("ok", name)

    def wait(self, name, look, within=None):
        """Looks again and again until there is something to see, and returns it."""
        limit = within or self.limit
        end = time.monotonic() + limit
        while True:
            if seen := look():
                self.count += 1
                self.report("ok", name)
                return seen
            if time.monotonic() > end:
                raise Failed(f"{name}: not within {limit:g} s")
            time.sleep(0.05)
