"""What a process of ours asks the system for that could leave the machine, told by Python's own hooks.

Run as ``python -c`` with a deed: every connection, look-up of a name and started program is printed.
"""

WATCHED = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen",
                 "os.system", "os.exec", "os.posix_spawn", "urllib.Request", "webbrowser.open"):
        print("ASKED", event, arguments[-1], flush=True)
sys.addaudithook(watch)
"""

#: A day's work without a window, and with one.
WORK = """
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop.cli.main import main
app = QApplication([])
folder = Path(sys.argv[1])
ledger, table = folder / "a.headwater", folder / "t.csv"
table.write_text("company,date,laid off,source\\nAcorn,2025-01-02,10,https://paper.example/1\\n")
for words in (["sample", ledger], ["import", table, "--into", ledger], ["check", ledger], ["backups", ledger],
              ["restore", ledger, "--backup", "1"],
              ["export", ledger, "--table", "events", "--output", folder / "e.csv"],
              ["snapshot", ledger, "--output", folder / "s.pdf"]):
    assert main([str(one) for one in words]) in (0, 1), words
sys.path.append("tests")
from helpers.program import PAGES, Running
running = Running(ledger)
for page in PAGES:
    running.show(page)
running.do("backup.now")
running.close()
with open("/proc/self/maps", encoding="utf-8") as maps:
    for library in sorted({line.split()[-1] for line in maps if "sqlite" in line.lower() and ".so" in line}):
        print("MAPPED", library)
print("WORKED", flush=True)
"""

#: The negative control: what must be seen.
TALKING = """
import socket
from pathlib import Path
ledger = Path(sys.argv[1]) / "a.headwater"
ledger.write_bytes(b"")
ledger.read_bytes()
try:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
except OSError:
    pass
"""
