"""What people try with the report on what the WebSub hub was told."""

from tests.backoffice.acts import show, shown

show("see what the hub was told", "websub:report", tells=shown)
