# %% [markdown]
# # Network visualisation
#
# To train a network you take gradients with respect to its *weights*. Here
# the weights stay as they are, and you take gradients with respect to the
# *image*. They answer three questions: what does the network look at, how
# little must an image change to be taken for something else, and what does
# the network expect to see?
#
# When you have finished, you will be able to
#
# - compute a class saliency map with one backward pass, at any layer,
# - work out which pixels an activation can see,
# - turn a photograph into a fooling or an adversarial image,
# - paint a picture of a class, starting from noise,
# - say what such pictures show about a network, and what they do not.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Saliency maps | `compute_saliency_maps` | 10 | 30 |
# | 2 A written question | a short text | 4 | 15 |
# | 3 Saliency at lower layers | `saliency_of_layer` | 6 | 25 |
# | 4 Receptive fields | `receptive_field` | 6 | 20 |
# | 5 A written question | a short text | 3 | 10 |
# | 6 Fooling images | `make_fooling_image` | 10 | 30 |
# | 7 The fast gradient sign method | `fgsm` | 5 | 20 |
# | 8 A written question | a short text | 3 | 10 |
# | 9 Small images | `perturb_towards` | 5 | 15 |
# | 10 Class visualisation | two functions | 10 | 45 |
#
# Write code where a cell says `raise NotImplementedError`. The cell after it
# checks your function on small networks and prints one line per property;
# run it as often as you like. Grading uses other data and harder cases of
# the same properties. Other cells are locked, but you may add cells of your
# own.

# %% [markdown]
# ## Setup
#
# On a laptop or in Colab, install what the notebook needs once, in a
# terminal: `pip install -r requirements.txt`. A CPU is enough for everything
# here; a GPU is used where there is one.

# %%
import torch
import torch.nn.functional as F

from pixelgrad import (
    attack_plots,
    backbones,
    fields,
    layer_plots,
    photos,
    plots,
    progress,
    small,
)
from pixelgrad.checks import check
from pixelgrad.device import default_device, seed_everything
from pixelgrad.images import (
    STD,
    blur_image,
    clamp_to_valid,
    jitter,
    preprocess,
)

device = default_device()
seed_everything(0)

# %% [markdown]
# ## The network
#
# The original homework uses SqueezeNet (Iandola et al. 2016). With 1.2
# million parameters it reaches the accuracy of AlexNet, and one forward and
# backward pass takes a CPU a fraction of a second. If its weights are not on
# your machine, `load` takes EfficientNet-Lite0 (Tan and Le 2019), which is
# installed with the course, and says so. Both know the 1000 classes of
# ImageNet. All parameters are frozen and the network is in `eval` mode: we
# study it, we do not train it.

# %% tags=["demo"]
model = backbones.load("squeezenet1_1").to(device)
class_names = model.classes
count = sum(p.numel() for p in model.parameters())
print(f"{count / 1e6:.1f} million parameters, {len(class_names)} classes")

# %% [markdown]
# ## The photographs
#
# Five images are enough to see each effect, and few enough that a figure
# takes seconds. `X_raw` holds them as 8-bit pixels for drawing; `X` is what
# the network takes, of shape (5, 3, 224, 224), normalised with ImageNet's
# mean and standard deviation; `y` holds the labels. Above each image you see
# the label, and the class that the network finds most probable with its
# probability.

# %% tags=["demo", "figure"]
X_raw, y, names = photos.load(5)
X, y = preprocess(X_raw).to(device), y.to(device)

with torch.no_grad():
    p, guess = model(X).softmax(dim=1).max(dim=1)
captions = [
    f"{name}\n{class_names[k]} {q:.2f}"
    for name, k, q in zip(names, guess.tolist(), p.tolist(), strict=True)
]
plots.images_row(X_raw, captions, "The label, and the network's guess")

# %% [markdown]
# ## 1 Saliency maps
#
# Which pixels matter for the score of a class? Near an image $X_0$ the score
# of class $c$ is almost linear,
#
# $$ s_c(X) \approx w^\top X + b, \qquad
#    w = \left. \frac{\partial s_c}{\partial X} \right|_{X_0} , $$
#
# so a pixel with a large $|w|$ is one where a small change moves the score
# most. Simonyan et al. (2014, section 3) call this a class saliency map.
# Each pixel has three channels; the map takes the largest of them:
#
# $$ M_{ij} = \max_{k} \; | w_{kij} | . $$

