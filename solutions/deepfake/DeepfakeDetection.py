# %% [markdown]
# # Telling fakes by their spectrum
#
# A generator paints an image by making a small one larger, several times.
# What that leaves behind is hard to see in the pixels and hard to miss in
# the frequencies. In this notebook you measure it, let a linear classifier
# find it, and read the weights of the classifier as an image.
#
# When you have finished, you will be able to
#
# - compute log spectra of a batch of images, over the right axes,
# - average over more images than fit into memory, in one pass,
# - train a linear classifier on pixels and on spectra, and say how sure its
#   accuracy is,
# - turn weights back into images, and say what they show.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Log spectra | `log_spectrum` | 6 | 20 |
# | 2 One pass | `streamed_moments` | 6 | 25 |
# | 3 Mean spectra | `mean_spectra` | 6 | 20 |
# | 4 A written question | a short text | 4 | 15 |
# | 5 A linear classifier | a class and a function | 10 | 35 |
# | 6 A written question | a short text | 3 | 10 |
# | 7 Weights as images | `weight_images` | 5 | 15 |
# | 8 A written question | a short text | 3 | 10 |
#
# The checks try each function by itself; where one calls others, they put
# small known ones in their place, so that a mistake costs its own points
# only.

# %% [markdown]
# ## Setup
#
# As in the other notebooks: install once with
# `pip install -r requirements.txt`. A CPU needs about a minute for all of
# this. Spectra are computed with NumPy, so images stay as they are stored
# here: `(N, h, w, c)`, the channels last.

# %%
from itertools import chain

import numpy as np
import torch

from pixelgrad import fakes, progress, spectra_plots
from pixelgrad.checks import check
from pixelgrad.device import seed_everything
from pixelgrad.spectra import accuracy

# %% [markdown]
# ## The images
#
# `fakes.load()` takes what it finds: the 140,000 faces of FFHQ and StyleGAN
# (Karras et al. 2019), or a thousand faces of a GAN and of CelebA (Durall et
# al. 2019). With neither, the real images are patches of photographs, and
# the fakes are other patches that went through a small autoencoder: its
# encoder keeps a twelfth of the numbers, its decoder paints the patch again
# with transposed convolutions, as many GANs do. We trained it for this
# notebook. It is no GAN and it invents nothing, but it makes images larger
# in the same way.

# %% [markdown]
# Folders of your own work as well, whatever their names:
# `fakes.load("A_ffhq", "B_stylegan", size=128)`. Files that cannot be read
# are named and left out. Each of the four parts of `pair` is a *stream*:
# iterate over it, and it reads the images in batches, `(n, h, w, 3)`, 8-bit.
# So a folder may be larger than your memory.

# %% tags=["demo", "figure"]
pair = fakes.load()
spectra_plots.two_kinds(
    pair.real_test.first(40), pair.fake_test.first(40),
    "Real images above, fakes below",
)

# %% [markdown]
# ## 1 Log spectra
#
# The two-dimensional Fourier transform writes an image as a sum of waves.
# How strong they are differs by orders of magnitude, so one looks at the
# logarithm (Durall et al. 2019; Frank et al. 2020 do so with cosines):
#
# $$ S = \log \left( | \mathcal{F}(I) | + \epsilon \right) , \qquad
#    \mathcal{F}(I)_{kl} = \sum_{y=0}^{h-1} \sum_{x=0}^{w-1} I_{yx} \,
#    e^{-2 \pi i (k y / h + l x / w)} . $$
#
# Each image and each channel has a spectrum of its own. Mind the axes:
# `np.fft.fft2` transforms the *last two* unless you name others, and here
# the last one holds the colours. The small $\epsilon$ keeps the logarithm
# finite where a wave is missing.

# %% solution="log_spectrum"
def log_spectrum(images):
    """Log magnitudes of the Fourier transform over height and width.

    images: (N, h, w, c) array, 8-bit or float. Returns a float
    array of the same shape, log(|F| + eps) with the natural
    logarithm, eps = 1e-12, frequency 0 at [:, 0, 0, :].
    """
    ### BEGIN SOLUTION
    F = np.fft.fft2(images, axes=(1, 2))  # (N, h, w, c), complex
    return np.log(np.abs(F) + 1e-12)
    ### END SOLUTION

