"""What was seen: snapshots, pages, WARC files and captures."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portals.models.catalogue import Portal


class SnapshotState(models.TextChoices):
    RUNNING = "running", _("Running")
    COMPLETE = "complete", _("Complete")
    PARTIAL = "partial", _("Partial")
    UNREACHABLE = "unreachable", _("Unreachable")
    BLOCKED = "blocked", _("Blocked")
    INTERRUPTED = "interrupted", _("Interrupted")


class Trigger(models.TextChoices):
    SCHEDULE = "schedule", _("Schedule")
    ADMIN = "admin", _("Administrator")
    COMMAND = "command", _("Command line")


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def running(self) -> SnapshotQuerySet:
        return self.filter(state=SnapshotState.RUNNING)

    def unclaimed(self, now: datetime) -> SnapshotQuerySet:
        """Running snapshots that no live worker holds: never claimed, released, or gone stale."""
        return self.running().filter(
            models.Q(lease_until__isnull=True) | models.Q(lease_until__lte=now)
        )


class Snapshot(models.Model):
    """One run over one portal, with its limits, counts and outcome."""

    portal = models.ForeignKey(
        Portal, on_delete=models.PROTECT, related_name="snapshots", verbose_name=_("portal")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=SnapshotState.choices, default=SnapshotState.RUNNING
    )
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why it is not complete, for the reader.")
    )
    trigger = models.CharField(_("started by"), max_length=10, choices=Trigger.choices)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("requested by"),
    )
    started_at = models.DateTimeField(_("started"), db_default=Now())
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    limits = models.JSONField(
        _("limits"), default=dict, help_text=_("The portal's limits as they were at the start.")
    )
    robots = models.JSONField(
        _("robots.txt"),
        default=dict,
        blank=True,
        help_text=_("What robots.txt said for this snapshot: its rules, or why none apply."),
    )
    vantage = models.CharField(_("vantage point"), max_length=100, blank=True)

    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    steps = models.PositiveIntegerField(_("steps"), default=0)

    found = models.PositiveIntegerField(_("pages found"), default=0)
    fetched = models.PositiveIntegerField(_("answers received"), default=0)
    failed = models.PositiveIntegerField(_("failed requests"), default=0)
    changed = models.PositiveIntegerField(_("new or changed"), default=0)
    passed_over = models.PositiveIntegerField(
        _("addresses passed over"),
        default=0,
        help_text=_("Found, but beyond the portal's limits of depth or number."),
    )
    received_bytes = models.PositiveBigIntegerField(_("bytes received"), default=0)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["portal"],
                condition=models.Q(state="running"),
                name="one_running_snapshot_per_portal",
            ),
            models.CheckConstraint(
                condition=models.Q(state="running", ended_at__isnull=True)
                | (~models.Q(state="running") & models.Q(ended_at__isnull=False)),
                name="snapshot_ends_when_it_stops_running",
            ),
        ]
        indexes = [models.Index(fields=["portal", "-started_at"], name="snapshot_of_portal")]

    def __str__(self) -> str:
        return f"{self.portal.slug} {self.started_at:%Y-%m-%d %H:%M}"


class Page(models.Model):
    """One address of a portal, known by its normalised key."""

    portal = models.ForeignKey(
        Portal, on_delete=models.PROTECT, related_name="pages", verbose_name=_("portal")
    )
    key = models.CharField(
        _("key"), max_length=2500, help_text=_("The normalised address; one row per key.")
    )
    url = models.CharField(_("address"), max_length=2500)
    canonical = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="twins",
        verbose_name=_("canonical page"),
        help_text=_("The page that rel=canonical or a redirect names as the same."),
    )
    first_found_at = models.DateTimeField(_("first found"), db_default=Now())
    found_on = models.CharField(
        _("found on"),
        max_length=2500,
        blank=True,
        help_text=_("The address, sitemap or feed that named it first."),
    )

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["portal", "key"], name="page_key_once_per_portal")
        ]

    def __str__(self) -> str:
        return self.url


class FrontierState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")


class FrontierEntry(models.Model):
    """A page that a snapshot has still to ask for, or has asked for. Goes with its snapshot."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="frontier")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=8, choices=FrontierState.choices, default=FrontierState.WAITING
    )
    priority = models.SmallIntegerField(default=50, help_text="Lower comes first.")
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(
        max_length=12, default="page", help_text="page, sitemap, feed, requisite or robots"
    )

    class Meta:
        verbose_name = _("frontier entry")
        verbose_name_plural = _("frontier")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "page"], name="page_once_per_snapshot")
        ]
        indexes = [
            # The next batch of a step.
            models.Index(
                fields=["snapshot", "priority", "id"],
                condition=models.Q(state="waiting"),
                name="frontier_next",
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.page_id}"


class HostLease(models.Model):
    """Who may talk to a host now: one step at a time, across all workers and portals."""

    host = models.CharField(_("host"), max_length=255, primary_key=True)
    lease_token = models.UUIDField(default=uuid.uuid4)
    lease_until = models.DateTimeField()
    next_request_at = models.DateTimeField(_("not before"))

    class Meta:
        verbose_name = _("host lease")
        verbose_name_plural = _("host leases")

    def __str__(self) -> str:
        return self.host


class WarcFile(models.Model):
    """A closed WARC file below WARC_ROOT. Written once, never edited."""

    path = models.CharField(_("path"), max_length=300, unique=True)
    snapshot = models.ForeignKey(
        Snapshot,
        on_delete=models.PROTECT,
        related_name="warc_files",
        null=True,
        blank=True,
        verbose_name=_("snapshot"),
    )
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    records = models.PositiveIntegerField(_("records"), default=0)
    salvaged = models.BooleanField(
        _("salvaged"),
        default=False,
        help_text=_("Recovered from a worker that was killed, up to its last whole record."),
    )
    created_at = models.DateTimeField(_("closed"), db_default=Now())

    class Meta:
        verbose_name = _("WARC file")
        verbose_name_plural = _("WARC files")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.path


class Outcome(models.TextChoices):
    """What one request gave. Every outcome is a capture; only OK has a body to read."""

    OK = "ok", _("Received")
    NOT_MODIFIED = "not_modified", _("Not modified")
    REDIRECTED = "redirected", _("Redirected")
    NOT_FOUND = "not_found", _("Not found")
    GONE = "gone", _("Gone")
    CLIENT_ERROR = "client_error", _("Refused by the site")
    BLOCKED = "blocked", _("Blocked")
    RATE_LIMITED = "rate_limited", _("Too many requests")
    SERVER_ERROR = "server_error", _("Server error")
    DNS_FAILURE = "dns_failure", _("Name not found")
    CONNECTION_FAILURE = "connection_failure", _("No connection")
    TLS_FAILURE = "tls_failure", _("TLS failure")
    TIMEOUT = "timeout", _("No answer in time")
    BAD_ANSWER = "bad_answer", _("Answer that breaks the protocol")
    REFUSED_ROBOTS = "refused_robots", _("Not asked: robots.txt")
    REFUSED_GUARD = "refused_guard", _("Not asked: address not allowed")


#: The site answered; a WARC response or revisit record holds the answer.
ANSWERED = frozenset(
    {
        Outcome.OK,
        Outcome.NOT_MODIFIED,
        Outcome.REDIRECTED,
        Outcome.NOT_FOUND,
        Outcome.GONE,
        Outcome.CLIENT_ERROR,
        Outcome.BLOCKED,
        Outcome.RATE_LIMITED,
        Outcome.SERVER_ERROR,
    }
)
#: The site says that the page is not there. One of these is a removal; a failure never is.
ABSENT = frozenset({Outcome.NOT_FOUND, Outcome.GONE})


class CaptureQuerySet(models.QuerySet["Capture"]):
    def received(self) -> CaptureQuerySet:
        """Captures whose payload can be read."""
        return self.filter(outcome=Outcome.OK)

    def changed(self) -> CaptureQuerySet:
        """The captures of a page that differ from the one before: its distinct versions."""
        return self.received().filter(changed=True)

    def to_compare(self) -> CaptureQuerySet:
        """The backlog of the changes stage."""
        return self.filter(compared=False, outcome__in=["ok", "not_found", "gone"], kind="page")


class Capture(models.Model):
    """What one request for one page gave at one instant. Never edited, never dropped."""

    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, related_name="captures", verbose_name=_("page")
    )
    snapshot = models.ForeignKey(
        Snapshot,
        on_delete=models.PROTECT,
        related_name="captures",
        null=True,
        blank=True,
        verbose_name=_("snapshot"),
    )
    url = models.CharField(
        _("address asked for"), max_length=2500, help_text=_("Exactly as requested.")
    )
    requested_at = models.DateTimeField(_("requested"))
    duration_ms = models.PositiveIntegerField(_("duration, ms"), null=True, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        default="page",
        help_text=_("page, robots, sitemap, feed or requisite"),
    )

    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why there is no answer, or what is wrong with it.")
    )
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    content_type = models.CharField(_("media type"), max_length=200, blank=True)
    location = models.CharField(_("redirects to"), max_length=2500, blank=True)
    truncated = models.CharField(
        _("truncated"),
        max_length=12,
        blank=True,
        help_text=_("WARC-Truncated: length, time, disconnect or unspecified"),
    )

    payload_sha256 = models.CharField(_("SHA-256 of the payload"), max_length=64, blank=True)
    payload_size = models.PositiveBigIntegerField(_("bytes of the payload"), null=True, blank=True)
    changed = models.BooleanField(
        _("differs"),
        default=False,
        help_text=_("The payload differs from the last one received for this page."),
    )
    compared = models.BooleanField(
        default=False,
        editable=False,
        help_text="The changes stage has looked at it: a mark of our work, not of the evidence.",
    )

    warc_file = models.ForeignKey(
        WarcFile,
        on_delete=models.PROTECT,
        related_name="captures",
        null=True,
        blank=True,
        verbose_name=_("WARC file"),
    )
    warc_offset = models.PositiveBigIntegerField(_("offset"), null=True, blank=True)
    warc_length = models.PositiveBigIntegerField(_("length"), null=True, blank=True)
    warc_record_id = models.CharField(
        _("record"), max_length=60, blank=True, help_text="WARC-Record-ID: <urn:uuid:…>"
    )
    refers_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="revisits",
        verbose_name=_("same payload as"),
        help_text=_("Set on a revisit: the capture whose record holds the payload."),
    )

    objects = CaptureQuerySet.as_manager()

    class Meta:
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        ordering = ["-requested_at", "-pk"]
        get_latest_by = ["requested_at", "pk"]
        constraints = [
            # A message delivered twice, or a salvaged file read twice, adds nothing.
            models.UniqueConstraint(
                fields=["warc_record_id"],
                condition=~models.Q(warc_record_id=""),
                name="capture_record_once",
            ),
            models.CheckConstraint(
                condition=models.Q(warc_file__isnull=True)
                | models.Q(
                    warc_offset__isnull=False,
                    warc_length__isnull=False,
                ),
                name="capture_points_into_its_file",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="ok") | models.Q(warc_file__isnull=False),
                name="received_capture_has_bytes",
            ),
        ]
        indexes = [
            models.Index(fields=["page", "-requested_at", "-id"], name="capture_of_page"),
            # The backlog of the reading stage.
            models.Index(
                fields=["page"],
                condition=models.Q(outcome="ok", changed=True),
                name="capture_changed",
            ),
            # The backlog of the changes stage.
            models.Index(
                fields=["page"],
                condition=models.Q(compared=False, outcome__in=["ok", "not_found", "gone"]),
                name="capture_to_compare",
            ),
            # Identical payloads become revisits.
            models.Index(
                fields=["payload_sha256"],
                condition=models.Q(outcome="ok", refers_to__isnull=True),
                name="capture_payload",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.url} {self.requested_at:%Y-%m-%d %H:%M:%S}"

    @property
    def timestamp(self) -> str:
        """The 14 digits that web archives use in addresses, in UTC."""
        return f"{self.requested_at:%Y%m%d%H%M%S}"
