"""From facts to findings: pure, repeatable, without a clock."""
