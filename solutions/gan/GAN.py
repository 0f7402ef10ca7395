# %% [markdown]
# # Generative adversarial networks
#
# Until now a network judged images, and you asked it why. Here one network
# makes images, and a second one, which tries to tell them from real ones, is
# the only teacher it has (Goodfellow et al. 2014). You will write both
# players, their game and the tricks that keep it going, and you will measure
# what comes out of it instead of trusting your eyes.
#
# When you have finished, you will be able to
#
# - write losses on logits that stay finite and differentiable,
# - train two networks against each other without mixing up their gradients,
# - build a convolutional discriminator and generator,
# - notice a mode collapse by a number, and say what helps against it,
# - change hyper-parameters one at a time and read the result.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Noise | `sample_noise` | 3 | 10 |
# | 2 Two networks | `discriminator`, `generator` | 6 | 20 |
# | 3 Two losses | `discriminator_loss`, `generator_loss` | 6 | 20 |
# | 4 The game | `gan_step`, `train_gan` | 12 | 40 |
# | 5 Least squares | `ls_discriminator_loss`, `ls_generator_loss` | 4 | 10 |
# | 6 Convolutions | `build_dc_classifier`, `build_dc_generator` | 8 | 30 |
# | 7 One-sided labels | `one_sided_label_smoothing` | 3 | 10 |
# | 8 Feature matching | `feature_matching_loss` | 4 | 15 |
# | 9 A look at the batch | `minibatch_discrimination` | 6 | 30 |
# | 10 Three questions | short texts | 11 | 40 |
#
# Each function is checked by itself, with stand-ins for those it calls.

# %% [markdown]
# ## Setup
#
# Install once with `pip install -r requirements.txt`. Everything here runs
# on two CPU cores in some minutes; a GPU is used where there is one.

# %%
import torch
import torch.nn.functional as F
from torch import nn

from pixelgrad import (
    digits,
    gan_data,
    gan_plots,
    gan_quality,
    gan_tricks,
    gans,
)
from pixelgrad.checks import check, needs
from pixelgrad.device import default_device, seed_everything
from pixelgrad.scripts import gan_study

device = default_device()

# %% [markdown]
# ## The digits and a judge
#
# The images are MNIST (LeCun et al. 1998) if it is in your data folder,
# otherwise the digits that come with scikit-learn, enlarged from 8 by 8
# pixels: small enough to train many GANs on a laptop. An image is a row of
# 784 numbers from -1, black, to 1, white. The judge is a small classifier
# that has never seen a generator. The last cell of this section says how
# well real test images do: nothing you train can be expected to do better.

# %% tags=["demo", "figure"]
X, y, found = gan_data.load()
X = X.to(device)
net = digits.network(found).to(device)
real = gan_data.as_rows(found.X_test)
chosen = [int(k) for k in torch.linspace(0, len(real) - 1, 40)]
gan_plots.sheets({"real images": real[chosen]}, "What shall be imitated", 10)

# %% [markdown]
# Two numbers and a histogram will judge samples. The **classifier score**,
# $\exp E_x\, KL(p(y|x) \,\|\, p(y))$, lies between 1 and 10: high when the
# judge is sure of each sample and finds all classes (Salimans et al. 2016,
# section 4, there with another classifier). The **Frechet distance** compares
# the mean $m$ and covariance $C$ of the judge's features of samples and of
# real images (Heusel et al. 2017, equation 6):
#
# $$ d = |m - m'|^2 + \mathrm{Tr}\bigl(C + C' - 2 (C C')^{1/2}\bigr) . $$
#
# Low is good. The **histogram** counts which digits the judge reads.

# %% tags=["demo"]
quality = {"real test images": gan_quality.judge(net, real, X)}
print(gan_quality.table(quality))

# %% [markdown]
# ## 1 Noise
#
# A generator turns noise into images, so that different noise should give
# different images. We draw noise from the uniform distribution on
# $[-1, 1]$, in every component, independently. With a seed the same noise
# comes again; without one, every call goes on where the last one stopped.

