# %% [markdown]
# # Walking through latent space
#
# A generator turns a row of random numbers into a picture. Neighbouring rows
# give similar pictures, so you can *walk*: from one picture to another,
# beyond it, or along a direction that means something. This notebook does
# all three, watches where pictures break, and asks what that tells about the
# generator.
#
# When you have finished, you will be able to
#
# - sample latent vectors, and trade variety for quality by truncation,
# - interpolate on a line and on an arc, and say why it matters,
# - extrapolate until a picture is no longer what it was,
# - find directions by a principal component analysis that gives the same
#   answer every time, and walk along them.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Sampling | `sample` | 5 | 15 |
# | 2 A straight line | `lerp` | 3 | 10 |
# | 3 An arc | `slerp` | 8 | 30 |
# | 4 Beyond the ends | `extrapolate` | 3 | 10 |
# | 5 A written question | a short text | 4 | 15 |
# | 6 Principal components | `latent_pca` | 10 | 35 |
# | 7 A walk | `walk` | 5 | 20 |
# | 8 A written question | a short text | 3 | 10 |
#
# Write code where a cell says `raise NotImplementedError`; the cell after it
# checks your function. Grading uses other data and harder cases of the same
# properties.

# %% [markdown]
# ## Setup
#
# Install once with `pip install -r requirements.txt`. A CPU is enough.

# %%
import torch

from pixelgrad import digits, generators, latent_plots, latents
from pixelgrad.checks import check, needs
from pixelgrad.device import seed_everything

seed_everything(0)

# %% [markdown]
# ## The generator
#
# If your data folder has the variational autoencoder that Burgess et al.
# (2018) describe, trained on MNIST, its decoder is the generator; otherwise
# a small one of ours, trained on scikit-learn's digits by
# `python -m pixelgrad.scripts.train_generator`. Either turns a latent vector
# $z$, drawn from a standard normal distribution, into one digit. A second
# network reads the digits, so that we need not trust our eyes alone. Any
# other module will do as well: `generators.wrap(net, dim)`.

# %% tags=["demo", "figure"]
found = digits.load()
reader = digits.network(found)
G = generators.load()
real = digits.unit(found.X_test)  # (M, 1, 28, 28) in [0, 1]
latent_plots.sheets(
    {"real": real[:64], "generated": G(torch.randn(64, G.dim))},
    "Digits, and digits that nobody wrote",
)

# %% [markdown]
# ## 1 Sampling
#
# A sample starts with a latent vector from $\mathcal{N}(0, I)$, as the
# generator met them in training. Vectors far from the origin were rare
# there, and pictures of them are often poor. Brock et al. (2019, section
# 3.1) therefore draw every *number* whose size is beyond a limit again,
# until none is left: the *truncation trick*. Moving them to the limit
# would be something else: many would then have the same value.
#
# A seed makes the draw repeatable. Give it to a `torch.Generator` of your
# own, so that other random numbers in the notebook stay as they were.

# %% solution="sample"
def sample(n, dim, limit=None, seed=None):
    """Latent vectors (Brock et al. 2019, section 3.1).

    n, dim: how many vectors, of how many numbers. limit: numbers
    of a larger size are drawn again, until there is none; None:
    no limit. seed: int, 0 included, the same gives the same; None:
    new ones in every call. Returns (n, dim) float32, all numbers
    independent.
    """
    ### BEGIN SOLUTION
    dice = None
    if seed is not None:
        dice = torch.Generator().manual_seed(seed)
    z = torch.randn(n, dim, generator=dice)
    while limit is not None and (far := z.abs() > limit).any():
        z[far] = torch.randn(int(far.sum()), generator=dice)
    return z
    ### END SOLUTION

# %% tests="sample" points=5
check("sample")

# %% tags=["demo", "figure"]
drawn = {
    name: G(sample(1000, G.dim, limit, seed=1))
    for name, limit in (("none", None), ("1", 1.0), ("0.3", 0.3))
}
print("limit        read with more than 0.9     kinds of digits in effect")
for name, images in drawn.items():
    y, sure = latents.read(reader, images)
    share, kinds = (sure > 0.9).float().mean(), latents.kinds(y)
    print(f"{name:9}{share:20.0%}{kinds:24.1f} of 10")
