"""Offerings as people read them."""


def get_offering_context(offering) -> dict:
    return {}
