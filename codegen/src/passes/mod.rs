//! Passes: each does one thing to the IR, or computes one kind of fact about it.
