"""The texts of CSV files, which spreadsheets read as formulas where they begin like one."""

# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise_formula(text: str) -> str:
    """Return a text that every spreadsheet shows as text: with an apostrophe before a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
