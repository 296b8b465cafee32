"""Write the golden pictures anew, after looking at them: python -m tests.presentation.write_golden."""

from tests.presentation import test_diagram, test_ladder
from tests.presentation.stories import STORIES

if __name__ == "__main__":
    for name, width, language in test_diagram.GOLDEN_PICTURES:
        path = test_diagram.GOLDEN / f"diagram-{name}-{width}-{language}.svg"
        path.write_text(test_diagram.picture(name, width, language).svg, encoding="utf-8")
    for name, width, language in test_ladder.GOLDEN_LADDERS:
        path = test_ladder.GOLDEN / f"ladder-{name}-{width}-{language}.svg"
        path.write_text(test_ladder.ladder(STORIES[name](), width, language).svg, encoding="utf-8")
