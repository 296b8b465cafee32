"""An FTPS connection tester: it compares what each side advertises with what is observed, and names the cause."""

__version__ = "0.1.0"
