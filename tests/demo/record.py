"""Record the demo's scenarios as session files for the tests of judgement and presentation.

python -m tests.demo.record [NAME …]      writes tests/sessions/demo-<name>.json
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import msgspec

from ftpsgui.demo import scenarios
from ftpsgui.session.codec import encode
from tests.demo.play import play

SESSIONS = Path(__file__).resolve().parents[1] / "sessions"


def main() -> int:
    SESSIONS.mkdir(exist_ok=True)
    for name in sys.argv[1:] or scenarios.all():
        session = asyncio.run(play(scenarios.all()[name])).session()
        # The folder is gone by now, and its name is nobody's business.
        plan = session.plan
        if plan.trust.ca_file is not None:
            trust = msgspec.structs.replace(plan.trust, ca_file=Path(plan.trust.ca_file).name)
            session = msgspec.structs.replace(session, plan=msgspec.structs.replace(plan, trust=trust))
        (SESSIONS / f"demo-{name}.json").write_bytes(encode(session))
    return 0


if __name__ == "__main__":
    sys.exit(main())
