# %% [markdown]
# # Eleven points and thirty-one weights
#
# A network with more weights than data can pass through every point and
# still be wrong everywhere between them. Here you build one from nothing
# but NumPy, watch it do so, and restrain it in three ways: by stopping
# early, by weight decay, by dropout.
#
# When you have finished, you will be able to
#
# - write the forward and the backward pass of a small network by hand,
# - prove a gradient by finite differences, and know when these lie,
# - stop a training by a validation error, with patience,
# - say what weight decay and dropout do to a fit, and what few points prove.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 The forward pass | `activation`, `forward` | 6 | 20 |
# | 2 The backward pass | `backward` | 8 | 30 |
# | 3 Gradient descent | `gradient_descent` | 5 | 15 |
# | 4 Early stopping | `early_stopping` | 8 | 30 |
# | 5 Weight decay | `weight_decay` | 4 | 15 |
# | 6 Dropout | `dropout_mask` | 5 | 15 |
# | 7 A written question | a short text | 4 | 15 |
#
# The checks try each function by itself and put small known ones in the
# place of the others, so that a mistake costs its own points only.

# %% [markdown]
# ## Setup
#
# As in the other notebooks: install once with
# `pip install -r requirements.txt`. A CPU needs about a minute for all of
# this. Solve the exercises in NumPy: a framework would do for you what is to
# be learned here.

# %%
import numpy as np

from pixelgrad import fit_plots, mlp
from pixelgrad.checks import check

# %% [markdown]
# ## The points and the network
#
# Eleven measurements at $x = 0, 0.1, \ldots, 1$. We train on eight of them
# (full dots) and hold three out, at 0.2, 0.5 and 0.8 (open ones): these only
# judge. The network has one input, $H = 10$ hidden units and one output, 31
# numbers in all, kept in a dictionary: `W1` $(1, H)$, `b1` $(H,)$, `W2`
# $(H, 1)$, `b2` $(1,)$. `mlp.start` draws them so that every hidden unit
# bends somewhere between 0 and 1; how steeply decides how wild a curve can
# become.

# %%
data = mlp.points(held_out=(2, 5, 8))
x, t, x_val, t_val = data
start = mlp.start(hidden=10, seed=2)
print("Points: eleven, which come with the course;", len(x), "to train on.")

# %% [markdown]
# ## 1 The forward pass
#
# For a batch of $N$ inputs, the rows of $X$ (Bishop 2006, section 5.1):
#
# $$ A = X W_1 + b_1 , \qquad H = f(A) , \qquad
#    Y = (H \circ M) \, W_2 + b_2 . $$
#
# The output is linear; $\circ$ multiplies element by element. The function
# $f$ is your choice: tanh, the logistic function, softplus, sine ...
# `activation` returns its value and its derivative, and every later function
# takes both from there, so that you can change your mind in one place. The
# factors $M$ are left out for now (`mask=None`); dropout will need them.

# %% solution="activation"
def activation(a):
    """The non-linearity, element by element, and its derivative.

    a: float array of any shape, not to be changed. Returns h and
    dh/da, both of a's shape and finite also at a = 800 or -800.
    """
    ### BEGIN SOLUTION
    h = np.tanh(a)
    return h, 1 - h**2
    ### END SOLUTION

# %% solution="forward"
def forward(params, x, mask=None):
    """The network: y (N, K), and a (N, H) before activation.

    params: W1 (D, H), b1 (H,), W2 (H, K), b2 (K,). x: (N, D).
    mask: (N, H) factors of the hidden units after activation, or
    None for none. Uses `activation`.
    """
    ### BEGIN SOLUTION
    a = x @ params["W1"] + params["b1"]  # (N, H)
    h, _ = activation(a)
    if mask is not None:
        h = h * mask
    return h @ params["W2"] + params["b2"], a
    ### END SOLUTION

# %% tests="forward" points=6
check("forward")

# %% tags=["demo", "figure"]
y, a = forward(start, fit_plots.GRID)
hidden = activation(a)[0] * start["W2"][:, 0]
fit_plots.parts(hidden, y, data, "Before training, a sum of ten soft steps")

