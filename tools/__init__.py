"""Commands that build what the package ships and its documentation shows; never imported by it."""
