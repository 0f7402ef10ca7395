# %% [markdown]
# # Integrated gradients
#
# The gradient at an image says what the *next* small change of a pixel would
# do. It does not say what the pixel has done: a neuron that is saturated
# has almost no gradient, although the pixels made it fire. Sundararajan et
# al. (2017) add up the gradients on the way from a *baseline*, an image that
# says nothing, to the image. The sum has a property that a single gradient
# lacks: it accounts for the whole score, pixel by pixel.
#
# When you have finished, you will be able to
#
# - compute integrated gradients for a batch, in bounded memory,
# - check completeness, and choose the number of steps by it,
# - name what a baseline hides, and compare three of them.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Integrated gradients | `integrated_gradients` | 15 | 45 |
# | 2 A written question | a short text | 3 | 10 |
# | 3 A written question | a short text | 3 | 10 |
#
# Write code where a cell says `raise NotImplementedError`. The cell after it
# checks your function on small networks and prints one line per property;
# run it as often as you like. Grading uses other data and harder cases of
# the same properties.

# %% [markdown]
# ## Setup
#
# On a laptop or in Colab, install what the notebook needs once, in a
# terminal: `pip install -r requirements.txt`. A CPU is enough.

# %%
import torch

from pixelgrad import digit_plots, digits, progress
from pixelgrad.checks import check
from pixelgrad.device import default_device, seed_everything

device = default_device()
seed_everything(0)

# %% [markdown]
# ## Digits, network and three baselines
#
# The data and the network are those of the first notebook: MNIST if it is
# here, else scikit-learn's digits. *Black* is black in the pixels, which
# after normalisation is $(0 - 0.1307) / 0.3081 \approx -0.42$ and not 0. The
# *mean* is the average of the training images; the *random* one is drawn
# once, pixel by pixel, uniformly between black and white. Ten
# images are explained, one of each digit.

# %% tags=["demo", "figure"]
found = digits.load()
net = digits.network(found).to(device)
X = torch.cat([found.X_test[found.y_test == k][1:2] for k in range(10)])
X = X.to(device)
black = torch.full((1, 1, 28, 28), digits.BLACK, device=device)
white = torch.full_like(black, digits.WHITE)
baselines = {
    "black": black,
    "mean": found.X_train.mean(dim=0, keepdim=True).to(device),
    "random": black + (white - black) * torch.rand_like(black),
}
digit_plots.grey_rows(
    {"pixels": [*X[:3], *baselines.values()]},
    {"pixels": ["image"] * 3 + list(baselines)},
    "Three of ten images, and three baselines",
)

# %% [markdown]
# ## 1 Integrated gradients
#
# Let $F$ be the raw score of a digit, $x$ an image and $x'$ the baseline.
# On the straight way from $x'$ to $x$ the gradients are integrated, and each
# pixel's share is weighted by how far it moves (Sundararajan et al. 2017,
# section 3). In $m$ steps that is
#
# $$ \mathrm{IG}(x) = (x - x') \cdot \frac{1}{m} \sum_{k=1}^{m}
#    \frac{\partial F \bigl( x' + \tfrac{k}{m} (x - x') \bigr)}
#         {\partial x} , $$
#
# with $k$ from 1 to $m$, so that the last point is the image itself. The
# product is taken pixel by pixel. Nothing is made absolute: a pixel may
# speak against the digit.

# %% [markdown]
# Every image of the batch has $m$ points of its own. All of them at once
# would be 3000 images for ten digits with $m = 300$, and the activations of
# all of them in memory. One at a time is slow. The way between is to take
# some points of all images at once: never more than 256 images, or one point
# per image where the batch is larger than that. `torch.arange(1, m + 1)` and
# `split` cut the points into parts; the gradients of the parts add up.

