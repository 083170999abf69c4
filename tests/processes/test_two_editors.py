"""Of several who save the same version at once one wins; the others are told and lose nothing."""

from typing import Any

import pytest

from tests.processes.conftest import Play

# The marker has pytest-django make the database that is copied for each test.
pytestmark = pytest.mark.django_db

EDITORS = 8


def test_of_eight_who_save_one_version_one_wins_and_the_others_keep_their_words(play: Play) -> None:
    for scene, told in play("editors", editors=EDITORS).items():
        winners = [answer for answer in told["answers"] if answer["saved"]]
        assert len(winners) == 1, f"{scene}: {len(winners)} were told that they had saved"
        assert told["newest"] == winners[0]["words"], f"{scene}: what was saved is not the newest"
        assert told["revisions"] == 1, f"{scene}: there are {told['revisions']} new versions"
        for answer in told["answers"]:
            if not answer["saved"]:
                assert_told(scene, answer)


def assert_told(scene: str, answer: dict[str, Any]) -> None:
    """Whoever was refused is told why, and still has what they wrote."""
    if scene.endswith("autosave"):
        # It is the browser that has the words.
        assert answer["status"] == 400, scene
        assert answer["told"]["error_code"] == "invalid_revision", scene
        return
    assert answer["status"] == 200, scene
    assert answer["kept"] == answer["words"], f"{scene}: the title they wrote is gone"
    if scene.startswith("article"):
        assert answer["text"] in answer["told"], f"{scene}: the text they wrote is gone"
    assert "запази по-нова версия" in answer["told"], f"{scene}: nothing tells why"
    assert 'name="replaced_revision_id"' in answer["told"], f"{scene}: there is no way on"