latent_plots.sheets(
    {f"limit {name}": images[:64] for name, images in drawn.items()},
    "Truncation costs variety",
)

# %% [markdown]
# **What you should see.** With a small limit the samples become alike: the
# number of kinds, the exponential of the entropy of what is read, falls. At
# 0.3 all of them are near the one picture that our generator makes of
# $z = 0$, an 8. On large generators the pictures also become better. Here,
# with a limit of 1, they need not: the table says whether more or fewer are
# read surely than without a limit.

# %% [markdown]
# ## 2 A straight line
#
# The simplest way from $z_0$ to $z_1$ is
#
# $$ \mathrm{lerp}(z_0, z_1, t) = (1 - t) \, z_0 + t \, z_1 . $$
#
# Write it for whole batches: N pairs of ends and T values of $t$ give
# (T, N, d), the first axis being the time. Indexing with `None` adds an
# axis, so that broadcasting does the rest.

# %% solution="lerp"
def lerp(z0, z1, t):
    """Points on the lines from z0 to z1.

    z0, z1: (N, d) float. t: (T,) float, 0 is z0, 1 is z1; values
    outside continue the line. Returns (T, N, d), differentiable.
    """
    ### BEGIN SOLUTION
    t = t[:, None, None]  # (T, 1, 1)
    return (1 - t) * z0 + t * z1
    ### END SOLUTION

# %% tests="lerp" points=3
check("lerp")

# %% [markdown]
# ## 3 An arc
#
# In many dimensions the length of a normal vector is nearly always close to
# $\sqrt{d}$. Half-way between two of them a line comes much nearer to the
# origin than any sample. So keep to the sphere (Shoemake 1985, White 2016):
# with the directions $u_i = z_i / |z_i|$ and the angle
# $\Omega = \arccos(u_0 \cdot u_1)$ between them,
#
# $$ u(t) = \frac{\sin((1 - t) \Omega)}{\sin \Omega} \, u_0 +
#    \frac{\sin(t \Omega)}{\sin \Omega} \, u_1 $$
#
# turns at a constant rate on the unit arc. The length goes evenly from
# $|z_0|$ to $|z_1|$: the result is $((1 - t) |z_0| + t |z_1|) \, u(t)$.

# %% [markdown]
# Mind the angle 0. Where both directions agree, $\sin \Omega$ is 0 and so is
# what it divides; the right result is the line. Rounding may even give a
# cosine of 1.0000001, whose arccos is `nan`. Every pair of the batch has an
# angle of its own, so decide row by row, with `torch.where`. Where the
# directions are opposite, no shortest arc exists: there any way is right that
# starts at $z_0$, ends at $z_1$, and goes no farther out than the farther
# of them.

# %% solution="slerp"
def slerp(z0, z1, t):
    """Points on the arcs from z0 to z1 (Shoemake 1985).

    z0, z1: (N, d) float, no row is 0. t: (T,) float from 0 to 1.
    Returns (T, N, d): directions turn at a constant rate, lengths
    change evenly. Parallel rows are right, too; for opposite ones
    see above. Nothing is ever nan.
    """
    ### BEGIN SOLUTION
    r0 = z0.norm(dim=1, keepdim=True)  # (N, 1)
    r1 = z1.norm(dim=1, keepdim=True)
    u0, u1 = z0 / r0, z1 / r1
    cos = (u0 * u1).sum(dim=1, keepdim=True).clamp(-1, 1)
    omega, t = cos.arccos(), t[:, None, None]
    flat = omega.sin() < 1e-3  # (N, 1): parallel or opposite
    safe = torch.where(flat, 1.0, omega)
    u = torch.sin((1 - t) * safe) * u0 + torch.sin(t * safe) * u1
    arc = ((1 - t) * r0 + t * r1) * u / safe.sin()
    return torch.where(flat, (1 - t) * z0 + t * z1, arc)
    ### END SOLUTION

# %% tests="slerp" points=8
check("slerp")

# %% [markdown]
# The stations of the walks: of a thousand samples, for each of five digits
# the one that the network reads most surely.

