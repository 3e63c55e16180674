"""Other engines, each in a process and an environment of its own, asked to do the same job."""
