"""A mailbox of a few letters, spoken to by IMAP; enough for ``imaplib``."""

import socketserver
import threading


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(b"* OK ready")
        for line in self.rfile:
            tag, _, rest = line.strip().partition(b" ")
            verb = rest.split()[0].upper() if rest else b""
            if not self.answer(verb, rest, tag):
                break

    def say(self, text):
        self.wfile.write(text + b"\r\n")

    def answer(self, verb, rest, tag):
        act = getattr(self, f"do_{verb.decode().lower()}", None)
        self.say(tag + (act(rest) if act else b" OK done"))
        return verb != b"LOGOUT"

    def do_capability(self, rest):
        self.say(b"* CAPABILITY IMAP4rev1")
        return b" OK done"

    def do_login(self, rest):
        return b" OK in" if rest.split()[-1].strip(b'"') == b"mat-khau" else b" NO wrong"

    def do_select(self, rest):
        self.say(b"* %d EXISTS" % len(self.server.box.letters))
        return b" OK done"

    def do_uid(self, rest):
        verb, uid = rest.split()[1:3]
        getattr(self, f"uid_{verb.decode().lower()}")(uid, rest)
        return b" OK done"

    def uid_search(self, _what, rest):
        box = self.server.box
        new = [b"%d" % uid for uid in box.letters if uid not in box.flags]
        self.say(b"* SEARCH " + b" ".join(new))

    def uid_fetch(self, uid, rest):
        number = int(uid)
        letter = self.server.box.letters[number]
        if b"SIZE" in rest:
            self.say(b"* %d FETCH (UID %d RFC822.SIZE %d)" % (number, number, len(letter)))
        else:
            self.say(b"* %d FETCH (UID %d BODY[] {%d}" % (number, number, len(letter)))
            self.say(letter + b")")

    def uid_store(self, uid, rest):
        self.server.box.flags[int(uid)] = rest.partition(b"(")[2].strip(b")").decode()

    def do_expunge(self, rest):
        box = self.server.box
        for uid in [uid for uid, flags in box.flags.items() if "Deleted" in flags]:
            box.letters.pop(uid, None)
        return b" OK done"

    def do_logout(self, rest):
        self.say(b"* BYE")
        return b" OK done"


class Mailbox:
    """``with Mailbox(letters) as box``: serves on ``box.port`` until the end."""

    def __init__(self, *letters):
        self.letters = dict(enumerate(letters, start=1))
        self.flags = {}

    def __enter__(self):
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk)
        self._server.daemon_threads = True
        self._server.box = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
