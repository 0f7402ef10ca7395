# %% [markdown]
# # What does a neuron look for?
#
# A network that reads digits ends in ten neurons, one for each digit. What
# image would excite one of them most? You can ask the network itself: keep
# the weights, start from any image, and follow the gradient of the neuron
# *with respect to the image*. The answer is rarely a digit, and it depends
# on where you start. Both facts say something about the network.
#
# When you have finished, you will be able to
#
# - write a network's output as a pure function and differentiate it with
#   `torch.func.grad`, with respect to any argument,
# - maximise a neuron by gradient ascent on its input,
# - explain why the start of the ascent stays visible in its result,
# - say when a gradient vanishes, and what to differentiate instead.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 A neuron as a function | `forward_neuron` | 4 | 10 |
# | 2 Gradient ascent | `maximise_neuron` | 8 | 25 |
# | 3 A written question | a short text | 3 | 10 |
# | 4 A written question | a short text | 3 | 10 |
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

from pixelgrad import digit_plots, digits
from pixelgrad.checks import check
from pixelgrad.device import default_device, seed_everything

device = default_device()
seed_everything(0)

# %% [markdown]
# ## The digits and the network
#
# If MNIST (LeCun et al. 1998) is in your data folder, it is used; otherwise
# the 1797 digits that come with scikit-learn, enlarged from 8 by 8 pixels.
# Pixels are normalised with MNIST's mean 0.1307 and deviation 0.3081, so
# black is about -0.42 and white about 2.82. The network has three
# convolutions and 30 thousand parameters, few enough to train within a
# minute where no trained weights are at hand. The printed lines say what was
# taken and how often the network is right on images that it never saw.

# %% tags=["demo", "figure"]
found = digits.load()
net = digits.network(found).to(device)
X = torch.cat([found.X_test[found.y_test == k][:1] for k in range(10)])
with torch.no_grad():
    guess = net(X.to(device)).argmax(dim=1)
digit_plots.grey_rows(
    {"test image": X}, {"test image": [f"read as {k}" for k in guess]},
    "Ten digits that the network never saw",
)

# %% [markdown]
# ## 1 A neuron as a function
#
# The gradients of training are taken with respect to the weights $\theta$.
# Nothing in the mathematics prefers them: the output neuron $i$ is a function
# of two arguments,
#
# $$ y_i = f_i(x, \theta) , $$
#
# and has a gradient with respect to either. `torch.func.grad` takes a
# function that returns one number and gives the function that computes its
# gradient; `argnums` says with respect to which argument. So first write the
# neuron as a function of the network, an image and a number. Take the raw
# score, not a probability.

# %% solution="forward_neuron"
def forward_neuron(net, x, neuron):
    """The raw score of one output neuron, y_i = f_i(x, theta).

    net: a network, (1, 1, H, W) -> (1, C) raw scores.
    x: (1, 1, H, W) float image. neuron: int, its number i.
    Returns a tensor with one value, differentiable in x.
    """
    ### BEGIN SOLUTION
    return net(x)[0, neuron]
    ### END SOLUTION

# %% tests="forward_neuron" points=4
check("forward_neuron")

# %% [markdown]
# ## 2 Gradient ascent
#
# From a start $x_0$, each step moves every pixel in proportion to what the
# neuron would gain (Erhan et al. 2009, section 3):
#
# $$ x_{t+1} = x_t + \eta \,
#    \frac{\partial f_i(x_t, \theta)}{\partial x} . $$
#
# There is no penalty, no clamp and no norm here: the plain gradient, taken
# anew at every step. Use `torch.func.grad` of your `forward_neuron`, with
# respect to the image. It leaves `.grad` of every tensor alone, so nothing
# has to be zeroed.

# %% solution="maximise_neuron"
def maximise_neuron(net, x0, neuron, steps, lr):
    """Gradient ascent on the input (Erhan et al. 2009, section 3).

    net: a network, (1, 1, H, W) -> (1, C) raw scores.
    x0: (1, 1, H, W) float image to start from; it is not changed.
    neuron: int. steps: int, 0 gives x0. lr: float, eta above.
    Returns the image after `steps` steps of x + lr * gradient,
    (1, 1, H, W), of the dtype of x0.
    """
    ### BEGIN SOLUTION
    gradient = torch.func.grad(forward_neuron, argnums=1)
    x = x0
    for _ in range(steps):
        x = x + lr * gradient(net, x, neuron)
    return x
    ### END SOLUTION