# %% solution="sample_noise"
def sample_noise(batch_size, dim, seed=None):
    """Noise for a generator: uniform on [-1, 1], independent.

    seed: an int, 0 included, makes the same noise again;
    None draws from torch's generator as it is.
    Returns (batch_size, dim) float32, on the CPU.
    """
    ### BEGIN SOLUTION
    if seed is not None:
        torch.manual_seed(seed)
    return 2 * torch.rand(batch_size, dim) - 1
    ### END SOLUTION

# %% tests="sample_noise" points=3
check("sample_noise")

# %% [markdown]
# ## 2 Two networks
#
# Start with linear layers, as the assignment of CS231n does. The
# discriminator $D$ gives one raw score, a *logit*, for each image: flatten,
# 784 to 256, 256 to 256, 256 to 1, with `nn.LeakyReLU(0.01)` between the
# linear layers. The generator $G$ goes from noise to 1024, 1024 and 784
# numbers, with `nn.ReLU` between and `nn.Tanh` at the end, for pixels are
# numbers from -1 to 1. All layers have biases. The last layer of $D$ comes
# last in the network: two later exercises will rely on it.

# %% solution="discriminator"
def discriminator():
    """A discriminator of three linear layers, 267009 parameters.

    Returns a module: (N, 784) or (N, 1, 28, 28) in [-1, 1]
    -> (N, 1) logits, for any N.
    """
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Flatten(),  # (N, 784)
        nn.Linear(784, 256),
        nn.LeakyReLU(0.01),
        nn.Linear(256, 256),
        nn.LeakyReLU(0.01),
        nn.Linear(256, 1),
    )
    ### END SOLUTION

# %% solution="generator"
def generator(noise_dim=96):
    """A generator of three linear layers.

    Returns a module: (N, noise_dim) -> (N, 784) in [-1, 1], for
    any N. With noise_dim=4 it has 1858320 parameters.
    """
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Linear(noise_dim, 1024),
        nn.ReLU(),
        nn.Linear(1024, 1024),
        nn.ReLU(),
        nn.Linear(1024, 784),
        nn.Tanh(),
    )
    ### END SOLUTION

# %% tests="vanilla_networks" points=6
check("vanilla_networks")

# %% [markdown]
# ## 3 Two losses
#
# With the probability $\sigma(D(x))$ that an image is real, both players
# minimise a cross-entropy (Goodfellow et al. 2014, section 3):
#
# $$ L_D = -E_x \log \sigma(D(x)) - E_z \log(1 - \sigma(D(G(z)))) , $$
# $$ L_G = -E_z \log \sigma(D(G(z))) . $$
#
# $L_G$ is not $-L_D$: its gradient is large while $D$ wins, when $G$ needs
# it most. Take means over the batch. A sigmoid of -200 is 0 in float32 and
# its logarithm minus infinity, so compute both from the logits with
# `F.binary_cross_entropy_with_logits`.

# %% solution="discriminator_loss"
def discriminator_loss(logits_real, logits_fake):
    """Cross-entropy of D (Goodfellow et al. 2014, equation 1).

    logits_real, logits_fake: (N, 1) or (N,), any float dtype.
    Returns a scalar tensor, differentiable in both: the sum of
    the mean over real images and the mean over fakes.
    """
    ### BEGIN SOLUTION
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, torch.ones_like(logits_real))
    return real + bce(logits_fake, torch.zeros_like(logits_fake))
    ### END SOLUTION

# %% solution="generator_loss"
def generator_loss(logits_fake):
    """Cross-entropy of G: how far its images are from being real.

    logits_fake: (N, 1) or (N,). Returns a scalar tensor,
    differentiable: the mean of -log sigmoid(logits_fake).
    """
    ### BEGIN SOLUTION
    labels = torch.ones_like(logits_fake)
    return F.binary_cross_entropy_with_logits(logits_fake, labels)
    ### END SOLUTION

# %% tests="gan_losses" points=6
check("gan_losses")

