"""One module a tab: a function that builds the tab and wires it."""
