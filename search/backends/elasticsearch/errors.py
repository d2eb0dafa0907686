class EngineError(Exception):
    """The engine did not do what it was asked; the message says what, for operators."""

    #: the next search would most likely fare no better
    is_outage = True


class RefusedQueryError(EngineError):
    """This one query was refused; others may well be answered."""

    is_outage = False


class MalformedAnswerError(EngineError):
    """Something else than an engine answered, or only half of one."""


def is_about_index(kind: str) -> bool:
    """Whether an error of this type speaks of the index as a whole and not of one query or one page."""
    return kind.startswith(("index_", "cluster_"))
