"""`python -m triplewire` is the command `triplewire`."""

from triplewire.cli import main

main()
