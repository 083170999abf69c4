"""DeepL and LibreTranslate as they answer, on this machine: by their documents and limits.

https://developers.deepl.com/docs/api-reference/translate
https://docs.libretranslate.com/api/operations/translate/
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

JSON = dict[str, Any]
KEY = "secret-key-of-ours:fx"
DEEPL_TARGETS = {"BG", "DE", "EN-GB", "EN-US", "FR", "PT-BR", "PT-PT"}


@dataclass
class Service:
    """`answers` are the next ones instead of translations: status, headers, body.

    `before` is called while a request is being answered; `said` makes a translation of a text.
    """

    url: str = ""
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[JSON] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    before: Callable[[], Any] = lambda: None
    said: Callable[[str], str] = lambda text: f"EN {text}"


Answer = tuple[int, JSON]


def deepl(service: Service, path: str, headers: Any, body: bytes) -> Answer:
    if headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
        return 403, {"message": "Authorization failed."}
    if path != "/v2/translate":
        return 404, {"message": "Not found"}
    if len(body) > 128 * 1024:
        return 413, {"message": "Request size exceeds the limit"}
    asked = json.loads(body)
    if len(asked["text"]) > 50:
        return 400, {"message": "Too many texts"}
    if asked["target_lang"] not in DEEPL_TARGETS:
        return 400, {"message": "Value for 'target_lang' not supported."}
    assert asked["source_lang"] in ("BG", "EN")
    assert asked["tag_handling"] == "html"
    service.asked.append(asked)
    texts = [{"detected_source_language": "BG", "text": service.said(t)} for t in asked["text"]]
    return 200, {"translations": texts}


def libretranslate(service: Service, path: str, headers: Any, body: bytes) -> Answer:
    asked = json.loads(body)
    if asked.get("api_key") != KEY:
        return 403, {"error": "Invalid API key"}
    if path != "/translate":
        return 404, {"error": "Not found"}
    if max(map(len, asked["q"])) > 2000:
        return 400, {"error": "Invalid request: request exceeds text limit (2000)"}
    assert (asked["source"], asked["target"], asked["format"]) == ("bg", "en", "html")
    service.asked.append(asked)
    return 200, {"translatedText": [service.said(text) for text in asked["q"]]}


@contextmanager
def serve(protocol: Callable[[Service, str, Any, bytes], Answer]) -> Iterator[Service]:
    """Answer on this machine while inside."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.sizes.append(len(body))
            service.before()
            if service.answers:
                status, headers, content = service.answers.pop(0)
                if not status:
                    self.close_connection = True
                    return
            else:
                status, answer = protocol(service, self.path, self.headers, body)
                headers, content = {}, json.dumps(answer).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        service.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()
