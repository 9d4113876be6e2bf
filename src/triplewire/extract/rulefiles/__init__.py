"""Family files as they are written: read, checked key by key, every fault with its line and column."""

from triplewire.extract.rulefiles.expressions import Unless, unless
from triplewire.extract.rulefiles.fields import keys
from triplewire.extract.rulefiles.file import RuleFile, Where, faults_of, read, rule_files, sound_rows

__all__ = ["RuleFile", "Unless", "Where", "faults_of", "keys", "read", "rule_files", "sound_rows", "unless"]
