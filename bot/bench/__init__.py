"""Benchmarks: figures beside a baseline in the same run, because machines are noisy."""
