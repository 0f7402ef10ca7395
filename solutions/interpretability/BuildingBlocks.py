# %% [markdown]
# # The building blocks of interpretability
#
# A saliency map says *where* a network looks, a picture painted by ascent
# says *what* a neuron looks for. Olah et al. (2018) put the two together:
# take a photograph, ask a layer which of its features are active at a place,
# draw each feature, and ask which class it serves. In this notebook you
# write the four blocks and combine them.
#
# When you have finished, you will be able to
#
# - paint neurons, channels, directions and classes with one function,
# - read a position of a layer as a list of pictures,
# - divide the evidence between two classes among positions or channels,
# - compress a layer's hundreds of channels into a few groups.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Painting features | `visualise_feature` | 10 | 40 |
# | 2 Semantic dictionary | `semantic_dictionary` | 6 | 20 |
# | 3 A written question | a short text | 4 | 10 |
# | 4 Attribution to positions | `spatial_attribution` | 6 | 20 |
# | 5 Attribution to channels | `channel_attribution` | 4 | 10 |
# | 6 A written question | a short text | 3 | 10 |
# | 7 Neuron groups | `neuron_groups` | 6 | 25 |
#
# Write code where a cell says `raise NotImplementedError`. The cell after it
# checks your function on small networks; grading uses other data and harder
# cases of the same properties.

# %% [markdown]
# ## Setup
#
# As in the other notebooks: install once with
# `pip install -r requirements.txt`. On two CPU cores all of this takes some
# minutes, as about fifty pictures are painted.

# %%
import torch
from sklearn.decomposition import NMF

from pixelgrad import (
    backbones,
    block_plots,
    objectives,
    photos,
    picker,
    plots,
    progress,
)
from pixelgrad.checks import check
from pixelgrad.device import default_device, seed_everything
from pixelgrad.images import blur_image, clamp_to_valid, jitter, preprocess
from pixelgrad.taps import activations, four_layers, tap

device = default_device()

# %% [markdown]
# ## The network and the photograph
#
# SqueezeNet 1.1 (Iandola et al. 2016) if its weights are here, else
# EfficientNet-Lite0 (Tan and Le 2019), which is installed with the course.
# Four layers, from early to deep, stand for the whole, each just before a
# rectifier: in Lite0 the widened layers inside the blocks, in SqueezeNet the
# 3 by 3 filters of its modules. There a channel has a gradient even where
# the rectifier would cut it off. `activations(net, X, layer)` returns what a
# layer says, (N, K, h, w), and does not run the rest of the network.

# %% tags=["demo", "figure"]
net = backbones.load("squeezenet1_1").to(device)
layers = four_layers(net)
X_raw, y, names = photos.load(5)
X = preprocess(X_raw).to(device)
for layer in layers:
    A = activations(net, X, layer)
    print(f"{layer:26} {A.shape[1]:5} channels, {A.shape[2]} x {A.shape[3]}")
with torch.no_grad():
    p = net(X).softmax(dim=1)
guesses = [net.classes[k] for k in p.argmax(dim=1)]
captions = [f"{a}\n{b}" for a, b in zip(names, guesses, strict=True)]
plots.images_row(X_raw, captions, "The label, and the network's guess")

# %% [markdown]
# ## 1 Painting features
#
# What you wrote for classes works for anything inside a network. An
# *objective* is a function of the network and a batch of images that returns
# one number, the sum of what each image shall maximise (Olah et al. 2017):
# `objectives.channels(layer, [3, 7])` asks image 0 for channel 3 and image 1
# for channel 7, averaged over all positions; `neurons` asks at one position,
# `directions` for a mixture of channels, `classes` for a score. The images
# of a batch do not influence one another, so one gradient serves them all.

# %% [markdown]
# Two regularisers keep the ascent from static (Yosinski et al. 2015; Olah et
# al. 2017): a picture must work when it is shifted, and it must be smooth.
# Each of the `steps`
#
# 1. shifts all images by a random `ox` and `oy` below `max_jitter`,
# 2. moves image $n$ by $\eta \, g_n / \|g_n\|_2$, where $g_n$ is its own part
#    of the objective's gradient; where $g_n$ is zero the image stays,
# 3. shifts them back, by `-ox` and `-oy`,
# 4. clamps them to valid pixels with `clamp_to_valid`,
# 5. blurs them with `blur_image(img, sigma)`, with `smoothness` as sigma.

