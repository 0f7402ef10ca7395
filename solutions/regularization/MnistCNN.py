# %% [markdown]
# # Training a network that reads digits, systematically
#
# A convolutional network for digits has weights, which training finds, and
# a handful of other numbers, which you choose: width, learning rate, weight
# decay, dropout. Here you find these, too, by a search that can be
# interrupted and goes on where it stopped. Then you look at what the network
# confuses, and at where it puts the images.
#
# When you have finished, you will be able to
#
# - train and test a network without the usual small mistakes of mode,
#   shuffling and averages,
# - search training parameters systematically, and read the result,
# - read a confusion matrix, and look at the worst mistakes,
# - compare images and features by t-SNE, and say what it does not show.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Train and test | `evaluate`, `fit` | 9 | 35 |
# | 2 A search | `search` | 7 | 25 |
# | 3 Features | `features` | 4 | 15 |
# | 4 A written question | a short text | 4 | 15 |
#
# The checks try each function by itself, on very small networks. Where one
# calls another, they put a known one in its place.

# %% [markdown]
# ## Setup
#
# As in the other notebooks: install once with
# `pip install -r requirements.txt`. A CPU needs about a minute for all of
# this on the embedded digits, and some more on MNIST. What is in scikit-learn
# we take from there.

# %%
import torch
from sklearn.manifold import TSNE
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import ParameterGrid, ParameterSampler
from torch import nn
from torch.nn.functional import cross_entropy

from pixelgrad import digits, progress, trial_plots, trials
from pixelgrad.checks import check
from pixelgrad.device import seed_everything
from pixelgrad.spectra import accuracy

# %% [markdown]
# ## The digits, in three parts
#
# MNIST (LeCun et al. 1998) if your data folder has it, else the digits that
# come with scikit-learn, enlarged from 8 by 8 pixels. The test images stay
# aside until the end. Of the others a fifth is for *validation*: it judges
# the search. So that the search takes a minute, it uses no more than 2000
# images, and the final training no more than 10,000. `SEARCH` names the file
# that keeps the trials.

# %%
found = digits.load()
seed_everything(0)
order = torch.randperm(len(found.y_train))[:10_000]
held = len(order) // 5
X_val, y_val = (part[order[:held]] for part in found[:2])
X, y = (part[order[held:]] for part in found[:2])
X_test, y_test = found.X_test[:5000], found.y_test[:5000]
SEARCH = f"search_{found.source}.jsonl"
print(f"{len(y)} to train on, {len(y_val)} to validate, {len(y_test)} to test")

# %% [markdown]
# ## The network
#
# Two convolutions with stride 2 take the image from 28 by 28 to 7 by 7
# positions; a hidden layer of 64 units follows, with dropout (Srivastava et
# al. 2014), and a linear layer with one score for each digit. What goes into
# the last layer we call the *features* of an image.

