"""The noisy channel: what was printed where the language model is surprised, and how likely it is.

Nothing is imported here; `proofer.language.channel.engine` is the way in.
"""