# %% [markdown]
# ## 4 The game
#
# A `gans.Gan` holds what belongs together: `gan.D` and `gan.G`, an Adam for
# each, `gan.D_solver` and `gan.G_solver`, the two losses
# `gan.discriminator_loss` and `gan.generator_loss`, and `gan.noise_dim`. One
# step with a batch of real images is
#
# 1. draw as many noise vectors as there are real images, make fakes,
# 2. clear the gradients of $D$, take those of $L_D$, let `D_solver` step,
# 3. clear the gradients of $G$, take those of $L_G$ for the new $D$ and new
#    fakes, let `G_solver` step.
#
# In 2 no gradient is wanted in $G$: `detach` the fakes. In 3 the gradient
# must go through $D$ into $G$; it leaves some in $D$ on its way. Noise is
# made on the CPU: `.to(real.device)`.

# %% solution="gan_step"
def gan_step(gan, real):
    """One step of D, then one of G (Goodfellow et al. 2014).

    gan: see above; D, G and their optimisers are changed.
    real: (N, 784) images; they stay as they are.
    Returns both losses, of D and of G, each as it was computed.
    """
    ### BEGIN SOLUTION
    noise = sample_noise(len(real), gan.noise_dim).to(real.device)
    fake = gan.G(noise).detach()
    gan.D_solver.zero_grad()
    d = gan.discriminator_loss(gan.D(real), gan.D(fake))
    d.backward()
    gan.D_solver.step()

    noise = sample_noise(len(real), gan.noise_dim).to(real.device)
    gan.G_solver.zero_grad()
    g = gan.generator_loss(gan.D(gan.G(noise)))
    g.backward()
    gan.G_solver.step()
    return d.item(), g.item()
    ### END SOLUTION

# %% [markdown]
# Training is a loop. `gan.steps(steps)` counts like `range(steps)`, shows a
# bar and, every `gan.every` steps, what $G$ makes of 32 noise vectors that
# stay the same. Call `gan.show(d, g)` once in each step. In each step draw
# `batch_size` rows of `X` at random and use your `gan_step`.

# %% solution="train_gan"
def train_gan(gan, X, batch_size=64, steps=1000):
    """Train D and G in turns.

    X: (M, 784) real images, only read. Each step is one gan_step
    with batch_size rows of X, drawn at random, new each time.
    Returns the losses of D and of G, a (steps, 2) tensor.
    """
    ### BEGIN SOLUTION
    losses = []
    for _ in gan.steps(steps):
        chosen = torch.randint(len(X), (batch_size,), device=X.device)
        d, g = gan_step(gan, X[chosen])
        gan.show(d, g)
        losses.append((d, g))
    return torch.tensor(losses).view(-1, 2)
    ### END SOLUTION

# %% tests="train_gan" points=12
check("train_gan")

# %%
def play(
    D, G, losses, steps=1200, noise_dim=96, batch_size=64, trick=None, **more
):
    """Train new networks, always from the same seed; the trained Gan."""
    seed_everything(0)
    players = D().to(device), G(noise_dim).to(device)
    gan = gans.Gan(*players, losses, noise_dim, **more)
    if trick is not None:
        trick(gan)
    train_gan(gan, X, batch_size, steps)
    return gan


def judge(name, gan):
    """Judge a thousand samples; keep and print the result."""
    noise = sample_noise(1000, gan.noise_dim, seed=1)
    quality[name] = gan_quality.judge(net, gan.samples(noise), X)
    print(gan_quality.table({name: quality[name]}))

# %% tags=["demo", "figure"]
vanilla = play(discriminator, generator, (discriminator_loss, generator_loss))
judge("vanilla", vanilla)
frames = {f"step {t}": vanilla.frames[t] for t in (100, 400, 1200)}
gan_plots.sheets(frames, "The same noise, before and after")

# %% tags=["demo", "figure"]
needs("vanilla")
gan_plots.losses({"vanilla": vanilla.history}, "Losses that tell little")

# %% [markdown]
# **What you should see.** After 100 steps grey noise, after 400 a blot, the
# same for all noise, at the end digits with holes in them. Each loss depends
# on the other player, so neither falls to 0: a better discriminator raises
# the loss of the generator, and the other way round. The table says more:
# the distance to real images is the number to watch.

# %% [markdown]
# ## 5 Least squares
#
# Cross-entropy hardly pulls at a fake that $D$ already takes for real,
# however odd it looks. Mao et al. (2017, equation 9) ask for scores of
# exactly 1 and 0 instead:
#
# $$ L_D = \tfrac12 E_x (D(x) - 1)^2 + \tfrac12 E_z D(G(z))^2 , \qquad
#    L_G = \tfrac12 E_z (D(G(z)) - 1)^2 . $$
#
# The score is used as it is, without a sigmoid.

