"""The text of a release on its page, as a browser has it."""

RAW = """() => { const paper = document.getElementById('text').cloneNode(true);
  for (const note of paper.querySelectorAll('.readas')) note.remove();
  for (const mark of paper.querySelectorAll('.unseen')) mark.replaceWith(String.fromCodePoint(parseInt(mark.textContent.slice(2), 16)));
  return paper.textContent }"""
"""The raw text again: what it is read as is no part of it, and characters that cannot be seen are the ones that their marks name."""
