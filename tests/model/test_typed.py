"""One thread at a time: eight that read the same types for the first time used to end the process."""

from __future__ import annotations

import subprocess
import sys

_EIGHT = """
import sys, threading
from ftpsgui.knowledge.base import Knowledge
from ftpsgui.resources import resource

sys.setswitchinterval(1e-6)
together, read = threading.Barrier(8), []

def work():
    knowledge = Knowledge(resource("."))
    together.wait()
    read.append(knowledge.clients["curl"].name + knowledge.products["vsftpd"].name)

threads = [threading.Thread(target=work) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
print(len(read), len(set(read)))
"""


def test_threads_may_meet_a_type_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", _EIGHT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, ["8", "1"]), done.stderr
