"""One file, one rule: each module has a ``RULE`` (:class:`ftpsgui.diagnosis.case.Rule`) and its own words.

A new rule is a new file here, its test, its page of documentation and its translations; nothing lists them.
Ranks, in steps of ten, say what is repaired first among findings of one severity: the way to the server (100), TLS on
the control connection (200), the login (300), addresses (400), ports (500), data connections (600), remarks (800).
"""