# %%
def make_net(width=8, dropout=0.0):
    return nn.Sequential(
        nn.Conv2d(1, width, 3, stride=2, padding=1), nn.ReLU(),
        nn.Conv2d(width, 2 * width, 3, stride=2, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(2 * width * 49, 64), nn.ReLU(),
        nn.Dropout(dropout), nn.Linear(64, 10),
    )

# %% [markdown]
# ## 1 Train and test
#
# `evaluate` measures: mean cross-entropy and share of right answers. It must
# switch dropout off (`net.eval()`) and back to what it was, needs no
# gradients, and goes through the images in batches. The last batch may be
# smaller: a mean of batch means would give its images too much weight.
#
# `fit` trains with AdamW (Loshchilov and Hutter 2019), which is Adam with the
# weight decay of the other notebook kept apart from the gradient,
#
# $$ w \leftarrow w - \eta \lambda w - \eta \, \mathrm{Adam}(\nabla E) , $$
#
# and calls `evaluate` on both sets after every epoch.

# %% solution="evaluate"
def evaluate(net, X, y, batch_size=500):
    """Mean cross-entropy and accuracy of a network on (X, y).

    X: (N, 1, H, W), y: (N,) int64. In eval mode, without
    gradients, at most batch_size images at once; afterwards the
    net is in the mode in which it was. Returns two floats.
    """
    ### BEGIN SOLUTION
    training = net.training
    net.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for k in range(0, len(X), batch_size):
            of = y[k:k + batch_size]
            scores = net(X[k:k + batch_size])  # (n, classes)
            loss += float(cross_entropy(scores, of, reduction="sum"))
            right += int((scores.argmax(dim=1) == of).sum())
    net.train(training)
    return loss / len(y), right / len(y)
    ### END SOLUTION

# %% solution="fit"
def fit(net, train, val, *, epochs, lr, batch_size=32, weight_decay=0.0):
    """Train net in place with AdamW on the mean cross-entropy.

    train, val: pairs (X, y). Every epoch uses each training image
    once, in new, shuffled batches (the last may be smaller), with
    the net in training mode. Returns a list with a dictionary per
    epoch: {"train": ..., "val": ...}, what `evaluate` says of the
    two pairs after it.
    """
    ### BEGIN SOLUTION
    X, y = train
    optimizer = torch.optim.AdamW(
        net.parameters(), lr=lr, weight_decay=weight_decay
    )
    history = []
    for _ in progress.bar(epochs, "epoch"):
        net.train()
        for batch in torch.randperm(len(X)).split(batch_size):
            loss = cross_entropy(net(X[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        history.append({
            "train": evaluate(net, *train), "val": evaluate(net, *val),
        })
    return history
    ### END SOLUTION

# %% tests="fit" points=9
check("fit")

# %% tags=["demo", "figure"]
seed_everything(0)
few = X[:300], y[:300]
history = fit(make_net(), few, (X_val, y_val), epochs=25, lr=3e-3)
trial_plots.learning_curves(history, "With 300 images the two curves part")

# %% [markdown]
# **What you should see.** Trained on 300 images only, the network soon knows
# them by heart: the training loss goes on falling by orders of magnitude,
# while the validation loss has stopped. The accuracies differ less than the
# losses: a mistake can become surer without becoming another one. This gap
# is what the other notebook fights, and what the search below will judge.

# %% [markdown]
# ## 2 A search
#
# A *grid* tries every combination. With $k$ values for each of $d$
# parameters these are $k^d$ trainings. *Random search* (Bergstra and Bengio
# 2012) draws $n$ of them: if only one or two parameters matter, it tries more
# of their values for the same effort. scikit-learn has both,
# `ParameterGrid(space)` and `ParameterSampler(space, n, random_state=seed)`;
# iterate over either, and you get dictionaries.
#
# Trainings take long and kernels die. So write each result into the table
# at once, and skip what is there already: `config in table`,
# `table.add(config, score)`, and `for config, score in table`.

# %% solution="search"
def search(space, objective, table, n=None, seed=0):
    """Try configurations, and return the best one in the table.

    space: {name: list of values}. objective(**config) -> score,
    the higher the better. table: see above; what is in it is not
    tried again, what is tried is added before the next begins.
    n: that many different configurations drawn with `seed`, the
    same at every call; None: all. Returns (config, score).
    """
    ### BEGIN SOLUTION
    configs = (
        ParameterGrid(space) if n is None
        else ParameterSampler(space, n, random_state=seed)
    )
    for config in progress.bar(list(configs), "trial"):
        if config not in table:
            table.add(config, objective(**config))
    return max(table, key=lambda row: row[1])
    ### END SOLUTION

# %% tests="search" points=7
check("search")

# %% [markdown]
# ### Sixteen of fifty-four
#
# Each trial trains on up to 2000 images for five epochs, always from the
# same seed, so that differences come from the parameters and not from the
# dice. Run the cell twice: the second time it only reads the file. Delete
# the file to begin anew.

# %% tags=["demo", "figure"]
def trial(width, lr, dropout, weight_decay):
    seed_everything(0)
    net, part = make_net(width, dropout), (X[:2000], y[:2000])
    with progress.silent():
        history = fit(net, part, (X_val, y_val), epochs=5, lr=lr,
                      weight_decay=weight_decay)
    return history[-1]["val"][1]

space = {"width": [2, 4, 8], "lr": [3e-4, 3e-3, 3e-2],
         "dropout": [0.0, 0.2, 0.5], "weight_decay": [0.0, 0.1]}
best = {name: values[1] for name, values in space.items()}  # not searched
table = trials.Table(SEARCH)
best, score = search(space, trial, table, n=16)
print("Best:", best, f"with {score:.3f}")
trial_plots.search(table, "The learning rate decides, the others refine")

# %% [markdown]
# **What you should see.** A dot for each trial, in four panels; the line joins
# the medians, red is the best. The lower, the better, and the scale is
# logarithmic. One parameter moves the error more than the others, whose dots
# overlap. Mind how many images validate: with $n$ of them and an accuracy
# $p$, chance alone gives a deviation of $\sqrt{p (1 - p) / n}$, so the first
# few ranks are a matter of luck.

# %% [markdown]
# ### The final network
#
# The best parameters, all training images, and three times as many epochs.
# Then, once, the test: these images have chosen nothing, neither weights nor
# parameters, so they may judge. If you go back now and search again, they
# have begun to choose.

# %% tags=["demo", "figure"]
seed_everything(0)
net = make_net(best["width"], best["dropout"])
history = fit(net, (X, y), (X_val, y_val), epochs=15, lr=best["lr"],
              weight_decay=best["weight_decay"])
net.eval()
print("Test:", accuracy(net, X_test, y_test))
print("Validation:", accuracy(net, X_val, y_val))
trial_plots.learning_curves(history, "The final training")

# %% tags=["demo", "figure"]
with torch.no_grad():
    sureness, guess = net(X_test).softmax(dim=1).max(dim=1)
counts = confusion_matrix(y_test, guess, labels=range(10))
trial_plots.confusion(counts, "Which digits are taken for which")

# %% tags=["demo", "figure"]
wrong = torch.nonzero(guess != y_test)[:, 0]
worst = wrong[sureness[wrong].argsort(descending=True)][:16]
trial_plots.mistakes(
    digits.pixels(X_test[worst]), y_test[worst].tolist(),
    guess[worst].tolist(), sureness[worst].tolist(),
    "The surest mistakes on images that it never saw",
)

# %% [markdown]
# **What you should see.** Few coloured cells, and not symmetric: where nines
# are read as sevens, sevens need not be read as nines. Among the surest
# mistakes are images that you would misread, too, and some that you would
# not. The percentage is the softmax of the answer: high although wrong, so
# it is no probability to rely on. On the default digits the test comes out
# worse than the validation, which was drawn among the training images. The
# test images are the last of the file, which thirteen people wrote (Alpaydin
# and Kaynak 1998), presumably one after the other.

# %% [markdown]
# ## 3 Features
#
# The last layer is linear: whatever it separates, the layers before have
# made separable. Their output, 64 numbers for each image, are the features.
# Take them in eval mode, else dropout would add noise, without gradients, and
# in batches.

# %% solution="features"
def features(net, X, batch_size=500):
    """What goes into the last layer of a network.

    net: an nn.Sequential whose last layer is linear. X: (N, 1, H,
    W). In eval mode, without gradients, at most batch_size images
    at once; afterwards net is as it was. Returns (N, K), an array
    or a tensor.
    """
    ### BEGIN SOLUTION
    training = net.training
    net.eval()
    with torch.no_grad():
        parts = [net[:-1](part) for part in X.split(batch_size)]
    net.train(training)
    return torch.cat(parts).cpu().numpy()
    ### END SOLUTION

# %% tests="features" points=4
check("features")

# %% [markdown]
# ### Pixels and features in the plane
#
# t-SNE (van der Maaten and Hinton 2008) places points in the plane so that
# near neighbours stay near. Distances between far groups, sizes of groups and
# the axes mean nothing. So count as well, in the full space, what share of
# images have a nearest neighbour (other than themselves) of another digit.

# %% tags=["demo", "figure"]
places, labels, notes = {}, {}, {}
for part, images, of in (("train", X, y), ("test", X_test, y_test)):
    images, of = images[:360], of[:360]
    views = {"pixels": images.flatten(1), "features": features(net, images)}
    for view, Z in views.items():
        name = f"{view}, {part}"
        tsne = TSNE(perplexity=20, init="pca", random_state=0)
        places[name], labels[name] = tsne.fit_transform(Z), of
        share = trials.strangers(Z, of)
        notes[name] = f"{share:.1%} have a stranger next to them"
trial_plots.embeddings(
    places, labels, notes, "Pixels hardly differ between the sets"
)

# %% [markdown]
# **What you should see.** Each image is drawn as its digit. To the left the
# pixels: clouds that touch, and alike for both sets. To the right the
# features: ten tight islands for the training images; for the test images
# looser ones, with strays between and inside them.

# %% [markdown]
# ## 4 A written question
#
# **Train and test.** Why do the two pictures of the features differ more
# than those of the pixels? Use your shares. Would you expect the difference
# to shrink or to grow with weight decay and dropout, and with fewer training
# images? Name one thing in the pictures that must not be interpreted. Four to
# six sentences.

# %% [markdown] answer="two_embeddings" points=4
# *Your answer:*
#
# ### BEGIN SOLUTION
# The pixels of the two sets are draws from nearly the same distribution, and
# nobody has fitted anything to them: 2.5 % of the training and 2.2 % of the
# test images have a stranger next to them. The features were fitted, to the
# training images: there the network pulls every image to its group, also the
# odd ones, and the share falls to 0.3 %. For test images it has only what
# carries over, and 3.3 % have a stranger next to them, no fewer than in
# pixels. So the difference between the two pictures is the gap between
# training and test accuracy, seen from inside. Weight decay and dropout
# should shrink it, as they keep the network from knowing single images by
# heart; fewer training images should widen it. The distance between two
# islands, their sizes and the axes mean nothing, and each picture has its own.
#
# Points: 1 for pixels not being fitted; 2 for features fitted to the training
# images, with shares; 1 for the direction of the change and for what must not
# be read.
# ### END SOLUTION

# %% [markdown]
# ## Summary
#
# Training is a procedure with many small places to go wrong, most of which
# no error message reports. A table of trials turns taste into a choice that
# others can repeat, if the set that chooses is not the one that judges.
# Numbers say how often a network is wrong, pictures say where. And features
# know the training images better than any others.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes and that every figure is there.
# 3. Write your answer to exercise 4 if you have not done so yet.
# 4. Save both notebooks, open a terminal in this folder and run
#    `sh collect_submission.sh --name "Your Name"`. It says what is missing,
#    and writes one zip and one PDF.
# 5. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - J. Bergstra, Y. Bengio. Random search for hyper-parameter optimization.
#   JMLR 13, 2012.
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner. Gradient-based learning applied
#   to document recognition. Proceedings of the IEEE 86, 1998.
# - I. Loshchilov, F. Hutter. Decoupled weight decay regularization. ICLR 2019,
#   arXiv 1711.05101.
# - L. van der Maaten, G. Hinton. Visualizing data using t-SNE. JMLR 9, 2008.
# - N. Srivastava et al. Dropout: a simple way to prevent neural networks
#   from overfitting. JMLR 15, 2014.
#
# The exercises follow a course at the IT University of Copenhagen. The digits
# of scikit-learn come from the UCI repository (Alpaydin and Kaynak 1998).
