"""Pictures drawn as text: no script, readable in light and dark and on a phone."""
