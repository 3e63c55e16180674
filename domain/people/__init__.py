"""Who is who in an office: units, positions, persons, appointments; and who may ask what."""
