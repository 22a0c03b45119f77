"""Settings of all tests."""

from hypothesis import settings

# A machine may be busy: how long an example takes says nothing about what it shows.
settings.register_profile("proofer", deadline=None)
settings.load_profile("proofer")
