"""stopfake.kz, the official fact-check site of Kazakhstan: WordPress, Russian and Kazakh."""

from factchecks.extraction.wordpress import WordPress

EXTRACTOR = WordPress(name="stopfake_kz", hosts=frozenset({"stopfake.kz", "www.stopfake.kz"}))
