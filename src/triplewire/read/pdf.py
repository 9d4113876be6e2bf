"""PDF files: their text, read in a process of its own, because a hostile file can hang or eat memory."""

from __future__ import annotations

import signal
import subprocess
import sys

from triplewire.errors import InputError
from triplewire.read.files import MAX_BYTES

SECONDS = 30
"""Of the processor's time, however busy the machine is."""
_PATIENCE = 4
"""Times the seconds after which nobody waits any more, whatever the process may be doing."""
_BROKE_OFF = "the reader broke off"


def pdf_text(data: bytes, name: str) -> str:
    """The text of a PDF as it is laid out, blank lines between paragraphs included; each page but the first begins with a form feed.

    Raises InputError: `pdf` for no PDF, no text in it, over the limits of time and memory; `too-large` for more text than a release has.
    """
    command = [sys.executable, "-P", "-c", _WORKER, str(SECONDS), str(MAX_BYTES)]
    late = f"{name}: no text after {SECONDS} seconds; save it as text (pdftotext -layout)"
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE * SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise InputError(late, "pdf") from error
    if done.returncode == -signal.SIGXCPU:
        raise InputError(late, "pdf")
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        fault = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise InputError(f"{name}: not readable as PDF: {fault[-1] if fault else _BROKE_OFF}", "pdf")
    if len(done.stdout) > MAX_BYTES:
        raise InputError(f"{name}: a PDF with more text than a release may have ({MAX_BYTES:,} bytes)", "too-large")
    if not text.strip():
        raise InputError(f"{name}: a PDF without text (scanned pages?); run it through OCR and save it again, or as .txt", "pdf")
    return text


# Runs without the current folder in its search path. One gigabyte of memory is ten times what a 100-page report needs. The limits are
# its own, so that it ends also when nobody waits for it any more. Where the laid-out text of a page has lost letters, or holds its words
# letter by letter, the plain one is taken.
_WORKER = """
import io
import sys
seconds, most = map(int, sys.argv[1:])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    import ctypes
    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG: to be killed when the process that waits for it ends
except (ImportError, ValueError, OSError, AttributeError):
    pass
import logging
logging.disable(logging.CRITICAL)
import pypdf

def text_of(page):
    plain = page.extract_text()
    try:
        laid_out = page.extract_text(extraction_mode="layout")
    except Exception:
        return plain
    letters, words = len("".join(plain.split())), laid_out.split()
    same = abs(len("".join(words)) - letters) <= 0.02 * letters
    whole = sum(len(w) == 1 for w in words) <= 0.2 * len(words)
    return laid_out if same and whole else plain

try:
    pages, left = [], most
    for page in pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages:
        pages.append(text_of(page))
        left -= len(pages[-1])
        if left < 0:
            break
    text = "\\n\\f".join(pages)
except MemoryError:
    sys.exit("it needs more than a gigabyte of memory")
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
sys.stdout.buffer.write(text.encode("utf-8", "replace")[: most + 1])
"""