# %% tags=["demo"]
pool = sample(1000, G.dim, seed=2)
y, sure = latents.read(reader, G(pool))
chosen = [int(torch.where(y == k, sure, 0).argmax()) for k in (0, 6, 4, 7, 3)]
stations = pool[chosen]  # (5, dim)
names = [f"a {y[k]}" for k in chosen]

# %% tags=["demo", "figure"]
needs("stations")
t = torch.linspace(0, 1, 11)
z0, z1 = stations[:4], stations[1:]
line, arc = lerp(z0, z1, t), slerp(z0, z1, t)  # (11, 4, dim)
rows = {}
for k in range(4):
    ends = f"{y[chosen[k]]} to {y[chosen[k + 1]]}"
    rows |= {f"{ends}, line": G(line[:, k]), f"{ends}, arc": G(arc[:, k])}
latent_plots.strips(
    rows, [f"{s:.1f}" for s in t], "From digit to digit, twice each"
)

# %% tags=["demo", "figure"]
panels = {}
for d in (G.dim, 512):
    ends = sample(2000, d, seed=3).split(1000)  # 2 x (1000, d)
    panels[f"{d} dimensions"] = {
        "line": lerp(*ends, t).norm(dim=2).mean(dim=1),
        "arc": slerp(*ends, t).norm(dim=2).mean(dim=1),
    }
latent_plots.curves(
    panels, t, "t", "Half-way, a line leaves the sphere where samples lie"
)

# %% [markdown]
# **What you should see.** In a dozen dimensions line and arc pass through
# similar pictures. The curves are the mean length of the latent vector on
# the way: the line loses about 30 % of it half-way, for
# $1 - 1 / \sqrt{2} \approx 0.29$, the arc nothing. In 512 dimensions, as
# StyleGAN has them, lengths hardly vary, and no sample in training was ever
# as short as the middle of a line. The next cell joins the arcs to a round
# trip, `tour.gif`, which you may show to friends.

# %% tags=["demo"]
needs("stations")
loop = torch.cat([stations, stations[:1]])
smooth = torch.linspace(0, 1, 16)[:-1]
way = slerp(loop[:-1], loop[1:], smooth).transpose(0, 1)  # (5, 15, dim)
latent_plots.show_gif(G(way.flatten(0, 1)), "tour.gif")

# %% [markdown]
# ## 4 Beyond the ends
#
# Multiply the distance from a centre $c$ by $\psi$:
#
# $$ z_\psi = c + \psi \, (z - c) . $$
#
# With $\psi$ from 0 to 1 this is StyleGAN's truncation (Karras et al. 2019,
# appendix B), which moves all vectors towards the mean instead of drawing
# some again. With $\psi > 1$ it extrapolates: whatever makes this digit
# differ from the average, more of it. At some $\psi$ the picture will be no
# digit any more.

# %% solution="extrapolate"
def extrapolate(z, centre, psi):
    """Move vectors towards a centre, or away (Karras et al. 2019).

    z: (N, d) float. centre: (d,). psi: (T,) float: 0 gives the
    centre, 1 gives z, more leads beyond z, less than 0 to the
    opposite side. Returns (T, N, d).
    """
    ### BEGIN SOLUTION
    return centre + psi[:, None, None] * (z - centre)
    ### END SOLUTION

# %% tests="extrapolate" points=3
check("extrapolate")

# %% tags=["demo", "figure"]
psi = torch.tensor([0, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 10, 12])
ahead = extrapolate(sample(300, G.dim, seed=5), torch.zeros(G.dim), psi)
latent_plots.strips(
    {f"sample {k + 1}": G(ahead[:, k]) for k in range(6)},
    [f"{p:g}" for p in psi], "From the average, to a digit, to debris",
)

# %% [markdown]
# When is it no digit? The network that reads can say how sure it is. The
# distance to the nearest real digit says how unlike them a picture is. For
# comparison: the same distance for real digits of the test set, of which
# only one in twenty is farther than the limit in the figure.