# %% solution="visualise_feature"
def visualise_feature(
    net, objective, steps, start, learning_rate=8.0, max_jitter=8,
    smoothness=0.5,
):
    """Images that maximise an objective (Olah et al. 2017).

    objective: (net, X) -> one number, a sum over the images of X.
    start: (N, 3, H, W) normalised images to begin with; not changed.
    steps: int. learning_rate: the length of each image's step.
    max_jitter: int from 1, shifts are drawn from 0..max_jitter - 1.
    smoothness: float, sigma of the blur after every step.
    Returns (N, 3, H, W), detached, every value finite.
    """
    ### BEGIN SOLUTION
    img = start.detach()
    for _ in progress.bar(steps, "painting"):
        ox, oy = torch.randint(max_jitter, (2,)).tolist()
        shifted = jitter(img, ox, oy).requires_grad_()
        g, = torch.autograd.grad(objective(net, shifted), shifted)
        norm = g.flatten(1).norm(dim=1).view(-1, 1, 1, 1)
        step = learning_rate * g / norm.clamp(min=1e-12)
        img = jitter(shifted.detach() + step, -ox, -oy)
        img = blur_image(clamp_to_valid(img), smoothness)
    return img
    ### END SOLUTION

# %% tests="visualise_feature" points=10
check("visualise_feature")

# %% tags=["demo"]
def paint(objective, count, size=96, steps=60):
    """`count` pictures of an objective, from faint noise, same seed."""
    seed_everything(0)
    start = 0.1 * torch.randn(count, 3, size, size, device=device)
    return visualise_feature(net, objective, steps, start)


deep = layers[2]
busy = activations(net, X, deep).mean(dim=(0, 2, 3)).topk(5).indices
busy = busy.tolist()
one, other = busy[:2]
K = activations(net, X[:1], deep).shape[1]
angles = torch.linspace(0, torch.pi / 2, 5)
mixed = torch.zeros(5, K)
mixed[:, one], mixed[:, other] = angles.cos(), angles.sin()
targets = [985, 107, 130, 949, 76]

# %% tags=["demo", "figure"]
rows = {
    "neuron": (objectives.neurons(deep, busy), busy),
    "channel": (objectives.channels(deep, busy), busy),
    "direction": (objectives.directions(deep, mixed), [
        f"{a:.0f} deg" for a in angles.rad2deg()
    ]),
    "class": (objectives.classes(targets), [
        net.classes[k] for k in targets
    ]),
}
painted = {
    name: (paint(objective, 5), [str(text) for text in captions])
    for name, (objective, captions) in rows.items()
}
block_plots.feature_rows(painted, "One function paints them all")

# %% [markdown]
# **What you should see.** A neuron fills the part of the picture that it can
# see and leaves the rest alone; a channel repeats the same pattern over the
# whole plane. The row of directions turns from one channel to another, and
# what lies between is a pattern of its own, often as clear as its ends:
# channels are not the only meaningful axes of a layer. Classes are the
# hardest to paint: some parts of the object, in colours of no photograph.

# %% [markdown]
# ## 2 Semantic dictionary
#
# At one position a layer says hundreds of numbers. Olah et al. (2018) read
# them like a dictionary: take the strongest channels and replace each number
# by the picture of its channel. So the first step is
#
# $$ k_1, k_2, \dots = \text{the channels in the order of } A_{n k i j},
#    \text{ largest first}, $$
#
# for each image $n$, at row $i$ and column $j$. Strong means a large value,
# not a large size: a negative one is cut off by the rectifier that follows.

# %% solution="semantic_dictionary"
def semantic_dictionary(net, images, layer, position, top):
    """The strongest channels at a position (Olah et al. 2018).

    images: (N, 3, H, W). layer: str, the dotted name of a module
    that returns A, (N, K, h, w). position: (row, column) in A.
    top: int, up to K.
    Returns (channels, values): (N, top) int64 and (N, top) float,
    for each image its own strongest channels at the position, the
    largest value first, and their activations. Detached.
    """
    ### BEGIN SOLUTION
    row, column = position
    A = activations(net, images, layer).detach()  # (N, K, h, w)
    values, channels = A[:, :, row, column].topk(top, dim=1)
    return channels, values
    ### END SOLUTION