# %% tests="log_spectrum" points=6
check("log_spectrum")

# %% [markdown]
# ## 2 One pass
#
# To average the spectra of 140,000 images, you cannot keep them all: at 128
# pixels they would fill 55 GB. Keep three things instead, the number of
# images so far $n$, their mean $\mu$, and the sum of squared deviations
# $M$. A new batch of $m$ images with mean $\mu_b$ and sum $M_b$ joins by
# (Chan et al. 1983)
#
# $$ \delta = \mu_b - \mu , \quad
#    \mu \leftarrow \mu + \frac{m}{n + m} \, \delta , \quad
#    M \leftarrow M + M_b + \frac{n \, m}{n + m} \, \delta^2 . $$
#
# At the end the standard deviation is $\sqrt{M / n}$. Adding up $x$ and
# $x^2$ looks simpler, but subtracts two large, nearly equal numbers at the
# end, and may leave nothing but rounding errors.

# %% solution="streamed_moments"
def streamed_moments(batches):
    """Mean and standard deviation in one pass (Chan et al. 1983).

    batches: arrays (n, ...), of any dtype; n may differ, the rest
    of the shape does not. They can be iterated over only once and
    must not all be kept. Returns mean and std over all images,
    float64 and of shape (...); std divides by their number.
    """
    ### BEGIN SOLUTION
    n, mean, M = 0, 0.0, 0.0
    for X in batches:
        X = np.asarray(X, dtype=np.float64)
        m, mean_b = len(X), X.mean(axis=0)
        delta = mean_b - mean
        M = M + ((X - mean_b) ** 2).sum(axis=0)
        M = M + delta**2 * n * m / (n + m)
        mean = mean + delta * m / (n + m)
        n += m
    return mean, np.sqrt(M / n)
    ### END SOLUTION

# %% tests="streamed_moments" points=6
check("streamed_moments")

# %% [markdown]
# ## 3 Mean spectra
#
# One spectrum is mostly what happens to be in the picture. Averaged over
# many images, the pictures cancel and what *all* of them have in common
# stays. For the eye, frequency 0 belongs in the middle: `np.fft.fftshift`
# moves it there. It shifts *every* axis unless you name some, and would give
# each colour another one's place.
#
# Use your two functions. A generator expression,
# `(f(X) for X in batches)`, hands on one batch at a time.

# %% solution="mean_spectra"
def mean_spectra(real, fake):
    """Mean log spectra of two sets, and their difference.

    real, fake: batches of images (n, h, w, c), each to be iterated
    over once. Returns three (h, w, c) arrays with frequency 0 in
    the middle, at [h // 2, w // 2]: the mean log spectrum of real,
    that of fake, and fake minus real.
    """
    ### BEGIN SOLUTION
    means = []
    for batches in (real, fake):
        mean, _ = streamed_moments(log_spectrum(X) for X in batches)
        means.append(np.fft.fftshift(mean, axes=(0, 1)))
    return means[0], means[1], means[1] - means[0]
    ### END SOLUTION

# %% tests="mean_spectra" points=6
check("mean_spectra")

# %% tags=["demo", "figure"]
real, fake, difference = mean_spectra(pair.real_test, pair.fake_test)
both = {"real": real, "fake": fake}
spectra_plots.sheet(
    both, {"fake minus real": difference}, both,
    "What all fakes have in common",
)

# %% [markdown]
# **What you should see.** Photographs have a smooth mean spectrum that falls
# from the middle outwards. The default fakes follow it for low frequencies.
# Towards high ones they fall below it, for fine detail is lost on the way
# through the decoder. Only along the lines of a regular grid they do not:
# averaged over rows, there are peaks at 1/8, 1/4, 3/8 and 1/2 cycle per
# pixel. Rings run across the lines and smear them. How much of this the faces
# show depends on their generator, and on the JPEG files they were stored in.