# %% solution="integrated_gradients"
def integrated_gradients(net, images, digit, baseline, steps_m=300):
    """Integrated gradients (Sundararajan et al. 2017, section 3).

    net: a network, (N, 1, H, W) -> (N, C) raw scores.
    images: (N, 1, H, W) float. digit: int, the output to explain.
    baseline: float tensor that broadcasts to images, such as
    (1, 1, H, W) or (N, 1, H, W). steps_m: int, m above.
    Returns (N, 1, H, W), signed: the exact sum over k = 1..m.
    The network is never given more than max(N, 256) images at
    once, and no argument is changed.
    """
    ### BEGIN SOLUTION
    way = images.detach() - baseline  # (N, 1, H, W)
    N, total = len(images), torch.zeros_like(way)
    for k in torch.arange(1, steps_m + 1).split(max(1, 256 // N)):
        part = k.to(way).view(-1, 1, 1, 1, 1) / steps_m  # (P, 1, 1, 1, 1)
        points = (baseline + part * way).flatten(0, 1)  # (P * N, 1, H, W)
        points = points.requires_grad_()
        score = net(points)[:, digit].sum()
        grad, = torch.autograd.grad(score, points)
        total += grad.view(-1, *way.shape).sum(dim=0)
    return way * total / steps_m
    ### END SOLUTION

# %% tests="integrated_gradients" points=15
check("integrated_gradients")

# %% tags=["demo", "figure"]
maps = {
    name: torch.cat([
        integrated_gradients(net, X[k : k + 1], k, baseline)
        for k in range(10)
    ])
    for name, baseline in progress.bar(baselines.items(), "baselines")
}
digit_plots.signed_rows(
    X, maps, [str(k) for k in range(10)],
    "Red speaks for the digit, blue against it",
)

# %% [markdown]
# **What you should see.** With the black baseline only strokes have a share:
# a pixel that is as black as the baseline has $x - x' = 0$ and cannot get
# one, whatever it means to the network. The mean is grey where digits have
# strokes, so the *missing* strokes appear, too: the hole of the 0 speaks for
# it. Against the random baseline every pixel has moved, and the map is
# grainy, half of it an answer to noise.

# %% [markdown]
# ### Completeness
#
# The integral accounts for the score to the last bit (Sundararajan et al.
# 2017, proposition 1):
#
# $$ \sum_{\text{pixels}} \mathrm{IG}(x) = F(x) - F(x')
#    \quad \text{as } m \to \infty . $$
#
# The sum over $m$ points comes close. How close, the cell measures: the
# error relative to $F(x) - F(x')$, averaged over the ten digits.

# %% tags=["demo"]
steps = [1, 3, 10, 30, 100, 300]


def completeness_error(baseline, m):
    """Mean of |sum(IG) - (F(x) - F(x'))| / |F(x) - F(x')|."""
    errors = []
    for k in range(10):
        with torch.no_grad():
            F = net(torch.cat([X[k : k + 1], baseline]))[:, k]
        total = integrated_gradients(net, X[k : k + 1], k, baseline, m).sum()
        errors.append(((total - (F[0] - F[1])) / (F[0] - F[1])).abs())
    return float(torch.stack(errors).mean())


# %% tags=["demo", "figure"]
errors = {
    name: [completeness_error(baseline, m) for m in steps]
    for name, baseline in progress.bar(baselines.items(), "baselines")
}
print("        m" + "".join(f"{name:>12}" for name in errors))
for row, m in enumerate(steps):
    values = "".join(f"{e[row]:12.2%}" for e in errors.values())
    print(f"{m:9}" + values)
worst = max(values[-1] for values in errors.values())
digit_plots.convergence(
    steps, errors, f"300 steps account for the score to {worst:.1%}"
)

# %% [markdown]
# **What you should see.** From ten steps on the error falls like $1 / m$, as
# it must for a sum that takes the right end of every interval; with fewer it
# may do anything. Ten steps leave some percent, 300 a few thousandths. The
# error of single pixels is not seen here: errors of either sign may cancel
# in the sum.

# %% [markdown]
# ### Another implementation
#
# Captum is the library of attribution methods that goes with PyTorch; its
# `IntegratedGradients` with `method="riemann_right"` takes the same sum. The
# cell compares if Captum is installed, which the course does not ask for.
# Without it, trust the course's own test, `tests/pixelgrad/test_ig_peers.py`:
# no value there differs by more than 1e-5 of the largest one.

# %% tags=["demo"]
try:
    from captum.attr import IntegratedGradients
    theirs = IntegratedGradients(net).attribute(
        X, baselines["mean"], target=4, n_steps=50, method="riemann_right"
    )
    ours = integrated_gradients(net, X, 4, baselines["mean"], 50)
    gap = float((ours - theirs).abs().max() / theirs.abs().max())
    print(f"Largest difference to Captum: {gap:.1e} of the largest value")
except ImportError:
    print("Captum is not installed: see the course's own test.")

# %% [markdown]
# ## 2 Question: what does a baseline hide?
#
# Look at the three rows of maps. (a) Why can a black background never get a
# share with the black baseline, and for which digits does that matter?
# (b) Someone proposes the random baseline, because it hides nothing. What is
# wrong with a single random image, and how would you repair it? (c) Which
# baseline would you choose to explain digits, and for what question? Three
# to five sentences.

# %% [markdown] answer="which_baseline" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) A share is $(x - x')$ times a mean gradient, and for a black pixel the
# first factor is 0. It matters wherever a digit is told by what is missing:
# the hole of a 0, the gap that makes a 3 from an 8, the open top of a 4. (b)
# The map then explains the difference to that one image, and half of what
# it shows is the noise of the baseline; the score of the noise is arbitrary,
# too. Average the maps over many random baselines, or draw baselines from
# the training images (expected gradients, Erion et al. 2021). (c) Black
# asks which ink speaks for the digit; the mean asks what tells this image
# from an average one, and shows missing strokes. Either is right for its
# question, as long as the baseline is named.
#
# Rubric: 1 point for the factor x - x' with an example, 1 for noise or
# arbitrariness of one draw with the average as remedy, 1 for a choice that
# is tied to a question.
# ### END SOLUTION

# %% [markdown]
# ## 3 Question: why this digit and not that one?
#
# The figure takes one image and explains all ten scores, against the mean
# image. Completeness holds for each map by itself.

# %% tags=["demo", "figure"]
image = X[4:5]
each = [
    integrated_gradients(net, image, k, baselines["mean"])
    for k in range(10)
]
with torch.no_grad():
    scores = net(image)[0]
digit_plots.signed_rows(
    [image] * 10, {"for digit": each},
    [f"{k}: {s:.1f}" for k, s in enumerate(scores)],
    f"One image, ten scores: it is read as a {scores.argmax()}",
)

# %% [markdown]
# (a) Integrated gradients of which function would answer *why a 4 and not a
# 9*? Show in one line how to get that map from two of the ten. (b) Is a map
# that satisfies completeness thereby a true account of how the network
# decides? Give one thing that completeness does not guarantee. Two to four
# sentences.

# %% [markdown] answer="four_or_nine" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) Of the difference $F_4 - F_9$. Gradients, sums and the factor
# $(x - x')$ are linear in $F$, so its map is
# $\mathrm{IG}_{4} - \mathrm{IG}_{9}$, and it adds up to the difference of
# the scores less that at the baseline. (b) No. Completeness fixes only the
# sum: shares may be moved between pixels without breaking it, the straight
# way leads through grey images that the network never saw, and every
# baseline gives another complete map. It also says nothing about pixels that
# act together, whose joint effect is divided among them.
#
# Rubric: 1 point for the difference of scores, 1 for linearity with the
# difference of maps, 1 for a real limit of completeness.
# ### END SOLUTION

# %% [markdown]
# ## Summary
#
# Integrated gradients divide a score among the pixels without a remainder.
# The price is a choice: a map is always relative to a baseline, and what
# image and baseline have in common gets nothing. The number of steps is no
# choice of taste, because completeness measures it.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes and that every figure is there.
# 3. See that your answers to the questions 2 and 3 are written.
# 4. Save the notebook. When all notebooks are done, open a terminal in this
#    folder and run `sh collect_submission.sh --name "Your Name"`. It checks
#    them, says what is missing, and writes one zip and one PDF.
# 5. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - G. Erion, J. Janizek, P. Sturmfels, S. Lundberg, S. Lee. Improving
#   performance of deep learning models with axiomatic attribution priors and
#   expected gradients. Nature Machine Intelligence 3, 2021, arXiv 1906.10670.
# - N. Kokhlikyan et al. Captum: a unified and generic model interpretability
#   library for PyTorch. arXiv 2009.07896, 2020.
# - M. Sundararajan, A. Taly, Q. Yan. Axiomatic attribution for deep networks.
#   ICML 2017, arXiv 1703.01365.
#
# The exercise follows one on interpretability of the course Foundations of
# Machine Learning at the University of Bonn.
