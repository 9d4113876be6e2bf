"""PDF files: their text, read in a process of its own, because a hostile file can hang or eat memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from triplewire.errors import InputError

SECONDS = 30


def pdf_text(path: Path, seconds: float = SECONDS) -> str:
    """The text of a PDF as it is laid out, blank lines between paragraphs included; each page but the first begins with a form feed.

    Raises InputError, reason `pdf`: no PDF, no text in it, or over the time limit.
    """
    command = [sys.executable, "-P", "-c", _WORKER, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{path}: no text after {seconds:g} seconds; save it as text (pdftotext -layout)", "pdf") from error
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        fault = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise InputError(f"{path}: not readable as PDF: {fault[-1] if fault else 'the reader broke off'}", "pdf")
    if not text.strip():
        raise InputError(f"{path}: a PDF without text (scanned pages?); run it through OCR and save it again, or as .txt", "pdf")
    return text


# Runs without the current folder in its search path. One gigabyte of memory is ten times what a 100-page report needs. Where the laid-out
# text of a page has lost letters, or holds its words letter by letter, the plain one is taken.
_WORKER = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
except (ImportError, ValueError, OSError):
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
    text = "\\n\\f".join(text_of(page) for page in pypdf.PdfReader(sys.argv[1]).pages)
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
sys.stdout.buffer.write(text.encode("utf-8", "replace"))
"""