# %% [markdown]
# Two details decide whether the map is right. First, $s_c$ is the raw score,
# before any softmax: a probability also grows when *other* scores fall, and
# its gradient would mix the two. Second, one backward pass is enough for a
# whole batch. Image $i$ has no influence on the score of image $j$, so the
# gradient of the sum $\sum_i s_{i, y_i}$ holds the gradient of every image
# in its own place. `torch.autograd.grad(output, input)` returns that
# gradient and leaves `.grad` of every tensor alone.

# %% solution="compute_saliency_maps"
def compute_saliency_maps(X, y, model):
    """Class saliency maps (Simonyan et al. 2014, section 3).

    X: (N, 3, H, W) float images. y: (N,) int64 labels.
    model: a network, (N, 3, H, W) -> (N, C) raw scores.
    Returns the maps, (N, H, W): the largest absolute gradient
    of the label's score over the channels. X is not changed,
    and a second call with the same X gives the same maps.
    """
    ### BEGIN SOLUTION
    X = X.detach().requires_grad_()
    scores = model(X).gather(1, y.view(-1, 1))  # (N, 1)
    grad, = torch.autograd.grad(scores.sum(), X)  # (N, 3, H, W)
    return grad.abs().amax(dim=1)  # (N, H, W)
    ### END SOLUTION

# %% tests="compute_saliency_maps" points=10
check("compute_saliency_maps")

# %% tags=["demo", "figure"]
saliency = compute_saliency_maps(X, y, model)
plots.saliency_gallery(
    X_raw, saliency, names, "The bright pixels move the score most"
)

# %% [markdown]
# **What you should see.** The middle row is bright where the score reacts;
# the bottom row is the photograph lit by its own, blurred map. Where the
# network was sure of itself, the light falls on the object, although no one
# ever told it where the object is. Where it was unsure, the light also falls
# on other things, such as the edge between an object and the sky. All maps
# are grainy: the linear model of the score holds only very close to the
# image. Each map is scaled on its own, so do not compare columns.

# %% [markdown]
# ## 2 Question: can you climb a saliency map?
#
# The next exercise raises the score of a class by adding small steps to an
# image. Someone proposes to save a gradient computation: *add the saliency
# map itself to each of the three channels, scaled by a learning rate, and
# the score of the class will rise*. Is a saliency map a direction of ascent?
# Give two reasons from its definition, and name what you would add instead.
# Three to five sentences.

# %% [markdown] answer="saliency_ascent" points=4
# *Your answer:*
#
# ### BEGIN SOLUTION
# No. The map is unsigned: the absolute value keeps how strongly a pixel acts
# but drops whether the score rises or falls when the pixel gets brighter, so
# about half of the changes would lower the score. It also has one channel
# where the image has three: the maximum drops which channel the value came
# from, and adding the same value to all of them moves two of them by an
# amount that was never theirs. The direction of steepest ascent is the
# gradient itself, with sign and channels, $g = \partial s_c / \partial X$:
# for a small step the score changes by $\eta \, \|g\|_2^2 > 0$, while for
# the map it changes by $\eta \, g^\top M$, which may have either sign.
# ### END SOLUTION

# %% [markdown]
# ## 3 Saliency at lower layers
#
# The pixels are only the first stage of a network. Any layer's activation
# $A$, of shape $(K, h, w)$, is an image of its own, with $K$ features in
# place of three colours, and the score has a gradient there as well. Its map
# is the same attribution:
#
# $$ M_{ij} = \max_{k} \left|
#    \frac{\partial s_c}{\partial A_{kij}} \right| . $$
#
# It is smaller than the image. `F.interpolate(M, size, mode="bilinear",
# align_corners=False)` resizes maps of shape (N, 1, h, w).

# %% [markdown]
# How do you get hold of $A$? A *forward hook* is a function that a module
# calls with itself, its inputs and its output, whenever it has run;
# `model.get_submodule(name)` finds the module. Keep the output. If the hook
# returns something other than None, the network goes on with that: hand on
# `A.clone()`, because an in-place ReLU may follow and would overwrite the
# tensor that you keep. The weights are frozen, so $A$ has a gradient only if
# `X` asks for one.

