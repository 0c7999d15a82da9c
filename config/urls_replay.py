"""Addresses of the replay host: archived pages and nothing else."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
