"""How dates are typed and shown, by language (``FORMAT_MODULE_PATH``)."""
