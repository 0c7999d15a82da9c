"""How dates and numbers are written: days as 2020-04-01, the same in all languages."""
