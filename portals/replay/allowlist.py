"""What of an archived page is replayed. Whatever is not named here is not written."""

from __future__ import annotations

#: Written with their allowed attributes.
ELEMENTS = frozenset(
    """html head body title style
    address article aside footer header h1 h2 h3 h4 h5 h6 hgroup main nav section search
    blockquote dd div dl dt figcaption figure hr li menu ol p pre ul
    a abbr b bdi bdo br cite code data dfn em i kbd mark q rp rt ruby s samp small span strong
    sub sup time u var wbr area img map picture del ins
    caption col colgroup table tbody td tfoot th thead tr
    fieldset legend label meter progress details summary
    acronym basefont big center dir font marquee nobr strike tt""".split()
)
VOID_ELEMENTS = frozenset("area basefont br col hr img wbr".split())

#: Dropped with all that they hold: they run, load or are parsed differently from their text.
WITH_CONTENT = frozenset(
    """script template svg math object embed applet iframe frame noembed xmp plaintext textarea
    select datalist portal fencedframe param track source link meta base input keygen
    bgsound isindex image""".split()
)

#: Written as another element: looks kept, behaviour not.
RENAMED = {"form": "div", "button": "span", "listing": "pre", "output": "span"}

ATTRIBUTES = frozenset(
    """class id title lang dir align valign width height bgcolor color border cellpadding
    cellspacing colspan rowspan headers scope abbr alt start reversed value datetime role hidden
    open size face hspace vspace nowrap rules frame summary span char noshade compact clear text
    shape coords usemap name min max low high optimum""".split()
)
ATTRIBUTE_PREFIXES = ("aria-",)

#: Where pages that load pictures by script keep the true address.
LAZY_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-lazy")
