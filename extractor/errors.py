"""Every exception that this package raises on purpose."""


class ExtractorError(Exception):
    """Root of them all. The message is a sentence for the user: what is wrong, where, what to do."""


class LexiconError(ExtractorError):
    """A row of a lexicon is malformed or contradicts another row."""


class InputError(ExtractorError):
    """A path, option or file named by the user cannot be used at all (a bad document is a row, not an error)."""


class GoldError(ExtractorError):
    """A gold file is malformed."""


class OutputError(ExtractorError):
    """The dataset cannot be written where the user asked."""


class WorkerError(ExtractorError):
    """The processes that are to read documents cannot be started, or cannot be reached."""