# %% tests="maximise_neuron" points=8
check("maximise_neuron")

# %% [markdown]
# ### From noise and from ones
#
# Ascent finds a *local* answer, so the start matters. One start is standard
# normal noise, the same for all neurons; the other is an image of ones, a
# plain grey. The cell climbs 200 steps for each of the ten neurons, in ten
# stages, and keeps the score after each. The scores of a network trained on
# MNIST are flatter, so its steps are longer.

# %% tags=["demo"]
STEPS, STAGES = 200, 10
LR = 0.05 if found.source == "digits" else 0.5  # flatter scores: longer
starts = {
    "from noise": torch.randn(1, 1, 28, 28, device=device),
    "from ones": torch.ones(1, 1, 28, 28, device=device),
}
path = {name: [[x0] * 10] for name, x0 in starts.items()}
for images in path.values():
    for _ in range(STAGES):
        images.append([
            maximise_neuron(net, x, k, STEPS // STAGES, LR)
            for k, x in enumerate(images[-1])
        ])

# %% tags=["demo"]
score = {}
for name, images in path.items():
    with torch.no_grad():
        y = torch.stack([net(torch.cat(stage)) for stage in images])
    score[name] = y.diagonal(dim1=1, dim2=2).cpu()  # (stages + 1, 10)
real = net(X.to(device)).diagonal().tolist()
print(f"{'':8}{'test image':>12}{'from noise':>22}{'from ones':>22}")
print(f"neuron  {'':12}" + 2 * f"{'before':>12}{'after':>10}")
for k in range(10):
    ends = [s[stage, k] for s in score.values() for stage in (0, -1)]
    row = "{:12.1f}{:10.1f}{:12.1f}{:10.1f}".format(*ends)
    print(f"{k:6}  {real[k]:12.1f}" + row)

# %% tags=["demo", "figure"]
captions = {
    name: [f"{k}: {y:.0f}" for k, y in enumerate(values[-1])]
    for name, values in score.items()
}
digit_plots.grey_rows(
    {name: images[-1] for name, images in path.items()}, captions,
    "Ten neurons, two starts: every start stays in the picture",
)

# %% tags=["demo", "figure"]
ticks = range(0, STEPS + 1, STEPS // STAGES)
gained = {n: float((v[-1] - v[0]).mean()) for n, v in score.items()}
digit_plots.climb(
    {name: (ticks[: len(v)], v) for name, v in score.items()},
    f"From ones the scores rise by {gained['from ones']:.0f}, "
    f"from noise by {gained['from noise']:.0f}",
)

# %% [markdown]
# **What you should see.** Every score rises, most of them far above that of a
# real digit, in the table's second column. From ones you find strokes where
# a digit has them, white, and dark areas where it must have none; a few
# digits can be guessed. From noise the noise remains, with a faint change of
# the same kind in it. No picture looks like handwriting, and the network
# does not mind: it never learned what is no digit.

# %% [markdown]
# ## 3 Question: why does the noise stay?
#
# After 200 steps the neuron fires as never before, and still the picture is
# mostly the noise it started from. (a) Along which directions of the image
# does ascent move, and what happens to the others? (b) Does the difference
# between the two rows mean that the neuron looks for two things? Name one
# change to the objective or to the steps that would remove the noise. Three
# to five sentences.

# %% [markdown] answer="noise_stays" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) Every step is a multiple of a gradient, so the result is the start plus
# a sum of gradients. A direction in which the score does not change, or in
# which it rises and falls alike, is never added nor removed: what the start
# had there stays. The network averages over neighbouring pixels and has
# learned to ignore noise, so most of the noise lies in such directions. (b)
# No. The neuron is one function; both rows are points where it is high, and
# it is high on a very large set of images. What they share, strokes and
# gaps, is what it asks for; what differs is what it does not care about.
# A penalty on the norm (Simonyan et al. 2014) or on differences of
# neighbours, a blur or jitter during the ascent, or a start without noise
# removes it: each says something about the directions on which the score is
# silent.
#
# Rubric: 1 point for the result being the start plus gradients, with
# indifferent directions left alone; 1 for one function with many high
# points; 1 for a remedy that acts on those directions.
# ### END SOLUTION

# %% [markdown]
# ## 4 Question: the same neuron behind a sigmoid
#
# The exercise this notebook follows gives the network a sigmoid at its end,
# $p = \sigma(y)$. That keeps the order of images: where $y$ is larger, so is
# $p$. The cell climbs $p$ in place of $y$, with the same steps.

# %% tags=["demo", "figure"]
closed = torch.nn.Sequential(net, torch.nn.Sigmoid())
grey = starts["from ones"]
climbed = [maximise_neuron(closed, grey, k, STEPS, LR) for k in range(10)]
print("neuron   y(ones)    p before    p after")
for k, x in enumerate(climbed):
    y, p, q = net(grey)[0, k], closed(grey)[0, k], closed(x)[0, k]
    print(f"{k:6}{y:10.2f}{p:12.4f}{q:11.4f}")
stuck = sum(float(closed(x)[0, k]) < 0.5 for k, x in enumerate(climbed))
digit_plots.grey_rows(
    {"climbing y": path["from ones"][-1], "climbing p": climbed},
    {"climbing p": [f"{closed(x)[0, k]:.2f}" for k, x in enumerate(climbed)]},
    f"Behind a sigmoid {stuck} of ten neurons stay below one half", span=1.0,
)

# %% [markdown]
# Compare the neurons by their $y$ at the start: where it is far below 0, $p$
# hardly moves. (a) Write the gradient of $p$ in terms of that of $y$, and say
# for which starts it vanishes. (b) Would a larger learning rate be a good
# remedy? What would you do? Two to four sentences.

# %% [markdown] answer="saturation" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) $\partial p / \partial x = \sigma'(y) \, \partial y / \partial x$ with
# $\sigma'(y) = p (1 - p)$: the direction is the same, but the length is
# multiplied by a factor of about $e^{-|y|}$ where $|y|$ is large. A start
# with $y = -8$ moves three thousand times more slowly than one climbs $y$;
# one with $y$ far above 0 has no way to go either, as $p$ is 1 already. (b)
# No: a rate that frees a neuron at $y = -18$ would be far too large as soon
# as $y$ comes near 0, where the factor is 1/4. Differentiate the raw score,
# or $\log p$, whose factor is $1 - p$ and stays near 1 where $p$ is small;
# dividing the gradient by its norm works as well.
#
# Rubric: 1 point for the chain rule with p (1 - p), 1 for naming the starts
# that do not move (large negative y), 1 for a remedy with its reason.
# ### END SOLUTION

# %% [markdown]
# ### From the notebook to a script
#
# Save the notebook, open a terminal in its folder, and run
#
# `python -m pixelgrad.scripts.input_opt --help`
#
# It takes your two functions from this notebook and climbs with settings of
# your choice, for one neuron or for all, and writes the pictures to a file.

# %% [markdown]
# ## Summary
#
# A neuron is a function of the image as much as of the weights, and its
# gradient paints what raises it. The picture is the start plus what the
# network cares about: it shows the network, not the digit. Where the output
# saturates there is nothing to follow, so differentiate the raw score.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes and that every figure is there.
# 3. See that your answers to the questions 3 and 4 are written.
# 4. Save the notebook. When all notebooks are done, open a terminal in this
#    folder and run `sh collect_submission.sh --name "Your Name"`. It checks
#    them, says what is missing, and writes one zip and one PDF.
# 5. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - D. Erhan, Y. Bengio, A. Courville, P. Vincent. Visualizing higher-layer
#   features of a deep network. Technical report 1341, Montreal, 2009.
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner. Gradient-based learning
#   applied to document recognition. Proceedings of the IEEE 86, 1998.
# - K. Simonyan, A. Vedaldi, A. Zisserman. Deep inside convolutional networks:
#   visualising image classification models and saliency maps. ICLR workshop
#   2014, arXiv 1312.6034.
#
# The exercises follow one on interpretability of the course Foundations of
# Machine Learning at the University of Bonn.
