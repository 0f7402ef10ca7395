"""Leaves frequency 0 in the corner.
Caught by: test_frequency_zero_is_in_the_middle
"""

def mean_spectra(real, fake):
    means = []
    for batches in (real, fake):
        mean, _ = streamed_moments(log_spectrum(X) for X in batches)
        means.append(mean)
    return means[0], means[1], means[1] - means[0]