# %% [markdown]
# **What you should see.** To the left ten curves, each with a bend of its
# own; to the right their sum, which has nothing to do with the points yet.
# With tanh each curve is a soft step. Training can move the steps (by $b_1$),
# make them steep ($W_1$) and high ($W_2$).

# %% [markdown]
# ## 2 The backward pass
#
# The loss is half the mean squared distance to the targets, and
# backpropagation (Rumelhart et al. 1986) is the chain rule, from the output
# to the input:
#
# $$ E = \frac{1}{2N} \sum_n \| y_n - t_n \|^2 , \qquad
#    \Delta_2 = \frac{Y - T}{N} , \qquad
#    \Delta_1 = (\Delta_2 W_2^\top) \circ M \circ f'(A) , $$
# $$ \frac{\partial E}{\partial W_2} = (H \circ M)^\top \Delta_2 , \quad
#    \frac{\partial E}{\partial b_2} = \sum_n \Delta_{2,n} , \quad
#    \frac{\partial E}{\partial W_1} = X^\top \Delta_1 , \quad
#    \frac{\partial E}{\partial b_1} = \sum_n \Delta_{1,n} . $$

# %% solution="backward"
def backward(params, x, t, mask=None):
    """Loss E and its gradients, by backpropagation.

    params, x, mask: as for `forward`. t: (N, K). Returns E, a
    float, and a dictionary of new arrays with the names and
    shapes of params. Uses `activation` and `forward`.
    """
    ### BEGIN SOLUTION
    y, a = forward(params, x, mask)
    h, slope = activation(a)  # (N, H) each
    M = np.ones_like(h) if mask is None else mask
    delta2 = (y - t) / len(x)  # (N, K)
    delta1 = delta2 @ params["W2"].T * M * slope  # (N, H)
    E = float(((y - t) ** 2).sum() / (2 * len(x)))
    return E, {
        "W1": x.T @ delta1, "b1": delta1.sum(axis=0),
        "W2": (h * M).T @ delta2, "b2": delta2.sum(axis=0),
    }
    ### END SOLUTION

# %% tests="backward" points=8
check("backward")

# %% [markdown]
# ### Against finite differences
#
# $(E(w + \epsilon) - E(w - \epsilon)) / 2 \epsilon$ needs no chain rule, so it
# can check yours. It is itself an approximation: its error falls with
# $\epsilon^2$, while the rounding of $E$, divided by $\epsilon$, grows.

# %% tags=["demo", "figure"]
def loss_at(params):
    return backward(params, x, t)[0]

exact, eps = backward(start, x, t)[1], 10.0 ** -np.arange(1, 12)
slopes = [mlp.central_differences(loss_at, start, e) for e in eps]
gaps = [mlp.relative_gap(exact, slope) for slope in slopes]
fit_plots.gradient_check(
    eps, {"central differences": gaps, "eps squared": eps**2},
    f"Backpropagation is confirmed to {min(gaps):.0e}",
)

# %% [markdown]
# **What you should see.** A valley. From the right the difference falls in
# parallel with $\epsilon^2$, down to about $10^{-9}$ or less, then it rises
# as $\epsilon$ gets too small for sixteen digits. A wrong gradient has no
# valley: its curve goes flat at the size of the mistake. Try it: leave
# out the factor $f'(A)$ and draw again.

# %% [markdown]
# ## 3 Gradient descent
#
# All parameters move against their gradients at once, by the learning rate
# $\eta$ (Bishop 2006, equation 5.41):
#
# $$ w \leftarrow w - \eta \, \nabla E(w) . $$
#
# What is minimised does not matter here: `gradient` is any function that
# takes parameters and returns a loss with its gradients. The later exercises
# hand in other ones.