# %% tests="semantic_dictionary" points=6
check("semantic_dictionary")

# %% tags=["demo"]
gallery = {}


def pictures(layer, channels):
    """The painted channels of a layer; what was painted is kept."""
    new = [k for k in channels if (layer, k) not in gallery]
    if new:
        drawn = paint(objectives.channels(layer, new), len(new))
        gallery.update(zip([(layer, k) for k in new], drawn, strict=True))
    return [gallery[layer, k] for k in channels]


def say(row, column, top=4, image=0):
    """The dictionary of a cell of the 7 x 7 grid, in four layers."""
    place, rows = ((row + 0.5) / 7, (column + 0.5) / 7), {}
    for depth, layer in enumerate(layers, 1):
        h = activations(net, X[:1], layer).shape[2]
        at = int(place[0] * h), int(place[1] * h)
        k, a = semantic_dictionary(net, X[image : image + 1], layer, at, top)
        texts = [f"{c}: {v:.1f}" for c, v in zip(k[0], a[0], strict=True)]
        rows[f"layer {depth}"] = h, pictures(layer, k[0].tolist()), texts
    title = f"What four layers say about one place of the {names[image]}"
    return block_plots.dictionary(X_raw[image], place, rows, title)

# %% tags=["demo", "figure"]
say(2, 3)

# %% [markdown]
# **What you should see.** The square is the cell of the layer, which sees
# more than that. Early channels say edge, grain and colour; in the middle
# come textures and curves; the deepest layer has parts of objects, on the cat
# parts of faces. The number after the channel is
# its activation; compare numbers within a row only.
#
# In a live notebook move the sliders of the next cell to read other places.
# Each new feature takes about a second to paint.

# %% tags=["demo", "pdf-ignore"]
picker.pick(say, 7, 7, start=(2, 3))

# %% [markdown]
# ## 3 Question: does a channel have a name?
#
# Read two places of one photograph, on the object and off it, and paint the
# strongest deep channel of each (`pictures(layer, [k])`). (a) What would you
# call these channels, and how would you test a name, other than by looking?
# (b) A picture is where the ascent *ended*. Give two reasons why it can
# mislead about what the channel does on photographs. Three to five
# sentences.

# %% [markdown] answer="name_of_a_channel" points=4
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) A name such as *fur*, *eye* or *sky with an edge* is a hypothesis. Test
# it on photographs: take many with and without the thing, and see whether
# the activation separates them; look at the photographs, and the patches of
# them, with the largest activations and with middling ones; or remove the
# thing and see whether the activation falls. (b) The ascent goes to an
# extreme, far above any activation that a photograph reaches, so it shows a
# caricature, and one of many: another start or regulariser gives another
# picture. A channel may answer to several unrelated things, of which the
# ascent shows one; and jitter and smoothness are ours, not the network's.
#
# Rubric: 1 point for a name taken as a hypothesis, 1 for a test on data, 2
# for two of: extreme values, dependence on start or regularisation, several
# meanings, the average over positions.
# ### END SOLUTION

# %% [markdown]
# ## 4 Attribution to positions
#
# Why this class and not that one? Near the image the difference of two
# scores is linear in a layer's activations, and every activation has a
# share, *gradient times activation*. Summed over the channels, a position
# has the share (Olah et al. 2018)
#
# $$ R_{nij} = \sum_k A_{nkij}
#    \frac{\partial (s_{n,a} - s_{n,b})}{\partial A_{nkij}} . $$
#
# `tap(net, images, layer)` gives $A$ and the scores in one graph, so
# `torch.autograd.grad` of any scores with respect to $A$ is what you need.
# The share is signed: evidence for $b$ is negative.

