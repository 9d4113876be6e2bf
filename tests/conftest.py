"""Its place puts this folder on the import path, so that every suite can say `from shared import need_shared`."""
