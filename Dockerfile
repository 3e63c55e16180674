# Two stages: packages are installed exactly as locked, then only they and the program go into the image.
FROM python:3.13-slim AS packages
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv --without-pip /opt/onrecord \
 && python -m pip --python /opt/onrecord/bin/python install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY domain domain
COPY application application
COPY workers workers
COPY infrastructure infrastructure
COPY interfaces interfaces
COPY bench bench
RUN python -m pip --python /opt/onrecord/bin/python install --no-cache-dir --no-deps .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin onrecord \
 && install -d -o onrecord -g onrecord -m 0700 /data
COPY --from=packages /opt/onrecord /opt/onrecord
ENV PATH=/opt/onrecord/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ONRECORD_DATA=/data
USER onrecord
WORKDIR /data
VOLUME /data
EXPOSE 8000
CMD ["onrecord", "serve", "--host", "0.0.0.0", "--port", "8000"]