# %% solution="spatial_attribution"
def spatial_attribution(net, images, layer, class_a, class_b=None):
    """What each position of a layer adds to class a over class b.

    images: (N, 3, H, W). layer: str, the name of a module that
    returns A, (N, K, h, w). class_a, class_b: ints, the same for
    all images; without class_b the score of class_a alone.
    Returns (N, h, w), signed: the sum over the channels of A times
    the gradient of s_a - s_b (Olah et al. 2018). Not resized.
    """
    ### BEGIN SOLUTION
    A, scores = tap(net, images, layer)  # (N, K, h, w), (N, C)
    difference = scores[:, class_a].sum()
    if class_b is not None:
        difference = difference - scores[:, class_b].sum()
    grad, = torch.autograd.grad(difference, A)  # (N, K, h, w)
    return (A.detach() * grad).sum(dim=1)  # (N, h, w)
    ### END SOLUTION

# %% tests="spatial_attribution" points=6
check("spatial_attribution")

# %% tags=["demo", "figure"]
a, b = p[0].topk(2).indices.tolist()
called_a, called_b = net.classes[a], net.classes[b]
maps = {
    f"layer {depth}": spatial_attribution(net, X[:1], layer, a, b)[0]
    for depth, layer in enumerate(layers, 1)
}
block_plots.signed_maps(
    X_raw[0], maps, f"Red for {called_a}, blue for {called_b}"
)

# %% [markdown]
# ## 5 Attribution to channels
#
# The same shares, summed over the other axes: how much does each *channel*
# add, wherever it is active?
#
# $$ R_{nk} = \sum_{i,j} A_{nkij}
#    \frac{\partial (s_{n,a} - s_{n,b})}{\partial A_{nkij}} . $$

# %% solution="channel_attribution"
def channel_attribution(net, images, layer, class_a, class_b=None):
    """What each channel of a layer adds to class a over class b.

    Arguments as in spatial_attribution. Returns (N, K), signed: the
    sum over the positions of A times the gradient of s_a - s_b.
    """
    ### BEGIN SOLUTION
    A, scores = tap(net, images, layer)  # (N, K, h, w), (N, C)
    difference = scores[:, class_a].sum()
    if class_b is not None:
        difference = difference - scores[:, class_b].sum()
    grad, = torch.autograd.grad(difference, A)  # (N, K, h, w)
    return (A.detach() * grad).sum(dim=(2, 3))  # (N, K)
    ### END SOLUTION

# %% tests="channel_attribution" points=4
check("channel_attribution")

# %% tags=["demo", "figure"]
R = channel_attribution(net, X[:1], layers[3], a, b)[0]
rows = {}
for name, sign in ((called_a, 1), (called_b, -1)):
    shares, channels = (sign * R).topk(4)
    texts = [f"{k}: {s:.2f}" for k, s in zip(channels, shares, strict=True)]
    rows[f"for {name}"] = pictures(layers[3], channels.tolist()), texts
block_plots.feature_rows(
    rows, f"The channels that decide between {called_a} and {called_b}"
)

# %% [markdown]
# **What you should see.** The early layers have evidence of both signs
# everywhere; the deepest has a few cells, most of them on the object. Above
# each channel stands its share of the difference of the two scores. Where
# the classes are alike, such as two breeds of cat, so are their channels,
# and the decision hangs on a few features of fur and face.

# %% [markdown]
# ## 6 Question: what do the shares add up to?
#
# (a) Sum all shares of one layer for the difference of the two scores, and
# compare with $s_a - s_b$ itself, for the four layers. Where do they agree,
# and why only there? (b) A channel with a large activation may have a share
# of almost nothing. How? Two to four sentences.

# %% [markdown] answer="sum_of_shares" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) Gradient times activation is the linear part of the score around 0. It
# adds up to $s_a - s_b$, but for the difference of the biases, where the way
# from the layer to the score is linear on the segment from 0 to $A$, as
# behind the last rectifier, where only an average and a matrix follow. For
# earlier layers biases, rectifiers that change side and batch norm come in,
# and the sum may be far off, even in sign; integrated gradients would repair
# it. (b) The gradient of the difference may be about zero: the channel
# raises both scores alike, or what follows is saturated or switched off.
# Being active says what the network sees, the share says what it uses for
# this decision.
#
# Rubric: 1 point for the comparison with its result, 1 for linearity as the
# reason, 1 for a channel that serves both classes or has no effect.
# ### END SOLUTION

