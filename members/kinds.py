"""The kinds of member, with the names under which the public sees them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    INDUSTRY = "industry", _("Industry")
    HIGH_TECHNOLOGY = "high_technology", _("High technology")
    SERVICES = "services", _("Services")
    SCIENCE_EDUCATION = "science_education", _("Science and education")
    LOCAL_GOVERNMENT = "local_government", _("Local government")
