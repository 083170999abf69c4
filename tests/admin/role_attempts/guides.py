"""What people try with the guides."""

from tests.admin.role_attempts import show, shown

show("read a guide", "guides:guide", lambda place: "translator", tells=shown)