# %% tags=["demo", "figure"]
needs("ahead")
train = found.X_train[:4000]
usual = latents.to_nearest(real[:1000], train).quantile(0.95)
sure = [latents.read(reader, G(z))[1].mean() for z in ahead]
far = [latents.to_nearest(G(z), train).mean() for z in ahead]
change = sure[-1] - sure[2]  # since psi = 1
latent_plots.curves(
    {
        "confidence of the reader": {"samples": sure},
        "distance to the nearest digit": {
            "samples": far, "19 of 20 real ones": [usual] * len(psi),
        },
    },
    psi, "psi", f"Since psi = 1: distance times {far[-1] / far[2]:.1f}, "
    f"confidence {change:+.2f}",
)

# %% [markdown]
# **What you should see.** From the average at 0 to the digit at 1, and then
# on: strokes grow hard, parts break off or fill in, and from some $\psi$ on
# only the threshold of one picture is left. The distance grows steadily; on
# the defaults it crosses the limit, on MNIST, whose digits differ more among
# themselves, it comes close. The confidence hardly follows: to the end the
# network reads digits, most of them with certainty, where there are none.

# %% [markdown]
# ## 5 Question: artefacts beyond the ends
#
# Look at the strips for $\psi > 2$. (a) Describe the artefacts, and explain
# them: what does a chain of linear layers and (leaky) ReLUs become far from
# the origin, and what does the last sigmoid make of it? (b) Why is the
# reader so sure of pictures that are no digits, and what does this mean for
# generators that are judged by a classifier's confidence? (c) Would you see
# the same for $0 < \psi < 1$? Four to six sentences.

# %% [markdown] answer="artefacts_beyond" points=4
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) Grey values vanish: strokes become plain white with hard edges, swell
# and merge, and fragments belong to no stroke. Far out every unit keeps its
# sign along a ray, so the layers before the sigmoid become a linear function
# of $\psi$: the same picture, scaled, and the sigmoid makes a threshold of
# it. Training never asked for anything there. (b) The reader was trained on
# digits only and divides the whole space among ten classes; far from all
# data its scores grow, and with them its confidence. So a high confidence
# does not prove a good sample; a distance to real data is needed beside it.
# (c) No: between 0 and 1 vectors are shorter, but training has seen what is
# near them. Pictures become average and soft, not broken.
#
# Rubric: 1 point for a description; 1 for the linear function with
# saturation, or for vectors that training never met; 1 for the reader's
# confidence far from data, with a consequence; 1 for (c) with a reason.
# ### END SOLUTION

# %% [markdown]
# ## 6 Principal components
#
# Which directions matter? In the latent space itself none stands out, as
# all are drawn alike. Härkönen et al. (2020) look one layer further: they
# draw many vectors, keep the activations $A$ of the first layer, (N, d), and
# compute their principal components. These are orthogonal directions
# $v_1, v_2, \ldots$ of length 1; along the first one the activations vary
# most, along the second most of what is left, and so on. With the mean
# $\mu$ subtracted they are the right singular vectors of the matrix, and
# the standard deviation along $v_i$ is $s_i / \sqrt{N - 1}$.

# %% [markdown]
# If $v$ is a component, so is $-v$, and a library returns the one or the
# other. For results that can be compared, fix the sign: the number of the
# largest size in each component shall be positive. `torch.linalg.svd` with
# `full_matrices=False` does the rest, in the same way every time;
# `torch.pca_lowrank` and other fast methods draw random numbers.

# %% solution="latent_pca"
def latent_pca(A, k):
    """Principal components (Härkönen et al. 2020, section 2.1).

    A: (N, d) float, one row per sample; N may be less than d.
    k: int, at most N - 1 and at most d. Returns the mean (d,), the
    first k components (k, d), orthogonal rows of length 1, largest
    deviation first, the largest number of each positive, and the
    deviations (k,), by N - 1. The same A gives the same result.
    """
    ### BEGIN SOLUTION
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - mean, full_matrices=False)
    components = V[:k]  # (k, d)
    largest = components.abs().argmax(dim=1, keepdim=True)
    sign = components.gather(1, largest).sign()  # (k, 1)
    return mean, components * sign, s[:k] / (len(A) - 1) ** 0.5
    ### END SOLUTION

# %% tests="latent_pca" points=10
check("latent_pca")

