"""What the keys of the review do: a mixin of the screen for each group, which owns its state."""