# %% solution="saliency_of_layer"
def saliency_of_layer(X, y, model, layer):
    """Class saliency maps, taken at what a layer returns.

    X: (N, 3, H, W) float images. y: (N,) int64 labels.
    model: a network, (N, 3, H, W) -> (N, C) raw scores.
    layer: str, the dotted name of a module that returns one tensor
    A, (N, K, h, w), as `model.get_submodule` takes it.
    Returns (N, H, W): the largest absolute gradient of the label's
    score with respect to A over the K channels, (N, h, w), then
    resized, bilinear with align_corners=False. X is not changed,
    and no hook is left behind.
    """
    ### BEGIN SOLUTION
    kept = []

    def keep(module, inputs, A):
        kept.append(A)
        return A.clone()

    with model.get_submodule(layer).register_forward_hook(keep):
        scores = model(X.detach().requires_grad_())  # (N, C)
    total = scores.gather(1, y.view(-1, 1)).sum()
    grad, = torch.autograd.grad(total, kept[0])  # (N, K, h, w)
    M = grad.abs().amax(dim=1, keepdim=True)  # (N, 1, h, w)
    size = X.shape[2:]
    M = F.interpolate(M, size, mode="bilinear", align_corners=False)
    return M[:, 0]  # (N, H, W)
    ### END SOLUTION

# %% tests="saliency_of_layer" points=6
check("saliency_of_layer")

# %% tags=["demo", "figure"]
layers = fields.depths(model)
maps = [saliency_of_layer(X[:4], y[:4], model, name) for name in layers]
layer_plots.depth_gallery(
    X_raw[:4], [saliency[:4], *maps], names[:4], ["pixels", *layers],
    "Deeper layers answer with fewer, larger spots",
)

# %% [markdown]
# **What you should see.** From left to right the grain disappears. Deep down
# the map marks parts of the object, a head or a wheel, and often nothing
# else. One value of such a map speaks for a whole patch of the image; the
# smooth look comes from resizing 14 by 14 values or fewer. A regular grid,
# as in the middle layer of SqueezeNet, is no property of the image: a
# max-pooling with stride 2 sends the gradient back to the winners only.

# %% [markdown]
# ## 4 Receptive fields
#
# How large is the patch that one activation speaks for? Along one side of
# the image, let an activation of layer $l$ see $r_l$ pixels, its neighbour
# the same window $j_l$ pixels further, and let the window of the first one
# begin at pixel $o_l$. The image itself has $r_0 = 1$, $j_0 = 1$ and
# $o_0 = 0$. A layer with kernel $k$, stride $s$ and padding $p$ sees $k$
# windows that lie $j_{l-1}$ apart (Araujo, Norris and Sim 2019):
#
# $$ r_l = r_{l-1} + (k_l - 1) \, j_{l-1}, \quad
#    o_l = o_{l-1} - p_l \, j_{l-1}, \quad
#    j_l = s_l \, j_{l-1} . $$

# %% [markdown]
# So the activation with index $u$ sees the pixels from $o_l + u \, j_l$ up to
# and including $o_l + u \, j_l + r_l - 1$. The offset $o_l$ is the *left
# edge* of the first window, not its centre. It is negative where the window
# reaches into the padding, and pixels outside the image count towards the
# size. Convolution and pooling are alike here: both slide a window.

# %% solution="receptive_field"
def receptive_field(layers):
    """What one activation of each layer sees, in input pixels.

    layers: list of (kernel, stride, padding), ints, from the input
    to the output; the same for rows and columns.
    Returns a list of (size, stride, offset), ints, one per layer:
    activation u sees the pixels offset + u * stride up to and
    including offset + u * stride + size - 1
    (Araujo, Norris and Sim 2019). No layers give an empty list.
    """
    ### BEGIN SOLUTION
    r, j, o = 1, 1, 0
    seen = []
    for k, s, p in layers:
        r = r + (k - 1) * j
        o = o - p * j
        j = s * j
        seen.append((r, j, o))
    return seen
    ### END SOLUTION

# %% tests="receptive_field" points=6
check("receptive_field")

# %% [markdown]
# A gradient knows the same without any arithmetic: a pixel outside the
# window cannot move the activation, so its gradient is exactly zero.
# `fields.layers_until` lists the kernels, strides and paddings of a network
# up to a layer; `fields.influence` differentiates the activation in the
# middle of the layer, summed over its channels, with respect to the pixels.

