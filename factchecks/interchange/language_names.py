"""Names of languages as people write them in spreadsheets, to ISO 639-1 codes."""

from __future__ import annotations

from collections.abc import Mapping

from factchecks.extraction.word_lists import plain

_NAMES = {
    "am": "Amharic", "ar": "Arabic/Арабский", "as": "Assamese", "az": "Azerbaijani/Azeri",
    "be": "Belarusian/Belarussian/Белорусский", "bg": "Bulgarian", "bn": "Bangla/Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German/Немецкий",
    "el": "Greek", "en": "English/Английский/Ағылшын", "es": "Spanish/Castilian/Испанский",
    "et": "Estonian", "eu": "Basque", "fa": "Farsi/Persian", "fi": "Finnish",
    "fr": "French/Французский", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian/Bahasa Indonesia/Bahasa", "is": "Icelandic", "it": "Italian/Итальянский",
    "ja": "Japanese", "ka": "Georgian/Грузинский", "kk": "Kazakh/Казахский/Қазақ/Қазақша",
    "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ky": "Kyrgyz/Kirghiz/Киргизский/Кыргызский",
    "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mn": "Mongolian", "mr": "Marathi", "ms": "Malay/Bahasa Malaysia", "my": "Burmese",
    "ne": "Nepali", "nl": "Dutch/Flemish", "no": "Norwegian", "or": "Odia/Oriya", "pa": "Punjabi",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese/Brazilian Portuguese", "ro": "Romanian",
    "ru": "Russian/Русский/Орыс/Орысша", "si": "Sinhala/Sinhalese", "sk": "Slovak",
    "sl": "Slovenian/Slovene", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili/Kiswahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai",
    "tk": "Turkmen", "tl": "Tagalog/Filipino", "tr": "Turkish/Турецкий",
    "uk": "Ukrainian/Украинский", "ur": "Urdu", "uz": "Uzbek/Узбекский", "vi": "Vietnamese",
    "yo": "Yoruba",
    "zh": "Chinese/Mandarin/Chinese (traditional)/Chinese (simplified)/Traditional Chinese"
          "/Simplified Chinese/Китайский",
    "zu": "Zulu",
}  # fmt: skip
_CODES = {plain(name): code for code, names in _NAMES.items() for name in names.split("/")}


def language_code(text: str, own: Mapping[str, str] | None = None) -> str:
    """The code of a language's name or code; empty where it is none. `own` names go first."""
    word = plain(text)
    if own and word in own:
        return own[word]
    return word if word in _NAMES else _CODES.get(word, "")