# %% solution="gradient_descent"
def gradient_descent(params, gradient, steps, lr):
    """Plain gradient descent, `steps` times, with rate lr.

    params: dictionary of arrays, not to be changed. gradient:
    params -> (loss, gradients by the same names), asked once a
    step. Returns the last params, new arrays, and the list of the
    `steps` losses that were met, the first at the start.
    """
    ### BEGIN SOLUTION
    params, losses = {k: p.copy() for k, p in params.items()}, []
    for _ in range(steps):
        loss, grads = gradient(params)
        losses.append(loss)
        params = {k: p - lr * grads[k] for k, p in params.items()}
    return params, losses
    ### END SOLUTION

# %% tests="gradient_descent" points=5
check("gradient_descent")

# %% [markdown]
# ### Too good to be true
#
# Twenty thousand steps on the eight points. `error` is the root of the mean
# squared distance, in the units of $t$; above each panel it stands for the
# eight points trained on and for the three held out.

# %% tags=["demo", "figure"]
STEPS, RATE = 20_000, 0.1
overfitted = stopped = start  # until you have trained

def gradient(params):
    return backward(params, x, t)

def curve(params, mask=None):
    return lambda x: forward(params, x, mask)[0]

overfitted, losses = gradient_descent(start, gradient, STEPS, RATE)
shown = {f"{STEPS} steps": curve(overfitted)}
for n in (200, 2000):
    shown[f"{n} steps"] = curve(gradient_descent(start, gradient, n, RATE)[0])
fit_plots.fits(shown, data, "Every full dot is met, and the open ones missed")

# %% [markdown]
# **What you should see.** In red the long training: its error on the full
# dots is almost nothing, and the curve swings far off at open ones. The
# blue curves, stopped after 200 and 2000 steps, miss the full dots a little
# and the open ones much less. The same network, the same start: only the
# time differs. That leads to the first remedy.

# %% [markdown]
# ## 4 Early stopping
#
# Training fits first what is large and smooth, then what is small and rough
# (Prechelt 1998 compares rules for when to stop). Watch the validation error
# after every step, remember the parameters at its lowest, and give up when
# `patience` steps in a row have brought no lower one.
#
# Two traps: the answer is the *best* parameters, not the last; and what you
# remember must not go on changing.

# %% solution="early_stopping"
def early_stopping(params, gradient, error, lr, *, patience, max_steps):
    """Gradient descent until the validation error falls no more.

    params, gradient, lr: as for `gradient_descent`. error:
    params -> float. Stops after `patience` steps in a row without
    an error below the lowest so far (equal is not below), or
    after max_steps. Returns the params of the lowest error, the
    earliest if equal, and the list of all errors: that at the
    start, then one after each step.
    """
    ### BEGIN SOLUTION
    best, waited = {k: p.copy() for k, p in params.items()}, 0
    params, errors = best, [error(params)]
    lowest = errors[0]
    while waited < patience and len(errors) <= max_steps:
        _, grads = gradient(params)
        params = {k: p - lr * grads[k] for k, p in params.items()}
        errors.append(error(params))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = params, errors[-1], 0
    return best, errors
    ### END SOLUTION

# %% tests="early_stopping" points=8
check("early_stopping")

# %% tags=["demo", "figure"]
def error(params, x=x_val, t=t_val):
    return float(np.sqrt(np.mean((forward(params, x)[0] - t) ** 2)))

stopped, errors = early_stopping(
    start, gradient, error, RATE, patience=2000, max_steps=STEPS
)
fit_plots.errors(
    {"training": np.sqrt(2 * np.array(losses)), "validation": errors},
    "The validation error turns, the training error does not",
    {"best": int(np.argmin(errors)), "stopped": len(errors) - 1},
)

# %% tags=["demo", "figure"]
fit_plots.fits(
    {"overfitted": curve(overfitted), "stopped early": curve(stopped)}, data,
    "Stopped in time, the curve stays calm",
)

# %% [markdown]
# **What you should see.** The training error falls all the way. The
# validation error has two valleys: a first, shallow one after some ten
# steps, a hill, a second and deeper one. The dashed lines are the best step
# and the one that used up the patience. With a patience of 100 you stop in
# the first valley: try it. Below, red is the overfitted curve, blue the
# early one. The open dots have now chosen the step, so their error is no
# longer an unbiased judgement.

