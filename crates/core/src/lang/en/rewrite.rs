//! Rewriting hedged English.
