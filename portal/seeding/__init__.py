"""Invented provinces at work: for the demonstration and for benchmarks. Nobody in here exists."""