# %% tags=["demo", "figure"]
boxes, moved, captions = [], [], []
for name in layers:
    field = receptive_field(fields.layers_until(model, name))[-1]
    grad, unit = fields.influence(X[:1], model, name)
    boxes.append(fields.box(field, unit))
    moved.append(grad)
    captions.append(f"{name}\nsees {field[0]} pixels, every {field[1]}")
layer_plots.fields_figure(
    X_raw[0], moved, boxes, captions,
    "No pixel outside its window moves an activation",
)

# %% [markdown]
# **What you should see.** The window of your arithmetic, in blue, fits the
# pixels with a gradient to the last row and column, in every layer. Inside
# it the influence is uneven: it is strongest in the middle and fades towards
# the edge, where fewer paths lead to the activation. The part that matters
# in practice is smaller than the window (Luo et al. 2016). The lower row
# shows the fourth root of the gradient; without it only the middle would be
# visible.

# %% [markdown]
# ## 5 Question: what do lower layers and other classes show?
#
# Call `saliency_of_layer` for one image with its own label, and again with a
# class that has nothing to do with it, at a shallow and at a deep layer; draw
# both with `layer_plots.depth_gallery`. (a) What can you read from the deep
# map that the map of the pixels does not tell you, and what is lost? Use
# your receptive fields. (b) How much do the maps change with the class, and
# what does that say about them? Three to five sentences.

# %% [markdown] answer="lower_layers" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) A deep map says which parts of the object the score depends on, since
# one activation stands for a feature of a whole window and the grain of
# single pixels is averaged away. What is lost is the place: neighbouring
# values lie a stride of 8 or 16 pixels apart and their windows, 47 to 147
# pixels wide, overlap, so the map cannot say which pixel of the window
# matters, and it reacts to context around the object, too. (b) The maps of
# an unrelated class are bright in mostly the same places; their correlation
# with the label's maps is often above one half. A map shows where the score
# *could* be moved, and the features of the object are what moves any score;
# it is weak evidence for why one class won.
#
# Rubric: 1 point for what the deep map adds (parts, less grain), 1 for the
# loss of place, with a size or stride of a receptive field, 1 for the
# likeness of the maps of two classes and a conclusion from it. An answer
# that reports a different observation from own maps counts as right if it
# is described.
# ### END SOLUTION

# %% [markdown]
# ## 6 Fooling images
#
# How far is it from a correct image to one that the network takes for
# something else? Szegedy et al. (2014, section 4) found that it is very
# close. Start with the image $X$ and a wrong class $t$, and climb the score
# of $t$ with steps of a fixed length:
#
# $$ X \leftarrow X + \eta \, \frac{g}{\| g \|_2} , \qquad
#    g = \frac{\partial s_t(X)}{\partial X} . $$
#
# The norm runs over all pixels and channels together, so every step moves
# the image by exactly $\eta$, however flat the score is. Use $\eta = 1$.

# %% [markdown]
# Before each step, look at the scores: as soon as $t$ has the largest one
# the network is fooled and you are done. An image that fools the network
# from the start comes back unchanged, and after 100 steps you give up and
# return what you have. Never write into the caller's `X`: you need it below,
# to see what has changed.

# %% solution="make_fooling_image"
def make_fooling_image(X, target_y, model):
    """An image close to X that the model takes for target_y.

    X: (1, 3, H, W) float image. target_y: int, the wrong class.
    model: a network, (1, 3, H, W) -> (1, C) raw scores.
    Returns the fooling image, (1, 3, H, W): the first point of the
    ascent with step 1 that is classified as target_y, or the
    point after 100 steps. X itself is not changed.
    """
    ### BEGIN SOLUTION
    learning_rate = 1
    X_fooling = X.detach().clone().requires_grad_()
    for _ in range(100):
        scores = model(X_fooling)  # (1, C)
        if scores.argmax() == target_y:
            break
        g, = torch.autograd.grad(scores[0, target_y], X_fooling)
        with torch.no_grad():
            X_fooling += learning_rate * g / g.norm()
    return X_fooling.detach()
    ### END SOLUTION

# %% tests="make_fooling_image" points=10
check("make_fooling_image")

# %% tags=["demo", "figure"]
image, target_y = X[:1], 6  # class 6 is the stingray
X_fooling = make_fooling_image(image, target_y, model)

with torch.no_grad():
    fooled = class_names[model(X_fooling).argmax()]
length = (X_fooling - image).norm() / image.norm()
plots.fooling_figure(
    image, X_fooling, [names[0], fooled],
    f"A change of {100 * length:.1f} % makes it a {fooled}",
)