# %% [markdown]
# ## 5 Weight decay
#
# A curve that swings needs steep and high steps, which means large weights.
# So make them expensive (Krogh and Hertz 1991):
#
# $$ E_\lambda = E + \frac{\lambda}{2} \sum_{w \in W_1, W_2} w^2 , \qquad
#    \nabla E_\lambda = \nabla E + \lambda w . $$
#
# The biases are left free: they only move the curve. Without any data,
# each step would shrink a weight by the factor $1 - \eta \lambda$, hence
# the name.

# %% solution="weight_decay"
def weight_decay(params, E, grads, decay):
    """Add decay / 2 * sum of squared weights to a loss.

    params, grads: dictionaries with the same names, not to be
    changed; those whose name starts with W are weights, all
    others are left alone. E: float. Returns the new loss, a
    float, and a new dictionary of gradients.
    """
    ### BEGIN SOLUTION
    weights = [name for name in params if name.startswith("W")]
    penalty = decay / 2 * sum((params[k] ** 2).sum() for k in weights)
    new = {k: g.copy() for k, g in grads.items()}
    for k in weights:
        new[k] = grads[k] + decay * params[k]
    return float(E + penalty), new
    ### END SOLUTION

# %% tests="weight_decay" points=4
check("weight_decay")

# %% tags=["demo", "figure"]
def decayed(start, decay):
    def gradient(params):
        return weight_decay(params, *backward(params, x, t), decay)
    return gradient_descent(start, gradient, STEPS, RATE)[0]

shown = {"overfitted": curve(overfitted)}
for decay in (3e-4, 1e-2):
    shown[f"decay {decay:g}"] = curve(decayed(start, decay))
fit_plots.fits(shown, data, "The dearer the weights, the calmer the curve")

# %% [markdown]
# **What you should see.** From a wild curve to a lazy one. A small decay takes
# away the worst swings and keeps most of the fit; a large one keeps the
# weights so small that even the full dots are missed, which is called
# underfitting. Nothing in the picture says which $\lambda$ is right: it is
# chosen by the open dots, as the step was.

# %% [markdown]
# ## 6 Dropout
#
# In every training step each hidden unit is left out with probability $p$,
# for each example anew, so that none can rely on another (Srivastava et al.
# 2014). *Inverted* dropout divides those that stay by $1 - p$: the expected
# factor is one, and at test time nothing needs to be done at all, that is,
# all factors are 1.
#
# $$ M_{nj} = \frac{B_{nj}}{1 - p} , \qquad
#    B_{nj} \sim \mathrm{Bernoulli}(1 - p) . $$

# %% solution="dropout_mask"
def dropout_mask(shape, rate, rng, train=True):
    """Factors of inverted dropout, a float array of this shape.

    rate: probability p of 0, at least 0 and below 1. rng: the
    numpy.random.Generator to draw from, and nothing else. All
    factors are independent: 0 or 1 / (1 - p); without `train`
    they are all 1.
    """
    ### BEGIN SOLUTION
    if not train:
        return np.ones(shape)
    return (rng.random(shape) >= rate) / (1 - rate)
    ### END SOLUTION

# %% tests="dropout_mask" points=5
check("dropout_mask")

# %% tags=["demo", "figure"]
def dropped(start, rate):
    rng = np.random.default_rng(0)
    def gradient(params):
        mask = dropout_mask((len(x), len(params["b1"])), rate, rng)
        return backward(params, x, t, mask)
    return gradient_descent(start, gradient, STEPS, RATE)[0]

thinned, rng = dropped(start, 0.1), np.random.default_rng(1)
masks = [dropout_mask((1, 10), 0.1, rng) for _ in range(60)]
fit_plots.fits(
    {"overfitted": curve(overfitted), "dropout 0.1": curve(thinned)}, data,
    "One network that is the mean of many", [curve(thinned, M) for M in masks],
)