# %% solution="ls_discriminator_loss"
def ls_discriminator_loss(scores_real, scores_fake):
    """Least squares loss of D (Mao et al. 2017, equation 9).

    scores_real, scores_fake: (N, 1) or (N,), any float dtype.
    Returns a scalar tensor, differentiable in both.
    """
    ### BEGIN SOLUTION
    real = (scores_real - 1).square().mean() / 2
    return real + scores_fake.square().mean() / 2
    ### END SOLUTION

# %% solution="ls_generator_loss"
def ls_generator_loss(scores_fake):
    """Least squares loss of G (Mao et al. 2017, equation 9).

    scores_fake: (N, 1) or (N,). Returns a scalar tensor.
    """
    ### BEGIN SOLUTION
    return (scores_fake - 1).square().mean() / 2
    ### END SOLUTION

# %% tests="ls_losses" points=4
check("ls_losses")

# %% tags=["demo", "figure"]
ls_losses = ls_discriminator_loss, ls_generator_loss
least_squares = play(discriminator, generator, ls_losses)
judge("least squares", least_squares)
last = {"vanilla": vanilla, "least squares": least_squares}
gan_plots.sheets(
    {name: gan.frames[1200] for name, gan in last.items()},
    "Another loss, the same networks",
)

# %% [markdown]
# ## 6 Convolutions
#
# Neighbouring pixels belong together. Radford et al. (2016) build both
# players from convolutions; we use the sizes of CS231n. The classifier:
# convolution to 32 channels, kernel 5, LeakyReLU 0.01, max-pooling 2;
# convolution to 64, kernel 5, LeakyReLU, max-pooling 2; flatten, linear 1024
# to 1024, LeakyReLU, linear to 1. The generator: linear to 1024, ReLU, batch
# normalisation; linear to 6272, ReLU, batch normalisation; as 128 maps of 7
# by 7; transposed convolution to 64 maps, kernel 4, stride 2, padding 1,
# ReLU, batch normalisation; the same to 1 map, Tanh; flatten.

# %% solution="build_dc_classifier"
def build_dc_classifier(batch_size=None):
    """A convolutional discriminator, 1102721 parameters.

    batch_size is what you plan to use; any other must work, too.
    Returns a module: (N, 784) or (N, 1, 28, 28) -> (N, 1) logits.
    """
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Flatten(),
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 32, 5),  # (N, 32, 24, 24)
        nn.LeakyReLU(0.01),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5),  # (N, 64, 8, 8)
        nn.LeakyReLU(0.01),
        nn.MaxPool2d(2),
        nn.Flatten(),  # (N, 1024)
        nn.Linear(1024, 1024),
        nn.LeakyReLU(0.01),
        nn.Linear(1024, 1),
    )
    ### END SOLUTION

# %% solution="build_dc_generator"
def build_dc_generator(noise_dim=96):
    """A generator that doubles its maps twice, 7 to 14 to 28.

    Returns a module: (N, noise_dim) -> (N, 784) in [-1, 1]. With
    noise_dim=4 it has 6580801 parameters.
    """
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Linear(noise_dim, 1024),
        nn.ReLU(),
        nn.BatchNorm1d(1024),
        nn.Linear(1024, 7 * 7 * 128),
        nn.ReLU(),
        nn.BatchNorm1d(7 * 7 * 128),
        nn.Unflatten(1, (128, 7, 7)),
        nn.ConvTranspose2d(128, 64, 4, stride=2, padding=1),
        nn.ReLU(),
        nn.BatchNorm2d(64),
        nn.ConvTranspose2d(64, 1, 4, stride=2, padding=1),
        nn.Tanh(),
        nn.Flatten(),
    )
    ### END SOLUTION

# %% tests="dc_networks" points=8
check("dc_networks")

# %% [markdown]
# This is the longest training, so it gets a checkpoint: interrupt the kernel
# in the middle, run the cell again, and it goes on where it was, with the
# same result. Delete the file `dcgan.pt` to begin anew.