# %% [markdown]
# **What you should see.** The two photographs look the same, and yet the
# second is a stingray to the network. The difference is invisible even on a
# grey ground of its own; ten times larger it turns out to be fine, coloured
# noise. Nothing in it resembles a stingray. The number in the title is the
# length of the change relative to the length of the image, both with all
# pixels and channels in one vector. Try another target, or another of the
# five images: the change stays small.

# %% [markdown]
# ## 7 The fast gradient sign method
#
# A fooling image takes many steps towards a class. Goodfellow, Shlens and
# Szegedy (2015, section 4) take a single one, away from the right class. Let
# $J$ be the cross-entropy of label $y$, and $x$ the image in *pixel units*,
# from 0 for black to 1 for white:
#
# $$ x_{\text{adv}} = \operatorname{clip}_{[0,1]} \left( x + \epsilon \,
#    \operatorname{sign} \frac{\partial J}{\partial x} \right) . $$
#
# Every pixel of every channel moves by $\epsilon$, up or down, whatever the
# size of its gradient: of all changes that small in each pixel, it is the
# one that raises a linear $J$ most.

# %% [markdown]
# The network takes $X = (x - \mu_c) / \sigma_c$, normalised per channel. A
# step of $\epsilon$ in $x$ is a step of $\epsilon / \sigma_c$ in $X$; the
# sign of the gradient is the same, because $\sigma_c > 0$. `STD` holds the
# three $\sigma_c$, and `clamp_to_valid` clips $X$ to what black and white
# become. So `eps=2/255` is two steps of an 8-bit image in all three
# channels; a step of 2/255 in $X$ would be less than half of one.

# %% solution="fgsm"
def fgsm(X, y, model, eps):
    """One signed-gradient step that raises the loss of label y.

    Goodfellow, Shlens and Szegedy 2015, section 4.
    X: (N, 3, H, W) float, normalised images. y: (N,) int64 labels.
    model: a network, (N, 3, H, W) -> (N, C) raw scores.
    eps: float, the step in pixel units, in which 0 is black and 1
    is white, the same for every channel.
    Returns (N, 3, H, W), normalised: X moved by eps / STD[c] times
    the sign of the gradient of the cross-entropy of y, clipped to
    valid images. X itself is not changed.
    """
    ### BEGIN SOLUTION
    X = X.detach().requires_grad_()
    loss = F.cross_entropy(model(X), y)
    g, = torch.autograd.grad(loss, X)
    std = X.new_tensor(STD).view(3, 1, 1)
    return clamp_to_valid(X.detach() + eps / std * g.sign())
    ### END SOLUTION

# %% tests="fgsm" points=5
check("fgsm")

# %% tags=["demo", "figure"]
image, label = X[2:3], y[2:3]
shown = [image] + [fgsm(image, label, model, e / 255) for e in (1, 4, 16)]
with torch.no_grad():
    p, guess = model(torch.cat(shown)).softmax(dim=1).max(dim=1)
steps = ["clean", "eps = 1/255", "eps = 4/255", "eps = 16/255"]
captions = [
    f"{step}\n{class_names[k]} {q:.2f}"
    for step, k, q in zip(steps, guess, p, strict=True)
]
attack_plots.adversarial_figure(
    image, torch.cat(shown[1:]), captions,
    f"One step turns a {names[2]} into a {class_names[guess[1]]}",
)

# %% [markdown]
# One image is an anecdote. Take all photographs there are and ask how often
# the network is right, and how probable it finds the label, as `eps` grows.
# A step of less than 1/255 cannot be stored in an 8-bit file, but the
# network takes it all the same.

# %% tags=["demo"]
every_raw, every_y, _ = photos.load(None)
every, every_y = preprocess(every_raw).to(device), every_y.to(device)
strengths = [0, 0.125, 0.25, 0.5, 1, 4, 16]


def attacked(e):
    """Share of images classified right, and the mean of p(label)."""
    moved = fgsm(every, every_y, model, e / 255)
    with torch.no_grad():
        p = model(moved).softmax(dim=1)
    right = (p.argmax(dim=1) == every_y).float().mean().item()
    return right, p.gather(1, every_y.view(-1, 1)).mean().item()

