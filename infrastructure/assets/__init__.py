"""Files that ship with the package: fonts."""