# %% tags=["demo", "figure"]
dcgan = play(
    build_dc_classifier, build_dc_generator,
    (discriminator_loss, generator_loss), steps=200, every=10,
    checkpoint="dcgan.pt",
)
judge("DCGAN", dcgan)
frames = {f"step {t}": dcgan.frames[t] for t in (20, 80, 200)}
gan_plots.sheets(frames, "Convolutions need fewer steps")

# %% tags=["demo", "pdf-ignore"]
needs("dcgan")
gan_plots.show_gif(dcgan.frames.values(), "dcgan.gif")

# %% [markdown]
# **What you should see.** Connected strokes after a sixth of the steps of
# the first GAN, and less than half of its distance. Each step costs about ten
# times as much, so the time is much the same. The animation shows how a
# digit settles: coarse shape first, then its ends.

# %% [markdown]
# ## 7 One-sided label smoothing
#
# A discriminator that is too sure of itself teaches badly. Salimans et al.
# (2016, section 3.4) give real images the label $1 - s$ instead of 1, with
# $s = 0.1$, and leave the label of fakes at exactly 0: *one-sided*. A smooth
# label for fakes would reward regions where neither real images nor fakes
# are. The rest is `discriminator_loss`.

# %% solution="one_sided_label_smoothing"
def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.1):
    """Cross-entropy of D with smooth labels for real images only.

    logits_real, logits_fake: (N, 1) or (N,). smooth: from 0 to 1.
    Returns a scalar tensor, differentiable in both (Salimans et
    al. 2016, section 3.4): labels 1 - smooth and 0.
    """
    ### BEGIN SOLUTION
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, torch.full_like(logits_real, 1 - smooth))
    return real + bce(logits_fake, torch.zeros_like(logits_fake))
    ### END SOLUTION

# %% tests="one_sided_label_smoothing" points=3
check("one_sided_label_smoothing")

# %% [markdown]
# ## 8 Feature matching
#
# $G$ may chase one weak spot of $D$ after another. Let it instead make images
# that are *on average* like real ones to an inner layer $f$ of $D$ (Salimans
# et al. 2016, section 3.1):
#
# $$ L_G = \bigl\| E_x f(x) - E_z f(G(z)) \bigr\|_2^2 . $$
#
# The means run over the batch; the sum of squares runs over everything
# else. Below, $f$ is what enters the last layer of $D$, which is why that
# had to come last.

# %% solution="feature_matching_loss"
def feature_matching_loss(features_real, features_fake):
    """Squared distance of the mean features of two batches.

    features_real: (N, ...), features_fake: (M, ...), same rest.
    Returns a scalar tensor, differentiable in features_fake
    (Salimans et al. 2016, section 3.1).
    """
    ### BEGIN SOLUTION
    gap = features_real.mean(dim=0) - features_fake.mean(dim=0)
    return gap.square().sum()
    ### END SOLUTION

# %% tests="feature_matching_loss" points=4
check("feature_matching_loss")

# %% [markdown]
# ## 9 A look at the batch
#
# A discriminator that sees one image at a time cannot notice that all fakes
# are the same. Minibatch discrimination (Salimans et al. 2016, section 3.2)
# tells it how close each image is to the rest of its batch. Features $f_i$
# and a learned tensor $T$ of shape (A, B, C) give matrices
# $M_i = f_i T$, (B, C), and
#
# $$ o_{ib} = \sum_{j=1}^{N} \exp\Bigl(-\sum_{c} |M_{ibc} - M_{jbc}|\Bigr)
#    . $$
#
# The sum includes $j = i$, so an image alone has $o = 1$. The result has
# the features and, after them, the B numbers $o_{ib}$.

# %% solution="minibatch_discrimination"
def minibatch_discrimination(features, T):
    """Features and closeness to the batch (Salimans et al. 2016, 3.2).

    features: (N, A). T: (A, B, C), learned.
    Returns (N, A + B), differentiable in both: the features,
    then o. Without a loop over images.
    """
    ### BEGIN SOLUTION
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M[:, None] - M[None]).abs().sum(dim=3)  # (N, N, B)
    closeness = torch.exp(-distance).sum(dim=1)  # (N, B)
    return torch.cat([features, closeness], dim=1)
    ### END SOLUTION

