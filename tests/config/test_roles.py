"""Editors decide, administrators watch portals, and neither may do the other's work."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from config.roles import ADMINISTRATORS, EDITORS
from portals.models import Snapshot
from tests import factories

pytestmark = pytest.mark.django_db


def person(group: str) -> Client:
    call_command("load_roles")
    user = User.objects.create_user(group.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> Client:
    return person(EDITORS)


@pytest.fixture
def administrator() -> Client:
    return person(ADMINISTRATORS)


def test_the_roles_are_loaded_twice_with_the_same_result() -> None:
    call_command("load_roles")
    group = Group.objects.get(name="Editors")
    before = set(group.permissions.values_list("codename", flat=True))
    group.permissions.clear()
    call_command("load_roles")
    assert set(group.permissions.values_list("codename", flat=True)) == before
    assert Group.objects.count() == 2


def test_an_editor_may_decide_about_debunks(editor: Client) -> None:
    review = factories.review()
    page = editor.get(f"/admin/factchecks/claimreview/{review.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' in page.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/portals/portal/add/",
        "/admin/portals/country/add/",
        "/admin/portals/source/add/",
        "/admin/auth/user/",
        "/admin/auth/group/",
    ],
)
def test_an_editor_may_not_do_an_administrator_s_work(editor: Client, path: str) -> None:
    assert editor.get(path).status_code == 403


def test_an_editor_may_not_change_a_portal_or_begin_a_snapshot(editor: Client) -> None:
    portal = factories.portal("p")
    address = f"/admin/portals/portal/{portal.pk}/change/"
    assert 'name="_save"' not in editor.get(address).content.decode()
    assert editor.post(address, {"name_en": "x"}).status_code == 403
    editor.post(
        "/admin/portals/portal/", {"action": "start_snapshots", "_selected_action": [portal.pk]}
    )
    assert not Snapshot.objects.exists()


def test_an_administrator_may_add_portals_and_people(administrator: Client) -> None:
    for path in ("/admin/portals/portal/add/", "/admin/auth/user/add/"):
        assert administrator.get(path).status_code == 200


def test_an_administrator_may_not_do_an_editor_s_work(administrator: Client) -> None:
    review = factories.review(themes=["A"])
    address = f"/admin/factchecks/claimreview/{review.pk}/change/"
    assert 'name="_save"' not in administrator.get(address).content.decode()
    assert administrator.post(address, {"title": "x"}).status_code == 403
    assert administrator.get("/admin/factchecks/claim/add/").status_code == 403
    assert administrator.post("/admin/factchecks/theme/A/change/", {}).status_code == 403


def test_an_administrator_may_not_make_herself_more_than_that(administrator: Client) -> None:
    me = User.objects.get(username="administrators")
    data = {"username": me.username, "is_active": "on", "is_staff": "on", "is_superuser": "on",
            "date_joined_0": "2020-01-01", "date_joined_1": "00:00"}  # fmt: skip
    administrator.post(f"/admin/auth/user/{me.pk}/change/", data)
    me.refresh_from_db()
    assert not me.is_superuser
    boss = User.objects.create_superuser("boss", password="secret-of-the-boss")
    address = f"/admin/auth/user/{boss.pk}"
    assert administrator.post(f"{address}/change/", data).status_code == 403
    assert administrator.post(f"{address}/password/", {"password1": "x"}).status_code == 403
    assert administrator.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    boss.refresh_from_db()
    assert boss.check_password("secret-of-the-boss")


@pytest.mark.parametrize("role", [EDITORS, ADMINISTRATORS])
def test_nobody_may_change_evidence(role: str) -> None:
    client = person(role)
    capture = factories.capture()
    assert client.get(f"/admin/portals/capture/{capture.pk}/change/").status_code == 200
    assert client.post(f"/admin/portals/capture/{capture.pk}/change/", {}).status_code == 403


def test_a_visitor_reads_everything_and_enters_nothing(client: Client) -> None:
    portal = factories.portal("p")
    assert client.get(f"/portals/{portal.slug}/").status_code == 200
    for path in ("/admin/", "/admin/portals/portal/", "/admin/factchecks/claimreview/"):
        response = client.get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")
