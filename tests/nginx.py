"""A real caching proxy: nginx in front of a port of this machine, with nothing kept from it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection

import pytest

from tests.ports import free_port

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
STARTING_SECONDS, STOPPING_SECONDS, PAUSE_SECONDS = 20, 20, 0.05
# It stores what no header forbids, errors and redirects too, as an operator might have it do.
CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache keys_zone=pages:1m;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{upstream};
      proxy_set_header Host $http_host;
      proxy_http_version 1.1;
      proxy_cache pages;
      proxy_cache_key $request_uri;
      proxy_cache_valid any 10m;
      proxy_cache_revalidate on;
      add_header X-Cache $upstream_cache_status always;
    }}
  }}
}}
"""


def require_nginx() -> None:
    """Skip the test where there is no nginx; on CI that is a failure."""
    if NGINX:
        return
    reason = "no nginx here (Debian: apt install nginx)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def caching_proxy(folder: Path, upstream: int) -> Iterator[int]:
    """Run the proxy while inside; yield its port."""
    port = free_port()
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, port=port, upstream=upstream))
    command = [str(NGINX), "-p", str(folder), "-c", str(file)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(STOPPING_SECONDS)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(int(STARTING_SECONDS / PAUSE_SECONDS)):
        try:
            create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            pass
        try:
            process.wait(PAUSE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        assert process.stderr
        pytest.fail(f"nginx ended at its start: {process.stderr.read().decode()}")
    pytest.fail(f"nginx did not listen within {STARTING_SECONDS} s")
