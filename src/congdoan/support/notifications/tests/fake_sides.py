"""
The other sides of the channels, spoken to by HTTP: one server that answers as it is told.

``SIDES[channel]`` says how a channel's side tells what happened: situation → status and body.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import json
import threading

OK_BOT = (200, {"ok": True, "result": {"message_id": "m1"}})
SIDES = {
    "TELEGRAM": {
        "taken": OK_BOT,
        "throttled": (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 7}}),
        "blocked": (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}),
        "gone": (400, {"ok": False, "description": "Bad Request: chat not found"}),
        "wrong key": (401, {"ok": False, "error_code": 401}),
    },
    "ZALO_BOT": {
        "taken": OK_BOT,
        "throttled": (200, {"ok": False, "error_code": 429}),
        "blocked": (200, {"ok": False, "error_code": 403}),
        "gone": (400, {"ok": False, "description": "chat not found"}),
        "wrong key": (404, {}),
    },
    "ZALO_OA": {
        "taken": (200, {"error": 0, "message": "Success", "data": {"message_id": "m1"}}),
        "throttled": (200, {"error": -32, "message": "rate"}),
        "blocked": (200, {"error": -213, "message": "not following"}),
        "gone": (200, {"error": -217, "message": "blocked"}),
        "wrong key": (200, {"error": -216, "message": "Access token is invalid"}),
    },
    "ZBS": {
        "taken": (200, {"error": 0, "message": "Success", "data": {"msg_id": "m1"}}),
        "throttled": (200, {"error": -115, "message": "out of quota"}),
        "blocked": (200, {"error": -119, "message": "cannot receive"}),
        "gone": (200, {"error": -118, "message": "no Zalo account"}),
        "wrong key": (200, {"error": -124, "message": "token"}),
    },
    "PUSH": {
        "taken": (201, None),
        "throttled": (429, None),
        "blocked": (403, None),
        "gone": (410, None),
        "wrong key": (401, None),
    },
}
SAME = {
    "broken": (500, None),
    "garbage": (200, b"<html>proxy</html>"),
    "redirect": (302, None),
    "list": (200, b"[1, 2]"),
}


class _Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        side = self.server.side
        with side.lock:
            side.asked.append((self.path, dict(self.headers), body))
            answer = side.answer(self.path, body)
        if answer == "hang up":
            self.close_connection = True
            self.connection.close()
            return
        status, said = answer
        content = said if isinstance(said, bytes) else json.dumps(said).encode() if said else b""
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


class Side:
    """``with Side() as side``: answers on ``side.url`` until the end."""

    def __init__(self):
        self.asked, self.lock = [], threading.Lock()
        self.answer = lambda path, body: (200, {})

    def __enter__(self):
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Talk)
        self._server.daemon_threads = True
        self._server.side = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
