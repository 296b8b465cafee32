"""Products and routers as data: recognising a server, and the settings that cure it, in the words of the product."""

from ftpsgui.knowledge.base import Knowledge, KnowledgeError, load

__all__ = ["Knowledge", "KnowledgeError", "load"]