# %% [markdown]
# ## 7 Neuron groups
#
# A position has hundreds of channels, and an image hundreds of positions.
# Olah et al. (2018) compress both at once: channels that are active together
# form a *group*, found by non-negative matrix factorisation (Lee and Seung
# 1999). Each position is a row of the matrix $V$, with negative values set
# to 0, and
#
# $$ V_{(nij) \, k} \approx \sum_{g} M_{(nij) \, g} \, D_{g k} ,
#    \qquad M, D \geq 0 . $$
#
# $D_g$ says which channels belong to group $g$, and $M$ where it is active.
# scikit-learn's `NMF(groups, init="nndsvda", max_iter=1000)` does the work;
# the axes are yours.

# %% solution="neuron_groups"
def neuron_groups(activations, groups):
    """Groups of channels that are active together, and where.

    activations: (N, K, h, w) float; negative values count as 0.
    groups: int, up to K. All images share the groups.
    Returns (maps, directions): (N, groups, h, w) and (groups, K)
    float32 tensors without negative values, whose product over the
    groups approximates the activations (Olah et al. 2018). The same
    activations give the same groups.
    """
    ### BEGIN SOLUTION
    A = activations.detach().cpu().clamp(min=0)
    N, K, h, w = A.shape
    V = A.permute(0, 2, 3, 1).reshape(N * h * w, K).double().numpy()
    nmf = NMF(groups, init="nndsvda", max_iter=1000, random_state=0)
    M = torch.from_numpy(nmf.fit_transform(V)).float()  # (N*h*w, groups)
    maps = M.view(N, h, w, groups).permute(0, 3, 1, 2)
    return maps, torch.from_numpy(nmf.components_).float()
    ### END SOLUTION

# %% tests="neuron_groups" points=6
check("neuron_groups")

# %% tags=["demo", "figure"]
A, scores = tap(net, X[:1], deep)
grad, = torch.autograd.grad(scores[0, a] - scores[0, b], A)
maps, directions = neuron_groups(A, 5)
share = torch.einsum(
    "gij,gk,kij->g", maps[0], directions, grad[0].cpu()
)
mixed = paint(objectives.directions(deep, directions), 5)
block_plots.group_figure(
    X_raw[0], maps[0], mixed, [f"share {s:+.2f}" for s in share],
    f"Five groups in place of {A.shape[1]} channels",
)

# %% [markdown]
# **What you should see.** Each colour covers a part that a person would name
# as well, such as the face, the fur or the background, though nobody told
# the factorisation where anything is. Below is the picture of the group's
# direction, and its share of the difference between the two classes. Five
# groups lose much of the detail, but they fit into one look.

# %% [markdown]
# ## Summary
#
# Pictures of features say what a layer can see, activations what it sees
# here, attribution what it makes of it, and groups make that small enough to
# read. Each block is a simplification: a painted extreme, a linear share, a
# few groups. Together they suggest explanations, which remain to be tested.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes, and that your answers 3 and 6 are written.
# 3. Save the notebook. When all notebooks are done, open a terminal in this
#    folder and run `sh collect_submission.sh --name "Your Name"`. It checks
#    them, says what is missing, and writes one zip and one PDF.
# 4. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - F. Iandola et al. SqueezeNet: AlexNet-level accuracy with 50x fewer
#   parameters and < 0.5 MB model size. arXiv 1602.07360, 2016.
# - D. Lee, H. Seung. Learning the parts of objects by non-negative matrix
#   factorization. Nature 401, 1999.
# - C. Olah, A. Mordvintsev, L. Schubert. Feature visualization. Distill 2017,
#   doi 10.23915/distill.00007.
# - C. Olah et al. The building blocks of interpretability. Distill 2018, doi
#   10.23915/distill.00010.
# - M. Tan, Q. Le. EfficientNet: rethinking model scaling for convolutional
#   neural networks. ICML 2019, arXiv 1905.11946.
# - J. Yosinski et al. Understanding neural networks through deep
#   visualization. ICML workshop 2015, arXiv 1506.06579.
