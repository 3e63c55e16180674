"""``python -m interfaces.cli``: the same as the installed script."""

from interfaces.cli.main import main

main()
