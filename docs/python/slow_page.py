from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from time import perf_counter, sleep
from urllib.request import urlopen

class SlowPage(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(4):
            self.wfile.write(b"x")
            sleep(0.8)

    def log_message(self, *words):
        pass

server = HTTPServer(("127.0.0.1", 0), SlowPage)
Thread(target=server.serve_forever, daemon=True).start()
begin = perf_counter()
with urlopen(f"http://127.0.0.1:{server.server_port}/", timeout=2) as answer:
    page = answer.read()
print(f"{len(page)} bytes with timeout=2; in more than 2 s: {perf_counter() - begin > 2}")
