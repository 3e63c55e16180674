"""The approval in four steps with django-viewflow: a Django app, as its documentation builds one."""
