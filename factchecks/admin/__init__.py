from factchecks.admin import imports, reviews, taxonomy

__all__ = ["imports", "reviews", "taxonomy"]
