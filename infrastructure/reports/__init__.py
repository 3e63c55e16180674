"""Reports as files, one format each: the same report gives the same bytes on every machine."""
