"""Plans as files, one format each: the same page gives the same bytes on every machine."""