# %% tags=["demo", "figure"]
curve = [attacked(e) for e in progress.bar(strengths, "attacks")]
right, sure = zip(*curve, strict=True)
attack_plots.strength_curve(
    strengths, {"images classified right": right, "p(label)": sure},
    f"From {right[0]:.0%} to {right[3]:.0%} right by half a step of 255",
)

# %% [markdown]
# **What you should see.** The attacked image looks clean at 1/255 and nearly
# so at 4/255, where the network is surer of the wrong class than it was of
# the right one. The change has the same pattern every time, only its height
# differs. Averaged over images, the harm is done before `eps` reaches one
# step of 255. A larger `eps` is not always worse: the step follows a linear
# model of the loss, which holds close to the image, so the curves may even
# rise again.

# %% [markdown]
# ## 8 Question: why is adversarial noise not smooth?
#
# Every change that you have drawn so far is fine noise, although objects are
# smooth and the photographs are, too. (a) Why does a gradient with respect to
# pixels, and its sign, vary so much from one pixel to the next? (b) Would
# blurring the attacked image, or allowing only smooth changes, make the
# network safe? Give a reason, or try it with `blur_image`. Three to five
# sentences.

# %% [markdown] answer="adversarial_noise" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) Nothing in the loss asks neighbouring pixels to move together. The
# gradient is a sum over many filters, each of which takes differences of
# neighbours, and over strides, poolings and rectifiers, which send it back
# to single positions; natural images hardly contain such high frequencies,
# so training never had a reason to make the network indifferent to them.
# The sign throws the sizes away, which makes weak pixels as loud as
# strong ones. (b) No. A blur removes part of this one change, and costs
# accuracy on clean images; an attack that knows of the blur takes the
# gradient through it, and then finds a smooth change. (EfficientNet-Lite0,
# six photographs, eps = 2/255, sigma = 1.5: six right without an attack, one
# with; behind a blur four clean, three after the same attack, and none after
# an attack through the blur.) Goodfellow et al. see the cause in a
# loss that is almost linear in very many dimensions (2015, section 3),
# where small changes add up, and not in the kind of noise.
#
# Rubric: 1 point for the missing coupling of neighbouring pixels or the
# high frequencies that training never constrained, 1 for a mechanism
# (differences in filters, strides and pooling, the sign), 1 for the
# judgement that smoothness does not make safe, with a reason or a result.
# ### END SOLUTION

# %% [markdown]
# ## 9 Small images
#
# A course at the University of Illinois lets students perturb images of
# CIFAR-10 *towards* another label, with pixels from -1 to 1, so that one
# 8-bit step is 2/255. Its form, for an image $X$, another label $y'$ and a
# gain $a$, is
#
# $$ X' = \operatorname{clip}_{[-1,1]} \left( X - a \cdot \frac{2}{255} \,
#    \operatorname{sign} \frac{\partial J(X, y')}{\partial X} \right) . $$
#
# The minus sign *lowers* the cross-entropy $J$ of $y'$. There is no mean and
# no deviation here: these images never were normalised by ImageNet.

# %% solution="perturb_towards"
def perturb_towards(X, y_other, model, gain):
    """One signed-gradient step towards the labels y_other.

    X: (N, C, H, W) float images with values in [-1, 1], any C.
    y_other: (N,) int64, the labels to move to.
    model: a network, (N, C, H, W) -> (N, classes) raw scores.
    gain: float, the step in units of 2/255, one 8-bit step.
    Returns (N, C, H, W): X minus gain * 2/255 times the sign of
    the gradient of the cross-entropy of y_other, clipped to
    [-1, 1]. X itself is not changed.
    """
    ### BEGIN SOLUTION
    X = X.detach().requires_grad_()
    loss = F.cross_entropy(model(X), y_other)
    g, = torch.autograd.grad(loss, X)
    return (X.detach() - gain * 2 / 255 * g.sign()).clamp(-1, 1)
    ### END SOLUTION

# %% tests="perturb_towards" points=5
check("perturb_towards")

# %% [markdown]
# The images are 32 pixels wide: CIFAR-10 if you have the course's data
# folder, else views cut from the photographs above, whose label is the
# photograph. A small network learns either within half a minute. The other
# label is the next one in the list of classes. As in the original, count
# the images that change class; where they are views, which are much easier
# to tell apart than CIFAR-10, the figure shows a gain of 20.

# %% tags=["demo"]
seed_everything(0)
images = small.load()
net = small.train(images)
hits = net(images.X_test).argmax(dim=1) == images.y_test
print(f"The network is right on {hits.float().mean():.0%} of the test images.")

