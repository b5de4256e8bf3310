"""Bytes → documents → the prose to analyse. Reader libraries are imported when a file needs them."""

from extractor.documents.cleaning import CleanText, clean, clean_text
from extractor.documents.readers import read
from extractor.documents.sources import Source, TableColumns, discover

__all__ = ["CleanText", "Source", "TableColumns", "clean", "clean_text", "discover", "read"]