# %% [markdown]
# ### Another way to grow
#
# A transposed convolution with stride 2 first puts zeros between all values
# and then convolves. If the kernel does not even out these zeros, every
# second pixel is a little brighter, the checkerboard of Odena et al. (2016).
# Their remedy is to *interpolate* first and to convolve then. We trained a
# second autoencoder, on the same patches and with the same budget, that
# differs in nothing else.

# %% tags=["demo", "figure"]
lines, gaps = {}, {}
for kind in ("transposed", "resize"):
    parts = fakes.patched(kind, train=0)  # only those to test
    real, fake, gaps[kind] = mean_spectra(parts.real_test, parts.fake_test)
    lines |= {"photographs": real, kind: fake}
spectra_plots.sheet(
    {}, gaps, lines, "Interpolate first, and there is no peak"
)

# %% [markdown]
# **What you should see.** To the left the grid from above, to the right none
# of it: only less and less detail towards high frequencies, even less than
# the first decoder keeps. The peaks belong to the transposed convolution,
# the missing detail to both. So their absence does not prove an image real.

# %% [markdown]
# ## 4 A written question
#
# **Where peaks come from.** Put a zero after every value of a signal of
# length $n$. Show what happens to its discrete Fourier transform. Conclude
# at which frequencies three doublings in a row can leave peaks, and why the
# second decoder has none. Would you trust a detector of fakes that looks for
# such peaks only? Four to six sentences.

# %% [markdown] answer="where_peaks_come_from" points=4
# *Your answer:*
#
# ### BEGIN SOLUTION
# With $u_{2x} = v_x$ and $u_{2x+1} = 0$,
# $U_k = \sum_x v_x e^{-2 \pi i k \cdot 2x / 2n} = V_{k \bmod n}$: the
# spectrum is repeated. So the strong frequency 0 of $v$ appears a second
# time at $k = n$, which is 1/2 cycle per pixel of the larger signal, and
# the kernel must suppress it; where it does not do so fully, a peak stays.
# The next doubling maps a peak at $f$ to $f/2$ and to $1/2 - f/2$, so
# three of them can leave peaks at multiples of 1/8 in both directions.
# Interpolation is a fixed kernel that is zero, or nearly so, at those places,
# and no later layer with stride 1 needs to repair anything. A detector that
# knows only peaks fails for every generator without them, after resizing,
# and for anyone who filters them out; and it would accuse photographs with a
# grid of their own, such as JPEG's blocks of 8 pixels.
#
# Points: 2 for the repeated spectrum, shown; 1 for the multiples of 1/8 (or
# 1/2, 1/4, 1/8) with the reason for the second decoder; 1 for a reason to
# distrust.
# ### END SOLUTION

# %% [markdown]
# ## 5 A linear classifier
#
# How well can fakes be told with nothing but weights and a sum? One
# `nn.Linear` maps the $d = h w c$ numbers of an image to two scores, for
# real (0) and fake (1). Trained on spectra and on pixels, it says where the
# difference between the two sets lies.
#
# The numbers must be *standardised* first, each by its mean and standard
# deviation over the training images. Otherwise Adam, whose steps have one
# length for all weights, moves the score mostly through the values that are
# large by nature, whether they say anything or not.

# %% [markdown]
# Flatten images as they are, `(h, w, c)` with the last axis fastest: the
# last exercise wants to know which weight belongs where. Train with the
# cross-entropy and with Adam (Kingma and Ba 2015), for five epochs. In an
# epoch every image is used once; shuffle them, as all real ones come before
# all fakes, and do not forget the last batch, which may be smaller.

# %% solution="LinearClassifier"
class LinearClassifier(torch.nn.Module):
    """Scores that are linear in all values of an image.

    features: values of an image; classes: scores. The one layer
    is the torch.nn.Linear `dense`. X: (N, ...) of `features`
    values each, flattened in this order -> (N, classes) scores.
    """

    def __init__(self, features, classes=2):
        super().__init__()
        ### BEGIN SOLUTION
        self.dense = torch.nn.Linear(features, classes)
        ### END SOLUTION

    def forward(self, X):
        ### BEGIN SOLUTION
        return self.dense(X.flatten(1))  # (N, classes)
        ### END SOLUTION

