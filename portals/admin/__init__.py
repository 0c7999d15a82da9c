from portals.admin import catalogue, evidence

__all__ = ["catalogue", "evidence"]