# %% tags=["demo"]
batch, y_other = images.X_test[:64], images.y_test[:64] + 1
y_other = y_other % len(images.classes)
old = net(batch).argmax(dim=1)
new = {}
for gain in (1, 5, 10, 20):
    moved = perturb_towards(batch, y_other, net, gain)
    new[gain] = net(moved).argmax(dim=1)
counts = {gain: (k != old).sum().item() for gain, k in new.items()}
print("Images of 64 that change class, by gain:", counts)

# %% tags=["demo", "figure"]
gain = 10 if len(images.classes) == 10 else 20
attack_plots.small_grid(
    perturb_towards(batch, y_other, net, gain)[:24],
    [images.classes[k] for k in old[:24]],
    [images.classes[k] for k in new[gain][:24]],
    f"{counts[gain]} of 64 images change class at a gain of {gain}",
)

# %% [markdown]
# **What you should see.** Above each image stand the class before and the
# class after, in red where they differ. On CIFAR-10 most images change at a
# gain of 10; the original reports 59 of 64. Few views do, because the
# network separates six photographs by wide margins; at 20 most of them
# follow. Not every image that changes reaches the label it was pushed to:
# the step leaves the old class, and the nearest other one may take it.

# %% [markdown]
# ## 10 Class visualisation
#
# Now start from noise and let the network paint. We look for the image with
# the highest score of a class $c$, and keep its pixels small
# (Simonyan et al. 2014, section 2, equation 1):
#
# $$ I^* = \arg\max_I \; s_c(I) - \lambda \| I \|_2^2 . $$
#
# One step of ascent on this objective is your first function. Like the
# fooling step it has a fixed length, only here $g$ is the gradient of the
# *whole* objective, penalty included: $I \leftarrow I + \eta \, g / \|g\|_2$.

# %% solution="class_visualization_step"
def class_visualization_step(
    img, target_y, model, l2_reg, learning_rate
):
    """One ascent step (Simonyan et al. 2014, equation 1).

    img: (1, 3, H, W) float image. target_y: int, the class.
    model: a network, (1, 3, H, W) -> (1, C) raw scores.
    Returns img + learning_rate * g / ||g||_2, (1, 3, H, W), where
    g is the gradient of s_target(img) - l2_reg * ||img||_2^2.
    Changing img.data in place and returning img is fine, too.
    """
    ### BEGIN SOLUTION
    img = img.detach().requires_grad_()
    score = model(img)[0, target_y]
    objective = score - l2_reg * img.square().sum()
    g, = torch.autograd.grad(objective, img)
    return (img + learning_rate * g / g.norm()).detach()
    ### END SOLUTION

# %% [markdown]
# The step alone finds images that score high but look like static. Yosinski
# et al. (2015, section 3) add regularisers that ask for an image which still
# works when it is moved or blurred. Your second function starts from
# standard normal noise and, in every iteration,
#
# 1. shifts the image by a random `ox` and `oy` below `max_jitter`,
# 2. takes one ascent step,
# 3. shifts it back, by `-ox` and `-oy`,
# 4. clamps each channel to the range of a real image,
# 5. every `blur_every` iterations blurs it with $\sigma = 0.5$.

# %% [markdown]
# The tools are there: `jitter(img, ox, oy)` shifts an image around its
# edges, `clamp_to_valid(img)` limits every channel to the values between
# black and white, and `blur_image(img, sigma)` is a Gaussian blur. All three
# return a new image. `progress.bar(n)` counts like `range(n)` and shows how
# far you are.

# %% solution="create_class_visualization"
def create_class_visualization(target_y, model, **kwargs):
    """An image that the model scores high for class target_y.

    Keyword arguments and their defaults: l2_reg 1e-3,
    learning_rate 25, num_iterations 100, blur_every 10,
    max_jitter 16, size 224 (pixels of each side).
    Returns the image, (1, 3, size, size), on the model's device.
    """
    l2_reg = kwargs.pop("l2_reg", 1e-3)
    learning_rate = kwargs.pop("learning_rate", 25)
    num_iterations = kwargs.pop("num_iterations", 100)
    blur_every = kwargs.pop("blur_every", 10)
    max_jitter = kwargs.pop("max_jitter", 16)
    size = kwargs.pop("size", 224)
    device = next(model.parameters()).device
    img = torch.randn(1, 3, size, size, device=device)
    ### BEGIN SOLUTION
    for t in progress.bar(num_iterations, f"class {target_y}"):
        ox, oy = torch.randint(max_jitter, (2,)).tolist()
        img = jitter(img, ox, oy)
        img = class_visualization_step(
            img, target_y, model, l2_reg, learning_rate
        )
        img = clamp_to_valid(jitter(img, -ox, -oy))
        if t % blur_every == 0:
            img = blur_image(img, sigma=0.5)
    return img
    ### END SOLUTION