# %% [markdown]
# `progress.bar(5, "epoch")` counts like `range(5)` and shows how far you
# are.

# %% solution="train_linear"
def train_linear(X, y, epochs=5, batch_size=50, lr=1e-3):
    """Train a LinearClassifier with Adam on the mean cross-entropy.

    X: (N, ...) float32, standardised. y: (N,) int64, 0 or 1.
    Every epoch uses each image once, in shuffled batches of
    batch_size (the last may be smaller), one step of Adam with
    rate lr each. Returns the new, trained LinearClassifier.
    """
    ### BEGIN SOLUTION
    classifier = LinearClassifier(X[0].numel(), 2)
    optimizer = torch.optim.Adam(classifier.parameters(), lr=lr)
    for _ in progress.bar(epochs, "epoch"):
        for batch in torch.randperm(len(X)).split(batch_size):
            scores = classifier(X[batch])  # (n, 2)
            loss = torch.nn.functional.cross_entropy(scores, y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return classifier
    ### END SOLUTION

# %% tests="train_linear" points=10
check("train_linear")

# %% [markdown]
# ### Pixels against spectra
#
# The same classifier, the same images, twice: on the pixels and on their log
# spectra. Mean and deviation come from your one pass over the training
# images; the accuracy is that on images of the test set, which the training
# has not seen. Its interval is Wilson's: it contains the true accuracy in
# 95 of 100 such experiments, if the images are independent.

# %% tags=["demo", "figure"]
classifiers, scores = {}, {}
for name, transform in {"pixels": np.float64, "spectra": log_spectrum}.items():
    both = chain(pair.real, pair.fake)
    moments = streamed_moments(transform(X) for X in both)
    X, y = fakes.features(pair.real, pair.fake, transform, moments)
    seed_everything(0)
    classifiers[name] = train_linear(X, y)
    X, y = fakes.features(pair.real_test, pair.fake_test, transform, moments)
    scores[name] = accuracy(classifiers[name], X, y)
    print(f"{name}: {scores[name]}")
spectra_plots.accuracies(scores, "One linear layer, on two views of an image")

# %% [markdown]
# **What you should see.** Two bars with their intervals. On the default
# patches the pixels are hardly better than guessing, although the spectra
# give nearly every fake away: a decoder changes what no fixed weight on a
# pixel can see, because its sign differs from image to image. On the faces
# both are high. That GAN paints few different faces, always in the same
# place, and a weighted sum of pixels recognises them. Then a high accuracy
# says little about frequencies.

# %% [markdown]
# ## 6 A written question
#
# **What an accuracy is worth.** Compare your two numbers with their
# intervals. Do they differ by more than chance? The test patches of the
# default overlap, and the faces come from one GAN: what does this mean for
# the intervals, and for fakes of another generator? What would you have to
# measure before you sell this detector? Three to five sentences.

# %% [markdown] answer="worth_of_an_accuracy" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# On the patches the intervals are far apart, so the difference is no
# chance; on the faces they overlap, and nothing can be said from 200
# images a kind. Wilson's interval counts every image as an independent
# draw. Patches that overlap, or are cut from one photograph, are alike, so
# there are fewer independent ones and the true interval is wider. And no
# interval speaks of images that were not drawn: another generator, camera,
# size or JPEG quality. Before selling it I would test it on generators and
# cameras that were not trained on, after resizing and compressing, and
# report how many real images it accuses at a fixed rate of fakes found,
# because real images are far more common than fakes.
#
# Points: 1 for using the intervals; 1 for the dependence of the images;
# 1 for other sources, processing, or false alarms.
# ### END SOLUTION

# %% [markdown]
# ## 7 Weights as images
#
# A linear classifier hides nothing: its weight for class $k$ at $(y, x, c)$
# says how much that value speaks for $k$. The layer has them as rows of
# length $d$. To look at them, undo the flattening, in the order in which
# you flattened. PyTorch's habit is channels first; here they came last, and
# a wrong guess gives a picture, too, only not a true one.

# %% solution="weight_images"
def weight_images(classifier, h, w):
    """The weights of a LinearClassifier as images, one per class.

    classifier: its layer `dense` has h * w * c features, from
    images (h, w, c) flattened in this order. Returns (classes,
    h, w, c), a tensor or an array, the weights as they are.
    """
    ### BEGIN SOLUTION
    weight = classifier.dense.weight.detach().clone()  # (classes, h*w*c)
    return weight.reshape(len(weight), h, w, -1)
    ### END SOLUTION

# %% tests="weight_images" points=5
check("weight_images")

# %% tags=["demo", "figure"]
h, w = pair.real.first(1).shape[1:3]
shown = {}
for name in ("pixels", "spectra"):
    image = np.asarray(weight_images(classifiers.get(name), h, w)[1])
    if name == "spectra":
        image = np.fft.fftshift(image, (0, 1))
    shown[f"weights of {name}"] = image
spectra_plots.weights_row(
    shown,
    "Where the classifier looks for a fake (red speaks for it)",
)

# %% [markdown]
# **What you should see.** To the right, frequency 0 in the middle, the
# weights of the spectra. On the default, compare them with the difference of
# the mean spectra above: the lines of the grid are red, what lies between
# them is blue, for there the fakes have less. The middle is red although
# the two sets hardly differ there. Everything appears twice, mirrored at
# the middle, as the spectrum of a real image does. The weights of the
# pixels look like noise on the patches; on the faces they show a face.

# %% [markdown]
# ## 8 A written question
#
# **Reading weights.** A frequency that separates the two sets well may get a
# small weight, and one that does not may get a large one. Explain how, when
# neighbouring frequencies rise and fall together, and say why we standardised
# before reading weights at all. Which picture would you show to a court: the
# weights, or the difference of the mean spectra? Three to five sentences.

# %% [markdown] answer="reading_weights" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# Where values are correlated, many combinations of weights give nearly the
# same score: the weight can be shared among neighbours, so that each is
# small, or a useless value can get a large one because it cancels noise that
# another one shares with it. Weights tell how the score is made, not what
# each value can do alone. Without standardising, a weight would also depend
# on the unit: a value with a large spread needs a small weight for the same
# effect. The difference of the means is a fact about the images and can be
# repeated by anybody, with its own uncertainty; the weights are a fact
# about one classifier. I would show the difference, and the weights to
# explain a single decision.
#
# Points: 1 for correlation, with one of the two effects; 1 for the unit or
# spread; 1 for a choice with a reason.
# ### END SOLUTION

# %% [markdown]
# ## Summary
#
# A mean over many spectra shows what a generator leaves in every image: lost
# detail, and peaks where it made images larger without care. A linear
# classifier finds both without being told. You have seen that the same
# accuracy can have two reasons, and that only looking at the means, at the
# pixels as a control, and at the weights tells them apart.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes and that every figure is there.
# 3. Write your answers to exercises 4, 6 and 8 if you have not done so yet.
# 4. Save the notebook, open a terminal in this folder and run
#    `sh collect_submission.sh --name "Your Name"`. It says what is missing,
#    and writes one zip and one PDF.
# 5. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - T. Chan, G. Golub, R. LeVeque. Algorithms for computing the sample
#   variance: analysis and recommendations. American Statistician 37, 1983.
# - R. Durall et al. Unmasking deepfakes with simple features. arXiv
#   1911.00686, 2019.
# - J. Frank et al. Leveraging frequency analysis for deep fake image
#   recognition. ICML 2020, arXiv 2003.08685.
# - T. Karras, S. Laine, T. Aila. A style-based generator architecture for
#   generative adversarial networks. CVPR 2019, arXiv 1812.04948.
# - D. Kingma, J. Ba. Adam: a method for stochastic optimization. ICLR 2015,
#   arXiv 1412.6980.
# - A. Odena, V. Dumoulin, C. Olah. Deconvolution and checkerboard artifacts.
#   Distill, 2016.
# - E. Wilson. Probable inference, the law of succession, and statistical
#   inference. Journal of the American Statistical Association 22, 1927.
#
# The exercises follow a homework of the course Machine Learning Foundations
# at the University of Bonn. The photographs come with scikit-image and
# scikit-learn, whose pages name their authors.
