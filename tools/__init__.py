"""Commands that build what the package ships and what its documentation shows; the package never imports them."""