# %% [markdown]
# **What you should see.** To the right, thin and green, sixty networks with
# some of the units missing; blue the whole network, without dropout. As the
# output is linear, blue is exactly the mean of all thinned networks,
# weighted by their probability. The whole network fits the points worse than
# the red one, and it does not leave the range of the data.

# %% [markdown]
# ### The table
#
# One start proves little: another seed draws other weights and may overfit
# less, or more. So here are all four methods from five starts: their mean
# errors on the points trained on and on those held out, and every single one.

# %% tags=["demo", "figure"]
methods = {
    "no remedy": lambda p: gradient_descent(p, gradient, STEPS, RATE)[0],
    "early stopping": lambda p: early_stopping(
        p, gradient, error, RATE, patience=2000, max_steps=STEPS
    )[0],
    "weight decay 3e-4": lambda p: decayed(p, 3e-4),
    "dropout 0.1": lambda p: dropped(p, 0.1),
}
scores = {}
for name, method in methods.items():
    found = [method(mlp.start(seed=seed)) for seed in range(5)]
    scores[name] = np.array([[error(p, x, t), error(p)] for p in found])
    both = scores[name].mean(axis=0)
    print(f"{name:18} training {both[0]:.3f}   validation {both[1]:.3f}")
fit_plots.table(scores, "Less exact on what was trained on; better elsewhere?")

# %% [markdown]
# **What you should see.** One dot for each start, a bar at their mean. Without
# a remedy the training error is the smallest and the validation error the
# largest and most scattered. Each remedy exchanges some of the one for the
# other. Early stopping looks best; it alone saw the open dots in training.

# %% [markdown]
# ## 7 A written question
#
# **What three points prove.** Hold out other points, in the cell of the
# data, and run all again: `(1, 4, 7)`, then `(1, 3, 5, 7, 9)`. Which of your
# conclusions remain? Why may the table flatter early stopping, and how would
# you compare the methods fairly with eleven points and no more? Four to
# six sentences.

# %% [markdown] answer="three_points" points=4
# *Your answer:*
#
# ### BEGIN SOLUTION
# With (1, 4, 7) held out I found mean validation errors of 0.16 without a
# remedy, 0.12 for early stopping, 0.17 for weight decay and 0.32 for
# dropout; with (1, 3, 5, 7, 9) 0.38, 0.32, 0.41 and 0.34. What remains: the
# training error is smallest without a remedy, and early stopping is never
# worse than training on. Which of the others is best changes with three
# points, so their order is no fact about the methods. That early stopping
# cannot lose is built in: it picks the step with the lowest validation
# error, and the same points then judge; it would need a third set. With
# eleven points I would leave out each point (or pair) once, choose step,
# decay or rate on an inner split of the other ten, test on the one left
# out, and average over all eleven and over several starts.
#
# Points: 1 for numbers of both splits; 1 for what changes; 1 for the
# selection on the points that judge; 1 for cross-validation with a choice
# inside, or a third set.
# ### END SOLUTION

# %% [markdown]
# ## Summary
#
# A network that can fit everything needs a reason not to. Stopping early
# limits how far the weights travel, weight decay how large they are, dropout
# how much one may lean on another; all three exchange some accuracy on the
# training points for less elsewhere. None is free: each has a number to
# choose, and choosing it uses up the points that should judge.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# Restart the kernel, run all cells, see that every check passes, write your
# answer to exercise 7. Then go on with the notebook MnistCNN: both are
# handed in together, as its last section says.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - C. Bishop. Pattern recognition and machine learning. Springer 2006.
# - A. Krogh, J. Hertz. A simple weight decay can improve generalization.
#   NIPS 1991.
# - L. Prechelt. Early stopping, but when? In Neural networks: tricks of the
#   trade, Springer 1998.
# - D. Rumelhart, G. Hinton, R. Williams. Learning representations by
#   back-propagating errors. Nature 323, 1986.
# - N. Srivastava et al. Dropout: a simple way to prevent neural networks
#   from overfitting. JMLR 15, 2014.
#
# Points and task follow an exercise of the IT University of Copenhagen.