# %% tests="class_visualization" points=10
check("class_visualization")

# %% [markdown]
# ### A gallery
#
# Six classes with a shape of their own. What suits one network does not
# suit another: EfficientNet-Lite0 paints best with a blur after every step,
# which leaves less room for fine noise, and on a smaller image, which an
# object fills more easily. The figure raises the contrast, with one gain for
# all pixels of a picture. Each picture takes some seconds on a CPU.

# %% tags=["demo"]
settings = {"learning_rate": 25, "num_iterations": 100}
if model.name == "efficientnet_lite0":
    settings = {
        "l2_reg": 1e-4, "learning_rate": 15, "num_iterations": 120,
        "blur_every": 1, "size": 160,
    }
targets = [985, 107, 130, 949, 76, 604]

# %% tags=["demo", "figure"]
pictures = []
for k in targets:
    seed_everything(0)
    pictures.append(create_class_visualization(k, model, **settings))

with torch.no_grad():
    scores = model(torch.cat(pictures))  # (6, 1000)
p = scores.softmax(dim=1)[range(len(targets)), targets]
plots.class_grid(
    pictures,
    [f"{class_names[k]} {q:.2f}" for k, q in zip(targets, p, strict=True)],
    "The network paints what it looks for",
)

# %% [markdown]
# **What you should see.** Petals around a disc, a bell with tentacles, a bent
# neck, hairy legs: the parts that tell a class from the 999 others, in
# unnatural colours and sometimes several times over. The number is the
# probability of the class: the network is as sure of these pictures as of
# a good photograph. The score asks little about how many parts there should
# be or how they hang together.
#
# Try classes of your own: `class_names.index("gorilla")` finds the number.

# %% [markdown]
# ## Summary
#
# One tool, three uses. The gradient of a score, with respect to the image or
# to a layer and without its sign, shows *where* the network looks. Followed
# for one or a few steps from a photograph, it shows that the decision is
# fragile. Followed for a hundred steps from noise, with a little
# regularisation, it shows *what* the network looks for. All three describe
# the network, not the world: a clear map or a pretty picture does not make a
# prediction right.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes and that every figure is there.
# 3. See that your answers to the questions 2, 5 and 8 are written.
# 4. Save the notebook. When both notebooks are done, open a terminal in this
#    folder and run `sh collect_submission.sh --name "Your Name"`. It checks
#    both, says what is missing, and writes one zip and one PDF.
# 5. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - A. Araujo, W. Norris, J. Sim. Computing receptive fields of convolutional
#   neural networks. Distill 2019, doi 10.23915/distill.00021.
# - I. Goodfellow, J. Shlens, C. Szegedy. Explaining and harnessing
#   adversarial examples. ICLR 2015, arXiv 1412.6572.
# - F. Iandola et al. SqueezeNet: AlexNet-level accuracy with 50x fewer
#   parameters and < 0.5 MB model size. arXiv 1602.07360, 2016.
# - W. Luo et al. Understanding the effective receptive field in deep
#   convolutional neural networks. NIPS 2016, arXiv 1701.04128.
# - K. Simonyan, A. Vedaldi, A. Zisserman. Deep inside convolutional networks:
#   visualising image classification models and saliency maps. ICLR workshop
#   2014, arXiv 1312.6034.
# - C. Szegedy et al. Intriguing properties of neural networks. ICLR 2014,
#   arXiv 1312.6199.
# - M. Tan, Q. Le. EfficientNet: rethinking model scaling for convolutional
#   neural networks. ICML 2019, arXiv 1905.11946.
# - J. Yosinski et al. Understanding neural networks through deep
#   visualization. ICML workshop 2015, arXiv 1506.06579.
#
# The exercises follow assignment 3 of Stanford's CS231n and homework 2 of
# Georgia Tech's CS7643; exercise 9 follows homework 4 of the University of
# Illinois' course on deep learning.