# %% tags=["demo", "figure"]
A = G.first(sample(4000, G.dim, seed=6))  # (4000, d)
mean, components, deviations = latent_pca(A, G.dim)
_, _, plain = latent_pca(sample(4000, G.dim, seed=6), G.dim)
share = deviations[:3].square().sum() / A.var(dim=0).sum()
latent_plots.bars(
    {"latent vectors": plain, "activations of the first layer": deviations},
    f"Three components hold {share:.0%} of the variance of activations",
)

# %% [markdown]
# ### Do two runs agree?
#
# The cell compares the components with those of the same samples in another
# order, and with those of entirely different samples. A cosine of 1 is the
# same direction with the same sign.

# %% tags=["demo"]
needs("A", "components")
others = {
    "same samples, other order": A[torch.randperm(len(A))],
    "4000 other samples": G.first(sample(4000, G.dim, seed=7)),
}
print(f"{'cosine with component':26}" + "".join(f"{k:8}" for k in range(1, 7)))
for name, B in others.items():
    _, again, _ = latent_pca(B, G.dim)
    cosines = (components * again).sum(dim=1)
    print(f"{name:26}" + "".join(f"{c:8.4f}" for c in cosines[:6]))

# %% [markdown]
# **What you should see.** The latent numbers vary alike, and their bars are
# flat up to chance. The activations do not: the first layer stretches some
# directions, those that change the picture. In another order the result is
# the same. With other samples a component is found again as well as it can
# be told from the next one: where two deviations are nearly equal, the two
# may mix, and no rule for signs helps against that.

# %% [markdown]
# ## 7 A walk
#
# To see what a component does, take activations $w$ and set their
# coordinate along it, $(w - \mu) \cdot v$, to $s$ standard deviations
# $\sigma$ for several $s$. Everything orthogonal to $v$ stays as it is:
#
# $$ w_s = w + \bigl( s \, \sigma - (w - \mu) \cdot v \bigr) \, v . $$
#
# Setting the coordinate, and not adding to it, makes the columns of a strip
# comparable: in each column all pictures have the same coordinate.

# %% solution="walk"
def walk(w, mean, component, deviation, steps):
    """Activations with their coordinate along a component set.

    w: (N, d) float. mean: (d,). component: (d,) of length 1.
    deviation: a number or a tensor of one. steps: (T,) float, in
    standard deviations from the mean. Returns (T, N, d).
    """
    ### BEGIN SOLUTION
    now = (w - mean) @ component  # (N,)
    wanted = steps * deviation  # (T,)
    move = wanted[:, None] - now  # (T, N)
    return w + move[:, :, None] * component
    ### END SOLUTION

# %% tests="walk" points=5
check("walk")

# %% tags=["demo", "figure"]
needs("stations", "components")
steps = 0.6 * torch.arange(-5, 6)  # -3 to 3 deviations
w = G.first(stations)  # (5, d)
rows = {}
for c in range(6):
    ways = walk(w, mean, components[c], deviations[c], steps)
    rows[f"component {c + 1}"] = G.rest(ways[:, 0]).clamp(0, 1)
latent_plots.strips(
    rows, [f"{s:+.1f}" for s in steps], f"Six walks through {names[0]}"
)

# %% tags=["demo", "figure"]
needs("w", "components")
ways = walk(w, mean, components[0], deviations[0], steps)  # (11, 5, d)
latent_plots.strips(
    {n: G.rest(ways[:, k]).clamp(0, 1) for k, n in enumerate(names)},
    [f"{s:+.1f}" for s in steps], "The first component, on five digits",
)

# %% [markdown]
# **What you should see.** Each component changes something else, and the
# first ones change most. Few of them can be named in one word: a direction
# may turn a digit into another one *and* make it slant. The second figure
# asks whether a component means the same everywhere. At the ends, three
# deviations from the mean, pictures begin to break as they did in exercise
# 4.

# %% [markdown]
# ### Any generator
#
# Principal components of the *pixels* make a generator by themselves: the
# mean digit plus latent numbers times components. It is linear, so a line
# through its latent space is a mere cross-fade. The first two strips walk
# between the same two digits, through it and through the trained one. Below
# them follow the generators of your data folder, faces and a GAN of MNIST
# among them, if `pixelgrad data fetch vae_generators mnist_dcgan` has
# brought them.

