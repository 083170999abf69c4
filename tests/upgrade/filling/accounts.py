"""The accounts of a fixture, for whoever fills one and whoever logs in to one."""

# Of everybody in a fixture; nobody else has it.
PASSWORD = "upgraded without loss"

# The user of each group, and the language of their back office.
MEMBERS = {
    "Администратори": ("administrator", "bg"),
    "Координатори": ("coordinator", "bg"),
    "Редактори (bg)": ("editor", "bg"),
    "Проверяващи (bg)": ("reviewer", "bg"),
    "Преводачи (bg)": ("translator", "bg"),
    "Проверяващи (en)": ("reviewer-en", "en"),
    "Преводачи (en)": ("translator-en", "en"),
    "Проверяващи (de)": ("reviewer-de", "en"),
    "Преводачи (de)": ("translator-de", "en"),
    "Клуб": ("club-member", "bg"),
}
