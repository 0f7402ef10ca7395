# %% [markdown]
# # Network visualisation
#
# To train a network you take gradients with respect to its *weights*. Here
# the weights stay as they are, and you take gradients with respect to the
# *image*. They answer three questions: which pixels does the network look
# at, how little must an image change to be taken for something else, and
# what does the network expect to see?
#
# When you have finished, you will be able to
#
# - compute a class saliency map with one backward pass,
# - turn any photograph into a fooling image by gradient ascent,
# - paint a picture of a class, starting from noise,
# - say what such pictures show about a network, and what they do not.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Saliency maps | `compute_saliency_maps` | 10 | 30 |
# | 2 A written question | a short text | 4 | 15 |
# | 3 Fooling images | `make_fooling_image` | 10 | 30 |
# | 4 Class visualisation | two functions | 10 | 45 |
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

from pixelgrad import backbones, photos, plots, progress
from pixelgrad.checks import check
from pixelgrad.device import default_device, seed_everything
from pixelgrad.images import blur_image, clamp_to_valid, jitter, preprocess

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

# %% tags=["demo"]
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

# %% tags=["demo"]
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
# ## 3 Fooling images
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

# %% tags=["demo"]
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
# ## 4 Class visualisation
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

# %% tags=["demo"]
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
# One tool, three uses. The gradient of a score with respect to the image,
# without its sign, shows *where* the network looks. Followed for a few steps
# from a photograph, it shows that the decision is fragile. Followed for a
# hundred steps from noise, with a little regularisation, it shows *what* the
# network looks for. All three describe the network, not the world: a clear
# map or a pretty picture does not make a prediction right.

# %% [markdown]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes and that every figure is there.
# 3. Write your answer to exercise 2 if you have not done so yet.
# 4. Save the notebook, and hand in the notebook file.

# %% [markdown]
# ## References
#
# - F. Iandola et al. SqueezeNet: AlexNet-level accuracy with 50x fewer
#   parameters and < 0.5 MB model size. arXiv 1602.07360, 2016.
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
# Georgia Tech's CS7643.