# %% tests="minibatch_discrimination" points=6
check("minibatch_discrimination")

# %% [markdown]
# ### Do the tricks help?
#
# All three on the networks of exercise 2, with the same seed and number of
# steps as before. `gan_tricks` puts your functions in their places: the loss
# of $D$, the loss of $G$, and a layer before the last one of $D$.

# %%
def watchful():
    """Your discriminator with a look at the batch."""
    return gan_tricks.with_minibatch(discriminator(), minibatch_discrimination)


def matching(gan):
    """Let G match the features of your discriminator."""
    return gan_tricks.match_features(gan, X, feature_matching_loss)

# %% tags=["demo", "figure"]
smooth = one_sided_label_smoothing, generator_loss
cross_entropy = discriminator_loss, generator_loss
tricks = {
    "smooth labels": play(discriminator, generator, smooth),
    "matching": play(discriminator, generator, cross_entropy, trick=matching),
    "minibatch": play(watchful, generator, cross_entropy),
}
for name, gan in tricks.items():
    judge(name, gan)
gan_plots.sheets(
    {name: gan.frames[1200] for name, gan in tricks.items()},
    "Three tricks, one set of networks",
)

# %% [markdown]
# **What you should see.** Three sheets of digits. Matching features gives
# the smallest distance of the three, and all of them a smaller one than the
# vanilla GAN. One run with one seed proves little: before you believe a
# difference of 1, train twice with other seeds and compare that difference
# with it.

# %% [markdown]
# ## 10 Questions
#
# **Mode collapse.** Give $G$ a head start: train with a `g_lr` that is far
# above `d_lr`. $G$ finds one image that fools the slow discriminator and
# makes nothing else, until $D$ has learned that image; then it moves on.

# %% tags=["demo", "figure"]
rushed = {"steps": 400, "d_lr": 1e-4, "g_lr": 2e-3}
collapsed = play(discriminator, generator, cross_entropy, **rushed)
judge("collapsed", collapsed)
shown = "real test images", "DCGAN", "vanilla", "collapsed"
gan_plots.histograms(
    {name: quality[name].histogram for name in shown},
    "A collapse shows in the classes",
)

# %% tags=["demo", "figure"]
needs("vanilla", "collapsed")
last = {"vanilla": vanilla.frames[1200], "collapsed": collapsed.frames[400]}
gan_plots.sheets(last, "Much noise, few images")

# %% [markdown]
# Describe the collapse by the numbers of `quality`: score, distance and
# histogram. Could a GAN collapse without any sign in the histogram of
# classes? Name a measure that would still notice. Why can the loss $L_G$ be
# low in a collapse, and why can minibatch discrimination see what $D$ alone
# cannot? Four to six sentences.

# %% [markdown] answer="mode_collapse" points=4
# *Your answer:*
#
# ### BEGIN SOLUTION
# Nearly all samples are read as one or two digits, so the mean p(y) is as
# peaked as each p(y|x): the score falls towards 1. The distance is many
# times that of the vanilla GAN, because mean and covariance of the features
# are both wrong. A generator with one image per class would have a uniform
# histogram and a high score; the covariance in the Frechet distance, or the
# distances between samples of one class, would notice. L_G asks for images
# that D takes for real, one at a time: one good image is as good as a
# thousand different ones. Minibatch discrimination gives D the closeness
# within the batch, large for copies and small for real images, so copies
# can be told from real images however good each one is.
#
# Points: 1 for two of the numbers with what they mean; 1 for a collapse
# within classes with a measure; 1 for L_G judging images one by one; 1 for
# closeness within the batch.
# ### END SOLUTION

# %% [markdown]
# **One thing at a time.** `python -m pixelgrad.scripts.gan_study`, typed in a
# terminal, trains one GAN with the functions of this notebook for each of two
# values of every hyper-parameter, all others as in the common setting, and
# keeps the results in `gan_study.json`: what has been trained is not trained
# again. That takes about nine minutes on one core. While it has not been
# done, the figure shows what the course's own solution gave. The red point
# is the common setting.

