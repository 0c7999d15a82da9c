"""stopfake.kz, the official fact-check site of Kazakhstan: WordPress, Russian and Kazakh.

Its texts are known (a label “Fake News”, a title «Фейк: «…»», a lead on how the rumour spreads),
its markup is not, so a post is told by its address.
"""

from factchecks.extraction.wordpress import WordPress

EXTRACTOR = WordPress(
    name="stopfake_kz",
    hosts=frozenset({"stopfake.kz", "www.stopfake.kz"}),
    posts=r"/(?:ru|kk)/(?:archives/\d+/?$|\?p=\d+$)",
)