# %% tags=["demo", "figure"]
pixels = digits.unit(found.X_train[:4000]).flatten(1)  # (M, 784)
mu, V, sd = latent_pca(pixels, 40)
needs("stations")
linear = generators.linear(mu, V, sd, (1, 28, 28))
shown = digits.unit(latents.as_digits(G(stations))).flatten(1)
codes = (shown - mu) @ V.T / sd  # (5, 40): what gives the same digits
rows = {"linear": linear(lerp(codes[:1], codes[2:3], t)[:, 0])}
rows["trained"] = G(lerp(stations[:1], stations[2:3], t)[:, 0])
for name in generators.available()[1:]:
    net = generators.load(name, verbose=False)
    ends = sample(2, net.dim, seed=8).split(1)  # 2 x (1, dim)
    rows[name] = net(slerp(*ends, t)[:, 0])
latent_plots.strips(
    rows, [f"{s:.1f}" for s in t], "A linear generator only cross-fades"
)

# %% [markdown]
# ### A StyleGAN of yours
#
# `generators.from_file("weights.pt")` recognises the weights of StyleGAN2
# (Karras et al. 2020) and of the generators above. It refuses NVIDIA's
# original `.pkl` files: a pickle is a program, and who opens it runs it. The
# refusal names the command that converts one, to be given only by those who
# trust its makers.

# %% [markdown]
# ## 8 Question: artefacts on the way
#
# Compare the strip of the linear generator with that of the trained one.
# (a) What is wrong with a picture half-way in the linear one, and why can
# the trained one do better? (b) The trained one also shows pictures that are
# no digit, between two digits. Could a better path avoid all of them, or is
# that the generator's fault, or nobody's? Three to five sentences.

# %% [markdown] answer="artefacts_between" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) It is a sum of two pictures: both digits are seen at once, each at half
# strength, for pixels are linear in $z$. A trained one bends the way in pixel
# space, so that strokes move and change their shape instead of fading. (b) A
# path can avoid some: an arc, or a detour through regions where samples are
# good. But the latent space is connected and the generator continuous, while
# digits of different kinds are not connected by real digits. So every path
# from a 0 to a 1 passes pictures that are neither, and a generator can only
# make that region small. It is no error of the path, and hardly one of the
# generator: it follows from continuity.
#
# Rubric: 1 point for the cross-fade; 1 for strokes that move because pixels
# are not linear in z; 1 for continuity against separate classes.
# ### END SOLUTION

# %% [markdown]
# ## Summary
#
# Latent vectors of a normal distribution lie near a sphere: walk on it, not
# through it. Truncation buys quality with variety, extrapolation shows what
# a generator never learned, and a classifier's confidence notices neither.
# Principal components of activations give directions that can be walked and
# found again, though not all of them have a name.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes, that every figure is there, and that your
#    answers to the questions 5 and 8 are written.
# 3. Save the notebook, open a terminal in this folder and run
#    `sh collect_submission.sh --name "Your Name"`. It says what is missing,
#    and writes one zip and one PDF.
# 4. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - A. Brock, J. Donahue, K. Simonyan. Large scale GAN training for high
#   fidelity natural image synthesis. ICLR 2019, arXiv 1809.11096.
# - C. Burgess et al. Understanding disentangling in beta-VAE. arXiv
#   1804.03599, 2018.
# - E. Härkönen, A. Hertzmann, J. Lehtinen, S. Paris. GANSpace: discovering
#   interpretable GAN controls. NeurIPS 2020, arXiv 2004.02546.
# - T. Karras, S. Laine, T. Aila. A style-based generator architecture for
#   generative adversarial networks. CVPR 2019, arXiv 1812.04948.
# - T. Karras et al. Analyzing and improving the image quality of StyleGAN.
#   CVPR 2020, arXiv 1912.04958.
# - K. Shoemake. Animating rotation with quaternion curves. SIGGRAPH 1985.
# - T. White. Sampling generative networks. arXiv 1609.04468, 2016.
#
# The exercises follow one on StyleGAN of a course at the IT University of
# Copenhagen.