# %%
def candidate(**settings):
    """A vanilla GAN with these settings, and its quality."""
    losses = discriminator_loss, generator_loss
    gan = play(discriminator, generator, losses, **settings)
    noise = sample_noise(1000, gan.noise_dim, seed=1)
    return gan_quality.judge(net, gan.samples(noise), X)

# %% tags=["demo", "figure"]
rows = gan_study.kept(found.source)
print(gan_study.table(rows))
gan_plots.study(rows, "Some settings matter more than others")

# %% [markdown]
# Which two hyper-parameters matter most here, and in which direction does
# each hurt? Batch size and number of steps both change how many images are
# seen: what would be a fair comparison of two batch sizes? The evaluation
# interval changes no distance; what does it change? Why may settings that
# are best one at a time not be best together? Four to six sentences.

# %% [markdown] answer="one_at_a_time" points=4
# *Your answer:*
#
# ### BEGIN SOLUTION
# The learning rates and the number of steps matter most. A rate of D that
# is too small leaves G with a teacher who knows nothing, and too large a
# rate of G overshoots: distances of 15 to 20 and one class only. More steps
# lower the distance, from 16 over 6 to 3. Noise of two numbers collapses,
# too. With a batch of 128, twice as many images are seen in as many steps, so
# compare at an equal number of images, or at equal time, and say which. The
# evaluation interval changes only the time spent on pictures and how finely
# we can choose where to stop. One at a time, we walk along the axes through
# one point: a larger batch may need a larger rate, which no axis shows.
#
# Points: 1 for two parameters with direction, as the reader's own table has
# them; 1 for equal images or time; 1 for the interval; 1 for interaction.
# ### END SOLUTION

# %% [markdown]
# **When to stop.** At the best discriminator possible for a generator that
# makes perfect images, what are both losses, and why? Look at your figure of
# losses: could you choose the step at which to stop from it? Say what you
# would do instead, and what that costs. Three to five sentences.

# %% [markdown] answer="when_to_stop" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# If real images and fakes have one distribution, the best D says 1/2
# everywhere, that is logit 0: L_D = 2 log 2 = 1.39 and L_G = log 2 = 0.69.
# But the same values appear where D is merely bad, for instance at the first
# steps, and both losses are measured against a moving opponent, so a step
# cannot be chosen from them. Measure the Frechet distance of a thousand
# samples every few hundred steps, keep the weights of the best, and check
# with other samples in the end, as the best of many measurements is too
# good. It costs a classifier that knows the data, and time.
#
# Points: 1 for 2 log 2 and log 2 with the reason; 1 for losses that depend
# on the opponent; 1 for an outside measure with its cost.
# ### END SOLUTION

# %% [markdown]
# ## Summary
#
# Two losses, each the other's moving target, train a generator without a
# single label. What decides is hygiene: whose gradient goes where, raw
# logits in stable losses, any batch size. Convolutions made the largest
# difference, learning rates the next one. Whether samples are good, and
# whether they are all kinds of good, was said by a judge outside the game.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes and that every figure is there.
# 3. Write your three answers if you have not done so yet.
# 4. Save the notebook, open a terminal in this folder and run
#    `sh collect_submission.sh --name "Your Name"`. It checks the notebook,
#    says what is missing, and writes one zip and one PDF.
# 5. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - I. Goodfellow et al. Generative adversarial nets. NeurIPS 2014,
#   arXiv 1406.2661.
# - M. Heusel et al. GANs trained by a two time-scale update rule converge to
#   a local Nash equilibrium. NeurIPS 2017, arXiv 1706.08500.
# - Y. LeCun et al. Gradient-based learning applied to document recognition.
#   Proceedings of the IEEE 86, 1998.
# - X. Mao et al. Least squares generative adversarial networks. ICCV 2017,
#   arXiv 1611.04076.
# - A. Radford, L. Metz, S. Chintala. Unsupervised representation learning
#   with deep convolutional generative adversarial networks. ICLR 2016,
#   arXiv 1511.06434.
# - T. Salimans et al. Improved techniques for training GANs. NeurIPS 2016,
#   arXiv 1606.03498.
#
# The exercises follow the GAN assignment of Stanford's CS231n and homework 4
# of the University of Illinois' course on deep learning. The small digits
# are those of scikit-learn.
