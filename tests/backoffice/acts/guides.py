"""What people try with the guides."""

from tests.backoffice.acts import show, shown

show("read a guide", "guides:guide", lambda place: "translator", tells=shown)
